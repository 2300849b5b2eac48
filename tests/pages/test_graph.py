"""The proof graph: a node for each claim, with how it stands as printed and as corrected."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from documents import claim, form

from lemmata.pages.graph import as_corrected, as_printed, proof_graph

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
    assert set(nodes) == {"#claim-numbers/a", "#claim-numbers/b", "#claim-numbers/c"}
    assert nodes["#claim-numbers/a"].get("class") == "node p-refuted c-holds"
    assert nodes["#claim-numbers/b"].get("class") == "node p-shaken c-holds"
    assert nodes["#claim-numbers/c"].get("class") == "lone p-holds c-holds"
    (edge,) = drawn.iter("path")
    assert edge.get("class") == "edge p-refuted c-holds"
    heights = {
        id: int(re.findall(r"\d+", nodes[id].get("transform") or "")[1])
        for id in ("#claim-numbers/a", "#claim-numbers/b")
    }
    assert heights["#claim-numbers/a"] < heights["#claim-numbers/b"]
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


def test_an_edge_leads_from_the_lower_side_of_one_node_to_the_upper_side_of_the_other() -> None:
    drawn = graph(claim("a", HOLDS), claim("b", HOLDS, uses=["a"]), claim("c", HOLDS, uses=["a", "b"]))
    top = {node.get("href"): int(re.findall(r"\d+", node.get("transform") or "")[1]) for node in drawn.iter("a")}
    height = int(next(drawn.iter("rect")).get("height") or 0)
    ends = []
    for edge in drawn.iter("path"):
        numbers = [int(number) for number in re.findall(r"\d+", edge.get("d") or "")]
        ends.append((numbers[1], numbers[-1]))
    below = {id: y + height for id, y in top.items()}
    pairs = (("a", "b"), ("a", "c"), ("b", "c"))
    assert sorted(ends) == sorted(
        (below[f"#claim-numbers/{upper}"], top[f"#claim-numbers/{lower}"]) for upper, lower in pairs
    )


def test_a_part_says_how_many_claims_it_has_and_where_they_lead() -> None:
    pair = [claim("a", REFUTED, CORRECTED), claim("b", HOLDS, uses=["a"], shaken_by=["a"])]
    (svg,) = graph(*pair).iter("svg")
    assert svg.get("aria-label") == "2 claims and what they use, down to b" and svg.get("class") == "graph"
    signs = [[text.text for text in node.iter("text")][-2:] for node in svg.iter("a")]
    assert signs == [["✗", "✓"], ["~", "✓"]]
    (wide,) = graph(
        *(claim(f"c{i}", HOLDS) for i in range(9)), claim("d", HOLDS, uses=[f"c{i}" for i in range(9)])
    ).iter("svg")
    assert wide.get("class") == "graph large"


def test_a_claim_that_stands_alone_says_how_it_stands() -> None:
    false, typo = claim("a", REFUTED, CORRECTED), claim("b", CORRECTED, status="typo")
    drawn = graph(false, typo, claim("c", form("printed", "not_run", "holds")))
    found = {node.get("href"): node for node in drawn.iter("a")}
    assert [node.get("title") for node in found.values()] == [
        "false as printed; holds as corrected", "a typo; holds as corrected", "not decided",
    ]  # fmt: skip
    assert ["".join(sign.text or "" for sign in node.iter("span")) for node in found.values()] == ["✗✓", "✗✓", "??"]


def test_long_names_are_broken_and_cut() -> None:
    name = "a-name-of-very-many-words-that-goes-on"
    drawn = graph(claim(name, HOLDS), claim("x" * 40, HOLDS, uses=[name]))
    hyphen = graph(claim("x" * 17 + "-y", HOLDS), claim("z", HOLDS, uses=["x" * 17 + "-y"]))
    assert {"x" * 17 + "-", "y"} <= {text.text for text in hyphen.iter("text")}
    assert {"a-name-of-very-", "many-words-that-…", "x" * 16 + "…"} <= {text.text for text in drawn.iter("text")}


def test_no_claims_make_no_graph() -> None:
    assert proof_graph([]) == ""
