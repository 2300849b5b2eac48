"""Reading an evidence file: what a run wrote comes back, and anything else is one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from documents import claim, document, form

from lemmata.record.evidence_file import Unreadable, read, write
from lemmata.record.schema import SCHEMA

CLAIM: dict[str, Any] = claim("a")
FORM: dict[str, Any] = CLAIM["forms"][0]
LESS = {name: value for name, value in FORM.items() if name != "verdict"}
RUN = document()["run"]


def text(**changed: Any) -> str:
    return json.dumps({**document(), **changed})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(document(), tmp_path / "evidence.json")
    assert read(tmp_path / "evidence.json") == document()
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.json"]
    assert b"\r" not in (tmp_path / "evidence.json").read_bytes()  # on no system


def test_whoever_may_read_a_file_may_read_what_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    write(document(), path)
    for mode in (0o600, 0o664):
        path.chmod(mode)
        write(document(seed=mode), path)
        assert (path.stat().st_mode & 0o777, read(path)["run"]["seed"]) == (mode, mode)


def test_what_is_no_json_is_not_written_and_leaves_what_was_there(tmp_path: Path) -> None:
    write(document(), tmp_path / "evidence.json")
    with pytest.raises(ValueError, match="JSON"):
        write(document(seconds=float("nan")), tmp_path / "evidence.json")
    assert read(tmp_path / "evidence.json") == document()
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.json"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty: no run has written its evidence there"),
        ("{}", "is not an evidence file of this version: it names no schema, not 'lemmata-evidence/2'"),
        ("[1]", "is not an evidence file of this version: it names no schema"),
        ('{"schema": "lemmata-evidence/9"}', "its schema is 'lemmata-evidence/9', not 'lemmata-evidence/2'"),
        ("hello", "is not an evidence file: line 1 is not JSON"),
        (text()[:-9], "is truncated or damaged: line 1 is not JSON"),
        (text()[:-1] + f', "n": {"9" * 5000}}}', "is not an evidence file: a number in it is too long"),
        (text(run={**RUN, "seed": 10**400}), "is damaged: its run has an odd 'seed'"),
        (text(run={**RUN, "uncollected": "a.py"}), "is damaged: its run has an odd 'uncollected'"),
        (text(run={**RUN, "uncollected": [3]}), "is damaged: its run has an odd 'uncollected'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "elusive": 1}]}]), "form 1 of claim 'a' has an odd 'elusive'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "kindest": None}]}]), "form 1 of claim 'a' has an odd 'kindest'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "error": None}]}]), "form 1 of claim 'a' has an odd 'error'"),
        ("[" * 100_000, "is not an evidence file: it is nested too deeply"),
        (text(run={}), "is damaged: its run has no 'seed'"),
        (text(run=[]), "is damaged: its run is missing"),
        (text(run={**RUN, "seed": True}), "is damaged: its run has an odd 'seed'"),
        (text(run={**RUN, "seconds": float("nan")}), "is damaged: its run has an odd 'seconds'"),
        (text(run={**RUN, "error_probability": float("inf")}), "is damaged: its run has an odd 'error_probability'"),
        (
            text(claims=[{**CLAIM, "forms": [{**FORM, "survives": 10**400}]}]),
            "form 1 of claim 'a' has an odd 'survives'",
        ),
        (text(run={**RUN, "seconds": "1.0"}), "is damaged: its run has an odd 'seconds', '1.0'"),
        (text(run={**RUN, "seconds": -1}), "is damaged: its run has an odd 'seconds', -1"),
        (text(run={**RUN, "seed": -1}), "is damaged: its run has an odd 'seed', -1"),
        (text(claims=[{**CLAIM, "status": "true"}]), "is damaged: claim 1 of 1 has an odd 'status', 'true'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "cases": -3}]}]), "form 1 of claim 'a' has an odd 'cases', -3"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "search_cases": -1}]}]), "has an odd 'search_cases', -1"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "survives": 1.5}]}]), "has an odd 'survives', 1.5"),
        (
            text(claims=[{**CLAIM, "forms": [{**FORM, "seconds": "9"}]}]),
            "form 1 of claim 'a' has an odd 'seconds', '9'",
        ),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "verdict": "true"}]}]), "has an odd 'verdict', 'true'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "expected": "error"}]}]), "has an odd 'expected', 'error'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "role": "Printed"}]}]), "has an odd 'role', 'Printed'"),
        (text(claims=[{**CLAIM, "forms": [{**FORM, "grade": "sure"}]}]), "has an odd 'grade', 'sure'"),
        (text(claims=[{**CLAIM, "forms": [FORM, FORM]}]), "is damaged: claim 'a' has a form twice"),
        (text(claims=3), "is damaged: it has no list of claims"),
        (text(claims=[CLAIM, {"id": "b"}]), "is damaged: claim 2 of 2 has no 'title'"),
        (text(claims=[{**CLAIM, "place": [1]}]), "is damaged: claim 1 of 1 has an odd 'place'"),
        (text(claims=[{**CLAIM, "place": [1, "2"]}]), "is damaged: claim 1 of 1 has an odd 'place'"),
        (text(claims=[{**CLAIM, "slide": None}]), "is damaged: claim 1 of 1 has an odd 'slide'"),
        (text(claims=[CLAIM, {**CLAIM, "title": "b"}]), "is damaged: claim 'a' stands in it twice"),
        (text(claims=[{**CLAIM, "shaken_by": "b"}]), "is damaged: claim 1 of 1 has an odd 'shaken_by'"),
        (text(claims=[{**CLAIM, "shaken_by": [3]}]), "is damaged: claim 'a' uses something that is no id"),
        (
            text(claims=[{**CLAIM, "data": {"points": [1.0, float("nan")]}}]),
            "is damaged: the data of claim 'a' hold a number that JSON has not",
        ),
        (text(claims=[CLAIM, 3]), "is damaged: claim 2 of 2 is missing"),
        (text(claims=[{**CLAIM, "uses": [3]}]), "is damaged: claim 'a' uses something that is no id"),
        (text(claims=[{**CLAIM, "forms": [LESS]}]), "is damaged: form 1 of claim 'a' has no 'verdict'"),
        (
            text(claims=[{**CLAIM, "forms": [{**FORM, "counterexample": {}}]}]),
            "is damaged: form 1 of claim 'a' has no 'case'",
        ),
    ],
)
def test_whatever_else_is_there_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert sentence in str(refused.value) and str(path) in str(refused.value) and "\n" not in str(refused.value)
    assert path.read_text(encoding="utf-8") == text


def test_a_path_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere\.json cannot be read: No such file or directory"):
        read(tmp_path / "nowhere.json")
    with pytest.raises(Unreadable, match="cannot be read: Is a directory"):
        read(tmp_path)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="it is not text"):
        read(tmp_path / "bytes")


LATER_RUN = ("code", "why", "uncollected", "passed_over", "known")
LATER_CLAIM = ("text", "text_title", "place", "source", "shaken_by")


def of_the_first_version(*claims: dict[str, Any], **run: Any) -> dict[str, Any]:
    """What lemmata 0.1 would have written of these claims."""
    old = document(*claims, **run)
    old["schema"] = "lemmata-evidence/1"
    for field in LATER_RUN:
        del old["run"][field]
    for made in old["claims"]:
        for field in LATER_CLAIM:
            del made[field]
        for each in made["forms"]:
            del each["elusive"]
    return old


def test_a_file_of_the_first_version_is_read_with_what_was_added_since(tmp_path: Path) -> None:
    false = claim("a", form("printed", "refuted"), file="claims/lecture17/sums.py")
    step = claim("c", uses=["a"], file="claims/lecture17/more.py")
    write(of_the_first_version(false, claim("b", uses=["a"]), step), tmp_path / "evidence.json")
    found = read(tmp_path / "evidence.json")
    assert found["schema"] == SCHEMA
    later = {"code": "", "why": "", "uncollected": [], "passed_over": [], "known": []}
    assert {name: found["run"][name] for name in LATER_RUN} == later
    assert [tuple(made[name] for name in LATER_CLAIM) for made in found["claims"]] == [
        ("lecture17", "lecture17", [0, 0], "", []), ("a", "a", [0, 1], "", []), ("lecture17", "lecture17", [0, 2], "", ["a"]),
    ]  # fmt: skip
    assert found["claims"][0]["forms"][0]["elusive"] is None
    cut = of_the_first_version(complete=False)
    write(cut, tmp_path / "cut.json")
    assert read(tmp_path / "cut.json")["run"]["why"] == "the run was cut short"


def test_what_the_first_version_had_it_must_have(tmp_path: Path) -> None:
    old = of_the_first_version(claim("a"))
    del old["claims"][0]["file"]
    write(old, tmp_path / "evidence.json")
    with pytest.raises(Unreadable, match="is damaged: claim 1 of 1 has no 'file'"):
        read(tmp_path / "evidence.json")
    write(of_the_first_version(claim("a", file="x/a.py"), claim("a", file="y/b.py")), tmp_path / "evidence.json")
    assert [made["text"] for made in read(tmp_path / "evidence.json")["claims"]] == ["x", "y"]
    write(of_the_first_version(claim("a", file="x/a.py"), claim("a", file="x/b.py")), tmp_path / "evidence.json")
    with pytest.raises(Unreadable, match="is damaged: claim 'a' stands in it twice"):
        read(tmp_path / "evidence.json")


@pytest.mark.parametrize("field", [*LATER_RUN, *LATER_CLAIM])
def test_what_came_later_is_demanded_of_later_files(field: str, tmp_path: Path) -> None:
    new = document(claim("a"))
    del (new["run"] if field in LATER_RUN else new["claims"][0])[field]
    write(new, tmp_path / "evidence.json")
    with pytest.raises(Unreadable, match=f"has no '{field}'"):
        read(tmp_path / "evidence.json")


def test_two_texts_may_have_one_id(tmp_path: Path) -> None:
    twice = document(claim("a"), claim("a", text="powers"))
    write(twice, tmp_path / "evidence.json")
    assert read(tmp_path / "evidence.json") == twice


def test_half_a_character_is_written_as_JSON_has_it_and_read_again(tmp_path: Path) -> None:
    write(document(claim("a", slide="\ud800 and \\ud800")), tmp_path / "evidence.json")
    assert read(tmp_path / "evidence.json")["claims"][0]["slide"] == "\ud800 and \\ud800"
