"""Small exact numbers, and laws on a few points, that Hypothesis may draw."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from lemmata.theory.exact.finite_laws import LawCase, law
from lemmata.theory.exact.points import Point

__all__ = [
    "dyadics",
    "finite_laws",
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


_KINDS = st.sampled_from(("any", "one rare point", "symmetric", "any", "any", "any", "any"))
_COUNTS, _HEAVY = st.integers(1, 4), st.sampled_from((9, 30, 99))


@cache
def _sizes(smallest: int, largest: int) -> st.SearchStrategy[int]:
    """Small sizes first, for shrinking; three points and more most often, since one or two hide most errors."""
    return st.sampled_from([n for n in range(smallest, largest + 1) for _ in range(4 if n > 2 else n)])


@cache
def _masses(d: int, n: int, *, heavy: bool) -> st.SearchStrategy[list[tuple[Point, int]]]:
    """n points with counts. A point and its count are drawn together, so that shrinking drops both at once."""
    pairs = st.tuples(tuples_of(d, dyadics()), _HEAVY if heavy else _COUNTS)
    return st.lists(pairs, min_size=n, max_size=n, unique_by=lambda pair: pair[0])


@cache
def _distances(d: int, n: int) -> st.SearchStrategy[list[tuple[Point, int]]]:
    """n points of R^d off 0 with counts; no two points are opposite."""
    pairs = st.tuples(tuples_of(d, dyadics()).filter(any), _COUNTS)
    return st.lists(pairs, min_size=n, max_size=n, unique_by=lambda pair: max(pair[0], tuple(-v for v in pair[0])))


@cache
@st.composite
def finite_laws(draw: st.DrawFn, *, dimension: int = 1, min_points: int = 1, max_points: int = 4) -> LawCase:
    """A law on a few points of R^d with small dyadic coordinates, as `law` makes it.

    Some are symmetric about their centre, some have a point of a mass that is small beside all others. They shrink towards few
    points, small whole coordinates, and equal weights.
    """
    n, kind = draw(_sizes(min_points, max_points)), draw(_KINDS)
    if kind == "symmetric":
        centre, middle = draw(tuples_of(dimension, dyadics())), draw(_COUNTS)
        masses = [(centre, middle)] if n % 2 else []
        for distance, count in draw(_distances(dimension, n // 2)):
            masses += [(tuple(c + s * v for c, v in zip(centre, distance, strict=True)), count) for s in (-1, 1)]
        masses.sort()
    else:
        masses = draw(_masses(dimension, n, heavy=kind == "one rare point"))
    points, counts = zip(*masses, strict=True)
    return law(points, weights=counts if kind != "one rare point" else (*counts[:-1], 1))
