"""Decisions from samples: exact intervals, beside binomial sums in rational numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from flint import arb

from lemmata.numerics.balls import precision
from lemmata.numerics.sampling import ALPHA, Bernoulli, equal_masses, rate_at_most
from lemmata.numerics.verdict import Comparison, Verdict


def rate(successes: int, n: int, bound: float) -> Comparison:
    return rate_at_most(Bernoulli(successes, successes, n), bound)


def at_most(k: int, n: int, p: Fraction) -> Fraction:
    """P(X ≤ k) for a binomial variable."""
    return sum((comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k + 1)), Fraction(0))


@pytest.mark.parametrize("n", [30, 220])
@pytest.mark.parametrize("bound", [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)])
def test_a_rate_is_decided_where_binomial_tails_allow_an_error_of_alpha(n: int, bound: Fraction) -> None:
    found = {}
    for k in range(0, n + 1, 5):
        verdict = rate(k, n, float(bound)).verdict
        found[verdict] = k
        if at_most(k, n, bound) <= Fraction(ALPHA):
            assert verdict is Verdict.HOLDS, k
        elif 1 - at_most(k - 1, n, bound) <= Fraction(ALPHA):
            assert verdict is Verdict.REFUTED, k
        else:
            assert verdict is Verdict.UNDECIDED, k
    assert Verdict.UNDECIDED in found and (n < 220 or len(found) == 3)


def test_no_failure_in_220_repetitions_is_enough_for_a_tenth() -> None:
    assert rate(0, 220, 0.1).verdict is Verdict.HOLDS
    assert rate(0, 200, 0.1).verdict is Verdict.UNDECIDED


def test_what_a_rate_says() -> None:
    held, refuted, undecided = rate(0, 220, 0.1), rate(220, 220, 0.1), rate(20, 220, 0.1)
    assert held.sentence == "holds: 0 of 220, a rate in [0, 0.099372], ≤ 0.1"
    assert refuted.sentence == "refuted: 220 of 220, a rate in [0.900628, 1], > 0.1"
    assert undecided.needs == "more than 220 repetitions to tell this rate from 0.1"
    for comparison in (held, refuted, undecided):
        assert (comparison.error_probability, comparison.tightness, comparison.trivial) == (ALPHA, None, False)


def test_what_rounding_leaves_open_counts_against_both_answers() -> None:
    open_trials = Bernoulli(surely=0, possibly=200, n=220)
    assert rate_at_most(open_trials, 0.1).verdict is Verdict.UNDECIDED
    assert rate_at_most(open_trials, 0.1).left.startswith("0 to 200 of 220, a rate in [0, ")


def test_a_bound_that_no_rate_exceeds_is_trivial() -> None:
    assert rate(220, 220, 1.0).trivial and rate(220, 220, 1.0).verdict is Verdict.HOLDS
    assert not rate(0, 220, 0.999).trivial


def test_two_masses_are_equal_within_a_factor_or_apart() -> None:
    half = Bernoulli(50_000, 50_000, 100_000)
    assert equal_masses(half, 1.0, half, 1.0).verdict is Verdict.HOLDS
    assert equal_masses(half, 1.0, half, 2.0).verdict is Verdict.REFUTED
    few = Bernoulli(5, 5, 10)
    assert equal_masses(few, 1.0, few, 1.0).verdict is Verdict.UNDECIDED
    assert equal_masses(half, 1.0, half, 2.0).error_probability == ALPHA


@pytest.mark.parametrize(
    ("k", "n"), [(0, 50), (1, 50), (49, 50), (50, 50), (99_999, 100_000), (319_999, 320_000), (7, 240)]
)
@pytest.mark.parametrize("alpha", [1e-10, 5e-11])
def test_ends_of_intervals_err_to_the_outside(k: int, n: int, alpha: float) -> None:
    low, high = Bernoulli(k, k, n).interval(alpha)
    with precision(256):
        # P(X ≥ k) at p is the beta integral I_p(k, n − k + 1), and P(X ≤ k) = I_{1−p}(n − k, k + 1)
        above = arb(low).beta_lower(arb(k), arb(n - k + 1), regularized=1) if k else arb(0)
        below = (1 - arb(high)).beta_lower(arb(n - k), arb(k + 1), regularized=1) if k < n else arb(0)
    assert above <= arb(alpha) / 2 and below <= arb(alpha) / 2
    # and hardly further than they must
    assert k == 0 or above > arb(alpha) / 2 * (1 - arb(2) ** -10)
    assert n - k < 10 or below > arb(alpha) / 2 * (1 - arb(2) ** -10)
