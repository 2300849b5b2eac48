"""Finite measures that Hypothesis may draw: pairs of them, shifted ones, laws on a few points, and laws of g(Z)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from math import log
from random import Random

from hypothesis import assume, strategies as st

from lemmata.theory.exact.measures import Measure, measure
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.transport.costs import NORMS
from lemmata.theory.transport.gaussian_points import POINTS, GaussianPointsCase, gaussian_points
from lemmata.theory.transport.lipschitz_witness import WitnessCase, witness
from lemmata.theory.transport.loss_gap import FUNCTIONS, LargeClassCase, large_class
from lemmata.theory.transport.sampling_rates import ApproachCase, AtomsCase, samples_of, samples_of_atoms
from lemmata.theory.transport.shifts import ShiftCase, shift
from lemmata.theory.transport.sphere import SphereCase, sphere_points
from lemmata.theory.transport.wasserstein import FarCase, apart

__all__ = [
    "large_classes",
    "laws",
    "many_gaussian_points",
    "many_sampled",
    "measure_pairs",
    "measures",
    "points_and_gaussians",
    "points_on_spheres",
    "sampled_laws",
    "seeded_measures",
    "shifts",
    "witnesses",
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


def seeded_measures(points: int, d: int, norms: Sequence[str]) -> Callable[[int], FarCase]:
    """Seed ↦ two measures on this many points each."""

    def case(seed: int) -> FarCase:
        random = Random(seed)
        pair = []
        for _ in range(2):
            chosen: set[tuple[Fraction, ...]] = set()
            while len(chosen) < points:
                chosen.add(tuple(Fraction(random.randint(-20, 20), 2) for _ in range(d)))
            counts = [random.randint(1, 4) for _ in chosen]
            pair.append(measure(sorted(chosen), [Fraction(c, sum(counts)) for c in counts]))
        return apart(*pair, norm=norms[seed % len(norms)])

    return case


_steps = dyadics(denominators=(1, 2, 4, 8))


@st.composite
def shifts(draw: st.DrawFn) -> ShiftCase:
    """A law on the line with one to four atoms, and a t at which no atom meets another one."""
    P, t = draw(_measures_on(1)), draw(_steps)
    assume(not set(P.points) & set(P.shifted(t).points))
    return shift(P, t=t)


_two_counts = st.lists(st.integers(1, 3), min_size=2, max_size=2)


@st.composite
def large_classes(draw: st.DrawFn) -> LargeClassCase:
    """All functions, Lipschitz ones or a single one; up to 12 samples of an atomless law or of up to 40 atoms."""
    functions, N = draw(st.sampled_from(sorted(FUNCTIONS))), draw(st.just(1) | st.integers(1, 12))
    counts = draw(st.none() | st.lists(st.integers(1, 3), min_size=2, max_size=40) | _two_counts)
    return large_class(functions, N=N, counts=counts)


@st.composite
def points_and_gaussians(draw: st.DrawFn, *, unit: bool = False) -> GaussianPointsCase:
    """d^k points beside a Gaussian: up to (d/4)^{d/2} in up to 200 dimensions, any number in up to 12, and up to e^{d/20} where
    norms are near 1."""
    kind = draw(st.sampled_from(POINTS))
    shape = draw(st.sampled_from(("few", "few", "many", "any")))
    if shape == "any":
        return gaussian_points(d=draw(st.integers(2, 12)), power=draw(st.integers(1, 16)), points=kind, unit=unit)
    if unit and shape == "few":
        d = draw(st.integers(90, 500))
        most = d / 20 / log(d)
    else:
        d = draw(st.integers(7, 200))
        most = d / 2 * log(d / 4) / log(d)
    return gaussian_points(d=d, power=draw(st.integers(1, max(1, int(most)))), points=kind, unit=unit)


def many_gaussian_points(*, unit: bool = False) -> Callable[[int], GaussianPointsCase]:
    """Seed ↦ a Gaussian and up to d¹⁰⁰ points in about 1,000 dimensions; up to d⁶ random ones where norms are near 1."""

    def case(seed: int) -> GaussianPointsCase:
        random = Random(seed)
        d = random.randint(900, 1100)
        power = random.randint(2, 6) if unit else random.randint(2, 100)
        kind = "random" if unit else random.choice(POINTS)
        return gaussian_points(d=d, power=power, points=kind, unit=unit)

    return case


@st.composite
def points_on_spheres(draw: st.DrawFn, *, many: bool = False) -> SphereCase:
    """Spheres in up to 300 dimensions; t of the order 1/√d, where nothing is negligible, or anywhere but at 0. With ``many``, 3 to
    10⁶ points, and a t at which few pairs are close."""
    d = draw(st.integers(2, 12) | st.integers(2, 300))
    points = draw(st.sampled_from((3, 10, 100, 1000, 10**6))) if many else 2
    anywhere = st.integers(-31, 31).map(lambda k: Fraction(k, 32))
    # in units of 1/√d, rounded to whole multiples of 1/1000; (1 − t²)^{d/2}·N² = 1 at t² = 1 − N^{−4/d}
    usual = st.integers(-8, 24).map(lambda k: Fraction(round(1000 * min(0.999, max(-0.999, k / 4 / d**0.5))), 1000))
    few = st.integers(-8, 8).map(
        lambda k: Fraction(round(1000 * min(0.999, (1 - points ** (-4 / d)) ** (0.5 + k / 32))), 1000)
    )
    return sphere_points(d=d, t=draw((few | few | usual if many else usual | anywhere).filter(bool)), points=points)


@st.composite
def sampled_laws(draw: st.DrawFn) -> ApproachCase | AtomsCase:
    """The cube in 1 or 3 to 12 dimensions with up to 10³⁰ samples, Gaussians in 3 to 8 with 10⁶, and up to 8 atoms."""
    law = draw(st.sampled_from(("cube", "gaussian", "atoms")))
    if law == "atoms":
        counts = draw(st.lists(st.integers(1, 3), min_size=2, max_size=8))
        return samples_of_atoms(counts, n=24 * draw(st.integers(1, 99)) * 10 ** draw(st.integers(0, 6)))
    if law == "gaussian":
        return samples_of(law, d=draw(st.integers(3, 8)), n=draw(st.integers(1, 99)) * 10 ** draw(st.integers(0, 4)))
    d = draw(st.just(1) | st.integers(3, 12))
    return samples_of(law, d=d, n=draw(st.integers(1, 99)) * 10 ** draw(st.integers(0, 28)))


def many_sampled(d: int) -> Callable[[int], ApproachCase]:
    """Seed ↦ the cube in d dimensions with 10⁹ to 10³⁰ samples."""

    def case(seed: int) -> ApproachCase:
        random = Random(seed)
        return samples_of("cube", d=d, n=random.randint(1, 99) * 10 ** random.randint(9, 28))

    return case


@st.composite
def witnesses(draw: st.DrawFn) -> WitnessCase:
    """Two to four samples and as many other points, with small coordinates, in up to three dimensions."""
    d, n = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    coordinate = st.integers(-6, 6).map(lambda k: Fraction(k, 2))
    points = st.lists(st.tuples(*[coordinate] * d), min_size=n, max_size=n)
    return witness(draw(points), draw(points))
