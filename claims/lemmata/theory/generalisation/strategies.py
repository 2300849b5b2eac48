"""Instances of the generalisation theorem that Hypothesis may draw, on classes whose failure probability is exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.strategies import factors, lattices
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import Features
from lemmata.theory.generalisation.exact_classes import (
    CubeCorners,
    UniformClass,
    bumps,
    cube_corners,
    on_a_line,
    one_function,
    two_cells,
)
from lemmata.theory.generalisation.exact_instances import PromiseCase, promise
from lemmata.theory.generalisation.generator_classes import Realisable, scales, shifts_within
from lemmata.theory.generalisation.main_theorem_instances import LearningCase, learning
from lemmata.theory.generalisation.sampled_classes import LAWS
from lemmata.theory.generalisation.sampled_instances import (
    repeated_cells,
    repeated_corners,
    repeated_features,
    repeated_heavy_tail,
    repeated_rare_bumps,
)
from lemmata.theory.generalisation.small_support import CellClassCase, CloudCase, cell_class, cloud
from lemmata.theory.generalisation.two_points import TwoPoints, two_points
from lemmata.theory.transport.small_support_is_far import DISTANCES, FooledCase, fooled

__all__ = [
    "cell_classes",
    "clouds",
    "fooled_discriminators",
    "learnings",
    "many_cells",
    "networks_on_two_points",
    "promises",
    "promises_for_any_n",
    "rare_values",
    "repeated",
    "seeded_learnings",
    "seeded_promises",
    "uniform_classes",
]

_SMALL_COUNTS = st.tuples(st.integers(1, 5), st.integers(1, 5))


@st.composite
def networks_on_two_points(draw: st.DrawFn) -> TwoPoints:
    """Two-layer networks with all weights trained (m = 2 or 3), or up to five frozen features, on two points in the unit ball."""
    d = draw(st.integers(1, 2))
    quarters = st.sampled_from([Fraction(p, 4) for p in range(-4, 5)])
    point = st.tuples(*[quarters] * d).filter(lambda x: 0 < sum(v * v for v in x) <= 1)
    if draw(st.booleans()):
        family: Family = BiasFreeNetworks(d, (1,), draw(st.sampled_from(("relu", "abs"))))
    else:
        m = draw(st.integers(2, 5))
        row = st.tuples(*[st.sampled_from((Fraction(1), Fraction(-1), Fraction(2)))] * d)
        frozen, shift = draw(st.tuples(*[row] * m)), draw(st.tuples(*[st.sampled_from((Fraction(0), Fraction(1)))] * m))
        family = Features(frozen, shift)
    case = two_points(family, draw(point), draw(point), draw(_SMALL_COUNTS))
    assume(case.spread[0] > 0)
    return case


@st.composite
def uniform_classes(draw: st.DrawFn) -> UniformClass:
    """One function, linear classes on a line and on the corners of a cube, two cells, bumps; none that is unbounded."""
    kind = draw(
        st.sampled_from(("one", "one", "one", "line", "corners", "cells", "bumps", "bumps", "bumps", "networks"))
    )
    if kind == "one":
        L = draw(st.sampled_from([Fraction(p, q) for q in (1, 10, 1000, 10**6) for p in (1, 4)]))
        narrow = st.sampled_from((lattice([1, 1], step="1/2"), lattice([1, 1]), lattice([1, 1], step="1/4")))
        rare = st.sampled_from((3, 5, 10, 20)).map(lambda M: lattice([M * M - 1, 1], step=M))
        return one_function(
            draw(st.one_of(lattices(max_levels=2), narrow, narrow, rare)), m=draw(st.integers(1, 6)), L=L
        )
    if kind == "line":
        return on_a_line(draw(lattices(max_levels=4)), m=draw(st.integers(1, 6)))
    if kind == "corners":
        return cube_corners(draw(st.integers(1, 3)))
    if kind == "cells":
        return two_cells(draw(_SMALL_COUNTS))
    if kind == "networks":
        return draw(networks_on_two_points())
    return bumps(draw(st.integers(1, 8)), draw(st.sampled_from((2, 10, 10**8, 10**60, 10**60))))


@st.composite
def rare_values(draw: st.DrawFn) -> PromiseCase:
    """f = M with probability 1/M² and 0 otherwise, so that E f² = 1, and an ε that a single M among the samples exceeds;
    or f = M with probability 1/M, so that E f = 1."""
    M, m = draw(st.sampled_from((100, 200, 500))), draw(st.integers(3, 7))
    law = lattice([M * M - 1, 1], step=M)
    L = draw(st.sampled_from((Fraction(1, 1000), Fraction(1, 10**6))))
    if draw(st.booleans()):
        return promise(one_function(lattice([M - 1, 1], step=M), m=m, L=L), epsilon=1, delta="1/500")
    return promise(one_function(law, m=m, L=L), epsilon=Fraction(256, M), delta="1/500")


def promises_for_any_n() -> st.SearchStrategy[PromiseCase]:
    """The same with N, 2N, 20N or infinitely many training samples."""
    n = st.sampled_from((1, 1, 2, 20, None, None, None))
    return st.builds(lambda case, times: replace(case, times=times), promises(), n).filter(
        lambda case: case.times == 1 or not isinstance(case.F, CubeCorners)
    )


@st.composite
def promises(draw: st.DrawFn) -> PromiseCase:
    """A class and an ε that its deviations can exceed."""
    if draw(st.sampled_from((False, False, False, False, True))):
        return draw(rare_values())
    F = draw(uniform_classes())
    sixteenths: Sequence[int] = (1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 8, 10, 12)
    reach = F.width
    if isinstance(F, TwoPoints):
        # a network's deviations stay far below its range, and the exact law ends at a few thousand samples
        reach, sixteenths = F.spread[0].limit_denominator(16), (11, 12, 13, 14, 15)
        assume(reach > 0)
    epsilon = reach * draw(st.sampled_from([Fraction(p, 16) for p in sixteenths]))
    c = draw(st.sampled_from((Fraction(1, 10), Fraction(1), Fraction(10))))
    delta = draw(st.sampled_from((Fraction(1, 10), Fraction(1, 2), Fraction(1, 100))))
    times = draw(st.sampled_from((1, 1, 2)))
    assume(times == 1 or not isinstance(F, CubeCorners))
    return promise(F, epsilon=epsilon, c=c, delta=delta, times=times)


def seeded_promises(parameter: str) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: linear classes in up to 20 dimensions and bumps in as many, the largest sizes that are exact."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        kind = seed % 3
        if kind == 0:
            return {parameter: promise(cube_corners(3), epsilon=Fraction(random.randint(320, 500), 256))}
        if kind == 1:
            law = lattice([random.randint(1, 9) for _ in range(3)], lowest=-1, step=1)
            return {
                parameter: promise(
                    on_a_line(law, m=random.randint(5, 20)), epsilon=Fraction(random.randint(40, 63), 32)
                )
            }
        F = bumps(random.randint(10, 20), random.randint(2, 100))
        return {parameter: promise(F, epsilon=Fraction(random.randint(20, 30), 16))}

    return case


def repeated(parameter: str, *, laws: bool = False) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: cells, corners and features with m up to 10⁴; with ``laws``, cells under every kind of law."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        epsilon = Fraction(random.randint(8, 24), 16)
        m = 10**4 if random.random() < 0.01 else random.choice((1, 2, 3, 10, 30, 100, 300, 1000))
        number = random.getrandbits(32)
        if laws and random.random() < 0.1:
            return {parameter: repeated_heavy_tail(Fraction(random.randint(20, 25), 16), epsilon=Fraction(1, 2))}
        if laws and random.random() < 0.4:
            M, K = random.choice((10, 100, 400, 1320)), random.choice((2, 10, 1000))
            return {parameter: repeated_rare_bumps(M, K, epsilon=Fraction(random.randint(8, 32), 16))}
        if laws:
            law = random.choice([name for name in LAWS if name != "degenerate"])
            m = 4 if law == "pushforward" else max(2, min(m, 300))
            return {parameter: repeated_cells(m, law=law, seed=number, epsilon=epsilon)}
        kind = random.choice(("cells", "corners", "features"))
        if kind == "cells":
            # many cells and a small ε ask for the most samples
            small = Fraction(1, random.choice((1, 1, 1, 500)))
            return {parameter: repeated_cells(max(2, m), law="finite", seed=number, epsilon=epsilon * small)}
        if kind == "corners":
            return {parameter: repeated_corners(m, epsilon=epsilon)}
        return {parameter: repeated_features(m, seed=number, epsilon=epsilon)}

    return case


@st.composite
def cell_classes(draw: st.DrawFn, *, max_cells: int = 12) -> CellClassCase:
    """Two to twelve cells, equally likely or not, and ε from 1/4 on."""
    m = draw(st.integers(2, max_cells))
    counts = draw(st.lists(st.integers(1, 3), min_size=m, max_size=m) | st.just([1] * m))
    return cell_class(counts, epsilon=draw(st.sampled_from([Fraction(p, 16) for p in range(24, 3, -1)])))


def many_cells(parameter: str, m: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: m cells whose probabilities differ by a factor of up to three."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        counts = [random.randint(1, 3) for _ in range(m)]
        return {parameter: cell_class(counts, epsilon=Fraction(random.randint(10, 24), 16))}

    return case


@st.composite
def clouds(draw: st.DrawFn) -> CloudCase:
    """Two to five points of the unit ball of R^d, d ≤ 6; among them the corners ±e_i, which are as far apart as can be."""
    d = draw(st.integers(1, 6))
    quarters = [Fraction(p, 4) for p in range(-4, 5)]
    anywhere = st.tuples(*[st.sampled_from(quarters)] * d).filter(lambda x: sum(v * v for v in x) <= 1)
    corner = st.builds(
        lambda i, s: tuple(s if i == j else Fraction(0) for j in range(d)),
        st.integers(0, d - 1), st.sampled_from((Fraction(1), Fraction(-1))),
    )  # fmt: skip
    points = draw(st.lists(corner | anywhere, min_size=2, max_size=5, unique=True))
    counts = draw(st.lists(st.integers(1, 3), min_size=len(points), max_size=len(points)))
    weights = [Fraction(c, sum(counts)) for c in counts]
    return cloud(points, weights, epsilon=draw(st.sampled_from([Fraction(p, 16) for p in range(24, 1, -1)])))


@st.composite
def fooled_discriminators(draw: st.DrawFn) -> FooledCase:
    """Gaussians in 16 to 200 dimensions, and discriminators with up to 20 parameters."""
    m, L = draw(st.integers(1, 20)), draw(st.sampled_from((1, 2, 5, 10)))
    epsilon = draw(st.sampled_from([Fraction(p, 16) for p in range(4, 16)]))
    return fooled(d=draw(st.integers(16, 200)), m=m, L=L, epsilon=epsilon, distance=draw(st.sampled_from(DISTANCES)))


_ACCURACIES = st.sampled_from([Fraction(1, q) for q in (1, 1, 2, 4, 10, 100, 1000, 10**4)])
_FAILURES = st.sampled_from([Fraction(1, q) for q in (2, 10, 10**6, 10**1500, 10**1500)])


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
        c=draw(factors),
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
