"""Inequalities, whole numbers above a ball, and powers: every answer is given, and none that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy
import torch
from flint import arb

from lemmata.evidence import certified
from lemmata.evidence.question import Question
from lemmata.numerics.balls import BallMatrix, Balls, ceiling, precision
from lemmata.numerics.compare import at_most, at_most_squared, equal, probability_at_most
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Comparison, Unresolved, Verdict
from lemmata.numerics.vocabulary import exp, log

HOLDS, REFUTED, UNDECIDED = Verdict.HOLDS, Verdict.REFUTED, Verdict.UNDECIDED


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def rational(value: Any) -> RationalMatrix:
    return Rationals().matrix([[Fraction(value)]])


def ball(value: Any, log_radius: int | None = None) -> BallMatrix:
    """A number as a ball, widened by 2^log_radius."""
    exact = value if isinstance(value, arb) else BallMatrix.of([[Fraction(value)]]).entries()[0]
    return BallMatrix.of([[exact if log_radius is None else exact + arb(0, arb(2) ** log_radius)]])


NUMBERS = {"rationals": rational, "balls": ball}
in_both = pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)


# ── at most ────────────────────────────────────────────────────────────────────────────────────────────────────────
@in_both
def test_at_most_holds_or_is_refuted_with_its_sentence(number: Any) -> None:
    low, high = number("1/4"), number("1/2")
    assert at_most(low, high).verdict is HOLDS and at_most(high, low).verdict is REFUTED
    assert at_most(low, high).sentence.startswith("holds: ") and " ≤ " in at_most(low, high).sentence
    assert at_most(high, low).sentence.startswith("refuted: ") and " > " in at_most(high, low).sentence
    assert at_most(number(-2), number(-1)).verdict is HOLDS and at_most(number(-1), number(-2)).verdict is REFUTED


def test_rationals_decide_equality_and_the_least_difference() -> None:
    third, tiny = rational("1/3"), Fraction(1, 2**4000)
    assert at_most(third, third).verdict is HOLDS and at_most(third, third).tightness == 1
    assert at_most(third, rational(Fraction(1, 3) - tiny)).verdict is REFUTED, "2⁻⁴⁰⁰⁰ is a difference"
    assert at_most(rational(Fraction(1, 3) - tiny), third).verdict is HOLDS
    assert at_most(rational("1/3"), rational("1/4")).sentence == "refuted: 1/3 > 1/4"


def test_balls_that_overlap_decide_nothing() -> None:
    for left, right in [(ball(1, -3), ball(1, -3)), (ball(1, -3), ball("9/8", -3)), (ball("9/8", -3), ball(1, -3))]:
        comparison = at_most(left, right)
        assert comparison.verdict is UNDECIDED and "more bits" in comparison.needs, comparison.sentence
    assert at_most(ball("1/3"), ball("1/3")).verdict is UNDECIDED, "an equality is decided by rationals"
    # exact balls that touch are ordered all the same
    assert at_most(ball("1/2"), ball("1/2")).verdict is HOLDS


@in_both
def test_tightness_is_left_over_right_where_right_is_positive(number: Any) -> None:
    assert at_most(number("1/4"), number("1/2")).tightness == 0.5
    assert at_most(number("3/4"), number("1/2")).tightness == 1.5, "of what is refuted too"
    assert at_most(number(-1), number(2)).tightness == -0.5
    assert at_most(number(-1), number(0)).tightness is None and at_most(number(-2), number(-1)).tightness is None


@in_both
def test_a_ratio_beyond_all_floats_is_none(number: Any) -> None:
    huge = number(1)
    for _ in range(10):
        huge = huge * number(2**200)
    found = at_most(number(1), number(1) / huge)
    assert (found.verdict, found.tightness) == (REFUTED, None)


@in_both
def test_zero_at_most_zero_is_trivial_and_nothing_else_is(number: Any) -> None:
    assert at_most(number(0), number(0)).trivial
    for left, right in [(0, 1), (-1, 0), (1, 1), (1, 0)]:
        assert not at_most(number(left), number(right)).trivial, (left, right)


@in_both
def test_only_numbers_of_one_arithmetic_are_ordered(number: Any) -> None:
    column = number(1).stack([[number(1)], [number(2)]])
    for left, right in [(column, number(1)), (number(1), column)]:
        with pytest.raises(ValueError, match=r"≤ compares two numbers, got shapes"):
            at_most(left, right)


def test_rationals_are_ordered_among_balls_and_symbols_and_no_other_two_arithmetics_meet() -> None:
    for other in (rational(1), ball(1), Symbols().matrix([[1]])):
        for two in (rational(2), 2, Fraction(2)):
            assert at_most(other, two).verdict is HOLDS and at_most(two, other).verdict is REFUTED
    for left, right in [(ball(1), Symbols().matrix([[1]])), (Floats().matrix([[1]]), ball(1))]:
        for sides in [(left, right), (right, left)]:
            with pytest.raises(
                TypeError, match=f"cannot compare a {type(sides[0]).__name__} with a {type(sides[1]).__name__}"
            ):
                at_most(*sides)


# ── at most, squared ───────────────────────────────────────────────────────────────────────────────────────────────
@in_both
def test_squares_are_compared_on_either_side_of_zero(number: Any) -> None:
    assert at_most_squared(number(-1), number("9/4")).verdict is HOLDS
    assert at_most_squared(number(-2), number("9/4")).verdict is REFUTED, "the absolute value counts"
    assert at_most_squared(number("-3/4"), number("9/4")).tightness == 0.5
    assert at_most_squared(number(0), number(1)).trivial and not at_most_squared(number(1), number(4)).trivial
    assert not at_most_squared(number(0), number(-1)).trivial, "a refutation is never trivial"


# ── probabilities ──────────────────────────────────────────────────────────────────────────────────────────────────
@in_both
def test_a_probability_against_its_bound_gets_the_verdict_of_at_most(number: Any) -> None:
    for p in (0, "1/4", "1/2", 1):
        for bound in (-1, 0, "1/8", "3/8", "3/4", 1, 2):
            found, plain = probability_at_most(number(p), number(bound)), at_most(number(p), number(bound))
            assert (found.verdict, found.sentence, found.tightness) == (plain.verdict, plain.sentence, plain.tightness)
            empty = found.verdict is HOLDS and (Fraction(bound) >= 1 or Fraction(p) == 0)
            assert found.trivial is empty, f"{p} against {bound}"


def test_a_bound_just_below_one_says_something_and_one_that_overlaps_it_is_no_excuse() -> None:
    tiny = Fraction(1, 2**100)
    assert not probability_at_most(rational("1/2"), rational(1 - tiny)).trivial
    assert probability_at_most(rational("1/2"), rational(1 + tiny)).trivial
    # that such a bound is empty is not known, so the case counts; a probability of 1 is not known to be within it
    assert not probability_at_most(ball("1/2"), ball(1, -20)).trivial
    assert probability_at_most(ball(1), ball(1, -20)).verdict is UNDECIDED
    assert probability_at_most(ball("1/2"), 2 * exp(ball("1/2"))).trivial
    # a ball around 0 is not known to be 0
    assert not probability_at_most(ball(0, -50), ball("1/2")).trivial


# ── whole numbers above a ball ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("whole", [0, 1, -1, 7, 2**90, -(2**90)])
def test_the_ceiling_of_a_whole_number_is_itself_and_grows_right_above_it(whole: int) -> None:
    tiny = Fraction(1, 2**20)
    assert ceiling(ball(whole)) == whole
    assert ceiling(ball(whole + tiny)) == whole + 1 and ceiling(ball(whole - tiny)) == whole
    assert ceiling(ball(whole + Fraction(1, 2), -2)) == whole + 1


def test_a_ball_around_a_whole_number_tells_no_ceiling() -> None:
    for value in (ball(3, -60), ball(3, 2), ball(arb("nan")), ball(arb("inf")), ball(arb("-inf")), ball(arb(0, "inf"))):
        with pytest.raises(Unresolved, match="is not determined"):
            ceiling(value)
    with pytest.raises(ValueError, match=r"⌈·⌉ needs a number, got shape \(2, 1\)"):
        ceiling(BallMatrix.of([[1], [2]]))


@dataclass(frozen=True)
class Number:
    """A rational number as a case."""

    value: Fraction

    def into(self, arithmetic: Any) -> Matrix:
        number: Matrix = arithmetic.matrix([[self.value]])
        return number


def next_whole_number_is(expected: int, precisions: list[int]) -> Any:
    def check(formula: Any, x: BallMatrix) -> Comparison:
        precisions.append(flint.ctx.prec)
        return at_most(x.constant(ceiling(formula(x))), x.constant(expected))

    return check


def test_an_undetermined_ceiling_takes_the_next_precision() -> None:
    seen: list[int] = []
    # 3 + 2⁻²⁰⁰, by way of a logarithm: 128 bits do not tell it from 3
    question = Question(next_whole_number_is(4, seen), lambda x: log(exp(x)), ())
    comparison = certified().compare(question, {"x": Number(3 + Fraction(1, 2**200))})
    assert comparison.verdict is HOLDS and seen == [128, 256]


def test_a_ceiling_that_no_precision_determines_is_undecided_and_no_error() -> None:
    seen: list[int] = []
    question = Question(next_whole_number_is(3, seen), lambda x: log(exp(x)), ())
    comparison = certified().compare(question, {"x": Number(Fraction(3))})
    assert comparison.verdict is UNDECIDED and seen == list(certified.bits)
    assert "⌈" in comparison.needs and "is not determined at 4096 bits: more bits" in comparison.needs


# ── powers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ROWS = [[Fraction(-3, 2), Fraction(0)], [Fraction(1, 4), Fraction(1)], [Fraction(2), Fraction(-1)]]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7, 8, 13])
@pytest.mark.parametrize("arithmetic", [Rationals(), Balls(), Symbols(), Floats()], ids=lambda a: type(a).__name__)
def test_powers_in_every_arithmetic(arithmetic: Any, n: int) -> None:
    power = arithmetic.matrix(ROWS) ** n
    exactly = [[q**n for q in row] for row in ROWS]
    assert power.shape == (3, 2), "the power 0 has the shape of its base"
    if isinstance(power, RoundedMatrix):
        mids, rads = power.mid[0].flatten().tolist(), power.rad[0].flatten().tolist()
        for mid, rad, value in zip(mids, rads, [v for row in exactly for v in row], strict=True):
            assert abs(Fraction(mid) - value) <= Fraction(rad)
    else:
        assert (
            equal(power, arithmetic.matrix(exactly), *([1] if isinstance(power, BallMatrix) else [])).verdict is HOLDS
        )


def test_powers_of_a_symbol_are_its_powers() -> None:
    t = sympy.Symbol("t", real=True)
    base = Symbols().matrix([[t]])
    assert equal(base**6, Symbols().matrix([[t**6]])).verdict is HOLDS
    assert equal(base**6, Symbols().matrix([[t**5]])).verdict is REFUTED
    assert equal(base**0, Symbols().matrix([[1]])).verdict is HOLDS


def test_huge_powers_are_exact_or_enclosed() -> None:
    base = Fraction(7, 5)
    assert equal(rational(base) ** 20_000, rational(base**20_000)).verdict is HOLDS
    nearly_one = 1 - Fraction(1, 2**64)
    # (1 − 2⁻⁶⁴)^(2⁶⁴) lies between 1/e·(1 − 2⁻⁶³) and 1/e
    power, limit = ball(nearly_one) ** 2**64, exp(ball(-1))
    assert at_most(power, limit).verdict is HOLDS
    assert at_most(limit * ball(1 - Fraction(1, 2**63)), power).verdict is HOLDS
    # far below every double, and still no zero
    small = ball("1/2") ** 10**30
    assert not small.is_zero() and at_most(small, ball("1/2") ** (10**30 - 1)).verdict is HOLDS


def test_a_power_of_a_batch_is_a_power_of_each_network() -> None:
    batch = RoundedMatrix(
        torch.tensor([[[2.0]], [[-3.0]]], dtype=torch.float64), torch.zeros(2, 1, 1, dtype=torch.float64)
    )
    assert (batch**5).mid.flatten().tolist() == [32.0, -243.0] and (batch**0).mid.flatten().tolist() == [1.0, 1.0]
