"""The cheapest way to turn one finite measure into another: a plan, by successive shortest paths in whole numbers.

A plan says how much mass goes from each point to each other one: what any plan costs is an upper bound of the least cost.
Prices u, v with v_j − u_i ≤ c_ij prove a lower bound Σ q_j v_j − Σ p_i u_i. Where the two agree, both are optimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

__all__ = ["Transport", "cheapest", "check_marginals"]


@dataclass(frozen=True)
class Transport:
    """A plan (rows: where mass comes from, columns: where it goes), and prices in the unit of the costs."""

    plan: tuple[tuple[Fraction, ...], ...]
    u: tuple[int, ...]
    v: tuple[int, ...]


def check_marginals(plan: Sequence[Sequence[Fraction]], p: Sequence[Fraction], q: Sequence[Fraction]) -> None:
    """Raises ArithmeticError for a plan that is negative somewhere, or does not take p to q."""
    if len(plan) != len(p) or any(len(row) != len(q) for row in plan):
        raise ArithmeticError(f"a plan from {len(p)} to {len(q)} points has that many rows and columns")
    if any(v < 0 for row in plan for v in row):
        raise ArithmeticError("a plan moves no negative mass")
    if any(sum(row) != w for row, w in zip(plan, p, strict=True)):
        raise ArithmeticError("the plan does not take away what is there")
    if any(sum(column) != w for column, w in zip(zip(*plan, strict=True), q, strict=True)):
        raise ArithmeticError("the plan does not bring what is needed")


def cheapest(
    p: Sequence[Fraction], q: Sequence[Fraction], costs: Sequence[Sequence[int]], *, steps: int = 10_000
) -> Transport:
    """A plan from p to q of least cost, for whole costs ≥ 0.

    Mass goes one path at a time, along the cheapest path that is left [Ahuja, Magnanti & Orlin 1993, section 9.7]. Raises
    ArithmeticError when so many steps do not move all of it.
    """
    unit = lcm(*(w.denominator for w in (*p, *q)))
    supply, demand = [int(w * unit) for w in p], [int(w * unit) for w in q]
    rows, columns = range(len(p)), range(len(q))
    flow = [[0] * len(q) for _ in rows]
    u, v = [0] * len(p), [0] * len(q)
    # at prices 0 every reduced cost c_ij + u_i − v_j is ≥ 0; it stays so, and is 0 wherever mass moves
    for _ in range(steps):
        start = next((i for i in rows if supply[i]), None)
        if start is None:
            check_marginals(plan := tuple(tuple(Fraction(x, unit) for x in row) for row in flow), p, q)
            return Transport(plan, tuple(u), tuple(v))
        to_row: dict[int, int] = {start: 0}
        to_column: dict[int, int] = {}
        back: dict[int, int] = {}
        came: dict[int, int] = {}
        open_columns = {j: (costs[start][j] + u[start] - v[j], start) for j in columns}
        while True:
            j = min(open_columns, key=lambda column: open_columns[column][0])
            length, came[j] = open_columns.pop(j)
            to_column[j] = length
            if demand[j]:
                break
            for i in rows:  # mass that arrives here may be sent elsewhere: back along it, at no reduced cost
                if flow[i][j] and i not in to_row:
                    to_row[i], back[i] = length, j
                    for k in open_columns:
                        further = length + costs[i][k] + u[i] - v[k]
                        if further < open_columns[k][0]:
                            open_columns[k] = (further, i)
        for i, at in to_row.items():
            u[i] += at - length
        for k, at in to_column.items():
            v[k] += at - length
        path = [(came[j], j, 1)]
        while (i := path[-1][0]) != start:
            path.append((i, back[i], -1))
            path.append((came[back[i]], back[i], 1))
        amount = min([supply[start], demand[j], *(flow[i][k] for i, k, sign in path if sign < 0)])
        for i, k, sign in path:
            flow[i][k] += sign * amount
        supply[start] -= amount
        demand[j] -= amount
    raise ArithmeticError(f"the solver stopped early: {steps} paths did not bring all the mass where it is needed")
