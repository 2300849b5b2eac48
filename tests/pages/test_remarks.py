"""What is said of a run beside its verdicts: spaces that are exhausted, false forms that no written case refutes, and claims
without a false form."""

from __future__ import annotations

from typing import Any

from documents import claim, document, form

from lemmata.pages.one_claim import one_claim
from lemmata.pages.report import report
from lemmata.pages.summary import summary
from lemmata.record.remarks import remarks, unwritten

WHOLE = form("printed", "holds", cases=12, exhausted=True)


def refuted(name: str, *written: bool, **more: Any) -> list[dict[str, Any]]:
    """A false form in as many grades."""
    grades = ("exact", "certified", "statistical")
    found = [
        form("control", "refuted", name=name, grade=grade, **more) for grade, _ in zip(grades, written, strict=False)
    ]
    for each, by_hand in zip(found, written, strict=True):
        each["counterexample"] = {**each["counterexample"], "written": by_hand}
    return found


def test_nothing_is_said_where_every_false_form_has_a_written_case_and_no_space_is_small() -> None:
    assert remarks([claim("a", form("printed", "holds"), *refuted("f", True), *refuted("g", False, True))]) == []
    before = form("control", "refuted", name="h")
    del before["counterexample"]["written"], before["exhausted"]
    assert remarks([claim("a", before)]) == [], "a file from before that was told"


def test_a_false_form_that_only_drawn_cases_refute_is_named() -> None:
    one = claim(
        "a", *refuted("f", False, False), *refuted("g", True), *refuted("h", False), form("control", "holds", "refuted")
    )
    assert unwritten(one) == ["f", "h"]
    more = [claim(name, *refuted("f", False)) for name in "bcd"]
    assert remarks([one, *more]) == [
        "no written case refutes: a (f, h), b (f), c (f) and 1 more; drawn ones do, and readers would rather see one in "
        "cases=[…]"
    ]


def test_an_exhausted_space_is_told_wherever_holds_stands_with_a_number_of_cases() -> None:
    few = claim("a", WHOLE, form("printed", "holds", grade="certified", cases=12, exhausted=True))
    many = claim("b", form("printed", "holds", cases=100, exhausted=False))
    assert remarks([few, many])[0] == "a form holds in all cases that can be drawn: a (all 12 cases)"
    assert "a form holds in all cases that can be drawn: a (all 12 cases)" in summary(document(few, many))
    row = next(line for line in one_claim(few, found=True).splitlines() if "exact" in line)
    assert row.endswith("holds   all 12")
    html = report(document(few, many))
    assert html.count('<td class="number">all 12</td>') == 2 and '<td class="number">100</td>' in html


def test_a_claim_without_a_false_form_is_named() -> None:
    bare, whole = claim("a", form("printed", "holds")), claim("b", form("printed", "holds"), *refuted("f", True))
    part = claim("c", form("printed", "holds"), form("control", "not_run", "refuted"))
    seen = claim("d", form("printed", "holds"), form("control", "holds", blindness="no check sees it"))
    assert remarks([bare, whole, part, seen]) == [
        "no false form is tried, so nothing shows that the check can fail: a (controls=[…])"
    ]
