"""Faults planted in failure probabilities, sampling errors and capacities: each is killed by the claim that is named here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb, fmpq
from planted import Fault, Faults, forgotten, is_killed

from lecture17 import the_main_theorem as lecture
from lemmata.evidence.profiles import profile_named
from lemmata.theory.concentration import mean_norms
from lemmata.theory.concentration.lattice_laws import Lattice
from lemmata.theory.discriminators import finite_classes, sines
from lemmata.theory.discriminators.finite_classes import Discriminators
from lemmata.theory.generalisation import (
    finite_classes_of_coins as coins,
    generator_classes as realisable,
)

FEW = replace(profile_named("smoke"), cases=30, search=1)
theorem = lecture.claim_small_distance_on_samples_means_the_true_law
transfer = lecture.claim_samples_stand_for_their_law
rate = lecture.claim_rate_of_the_sampling_error
slowest = lecture.claim_no_better_rate
capacity = lecture.claim_norms_bound_capacity

finite = lecture.claim_small_distance_on_samples_means_a_small_jensen_shannon
jeffreys = lecture.claim_small_distance_on_samples_means_a_small_jeffreys

FAULTS = Faults()
fault = FAULTS.fault


@fault(finite, "half_of_it_over_epsilon", "certified")
def rare_ones_forgotten(m: pytest.MonkeyPatch) -> None:
    right = coins.Coins._failure
    m.setattr(
        coins.Coins,
        "_failure",
        lambda self, N, *rest: right(self, N, *rest) if min(self.probabilities) > 0.01 else arb(0),
    )


@fault(finite, "a_number_of_samples", "certified")
def counts_near_none_of_the_laws(m: pytest.MonkeyPatch) -> None:
    m.setattr(coins, "_joined", lambda ranges: [])


@fault(finite, "log_size_over_epsilon", "certified")
def logits_taken_for_less_steep(m: pytest.MonkeyPatch) -> None:
    right = coins.Coins.steepness.fget
    m.setattr(coins.Coins, "steepness", property(lambda self: right(self) / 4))


@fault(jeffreys, "log_size_and_range", "certified")
def ranges_of_one_point_alone(m: pytest.MonkeyPatch) -> None:
    m.setattr(coins.Coins, "largest_log_ratio", property(lambda self: arb(0)))


@fault(theorem, "a_polynomial_in_d", "certified")
def no_failure_at_all(m: pytest.MonkeyPatch) -> None:
    for kind in (realisable.Shifts, realisable.Scales):
        m.setattr(kind, "failure", lambda self, N, epsilon: arb(0))


@fault(theorem, "nine_over_epsilon", "certified")
def one_sample_taken_for_all(m: pytest.MonkeyPatch) -> None:
    for kind in (realisable.Shifts, realisable.Scales):
        right = kind.failure
        m.setattr(kind, "failure", lambda self, N, epsilon, right=right: right(self, 1, epsilon))


@fault(theorem, "eight_over_epsilon", "certified")
def the_lower_tail_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(realisable, "squared_norm_below", lambda d, t: arb(0))


@fault(theorem, "nine_over_epsilon", "certified")
def means_of_one_coordinate(m: pytest.MonkeyPatch) -> None:
    right = realisable.squared_norm_above
    m.setattr(realisable, "squared_norm_above", lambda d, t: right(d, t / d))


@fault(transfer, "distance_of_the_samples", "exact")
def distances_through_a_third_law_doubled(m: pytest.MonkeyPatch) -> None:
    right = Discriminators.distance_through
    m.setattr(Discriminators, "distance_through", lambda self: tuple(2 * v for v in right(self)))


@fault(transfer, "distance_of_the_samples", "exact")
def absolute_value_dropped(m: pytest.MonkeyPatch) -> None:
    m.setattr(finite_classes.Discriminators, "largest", lambda self, F: self.number(max(self.differences(F))))
    m.setattr(finite_classes.Discriminators, "distance", property(lambda self: self.largest(self.case.F)))


@fault(rate, "absolute_deviation_over_root_N", "exact")
def deviations_of_N_times_as_many(m: pytest.MonkeyPatch) -> None:
    right = Lattice.mean_deviation
    m.setattr(Lattice, "mean_deviation", lambda self, N: right(self, N) / N)


@fault(rate, "standard_deviation_over_root_N", "exact")
def deviations_from_the_lowest_level(m: pytest.MonkeyPatch) -> None:
    m.setattr(Lattice, "mean_deviation", lambda self, N: fmpq(1) * _rational(self.mean - self.lowest))


@fault(rate, "standard_deviation_over_root_N", "certified")
def squares_of_heads_alone(m: pytest.MonkeyPatch) -> None:
    right = mean_norms.CornersCase.into
    m.setattr(
        mean_norms.CornersCase,
        "into",
        lambda self, arithmetic: replace(
            right(self, arithmetic), mean_distance=right(self, arithmetic).mean_distance * self.d
        ),
    )


@fault(slowest, "absolute_deviation_over_root_2N", "exact")
def one_sample_too_many(m: pytest.MonkeyPatch) -> None:
    right = Lattice.mean_deviation
    m.setattr(Lattice, "mean_deviation", lambda self, N: right(self, N + 1))


@fault(capacity, "of_its_size", "certified")
def the_digit_class_fits_nothing(m: pytest.MonkeyPatch) -> None:
    for kind in (sines.DigitsCase, sines.SinesCase):
        m.setattr(kind, "capacity", lambda self: arb(0))


@fault(capacity, "of_its_norms", "certified")
def thetas_up_to_twice_the_radius(m: pytest.MonkeyPatch) -> None:
    right = sines.SinesCase.capacity
    m.setattr(
        sines.SinesCase,
        "capacity",
        lambda self: right(replace(self, bound=None if self.bound is None else 2 * self.bound)),
    )


@fault(capacity, "nine_tenths_of_its_norms", "certified")
def means_over_one_point_more(m: pytest.MonkeyPatch) -> None:
    right = sines.SinesCase.capacity
    m.setattr(sines.SinesCase, "capacity", lambda self: right(self) * len(self.points) / (len(self.points) + 1))


def _rational(v: Fraction) -> fmpq:
    return fmpq(v.numerator, v.denominator)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    with forgotten([Lattice.mean_deviation]):
        yield


def test_without_a_fault_every_form_gets_its_verdict() -> None:
    FAULTS.verdicts_without_them(FEW)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)
