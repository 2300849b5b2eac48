"""The report: whole, self-contained, the same for the same evidence, and safe whatever a claim's texts hold."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from documents import claim, document, form

from lemmata.pages.report import report

VOID = {"meta", "br", "wbr", "path", "circle", "line", "rect", "input", "mspace"}
NASTY = "</code></script><script>alert(1)</script><img src=x onerror=alert(2)>\"' & {{ 7*7 }} {% raw %}"


class Page(HTMLParser):
    """The tags of a page with their attributes, its text, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.open = "", [""]
        self.feed(html)
        self.close()
        assert self.open == [""], f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open[-1] != "style":
            self.text += data


def with_text(value: Any, text: str) -> Any:
    """The document with this text in the place of every text that a claim or a comparison may choose."""
    kept = {"verdict", "expected", "role", "grade", "status", "schema", "confirmed_by"}
    if isinstance(value, dict):
        return {name: item if name in kept else with_text(item, text) for name, item in value.items()}
    if isinstance(value, list):
        return [with_text(item, text) for item in value]
    return text if isinstance(value, str) else value


def test_the_same_evidence_gives_the_same_bytes() -> None:
    evidence = document(claim("a"), claim("b", uses=["a"], shaken_by=["a"]))
    assert report(evidence) == report(json.loads(json.dumps(evidence)))


def test_a_claim_shows_its_statements_its_error_and_its_counterexample() -> None:
    false = claim(
        "triangle-number",
        form("printed", "refuted", erratum="every pair is counted twice", kindest="n = 0", tightness=2.0),
        form("corrected", "holds", tightness=1.0),
        form("control", "refuted", search_cases=1, survives=0.25),
        status="F", statement_printed="1 + … + n = n(n + 1)", statement_corrected="1 + … + n = n(n + 1)/2.",
    )  # fmt: skip
    page = Page(report(document(false, seed=7, error_probability=2e-10, versions={"python": "3.11", "torch": None})))
    for words in (
        "triangle-number", "✗ refuted", "✓ holds", "every pair is counted twice", "kindest reading", "n=3", "refuted: 1 ≠ 2 at n=3",
        "pytest 'a.py::claim_a[printed-printed-exact]' --claims-seed 7 --claims-profile smoke\n",
        "python - <<'END'\nprint('refuted at n=3')\nEND", "Controls: 1/1 refuted", "exact: 1 draw", "exact: 25 %",
        "Error probability of the whole run ≤ 2E-10 · seed 7 · profile smoke · device cpu · 1 s · python 3.11\n",
        "1 claim · 0 hold as printed · 1 refuted as printed, and corrected",
    ):  # fmt: skip
        assert words in page.text, words
    assert sum(tag == "math" for tag, _ in page.tags) >= 2
    assert any(attributes.get("class") == "tightness" for _, attributes in page.tags)


def test_claims_come_in_the_order_of_the_evidence_and_links_lead_somewhere() -> None:
    claims = [claim("b"), claim("a", slide="Products", uses=["b", "elsewhere"], shaken_by=["b"]), claim("c")]
    page = Page(report(document(*claims)))
    articles = [attributes["id"] for tag, attributes in page.tags if tag == "article"]
    assert articles == ["claim-numbers/b", "claim-numbers/a", "claim-numbers/c"]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"]) for tag, attributes in page.tags if tag == "a"}
    assert targets <= {f"#{id}" for id in ids} and "#claim-numbers/elsewhere" not in targets
    assert re.findall("Sums|Products", page.text.partition("All claims")[2])[:3] == ["Sums", "Products", "Sums"]


def test_nothing_is_asked_of_the_network_and_nothing_is_run() -> None:
    html = report(document(claim("a"), claim("b", uses=["a"])))
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert all(str(attributes["href"]).startswith("#") for _, attributes in page.tags if "href" in attributes)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)
    policy = next(attributes["content"] for _, attributes in page.tags if attributes.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_text_may_hold_anything() -> None:
    evidence = with_text(
        document(claim("a", form("printed", "refuted", erratum="e", kindest="k", error="x", needs="y"))), NASTY
    )
    evidence["claims"][0]["forms"][0]["expected"] = "holds"  # so that it is listed as gone wrong, too
    page = Page(report(evidence))
    assert not {tag for tag, _ in page.tags} & {"script", "img"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert page.text.count("alert(1)") >= 5 and "{{ 7*7 }}" in page.text


def test_what_went_wrong_stands_on_top() -> None:
    wrong = form("corrected", "undecided", "holds", name="halved", needs="more bits")
    crashed = form("control", "error", "refuted", name="one_less", error="ZeroDivisionError: 0")
    page = Page(report(document(claim("a", form("printed", "refuted"), wrong, crashed))))
    top = page.text.partition("The proof graph")[0]
    assert "2 forms went wrong." in top
    assert "a: corrected halved, exact: expected holds, got undecided, which needs more bits" in top
    assert "a: control one_less, exact: expected refuted, got ZeroDivisionError: 0" in top
    assert "! undecided" in page.text and "WENT WRONG" in page.text


def test_an_incomplete_run_says_so() -> None:
    left = form("corrected", "not_run", "holds", name="halved", cases=0)
    page = Page(report(document(claim("a", form("printed", "refuted"), left), complete=False)))
    assert "The run is not complete. 1 of the forms that were asked for has no verdict." in page.text
    assert "? not run" in page.text


def test_files_that_could_not_be_collected_are_named() -> None:
    page = Page(report(document(complete=False, uncollected=["b.py", "c.py"])))
    assert "0 of the forms that were asked for have no verdict, and b.py, c.py could not be collected." in page.text


def test_no_text_turns_a_line_around_or_moves_a_cursor() -> None:
    page = report(with_text(document(claim("a", form("printed", "refuted", erratum="e"))), "x\u202ey\x1b[2Jz\u2066"))
    assert "x\ufffdy\ufffd[2Jz\ufffd" in page
    assert not set("\u202e\x1b\u2066") & set(page)


def test_ids_of_claims_are_not_those_of_the_page() -> None:
    names = ["graph", "grades", "view-p", "slide-1", "claims-title", "a"]
    page = Page(report(document(*map(claim, names))))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)) and {"grades", "claim-numbers/grades", "slide-1", "claim-numbers/slide-1"} <= set(
        ids
    )


