"""Evidence documents made by hand: small ones, that a test changes in one place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lemmata.record.schema import NOT_RUN, SCHEMA


def form(role: str, verdict: str, expected: str | None = None, **more: Any) -> dict[str, Any]:
    """One form in one grade; it got the verdict that it should unless another one is expected."""
    name, grade = more.pop("name", role), more.pop("grade", "exact")
    node = f"a.py::claim_a[{role}-{name}-{grade}]"
    return {
        **NOT_RUN, "role": role, "name": name, "grade": grade, "verdict": verdict, "expected": expected or verdict,
        "erratum": None, "blindness": None, "elusive": None, "selected": True, "node": node,
        "counterexample": counterexample("n=3", node) if verdict == "refuted" else None, **more,
    }  # fmt: skip


def counterexample(case: str, node: str = "a.py::claim_a[printed-printed-exact]", **more: str) -> dict[str, Any]:
    """What a refuted form has: its case, the numbers, and how to see them again."""
    return {
        "case": case, "written": True, "sentence": f"refuted: 1 ≠ 2 at {case}", "confirmed_by": "exact", "node": node,
        "snippet": f"print('refuted at {case}')", **more,
    }  # fmt: skip


def claim(id: str, *forms: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One claim; by default a true one with a control."""
    return {
        "id": id, "title": f"the title of {id}", "slide": "Sums", "text": "numbers", "text_title": "Numbers", "file": "a.py",
        "place": [0, 0], "source": "", "status": "T",
        "statement_printed": "a = a", "statement_corrected": None, "scope": "all a", "uses": [], "shaken_by": [],
        "far_controls": None, "data": {}, "forms": list(forms) or [form("printed", "holds"), form("control", "refuted")],
        **more,
    }  # fmt: skip


def document(*claims: dict[str, Any], **run: Any) -> dict[str, Any]:
    """A document of these claims; by default of one complete run of two."""
    why = "" if run.get("complete", True) else "the run was cut short"
    how = {
        "seed": 1, "profile": "smoke", "device": "cpu", "complete": True, "error_probability": 0.0, "seconds": 1.0,
        "versions": {"python": "3.11.0", "lemmata": "0.1.0"}, "code": "c0de", "why": why, "uncollected": [],
        "passed_over": [], "known": [], **run,
    }  # fmt: skip
    return {"schema": SCHEMA, "run": how, "claims": list(claims) or [claim("one"), claim("two")]}


def written(path: Path, found: dict[str, Any]) -> str:
    """The path of an evidence file that holds this document."""
    path.write_text(json.dumps(found), encoding="utf-8")
    return str(path)
