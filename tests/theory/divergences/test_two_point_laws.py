"""The pair of two points that attains the sharp bounds: its divergences in closed form, and y with 4y tanh y = J enclosed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.verdict import Unresolved, Verdict
from lemmata.numerics.vocabulary import cosh, log, tanh
from lemmata.theory.divergences.discrete_laws import DiscretePair, DiscretePairCase, discrete
from lemmata.theory.divergences.strategies import laws_and_mirrored_ones
from lemmata.theory.divergences.two_point_laws import half_log_ratio, jeffreys_over_jensen_shannon, jensen_shannon_at


@pytest.mark.parametrize(("a", "b"), [(1, 2), (1, 10**6), (999, 1000), (1, 10**40)])
def test_its_divergences_are_in_closed_form(a: int, b: int) -> None:
    with precision(512):
        P = discrete([a, b], [b, a]).into(Balls(512))
        assert P.equally_unlike
        y, J = half_log_ratio(P.jeffreys), P.jeffreys
        for left, right in (
            (tanh(y), P.total_variation),
            (2 * y, log(J.constant(Fraction(b, a)))),
            (jensen_shannon_at(P.total_variation), P.jensen_shannon),
            (J / 4 - log(cosh(y)), P.jensen_shannon),
            (jeffreys_over_jensen_shannon(2 * y), J / P.jensen_shannon),
            (2 * y, P.largest_log_ratio),
        ):
            assert equal(left, right).verdict is Verdict.HOLDS, (str(left), str(right))


@given(st.fractions(Fraction(1, 10**6), 2000, max_denominator=10**6))
def test_y_is_enclosed(J: Fraction) -> None:
    with precision(128):
        y = half_log_ratio(Balls().matrix([[J]]))
        assert as_ball(4 * y * tanh(y)).contains(as_ball(Balls().matrix([[J]])).mid())
        assert as_ball(y).rel_accuracy_bits() > 90


def test_a_wide_ball_is_not_solved_for() -> None:
    with precision(64), pytest.raises(Unresolved):
        half_log_ratio(Balls().matrix([[1]]).widened(Balls().matrix([["1/2"]])))


def test_laws_with_one_ratio_are_known_exactly() -> None:
    assert discrete([1, 2, 1, 2], [2, 1, 2, 1]).into(Balls()).equally_unlike
    assert not discrete([1, 1], [1, 2]).into(Balls()).equally_unlike
    unknown = DiscretePair(Balls().matrix([[1]]), Balls().matrix([[1]]))
    assert not unknown.equally_unlike and unknown.largest_log_ratio is None


@given(laws_and_mirrored_ones().filter(lambda case: isinstance(case, DiscretePairCase)))
def test_the_three_bounds_hold_or_are_equalities(case: object) -> None:
    with precision(256):
        P = case.into(Balls(256))  # type: ignore[attr-defined]
        J, JS = P.jeffreys, P.jensen_shannon
        attained = P.equally_unlike, P.equally_unlike, P.equally_unlike_where_unlike
        bounds = (
            (JS, J / 4 - log(cosh(half_log_ratio(J)))),
            (jensen_shannon_at(P.total_variation), JS),
            (J, JS * jeffreys_over_jensen_shannon(P.largest_log_ratio)),
        )
        for (left, right), equality in zip(bounds, attained, strict=True):
            found = equal(left, right) if equality else at_most(left, right)
            assert found.verdict is Verdict.HOLDS
