"""Points of Q^m: how they are taken in, and how they are shown in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lemmata.numerics.exact_numbers import Number, exact_number, exact_row

__all__ = [
    "Point",
    "in_short",
    "point_of",
]

Point = tuple[Fraction, ...]


def point_of(values: Sequence[Number] | Number) -> Point:
    """A point from its coordinates; in dimension 1 the number itself will do."""
    return exact_row(values) if isinstance(values, (list, tuple)) else (exact_number(values),)


def in_short(points: Sequence[Point]) -> list[Point | Fraction]:
    """Points as one writes them down: in dimension 1 each is the number itself."""
    return [p[0] if len(p) == 1 else p for p in points]
