"""ε-nets built in exact numbers: maximal packings, grids, grids projected onto Θ."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import product
from math import ceil, isqrt

import numpy as np

from lemmata.theory.exact.points import Point
from lemmata.theory.nets.coverings import completed, packing_argument
from lemmata.theory.nets.parameter_sets import Finite, ParameterSet, Shell, squared_distance

__all__ = [
    "grid_projected", "grid_within", "is_packing", "maximal_packing", "packing_of_a_grid", "packing_on_grid", "step_for",
]  # fmt: skip

# The finest grids from which a packing is chosen: more than this only costs time.
_FINEST = {1: 1000, 2: 100, 3: 16, 4: 6}
# Points of a grid that are looked at together for the next one that is free.
_BLOCK = 4096


def is_packing(points: Sequence[Point], eps: Fraction) -> bool:
    """Whether any two points are at least ε apart."""
    return all(squared_distance(p, q) >= eps**2 for i, p in enumerate(points) for q in points[:i])


@lru_cache(maxsize=4096)
def maximal_packing(theta: ParameterSet, eps: Fraction, start: Point | None = None) -> tuple[Point, ...]:
    """A maximal ε-packing of Θ: points of Θ at least ε apart, and no θ∈Θ farther than ε from all of them.

    Greedily: the points of Θ (of a grid of Θ, where Θ is a continuum) in the order of their distance from ``start``, each
    unless a chosen one is nearer than ε; then the parameters that are still missed. So it is an ε-net of all of Θ.
    """
    _require_radius(eps)
    if isinstance(theta, Finite):
        ordered = theta.points if start is None else sorted(theta.points, key=lambda p: squared_distance(p, start))
        chosen: list[Point] = []
        for p in ordered:
            if all(squared_distance(p, q) >= eps**2 for q in chosen):
                chosen.append(p)
        return tuple(chosen)
    assert isinstance(theta, Shell)
    return completed(theta, packing_on_grid(theta, _fine_enough(theta.m, eps), eps, start), eps)


@lru_cache(maxsize=4096)
def packing_of_a_grid(theta: ParameterSet, eps: Fraction) -> tuple[Point, ...]:
    """An ε-net of Θ by the packing argument alone: a maximal packing of a grid that is dense enough in Θ.

    The grid points of Θ are packed at a separation of 3ε/4, and ε/4 is left for the way from any θ∈Θ to a grid point of Θ.
    """
    _require_radius(eps)
    if not isinstance(theta, Shell):
        return maximal_packing(theta, eps)
    separation, k = eps * 3 / 4, 1
    room = min(eps / 4, (1 - theta.inner) / 2) if theta.inner else eps / 4
    while room**2 * k**2 < theta.m:
        k = max(k + 1, isqrt(int(theta.m / room**2)))
    if not packing_argument(theta, k, separation, eps):
        raise ArithmeticError(f"the grid of step 1/{k} is too coarse for a net with ε = {eps}")
    return packing_on_grid(theta, k, separation)


def packing_on_grid(theta: ParameterSet, k: int, separation: Fraction, start: Point | None = None) -> tuple[Point, ...]:
    """A maximal packing of the grid of step 1/k in Θ, chosen by distance from ``start``; of Θ itself where it is finite."""
    if not isinstance(theta, Shell):
        return maximal_packing(theta, separation, start)
    rows = theta.grid(k)
    order = _by_distance(rows, k, theta.some_point() if start is None else start)
    rows, m = rows[order], theta.m
    square = ceil(separation**2 * k**2)  # in steps: nearer than this is too near
    r = min(isqrt(square - 1), 2 * k)
    too_near = reduce(np.add, np.meshgrid(*[np.arange(-r, r + 1) ** 2] * m, indexing="ij", sparse=True)) < square
    taken = np.zeros((2 * k + 1,) * m, dtype=bool)
    places = np.ravel_multi_index(tuple((rows + k).T), taken.shape)
    flat, chosen, at = taken.reshape(-1), [], 0
    while at < len(rows):
        block = flat[places[at : at + _BLOCK]]
        free = int(block.argmin())
        if block[free]:
            at += len(block)
            continue
        at += free
        chosen.append(tuple(Fraction(int(v), k) for v in rows[at]))
        centre = [int(v) + k for v in rows[at]]
        window = tuple(slice(max(c - r, 0), c + r + 1) for c in centre)
        shape = taken[window].shape
        part = tuple(slice(max(r - c, 0), max(r - c, 0) + size) for c, size in zip(centre, shape, strict=True))
        taken[window] |= too_near[part]
    return tuple(chosen)


def grid_within(m: int, step: Fraction) -> list[Point]:
    """The multiples of ``step`` in R^m that are less than half a step outside [−1, 1]^m."""
    _require_radius(step)
    last = ceil(1 / step - Fraction(1, 2))
    if (count := (2 * last + 1) ** m) > 200_000:
        raise ValueError(f"a grid of step {step} in R^{m} has {count:,} points, above the limit of 200,000")
    return [tuple(i * step for i in index) for index in product(range(-last, last + 1), repeat=m)]


def step_for(m: int, eps: Fraction) -> Fraction:
    """A little below 2ε/√m, where the middle of a cell of the grid is ε away; √2 and √3 are irrational, and projections
    are rounded."""
    return eps * {1: Fraction(2), 2: Fraction(4, 3), 3: Fraction(11, 10), 4: Fraction(9, 10)}[m]


@lru_cache(maxsize=4096)
def grid_projected(theta: ParameterSet, step: Fraction) -> tuple[Point, ...]:
    """The multiples of ``step``, each moved to a nearest point of Θ.

    Projection onto a convex Θ brings no point of Θ farther away from them; other Θ may lose a factor of two.
    """
    return tuple(dict.fromkeys(theta.projected(p) for p in grid_within(theta.m, step)))


def _require_radius(eps: Fraction) -> None:
    if eps <= 0:
        raise ValueError(f"a net needs a radius above 0, got {eps}")


def _fine_enough(m: int, eps: Fraction) -> int:
    """k so that a grid of step 1/k is fine beside ε, with ε a multiple of the step where that is possible."""
    k, finest = eps.denominator, _FINEST[m]
    k = k * max(finest // k // (10 if m == 1 else 1), 1) if k <= finest else finest
    return max(k, ceil(2 / eps))


def _by_distance(rows: np.ndarray, k: int, start: Point) -> np.ndarray:
    """The order of ‖row/k − start‖², ties in the given order: ‖row‖² − 2k·row·start in whole numbers."""
    common = max(v.denominator for v in start)
    if any(common % v.denominator for v in start):
        raise ValueError(f"the coordinates of the start have one denominator, got {[str(v) for v in start]}")
    direction = np.array([int(v * common) for v in start])
    return np.argsort(common * (rows * rows).sum(1) - 2 * k * rows @ direction, kind="stable")
