"""docs/writing-a-claim.md: its examples are files that run, and the output it shows is what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shown import assert_sessions, blocks, run

from lemmata.evidence.profiles import PROFILES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "writing-a-claim.md").read_text(encoding="utf-8")
NODE = "powers.py::claim_sum_of_powers"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with both examples."""
    folder = tmp_path_factory.mktemp("theirs")
    short, _, long = blocks(PAGE, "python")
    (folder / "powers.py").write_text(short, encoding="utf-8")
    (folder / "own_cases.py").write_text(long, encoding="utf-8")
    return folder


def judged(folder: Path, name: str, shown: str) -> list[dict[str, Any]]:
    """The forms of the one claim in a file, after a run that prints what the page shows."""
    ran = run("-m", "pytest", f"{name}.py", "-p", "no:cacheprovider", f"--claims-evidence={name}.json", cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "\n".join(shown.splitlines()[:-1]) in ran.stdout  # the last line has the seconds
    (claim,) = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["claims"]
    forms: list[dict[str, Any]] = claim["forms"]
    return forms


def test_the_complete_claim_is_short_and_needs_no_other_import(folder: Path) -> None:
    lines = (folder / "powers.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 20
    assert [line for line in lines if "import" in line] == [
        "from lemmata import claim, equal, integers, rationals, refuted"
    ]
    forms = judged(folder, "powers", blocks(PAGE, "text")[0])
    assert {(form["role"], form["grade"], form["verdict"]) for form in forms} == {
        (role, grade, verdict)
        for role, verdict in (("printed", "refuted"), ("corrected", "holds"))
        for grade in ("symbolic", "exact")
    }


def test_the_claim_with_cases_of_its_own(folder: Path) -> None:
    forms = judged(folder, "own_cases", blocks(PAGE, "text")[1])
    verdicts = {(form["role"], form["grade"]): form["verdict"] for form in forms}
    for grade in ("symbolic", "exact", "certified"):
        assert verdicts["printed", grade] == verdicts["control", grade] == "refuted"
        assert verdicts["corrected", grade] == "holds"
    # what the page says of the control that is nearly true
    near = [form for form in forms if form["name"] == "with_absolute_powers" and form["grade"] == "exact"]
    assert near[0]["survives"] > 0


def test_the_failure_that_the_page_shows(folder: Path) -> None:
    text = (folder / "powers.py").read_text(encoding="utf-8")
    assert text.count("q**(n + 1)") == 1
    wrong = folder / "wrong"
    wrong.mkdir()
    (wrong / "powers.py").write_text(text.replace("q**(n + 1)", "q**(n + 2)"), encoding="utf-8")
    ran = run("-m", "pytest", f"{NODE}[corrected-one_factor_more-exact]", "-p", "no:cacheprovider", cwd=wrong)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert blocks(PAGE, "text")[2] in ran.stdout


def test_the_sessions_that_the_page_shows(folder: Path) -> None:
    assert_sessions(PAGE, folder)


def test_the_table_of_floors_is_that_of_the_profiles() -> None:
    for profile in PROFILES.values():
        volume = f"{profile.volume:.0%}".replace("%", " %")
        numbers = profile.cases, profile.largest, profile.heaviest, profile.search, volume
        assert f"| `{profile.name}` | " + " | ".join(map(str, numbers)) + " |" in PAGE
