"""Decisions from samples: exact intervals, beside binomial sums in rational numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
import torch
from flint import arb

from lemmata.numerics.balls import precision
from lemmata.numerics.floats import RoundedMatrix, exactly
from lemmata.numerics.sampling import ALPHA, Bernoulli, BoundedMean, equal_masses, rate_at_most
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


def column(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64).reshape(-1, 1, 1)


def test_mean_and_variance_are_those_of_rational_numbers() -> None:
    values = torch.rand(1000, 1, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(1)) ** 3 * 7
    exact = [Fraction(v) for v in values.flatten().tolist()]
    mean = sum(exact) / len(exact)
    variance = sum((v - mean) ** 2 for v in exact) / (len(exact) - 1)
    found = BoundedMean.of(exactly(values), 7.0)
    assert found.least <= mean <= found.most <= found.least + 1e-10
    assert variance <= found.variance <= variance * Fraction(1 + 1e-10) and found.escaped == 0


def test_what_rounding_leaves_open_widens_mean_and_variance() -> None:
    mid, rad = column(0.5, 0.25, 0.75), column(0.25, 0.0, 0.125)
    found = BoundedMean.of(RoundedMatrix(mid, rad), 1.0)
    for first in (0.25, 0.5, 0.75):
        for last in (0.625, 0.875):
            inside = BoundedMean.of(exactly(column(first, 0.25, last)), 1.0)
            assert found.least <= inside.least and inside.most <= found.most and inside.variance <= found.variance


def test_values_are_cut_off_and_those_surely_outside_escape() -> None:
    nothing = float("nan")
    found = BoundedMean.of(RoundedMatrix(column(-1, 3, 0, nothing), column(0.5, 0.5, 0.5, 1)), 2.0)
    assert found.escaped == 2
    # at least 0, 2 − ½, 0, 0 and at most ½, 2, ½, 2
    assert found.least <= 0.375 and found.most >= 1.25
    assert found.interval(1e-10) == (0.0, 2.0)


def test_intervals_of_means_are_those_of_the_theorem() -> None:
    found, top, n, spent = BoundedMean(1.0, 1.0, 0.25, 2.0, 401), arb(2), arb(401), (arb(4) / arb(1e-6)).log()
    low, high = found.interval(1e-6)
    with precision(256):
        width = (2 * arb(1) / 4 * spent / n).sqrt() + 7 * top * spent / (3 * (n - 1))
    assert arb(low) < 1 - width and 1 + width < arb(high) and high - low < 2 * float(width) * (1 + 1e-8)


@pytest.mark.parametrize(
    ("n", "p"), [(2, Fraction(1, 2)), (40, Fraction(1, 20)), (100, Fraction(1, 100)), (400, Fraction(1, 3))]
)
@pytest.mark.parametrize("alpha", [0.5, 0.05])
def test_intervals_of_means_miss_no_more_often_than_they_may(n: int, p: Fraction, alpha: float) -> None:
    missed = Fraction(0)
    for k in range(n + 1):
        values = column(*[1.0] * k, *[0.0] * (n - k))
        low, high = BoundedMean.of(exactly(values), 1.0).interval(alpha)
        if not low <= p <= high:
            missed += comb(n, k) * p**k * (1 - p) ** (n - k)
    assert missed <= Fraction(alpha)


def test_two_means_are_equal_within_a_factor_or_apart() -> None:
    half, trials = BoundedMean(0.5, 0.5, 0.05, 1.0, 20_000), Bernoulli(10_000, 10_000, 20_000)
    assert equal_masses(trials, 1.0, half, 1.0).verdict is Verdict.HOLDS
    assert equal_masses(trials, 1.0, half, 2.0).verdict is Verdict.REFUTED
    few = BoundedMean(0.5, 0.5, 0.05, 1.0, 100)
    assert equal_masses(trials, 1.0, few, 1.0).verdict is Verdict.UNDECIDED
    assert equal_masses(trials, 1.0, half, 1.0).error_probability == ALPHA
