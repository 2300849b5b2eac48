"""What forms come to: a word for each role, counts for a run."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lemmata.record.tally import best_counterexample, by_slide, by_text, controls, counts, spent, verdict


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
    assert str(counts([false, true, typo])) == (
        "3 claims · 1 hold as printed · 1 refuted as printed, and corrected · 1 typo corrected · "
        "2 of 2 controls refuted, 1 by search too · 1 blind as expected"
    )
    assert str(counts([claim(form("printed", "refuted"))])).endswith(
        "0 refuted as printed, and corrected · 1 refuted as printed"
    )
    later = claim(form("corrected", "not_run", "holds"), status="typo")
    assert "typo" not in str(counts([later]))
    assert str(counts([claim(form("printed", "holds", "refuted"))])).endswith("· 1 form WENT WRONG")


def test_claims_are_counted_by_the_words_of_their_rows() -> None:
    wrong = form("control", "undecided", "refuted", name="wrong", search_cases=2)
    false = claim(form("printed", "refuted"), form("corrected", "holds"), form("control", "refuted"), wrong)
    true = claim(form("printed", "holds"), wrong, status="T")
    typo = claim(form("corrected", "holds"), wrong, status="typo")
    assert str(counts([false, true, typo])) == (
        "3 claims · 1 hold as printed · 1 refuted as printed, and corrected · 1 typo corrected · "
        "1 of 4 controls refuted, 0 by search too · 3 forms WENT WRONG"
    )
    assert [verdict(each, "printed") for each in (false, true, typo)] == ["refuted", "holds", ""]
    went_wrong = [form("printed", "holds", "refuted"), form("corrected", "error", "holds")]
    assert str(counts([claim(*went_wrong)])).startswith(
        "1 claim · 0 hold as printed · 0 refuted as printed, and corrected"
    )


def test_symbolic_forms_are_not_searched() -> None:
    symbolic = form("control", "refuted", grade="symbolic", search_cases=1)
    assert counts([claim(symbolic)]).searched == 0
    assert counts([claim(symbolic, form("control", "refuted", search_cases=9))]).searched == 1


def test_the_best_counterexample_is_confirmed_in_the_strongest_grade_and_the_shortest_to_write() -> None:
    cases = [("n=2", "certified"), ("n=200", "exact"), ("n=30", "exact"), ("n=10", "exact"), ("n=1", "statistical")]
    forms = [
        form("printed", "refuted", name=case, counterexample={"case": case, "confirmed_by": grade})
        for case, grade in cases
    ]
    found = best_counterexample([form("printed", "holds", counterexample=None), *forms])
    assert found is not None and found["name"] == "n=30"
    assert best_counterexample([]) is None
    later = form("printed", "refuted", counterexample={"case": "n=1", "confirmed_by": "a grade of a later version"})
    assert best_counterexample([later, forms[-1]]) is forms[-1] and best_counterexample([later]) is later


def test_a_lecture_may_come_back_to_a_slide() -> None:
    claims = [{"text": "t", "id": id, "slide": slide} for id, slide in zip("abcd", "SSTS", strict=True)]
    assert [(slide, [c["id"] for c in group]) for slide, group in by_slide(claims)] == [
        ("S", ["a", "b"]), ("T", ["c"]), ("S", ["d"]),
    ]  # fmt: skip


def test_a_text_comes_once_wherever_its_claims_stand() -> None:
    places = zip("abcd", "xyxx", "SSTT", strict=True)
    claims = [{"id": id, "text": text, "text_title": text.upper(), "slide": slide} for id, text, slide in places]
    assert [(title, [c["id"] for c in group]) for title, group in by_text(claims)] == [
        ("X", ["a", "c", "d"]),
        ("Y", ["b"]),
    ]
    assert [(slide, [c["id"] for c in group]) for slide, group in by_slide(claims)] == [
        ("S", ["a"]), ("S", ["b"]), ("T", ["c", "d"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "no verdict rests on samples"), (1e-7, "≤ 1E-7"), (1.01e-7, "≤ 1.1E-7"), (Decimal("1.17E-7"), "≤ 1.2E-7")],
)
def test_the_error_probability_is_never_rounded_down(probability: float | Decimal, words: str) -> None:
    assert spent(probability).endswith(words)