def test_what_was_not_asked_for_is_not_missing() -> None:
    left = form("corrected", "not_run", "holds", selected=False)
    page = Page(report(document(claim("a", form("printed", "refuted"), left), complete=False)))
    assert "0 of the forms that were asked for have no verdict" in page.text


def tiles(*claims: dict[str, Any]) -> dict[str, str]:
    """The numbers on top of a page, by their words."""
    found = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", report(document(*claims)))
    return dict(found)


def test_the_numbers_on_top_are_those_of_the_line_below() -> None:
    false = claim("a", form("printed", "refuted"), form("corrected", "holds"), form("control", "refuted"), status="F")
    typo = claim("b", form("corrected", "holds"), status="typo")
    open_ = claim("c", form("printed", "refuted"), form("corrected", "not_run", "holds"), status="F")
    wrong = claim("d", form("printed", "holds"), form("control", "holds", "refuted"))
    assert tiles(false, typo, open_, wrong) == {
        "claims": "4", "hold as printed": "1", "are refuted as printed": "2", "of these are corrected": "1",
        "typo is corrected": "1", "controls are refuted": "1/2",
    }  # fmt: skip


def rows(*controls: dict[str, Any]) -> list[list[str]]:
    """The table of the controls of one claim: the verdict of each, what search found, and what it survives."""
    html = report(document(claim("a", form("printed", "holds"), *controls)))
    body = html.partition("search found it after")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("</tr>")[:-1]]
    return [[re.sub(r"<[^>]*>", "", row[place]) for place in (0, 2, 3)] for row in cells]


def test_a_control_has_its_verdict_and_what_search_found() -> None:
    assert rows(
        form("control", "refuted", name="a", grade="symbolic", search_cases=1),
        form("control", "refuted", name="a", search_cases=3, survives=0.5),
        form("control", "refuted", name="b"),
        form("control", "holds", name="c", blindness="no sign"),
        form("control", "holds", "refuted", name="d"),
        form("control", "undecided", "refuted", name="e"),
        form("control", "refuted", name="f", error="ValueError: no"),
    ) == [
        ["✗ refuted", "exact: 3 draws", "exact: 50 %"],
        ["✗ refuted", "exact: not found", ""],
        ["– blind", "", ""],
        ["! holds", "", ""],
        ["! undecided", "", ""],
        ["! error", "exact: not found", ""],
    ]


def test_a_form_is_judged_again_as_the_run_did() -> None:
    made = claim("a", form("printed", "refuted"))
    line = "pytest &#39;a.py::claim_a[printed-printed-exact]&#39; --claims-seed 1"
    assert f"<pre>{line}</pre>" in report(document(made, profile="default"))
    both = report(document(made, device="cuda"))
    assert f"<pre>{line} --claims-profile smoke --claims-device cuda</pre>" in both


def test_a_run_without_claims_is_a_page_too() -> None:
    page = Page(report({**document(), "claims": []}))
    assert "No claims" in page.text and "0 claims" in page.text


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (0.001, "under 1 %"), (0.5, "50 %"), (0.996, "over 99 %"), (1.0, "100 %")]
)
def test_a_share_is_not_rounded_to_nothing_or_to_all(share: float, words: str) -> None:
    page = Page(report(document(claim("a", form("control", "refuted", survives=share)))))
    assert f"exact: {words}" in page.text


def test_a_blind_control_and_an_elusive_one_say_why() -> None:
    blind = form("control", "holds", blindness="an average does not see it")
    elusive = form("control", "refuted", name="elusive", elusive="it takes a prime")
    page = Page(report(document(claim("a", form("printed", "holds"), blind, elusive, status="T"))))
    assert "not seen in exact: an average does not see it" in page.text
    assert "it takes a prime" in page.text and "Controls: 1/1 +1 blind refuted" in page.text


def test_what_fills_a_screen_is_cut_and_says_so() -> None:
    long = form("printed", "refuted")
    long["counterexample"]["case"] = "n=Whole(1" + "0" * 1000 + ")"
    page = Page(report(document(claim("a", long, form("corrected", "holds")))))
    assert "0 … (1010 characters, all in the snippet)" in page.text and "0" * 500 not in page.text
    long["counterexample"]["case"] = "n" * 500
    assert "characters, all in the snippet" not in report(document(claim("a", long)))


def test_what_can_be_scrolled_has_a_name_for_those_who_hear_the_page() -> None:
    bound = claim("a", form("printed", "holds", tightness=0.5), form("control", "refuted"), uses=["b"])
    scrolled = [tag for tag in re.findall("<[^>]+>", report(document(bound, claim("b")))) if 'tabindex="0"' in tag]
    assert len(scrolled) > 4 and all("aria-label=" in tag for tag in scrolled)
