"""Points of Q^m: from what is written down, and as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lemmata.theory.exact.numbers import Number, exact_number
from lemmata.theory.exact.spelling import typed

__all__ = [
    "Point",
    "point_of",
    "written_point",
    "written_points",
]

Point = tuple[Fraction, ...]


def point_of(values: Sequence[Number] | Number) -> Point:
    """A point from its coordinates; in dimension 1 the number itself will do."""
    return (
        tuple(exact_number(v) for v in values) if isinstance(values, (list, tuple)) else (exact_number(values),)  # type: ignore[arg-type]
    )


def written_points(points: Sequence[Point]) -> str:
    """Points as they are typed: [[0, 1], ['-1/2', 0]], and [0, '1/2'] in dimension 1."""
    return "[" + ", ".join(typed(p[0]) if len(p) == 1 else written_point(p) for p in points) + "]"


def written_point(p: Point) -> str:
    return "[" + ", ".join(typed(v) for v in p) + "]"
