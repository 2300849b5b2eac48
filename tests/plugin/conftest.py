"""Two small claims about whole numbers, written to a directory of their own and run by pytest inside this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache, cached_property
from importlib import metadata
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import forked
import pytest
from execnet import gateway_io

import lemmata.run.judging  # loaded once here: a run inside this process forgets what it was the first to import
import lemmata.run.reporting  # noqa: F401

NUMBERS = '''
"""Whole numbers, and how two of them are compared."""
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class Whole:
    value: int

    def into(self, arithmetic):
        return self.value


def wholes():
    return st.integers(1, 10**6).map(Whole)


def equal(left, right):
    return Comparison(Verdict.HOLDS if left == right else Verdict.REFUTED, str(left), str(right))
'''

SUMS = '''
"""Sums."""
from lemmata.evidence import claim, decided, exact, refuted
from numbers_here import Whole, equal, wholes


def not_halved(n):
    return n * (n + 1)


def halved(n):
    return n * (n + 1) // 2


def one_less(n):
    return n * (n - 1) // 2


def with_a_seventh(n):
    return n * (n + 1) // 2 + (n % 7 == 3)


@claim(
    id="triangle-number", slide="Sums", status="F", scope="whole numbers up to a million",
    says="1 + … + n = n (n + 1)", printed=refuted(not_halved, "every pair is counted twice"), corrected=halved,
    controls=[one_less, with_a_seventh], cases=[Whole(3)],
)
@decided(exact(n=wholes()))
def claim_sum_of_the_first_numbers(formula, n):
    """1 + … + n = n (n + 1) / 2."""
    return equal(formula(n), (n * n + n) // 2)


def itself(n):
    return n


def doubled(n):
    return 2 * n


@claim(
    id="identity", slide="Identities", status="T", scope="whole numbers up to a million",
    printed=itself, controls=[doubled], cases=[Whole(3)], uses=["triangle-number"],
)
@decided(exact(n=wholes()))
def claim_a_number_is_itself(formula, n):
    """n = n."""
    return equal(formula(n), n)
'''

TRIANGLE = "sums.py::claim_sum_of_the_first_numbers"
IDENTITY = "sums.py::claim_a_number_is_itself"


class Toys:
    """A directory with the two claims, and runs of pytest in it."""

    triangle, identity = TRIANGLE, IDENTITY

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester, self.path = pytester, pytester.path
        self.write("numbers_here.py", NUMBERS)
        self.write("sums.py", SUMS)
        pytester.syspathinsert()

    def write(self, name: str, text: str) -> Path:
        """Write one file."""
        (self.path / name).write_text(text.lstrip("\n"), encoding="utf-8")
        return self.path / name

    def change(self, old: str, new: str, name: str = "sums.py") -> None:
        """Change one file in one place."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def run(self, *arguments: str, **options: Any) -> pytest.RunResult:
        """One run inside this process, by the quick profile."""
        return self.pytester.runpytest_inprocess("--claims-profile=smoke", *arguments, **options)

    def record(self, *arguments: str, **options: Any) -> tuple[pytest.RunResult, dict[str, Any]]:
        """One run inside this process, and its evidence file."""
        result = self.run("--claims-evidence=evidence.json", *arguments, **options)
        return result, self.evidence()

    def evidence(self, name: str = "evidence.json") -> dict[str, Any]:
        """An evidence file that a run has written."""
        found: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
        return found


class WorkerIO(gateway_io.Popen2IOMaster):
    """How execnet speaks to a worker that has been forked."""

    def __init__(self, args: list[str], execmodel: Any) -> None:
        self.popen = worker = forked.Worker(args)
        gateway_io.Popen2IO.__init__(self, worker.stdin, worker.stdout, execmodel=execmodel)


class Installed(PathDistribution):
    """An installed package that is read once, not in every run."""

    metadata = cached_property(PathDistribution.metadata.fget)
    entry_points = cached_property(PathDistribution.entry_points.fget)
    files = cached_property(PathDistribution.files.fget)


@cache
def installed() -> list[Installed]:
    return [Installed(found._path) for found in PathDistribution.discover()]


@pytest.fixture
def toys(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Toys:
    monkeypatch.setattr(metadata, "distributions", installed)
    # a file that is changed within the second, to one of the same size, would be taken from its compiled form
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(gateway_io, "Popen2IOMaster", WorkerIO)  # of a run inside this process, the workers are forks
    return Toys(pytester)


@pytest.fixture
def verdicts() -> Callable[[dict[str, Any]], dict[str, str]]:
    """The verdicts of an evidence file by claim and form."""

    def of(evidence: dict[str, Any]) -> dict[str, str]:
        return {
            f"{claim['id']}/{form['name']}/{form['grade']}": form["verdict"]
            for claim in evidence["claims"]
            for form in claim["forms"]
        }

    return of
