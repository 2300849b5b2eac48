"""Instances of the main theorem, of sampling rates and of sine classes that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from claims.strategies.averages import lattices
from claims.theory.learning import LearningCase, learning
from claims.theory.mean_norms import CornersCase, LineSamplesCase, corners_of_a_cube, samples_on_a_line
from claims.theory.realisable import Realisable, scales, shifts_within
from claims.theory.sines import DigitsCase, SinesCase, powers_of, sines
from claims.theory.tails import Lattice, lattice

__all__ = [
    "corner_samples", "learnings", "line_samples", "seeded_learnings", "sine_classes", "symmetric_line_samples",
]  # fmt: skip

_ACCURACIES = st.sampled_from([Fraction(1, q) for q in (1, 1, 2, 4, 10, 100, 1000, 10**4)])
_FAILURES = st.sampled_from([Fraction(1, q) for q in (2, 10, 10**6, 10**1500, 10**1500)])
_constants = st.sampled_from((Fraction(1), Fraction(2), Fraction(10), Fraction(1, 2)))


@st.composite
def _classes(draw: st.DrawFn, epsilon: Fraction) -> Realisable:
    """Means within a ball, or variances, with room for some J > 2ε."""
    d = draw(st.sampled_from((1, 1, 1, 2, 5, 20, 100, 300)))
    slack = draw(st.sampled_from((Fraction(11, 10), Fraction(3, 2), Fraction(4))))
    if draw(st.booleans()):
        return shifts_within(slack * Fraction(float(2 * epsilon) ** 0.5).limit_denominator(100) + Fraction(1, 100), d=d)
    # u, from which on J > 2ε; P_real in the middle of the variances, or at either end
    u = 1 + 2 * epsilon / d + Fraction(2 * float(epsilon / d + (epsilon / d) ** 2) ** 0.5).limit_denominator(100)
    far = 1 + slack * (u - 1) + Fraction(1, 100)
    least, most = draw(st.sampled_from(((1 / far, far), (1 / far, Fraction(1)), (Fraction(1), far))))
    return scales(least, most, d=d)


@st.composite
def learnings(draw: st.DrawFn) -> LearningCase:
    """A class, ε from 10⁻⁴ to 1, δ from 10⁻¹⁵⁰⁰ to ½, and c·d^power."""
    epsilon = draw(_ACCURACIES)
    return learning(
        draw(_classes(epsilon)),
        epsilon=epsilon,
        delta=draw(_FAILURES),
        c=draw(_constants),
        power=draw(st.integers(0, 2)),
    )


def seeded_learnings(parameter: str, d: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: means or variances in this dimension."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        epsilon = Fraction(1, random.randint(1, 100))
        G = (
            shifts_within(2 + Fraction(random.randint(0, 64), 16), d=d)
            if random.random() < 0.5
            else scales(Fraction(1, random.randint(2, 8)), random.randint(2, 8), d=d)
        )
        return {parameter: learning(G, epsilon=epsilon, delta=Fraction(1, random.randint(2, 1000)))}

    return case


@st.composite
def line_samples(draw: st.DrawFn, *, max_samples: int = 60) -> LineSamplesCase:
    """A law on a lattice, up to 60 samples, and C."""
    return samples_on_a_line(draw(lattices(max_levels=4)), N=draw(st.integers(1, max_samples)), C=draw(_constants))


@st.composite
def _symmetric(draw: st.DrawFn) -> Lattice:
    half = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3).filter(any))
    middle = draw(st.lists(st.integers(0, 3), max_size=1))
    counts = [*half, *middle, *half[::-1]]
    step = draw(st.sampled_from((Fraction(2), Fraction(1), Fraction(1, 2))))
    return lattice(counts, lowest=-step * Fraction(len(counts) - 1, 2), step=step)


@st.composite
def symmetric_line_samples(draw: st.DrawFn, *, max_samples: int = 60) -> LineSamplesCase:
    """A law that x ↦ −x does not change, and up to 60 samples."""
    law = draw(_symmetric())
    assume(law.variance > 0)
    return samples_on_a_line(law, N=draw(st.integers(1, max_samples)), C=draw(_constants))


@st.composite
def corner_samples(draw: st.DrawFn) -> CornersCase:
    """Two to four dimensions, two samples or more (with one, the bound is attained), and C."""
    d = draw(st.sampled_from((2, 2, 3, 3, 4)))
    return corners_of_a_cube(d, N=draw(st.integers(2, 40)), C=draw(_constants))


# never 1: one point has capacity 1 where θ is free, and no enclosure tells that from C/√n
_shares = st.sampled_from((Fraction(9, 10), Fraction(2), Fraction(10), Fraction(1, 2)))


@st.composite
def sine_classes(draw: st.DrawFn) -> SinesCase | DigitsCase:
    """One to five points, |θ| bounded or not; or as many as one likes that a free θ fits whatever the signs."""
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
