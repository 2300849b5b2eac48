"""Samples of a law beside a class of functions, for its capacity on them, that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random

from hypothesis import assume, strategies as st

from lemmata.theory.discriminators.finite_classes import Function
from lemmata.theory.discriminators.rademacher import SampledCase, sampled
from lemmata.theory.discriminators.sines import DigitsCase, SinesCase, powers_of, sines
from lemmata.theory.discriminators.strategies import functions
from lemmata.theory.transport.strategies import laws

__all__ = ["samples_of_classes", "seeded_samples", "sine_classes"]


@cache
def _indicators(points: int) -> st.SearchStrategy[list[Function]]:
    events = st.lists(st.integers(0, points - 1), min_size=1, max_size=points - 1, unique=True)
    return events.map(lambda A: [tuple(Fraction(int(x in A)) for x in range(points))])


@cache
def _classes(points: int) -> st.SearchStrategy[list[Function]]:
    separating = functions(points, least=2)
    kinds = (separating, separating, functions(points), _indicators(points))
    return st.sampled_from(kinds).flatmap(lambda chosen: chosen)


@st.composite
def samples_of_classes(draw: st.DrawFn, *, max_n: int = 4) -> SampledCase:
    """One to four functions on two to four points, or one event, and one to four samples of a law there."""
    points = draw(st.sampled_from((2, 3, 3, 4)))
    F = draw(_classes(points))
    assume(any(len(set(f)) > 1 for f in F))
    n = draw(st.sampled_from([*range(1, max_n + 1), *range(2, max_n + 1)]))
    return sampled(F, P=draw(laws(points, most=6, zeros=False)), n=n)


def seeded_samples(points: int, n: int) -> Callable[[int], SampledCase]:
    """Seed ↦ three functions on this many points, and n samples."""

    def case(seed: int) -> SampledCase:
        random = Random(seed)
        F = [[Fraction(random.randint(-8, 8), 4) for _ in range(points)] for _ in range(3)]
        counts = [random.randint(1, 4) for _ in range(points)]
        return sampled(F, P=[Fraction(c, sum(counts)) for c in counts], n=n)

    return case


# never 1: one point has capacity 1 where θ is free, and no enclosure tells that from C/√n
_shares = st.sampled_from((Fraction(9, 10), Fraction(2), Fraction(10), Fraction(1, 2)))


@st.composite
def sine_classes(draw: st.DrawFn) -> SinesCase | DigitsCase:
    """One to five points, with |θ| bounded or not; or up to 100 points on which a free θ fits any signs."""
    if draw(st.sampled_from((True, False, False, False, False))):
        return powers_of(draw(st.sampled_from((8, 16, 64))), n=draw(st.integers(2, 100)), C=draw(_shares))
    n = draw(st.integers(1, 5))
    if draw(st.sampled_from((True, False, False, False))):
        points = draw(st.lists(st.integers(1, 20), min_size=n, max_size=n))
        return sines(points, C=draw(_shares))
    quarters = st.integers(-12, 12).map(lambda p: Fraction(p, 4))
    some = draw(st.lists(quarters, min_size=n, max_size=n).filter(any))
    # the supremum is 0 nowhere, and sin(θx) < θx by enough to be seen
    R = draw(st.sampled_from([Fraction(p, 2) for p in (1, 2, 3, 4, 6, 8)]))
    return sines(some, radius=R, C=draw(_shares))
