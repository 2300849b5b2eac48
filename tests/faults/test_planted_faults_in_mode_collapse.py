"""Faults planted in exact laws, suprema, unions and inequalities: each is killed by the claim that is named here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, fmpq
from planted import Fault, Faults, forgotten, is_killed

from lecture17 import chernoff, from_the_net_to_the_ball, tension, the_generalisation_theorem, the_union_bound
from lemmata.evidence.profiles import profile_named
from lemmata.numerics import compare
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import Comparison, Verdict
from lemmata.theory.concentration import coordinates, mean_gaps, means as averages
from lemmata.theory.concentration.lattice_laws import Lattice
from lemmata.theory.generalisation import (
    bad_events as events,
    detours as expectations,
    exact_classes as uniform,
    exact_instances,
    linear_net,
    sample_size as substitution,
    sampled_classes,
    small_support,
)
from lemmata.theory.transport import small_support_is_far as fooled

FEW = replace(profile_named("smoke"), cases=30, search=1)
one_mean = chernoff.claim_deviation_of_one_discriminator
finite_class = chernoff.claim_union_bound_needs_a_finite_class
union = the_union_bound.claim_union_bound_over_the_net
both_nets = the_union_bound.claim_both_samples_for_the_whole_net
whole_net = the_union_bound.claim_size_of_the_net_times_chernoff
pair = the_union_bound.claim_both_samples_at_once
exponent = the_union_bound.claim_exponent_of_the_printed_bound
as_many = the_union_bound.claim_as_many_training_samples
radius = from_the_net_to_the_ball.claim_radius_of_the_net
triangle = from_the_net_to_the_ball.claim_detour_over_the_real_law
total = from_the_net_to_the_ball.claim_total_of_the_chain
theorem = the_generalisation_theorem.claim_weak_discriminators_generalise
detour = the_generalisation_theorem.claim_generalisation_without_the_detour
cells = tension.claim_a_support_of_order_m_fools_the_cell_class
linear = tension.claim_a_support_of_fixed_size_fools_linear_discriminators
any_law = tension.claim_it_happens_for_any_real_law
any_n = tension.claim_more_training_samples_do_not_help
half = tension.claim_more_samples_save_at_most_half
far = tension.claim_fooled_and_yet_far

FAULTS = Faults()
fault = FAULTS.fault


# ── laws of means ──────────────────────────────────────────────────────────────────────────────────────────────────
@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def tail_with_one_sum_too_many(m: pytest.MonkeyPatch) -> None:
    right = Lattice._outside
    m.setattr(Lattice, "_outside", lambda law, N, first, end: right(law, N, first, end - 1))


@fault(finite_class, "without_the_two_sides", "certified")
def tail_with_one_sum_too_few(m: pytest.MonkeyPatch) -> None:
    right = Lattice._outside
    m.setattr(Lattice, "_outside", lambda law, N, first, end: right(law, N, first - 1, end + 1))


@fault(one_mean, "without_the_factor_two", "certified")
def tail_on_one_side_alone(m: pytest.MonkeyPatch) -> None:
    right = Lattice._outside
    m.setattr(Lattice, "_outside", lambda law, N, first, end: right(law, N, 0, end))


@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def denominator_of_one_more_draw(m: pytest.MonkeyPatch) -> None:
    right = Lattice._outside
    m.setattr(Lattice, "_outside", lambda law, N, first, end: 1 - (1 - right(law, N, first, end)) / law.total)


@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def deviation_from_the_middle_of_the_range(m: pytest.MonkeyPatch) -> None:
    m.setattr(Lattice, "mean", property(lambda law: law.lowest + law.width / 2))


@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def share_of_epsilon_forgotten(m: pytest.MonkeyPatch) -> None:
    def faulty(sample: Any, share: Fraction) -> Matrix:
        return sample.N.constant(sample.case.law.tail(sample.case.N, sample.case.epsilon / 8))

    m.setattr(averages.Average, "tail", faulty)


@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def width_of_one_whatever_the_step(m: pytest.MonkeyPatch) -> None:
    m.setattr(Lattice, "width", property(lambda law: Fraction(1)))


@fault(as_many, "half_as_many", "certified")
def coin_tested_at_half_of_its_epsilon(m: pytest.MonkeyPatch) -> None:
    def faulty(test: Any, n: int) -> Matrix:
        return test.m.constant(test.case.coin.tail(n, test.case.epsilon / 2))

    m.setattr(averages.CoinTest, "tail", faulty)


@fault(cells, "twice_m", "exact")
def mean_distance_without_the_absolute_value(m: pytest.MonkeyPatch) -> None:
    m.setattr(Lattice, "mean_distance", lambda law, N: fmpq(0))


# ── all θ at once ──────────────────────────────────────────────────────────────────────────────────────────────────
@fault(theorem, "without_the_logarithm", "certified")
def one_bump_for_all(m: pytest.MonkeyPatch) -> None:
    m.setattr(uniform.Bumps, "_some_of", lambda F, p: arb(p))


@fault(theorem, "a_ninth_of_it", "certified")
def two_samples_compared_with_twice_epsilon(m: pytest.MonkeyPatch) -> None:
    right = uniform._two_sample_tail
    m.setattr(uniform, "_two_sample_tail", lambda law, N, n, epsilon: right(law, N, n, 2 * epsilon))


@fault(theorem, "nine_tenths_for_the_power_of_m_before_the_logarithm", "certified")
def coins_tossed_twice_as_often(m: pytest.MonkeyPatch) -> None:
    right = uniform.difference_tail
    m.setattr(uniform, "difference_tail", lambda N, share: right(2 * N, share))


@fault(detour, "four_widths_squared", "certified")
def two_samples_compared_with_a_quarter_of_epsilon(m: pytest.MonkeyPatch) -> None:
    right = Lattice.two_sample_tail
    m.setattr(Lattice, "two_sample_tail", lambda law, N, n, epsilon: right(law, N, n, epsilon / 4))


@fault(theorem, "eight_widths_squared", "certified")
def lipschitz_constant_of_the_bumps_of_one(m: pytest.MonkeyPatch) -> None:
    m.setattr(uniform.Bumps, "lipschitz_squared", property(lambda F: Fraction(1)))


@fault(any_n, "the_same_epsilon", "certified")
def infinitely_many_samples_against_one_point(m: pytest.MonkeyPatch) -> None:
    for F in (uniform.OneFunction, uniform.Bumps):
        right = F.failure_against_the_law
        m.setattr(F, "failure_against_the_law", lambda F, N, epsilon, right=right: right(F, 1, epsilon))


@fault(detour, "epsilon_to_the_first_power", "statistical")
def shares_of_cells_without_their_absolute_value(m: pytest.MonkeyPatch) -> None:
    # the differences of the shares sum to 0
    m.setattr(sampled_classes.Cells, "exceeded", lambda F, N, epsilon, samples: (0, 0))


@fault(any_law, "with_first_moments", "statistical")
def rare_and_large_values_that_never_come(m: pytest.MonkeyPatch) -> None:
    for F in (sampled_classes.HeavyTail, sampled_classes.RareBumps):
        m.setattr(F, "exceeded", lambda F, N, epsilon, samples: (0, 0))


# ── unions and coordinates ─────────────────────────────────────────────────────────────────────────────────────────
KINDS_OF_EVENTS = (events.EventsCase, events.IndependentEvents, events.CellDeviations)


@fault(whole_net, "log_of_one_axis", "certified")
def nets_of_one_point(m: pytest.MonkeyPatch) -> None:
    m.setattr(the_union_bound, "maximum", lambda size, one: one)


@fault(both_nets, "half_of_epsilon", "certified")
def points_that_lie_on_their_law(m: pytest.MonkeyPatch) -> None:
    m.setattr(exact_instances.Promise, "against_the_law", lambda F, N, epsilon: F.m.constant(0))


@fault(both_nets, "a_quarter_of_epsilon", "certified")
def samples_that_are_the_points(m: pytest.MonkeyPatch) -> None:
    m.setattr(exact_instances.Promise, "with_as_many", lambda F, N, epsilon: F.m.constant(0))


@fault(pair, "the_larger", "exact")
def union_that_drops_an_event(m: pytest.MonkeyPatch) -> None:
    right = events.EventsCase.probabilities

    def faulty(case: events.EventsCase) -> tuple[list[Fraction], Fraction]:
        return right(case)[0], right(replace(case, sets=case.sets[1:]))[1]

    m.setattr(events.EventsCase, "probabilities", faulty)


@fault(union, "their_sum", "exact")
def union_as_the_sum_of_outcomes_counted_twice(m: pytest.MonkeyPatch) -> None:
    for kind in KINDS_OF_EVENTS:
        right = kind.probabilities
        m.setattr(kind, "probabilities", lambda case, right=right: (right(case)[0], 2 * right(case)[1]))


@fault(union, "their_sum", "exact")
def multinomials_without_the_first_event(m: pytest.MonkeyPatch) -> None:
    right = events.CellDeviations.probabilities
    m.setattr(events.CellDeviations, "probabilities", lambda case: (right(case)[0][1:], right(case)[1]))


@fault(pair, "the_larger", "exact")
def union_as_the_largest_event(m: pytest.MonkeyPatch) -> None:
    right = events.EventsCase.probabilities
    m.setattr(events.EventsCase, "probabilities", lambda case: (right(case)[0], max(right(case)[0])))


@fault(finite_class, "any_discrete_class", "certified")
def countably_many_coordinates_never_fail(m: pytest.MonkeyPatch) -> None:
    right = coordinates.CoordinateClass.failure
    m.setattr(
        coordinates.CoordinateClass,
        "failure",
        lambda F, N: F.t.constant(0) if F.count is None else right(F, N),
    )


@fault(finite_class, "the_size_for_one_function", "certified")
def coordinates_that_are_one_and_the_same(m: pytest.MonkeyPatch) -> None:
    m.setattr(coordinates.CoordinateClass, "failure", lambda F, N: F.t.constant(coordinates._SIGN.tail(N, F.case.t)))


@fault(exponent, "minus_cm_log_over_2", "exact")
def sample_size_without_m(m: pytest.MonkeyPatch) -> None:
    m.setattr(
        substitution.SampleSize, "N", property(lambda size: size.c * size.logarithm / (size.epsilon * size.epsilon))
    )


# ── from the net to the ball ───────────────────────────────────────────────────────────────────────────────────────
@fault(radius, "epsilon_over_4L", "exact")
def squared_radius_halved(m: pytest.MonkeyPatch) -> None:
    right = linear_net.LinearNetCase.radius_squared
    m.setattr(linear_net.LinearNetCase, "radius_squared", lambda case: right(case) / 2)


@fault(radius, "epsilon_over_3L", "exact")
def supremum_of_the_linear_class_halved(m: pytest.MonkeyPatch) -> None:
    right = linear_net.LinearNet.deviation.fget
    assert right is not None
    m.setattr(linear_net.LinearNet, "deviation", property(lambda F: right(F) / 2))


@fault(triangle, "the_larger", "exact")
def real_law_taken_for_the_samples(m: pytest.MonkeyPatch) -> None:
    right = expectations.ExpectationsCase.into
    m.setattr(
        expectations.ExpectationsCase,
        "into",
        lambda case, arithmetic: right(replace(case, real=case.samples), arithmetic),
    )


# ── small supports ─────────────────────────────────────────────────────────────────────────────────────────────────
@fault(linear, "two_over_epsilon_squared", "exact")
def squared_distance_of_a_sample_that_does_not_shrink(m: pytest.MonkeyPatch) -> None:
    right = small_support.Cloud.mean_squared_distance
    m.setattr(small_support.Cloud, "mean_squared_distance", lambda P, N: right(P, 1))


@fault(linear, "nineteen_tenths_over_epsilon_squared", "certified")
def distances_of_a_corner_from_itself(m: pytest.MonkeyPatch) -> None:
    m.setattr(small_support.CubeCloudCase, "law", lambda case, N: {Fraction(0): fmpq(1)})


@fault(linear, "two_over_epsilon_squared", "certified")
def distances_of_one_sample_whatever_its_size(m: pytest.MonkeyPatch) -> None:
    right = small_support.CloudCase.law
    m.setattr(small_support.CloudCase, "law", lambda case, N: right(case, 1))


@fault(half, "nineteen_tenths_above", "exact")
def the_first_coordinate_alone(m: pytest.MonkeyPatch) -> None:
    right = mean_gaps.mean_of_the_largest
    m.setattr(mean_gaps, "mean_of_the_largest", lambda law, count: right(law, 1))


@fault(half, "between_one_and_two", "exact")
def samples_as_many_as_points(m: pytest.MonkeyPatch) -> None:
    right = mean_gaps._from_samples
    m.setattr(mean_gaps, "_from_samples", lambda law, N, n: right(law, n, n))


@fault(half, "for_what_is_learnt_by_heart_too", "exact")
def what_is_learnt_taken_for_what_is_drawn(m: pytest.MonkeyPatch) -> None:
    right = mean_gaps.MeanGapCase.into
    m.setattr(mean_gaps.MeanGapCase, "into", lambda case, arithmetic: right(replace(case, learnt=False), arithmetic))


@fault(cells, "twice_m_over_epsilon_squared", "exact")
def mean_distance_of_the_cells_doubled(m: pytest.MonkeyPatch) -> None:
    right = small_support.Crowd.mean_distance
    m.setattr(small_support.Crowd, "mean_distance", lambda F, N: 2 * right(F, N))


@fault(far, "more_than_epsilon", "certified")
def points_that_cover_all_of_the_gaussian(m: pytest.MonkeyPatch) -> None:
    m.setitem(fooled._ENCLOSURES, "wasserstein", lambda N, d: arb(0))


@fault(far, "more_than_epsilon_in_every_dimension", "certified")
def points_that_are_always_far(m: pytest.MonkeyPatch) -> None:
    m.setitem(fooled._ENCLOSURES, "wasserstein", lambda N, d: arb(2))


@fault(far, "more_than_epsilon", "certified")
def a_gaussian_with_half_of_its_mass_near_the_points(m: pytest.MonkeyPatch) -> None:
    m.setattr(fooled, "norm_below", lambda d, radius: arb(1) / 2)


@fault(far, "more_than_epsilon", "certified")
def divergences_in_units_of_a_thousand(m: pytest.MonkeyPatch) -> None:
    for name in fooled.DISTANCES:
        right = fooled._ENCLOSURES[name]
        m.setitem(fooled._ENCLOSURES, name, lambda N, d, right=right: right(N, d) / 1000)


# ── numerics ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _reversed(comparison: Comparison) -> Comparison:
    swapped = {Verdict.HOLDS: Verdict.REFUTED, Verdict.REFUTED: Verdict.HOLDS}
    return replace(comparison, verdict=swapped.get(comparison.verdict, comparison.verdict))


@fault(triangle, "the_sum", "exact")
def at_most_of_rationals_reversed(m: pytest.MonkeyPatch) -> None:
    right = RationalMatrix.at_most
    m.setattr(RationalMatrix, "at_most", lambda a, b: _reversed(right(a, b)))


@fault(one_mean, "at_a_quarter_of_epsilon", "certified")
def at_most_of_balls_reversed(m: pytest.MonkeyPatch) -> None:
    right = BallMatrix.at_most
    m.setattr(BallMatrix, "at_most", lambda a, b: _reversed(right(a, b)))


@fault(total, "epsilon_in_all", "exact")
def at_most_without_equality(m: pytest.MonkeyPatch) -> None:
    right = RationalMatrix.at_most
    m.setattr(RationalMatrix, "at_most", lambda a, b: _reversed(right(b, a)))


@fault(union, "their_sum", "exact")
def bound_times_zero(m: pytest.MonkeyPatch) -> None:
    right = compare.probability_at_most
    m.setattr(the_union_bound, "probability_at_most", lambda p, bound: right(p, bound * 0))


@fault(one_mean, "at_deviation_epsilon", "certified")
def balls_that_are_always_within_their_bound(m: pytest.MonkeyPatch) -> None:
    m.setattr(BallMatrix, "at_most", lambda a, b: Comparison(Verdict.HOLDS, str(a), str(b), relation="≤"))


@fault(finite_class, "the_size_for_one_function", "certified")
def powers_that_forget_their_exponent(m: pytest.MonkeyPatch) -> None:
    m.setattr(Matrix, "__pow__", lambda base, n: base)


@fault(finite_class, "any_finite_class", "certified")
def ceilings_that_are_halved(m: pytest.MonkeyPatch) -> None:
    right = chernoff.ceiling
    m.setattr(chernoff, "ceiling", lambda v: max(1, right(v) // 2))


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing that was found before or under a fault is remembered."""
    laws = (Lattice.tail, Lattice.strict_tail, Lattice.mean_distance, Lattice.two_sample_tail)
    caches = (*laws, uniform._corners)
    with forgotten(caches):
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_a_fault_the_same_forms_get_their_verdicts(fresh: None) -> None:
    FAULTS.verdicts_without_them(FEW)
