"""The tightness plot: a row for each form with a ratio, its place on the axis, and a sign for its verdict."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from documents import claim, form

from lemmata.pages.tightness import END, LEFT, SPAN, tightness_plot


def rows(*forms: dict[str, Any]) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(tightness_plot(claim("a", *forms)))
    found = root.findall("g")
    assert root.get("aria-label") == f"largest ratio of left side to right side, for {len(found)} forms"
    return found


def test_a_plot_has_a_row_for_each_judged_form_with_a_ratio() -> None:
    found = rows(
        form("printed", "refuted", tightness=1.25),
        form("corrected", "holds", tightness=0.0),
        form("corrected", "undecided", "holds", grade="certified", tightness=1.0),
        form("control", "refuted", name="no_ratio"),
        form("control", "not_run", "refuted", name="later", tightness=1.0),
    )
    assert [(row.get("class"), row.findtext("text")) for row in found] == [
        ("refuted", "1.25 · printed printed, exact"),
        ("holds", "0 · corrected corrected, exact"),
        ("open", "1 · corrected corrected, certified"),
    ]
    assert [row.find("path") is not None for row in found] == [True, False, False]
    assert [row.find("circle") is not None for row in found] == [False, True, True]


def test_a_ratio_stands_at_its_place_and_beyond_the_axis_at_its_end() -> None:
    ratios = (-1.0, 0.0, 1.0, END, 2 * END)
    found = rows(*(form("corrected", "holds", name=f"f_{place}", tightness=r) for place, r in enumerate(ratios)))
    assert [int(row.find("circle").get("cx")) for row in found] == [  # type: ignore[union-attr, arg-type]
        LEFT, LEFT, LEFT + SPAN // 2, LEFT + SPAN, LEFT + SPAN,
    ]  # fmt: skip
    assert ["▸" in (row.findtext("text") or "") for row in found] == [False] * 4 + [True]
    assert "f 4" in (found[4].findtext("text") or "")


def test_without_a_ratio_there_is_no_plot() -> None:
    assert tightness_plot(claim("a")) == ""
