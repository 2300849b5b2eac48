"""Parameter sets Θ ⊂ B^m of the lecture, exactly: the unit ball, a shell of it, finitely many points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.theory.exact.points import Point, in_short, point_of
from lemmata.theory.exact.spelling import Spelled, makes, typed

__all__ = [
    "Finite",
    "ParameterSet",
    "Shell",
    "ball",
    "finite",
    "grid_points",
    "norm_squared",
    "shell",
    "squared_distance",
]

# Grids, boxes and packings grow like (1/ε)^m: dimension 4 is where they still fit.
_LARGEST_DIMENSION = 4
_GRID_LIMIT = 5_000_000
# Projections onto a sphere are irrational: their coordinates are rounded to multiples of this, to the inside of Θ.
_PROJECTED_TO = Fraction(1, 1024)
# A thinner shell would have no room for that.
_THINNEST = Fraction(99, 100)


def norm_squared(p: Sequence[Fraction]) -> Fraction:
    """‖p‖²."""
    return sum((v * v for v in p), start=Fraction(0))


def squared_distance(p: Sequence[Fraction], q: Sequence[Fraction]) -> Fraction:
    """‖p − q‖²."""
    return sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), start=Fraction(0))


def grid_points(m: int, k: int) -> np.ndarray:
    """The points of [−1, 1]^m with coordinates i/k, as rows of the integers i, in lexicographic order.

    Raises ValueError for a grid that would not fit into memory.
    """
    count = (2 * k + 1) ** m
    if count > _GRID_LIMIT:
        raise ValueError(f"a grid of step 1/{k} in R^{m} has {count:,} points, above the limit of {_GRID_LIMIT:,}")
    axis = np.arange(-k, k + 1)
    return np.stack(np.meshgrid(*[axis] * m, indexing="ij"), -1).reshape(-1, m)


class ParameterSet(Spelled, ABC):
    """Θ, a subset of the unit ball of R^m."""

    m: int

    @abstractmethod
    def contains(self, p: Point) -> bool:
        """Whether θ = p is a parameter."""

    @abstractmethod
    def some_point(self) -> Point:
        """One parameter."""

    @abstractmethod
    def projected(self, p: Point) -> Point:
        """A parameter nearest to p, up to a rounding of about 1/1024 a coordinate that keeps it inside Θ."""

    @abstractmethod
    def grid(self, k: int) -> np.ndarray:
        """The parameters with coordinates i/k, as rows of the integers i, in lexicographic order."""

    def require(self, points: Sequence[Point], what: str) -> None:
        """Raise ValueError, in one sentence, unless all points are parameters."""
        for p in points:
            if len(p) != self.m:
                raise ValueError(f"{what} has a point of dimension {len(p)} in R^{self.m}: {typed(p)}")
            if not self.contains(p):
                raise ValueError(f"{what} has the point {typed(p)} outside Θ = {self!r}")


@dataclass(frozen=True)
class Shell(ParameterSet):
    """{inner ≤ ‖θ‖ ≤ 1}: the whole unit ball for inner = 0."""

    m: int
    inner: Fraction = Fraction(0)

    def __repr__(self) -> str:
        # two functions build it: the whole ball has one of its own
        return f"shell({self.m}, {typed(self.inner)})" if self.inner else f"ball({self.m})"

    def contains(self, p: Point) -> bool:
        return self.inner**2 <= norm_squared(p) <= 1

    def some_point(self) -> Point:
        return (Fraction(-1),) + (Fraction(0),) * (self.m - 1)

    def projected(self, p: Point) -> Point:
        if self.contains(p):
            return p
        norm = norm_squared(p)
        if norm == 0:
            return tuple(v * self.inner for v in self.some_point())
        # outwards onto the inner sphere, inwards onto the outer one
        outwards = norm < 1
        scale = (self.inner if outwards else 1) * _one_over_root(norm, up=outwards)
        return tuple(_rounded(v * scale, up=outwards) for v in p)

    def grid(self, k: int) -> np.ndarray:
        rows = grid_points(self.m, k)
        norms = (rows * rows).sum(1)
        return rows[(norms <= k * k) & (norms * self.inner.denominator**2 >= (k * self.inner.numerator) ** 2)]


@dataclass(frozen=True)
class Finite(ParameterSet):
    """Finitely many parameters."""

    points: tuple[Point, ...]

    @property
    def m(self) -> int:  # type: ignore[override]
        return len(self.points[0])

    def argument(self, name: str) -> Any:
        return in_short(self.points)

    def contains(self, p: Point) -> bool:
        return p in self.points

    def some_point(self) -> Point:
        return self.points[0]

    def projected(self, p: Point) -> Point:
        return min(self.points, key=lambda q: squared_distance(p, q))

    def grid(self, k: int) -> np.ndarray:
        rows = [[v * k for v in p] for p in self.points]
        whole = sorted([int(v) for v in row] for row in rows if all(v.denominator == 1 for v in row))
        return np.array(whole, dtype=np.int64).reshape(-1, self.m)


def _one_over_root(norm: Fraction, *, up: bool) -> Fraction:
    """1/√norm = √(ab)/a for norm = a/b, rounded down or up: exact where √(ab) is whole."""
    square = norm.numerator * norm.denominator << 40
    root = isqrt(square)
    return Fraction(root + (up and root * root < square), norm.numerator << 20)


def _rounded(v: Fraction, *, up: bool) -> Fraction:
    """v with |v| rounded down or up."""
    steps = abs(v) / _PROJECTED_TO
    whole = -(-steps.numerator // steps.denominator) if up else steps.numerator // steps.denominator
    return (1 if v > 0 else -1) * whole * _PROJECTED_TO


def _dimension(m: int) -> int:
    if not isinstance(m, int) or not 1 <= m <= _LARGEST_DIMENSION:
        raise ValueError(f"nets are built in R^1 to R^{_LARGEST_DIMENSION}, got m = {m}")
    return m


def ball(m: int) -> Shell:
    """The unit ball of R^m, m ≤ 4."""
    return Shell(_dimension(m))


def shell(m: int, inner: Number) -> Shell:
    """{inner ≤ ‖θ‖ ≤ 1} in R^m, 0 < inner ≤ 99/100. Raises ValueError otherwise."""
    radius = exact_number(inner)
    if not 0 < radius <= _THINNEST:
        raise ValueError(f"a shell needs an inner radius above 0 and up to {_THINNEST}, got {radius}")
    return Shell(_dimension(m), radius)


@makes(Finite)
def finite(points: Sequence[Sequence[Number] | Number]) -> Finite:
    """Finitely many parameters: ``finite([[1, 0], ["-1/2", 0]])``. Raises ValueError outside the unit ball."""
    rows = tuple(point_of(p) for p in points)
    if not rows:
        raise ValueError("a parameter set needs at least one point")
    m = _dimension(len(rows[0]))
    for p in rows:
        if len(p) != m:
            raise ValueError(f"the points of a parameter set have one dimension, got {m} and {len(p)}")
        if norm_squared(p) > 1:
            raise ValueError(f"Θ lies in the unit ball, got the point {typed(p)}")
    if len(set(rows)) != len(rows):
        raise ValueError(f"a parameter is listed twice: {typed(in_short(rows))}")
    return Finite(rows)
