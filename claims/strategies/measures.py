"""Finite measures that Hypothesis may draw: pairs of them, shifted ones, laws on a few points, and laws of g(Z)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from claims.strategies.networks import PIECEWISE_LINEAR, dyadics, generators
from claims.theory.bounded_class import BoundedClassCase, bounded_class
from claims.theory.ground import NORMS
from claims.theory.measures import Measure, measure
from claims.theory.pushforward import PushforwardCase, pushforward
from claims.theory.shifts import ShiftCase, shift
from claims.theory.wasserstein import FarCase, apart

__all__ = [
    "bounded_classes",
    "laws",
    "measure_pairs",
    "measures",
    "pushforwards",
    "seeded_bounded",
    "seeded_measures",
    "shifts",
]


# strategies are made once: making one costs as much as drawing from it
_values = dyadics()


@cache
def laws(points: int, *, most: int = 4, zeros: bool = True) -> st.SearchStrategy[list[Fraction]]:
    """Weights on this many points, proportional to whole counts up to ``most``; some may be 0."""
    counts = st.lists(st.integers(0 if zeros else 1, most), min_size=points, max_size=points).filter(any)
    return counts.map(lambda c: [Fraction(v, sum(c)) for v in c])


@cache
def _points(d: int, most: int) -> st.SearchStrategy[list[tuple[Fraction, ...]]]:
    return st.lists(st.tuples(*[_values] * d), min_size=1, max_size=most, unique=True)


@cache
def _measures_on(d: int) -> st.SearchStrategy[Measure]:
    return measures(d)


@st.composite
def measures(draw: st.DrawFn, d: int, *, max_points: int = 4) -> Measure:
    """One to four points of R^d with small dyadic coordinates."""
    points = draw(_points(d, max_points))
    return measure(points, draw(laws(len(points), zeros=False)))


@st.composite
def measure_pairs(
    draw: st.DrawFn, *, norms: Sequence[str] = NORMS, min_dimension: int = 1, max_dimension: int = 3
) -> FarCase:
    """Two measures on R^d, d ≤ 3, that share some points or none."""
    d = draw(st.sampled_from([min_dimension, *list(range(min_dimension + 1, max_dimension + 1)) * 3]))
    P, Q = draw(_measures_on(d)), draw(_measures_on(d))
    if draw(st.booleans()):
        # common mass may stay where it is
        Q = measure([P.points[0], *(x for x in Q.points if x != P.points[0])], _weights(Q, P.points[0]))
    assume(P != Q)
    return apart(P, Q, norm=draw(st.sampled_from(norms)))


def _weights(Q: Measure, point: tuple[Fraction, ...]) -> list[Fraction]:
    rest = [w for x, w in zip(Q.points, Q.weights, strict=True) if x != point]
    return [Fraction(1, 2), *(w / sum(rest) / 2 for w in rest)] if rest else [Fraction(1)]


def seeded_measures(parameter: str, points: int, d: int, norms: Sequence[str]) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: two measures on this many points each."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        pair = []
        for _ in range(2):
            chosen: set[tuple[Fraction, ...]] = set()
            while len(chosen) < points:
                chosen.add(tuple(Fraction(random.randint(-20, 20), 2) for _ in range(d)))
            counts = [random.randint(1, 4) for _ in chosen]
            pair.append(measure(sorted(chosen), [Fraction(c, sum(counts)) for c in counts]))
        return {parameter: apart(*pair, norm=norms[seed % len(norms)])}

    return case


_widths = st.sampled_from([Fraction(k, 4) for k in (4, 8, 2, 1, 3, 5)])
_ends = st.tuples(_values, _widths).map(lambda e: [e[0], sum(e)])
_intervals = st.sampled_from(([0, 1], [-1, 1])) | _ends | _ends | _ends


@st.composite
def bounded_classes(draw: st.DrawFn) -> BoundedClassCase:
    """Two laws on two to eight points, and an interval of values: [0, 1], [−1, 1] or any other."""
    points = draw(st.sampled_from((2, 3, 4, 5, 6, 4, 5, 6, 7, 8)))
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    low, high = draw(_intervals)
    return bounded_class(P=P, Q=Q, low=low, high=high)


def seeded_bounded(parameter: str, points: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: two laws on this many points, and an interval of values."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        counts = [[random.randint(0, 4) for _ in range(points)] for _ in range(2)]
        P, Q = ([Fraction(v, sum(c)) for v in c] for c in counts)
        low = Fraction(random.randint(-8, 7), 4)
        return {parameter: bounded_class(P=P, Q=Q, low=low, high=low + Fraction(random.randint(1, 8), 4))}

    return case


_steps = dyadics(denominators=(1, 2, 4, 8))


@st.composite
def shifts(draw: st.DrawFn) -> ShiftCase:
    """A law on the line with one to four atoms, and a t at which no atom meets another one."""
    P, t = draw(_measures_on(1)), draw(_steps)
    assume(not set(P.points) & set(P.shifted(t).points))
    return shift(P, t=t)


_on_the_line = generators(PIECEWISE_LINEAR, max_dimension=1, off_kinks=False)
_corners = st.lists(st.tuples(_values, _values), max_size=3, unique_by=lambda corner: corner[1])


@st.composite
def pushforwards(draw: st.DrawFn) -> PushforwardCase:
    """A piecewise-linear generator of the line, and an f with up to three corners."""
    generator, slope, corners = draw(_on_the_line), draw(_values), draw(_corners)
    assume(slope or any(c for c, _ in corners))
    return pushforward(replace(generator, z=(Fraction(0),)), slope=slope, corners=corners)
