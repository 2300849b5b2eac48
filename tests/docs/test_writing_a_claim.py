"""docs/writing-a-claim.md: its example is a file that runs, and the output it shows is what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shown import assert_sessions, blocks, run

from lemmata.evidence.profiles import PROFILES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "writing-a-claim.md").read_text(encoding="utf-8")
NODE = "powers.py::claim_sum_of_powers"


@pytest.fixture(scope="module")
def powers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the example."""
    folder = tmp_path_factory.mktemp("theirs")
    (example,) = blocks(PAGE, "python")
    (folder / "powers.py").write_text(example, encoding="utf-8")
    return folder


def test_the_example_runs_and_prints_what_the_page_shows(powers: Path) -> None:
    ran = run("-m", "pytest", "powers.py", "-p", "no:cacheprovider", "--claims-evidence=out.json", cwd=powers)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    shown = blocks(PAGE, "text")[0].splitlines()[:-1]  # the last line has the seconds
    assert "\n".join(shown) in ran.stdout
    (claim,) = json.loads((powers / "out.json").read_text(encoding="utf-8"))["claims"]
    verdicts = {(form["role"], form["grade"]): form["verdict"] for form in claim["forms"]}
    for grade in ("symbolic", "exact", "certified"):
        assert verdicts["printed", grade] == verdicts["control", grade] == "refuted"
        assert verdicts["corrected", grade] == "holds"
    # what the page says of the control that is nearly true
    near = [form for form in claim["forms"] if form["name"] == "with_absolute_powers" and form["grade"] == "exact"]
    assert near[0]["survives"] > 0


def test_the_failure_that_the_page_shows(powers: Path) -> None:
    text = (powers / "powers.py").read_text(encoding="utf-8")
    swapped = {"corrected=one_factor_more": "corrected=with_absolute_powers", ", with_absolute_powers]": "]"}
    for old, new in swapped.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    wrong = powers / "wrong"
    wrong.mkdir()
    (wrong / "powers.py").write_text(text, encoding="utf-8")
    ran = run("-m", "pytest", f"{NODE}[corrected-with_absolute_powers-exact]", "-p", "no:cacheprovider", cwd=wrong)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert blocks(PAGE, "text")[1] in ran.stdout


def test_the_replay_that_the_page_shows(powers: Path) -> None:
    assert_sessions(PAGE, powers)


def test_the_table_of_floors_is_that_of_the_profiles() -> None:
    for profile in PROFILES.values():
        volume = f"{profile.volume:.0%}".replace("%", " %")
        numbers = profile.cases, profile.largest, profile.heaviest, profile.search, volume
        assert f"| `{profile.name}` | " + " | ".join(map(str, numbers)) + " |" in PAGE
