"""The probability that two correlated normal variables are below two numbers: what is known of it, and a second road to it."""

import itertools
from fractions import Fraction

from flint import acb, arb, ctx
from hypothesis import given, strategies as st

from lemmata.numerics.balls import precision
from lemmata.numerics.flint import rational
from lemmata.theory.densities.planes import _share_below

NUMBERS = st.fractions(-4, 4, max_denominator=8)
CORRELATIONS = st.fractions(-1, 1, max_denominator=64).filter(lambda r: abs(r) < 1)


def ball(number: Fraction | int) -> arb:
    return arb(rational(Fraction(number)))


def below(h: arb) -> arb:
    return (-h / arb(2).sqrt()).erfc() / 2


def agree(one: arb, other: arb) -> bool:
    return one.overlaps(other) and one.rad() < arb(2) ** -80 and other.rad() < arb(2) ** -60


@given(CORRELATIONS)
def test_at_the_origin_it_is_an_angle(r):
    with precision(128):
        angle = arb(1) / 4 + ball(r).asin() / (2 * arb.pi())
        assert agree(_share_below(arb(0), arb(0), ball(r)), angle)


@given(NUMBERS, NUMBERS)
def test_without_correlation_it_is_a_product(h, k):
    with precision(128):
        assert agree(_share_below(ball(h), ball(k), arb(0)), below(ball(h)) * below(ball(k)))


@given(NUMBERS, NUMBERS, CORRELATIONS)
def test_both_sides_of_the_second_number_make_up_the_first(h, k, r):
    with precision(128):
        both = _share_below(ball(h), ball(k), ball(r)) + _share_below(ball(h), ball(-k), ball(-r))
        assert agree(both, below(ball(h)))


@given(NUMBERS, NUMBERS, CORRELATIONS)
def test_it_is_the_integral_of_the_density_times_the_conditional_probability(h, k, r):
    with precision(128):
        correlation = ball(r)
        rest = (1 - correlation * correlation).sqrt()

        def density(x: acb, _: bool) -> acb:
            return (-x * x / 2).exp() * ((correlation * x - ball(k)) / (rest * arb(2).sqrt())).erfc() / 2

        inside = acb.integral(density, acb(-14), acb(ball(h)), rel_tol=arb(2) ** -64, abs_tol=arb(2) ** -96).real
        other = inside / (2 * arb.pi()).sqrt() + arb(0, below(arb(-14)).upper())
        assert agree(_share_below(ball(h), ball(k), correlation), other)


def test_more_bits_are_more_digits():
    shares = []
    for bits in (64, 128, 256):
        with precision(bits):
            shares.append(_share_below(arb(1), arb(-2), arb(1) / 3))
    assert ctx.prec == 53
    assert all(later.rad() < earlier.rad() * 2.0**-40 for earlier, later in itertools.pairwise(shares))
