"""The Lipschitz function that tells two finite measures apart best: a potential, by the transportation simplex.

Only the excess of P over Q and that of Q over P matter. Each basis is a tree that joins the points of both; it fixes a
flow and a potential, and pivots until no pair of points asks for a steeper one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

__all__ = ["Potential", "steepest"]

Edge = tuple[int, int]


@dataclass(frozen=True)
class Potential:
    """f at the points with more of P (``above``) and at those with more of Q (``below``), in the unit of the costs, and the flow
    from the ones to the others that proves it the best."""

    above: tuple[int, ...]
    below: tuple[int, ...]
    flow: dict[Edge, Fraction]


def steepest(
    excess: Sequence[Fraction], lack: Sequence[Fraction], costs: Sequence[Sequence[int]], *, steps: int = 10_000
) -> Potential:
    """f with f(x_i) − f(y_j) ≤ c_ij that makes Σ excess_i f(x_i) − Σ lack_j f(y_j) largest.

    Pivots take the pair that asks most; after a pivot that moved nothing, the first pair that asks, so that no basis comes
    twice [Bland 1977]. Raises ArithmeticError when so many pivots are not enough.
    """
    unit = lcm(*(w.denominator for w in (*excess, *lack)))
    flow = _north_west([int(w * unit) for w in excess], [int(w * unit) for w in lack])
    moved = True
    for _ in range(steps):
        above, below = _potential(flow, costs, len(excess), len(lack))
        asking = [
            (above[i] - below[j] - costs[i][j], i, j)
            for i in range(len(excess))
            for j in range(len(lack))
            if (i, j) not in flow and above[i] - below[j] > costs[i][j]
        ]
        if not asking:
            return Potential(tuple(above), tuple(below), {edge: Fraction(x, unit) for edge, x in flow.items() if x})
        _, i, j = max(asking) if moved else asking[0]
        moved = _pivot(flow, i, j)
    raise ArithmeticError(f"the solver stopped early: after {steps} pivots a steeper function is still asked for")


def _north_west(supply: list[int], demand: list[int]) -> dict[Edge, int]:
    """A first basis: fill row by row. It is a tree with len(supply) + len(demand) − 1 edges, some of which may carry 0."""
    flow, i, j = {}, 0, 0
    while True:
        flow[i, j] = amount = min(supply[i], demand[j])
        supply[i] -= amount
        demand[j] -= amount
        if i == len(supply) - 1 and j == len(demand) - 1:
            return flow
        if j == len(demand) - 1 or (supply[i] == 0 and i < len(supply) - 1):
            i += 1
        else:
            j += 1


def _potential(
    flow: dict[Edge, int], costs: Sequence[Sequence[int]], rows: int, columns: int
) -> tuple[list[int], list[int]]:
    """f with f(x_i) − f(y_j) = c_ij on all edges of the tree, and f(x_0) = 0."""
    above: list[int | None] = [None] * rows
    below: list[int | None] = [None] * columns
    above[0] = 0
    of_row, of_column = _neighbours(flow)
    waiting = [(0, True)]
    while waiting:
        k, is_row = waiting.pop()
        if is_row:
            for j in of_row.get(k, ()):
                if below[j] is None:
                    below[j] = above[k] - costs[k][j]  # type: ignore[operator]
                    waiting.append((j, False))
        else:
            for i in of_column.get(k, ()):
                if above[i] is None:
                    above[i] = below[k] + costs[i][k]  # type: ignore[operator]
                    waiting.append((i, True))
    if None in above or None in below:
        raise ArithmeticError("a basis joins all points, and this one does not")
    return above, below  # type: ignore[return-value]


def _neighbours(flow: dict[Edge, int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    of_row: dict[int, list[int]] = {}
    of_column: dict[int, list[int]] = {}
    for i, j in flow:
        of_row.setdefault(i, []).append(j)
        of_column.setdefault(j, []).append(i)
    return of_row, of_column


def _pivot(flow: dict[Edge, int], row: int, column: int) -> bool:
    """Take (row, column) into the tree and the edge that empties first out of it; whether any mass moved."""
    of_row, of_column = _neighbours(flow)
    # the way in the tree from the column back to the row
    came: dict[tuple[int, bool], tuple[int, bool]] = {}
    waiting = [(column, False)]
    while (row, True) not in came:
        k, is_row = waiting.pop()
        for other in (of_row if is_row else of_column).get(k, ()):
            if (node := (other, not is_row)) not in came and node != (column, False):
                came[node] = (k, is_row)
                waiting.append(node)
    losing: list[Edge] = []
    gaining, node = [(row, column)], (row, True)
    while node != (column, False):
        k, is_row = node
        other = came[node][0]
        (losing if is_row else gaining).append((k, other) if is_row else (other, k))
        node = came[node]
    amount = min(flow[edge] for edge in losing)
    leaving = min(edge for edge in losing if flow[edge] == amount)
    flow[row, column] = 0
    for edge in gaining:
        flow[edge] += amount
    for edge in losing:
        flow[edge] -= amount
    del flow[leaving]
    return amount > 0
