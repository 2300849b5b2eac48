"""Drawn measures, classes and games: valid, of every kind, some of them hard, and shrinking to what one can read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from drawn_cases import drawn, minimal
from hypothesis.strategies import SearchStrategy

from lemmata.numerics.rationals import Rationals
from lemmata.theory.densities.strategies import pushforwards
from lemmata.theory.discriminators.strategies import (
    bounded_classes,
    discriminating_classes,
    finite_classes,
    nested_classes,
    seeded_bounded,
    signed_classes,
)
from lemmata.theory.discriminators.strategies_of_games import games, line_games
from lemmata.theory.discriminators.strategies_of_samples import samples_of_classes, seeded_samples
from lemmata.theory.transport.strategies import measure_pairs, measures, seeded_measures, shifts


@pytest.mark.parametrize(
    ("strategy", "simplest"),
    [
        (measures(1), "measure([0], [1])"),
        (measures(2), "measure([[0, 0]], [1])"),
        (measure_pairs(), "apart(measure([0], [1]), measure([1], [1]), norm='sum')"),
        (shifts(), "shift(measure([0], [1]), t=1)"),
        (games(), "game([[0, 0]], samples=[0, 1], generators=[[0, 1]])"),
        (finite_classes(), "finite_class([[0, 0]], P=[0, 1], Q=[0, 1], middle=[0, 1])"),
    ],
)
def test_the_simplest_draw_is_one_to_read(strategy: SearchStrategy[Any], simplest: str) -> None:
    assert minimal(strategy) == simplest


def test_pairs_of_measures_share_points_or_not() -> None:
    found = drawn(measure_pairs())
    shared = [bool(set(pair.P.points) & set(pair.Q.points)) for pair in found]
    assert any(shared) and not all(shared) and {pair.norm for pair in found} == {"sum", "maximum", "euclidean"}
    assert {pair.P.d for pair in found} == {1, 2, 3} and all(pair.P != pair.Q for pair in found)
    assert sum(pair.generic for pair in found) > len(found) / 4


def test_intervals_of_values_are_those_of_the_lecture_and_others() -> None:
    found = drawn(bounded_classes())
    assert {(0, 1), (-1, 1)} < {(case.low, case.high) for case in found}
    assert {len(case.P) for case in found} == set(range(2, 9)) and sum(case.generic for case in found) >= len(found) / 2


def test_shifted_laws_never_meet() -> None:
    for case in drawn(shifts()):
        assert case._step() > 0 and not set(case.P.points) & set(case.P.shifted(case.t).points)


def test_classes_that_tell_laws_apart_and_classes_that_do_not() -> None:
    found = [case.into(Rationals()) for case in drawn(discriminating_classes())]
    blind = [F.distance.is_zero() for F in found]
    assert all(F.case.P != F.case.Q for F in found) and any(blind) and not all(blind)


def test_classes_with_minus_f_and_without() -> None:
    found = drawn(signed_classes())
    signed = [all(tuple(-v for v in f) in case.F for f in case.F) for case in found]
    assert any(signed) and not all(signed) and {case.hull for case in found} == {True, False}


def test_third_laws_lie_between_the_others_or_elsewhere() -> None:
    found = drawn(finite_classes())
    between = [all(min(p, q) <= s <= max(p, q) for p, q, s in zip(c.P, c.Q, c.middle, strict=True)) for c in found]
    assert any(between) and not all(between)


def test_larger_classes_see_more_or_not() -> None:
    found = [case.into(Rationals()) for case in drawn(nested_classes())]
    more = [not (F.largest([*F.functions, *F.more]) - F.distance).is_zero() for F in found]
    assert any(more) and not all(more)


def test_games_on_intervals_are_attained_or_not() -> None:
    found = drawn(line_games())
    attained = [case.attained for case in found]
    assert any(attained) and not all(attained)
    compact = [case for case in found if case.theta.compact and case.t.compact]
    assert any(not case.attained for case in compact) and len(compact) > len(found) / 4
    assert any(not case.theta.bounded and case.theta.closed for case in found)


def test_samples_are_few_enough_to_try_them_all() -> None:
    found = drawn(samples_of_classes())
    assert {case.n for case in found} == {1, 2, 3, 4} and {len(case.P) for case in found} == {2, 3, 4}
    assert any(len(case.F) == 1 and set(case.F[0]) == {0, 1} for case in found), "an event among them"


def test_generators_of_both_directions_with_corners() -> None:
    found = drawn(pushforwards())
    assert {len(case.corners) for case in found} == {0, 1, 2, 3} and {case.generator.size[0] for case in found} == {1}
    assert {len(case.generator.weights) for case in found} == {1, 2, 3}
    assert all(case.slope or any(c for c, _ in case.corners) for case in found)


def test_seeded_cases_are_those_of_their_seed() -> None:
    for make in (
        seeded_measures(12, 3, ["sum", "maximum"]),
        seeded_bounded(16),
        seeded_samples(2, 10),
    ):
        assert make(5) == make(5) != make(6)
    pair = seeded_measures(12, 3, ["sum", "maximum"])(4)
    assert (len(pair.P.points), len(pair.Q.points), pair.P.d, pair.norm) == (12, 12, 3, "sum")
    assert sum(pair.P.weights) == 1 and isinstance(pair.P.points[0][0], Fraction)
