"""`lemmata diff`: every kind of change between two runs, and what it makes of the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import claim, document, form, written

from lemmata.record.comparison import compare, lines

HOLDS, REFUTED = form("printed", "holds"), form("control", "refuted")


def sharp(tightness: float | None, name: str = "printed") -> dict[str, Any]:
    return form("printed", "holds", name=name, tightness=tightness)


def shown(old: dict[str, Any], new: dict[str, Any]) -> str:
    return "\n".join(lines(compare(old, new)))


def test_nothing_changed() -> None:
    found = compare(document(), document())
    assert not found.fails
    assert lines(found) == [
        "4 verdicts as before · 0 changed · 0 gone · 0 added · tightness moved in 0 · "
        "not run: 0 in the old run, 0 in the new one"
    ]


def test_a_changed_verdict_says_which_form_and_what_was_expected() -> None:
    new = document(claim("one", form("printed", "undecided", "holds"), REFUTED), claim("two"))
    found = compare(document(), new)
    assert found.fails
    assert lines(found)[:2] == [
        "verdicts that changed: 1",
        "  one  printed printed, exact  holds → undecided, expected holds",
    ]
    assert "3 verdicts as before · 1 changed" in lines(found)[-1]
    # back to what is expected is a change too, and nothing is wrong with it
    back = compare(new, document())
    assert back.fails
    assert lines(back)[1] == "  one  printed printed, exact  undecided → holds"


def test_an_exception_after_the_verdict_is_a_change() -> None:
    new = document(claim("one", {**HOLDS, "error": "ValueError: no"}, REFUTED), claim("two"))
    assert "  one  printed printed, exact  holds → error, expected holds" in shown(document(), new)


def test_claims_and_forms_that_are_gone_fail_and_added_ones_do_not() -> None:
    fewer = document(claim("one", HOLDS))
    gone = compare(document(), fewer)
    assert gone.fails
    assert gone.gone == ("two, with all its 2 forms and grades", "one  control control, exact")
    added = compare(fewer, document())
    assert not added.fails
    assert added.added == gone.gone and not added.gone


@pytest.mark.parametrize("other", [{"name": "other"}, {"grade": "certified"}])
def test_another_formula_or_grade_is_another_form(other: dict[str, str]) -> None:
    old, new = (
        document(claim("one", HOLDS, REFUTED)),
        document(claim("one", HOLDS, form("control", "refuted", **other))),
    )
    found = compare(old, new)
    assert (len(found.gone), len(found.added), found.fails) == (1, 1, True)


def test_a_form_that_was_not_run_is_no_change_but_counted() -> None:
    part = document(claim("one", form("printed", "not_run", "holds"), REFUTED), claim("two"))
    for old, new, counts in ((document(), part, (0, 1)), (part, document(), (1, 0)), (part, part, (1, 1))):
        found = compare(old, new)
        assert not found.fails
        assert found.not_run == counts
        assert found.same == 3
        assert lines(found)[-1].endswith(f"not run: {counts[0]} in the old run, {counts[1]} in the new one")


def test_tightness_that_moved_is_sorted_by_how_far_and_never_fails() -> None:
    names = ("same", "up", "down", "lost", "won", "crossed")
    old = document(claim("one", *map(sharp, (0.5, 0.5, 0.5, 0.5, None, 0.5), names)))
    new = document(claim("one", *map(sharp, (0.5, 0.75, 0.1, None, 0.5, -0.5), names)))
    found = compare(old, new)
    assert not found.fails
    assert [(moved.form[1], moved.ratio) for moved in found.moved] == [
        ("lost", None),
        ("won", None),
        ("crossed", -1.0),
        ("down", 0.2),
        ("up", 1.5),
    ]
    assert lines(found)[:6] == [
        "tightness that moved: 5",
        "  one  printed lost, exact     0.5 → –",
        "  one  printed won, exact      – → 0.5",
        "  one  printed crossed, exact  0.5 → -0.5  × -1",
        "  one  printed down, exact     0.5 → 0.1  × 0.2",
        "  one  printed up, exact       0.5 → 0.75  × 1.5",
    ]


def test_a_form_whose_verdict_changed_is_not_listed_as_moved_too() -> None:
    old, new = sharp(0.5), {**sharp(0.6), "verdict": "refuted"}
    found = compare(document(claim("one", old)), document(claim("one", new)))
    assert len(found.changed) == 1 and not found.moved


def test_runs_made_in_another_way_say_so() -> None:
    new = document(
        seed=2, profile="default", device="cuda", versions={"python": "3.12.0", "lemmata": "0.1.0", "torch": "2.5"}
    )
    assert shown(document(), new).splitlines()[:6] == [
        "runs that differ in: 5",
        "  seed: 1 → 2",
        "  profile: smoke → default",
        "  device: cpu → cuda",
        "  python: 3.11.0 → 3.12.0",
        "  torch: not installed → 2.5",
    ]
    assert not compare(document(), new).fails


def test_a_new_run_that_is_incomplete_says_so_last() -> None:
    cut = compare(document(), document(complete=False))
    assert lines(cut)[-1] == "the new run is incomplete: what it did not judge is not compared"
    assert not any("incomplete" in line for line in lines(compare(document(complete=False), document())))


def test_the_exit_code_is_a_gate(command, tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", document())
    same = written(tmp_path / "same.json", document(seed=2))
    fewer = written(tmp_path / "fewer.json", document(claim("one")))
    assert command("diff", old, same).exit_code == 0
    gone = command("diff", old, fewer)
    assert (gone.exit_code, gone.stderr) == (1, "")
    assert gone.stdout.startswith("gone: 1\n  two, with all its 2 forms and grades\n")


def test_what_is_no_evidence_file_is_refused(command, tmp_path: Path) -> None:
    good, bad = written(tmp_path / "good.json", document()), tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    for arguments in ((good, bad), (bad, good)):
        refused = command("diff", *arguments)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == (
            f"lemmata: {bad} is not an evidence file of this version: it names no schema, not 'lemmata-evidence/2'\n"
        )
    missing = command("diff", good)
    assert (missing.exit_code, missing.stderr) == (2, "lemmata: Missing argument 'NEW'.\n")
