"""The proof graph: a node for each claim, with how it stands as printed and as corrected."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from documents import claim, form

from claims.pages.graph import as_corrected, as_printed, proof_graph

HOLDS = form("printed", "holds")
REFUTED = form("printed", "refuted")
CORRECTED = form("corrected", "holds")


@pytest.mark.parametrize(
    ("made", "printed", "corrected"),
    [
        (claim("a", HOLDS), "holds", "holds"),
        (claim("a", HOLDS, shaken_by=["b"]), "shaken", "holds"),
        (claim("a", REFUTED, CORRECTED), "refuted", "holds"),
        (claim("a", REFUTED, CORRECTED, shaken_by=["b"]), "refuted", "holds"),
        (claim("a", CORRECTED, status="typo"), "refuted", "holds"),
        (claim("a", form("printed", "not_run", "holds")), "open", "open"),
        (claim("a", REFUTED, form("corrected", "not_run", "holds")), "refuted", "open"),
        (claim("a", form("printed", "refuted", "holds")), "wrong", "wrong"),
        (claim("a", REFUTED, form("corrected", "undecided", "holds")), "refuted", "wrong"),
        (claim("a", HOLDS, form("control", "holds", "refuted")), "holds", "wrong"),
    ],
)
def test_how_a_claim_stands(made: dict[str, Any], printed: str, corrected: str) -> None:
    assert (as_printed(made), as_corrected(made)) == (printed, corrected)


def graph(*claims: dict[str, Any]) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{proof_graph(claims)}</div>")


def test_nodes_link_to_their_claims_and_edges_lead_from_what_is_used() -> None:
    drawn = graph(claim("a", REFUTED, CORRECTED), claim("b", HOLDS, uses=["a"], shaken_by=["a"]), claim("c", HOLDS))
    nodes = {node.get("href"): node for node in drawn.iter("a")}
    assert set(nodes) == {"#a", "#b", "#c"}
    assert nodes["#a"].get("class") == "node p-refuted c-holds"
    assert nodes["#b"].get("class") == "node p-shaken c-holds"
    assert nodes["#c"].get("class") == "lone p-holds c-holds"
    (edge,) = drawn.iter("path")
    assert edge.get("class") == "edge p-refuted c-holds"
    heights = {id: int(re.findall(r"\d+", nodes[id].get("transform") or "")[1]) for id in ("#a", "#b")}
    assert heights["#a"] < heights["#b"]
    assert [title.text for title in drawn.iter("title")] == [
        "a: false as printed; holds as corrected", "b: holds as printed, but builds on steps that are false as printed",
    ]  # fmt: skip


def test_a_shaken_claim_may_stand_alone_where_what_shakes_it_is_not_there() -> None:
    (lone,) = graph(claim("b", HOLDS, uses=["a"], shaken_by=["a"])).iter("a")
    assert lone.get("class") == "lone p-shaken c-holds"
    assert [mark.text for mark in lone.iter("span")] == ["~", "✓"]


def test_parts_that_hang_together_are_drawn_apart_the_largest_first() -> None:
    pair = claim("a", HOLDS), claim("b", HOLDS, uses=["a"])
    three = claim("c", HOLDS), claim("d", HOLDS, uses=["c"]), claim("e", HOLDS, uses=["c", "d"])
    drawn = graph(*pair, *three)
    assert [len(list(svg.iter("a"))) for svg in drawn.iter("svg")] == [3, 2]


def test_a_circle_and_an_unknown_claim_do_no_harm() -> None:
    drawn = graph(claim("a", HOLDS, uses=["b"]), claim("b", HOLDS, uses=["a", "a", "nowhere"]))
    assert len(list(drawn.iter("path"))) == 1


def test_long_names_are_broken_and_cut() -> None:
    name = "a-name-of-very-many-words-that-goes-on"
    drawn = graph(claim(name, HOLDS), claim("x" * 40, HOLDS, uses=[name]))
    assert {"a-name-of-very-", "many-words-that-…", "x" * 16 + "…"} <= {text.text for text in drawn.iter("text")}


def test_no_claims_make_no_graph() -> None:
    assert proof_graph([]) == ""
