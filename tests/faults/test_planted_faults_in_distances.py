"""Faults planted in measures, transport, classes and games: each is killed by the claim that is named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from planted import Fault, Faults, Plant, is_killed

from lecture17 import choosing_discriminators, distances, the_training_loss
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.rationals import Rationals
from lemmata.theory.densities import pushforward
from lemmata.theory.densities.pushforward import Pushforward
from lemmata.theory.discriminators import bounded_functions as bounded_class, finite_classes, rademacher
from lemmata.theory.discriminators.attainment import Interval, LineGameCase
from lemmata.theory.discriminators.finite_classes import Discriminators
from lemmata.theory.discriminators.minimax import Game
from lemmata.theory.discriminators.rademacher import Sampled
from lemmata.theory.exact.measures import Measure, difference
from lemmata.theory.transport import shifts, wasserstein
from lemmata.theory.transport.plans import Transport, cheapest
from lemmata.theory.transport.potentials import Potential, steepest
from lemmata.theory.transport.wasserstein import Far

FEW = replace(profile_named("smoke"), cases=30, search=1, largest=1)
law = the_training_loss.claim_law_of_the_generator
reached = the_training_loss.claim_minimum_and_maximum_are_taken
order = the_training_loss.claim_order_of_minimum_and_maximum
linear = the_training_loss.claim_loss_of_linear_discriminators
separated = distances.claim_distance_zero_means_equal_laws
triangle = distances.claim_triangle_inequality
bounded = distances.claim_bounded_functions_give_total_variation
unsigned = distances.claim_absolute_value_can_be_removed
earthmover = distances.claim_lipschitz_functions_give_the_earthmover_distance
smaller = choosing_discriminators.claim_smaller_classes_see_less
enough = choosing_discriminators.claim_capacity_is_enough_samples
needed = choosing_discriminators.claim_capacity_needs_samples
gradients = choosing_discriminators.claim_gradients_can_vanish

FAULTS = Faults()


def fault(claim: Claim, form: str, grade: str = "exact") -> Callable[[Plant], Plant]:
    return FAULTS.fault(claim, form, grade)


# ── the law of a generator ─────────────────────────────────────────────────────────────────────────────────────────
@fault(law, "f_of_g_of_Z", "certified")
def pieces_over_z_without_the_density(m: pytest.MonkeyPatch) -> None:
    m.setattr(pushforward, "_phi", lambda z: arb(0))


@fault(law, "f_of_g_of_Z", "certified")
def kinks_of_the_inverse_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(Pushforward, "_kinks", [])


@fault(law, "f_of_g_of_Z", "certified")
def kinks_of_the_generator_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(Pushforward, "_breaks_of_g", lambda self: [])


@fault(law, "f_of_g_of_Z", "certified")
def a_corner_at_the_wrong_place(m: pytest.MonkeyPatch) -> None:
    right = Pushforward._areas_around
    m.setattr(Pushforward, "_areas_around", lambda self, k: right(self, k + Fraction(1, 2**20)))


# ── the training loss ──────────────────────────────────────────────────────────────────────────────────────────────
@fault(reached, "compact_and_continuous")
def open_ends_taken_for_closed(m: pytest.MonkeyPatch) -> None:
    m.setattr(Interval, "closed", property(lambda self: True))


@fault(reached, "compact_and_continuous")
def jumps_that_do_not_count(m: pytest.MonkeyPatch) -> None:
    m.setattr(LineGameCase, "continuous_in_theta", property(lambda self: True))


@fault(reached, "compact_alone")
def a_maximum_that_is_always_there(m: pytest.MonkeyPatch) -> None:
    m.setattr(LineGameCase, "attained", property(lambda self: self.theta.compact and self.t.compact))


@fault(order, "least_of_the_largest")
def one_sided_differences(m: pytest.MonkeyPatch) -> None:
    def faulty(self: Game) -> Any:
        return self.number(min(max(max(v, Fraction(0)) for v in row) for row in self.differences))

    m.setattr(Game, "loss", property(faulty))


@fault(linear, "euclidean_norm")
def means_without_weights(m: pytest.MonkeyPatch) -> None:
    def faulty(self: Far) -> Any:
        v = [sum(row, Fraction(0)) for row in zip(*self.P.points, strict=True)]
        return Rationals().matrix([[sum(x * x for x in v)]])

    m.setattr(Far, "largest_square_of_a_linear_function", property(faulty))


# ── classes ────────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(separated, "separates_measures")
def ranks_one_too_large(m: pytest.MonkeyPatch) -> None:
    m.setattr(distances, "rank", lambda functions: finite_classes.rank(functions) + 1)


@fault(triangle, "sum_of_both")
def one_of_two_laws_in_the_middle(m: pytest.MonkeyPatch) -> None:
    right = Discriminators.distance_through
    m.setattr(Discriminators, "distance_through", lambda self: (right(self)[0], self.number(Fraction(0))))


@fault(unsigned, "convex")
def distances_without_the_absolute_value(m: pytest.MonkeyPatch) -> None:
    m.setattr(Discriminators, "distance", property(lambda self: self.one_sided))


@fault(smaller, "all_of_the_larger_class")
def means_under_one_law_alone(m: pytest.MonkeyPatch) -> None:
    right = Discriminators.differences
    # the sum of the differences instead of the largest one on the smaller class
    m.setattr(
        Discriminators, "distance", property(lambda self: self.number(sum(map(abs, right(self, self.functions)))))
    )


@fault(bounded, "width_times_total_variation")
def events_alone(m: pytest.MonkeyPatch) -> None:
    right = bounded_class.largest_over_values
    m.setattr(bounded_class, "largest_over_values", lambda v, low, high: right(v, Fraction(0), Fraction(1)))


@fault(bounded, "width_times_total_variation")
def the_last_point_forgotten(m: pytest.MonkeyPatch) -> None:
    right = bounded_class.largest_over_values
    m.setattr(bounded_class, "largest_over_values", lambda v, low, high: right(v[:-1], low, high))


# ── transport ──────────────────────────────────────────────────────────────────────────────────────────────────────
EARTHMOVER = "lipschitz_in_the_norm_of_the_cost"


@fault(earthmover, EARTHMOVER)
@fault(earthmover, EARTHMOVER, "certified")
def a_plan_that_is_not_the_cheapest(m: pytest.MonkeyPatch) -> None:
    def independent(p: Any, q: Any, costs: Any, **_: Any) -> Transport:
        found = cheapest(p, q, costs)
        return Transport(tuple(tuple(a * b for b in q) for a in p), found.u, found.v)

    m.setattr(wasserstein, "cheapest", independent)


@fault(earthmover, EARTHMOVER)
@fault(earthmover, EARTHMOVER, "certified")
def a_potential_that_is_flat(m: pytest.MonkeyPatch) -> None:
    def flat(excess: Any, lack: Any, costs: Any, **_: Any) -> Potential:
        found = steepest(excess, lack, costs)
        return Potential(found.above, (0,) * len(found.below), found.flow)

    m.setattr(wasserstein, "steepest", flat)


@fault(earthmover, EARTHMOVER)
@fault(earthmover, EARTHMOVER, "certified")
def half_of_what_is_proved(m: pytest.MonkeyPatch) -> None:
    m.setattr(wasserstein, "between", lambda lower, upper: lower / 2)
    m.setattr(
        Far, "W1", property(lambda self: wasserstein.transport_cost(self.P, self.Q, self.norm, self.arithmetic) * 2 / 3)
    )


@fault(earthmover, EARTHMOVER)
def a_potential_in_another_norm(m: pytest.MonkeyPatch) -> None:
    right = wasserstein.lipschitz_supremum
    m.setattr(wasserstein, "lipschitz_supremum", lambda P, Q, name, arithmetic: right(P, Q, "sum", arithmetic))


@fault(earthmover, EARTHMOVER)
def common_mass_counted_twice(m: pytest.MonkeyPatch) -> None:
    def faulty(P: Measure, Q: Measure) -> Any:
        return {x: P.masses.get(x, Fraction(0)) or v for x, v in difference(P, Q).items()}

    m.setattr(wasserstein, "difference", faulty)


# ── samples and gradients ──────────────────────────────────────────────────────────────────────────────────────────
@fault(enough, "twice_the_complexity")
def signs_without_the_absolute_value(m: pytest.MonkeyPatch) -> None:
    right = rademacher.complexity_at
    m.setattr(rademacher, "complexity_at", lambda values, absolute=True: right(values, absolute=False))


@fault(needed, "half_the_complexity_of_centred_functions")
def functions_that_are_not_centred(m: pytest.MonkeyPatch) -> None:
    right = Sampled.complexity
    m.setattr(Sampled, "complexity", lambda self, **how: right(self, **{**how, "centred": False}))


@fault(enough, "twice_the_complexity")
def sums_for_means(m: pytest.MonkeyPatch) -> None:
    right = Sampled.mean_distance.func
    m.setattr(Sampled, "mean_distance", property(lambda self: right(self) * self.case.n))


@fault(gradients, "of_wasserstein_alone")
def heights_without_the_absolute_value(m: pytest.MonkeyPatch) -> None:
    m.setattr(shifts, "on_the_line", lambda P, Q: Q.mean[0] - P.mean[0])


@fault(gradients, "of_wasserstein_alone")
def overlaps_by_order_and_not_by_place(m: pytest.MonkeyPatch) -> None:
    m.setattr(shifts, "total_variation", lambda P, Q: abs(Q.mean[0] - P.mean[0]))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}-{fault.grade}")
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_a_fault_the_same_forms_get_their_verdicts() -> None:
    FAULTS.verdicts_without_them(FEW)
