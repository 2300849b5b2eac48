"""Unions of events and suprema over coordinates, against the enumeration of all outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.coordinates import coordinates
from lemmata.theory.generalisation.bad_events import cell_deviations, events, independent


def exactly(number: Any) -> Fraction:
    value = number.entries()[0]
    return Fraction(int(value.p), int(value.q))


def lifted(case: Any) -> tuple[list[Fraction], Fraction]:
    """The probability of each event, and of the union."""
    found = case.into(Rationals())
    return [exactly(p) for p in found.each], exactly(found.union)


# ── events ─────────────────────────────────────────────────────────────────────────────────────────────────────────
WEIGHTS = [Fraction(1, 2), Fraction(1, 8), Fraction(0), Fraction(3, 8)]


@pytest.mark.parametrize(
    "sets", [[[1], [3]], [[0, 1], [1, 3]], [[0, 1, 2, 3], [1]], [[2], [2]], [[]], [[1, 3], [], [0, 3], [2, 3]]]
)
def test_unions_are_sums_over_the_outcomes_in_some_event(sets: list[list[int]]) -> None:
    each, union = lifted(events(WEIGHTS, sets))
    assert each == [sum((w for i, w in enumerate(WEIGHTS) if i in event), Fraction(0)) for event in sets]
    assert union == sum((w for i, w in enumerate(WEIGHTS) if any(i in event for event in sets)), Fraction(0))


@pytest.mark.parametrize("p", [Fraction(0), Fraction(1, 3), Fraction(3, 50), Fraction(1)])
@pytest.mark.parametrize("K", [1, 2, 5])
def test_independent_events_happen_as_all_their_outcomes_say(p: Fraction, K: int) -> None:
    union = Fraction(0)
    for outcome in product((True, False), repeat=K):
        probability = Fraction(1)
        for happens in outcome:
            probability *= p if happens else 1 - p
        union += probability * any(outcome)
    assert lifted(independent(p, K)) == ([p] * K, union)


def test_small_probabilities_of_twenty_events_make_a_large_one_of_their_union() -> None:
    each, union = lifted(independent("3/50", 20))
    assert each[0] == Fraction(6, 100) and int(100 * union) == 70 and sum(each) > 1


@pytest.mark.parametrize(
    ("weights", "N"),
    [(["1/2", "1/2"], 5), (["1/3", "2/3"], 4), (["1/2", "1/4", "1/4"], 4), (["1/6", "1/2", "1/3"], 3), ([1], 2)],
)
def test_deviations_of_cells_are_those_of_all_sequences(weights: Sequence[Any], N: int) -> None:
    shares = [Fraction(w) for w in weights]
    for t in (Fraction(1, 12), Fraction(1, 4), Fraction(1, 2), Fraction(2, 3), Fraction(1)):
        each, union = [Fraction(0)] * len(shares), Fraction(0)
        for drawn in product(range(len(shares)), repeat=N):
            probability = Fraction(1)
            for i in drawn:
                probability *= shares[i]
            bad = [abs(Fraction(drawn.count(i), N) - w) >= t for i, w in enumerate(shares)]
            each = [p + probability * b for p, b in zip(each, bad, strict=True)]
            union += probability * any(bad)
        assert lifted(cell_deviations(weights, N=N, t=t)) == (each, union), f"t = {t}"


def test_events_are_numbers() -> None:
    for case in (events([1], [[0]]), independent("1/2", 2), cell_deviations([1], N=1, t=1)):
        with pytest.raises(OutsideArithmetic):
            case.into(Symbols())
        assert case.into(Balls()).union.shape == (1, 1)
    assert events(["1/2", "1/4", "1/4"], [[0, 1], [1, 2]]).generic
    assert not events(["1/2", "1/4", "1/4"], [[0], [0, 1]]).generic, "nested events"


# ── coordinates ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("K", "N"), [(1, 1), (1, 4), (2, 3), (3, 2), (4, 1), (2, 4)])
@pytest.mark.parametrize("joined", [False, True])
def test_coordinates_fail_as_all_their_samples_do(K: int, N: int, joined: bool) -> None:
    largest: dict[Fraction, int] = {}
    quarters = [Fraction(k, 4) for k in range(5)]
    for drawn in product(product((-1, 1), repeat=K), repeat=N):
        means = [Fraction(sum(x[j] for x in drawn), N) for j in range(K)]
        if joined:  # every function on a segment between two neighbours counts
            means += [s * a + (1 - s) * b for a, b in pairwise(means) for s in quarters]
        worst = max(abs(v) for v in means)
        largest[worst] = largest.get(worst, 0) + 1
    for t in (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        failing = Fraction(sum(count for worst, count in largest.items() if worst >= t), 2 ** (K * N))
        F = coordinates(K, t=t, delta="1/2", joined=joined).into(Rationals())
        assert exactly(F.failure(N)) == failing, f"t = {t}"
        assert F.joined is joined and exactly(F.count) == K


def test_countably_many_coordinates_fail_for_every_sample() -> None:
    F = coordinates(None, t=1, delta="1/2", patience=7).into(Rationals())
    assert F.count is None and F.patience == 7 and [exactly(F.failure(N)) for N in (1, 10, 1000)] == [1, 1, 1]
    # finitely many do so in the limit: at N = 3 some one of K is constant with probability 1 − (3/4)^K
    found = [exactly(coordinates(K, t=1, delta="1/2").into(Rationals()).failure(3)) for K in (1, 10, 100)]
    assert found == [1 - Fraction(3, 4) ** K for K in (1, 10, 100)]


def test_coordinates_are_numbers() -> None:
    with pytest.raises(OutsideArithmetic):
        coordinates(3, t=1, delta="1/2").into(Symbols())
