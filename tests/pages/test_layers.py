"""Layers: what is used stands above, nothing overlaps, few edges cross, and the same graph is drawn the same way."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings, strategies as st

from lemmata.pages.graph_layout import components, draw, without_circles

edges_between = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14)


@settings(deadline=None, derandomize=True, database=None)
@given(edges_between)
def test_what_is_used_stands_above_and_nothing_overlaps(edges: list[tuple[str, str]]) -> None:
    nodes = list("abcdefgh")
    kept = without_circles(nodes, edges)
    drawing = draw(nodes, kept, node=10, bend=2)
    assert drawing == draw(nodes, kept, node=10, bend=2)
    assert set(drawing.places) == set(nodes) and set(drawing.routes) == set(kept)
    for upper, lower in kept:
        route = drawing.routes[upper, lower]
        assert (route[0], route[-1]) == (drawing.places[upper], drawing.places[lower])
        assert all(below[1] == above[1] + 1 for above, below in pairwise(route))
    for layer in range(drawing.layers):
        # whole units: least squares leaves the last bits of a float open
        row = sorted(round(x * 1000) for x, own in drawing.places.values() if own == layer)
        assert row and all(right - left >= 10_000 for left, right in pairwise(row))
        assert row[0] >= 5_000 and row[-1] <= round(drawing.width * 1000) - 5_000


def test_an_edge_that_closes_a_circle_is_left_out() -> None:
    assert without_circles("abc", [("a", "b"), ("b", "c"), ("c", "a"), ("b", "b"), ("a", "x")]) == [
        ("a", "b"),
        ("b", "c"),
    ]
    assert without_circles("ab", [("a", "b"), ("a", "b")]) == [("a", "b")]


def test_parts_keep_the_order_of_the_nodes() -> None:
    assert components("abcde", [("d", "a"), ("c", "e")]) == [["a", "d"], ["b"], ["c", "e"]]
    assert components("", []) == []


def test_a_crossing_that_can_be_avoided_is() -> None:
    drawing = draw("abcd", [("a", "d"), ("b", "c")], node=10, bend=2)
    x = {node: place[0] for node, place in drawing.places.items()}
    assert (x["a"] < x["b"]) == (x["d"] < x["c"])


def test_a_node_used_late_stands_just_above_its_user() -> None:
    drawing = draw("abcd", [("a", "b"), ("b", "c"), ("d", "c")], node=10, bend=2)
    assert {node: layer for node, (_, layer) in drawing.places.items()} == {"a": 0, "b": 1, "c": 2, "d": 1}


def test_a_long_edge_bends_in_the_layers_it_passes() -> None:
    drawing = draw("abc", [("a", "b"), ("b", "c"), ("a", "c")], node=10, bend=2)
    assert [layer for _, layer in drawing.routes["a", "c"]] == [0, 1, 2]
    assert abs(drawing.routes["a", "c"][1][0] - drawing.places["b"][0]) * 1000 >= 5_999


def test_a_node_stands_in_the_middle_of_what_it_uses() -> None:
    drawing = draw("abcdx", [("a", "x"), ("d", "x"), ("b", "x"), ("c", "x")], node=10, bend=2)
    x = {node: round(place[0] * 1000) for node, place in drawing.places.items()}
    assert 4 * x["x"] == x["a"] + x["b"] + x["c"] + x["d"]
    pair = draw("abc", [("a", "c")], node=10, bend=2)
    assert round(pair.places["a"][0] * 1000) == round(pair.places["c"][0] * 1000)


def test_nothing_is_drawn_of_nothing() -> None:
    drawing = draw([], [], node=10, bend=2)
    assert (drawing.width, drawing.layers, drawing.places) == (0.0, 0, {})
