"""Drawing a graph in layers: whatever a node builds on stands above it [Sugiyama, Tagawa & Toda 1981].

Four steps: a layer for each node, an order within each layer in which few edges cross, places as near to their
neighbours as that order allows, and edges that run from layer to layer. The same graph is always drawn the same way.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Drawing", "components", "draw", "without_circles"]

Edge = tuple[str, str]

SWEEPS = 24
"""Sweeps down and up: the order of a layer is long settled by then in graphs that one can look at."""


@dataclass(frozen=True)
class Drawing:
    """Where things stand, in the units of the sizes that were asked for.

    Attributes:
        places: node ↦ (x of its middle, layer), layers counted from 0 at the top.
        routes: edge ↦ the same for every layer that it runs through, ends included.
        width: from the left edge of whatever stands leftmost to the right edge of whatever stands rightmost.
        layers: how many layers there are.
    """

    places: Mapping[str, tuple[float, int]]
    routes: Mapping[Edge, Sequence[tuple[float, int]]]
    width: float
    layers: int


def components(nodes: Sequence[str], edges: Iterable[Edge]) -> list[list[str]]:
    """The parts that no edge joins, each in the order of the nodes, by their first node."""
    root = {node: node for node in nodes}

    def find(node: str) -> str:
        while root[node] != node:
            node = root[node]
        return node

    for below, above in edges:
        root[find(below)] = find(above)
    parts: dict[str, list[str]] = {}
    for node in nodes:
        parts.setdefault(find(node), []).append(node)
    return list(parts.values())


def without_circles(nodes: Sequence[str], edges: Iterable[Edge]) -> list[Edge]:
    """The edges between these nodes, less those that would close a circle."""
    kept: list[Edge] = []
    above: dict[str, list[str]] = {node: [] for node in nodes}

    def reaches(start: str, goal: str) -> bool:
        waiting, seen = [start], {start}
        while waiting:
            node = waiting.pop()
            if node == goal:
                return True
            new = [other for other in above[node] if other not in seen]
            seen.update(new)
            waiting += new
        return False

    for upper, lower in dict.fromkeys(edges):
        if upper in above and lower in above and not reaches(upper, lower):
            above[lower].append(upper)
            kept.append((upper, lower))
    return kept


def draw(nodes: Sequence[str], edges: Sequence[Edge], *, node: float, bend: float) -> Drawing:
    """Draw a graph without circles; an edge (a, b) puts a above b. Widths are those of a node and of a passing edge."""
    layer = _layers(nodes, edges)
    rows, routes = _with_bends(nodes, edges, layer)
    neighbours = _neighbours(routes.values())
    rows = _in_order(rows, neighbours)
    size = {item: node if isinstance(item, str) else bend for row in rows for item in row}
    x = _placed(rows, neighbours, size)
    left = min((x[item] - size[item] / 2 for item in x), default=0.0)
    right = max((x[item] + size[item] / 2 for item in x), default=0.0)
    return Drawing(
        {name: (x[name] - left, layer[name]) for name in nodes},
        {
            edge: [(x[item] - left, layer[edge[0]] + step) for step, item in enumerate(route)]
            for edge, route in routes.items()
        },
        right - left,
        len(rows),
    )


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest way from above, and then as far down as whatever stands below allows."""
    above: dict[str, list[str]] = {node: [] for node in nodes}
    below: dict[str, list[str]] = {node: [] for node in nodes}
    for upper, lower in edges:
        above[lower].append(upper)
        below[upper].append(lower)
    order: list[str] = []
    waiting = {node: len(above[node]) for node in nodes}
    ready = [node for node in nodes if not above[node]]
    while ready:
        node = ready.pop(0)
        order.append(node)
        for lower in below[node]:
            waiting[lower] -= 1
            if waiting[lower] == 0:
                ready.append(lower)
    layer: dict[str, int] = {}
    for node in order:
        layer[node] = 1 + max((layer[upper] for upper in above[node]), default=-1)
    for node in reversed(order):
        if below[node] and not above[node]:
            layer[node] = min(layer[lower] for lower in below[node]) - 1
    return layer


