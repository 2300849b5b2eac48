"""Pairs of laws that Hypothesis may draw: discrete ones, affine generators of R^d, networks of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import isqrt
from random import Random

from hypothesis import assume, strategies as st

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.theory.densities.two_at_a_point import PairSiteCase
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.covered_laws import CoveredCase
from lemmata.theory.divergences.discrete_laws import DiscretePairCase
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, same_law
from lemmata.theory.divergences.near_members import OffByCase
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.networks.generator_case import GeneratorCase, generator
from lemmata.theory.networks.linear_regions import on_a_kink
from lemmata.theory.networks.seeded_networks import Seeded
from lemmata.theory.networks.strategies import generators

__all__ = [
    "GROWING_SLOWLY",
    "SeededPair",
    "affine_pairs",
    "covered_laws",
    "discrete_pairs",
    "laws",
    "laws_and_mirrored_ones",
    "line_pairs",
    "nearly_members",
    "pair_sites",
    "sampled_pair",
    "seeded_affine_pairs",
    "seeded_pair_sites",
]

# leaky ReLUs alone: their pieces are rational
LEAKY = ("leaky_relu(1/2)", "leaky_relu(1/4)", "leaky_relu(3)", "decreasing(leaky_relu(1/2))")
# s grows at most linearly, so that a point of one network stays of moderate size in the other
GROWING_SLOWLY = (*LEAKY, "sinh", "softplus_like", "smooth_leaky_relu")
# now and then one heavy point, for laws that are far apart
_COUNTS = st.sampled_from((*range(1, 13), 60, 500, 10**9))
_HEAVY_OR_NOT = st.sampled_from((1, 10**4))
_ONE_IN_EIGHT = st.integers(0, 7).map(lambda kind: kind == 7)


@st.composite
def discrete_pairs(draw: st.DrawFn, *, max_points: int = 5) -> DiscretePairCase:
    """Two different laws on 2 to ``max_points`` points, all of which both charge; some next to
    each other, some with parts that hardly overlap beside a part in common."""
    n = draw(st.sampled_from((2, *range(3, max_points + 1), *range(3, max_points + 1))))
    first, second = (draw(st.tuples(*[_COUNTS] * n)) for _ in range(2))
    if draw(_ONE_IN_EIGHT):
        second = tuple(64 * a + b for a, b in zip(first, second, strict=True))
    elif draw(_ONE_IN_EIGHT):
        first, second = (draw(st.tuples(*[_HEAVY_OR_NOT] * n)) for _ in range(2))
    assume(any(a * sum(second) != b * sum(first) for a, b in zip(first, second, strict=True)))
    return DiscretePairCase(first, second)


@cache
def _networks(
    activations: tuple[str, ...], dimensions: tuple[int, int], depths: tuple[int, int], *, edges: bool = True
) -> st.SearchStrategy[GeneratorCase]:
    """Generators between these sizes, without a point. Kept, since building a strategy takes longer than drawing from it."""
    found = generators(
        activations, min_dimension=dimensions[0], max_dimension=dimensions[1], min_depth=depths[0], max_depth=depths[1],
        off_kinks=False, with_edges=edges, spread=0,
    )  # fmt: skip
    return found.map(lambda g: replace(g, z=(Fraction(0),) * len(g.z)))


@st.composite
def affine_pairs(draw: st.DrawFn, *, max_dimension: int = 3) -> GeneratorPairCase:
    """N(b, WWᵀ) and N(c, VVᵀ), often with V = W or with c = b."""
    g = draw(_networks(LEAKY[:1], (1, max_dimension), (1, 1)))
    d = g.size[0]
    other = draw(_networks(LEAKY[:1], (d, d), (1, 1)))
    kept = draw(st.sampled_from(("neither", "neither", "weights", "bias")))
    h = {"neither": other, "weights": replace(other, weights=g.weights), "bias": replace(other, biases=g.biases)}[kept]
    assume(not same_law(g, h))
    return GeneratorPairCase(g, h)


@st.composite
def line_pairs(
    draw: st.DrawFn, activations: Sequence[str] = LEAKY, *, min_depth: int = 1, max_depth: int = 2
) -> GeneratorPairCase:
    """Two generators of the line with one σ and one depth."""

    g = draw(_networks(tuple(activations), (1, 1), (min_depth, max_depth), edges=False))
    l = g.size[1]
    h = draw(_networks((g.activation.name,), (1, 1), (l, l), edges=False))
    assume(not same_law(g, h))
    return GeneratorPairCase(g, h)


@cache
def laws() -> st.SearchStrategy[DiscretePairCase | GeneratorPairCase]:
    """Discrete laws, and one in eight on the line, where integrals are slow."""
    discrete, line = discrete_pairs(), line_pairs()
    return st.integers(0, 7).flatmap(lambda kind: line if kind == 7 else discrete)


@st.composite
def _mirrored(draw: st.DrawFn) -> DiscretePairCase:
    """Laws whose ratio is r or 1/r everywhere, r now and then next to 1: (a, b) against (b, a), each point now and then
    split in two."""
    a, b = draw(st.tuples(_COUNTS, _COUNTS))
    if draw(_ONE_IN_EIGHT):
        a, b = 64 * a, 64 * a + 1
    assume(a != b)
    times = draw(st.sampled_from((1, 2)))
    return DiscretePairCase((a, b) * times, (b, a) * times)


@cache
def laws_and_mirrored_ones() -> st.SearchStrategy[DiscretePairCase | GeneratorPairCase]:
    """The same, and one in four with one |log(p/q)|, where sharp bounds are equalities."""
    every, mirrored = laws(), _mirrored()
    return st.integers(0, 3).flatmap(lambda kind: mirrored if kind == 3 else every)


def nearly_members() -> st.SearchStrategy[OffByCase]:
    """A discriminator within η of log P − log Q, on the side that hurts or on the one that helps."""
    steepness = st.sampled_from((Fraction(8), Fraction(1), Fraction(1, 2), Fraction(-1)))
    eta = st.sampled_from((Fraction(1, 2), Fraction(1, 4), Fraction(1)))
    return st.builds(OffByCase, laws(), eta, steepness)


_affine_pairs = affine_pairs()


@st.composite
def covered_laws(draw: st.DrawFn) -> CoveredCase:
    """A class of two affine generators and P_real: the law of g written differently; or g moved, or widened, or
    with its coordinates swapped; or any other."""
    pair = draw(_affine_pairs)
    g, h, d = pair.g, pair.h, pair.size[0]
    turned = tuple(tuple(-v for v in row) for row in g.weights[0])
    mirrored = (*g.weights[0][:-1], turned[-1])
    swapped = g.weights[0][::-1]
    shift = draw(dyadics())
    real = {
        "in G": replace(g, weights=(turned,)),
        "moved": replace(g, biases=(tuple(v + shift for v in g.biases[0]),)),
        "rows swapped": replace(g, weights=(swapped,)),
        "last coordinate mirrored": replace(g, weights=(mirrored,)),
        "widened": replace(g, weights=(tuple(tuple(2 * v for v in row) for row in g.weights[0]),)),
        "any": draw(_networks(LEAKY[:1], (d, d), (1, 1))),
    }[draw(st.sampled_from((*["in G"] * 6, "moved", "rows swapped", "last coordinate mirrored", "widened", "any")))]
    assume(not same_law(real, h))
    return CoveredCase(real, g, h)


@dataclass(frozen=True)
class SeededPair(Case):
    """Two affine generators of R^d with quarter-integers as entries, from a seed."""

    arithmetics = (Rationals, Balls)

    d: int
    seed: int

    @property
    def generic(self) -> bool:
        return self.d >= 2

    def lift(self, arithmetic: Rationals | Balls) -> AffinePair:
        g, h = (Seeded(self.d, 1, LEAKY[0], 2 * self.seed + i, "dyadic").written() for i in (0, 1))
        return GeneratorPairCase(g, h).into(arithmetic)


def seeded_affine_pairs(d: int) -> Callable[[int], SeededPair]:
    """Seed ↦ a pair of affine generators of R^d."""
    return lambda seed: SeededPair(d, seed)


def sampled_pair(seed: int) -> GeneratorPairCase:
    """Seed ↦ two networks of R^d, d = 2, 3, 4 or 16, l ≤ 2, with weights near I; the second is the first one, shifted.

    They overlap: a hidden layer may double what the shift comes to among the latents, so it is half as long there.
    """
    random = Random(seed)
    d, l = random.choice((2, 2, 2, 3, 3, 3, 4, 16)), random.choice((1, 2))

    def near_identity(i: int, j: int) -> Fraction:
        return (i == j) + Fraction(random.randint(-4, 4), 8 * d)

    weights = [[[near_identity(i, j) for j in range(d)] for i in range(d)] for _ in range(l)]
    biases = [[Fraction(random.randint(-4, 4), 4) for _ in range(d)] for _ in range(l)]
    g = generator(weights, biases, LEAKY[0])
    step = Fraction(random.randint(4, 8), 8 * l * isqrt(d + 1))
    moved = tuple(v + random.choice((step, -step)) for v in g.biases[-1])
    return GeneratorPairCase(g, replace(g, biases=(*g.biases[:-1], moved)))


@st.composite
def pair_sites(draw: st.DrawFn, activations: Sequence[str] = GROWING_SLOWLY) -> PairSiteCase:
    """Two generators of one size and σ at a point of the first, off the kinks of both."""
    g = draw(generators(activations, spread=2))
    d, l = g.size
    h = draw(
        generators((g.activation.name,), min_dimension=d, max_dimension=d, min_depth=l, max_depth=l, off_kinks=False)
    )
    if g.activation.piecewise_linear:
        assume(not on_a_kink(h.into(Rationals()).g, g.into(Rationals()).x))
    return PairSiteCase(g, h)


def seeded_pair_sites(d: int, l: int, activations: Sequence[str]) -> Callable[[int], PairSiteCase]:
    """Seed ↦ two networks of one size and σ at a point of the first."""

    def case(seed: int) -> PairSiteCase:
        name = activations[seed % len(activations)]
        return PairSiteCase(Seeded(d, l, name, seed >> 8), Seeded(d, l, name, (seed >> 8) + 1))

    return case
