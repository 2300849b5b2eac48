"""Instances of the generalisation theorem that Hypothesis may draw, on classes whose failure probability is exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, strategies as st

from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.strategies import lattices
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import Features
from lemmata.theory.generalisation.exact_classes import (
    CubeCorners,
    OnALine,
    OneFunction,
    UniformClass,
    bumps,
    cube_corners,
    on_a_line,
    one_function,
    two_cells,
)
from lemmata.theory.generalisation.exact_instances import PromiseCase, promise
from lemmata.theory.generalisation.sampled_classes import LAWS
from lemmata.theory.generalisation.sampled_instances import (
    RepeatedCase,
    repeated_cells,
    repeated_corners,
    repeated_features,
    repeated_heavy_tail,
    repeated_rare_bumps,
)
from lemmata.theory.generalisation.two_points import TwoPoints, two_points

__all__ = [
    "coins_at_every_scale",
    "networks_on_two_points",
    "promises",
    "promises_for_any_n",
    "rare_values",
    "repeated",
    "seeded_promise",
    "uniform_classes",
]

# numbers of parameters that tell a power of m from another one
_MANY = (200, 10**12, 10**18)
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
        return one_function(draw(st.one_of(lattices(max_levels=2), narrow, rare)), m=draw(st.integers(1, 12)), L=L)
    if kind == "line":
        return on_a_line(draw(lattices(max_levels=4)), m=draw(st.integers(1, 6)))
    if kind == "corners":
        return cube_corners(draw(st.integers(1, 3)))
    if kind == "cells":
        return two_cells(draw(_SMALL_COUNTS))
    if kind == "networks":
        return draw(networks_on_two_points())
    m = draw(st.integers(1, 8) | st.sampled_from(_MANY))
    axis = (2, 10, 10**8, 10**60, 10**60, 10**600) if m <= 8 else (10**60, 10**600, 10**4)
    return bumps(
        m, draw(st.sampled_from(axis)), height=draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(1, 10**30))))
    )


@st.composite
def rare_values(draw: st.DrawFn) -> PromiseCase:
    """f = M with probability 1/M² and 0 otherwise, so that E f² = 1, and an ε that a single M among the samples exceeds;
    or f = M with probability 1/M, so that E f = 1."""
    M, m = draw(st.integers(100, 500)), draw(st.integers(3, 7))
    law = lattice([M * M - 1, 1], step=M)
    L = draw(st.sampled_from([Fraction(1, 10**k) for k in range(3, 7)]))
    if draw(st.booleans()):
        return promise(one_function(lattice([M - 1, 1], step=M), m=m, L=L), epsilon=1, delta="1/500")
    return promise(one_function(law, m=m, L=L), epsilon=Fraction(256, M), delta="1/500")


@st.composite
def coins_at_every_scale(draw: st.DrawFn) -> PromiseCase:
    """One coin under up to 10¹⁸ parameters, with values of the order 10^±30 or 1, an ε down to 10⁻²⁰ of them, and δ down to
    10⁻³⁰."""
    step = draw(st.sampled_from((Fraction(1), Fraction(10**30), Fraction(1, 10**30))))
    m = draw(st.integers(1, 12) | st.sampled_from(_MANY))
    share = draw(st.sampled_from((Fraction(1, 10), Fraction(1, 4), Fraction(3, 8), Fraction(1, 10**20))))
    F = one_function(lattice([1, 1], step=step), m=m, L=step * Fraction(1, 10 ** draw(st.sampled_from((6, 20)))))
    deltas = (Fraction(1, 10), Fraction(1, 100), Fraction(1, 10**30))
    return promise(F, epsilon=step * share, delta=draw(st.sampled_from(deltas)))


def promises_for_any_n() -> st.SearchStrategy[PromiseCase]:
    """Instances with N, 2N, 20N or infinitely many training samples."""
    n = st.sampled_from((1, 1, 2, 20, None, None, None))
    return st.builds(lambda case, times: replace(case, times=times), promises(), n).filter(_within_reach)


def _within_reach(case: PromiseCase) -> bool:
    """Whether there is an exact law for so many samples: unequal numbers of them take a sum over all of the smaller one."""
    if isinstance(case.F, CubeCorners):
        return case.times == 1
    return case.times in (1, None) or case.F.m not in _MANY


@st.composite
def promises(draw: st.DrawFn) -> PromiseCase:
    """A class and an ε that its deviations can exceed."""
    kind = draw(st.sampled_from(("class", "class", "class", "class", "rare", "coin")))
    if kind != "class":
        return draw(rare_values() if kind == "rare" else coins_at_every_scale())
    F = draw(uniform_classes())
    sixteenths: Sequence[int] = (1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 8, 10, 12)
    reach = F.width
    if isinstance(F, TwoPoints):
        # a network's deviations stay far below its range, and the exact law ends at a few thousand samples
        reach, sixteenths = F.spread[0].limit_denominator(16), (11, 12, 13, 14, 15)
        assume(reach > 0)
    epsilon = reach * draw(st.sampled_from([Fraction(p, 16) for p in sixteenths]))
    if isinstance(F, OnALine | OneFunction):
        # two means are no further apart than the levels that have mass, whose range may be shorter than Δ
        levels = [k for k, count in enumerate(F.law.counts) if count]
        assume(epsilon < F.law.step * (levels[-1] - levels[0]))
    c = draw(st.sampled_from((Fraction(1, 10), Fraction(1), Fraction(10))))
    delta = draw(st.sampled_from((Fraction(1, 10), Fraction(1, 2), Fraction(1, 100))))
    times = draw(st.sampled_from((1, 1, 2)))
    case = promise(F, epsilon=epsilon, c=c, delta=delta, times=times)
    assume(_within_reach(case))
    return case


def seeded_promise(seed: int) -> PromiseCase:
    """Seed ↦ a linear class in up to 20 dimensions or bumps in as many, the largest sizes that are exact."""
    random = Random(seed)
    kind = seed % 3
    if kind == 0:
        return promise(cube_corners(3), epsilon=Fraction(random.randint(320, 500), 256))
    if kind == 1:
        law = lattice([random.randint(1, 9) for _ in range(3)], lowest=-1, step=1)
        return promise(on_a_line(law, m=random.randint(5, 20)), epsilon=Fraction(random.randint(40, 63), 32))
    F = bumps(random.randint(10, 20), random.randint(2, 100))
    return promise(F, epsilon=Fraction(random.randint(20, 30), 16))


def repeated(*, laws: bool = False) -> Callable[[int], RepeatedCase]:
    """Seed ↦ cells, corners or features with m up to 10⁴; with ``laws``, cells under every kind of law."""

    def case(seed: int) -> RepeatedCase:
        random = Random(seed)
        epsilon = Fraction(random.randint(8, 24), 16)
        m = 10**4 if random.random() < 0.01 else random.choice((1, 2, 3, 10, 30, 100, 300, 1000))
        number = random.getrandbits(32)
        if laws and random.random() < 0.1:
            return repeated_heavy_tail(Fraction(random.randint(20, 25), 16), epsilon=Fraction(1, 2))
        if laws and random.random() < 0.4:
            M, K = random.choice((10, 100, 400, 1320)), random.choice((2, 10, 1000))
            return repeated_rare_bumps(M, K, epsilon=Fraction(random.randint(8, 32), 16))
        if laws:
            law = random.choice([name for name in LAWS if name != "degenerate"])
            m = 4 if law == "pushforward" else max(2, min(m, 300))
            return repeated_cells(m, law=law, seed=number, epsilon=epsilon)
        kind = random.choice(("cells", "corners", "features"))
        if kind == "cells":
            # many cells and a small ε ask for the most samples
            small = Fraction(1, random.choice((1, 1, 1, 500)))
            return repeated_cells(max(2, m), law="finite", seed=number, epsilon=epsilon * small)
        if kind == "corners":
            return repeated_corners(m, epsilon=epsilon)
        return repeated_features(m, seed=number, epsilon=epsilon)

    return case
