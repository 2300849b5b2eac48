"""Faults planted in what training sees, in masses of cells and in the birthday test: each is killed by the claim named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from planted import Fault, Faults, Plant, changed, is_killed

from lecture17 import trained_generators as lecture
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.compare import at_most
from lemmata.numerics.verdict import Verdict
from lemmata.theory.concentration.birthday import BirthdaysCase
from lemmata.theory.training import mixtures as modes, observed, observed_cases
from lemmata.theory.training.mixtures import Modes, ModesCase
from lemmata.theory.training.observed import Observed
from lemmata.theory.training.observed_cases import ObservedCase

FEW = replace(profile_named("smoke"), cases=40, search=1)
conclusion = lecture.claim_small_training_error_means_a_small_divergence
collapse = lecture.claim_a_collapse_is_seen_by_logarithms_of_shares
product = lecture.claim_draws_from_few_points_agree
test = lecture.claim_few_draws_tell_a_small_support

FAULTS = Faults()


def fault(claim: Claim, form: str, grade: str = "certified") -> Callable[[Plant], Plant]:
    return FAULTS.fault(claim, form, grade)


# ── what training sees ─────────────────────────────────────────────────────────────────────────────────────────────
@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
def j_twice(m: pytest.MonkeyPatch) -> None:
    changed(m, Observed, "jeffreys", lambda _, J: 2 * J)


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
@fault(conclusion, "distance_on_samples_and_epsilon")
def a_sampling_error_that_is_never_seen(m: pytest.MonkeyPatch) -> None:
    changed(m, Observed, "sampling_error", lambda _, error: error * 0)


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
@fault(conclusion, "distance_on_samples_and_epsilon")
def both_means_over_p_real(m: pytest.MonkeyPatch) -> None:
    right = Observed._mean
    m.setattr(Observed, "_mean", lambda self, f, *, generated: right(self, f, generated=False))


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
@fault(conclusion, "distance_on_samples_and_epsilon")
def a_sum_of_log_densities_for_their_difference(m: pytest.MonkeyPatch) -> None:
    m.setattr(observed, "difference_network", lambda first, second: lambda x: first(x) + second(x) * 1)


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
def the_least_for_the_largest(m: pytest.MonkeyPatch) -> None:
    def least(numbers: Any) -> Any:
        best, *others = numbers
        for value in others:
            if at_most(value, best).verdict is Verdict.HOLDS:
                best = value
        return best

    m.setattr(observed, "largest", least)


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
def one_sample_too_many_counted(m: pytest.MonkeyPatch) -> None:
    right = Observed._from_samples
    m.setattr(
        Observed,
        "_from_samples",
        lambda self, f, *, generated: (
            right(self, f, generated=generated) * sum(x.columns for x in self.samples)
            / (1 + sum(x.columns for x in self.samples))
        ),
    )  # fmt: skip


@fault(conclusion, "with_two_moments", "exact")
def moments_without_bounds_for_coefficients(m: pytest.MonkeyPatch) -> None:
    right = Observed.deviations
    m.setattr(Observed, "deviations", lambda self, F: [10**9 * (v + 1) for v in right(self, F)])


@fault(conclusion, "with_linear_discriminators", "exact")
def squares_for_coordinates(m: pytest.MonkeyPatch) -> None:
    m.setattr(Observed, "coordinates", property(lambda self: tuple(lambda x: x * x * 10**9 for _ in range(1))))


@fault(conclusion, "distance_on_samples_and_epsilon", "exact")
def half_of_epsilon(m: pytest.MonkeyPatch) -> None:
    right = ObservedCase.into
    m.setattr(ObservedCase, "into", lambda self, arithmetic: right(replace(self, epsilon=self.epsilon / 2), arithmetic))


@fault(conclusion, "distance_on_samples_and_epsilon")
def kinks_of_further_laws_forgotten(m: pytest.MonkeyPatch) -> None:
    m.setattr(observed_cases, "kinks", lambda case: [])


# ── cells ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(collapse, "logarithms_of_shares")
def values_of_the_cells_in_reverse(m: pytest.MonkeyPatch) -> None:
    m.setattr(modes, "bisect", lambda edges, x: len(edges) - sum(1 for edge in edges if edge < x))


def _doubled(z: Any, right: Any = modes._gaussian_masses) -> list[Any]:
    return [2 * mass for mass in right(z)]


@fault(collapse, "logarithms_of_shares")
def masses_that_add_up_to_two(m: pytest.MonkeyPatch) -> None:
    m.setattr(modes, "_gaussian_masses", lambda z: _doubled(z))


@fault(collapse, "logarithms_of_shares")
def a_decreasing_generator_taken_for_an_increasing_one(m: pytest.MonkeyPatch) -> None:
    right = ModesCase._generated_masses
    m.setattr(ModesCase, "_generated_masses", lambda self, edges: right(self, edges)[::-1])


@fault(collapse, "logarithms_of_shares")
def the_law_itself_for_its_samples(m: pytest.MonkeyPatch) -> None:
    right = ModesCase.into
    m.setattr(
        ModesCase, "into", lambda self, arithmetic: (lambda M: replace(M, shares=M.cells.p))(right(self, arithmetic))
    )


@fault(collapse, "all_functions_between_minus_one_and_one")
def variation_without_a_bound(m: pytest.MonkeyPatch) -> None:
    changed(m, Modes, "variation", lambda _, value: 1000 * (value + 1))


@fault(collapse, "logarithms_of_shares")
def a_mean_with_its_sign(m: pytest.MonkeyPatch) -> None:
    m.setattr(modes, "absolute", lambda v: v)


# ── birthdays ──────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(product, "each_draw_on_a_free_point", "exact")
@fault(test, "half_the_pairs")
def draws_in_order_forgotten(m: pytest.MonkeyPatch) -> None:
    right = vars(BirthdaysCase)["all_different"].func
    m.setattr(BirthdaysCase, "all_different", property(lambda self: 2 * right(self)))


@fault(product, "one_draw_more", "exact")
@fault(test, "s_squared")
def one_draw_more_than_asked_for(m: pytest.MonkeyPatch) -> None:
    right = vars(BirthdaysCase)["all_different"].func
    m.setattr(BirthdaysCase, "all_different", property(lambda self: right(replace(self, s=self.s + 1))))


@fault(product, "each_draw_on_a_free_point", "exact")
def points_without_weight_not_counted(m: pytest.MonkeyPatch) -> None:
    right = BirthdaysCase.into
    m.setattr(
        BirthdaysCase, "into",
        lambda self, arithmetic: replace(right(self, arithmetic), K=arithmetic.matrix([[Fraction(len(self.counts) - 1)]])),
    )  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}-{fault.grade}")
def test_the_claim_notices(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_faults_all_get_their_verdicts() -> None:
    FAULTS.verdicts_without_them(FEW)
