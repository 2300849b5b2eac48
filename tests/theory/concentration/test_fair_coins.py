"""Tails of fair coins: against all terms in whole numbers, and how wide the balls are where the terms are not all added."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

import pytest
from flint import arb, fmpq, fmpz

from lemmata.numerics.balls import precision
from lemmata.theory.concentration import fair_coins
from lemmata.theory.concentration.fair_coins import deviation_tail, difference_tail, heads_at_least
from lemmata.theory.concentration.lattice_laws import lattice

COIN = lattice([1, 1])


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def tails(n: int) -> list[fmpz]:
    """2ⁿ·P(Bin(n, ½) ≥ k) for k = 0 … n."""
    return list(accumulate(fmpz.bin_uiui(n, k) for k in range(n, -1, -1)))[::-1]


@pytest.mark.parametrize("terms", [0, 1, 10, 512])
@pytest.mark.parametrize("n", [1, 2, 9, 200, 3000])
def test_a_tail_lies_within_its_ball(n: int, terms: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_coins, "_TERMS", terms)
    exact = tails(n)
    for k in {*range(n // 2 + 1, n + 1, max(1, n // 100)), n}:
        found, wanted = heads_at_least(n, k), arb(fmpq(exact[k], fmpz(2) ** n))
        assert found.overlaps(wanted)
        if (2 * k - n) ** 2 >= 4 * n:
            assert found.upper() < 2 * found.lower(), "no wider than the docstring says"
        if terms == 512 and n <= 200:
            assert found.rad() <= found * arb(2) ** -100
    assert heads_at_least(n, n + 1) == 0


@pytest.mark.parametrize("N", [1, 2, 7, 50, 1000])
def test_two_coins_and_one_are_those_of_the_lattice(N: int) -> None:
    for share in (Fraction(0), Fraction(1, 100), Fraction(1, 7), Fraction(1, 2), Fraction(9, 10), Fraction(1)):
        assert difference_tail(N, share).overlaps(arb(COIN.two_sample_tail(N, N, share)))
        assert deviation_tail(N, share / 2).overlaps(arb(COIN.strict_tail(N, share / 2)))


def test_very_many_tosses() -> None:
    # z = share·√(2N) = 10√2: between the two ends of Mills' ratio, e^{−z²/2}/(z√(2π))·(1 − 1/z²) and without the bracket
    found = difference_tail(10**22, Fraction(1, 10**10))
    most = 2 * (arb(-100)).exp() / (10 * (4 * arb.pi()).sqrt())
    assert 2 * found > most and 100 * found < 101 * most


@pytest.mark.parametrize(("n", "k"), [(4, 2), (0, 1), (5, 2)])
def test_a_tail_that_holds_the_middle_is_refused(n: int, k: int) -> None:
    with pytest.raises(ValueError, match=f"a tail of n ≥ 1 tosses begins above n/2, got n = {n}, k = {k}"):
        heads_at_least(n, k)
