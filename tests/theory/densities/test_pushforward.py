"""Means under the law of g(Z): over x and over z, against closed forms and against each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from flint import arb

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.verdict import Verdict
from lemmata.theory.densities.pushforward import Pushforward, _affine, _pieces, _with_zeros, pushforward
from lemmata.theory.networks.generator_case import generator


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def phi(z: int) -> arb:
    return (-arb(z) * z / 2).exp() / (2 * arb.pi()).sqrt()


def Phi(z: int) -> arb:
    return (-arb(z) / arb(2).sqrt()).erfc() / 2


# the mean of |Z − k|: 2φ(k) + k(2Φ(k) − 1)
@pytest.mark.parametrize("k", [0, 1, -2])
def test_the_mean_distance_of_a_gaussian_from_a_point(k: int) -> None:
    P = pushforward(generator([[[1]]]), corners=[[1, k]]).into(Balls())
    mean = 2 * phi(k) + k * (2 * Phi(k) - 1)
    for found in (P.mean_under_the_law, P.mean_of_f_of_g(), P.mean_of_f_of_the_inverse(), P.size):
        assert found.entries()[0].overlaps(mean) and found.entries()[0].rad() < arb(2) ** -100


def test_an_affine_generator_has_an_affine_mean() -> None:
    for w in (3, -3):
        P = pushforward(generator([[[w]]], [["1/2"]]), slope=2).into(Balls())
        assert P.mean_under_the_law.entries()[0].overlaps(arb(1)) and P.mean_of_g.overlaps(arb(1) / 2)
        assert P.mean_of_f_of_g(variance=2).entries()[0].overlaps(arb(1))
        # |3Z|: √2 times as large at twice the variance
        Q = pushforward(generator([[[w]]]), corners=[[1, 0]]).into(Balls())
        ratio = Q.mean_of_f_of_g(variance=2).entries()[0] / Q.mean_of_f_of_g().entries()[0]
        assert ratio.overlaps(arb(2).sqrt())


def test_a_leaky_generator_by_hand() -> None:
    # g(z) = σ(z) with slope ½ below 0: E g(Z) = φ(0) − ½φ(0)
    P = pushforward(generator([[[1]], [[1]]]), slope=1).into(Balls())
    for found in (P.mean_under_the_law, P.mean_of_f_of_g()):
        assert found.entries()[0].overlaps(phi(0) / 2)
    assert P.mean_of_g.overlaps(phi(0) / 2)
    assert (P.g(Fraction(-2)), P.inverse(Fraction(-1)), P.f(Fraction(3))) == (-1, -2, 3)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("sign", [1, -1])
def test_both_roads_agree_for_deep_generators(depth: int, sign: int) -> None:
    weights = [[[sign * Fraction(k + 2, 2)]] for k in range(depth)]
    biases = [[Fraction(k * (-1) ** k, 2)] for k in range(depth)]
    P = pushforward(generator(weights, biases), slope="1/2", corners=[[1, "1/2"], [-2, -1], [1, 3]]).into(Balls())
    assert equal(P.mean_of_f_of_g(), P.mean_under_the_law, P.size).verdict is Verdict.HOLDS


def test_pieces_of_a_piecewise_linear_function() -> None:
    def h(t: Fraction) -> Fraction:
        return abs(t) - 1

    assert _pieces([Fraction(1), Fraction(0), Fraction(1)]) == [(None, 0), (0, 1), (1, None)]
    assert _affine(h, None, Fraction(0)) == (-1, -1) and _affine(h, Fraction(0), None) == (-1, 1)
    assert _affine(lambda t: 3 * t, None, None) == (0, 3)
    assert sorted(_with_zeros(h, [Fraction(0)])) == [-1, 0, 1]
    assert _with_zeros(lambda t: Fraction(1), []) == []


def test_the_kinks_of_a_generator_are_found_on_both_ways() -> None:
    P = pushforward(generator([[[1]], [[2]], [[1]]], [[1], [1], [0]]), slope=1).into(Balls())
    assert isinstance(P, Pushforward)
    assert sorted(map(P.g, P._breaks_of_g())) == sorted(P._kinks)
