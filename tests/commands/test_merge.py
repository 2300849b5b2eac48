"""`lemmata merge`: what belongs together becomes one document, and what does not is one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from documents import claim, document, form, written

from lemmata.record.evidence_file import read
from lemmata.record.merging import Unlike, merge

ONE = claim("one", form("printed", "holds"), form("control", "refuted"), place=[0, 0])
TWO = claim("two", place=[0, 1], uses=["one"])
OTHER = claim("one", text="powers", text_title="Powers", uses=["numbers/two"])

WRITES = """
import pathlib, sys, time
with open(sys.argv[2], "wb") as pipe:
    print(".", end="", flush=True)
    time.sleep(0.2)
    pipe.write(pathlib.Path(sys.argv[1]).read_bytes())
"""


def only(made: dict[str, Any], *roles: str) -> dict[str, Any]:
    """The claim as a run leaves it that judges the forms of these roles and no others."""
    left = deepcopy(made)
    for number, each in enumerate(left["forms"]):
        if each["role"] not in roles:
            left["forms"][number] = form(each["role"], "not_run", each["expected"], name=each["name"], selected=False)
    return left


def merged(*documents: dict[str, Any]) -> Any:
    return merge({f"{number}.json": each for number, each in enumerate(documents, start=1)})


def test_parts_become_the_whole_in_the_order_of_the_texts() -> None:
    parts = [document(OTHER, seconds=2.0), document(only(TWO, "control"), seconds=0.5)]
    parts += [document(only(ONE, "printed"), only(TWO, "printed")), document(only(ONE, "control"))]
    whole = document(ONE, TWO, OTHER, seconds=4.5)
    for some in (parts, parts[::-1]):
        found = merged(*some)
        assert found.document == whole
        assert (found.conflicts, found.unjudged, found.over_budget) == ((), (), "")


def test_a_file_named_twice_or_joined_with_itself_is_that_file() -> None:
    one = document(ONE, TWO)
    assert merged(one).document == merged(one, deepcopy(one)).document == one


def test_a_form_that_two_files_have_judged_counts_once() -> None:
    spent = form("printed", "holds", grade="statistical", error_probability=1e-10)
    first, second = document(claim("one", spent)), document(claim("one", spent), TWO)
    run = merged(first, second).document["run"]
    assert (run["error_probability"], run["seconds"]) == (1e-10, 2.0)


def test_the_kindest_reading_comes_with_the_form_that_was_judged() -> None:
    made = claim("one", form("printed", "refuted", kindest="n is 2"), form("corrected", "holds"), status="F")
    found = merged(document(only(made, "corrected")), document(only(made, "printed"))).document
    assert [each.get("kindest") for each in found["claims"][0]["forms"]] == ["n is 2", None]


def sampled(id: str, share: float, count: int) -> dict[str, Any]:
    forms = [form("control", "refuted", name=f"f{i}", error_probability=share) for i in range(count)]
    return claim(id, form("printed", "holds"), *forms)


def test_error_probabilities_add_up_as_decimals_and_have_one_budget() -> None:
    parts = document(sampled("one", 1e-10, 4000)), document(sampled("two", 1e-10, 6000))
    found = merged(*parts)
    assert (found.document["run"]["error_probability"], found.over_budget) == (1e-6, "")
    found = merged(*parts, document(sampled("three", 1e-10, 1)))
    assert found.over_budget == (
        f"the statistical forms of these runs spent an error probability of {Decimal('1.0001E-6')}, more than the 0.000001 "
        "that one run may spend"
    )


def test_two_verdicts_on_one_form_are_a_conflict_and_nothing_is_written(command, tmp_path: Path) -> None:
    wrong = claim(
        "one", form("printed", "undecided", "holds"), {**form("control", "refuted"), "error": "ValueError: no"}
    )
    a, b = written(tmp_path / "a.json", document(ONE, TWO)), written(tmp_path / "b.json", document(wrong, OTHER))
    joined = command("merge", a, b, "-o", tmp_path / "all.json")
    assert (joined.exit_code, joined.stderr) == (1, "")
    assert joined.stdout == (
        "two verdicts on 2 forms, nothing is written:\n"
        f"  numbers/one  printed printed, exact: holds in {a}, undecided in {b}\n"
        f"  numbers/one  control control, exact: refuted in {a}, error in {b}\n"
    )
    assert not (tmp_path / "all.json").exists()


def test_forms_that_no_file_has_judged_are_named_and_the_whole_is_incomplete(command, tmp_path: Path) -> None:
    a = written(tmp_path / "a.json", document(only(ONE, "printed")))
    b = written(tmp_path / "b.json", document(TWO))
    joined = command("merge", a, b, "-o", tmp_path / "all.json")
    assert (joined.exit_code, joined.stderr) == (1, "")
    assert joined.stdout == (
        "no file has a verdict on:\n"
        "  one  control control, exact\n"
        f"wrote {tmp_path / 'all.json'}: 2 claims, incomplete: 1 of the forms was judged in no part\n"
    )
    run = read(tmp_path / "all.json")["run"]
    assert (run["complete"], run["why"]) == (False, "1 of the forms was judged in no part")
    for page, words in (
        ("summary.md", "**incomplete**: 1 of the forms was judged in no part"),
        ("badge.svg", "incomplete"),
    ):
        command("report", tmp_path / "all.json", "-o", tmp_path / page)
        assert words in (tmp_path / page).read_text(encoding="utf-8")


def test_a_claim_that_no_file_has_judged_is_named_and_the_whole_is_incomplete(command, tmp_path: Path) -> None:
    known = ["numbers/one", "numbers/two", "powers/one"]
    a = written(tmp_path / "a.json", document(ONE, known=known))
    b = written(tmp_path / "b.json", document(OTHER, known=known))
    joined = command("merge", a, b, "-o", tmp_path / "all.json")
    assert (joined.exit_code, joined.stderr) == (1, "")
    assert joined.stdout == (
        "no file has a verdict on:\n"
        "  numbers/two  in all its forms\n"
        f"wrote {tmp_path / 'all.json'}: 2 claims, incomplete: numbers/two was judged in no part\n"
    )
    run = read(tmp_path / "all.json")["run"]
    assert (run["complete"], run["why"], run["known"]) == (False, "numbers/two was judged in no part", known)


def test_what_one_run_did_not_reach_another_may_complete() -> None:
    cut = only(ONE, "printed")
    cut["forms"][1]["selected"] = True
    first = document(cut, complete=False)
    assert merged(first, document(only(ONE, "control"))).document == document(ONE, seconds=2.0)
    # where a run lacks no form that it knows of, what it lacks is not known
    stopped = merged(document(ONE, complete=False), document(TWO)).document["run"]
    assert (stopped["complete"], stopped["why"]) == (False, "1.json is incomplete: the run was cut short")
    lost = {"complete": False, "uncollected": ["b.py"], "why": "b.py could not be collected"}
    blocked = merged(document(ONE, **lost), document(TWO)).document["run"]
    assert (blocked["complete"], blocked["uncollected"]) == (False, ["b.py"])
    assert blocked["why"] == "b.py could not be collected"
    over = {"complete": False, "passed_over": ["c.py"], "why": "c.py looks like claims and was passed over"}
    both = merged(document(ONE, **over), document(TWO, **lost)).document["run"]
    assert (both["complete"], both["passed_over"]) == (False, ["c.py"])
    assert both["why"] == "b.py could not be collected; c.py looks like claims and was passed over"


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"seed": 2}, "1.json and 2.json are of two runs: seed is 1 in the first, and 2 in the second"),
        ({"profile": "default"}, "1.json and 2.json are of two runs: profile is smoke in the first, and default in the second"),
        ({"device": "cuda"}, "1.json and 2.json are of two runs: device is cpu in the first, and cuda in the second"),
        (
            {"versions": {"python": "3.11.0", "lemmata": "0.1.0", "torch": "2.5"}},
            "1.json and 2.json are of two runs: torch is not installed in the first, and 2.5 in the second",
        ),
        ({"code": "other"}, "1.json and 2.json were judged by two versions of the code of lemmata"),
        ({"code": ""}, "2.json does not say which code has judged it, as lemmata 0.1 did not: judge its claims again"),
    ],
)  # fmt: skip
def test_two_judges_are_refused(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unlike) as refused:
        merged(document(ONE), document(TWO, **other))
    assert str(refused.value) == sentence


def test_two_versions_of_a_text_are_refused() -> None:
    with pytest.raises(Unlike, match=r"^1\.json and 2\.json have claims of two versions of the text numbers$"):
        merged(document(ONE), document({**TWO, "source": "changed"}))
    with pytest.raises(Unlike, match=r"^1\.json and 2\.json describe the claim one in two ways$"):
        merged(document(ONE), document({**ONE, "scope": "some a"}))


def test_figures_are_kept_whichever_part_has_them() -> None:
    drawn = {**only(ONE, "printed"), "data": {"b": [1], "a": 2}}
    for parts in ((drawn, only(ONE, "control")), (only(ONE, "control"), drawn)):
        assert list(merged(*map(document, parts)).document["claims"][0]["data"].items()) == [("a", 2), ("b", [1])]


def test_the_output_may_be_one_of_the_inputs_and_is_replaced_in_one_step(command, tmp_path: Path) -> None:
    a, b = written(tmp_path / "a.json", document(ONE)), written(tmp_path / "b.json", document(TWO))
    joined = command("merge", a, b, "-o", a)
    assert (joined.exit_code, joined.stdout) == (0, f"wrote {a}: 2 claims, complete\n")
    assert read(Path(a)) == document(ONE, TWO, seconds=2.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_what_cannot_be_joined_or_written_is_refused(command, tmp_path: Path) -> None:
    a, b = written(tmp_path / "a.json", document(ONE)), written(tmp_path / "b.json", document(TWO, seed=2))
    (tmp_path / "all.json").write_text("before", encoding="utf-8")
    for arguments, sentence in (
        ((a, b, "-o", tmp_path / "all.json"), f"{a} and {b} are of two runs: seed is 1 in the first, and 2 in the second"),
        ((a, tmp_path / "c", "-o", tmp_path / "all.json"), f"{tmp_path / 'c'} cannot be read: No such file or directory"),
        ((a, "-o", tmp_path / "x" / "y.json"), f"{tmp_path / 'x' / 'y.json'} cannot be written: No such file or directory"),
        ((a,), "Missing option '-o' / '--output'."),
        (("-o", "all.json"), "Missing argument 'EVIDENCE...'."),
    ):  # fmt: skip
        refused = command("merge", *arguments)
        assert (refused.exit_code, refused.stdout, refused.stderr) == (2, "", f"lemmata: {sentence}\n")
    assert (tmp_path / "all.json").read_text(encoding="utf-8") == "before"


def test_a_file_of_the_first_version_is_refused(command, tmp_path: Path) -> None:
    old = document(ONE)
    old["schema"] = "lemmata-evidence/1"
    del old["run"]["code"]
    a, b = written(tmp_path / "a.json", document(ONE)), written(tmp_path / "b.json", old)
    refused = command("merge", a, b, "-o", tmp_path / "all.json")
    assert (refused.exit_code, refused.stderr) == (
        2, f"lemmata: {b} does not say which code has judged it, as lemmata 0.1 did not: judge its claims again\n",
    )  # fmt: skip
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == document(ONE)


def test_too_much_error_probability_writes_nothing(command, tmp_path: Path) -> None:
    a = written(tmp_path / "a.json", document(sampled("one", 1e-6, 1)))
    b = written(tmp_path / "b.json", document(sampled("two", 1e-10, 1)))
    joined = command("merge", a, b, "-o", tmp_path / "all.json")
    assert joined.exit_code == 1
    assert joined.stdout.endswith("more than the 0.000001 that one run may spend, nothing is written\n")
    assert not (tmp_path / "all.json").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cases": -5}, "has an odd 'cases', -5"),
        ({"verdict": "proved"}, "has an odd 'verdict', 'proved'"),
        ({"seconds": "0.5"}, "has an odd 'seconds', '0.5'"),
    ],
)
def test_what_somebody_wrote_into_a_file_is_refused_with_its_place(
    change: dict[str, Any], sentence: str, command, tmp_path: Path
) -> None:
    edited = deepcopy(TWO)
    edited["forms"][1].update(change)
    a, b = written(tmp_path / "a.json", document(ONE)), written(tmp_path / "b.json", document(edited))
    refused = command("merge", a, b, "-o", tmp_path / "all.json")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"lemmata: {b} is damaged: form 2 of claim 'two' {sentence}\n"
    assert not (tmp_path / "all.json").exists()


def test_a_pipe_is_read_where_somebody_writes_to_it_and_is_one_sentence_where_nobody_does(
    command, tmp_path: Path
) -> None:
    a, pipe, output = written(tmp_path / "a.json", document(ONE)), tmp_path / "pipe", tmp_path / "all.json"
    os.mkfifo(pipe)
    refused = command("merge", a, pipe, "-o", output)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"lemmata: {pipe} is a pipe, and nobody writes to it\n"
    cat = subprocess.Popen([sys.executable, "-c", WRITES, a, pipe], stdout=subprocess.PIPE)
    with cat, os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)):
        assert cat.stdout is not None and cat.stdout.read(1) == b"."  # it has the pipe open
        joined = command("merge", pipe, "-o", output)
    assert (joined.exit_code, read(output)) == (0, document(ONE))
