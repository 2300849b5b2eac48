"""A plugin that changes settings of the libraries below: the verdicts and their words are the same, and it keeps its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import forked
import pytest

TABLE = Path(__file__).parents[1] / "evidence"

INTEGRALS = '''
"""Integrals in balls, and a word of every setting."""
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb
from hypothesis import strategies as st
from test_dependencies import shown

from lemmata.evidence import certified, claim, decided
from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class End:
    value: int

    def into(self, arithmetic):
        return self.value


def square(n):
    return Fraction(n * n, 2)


def without_the_half(n):
    return Fraction(n * n)


@claim(
    id="integral", slide="Integrals", status="T", scope="whole ends", printed=square, controls=[without_the_half],
    cases=[End(1)],
)
@decided(certified(n=st.integers(1, 10**6).map(End)))
def claim_integral(formula, n):
    """∫₀ⁿ x dx = n²/2."""
    for _ in range(100):
        area = acb.integral(lambda z, _: sum([z / 100] * 100), 0, n).real
    value = formula(n)
    same = area.overlaps(arb(value.numerator) / value.denominator)
    return Comparison(Verdict.HOLDS if same else Verdict.REFUTED, f"{area} {shown()}", str(value))
'''

CHANGED_BY_A_PLUGIN = """
import sys

import pytest
from test_dependencies import CHANGES, values

for change, _ in CHANGES.values():
    change()
THEIRS = values()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    assert values() == THEIRS
    print("as they were", file=sys.stderr)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "integrals.py").write_text(INTEGRALS.lstrip("\n"), encoding="utf-8")
    return tmp_path


def plugin(folder: Path, text: str) -> None:
    """A plugin that lies elsewhere: files beside the claims are a part of what is fingerprinted."""
    (folder / "plugins").mkdir()
    (folder / "plugins" / "others.py").write_text(text, encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder / "plugins"), str(TABLE), *filter(None, sys.path)])
    return forked.run(
        [sys.executable, "-m", "pytest", "integrals.py", "--claims-profile=smoke", "--claims-evidence=out.json", "-s", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def claims(folder: Path) -> list[dict[str, Any]]:
    """The claims of the evidence, but for the seconds."""
    found = json.loads((folder / "out.json").read_text(encoding="utf-8"))["claims"]
    for claim in found:
        for form in claim["forms"]:
            del form["seconds"]
    return found


def test_the_evidence_is_the_same_and_the_plugin_keeps_its_settings(folder: Path) -> None:
    without = run(folder)
    assert without.returncode == 0, without.stdout
    expected = claims(folder)
    assert "flint ctx.prec" in expected[0]["forms"][1]["counterexample"]["sentence"]
    plugin(folder, CHANGED_BY_A_PLUGIN)
    beside = run(folder, "-p", "others")
    assert beside.returncode == 0, beside.stdout
    assert beside.stderr.count("as they were") == 2
    assert claims(folder) == expected


@pytest.mark.parametrize("attempt", range(5))
def test_threads_of_flint_that_a_plugin_asks_for_crash_nothing(folder: Path, attempt: int) -> None:
    plugin(folder, "import flint\n\nflint.ctx.threads = 4\n")
    found = run(folder, "-p", "others")
    assert found.returncode == 0, found.stdout + found.stderr
    assert {form["verdict"] == form["expected"] for form in claims(folder)[0]["forms"]} == {True}
