"""Exact numbers of a case: how one is taken in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

__all__ = [
    "Number",
    "exact_number",
    "exact_row",
]

Number = Fraction | int | str


def exact_number(value: Number) -> Fraction:
    """A number of a case. Raises TypeError for a float: its decimal is not what was meant; ValueError for NaN and ±∞."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a number of a case is finite, got {value}")
        raise TypeError(f"write {value!r} as a Fraction: a case is exact")
    return Fraction(value)


def exact_row(values: Sequence[Number]) -> tuple[Fraction, ...]:
    """A row of exact numbers. Raises TypeError for floats."""
    return tuple(exact_number(v) for v in values)
