"""Faults planted in divergences, means of log-densities and the difference network: each is killed by the claim named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from planted import Fault, Faults, Plant, changed, is_killed

from lecture17 import distinguishing_power, jensen_shannon, which_check_sees_which_error
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.theory.densities import gaussian_pieces
from lemmata.theory.densities.log_density_network import Block, Network
from lemmata.theory.divergences import (
    affine_laws,
    closure,
    covered_laws as realisability,
    discrete_laws,
    line_overlap,
    line_pairs,
)
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.discrete_laws import DiscretePair
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.divergences.pullback import Pullback

FEW = replace(profile_named("smoke"), cases=30, search=1)
js = jensen_shannon.claim_jensen_shannon
eighth = jensen_shannon.claim_jensen_shannon_is_at_most_an_eighth
above_tv = jensen_shannon.claim_jensen_shannon_bounds_total_variation
below_tv = jensen_shannon.claim_total_variation_bounds_jensen_shannon
ipm = distinguishing_power.claim_jeffreys_is_a_difference_of_means
membership = distinguishing_power.claim_a_member_bounds_jeffreys
halves = distinguishing_power.claim_log_densities_alone_give_half
nearly = distinguishing_power.claim_an_approximate_member_bounds_jeffreys
closed = distinguishing_power.claim_differences_are_two_copies
network = distinguishing_power.claim_the_difference_is_a_network
bounded = distinguishing_power.claim_bounded_discriminators_dominate_jensen_shannon
realised = distinguishing_power.claim_the_bound_needs_realisability
sees = which_check_sees_which_error.claim_what_a_distance_above_jeffreys_sees

FAULTS = Faults()


def fault(claim: Claim, form: str, grade: str = "certified") -> Callable[[Plant], Plant]:
    return FAULTS.fault(claim, form, grade)


# ── divergences ────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(ipm, "difference_of_the_means")
def the_sign_of_one_kl(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "kl_reversed", lambda _, value: -value)


@fault(js, "half_of_both_directions_to_the_mixture")
def jensen_shannon_without_its_half(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "kl_to_the_mixture", lambda _, value: 2 * value)


@fault(js, "half_of_both_directions_to_the_mixture")
def one_entropy_forgotten(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "jensen_shannon", lambda P, value: value + discrete_laws._entropy(P.q) / 2)


@fault(above_tv, "half_of_the_square")
def total_variation_without_its_half(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "total_variation", lambda _, value: 2 * value)


@fault(below_tv, "log_two_of_it")
def total_variation_halved_twice(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "total_variation", lambda _, value: value / 2)


@fault(ipm, "difference_of_the_means")
def determinants_the_other_way_round(m: pytest.MonkeyPatch) -> None:
    right = affine_laws._kl_of_gaussians
    m.setattr(AffinePair, "kl_reversed", property(lambda P: right(P.g, P.h)))


@fault(membership, "the_difference", "exact")
def a_covariance_too_wide(m: pytest.MonkeyPatch) -> None:
    changed(m, AffinePair, "kl", lambda P, value: value + Fraction(1, 2) * P.g.dimension)


# ── means ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(ipm, "difference_of_the_means")
def bends_without_their_half(m: pytest.MonkeyPatch) -> None:
    def faulty(g: Any, f: Any) -> Any:
        right = generator_mean(g, f)
        return right + right - f(g.b[1])

    generator_mean = affine_laws._mean_of_a_quadratic
    m.setattr(affine_laws, "_mean_of_a_quadratic", faulty)


@fault(ipm, "difference_of_the_means")
def second_moments_without_their_ends(m: pytest.MonkeyPatch) -> None:
    def faulty(a: arb, b: arb) -> tuple[arb, arb, arb]:
        one, first, _ = right(a, b)
        return one, first, one

    right = gaussian_pieces.moments
    m.setattr(gaussian_pieces, "moments", faulty)


@fault(ipm, "difference_of_the_means")
def kinks_of_the_other_network_forgotten(m: pytest.MonkeyPatch) -> None:
    def faulty(side: Any, more: Any) -> Any:
        return right(replace(side, h_case=side.g_case), more)

    right = Pullback.breaks_at
    m.setattr(Pullback, "breaks_at", faulty)


@fault(ipm, "difference_of_the_means")
def secants_with_the_slope_upside_down(m: pytest.MonkeyPatch) -> None:
    changed(m, Pullback, "ratio", lambda _, pieces: [(-c, slope, bend) for c, slope, bend in pieces])


@fault(halves, "half_of_jeffreys", "exact")
def the_smallest_deviation_taken(m: pytest.MonkeyPatch) -> None:
    right = AffinePair.distance
    m.setattr(AffinePair, "distance", lambda P, F: right(P, [P.log_p]) + right(P, [P.log_q]) - right(P, F))


@fault(sees, "nothing_wrong")
def one_reading_for_both_laws(m: pytest.MonkeyPatch) -> None:
    right = line_pairs.pieces_on_the_line
    m.setattr(line_pairs, "pieces_on_the_line", lambda f: right(lambda x: f(x / 2)))


# ── integrals ──────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(ipm, "difference_of_the_means")
def the_integral_stops_at_two_and_the_tail_is_dropped(m: pytest.MonkeyPatch) -> None:
    m.setattr(Pullback, "reach", arb(2))
    m.setattr(Pullback, "tail", arb(0))


@fault(js, "half_of_both_directions_to_the_mixture")
def densities_over_x_without_their_slope(m: pytest.MonkeyPatch) -> None:
    right = line_overlap._log_density
    m.setattr(line_overlap, "_log_density", lambda case, g, a, b: lambda x: right(case, g, a, b)(x) - 1)


@fault(below_tv, "log_two_of_it")
def crossings_of_the_densities_overlooked(m: pytest.MonkeyPatch) -> None:
    m.setattr(line_overlap, "_roots", lambda p, q: [])


@fault(bounded, "two_over_log_two_of_jensen_shannon")
def half_of_the_saturated_deviation(m: pytest.MonkeyPatch) -> None:
    for owner in (DiscretePair, LinePair):
        right = owner.saturated_deviation
        m.setattr(owner, "saturated_deviation", lambda P, c, right=right: right(P, c) / 2)


@fault(nearly, "less_twice_eta_times_total_variation")
def an_error_three_times_as_large(m: pytest.MonkeyPatch) -> None:
    for owner in (DiscretePair, LinePair):
        right = owner.saturated_deviation
        m.setattr(owner, "saturated_deviation", lambda P, c, right=right: right(P, c) * 3)


@fault(eighth, "an_eighth")
def one_direction_for_both(m: pytest.MonkeyPatch) -> None:
    changed(m, DiscretePair, "kl_reversed", lambda P, value: value * 0)


# ── the difference network ─────────────────────────────────────────────────────────────────────────────────────────
def wired_wrong(m: pytest.MonkeyPatch, rewire: Callable[[Network, Network, Network], Network]) -> None:
    right = distinguishing_power.difference_network
    m.setattr(distinguishing_power, "difference_network", lambda f, g: rewire(right(f, g), f, g))


@fault(network, "side_by_side")
def the_second_copy_missing(m: pytest.MonkeyPatch) -> None:
    wired_wrong(m, lambda _, first, __: first)


@fault(network, "side_by_side")
def the_second_output_added(m: pytest.MonkeyPatch) -> None:
    def rewire(network: Network, *_: Network) -> Network:
        (output,) = network.layers[-1].values()
        weights = {name: (-W if name.startswith("second ") else W) for name, W in output.weights.items()}
        return Network(
            (*network.layers[:-1], {"difference": Block("identity", weights, output.bias)}), network.activation
        )

    wired_wrong(m, rewire)


@fault(closed, "two_copies_with_one_output", "exact")
def the_output_bias_of_the_first_alone(m: pytest.MonkeyPatch) -> None:
    def rewire(network: Network, first: Network, _: Network) -> Network:
        (output,), (alone,) = network.layers[-1].values(), first.layers[-1].values()
        return Network(
            (*network.layers[:-1], {"difference": Block("identity", output.weights, alone.bias)}), network.activation
        )

    wired_wrong(m, rewire)


@fault(closed, "a_log_density_or_its_negative_up_to_a_constant", "exact")
def any_curvature_taken_for_definite(m: pytest.MonkeyPatch) -> None:
    m.setattr(distinguishing_power, "definite", lambda A, sign=1: True)
    m.setattr(
        distinguishing_power, "_shifted", lambda P, sign: closure.Member(lambda x: closure.twice_the_difference(P, x))
    )


@fault(realised, "the_law_of_a_generator_in_the_class", "exact")
def covariances_that_always_agree(m: pytest.MonkeyPatch) -> None:
    m.setattr(realisability.Covered, "same_covariance", True)


@fault(realised, "the_law_of_a_generator_in_the_class", "exact")
def means_that_always_agree(m: pytest.MonkeyPatch) -> None:
    m.setattr(realisability.Covered, "same_mean", True)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_a_fault_the_same_forms_get_their_verdicts() -> None:
    FAULTS.verdicts_without_them(FEW)
