"""Exact laws of means agree with the enumeration of all samples, wherever a tail jumps and between its jumps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from flint import fmpq
from scipy.stats import binom

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration import lattice_laws as tails
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.concentration.means import average, coin_test, levels

LAWS = {
    "fair": lattice([1, 1]),
    "skew": lattice([1, 2]),
    "sign": lattice([1, 1], lowest=-1, step=2),
    "hole": lattice([2, 0, 1], lowest="-1/3", step="2/5"),
    "empty ends": lattice([0, 1, 3, 0], lowest=-2, step="3/2"),
    "one value": lattice([0, 1, 0]),
    "three": lattice([3, 1, 2], lowest="1/7"),
}
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)


def values(law: Lattice) -> list[tuple[Fraction, Fraction]]:
    """Each value and its probability, as the definition says."""
    return [
        (law.lowest + k * law.step, Fraction(count, sum(law.counts))) for k, count in enumerate(law.counts) if count
    ]


def means(law: Lattice, N: int) -> Iterator[tuple[Fraction, Fraction]]:
    """The mean of each sequence of N draws, and its probability."""
    for draws in product(values(law), repeat=N):
        probability = Fraction(1)
        for _, p in draws:
            probability *= p
        yield sum((v for v, _ in draws), Fraction(0)) / N, probability


def mass(of: Iterator[tuple[Fraction, Fraction]], event: Any) -> Fraction:
    return sum((p for v, p in of if event(v)), Fraction(0))


def exactly(q: fmpq) -> Fraction:
    return Fraction(int(q.p), int(q.q))


def thresholds(deviations: set[Fraction]) -> list[Fraction]:
    """Every deviation at which a tail jumps, a point between each two of them, and one beyond."""
    jumps = sorted(deviations | {Fraction(0)})
    return [Fraction(-1), *jumps, *((a + b) / 2 for a, b in pairwise(jumps)), jumps[-1] + 1]


# ── moments ────────────────────────────────────────────────────────────────────────────────────────────────────────
@every_law
def test_moments_are_sums_over_the_values(law: Lattice) -> None:
    def expected(f: Any) -> Fraction:
        return sum((f(v) * p for v, p in values(law)), Fraction(0))

    assert law.mean == expected(lambda v: v)
    assert law.variance == expected(lambda v: (v - law.mean) ** 2)
    assert law.absolute_mean == expected(abs)
    median = law.absolute_median
    assert expected(lambda v: abs(v) <= median) >= Fraction(1, 2) > expected(lambda v: abs(v) < median)
    assert law.width == (len(law.counts) - 1) * law.step, "levels without mass belong to the interval"


# ── one sample ─────────────────────────────────────────────────────────────────────────────────────────────────────
@every_law
@pytest.mark.parametrize("N", [1, 2, 3, 5])
def test_tails_are_those_of_all_samples(law: Lattice, N: int) -> None:
    found = list(means(law, N))
    for t in thresholds({abs(v - law.mean) for v, _ in found}):
        assert exactly(law.tail(N, t)) == mass(iter(found), lambda v, t=t: abs(v - law.mean) >= t), f"≥ {t}"
        assert exactly(law.strict_tail(N, t)) == mass(iter(found), lambda v, t=t: abs(v - law.mean) > t), f"> {t}"


@every_law
def test_sums_are_convolutions(law: Lattice) -> None:
    convolved = [Fraction(1)]
    for N in range(1, 21):
        following = [Fraction(0)] * (len(convolved) + len(law.counts) - 1)
        for i, p in enumerate(convolved):
            for k, count in enumerate(law.counts):
                following[i + k] += p * Fraction(count, sum(law.counts))
        convolved = following
        numerators, denominator = law.sums(N)
        assert [Fraction(int(v), int(denominator)) for v in numerators] == convolved, f"N = {N}"


def test_far_tails_keep_every_digit() -> None:
    assert exactly(LAWS["fair"].tail(1000, Fraction(1, 2))) == Fraction(2, 2**1000)
    assert exactly(LAWS["sign"].strict_tail(500, Fraction(499, 500))) == Fraction(2, 2**500)
    assert exactly(LAWS["skew"].tail(300, Fraction(2, 3))) == Fraction(1, 3**300)


@pytest.mark.parametrize(("counts", "N", "k"), [((1, 1), 200, 20), ((1, 3), 400, 25), ((2, 1), 1000, 40)])
def test_tails_of_coins_are_those_of_the_binomial_to_six_digits(counts: tuple[int, int], N: int, k: int) -> None:
    p = Fraction(counts[1], sum(counts))
    low, high = N * p - k, N * p + k
    other = binom.cdf(float(low // 1), N, float(p)) + binom.sf(float(-(-high // 1) - 1), N, float(p))
    found = exactly(lattice(counts).tail(N, Fraction(k, N)))
    # the same whole number of millionths, up to the last one
    assert abs(int(found * 10**6) - int(Fraction(float(other)) * 10**6)) <= 1


@every_law
@pytest.mark.parametrize("N", [7, 30])
def test_a_tail_is_the_sum_of_its_law_from_both_ends(law: Lattice, N: int) -> None:
    """Few levels inside or few outside, and a coin's by binomials: the same rational as from all numerators."""
    numerators, denominator = law.sums(N)
    deviations = [abs(law.lowest + law.step * Fraction(k, N) - law.mean) for k in range(len(numerators))]
    for t in thresholds(set(deviations)):
        far = sum((int(v) for v, at in zip(numerators, deviations, strict=True) if at >= t), 0)
        assert exactly(law.tail(N, t)) == Fraction(far, int(denominator)), f"≥ {t}"


