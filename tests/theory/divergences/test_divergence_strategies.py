"""Pairs of laws: drawn ones keep what their docstrings promise, reach every kind, and shrink to what one can read."""

from __future__ import annotations

import pytest
from drawn_cases import DRAWS, drawn
from rebuilt import rebuilt

from lemmata.evidence.drawing import smallest
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.theory.divergences.discrete_laws import DiscretePairCase
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, same_law
from lemmata.theory.divergences.strategies import (
    SeededPair,
    affine_pairs,
    covered_laws,
    discrete_pairs,
    laws,
    line_pairs,
    nearly_members,
    pair_sites,
    seeded_affine_pairs,
    seeded_pair_sites,
)


def test_discrete_pairs_charge_every_point_and_differ() -> None:
    found = drawn(discrete_pairs())
    assert {len(case.first) for case in found} == {2, 3, 4, 5}
    assert all(min(*case.first, *case.second) > 0 for case in found)
    with precision(128):
        assert all(case.into(Balls()).jeffreys.entries()[0] > 0 for case in found)


def test_discrete_pairs_are_near_and_hardly_overlap_now_and_then() -> None:
    found = [sorted({max(r, 1 / r) for r in case.into(Balls()).ratios}) for case in drawn(discrete_pairs(), 300)]
    assert any(ratios[-1] < 2 and ratios[0] < 1.1 for ratios in found)
    assert any(ratios[0] < 10 and ratios[-1] > 5000 and not any(10 < r < 1000 for r in ratios) for ratios in found)


def test_affine_pairs_share_weights_or_biases_now_and_then() -> None:
    found = drawn(affine_pairs())
    assert {case.size[0] for case in found} == {1, 2, 3} and {case.size[1] for case in found} == {1}
    assert any(case.g.weights == case.h.weights for case in found)
    assert any(case.g.biases == case.h.biases for case in found)
    assert any(case.generic for case in found) and not any(same_law(case.g, case.h) for case in found)
    assert all(case.into(Rationals()).jeffreys.entries()[0] > 0 for case in found)


@pytest.mark.parametrize("depths", [(1, 2), (2, 2), (1, 3)])
def test_line_pairs_are_of_one_class(depths: tuple[int, int]) -> None:
    low, high = depths
    found = drawn(line_pairs(min_depth=low, max_depth=high))
    assert {case.size[1] for case in found} == set(range(low, high + 1))
    for case in found:
        assert case.g.size == case.h.size and case.g.activation == case.h.activation and not same_law(case.g, case.h)
    assert len({case.g.activation.name for case in found}) == 4


def test_laws_are_of_both_kinds() -> None:
    kinds = [type(case) for case in drawn(laws())]
    assert {DiscretePairCase, GeneratorPairCase} == set(kinds)
    assert kinds.count(DiscretePairCase) > kinds.count(GeneratorPairCase)


def test_nearly_members_err_on_either_side() -> None:
    assert {case.steepness > 0 for case in drawn(nearly_members())} == {True, False}


def test_covered_laws_are_in_the_class_and_out_of_it() -> None:
    found = [case.into(Rationals()) for case in drawn(covered_laws())]
    inside = [c.same_mean and c.same_covariance for c in found]
    assert any(inside) and not all(inside)
    assert any(c.same_covariance and not c.same_mean for c in found)
    assert any(c.same_mean and c.same_spread and not c.same_variances for c in found)
    assert any(c.same_mean and c.same_variances and not c.same_covariance for c in found)


def test_pair_sites_are_of_one_class() -> None:
    for case in drawn(pair_sites(), 60):
        assert case.g.size == case.h.size and case.g.activation == case.h.activation
    seeded = [seeded_pair_sites(6, 3, ("softplus_like",))(seed) for seed in (3, 2**40 + 3)]
    assert seeded[0].g.size == (6, 3) and seeded[0] != seeded[1] and seeded[0].g != seeded[0].h


def test_seeded_pairs_are_the_same_again() -> None:
    case = seeded_affine_pairs(4)(7)
    assert case == SeededPair(4, 7) and rebuilt(case) == case
    assert str(case.into(Rationals()).jeffreys) == str(case.into(Rationals()).jeffreys)


def test_what_is_drawn_shrinks_to_what_one_can_read() -> None:
    case = smallest({"value": affine_pairs()}, 1, DRAWS, lambda case: case["value"].size[0] == 1)
    assert case is not None
    assert repr(case["value"]) == (
        "two_generators(generator([[[1]]], [[0]], 'leaky_relu(1/2)', z=[0]), "
        "generator([[[1]]], [[1]], 'leaky_relu(1/2)', z=[0]))"
    )
