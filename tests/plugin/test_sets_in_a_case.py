"""A case with a set in it: the order of a set depends on the process, and the evidence does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

WORDS = '''
"""Words and their letters."""
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact
from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class Letters:
    of: frozenset[str]
    also: tuple[frozenset[str | None], ...] = ()

    def into(self, arithmetic):
        return self


def size(letters):
    return len(letters.of)


def one_less_where_there_are_many(letters):
    return len(letters.of) - (len(letters.of) > 3)


@claim(
    id="letters", slide="Letters", status="T", scope="some letters", printed=size, controls=[one_less_where_there_are_many],
    cases=[Letters(frozenset("abcdefg"), (frozenset({"x", None}), frozenset("yz")))],
)
@decided(exact(letters=st.frozensets(st.text("abcdefgh", max_size=3), min_size=1).map(Letters)))
def claim_letters(formula, letters):
    """A set has as many elements as it has elements."""
    found, count = formula(letters), sum(1 for _ in letters.of)
    return Comparison(Verdict.HOLDS if found == count else Verdict.REFUTED, str(found), str(count))
'''


def judged(folder: Path, hash_seed: str) -> list[dict[str, Any]]:
    """The forms of the evidence that a process with this seed for hashes leaves, without their seconds."""
    arguments = ["words.py", "--claims-profile=smoke", "--claims-evidence=out.json"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    (claim,) = json.loads((folder / "out.json").read_text(encoding="utf-8"))["claims"]
    return [{name: value for name, value in form.items() if name != "seconds"} for form in claim["forms"]]


def test_the_evidence_does_not_depend_on_how_python_hashes(tmp_path: Path) -> None:
    (tmp_path / "words.py").write_text(WORDS.lstrip("\n"), encoding="utf-8")
    first, second = judged(tmp_path, "1"), judged(tmp_path, "2")
    assert first == second
    case = "letters=Letters(of=frozenset({'a', 'b', 'c', 'd', 'e', 'f', 'g'}), "
    assert first[1]["counterexample"]["case"] == f"{case}also=(frozenset({{'x', None}}), frozenset({{'y', 'z'}})))"
