"""Faults planted in nets, coverings and volumes: each is killed by the claim that is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from planted import Fault, Faults, Plant, forgotten, is_killed

from lecture17 import epsilon_nets
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.theory.nets import (
    constructions as nets,
    coverings,
    definition as net_definition,
    parameter_sets,
    sizes as net_cases,
    volumes,
)
from lemmata.theory.nets.sizes import SizedNet

FEW = replace(profile_named("smoke"), cases=30, search=1)
definition = epsilon_nets.claim_a_maximal_packing_is_a_net
size = epsilon_nets.claim_size_of_a_maximal_packing
from_below = epsilon_nets.claim_no_net_is_smaller
volume = epsilon_nets.claim_volume_of_a_ball
lipschitz = epsilon_nets.claim_size_of_the_net_of_the_proof

FAULTS = Faults()


def fault(claim: Claim, form: str, grade: str = "exact") -> Callable[[Plant], Plant]:
    return FAULTS.fault(claim, form, grade)


@fault(definition, "packing_of_a_grid_alone")
def a_box_is_covered_when_its_centre_is(m: pytest.MonkeyPatch) -> None:
    def faulty(self: Any, centres: np.ndarray, half: int) -> np.ndarray:
        return (self._distances(centres)[0] <= self.reach).any(1)

    m.setattr(coverings._Boxes, "_covered", faulty)


@fault(definition, "maximal_packing_of_theta")
def parameters_of_a_box_outside_the_ball(m: pytest.MonkeyPatch) -> None:
    m.setattr(coverings._Boxes, "_in_theta", lambda self, rows: np.ones(len(rows), dtype=bool))


@fault(from_below, "the_power")
def pieces_that_touch_leave_a_gap(m: pytest.MonkeyPatch) -> None:
    right = coverings._gap_on_the_line
    m.setattr(
        coverings, "_gap_on_the_line", lambda theta, ordered, eps: right(theta, ordered, eps * Fraction(999, 1000))
    )


@fault(definition, "packing_of_a_grid_alone")
def the_corner_of_a_box_taken_for_its_middle(m: pytest.MonkeyPatch) -> None:
    right = coverings._Boxes._covered
    m.setattr(coverings._Boxes, "_covered", lambda self, centres, half: right(self, centres - half, half))
    m.setattr(coverings._Boxes, "_missed", lambda *_: None)


@fault(definition, "net_of_the_ball")
def points_outside_theta_allowed(m: pytest.MonkeyPatch) -> None:
    m.setattr(parameter_sets.Shell, "contains", lambda *_: True)
    m.setattr(parameter_sets.Finite, "contains", lambda *_: True)


@fault(definition, "maximal_packing_of_theta")
def no_way_left_to_the_grid(m: pytest.MonkeyPatch) -> None:
    m.setattr(nets, "packing_argument", lambda *_: True)
    right = nets.packing_on_grid
    m.setattr(nets, "packing_on_grid", lambda theta, k, separation, start: right(theta, 1, separation * 4 / 3, start))


@fault(size, "one_and_two_over_eps")
def a_packing_at_half_the_distance(m: pytest.MonkeyPatch) -> None:
    right = nets.packing_on_grid
    m.setattr(nets, "packing_on_grid", lambda theta, k, separation, start: right(theta, k, separation / 2, start))


@fault(from_below, "the_power")
def every_net_is_one_point_short(m: pytest.MonkeyPatch) -> None:
    m.setattr(net_cases, "SizedNet", lambda m, eps, size, **known: SizedNet(m, eps, size - 1, **known))


@fault(size, "one_and_two_over_eps")
def twice_the_dimension_for_all_nets(m: pytest.MonkeyPatch) -> None:
    def faulty(self: Any, arithmetic: Any) -> SizedNet:
        return SizedNet(self.m, arithmetic.matrix([[self.eps]]), arithmetic.matrix([[4 ** (self.m + 1)]]), known=False)

    m.setattr(net_cases.AnyNet, "into", faulty)


@fault(from_below, "the_power")
def what_is_no_net_goes_uncertified(m: pytest.MonkeyPatch) -> None:
    m.setattr(nets, "completed", lambda theta, points, eps: points[:1])
    m.setattr(net_definition, "covering", lambda *_: coverings.Covering(coverings.Verdict.HOLDS))


@fault(lipschitz, "one_and_eight_ratios")
def the_radius_of_the_proof_doubled(m: pytest.MonkeyPatch) -> None:
    m.setattr(net_cases, "SizedNet", lambda m, eps, size, **known: SizedNet(m, eps * 2, size, **known))


@fault(volume, "power_of_the_radius")
def slices_without_their_length(m: pytest.MonkeyPatch) -> None:
    right = volumes.slices
    m.setattr(volumes, "slices", lambda dimension: right(dimension)[1:] if dimension > 1 else right(dimension))


@fault(volume, "power_of_the_radius")
def a_factorial_too_small(m: pytest.MonkeyPatch) -> None:
    m.setattr(epsilon_nets, "volume_of_the_unit_ball", lambda m: Fraction(1, max(m // 2, 1)))


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing that was found before or under a fault is remembered."""
    caches = (coverings.covering, nets.maximal_packing, nets.packing_of_a_grid, nets.grid_projected, volumes.slices)
    with forgotten(caches):
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_a_fault_the_same_forms_get_their_verdicts() -> None:
    FAULTS.verdicts_without_them(FEW)
