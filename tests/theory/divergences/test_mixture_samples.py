"""JS and TV from samples of the mixture, against rigorous integration on the line and closed forms in space."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from flint import arb

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.sampling import Samples
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, two_generators
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.divergences.mixture_samples import MixtureSamples
from lemmata.theory.networks.generator_case import generator

SHIFT = two_generators(generator([[[1]]]), generator([[[1]]], [[1]]))
DEEP = two_generators(generator([[[1]], [[2]]], [[1], [-1]]), generator([[[-1]], [["1/2"]]], [[0], [1]]))
PLANE = two_generators(generator([[[1, 1], [0, 1]]]), generator([[[1, 1], [0, 1]]], [["3/5", "4/5"]]))


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def sampled(case: GeneratorPairCase, n: int = 20_000, seed: int = 3) -> MixtureSamples:
    found = case.into(Samples(seed, n))
    assert isinstance(found, MixtureSamples)
    return found


@pytest.mark.parametrize("case", [SHIFT, DEEP])
def test_balls_hold_what_integration_finds(case: GeneratorPairCase) -> None:
    exact = case.into(Balls())
    assert isinstance(exact, LinePair)
    for n, width in ((2000, 0.2), (50_000, 0.05)):
        pair = sampled(case, n)
        for found, true in (
            (as_ball(pair.jensen_shannon), as_ball(exact.jensen_shannon)),
            (as_ball(pair.total_variation), as_ball(exact.total_variation)),
        ):
            assert found.contains(true.mid()) and 0 < found.rad() < width


def test_total_variation_of_shifted_gaussians_in_the_plane() -> None:
    # W⁻¹(3/5, 4/5) = (−1/5, 4/5): TV = 2Φ(δ/2) − 1 = erf(δ/√8) with δ² = 17/25
    delta = (arb(17) / 25).sqrt()
    assert as_ball(sampled(PLANE).total_variation).contains((delta / arb(8).sqrt()).erf().mid())


def test_the_same_seed_gives_the_same_balls_and_another_one_others() -> None:
    first, again, other = (str(sampled(DEEP, seed=s).jensen_shannon) for s in (3, 3, 4))
    assert first == again != other


def test_far_apart_laws_reach_both_bounds() -> None:
    far = sampled(two_generators(generator([[[1]]]), generator([[[1]]], [[Fraction(100)]])))
    assert as_ball(far.total_variation).upper() >= 1 and as_ball(far.jensen_shannon).contains(arb(2).log().mid())
