"""docs/examples/numerical_integration in a repository of its own, and the page that walks through it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from shown import assert_sessions, blocks, run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "numerical_integration"
PAGE = (ROOT / "docs" / "claims-of-your-own.md").read_text(encoding="utf-8")
# claim → as printed, as corrected
EXPECTED = {
    "trapezoid-error": ("refuted", "holds"),
    "trapezoid-bound": ("refuted", "holds"),
    "simpson-degree": ("holds", None),
}


def judge(folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """A run of the example in this folder, and its evidence."""
    ran = run(
        *("-m", "pytest", "numerical_integration", "-p", "no:cacheprovider", "--claims-evidence=out.json"), cwd=folder
    )
    return ran, json.loads((folder / "out.json").read_text(encoding="utf-8"))


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """An empty folder with a copy of the example."""
    shutil.copytree(EXAMPLE, tmp_path / "numerical_integration", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_it_runs_in_a_folder_of_its_own_as_the_page_shows(theirs: Path) -> None:
    ran, evidence = judge(theirs)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    shown = blocks(PAGE, "text")[1].splitlines()[:-1]  # the last line has the seconds
    assert "\n".join(shown) in ran.stdout
    assert evidence["run"]["complete"] is True
    assert [claim["id"] for claim in evidence["claims"]] == list(EXPECTED)
    files = [
        f"numerical_integration/{name}.py" for name in ("the_trapezoid_rule", "the_trapezoid_rule", "simpsons_rule")
    ]
    assert [claim["file"] for claim in evidence["claims"]] == files
    for claim in evidence["claims"]:
        verdicts = {(form["role"], form["verdict"]) for form in claim["forms"] if form["expected"] != "holds"}
        assert ("control", "refuted") in verdicts and {verdict for _, verdict in verdicts} == {"refuted"}
        roles = {form["role"]: form["verdict"] for form in claim["forms"] if form["role"] != "control"}
        assert (roles["printed"], roles.get("corrected")) == EXPECTED[claim["id"]]
        # a control that fails at once says little of the check
        assert any(0 < (form["survives"] or 0) < 1 for form in claim["forms"] if form["role"] == "control")
    error, bound, simpson = evidence["claims"]
    assert bound["shaken_by"] == [error["id"]] and simpson["shaken_by"] == []
    grades = {form["grade"] for claim in evidence["claims"] for form in claim["forms"]}
    assert grades == {"symbolic", "exact", "certified"}
    assert all(row["printed"] < row["error"] < row["corrected"] for row in bound["data"]["errors"])
    assert max(form["tightness"] for form in bound["forms"] if form["role"] == "corrected") == 1


def test_a_planted_error_fails_and_is_told_as_the_page_shows(theirs: Path) -> None:
    section = theirs / "numerical_integration" / "the_trapezoid_rule.py"
    text = section.read_text(encoding="utf-8")
    sound = "def a_twelfth(f):\n    return f.width * f.h**2 / 12 *"
    assert text.count(sound) == 1
    section.write_text(text.replace(sound, sound.replace("12", "13")), encoding="utf-8")
    ran, evidence = judge(theirs)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert blocks(PAGE, "text")[2] in ran.stdout
    unexpected = {
        (form["role"], form["name"], form["grade"])
        for claim in evidence["claims"]
        for form in claim["forms"]
        if form["verdict"] != form["expected"]
    }
    assert unexpected == {("corrected", "a_twelfth", "exact"), ("corrected", "a_twelfth", "certified")}


def test_the_sessions_that_the_page_shows(theirs: Path) -> None:
    assert_sessions(PAGE, theirs)


def test_the_code_and_the_layout_that_the_page_shows_are_those_of_the_example() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.glob("*.py")}
    for code in blocks(PAGE, "python"):
        assert any(code in source for source in sources.values()), code
    assert set(re.findall(r"^  (\S+\.py)", blocks(PAGE, "text")[0], re.MULTILINE)) == set(sources)
