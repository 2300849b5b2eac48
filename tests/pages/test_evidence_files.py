"""Reading an evidence file: what a run wrote comes back, and anything else is one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claims.pages.evidence_file import SCHEMA, Unreadable, read, write
from claims.reporting.record import NOT_RUN

FORM = {
    "role": "printed",
    "name": "f",
    "grade": "exact",
    "expected": "holds",
    "erratum": None,
    "blindness": None,
    "selected": True,
}
CLAIM: dict[str, Any] = {
    "id": "a", "title": "a", "slide": "S", "lecture": "L", "file": "a.py", "status": "T", "statement_printed": "a = a",
    "statement_corrected": None, "scope": "all a", "uses": [], "shaken_by": [], "far_controls": None, "data": {},
    "forms": [{**FORM, "node": "a.py::claim_a[printed-f-exact]", **NOT_RUN}],
}  # fmt: skip
RUN = {
    "seed": 1, "profile": "smoke", "device": "cpu", "complete": True, "error_probability": 0.0, "seconds": 1.0,
    "versions": {},
}  # fmt: skip


def document(**changed: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, "run": RUN, "claims": [CLAIM], **changed}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(document(), tmp_path / "evidence.json")
    assert read(tmp_path / "evidence.json") == document()
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.json"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty: no run has written its evidence there"),
        ("{}", "is not an evidence file of this version: it names no schema, not 'lemmata-evidence/1'"),
        ("[1]", "is not an evidence file of this version: it names no schema"),
        ('{"schema": "lemmata-evidence/9"}', "its schema is 'lemmata-evidence/9', not 'lemmata-evidence/1'"),
        ("hello", "is not an evidence file: line 1 is not JSON"),
        (json.dumps(document())[:-9], "is truncated or damaged: line 1 is not JSON"),
        ("[" * 100_000, "is not an evidence file: it is nested too deeply"),
        (json.dumps(document(run={})), "is damaged: its run has no 'seed'"),
        (json.dumps(document(run=[])), "is damaged: its run is missing"),
        (json.dumps(document(run={**RUN, "seed": True})), "is damaged: its run has an odd 'seed'"),
        (json.dumps(document(claims=3)), "is damaged: it has no list of claims"),
        (json.dumps(document(claims=[CLAIM, {"id": "b"}])), "is damaged: claim 2 of 2 has no 'title'"),
        (json.dumps(document(claims=[{**CLAIM, "slide": None}])), "is damaged: claim 1 of 1 has an odd 'slide'"),
        (json.dumps(document(claims=[{**CLAIM, "uses": [3]}])), "is damaged: claim 'a' uses something that is no id"),
        (json.dumps(document(claims=[{**CLAIM, "forms": [FORM]}])), "is damaged: a form of claim 'a' has no 'verdict'"),
        (
            json.dumps(document(claims=[{**CLAIM, "forms": [{**CLAIM["forms"][0], "counterexample": {}}]}])),
            "is damaged: a form of claim 'a' has no 'case'",
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
