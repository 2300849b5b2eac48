"""Small exact numbers that Hypothesis may draw."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

__all__ = [
    "dyadics",
    "tuples_of",
]


# Strategies are kept: to build one takes longer than to draw from it.
@cache
def dyadics(*, limit: int = 4, denominators: tuple[int, ...] = (1, 2, 4)) -> st.SearchStrategy[Fraction]:
    """Small dyadic numbers p/q with |p| ≤ limit, in one choice; they shrink towards 0, whole and positive ones first."""
    numbers = {Fraction(p, q) for p in range(-limit, limit + 1) for q in denominators}
    return st.sampled_from(sorted(numbers, key=lambda v: (v.denominator, abs(v), v < 0)))


@cache
def tuples_of(n: int, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """n draws from one strategy."""
    return st.tuples(*[strategy] * n)