def _with_bends(
    nodes: Sequence[str], edges: Sequence[Edge], layer: Mapping[str, int]
) -> tuple[list[list[Hashable]], dict[Edge, list[Hashable]]]:
    """The layers, with a bend in each that an edge passes, and each edge as what it runs through."""
    rows: list[list[Hashable]] = [[] for _ in range(1 + max(layer.values(), default=-1))]
    for name in nodes:
        rows[layer[name]].append(name)
    routes: dict[Edge, list[Hashable]] = {}
    for upper, lower in edges:
        bends: list[Hashable] = [(upper, lower, place) for place in range(layer[upper] + 1, layer[lower])]
        for place, bend in enumerate(bends, start=layer[upper] + 1):
            rows[place].append(bend)
        routes[upper, lower] = [upper, *bends, lower]
    return rows, routes


Neighbours = Mapping[Hashable, tuple[list[Hashable], list[Hashable]]]


def _neighbours(routes: Iterable[Sequence[Hashable]]) -> dict[Hashable, tuple[list[Hashable], list[Hashable]]]:
    """Item ↦ those joined to it in the layer above, and in the layer below."""
    found: dict[Hashable, tuple[list[Hashable], list[Hashable]]] = {}
    for route in routes:
        for upper, lower in itertools.pairwise(route):
            found.setdefault(lower, ([], []))[0].append(upper)
            found.setdefault(upper, ([], []))[1].append(lower)
    return found


def _in_order(rows: list[list[Hashable]], neighbours: Neighbours) -> list[list[Hashable]]:
    """The orders with the fewest crossings met in sweeps that sort each layer by the mean place of its neighbours."""
    best, fewest = [list(row) for row in rows], _crossings(rows, neighbours)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for index in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
            fixed = {item: place for place, item in enumerate(rows[index - 1 if down else index + 1])}
            here = {item: place for place, item in enumerate(rows[index])}

            def mean(
                item: Hashable,
                fixed: dict[Hashable, int] = fixed,
                here: dict[Hashable, int] = here,
                side: int = 0 if down else 1,
            ) -> float:
                joined = neighbours.get(item, ([], []))[side]
                if not joined:
                    return float(here[item])
                return sum(fixed[other] for other in joined) / len(joined)

            rows[index].sort(key=mean)
        crossings = _crossings(rows, neighbours)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _crossings(rows: Sequence[Sequence[Hashable]], neighbours: Neighbours) -> int:
    """How many pairs of edges cross."""
    count = 0
    for upper, lower in itertools.pairwise(rows):
        place = {item: index for index, item in enumerate(lower)}
        ends = [sorted(place[other] for other in neighbours.get(item, ([], []))[1]) for item in upper]
        flat = [end for group in ends for end in group]
        count += sum(flat[j] < flat[i] for i in range(len(flat)) for j in range(i + 1, len(flat)))
    return count


def _placed(
    rows: Sequence[Sequence[Hashable]], neighbours: Neighbours, size: Mapping[Hashable, float]
) -> dict[Hashable, float]:
    """Places in the given order: each layer in turn as near to the mean of its neighbours as it can be."""
    x: dict[Hashable, float] = {}
    for row in rows:
        end = 0.0
        for item in row:
            x[item] = end + size[item] / 2
            end += size[item]
        for item in row:
            x[item] -= end / 2
    for sweep in range(2 * SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = []
            for item in row:
                above, below = neighbours.get(item, ([], []))
                joined = [x[other] for other in (*above, *below)]
                wanted.append(sum(joined) / len(joined) if joined else x[item])
            x.update(zip(row, _apart(wanted, [size[item] for item in row]), strict=True))
    return x


def _apart(wanted: Sequence[float], size: Sequence[float]) -> list[float]:
    """The places nearest to those wanted, by least squares, at which nothing overlaps: an isotonic regression."""
    offset, offsets = 0.0, []
    for index, own in enumerate(size):
        offset += 0.0 if index == 0 else (size[index - 1] + own) / 2
        offsets.append(offset)
    blocks: list[list[float]] = []  # [sum, count] of neighbours that touch
    for place, shift in zip(wanted, offsets, strict=True):
        blocks.append([place - shift, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    means = [total / count for total, count in blocks for _ in range(int(count))]
    return [mean + shift for mean, shift in zip(means, offsets, strict=True)]
