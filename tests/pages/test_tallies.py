"""What forms come to: a word for each role, counts for a run."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claims.pages.tally import controls, counts, spent, verdict


def form(role: str, verdict: str, expected: str | None = None, **more: Any) -> dict[str, Any]:
    named = {"role": role, "name": more.pop("name", role), "grade": "exact", "search_cases": None}
    return {**named, "verdict": verdict, "expected": expected or verdict, **more}


def claim(*forms: dict[str, Any], status: str = "F") -> dict[str, Any]:
    return {"id": "a", "status": status, "forms": forms}


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        ([], ""),
        ([form("printed", "not_run", "holds")], "not run"),
        ([form("printed", "holds")], "holds"),
        ([form("printed", "refuted"), form("printed", "holds", grade="certified")], "refuted"),
        ([form("printed", "holds", "refuted")], "holds!"),
        ([form("printed", "undecided", "holds")], "undecided!"),
        ([form("printed", "holds", error="ValueError")], "error!"),
    ],
)
def test_the_word_for_a_role(forms: list[dict[str, Any]], word: str) -> None:
    assert verdict(claim(*forms), "printed") == word
    assert verdict(claim(*forms), "corrected") == ""


def test_controls_are_counted_by_name_and_blind_ones_apart() -> None:
    twice = [form("control", "refuted", name="f"), form("control", "holds", name="f", grade="certified")]
    blind = form("control", "holds", name="g")
    assert controls(claim()) == ""
    assert controls(claim(form("control", "not_run", "refuted"))) == "not run"
    assert controls(claim(*twice)) == "1/1"
    assert controls(claim(*twice, blind)) == "1/1 +1 blind"
    assert controls(claim(*twice, form("control", "holds", "refuted", name="h"))) == "1/2!"
    assert controls(claim(*twice, form("control", "refuted", "holds", name="g"))) == "1/1 +1 blind!"


def test_the_counts_of_a_run() -> None:
    false = claim(form("printed", "refuted"), form("corrected", "holds"), form("control", "refuted", search_cases=3))
    true = claim(form("printed", "holds"), form("control", "refuted"), status="T")
    typo = claim(form("corrected", "holds"), form("control", "holds"), status="typo")
    assert counts([false, true, typo]) == (
        "3 claims · 1 hold as printed · 1 refuted as printed, and corrected · 1 typo corrected · "
        "2 of 2 controls refuted, 1 by search too · 1 blind as expected"
    )
    assert counts([claim(form("printed", "refuted"))]).endswith(
        "0 refuted as printed, and corrected · 1 refuted as printed"
    )
    assert counts([claim(form("printed", "holds", "refuted"))]).endswith("· 1 form WENT WRONG")


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "no verdict rests on samples"), (1e-7, "≤ 1E-7"), (1.01e-7, "≤ 1.1E-7"), (Decimal("1.17E-7"), "≤ 1.2E-7")],
)
def test_the_error_probability_is_never_rounded_down(probability: float | Decimal, words: str) -> None:
    assert spent(probability).endswith(words)
