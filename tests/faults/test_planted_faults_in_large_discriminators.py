"""Faults planted in bounds of W₁, caps, gaps and witnesses: each is killed by the claim that is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from planted import Fault, Faults, Plant, forgotten, is_killed

from lecture17 import large_discriminators as lecture
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.theory.transport import (
    dyadic_upper_bounds as partitions,
    gaussian_points,
    lipschitz_witness as witness,
    loss_gap as large_class,
    norms_of_gaussians as chi_square,
    sampling_rates as rates,
    sphere,
)

FEW = replace(profile_named("smoke"), cases=30, search=1)
gap = lecture.claim_all_functions_do_not_generalise
far = lecture.claim_polynomially_many_points_are_far_from_a_gaussian
unit = lecture.claim_samples_of_norm_one_are_further_than_a_point_at_0
cap = lecture.claim_two_points_of_the_sphere_are_nearly_orthogonal
pairs = lecture.claim_all_pairs_of_points_of_the_sphere_are_far_apart
rate = lecture.claim_samples_approach_their_law_as_slowly_as_balls_fill_space
nearest = lecture.claim_the_distance_to_the_nearest_sample_is_a_discriminator

FAULTS = Faults()


def fault(claim: Claim, form: str) -> Callable[[Plant], Plant]:
    return FAULTS.fault(claim, form, claim.deciders[0].grade.value)


# ── N points beside a Gaussian ─────────────────────────────────────────────────────────────────────────────────────
@fault(far, "for_every_d")
def the_number_of_points_forgotten(m: pytest.MonkeyPatch) -> None:
    right = chi_square.wasserstein_from_below
    m.setattr(gaussian_points, "wasserstein_from_below", lambda N, d: right(1, d))


@fault(far, "up_to_a_quarter_of_d_to_the_half_d")
def balls_of_twice_the_radius(m: pytest.MonkeyPatch) -> None:
    right = chi_square.norm_below
    m.setattr(chi_square, "norm_below", lambda d, radius: right(d, 2 * radius))
    m.setattr(chi_square, "best_radius", lambda N, d: Fraction(1, 2) * chi_square._exactly(arb(d).sqrt().mid()))


@fault(far, "up_to_a_quarter_of_d_to_the_half_d")
def all_points_on_every_axis(m: pytest.MonkeyPatch) -> None:
    right = partitions.gaussian_intervals
    m.setattr(gaussian_points, "gaussian_intervals", lambda count, bits: right(256, bits))


@fault(unit, "for_the_best_points_too")
def norms_of_one_taken_for_roots_of_d(m: pytest.MonkeyPatch) -> None:
    right = gaussian_points.GaussianPointsCase.into
    m.setattr(
        gaussian_points.GaussianPointsCase,
        "into",
        lambda self, arithmetic: right(replace(self, unit=False), arithmetic),
    )


@fault(unit, "up_to_a_quarter_of_d_to_the_half_d_samples")
def intervals_as_wide_as_the_line(m: pytest.MonkeyPatch) -> None:
    m.setattr(partitions.GaussianLine, "spread", lambda self, a: arb(1))


# ── samples and boxes ──────────────────────────────────────────────────────────────────────────────────────────────
@fault(rate, "by_dimension")
def samples_left_anywhere_in_their_boxes(m: pytest.MonkeyPatch) -> None:
    m.setattr(partitions.UniformLine, "spread", lambda self, a: arb(0))


@fault(rate, "by_dimension")
def nothing_moved_between_halves(m: pytest.MonkeyPatch) -> None:
    m.setattr(partitions.UniformLine, "halves", lambda self, a: arb(0))


@fault(rate, "by_dimension")
def masses_for_their_roots(m: pytest.MonkeyPatch) -> None:
    # Σ P(I) = 1: as if all boxes erred together
    m.setattr(partitions.UniformLine, "roots", lambda self, a: arb(1))


@fault(rate, "by_dimension")
def the_volume_of_a_ball_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(rates, "cube_from_below", lambda d, n: 8 * d * (-arb(n).log() / d).exp())


@fault(rate, "by_dimension")
def deviations_not_divided_by_n(m: pytest.MonkeyPatch) -> None:
    right = rates.binomial_deviation
    m.setattr(rates, "binomial_deviation", lambda n, p: n * right(n, p))


# ── caps ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(cap, "for_every_t")
def caps_below_the_equator_taken_for_those_above(m: pytest.MonkeyPatch) -> None:
    right = sphere.cap
    m.setattr(sphere, "cap", lambda d, t: right(d, abs(t)))


@fault(cap, "half_a_power")
def the_height_squared_once_more(m: pytest.MonkeyPatch) -> None:
    right = sphere.cap
    m.setattr(sphere, "cap", lambda d, t: right(d, t * abs(t)))


@fault(cap, "without_the_half")
def one_cap_for_every_dimension(m: pytest.MonkeyPatch) -> None:
    right = sphere.cap
    m.setattr(sphere, "cap", lambda d, t: right(10**3, t) if d > 8 else right(d, t))


@fault(pairs, "for_each_point")
def pairs_of_neighbours_alone(m: pytest.MonkeyPatch) -> None:
    m.setattr(sphere, "some_pair", lambda d, t, points: ((points - 1) * sphere.cap(d, t)).min(arb(1)))


@fault(pairs, "pairs_times_half_a_power")
def pairs_counted_twice(m: pytest.MonkeyPatch) -> None:
    m.setattr(sphere, "some_pair", lambda d, t, points: (points * (points - 1) * sphere.cap(d, t)).min(arb(1)))


# ── large classes and witnesses ────────────────────────────────────────────────────────────────────────────────────
@fault(gap, "small_for_small_classes")
def total_variation_without_its_two(m: pytest.MonkeyPatch) -> None:
    right = large_class.FUNCTIONS["all"]
    m.setitem(large_class.FUNCTIONS, "all", lambda law, N: right(law, N) / 2)


@fault(gap, "small_for_small_classes")
def deviations_with_their_sign(m: pytest.MonkeyPatch) -> None:
    m.setattr(large_class, "mean_deviation", lambda N, p: Fraction(0))


@fault(gap, "small_for_small_classes")
def atoms_one_apart(m: pytest.MonkeyPatch) -> None:
    right = large_class.FUNCTIONS["lipschitz"]
    m.setitem(large_class.FUNCTIONS, "lipschitz", lambda law, N: right(law, N) * (1 if law is None else len(law) - 1))


@fault(gap, "two_fifths_for_lipschitz_functions")
def atoms_that_end_before_one(m: pytest.MonkeyPatch) -> None:
    right = large_class.FUNCTIONS["lipschitz"]
    m.setitem(
        large_class.FUNCTIONS,
        "lipschitz",
        lambda law, N: right(law, N) * (1 if law is None else Fraction(len(law) - 1, len(law))),
    )


@fault(gap, "small_for_small_classes")
def an_atomless_law_of_a_hundred_atoms(m: pytest.MonkeyPatch) -> None:
    right = large_class.FUNCTIONS["all"]
    m.setitem(large_class.FUNCTIONS, "all", lambda law, N: right(law or [Fraction(1, 100)] * 100, N))


@fault(nearest, "distance_to_the_nearest_sample")
def points_that_travel_half_the_way(m: pytest.MonkeyPatch) -> None:
    right = witness.WitnessCase.into

    def faulty(self: Any, arithmetic: Any) -> Any:
        compared = right(self, arithmetic)
        return replace(compared, W1=compared.W1 / 2)

    m.setattr(witness.WitnessCase, "into", faulty)


@fault(nearest, "its_square")
def distances_cut_at_one(m: pytest.MonkeyPatch) -> None:
    right = witness._distance
    m.setattr(witness, "_distance", lambda y, x: min(right(y, x), Fraction(1)))


@fault(nearest, "distance_to_the_second_nearest_taken_for_0_at_the_samples")
def the_second_least_is_the_least(m: pytest.MonkeyPatch) -> None:
    m.setattr(witness.Distances, "second", lambda self: self.least())


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    with forgotten(
        [chi_square.best_radius, gaussian_points.best_points, gaussian_points.random_points, partitions._sum]
    ):
        yield


def test_without_a_fault_every_form_gets_its_verdict() -> None:
    FAULTS.verdicts_without_them(FEW)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_claim_notices(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)