# ── two samples ────────────────────────────────────────────────────────────────────────────────────────────────────
@every_law
@pytest.mark.parametrize(("N", "n"), [(1, 1), (2, 2), (3, 3), (1, 2), (2, 1), (2, 3), (3, 1), (1, 4)])
def test_tails_of_two_samples_are_those_of_all_pairs(law: Lattice, N: int, n: int) -> None:
    pairs = [(a - b, p * q) for a, p in means(law, N) for b, q in means(law, n)]
    for epsilon in thresholds({abs(v) for v, _ in pairs}):
        found = exactly(law.two_sample_tail(N, n, epsilon))
        assert found == mass(iter(pairs), lambda v, t=epsilon: abs(v) > t), f"> {epsilon}"


@every_law
@pytest.mark.parametrize("N", [4, 9])
def test_unequal_samples_are_pairs_of_sums(law: Lattice, N: int) -> None:
    (mine, of_mine), (other, of_other) = law.sums(2 * N), law.sums(N)
    for epsilon in (law.step / 3, law.step / 2, law.step):
        direct = sum(
            int(p) * int(q)
            for a, p in enumerate(mine)
            for b, q in enumerate(other)
            if abs(Fraction(a, 2 * N) - Fraction(b, N)) * law.step > epsilon
        )
        assert exactly(law.two_sample_tail(2 * N, N, epsilon)) == Fraction(direct, int(of_mine * of_other))
        assert law.two_sample_tail(2 * N, N, epsilon) == law.two_sample_tail(N, 2 * N, epsilon), "symmetric"


@every_law
@pytest.mark.parametrize("N", [1, 2, 3])
def test_differences_and_their_mean_distance_are_those_of_all_pairs(law: Lattice, N: int) -> None:
    pairs = [(a - b, p * q) for a, p in means(law, N) for b, q in means(law, N)]
    numerators, denominator = law.differences(N)
    middle = (len(law.counts) - 1) * N
    assert len(numerators) == 2 * middle + 1 and numerators == numerators[::-1], "symmetric about 0"
    for k, numerator in enumerate(numerators):
        difference = (k - middle) * law.step / N
        assert Fraction(int(numerator), int(denominator)) == mass(iter(pairs), lambda v, d=difference: v == d)
    assert exactly(law.mean_distance(N)) == sum((abs(v) * p for v, p in pairs), Fraction(0))


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("N", [0, -1])
def test_no_draws_have_no_mean(N: int) -> None:
    law = LAWS["hole"]
    half = Fraction(1, 2)
    for ask in (
        lambda: law.tail(N, half), lambda: law.strict_tail(N, half), lambda: law.mean_distance(N),
        lambda: law.sums(N), lambda: law.two_sample_tail(N, N, half), lambda: law.two_sample_tail(N, 3, half),
        lambda: law.two_sample_tail(3, N, half),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=f"a mean needs at least one draw, got N = {N}"):
            ask()


def test_a_law_too_large_for_memory_is_refused_before_it_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError) as raised:
        lattice(range(1, 66)).tail(10**6, Fraction(1, 4))
    words = str(raised.value)
    assert (
        words.startswith("the law of 1000000 draws on 65 levels takes about ")
        and " MB, more than the 1024 MB " in words
    )
    assert words.endswith("allowed: fewer draws or fewer levels")
    # the size that the claims name stays below it
    tails._fits(65, 2000, 300)
    monkeypatch.setattr(tails, "MEMORY", 2**20)
    for ask in (lambda law: law.sums(1000), lambda law: law.differences(1000), lambda law: law.mean_distance(1000)):
        with pytest.raises(ValueError, match="more than the 1 MB allowed"):
            ask(lattice([5, 1, 2, 3]))


# ── the mean of one function ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("arithmetic", [Rationals(), Balls()])
def test_an_average_asks_for_a_share_of_its_epsilon(arithmetic: Any) -> None:
    case = average(lattice([1, 1]), N=16, epsilon=1)
    lifted = case.into(arithmetic)
    # |Σ − 8| ≥ 4: 5 034 of 65 536 sequences
    assert lifted.tail(Fraction(1, 4)).entries() == [fmpq(5034, 2**16)]
    assert lifted.tail(Fraction(1, 2)).entries() == [fmpq(2, 2**16)]
    with pytest.raises(OutsideArithmetic):
        case.into(Symbols())


def test_a_coin_is_tested_at_a_quarter_of_its_epsilon() -> None:
    lifted = coin_test([1, 3], m=2, epsilon=1).into(Rationals())
    assert str(lifted.tail(1)) == "1", "both values are 1/4 or more from the mean 3/4"
    assert exactly(lifted.tail(4).entries()[0]) == 1 - 4 * Fraction(27 * 1, 256)
    assert (str(lifted.m), str(lifted.width)) == ("2", "1")


def test_levels_are_rounded_down_and_clipped() -> None:
    third = Fraction(1, 3)
    law = levels([Fraction(-1), third, Fraction(1, 2), Fraction(1), Fraction(7)], [1, 2, 3, 4, 5], 2)
    assert law == lattice([1 + 2, 3, 4 + 5])
    assert levels([third, 2 * third], [1, 1], 3) == lattice([0, 1, 1, 0])
    with pytest.raises(ValueError, match="expected one weight for each of 2 values, got 1"):
        levels([third, third], [1], 2)
