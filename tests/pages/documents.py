"""Small evidence documents to make pages of."""

from __future__ import annotations

from typing import Any

from claims.pages.evidence_file import SCHEMA
from claims.reporting.record import NOT_RUN

RUN = {
    "seed": 7, "profile": "smoke", "device": "cpu", "complete": True, "error_probability": 2e-10, "seconds": 3.2,
    "versions": {"python": "3.11", "torch": None, "lemmata": "0.1.0"},
}  # fmt: skip


def form(role: str, name: str, verdict: str, **more: Any) -> dict[str, Any]:
    """One form, as expected unless more says otherwise; a refuted one has a counterexample."""
    found = {
        "case": "n=Whole(3)", "written": True, "sentence": f"refuted: {name} ≠ 6", "confirmed_by": "exact",
        "node": f"sums.py::claim_sum[{role}-{name}-exact]", "snippet": f"print('refuted: {name}')",
    }  # fmt: skip
    return {
        **NOT_RUN, "role": role, "name": name, "grade": "exact", "verdict": verdict, "expected": verdict, "cases": 12,
        "erratum": None, "blindness": None, "elusive": None, "selected": True,
        "node": f"sums.py::claim_sum[{role}-{name}-exact]",
        "counterexample": found if verdict == "refuted" else None, **more,
    }  # fmt: skip


def claim(id: str, *forms: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One claim, false as printed and corrected unless more says otherwise."""
    forms = forms or (
        form("printed", "not_halved", "refuted", erratum="every pair is counted twice", tightness=2.0),
        form("corrected", "halved", "holds", tightness=1.0),
        form("control", "one_less", "refuted", search_cases=1, survives=0.25),
    )
    return {
        "id": id, "title": id, "slide": "Sums", "lecture": "Numbers", "file": "sums.py", "status": "F",
        "statement_printed": "1 + … + n = n(n + 1)", "statement_corrected": "1 + … + n = n(n + 1)/2.",
        "scope": "whole numbers", "uses": [], "shaken_by": [], "far_controls": None, "data": {}, "forms": list(forms),
        **more,
    }  # fmt: skip


def document(*claims: dict[str, Any], **run: Any) -> dict[str, Any]:
    """An evidence document of these claims."""
    return {"schema": SCHEMA, "run": {**RUN, **run}, "claims": list(claims)}
