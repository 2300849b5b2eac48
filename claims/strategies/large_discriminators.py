"""Samples, and how far they are from the law that they come from: what Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import log
from random import Random
from typing import Any

from hypothesis import strategies as st

from claims.theory.gaussian_points import POINTS, GaussianPointsCase, gaussian_points
from claims.theory.large_class import FUNCTIONS, LargeClassCase, large_class
from claims.theory.rates import ApproachCase, AtomsCase, samples_of, samples_of_atoms
from claims.theory.sphere import SphereCase, sphere_points
from claims.theory.witness import WitnessCase, witness

__all__ = [
    "large_classes", "many_gaussian_points", "many_sampled", "points_and_gaussians", "points_on_spheres", "sampled_laws",
    "witnesses",
]  # fmt: skip


@st.composite
def large_classes(draw: st.DrawFn) -> LargeClassCase:
    """All functions, Lipschitz ones or a single one; up to 12 samples of an atomless law or of up to 40 atoms."""
    functions, N = draw(st.sampled_from(sorted(FUNCTIONS))), draw(st.integers(1, 12))
    counts = draw(st.none() | st.lists(st.integers(1, 3), min_size=2, max_size=40))
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


def many_gaussian_points(parameter: str, *, unit: bool = False) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: up to d¹⁰⁰ points in about 1,000 dimensions; up to d⁶ random ones where norms are near 1."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        d = random.randint(900, 1100)
        power = random.randint(2, 6) if unit else random.randint(2, 100)
        kind = "random" if unit else random.choice(POINTS)
        return {parameter: gaussian_points(d=d, power=power, points=kind, unit=unit)}

    return case


@st.composite
def points_on_spheres(draw: st.DrawFn) -> SphereCase:
    """Spheres in up to 300 dimensions; t of the order 1/√d, where nothing is negligible, or anywhere."""
    d = draw(st.integers(2, 12) | st.integers(2, 300))
    anywhere = st.integers(-32, 32).map(lambda k: Fraction(k, 32))
    # in units of 1/√d, rounded to whole multiples of 1/1000
    usual = st.integers(-8, 24).map(lambda k: Fraction(round(1000 * min(1, max(-1, k / 4 / d**0.5))), 1000))
    return sphere_points(d=d, t=draw(usual | anywhere))


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


def many_sampled(parameter: str, d: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: the cube in d dimensions with 10⁹ to 10³⁰ samples."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        return {parameter: samples_of("cube", d=d, n=random.randint(1, 99) * 10 ** random.randint(9, 28))}

    return case


@st.composite
def witnesses(draw: st.DrawFn) -> WitnessCase:
    """Two to four samples and as many other points, with small coordinates, in up to three dimensions."""
    d, n = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    coordinate = st.integers(-6, 6).map(lambda k: Fraction(k, 2))
    points = st.lists(st.tuples(*[coordinate] * d), min_size=n, max_size=n)
    return witness(draw(points), draw(points))
