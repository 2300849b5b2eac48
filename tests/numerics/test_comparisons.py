"""Every comparison can say each of its answers, and says no more than it knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy
import torch
from flint import arb

from lemmata.numerics.balls import ACCURACY_BITS, BallMatrix, Balls, precision
from lemmata.numerics.compare import at_most, at_most_count, counted, equal, implied, nothing_claimed
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.rounded_comparison import RoundedComparison
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import Comparison, Verdict, all_of
from lemmata.numerics.vocabulary import absolute, log, log_two_pi, total

HOLDS, REFUTED, UNDECIDED = Verdict.HOLDS, Verdict.REFUTED, Verdict.UNDECIDED
x, y = sympy.symbols("x y", real=True)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def rationals(*rows: list[Any]) -> RationalMatrix:
    return Rationals().matrix(rows)


def balls(*entries: Any) -> BallMatrix:
    """A column of balls."""
    return BallMatrix.of([[v] for v in entries])


def around(mid: Any, log_radius: int) -> arb:
    """The ball mid ± 2^log_radius."""
    return arb(mid) + arb(0, arb(2) ** log_radius)


def symbols(*entries: Any) -> SymbolicMatrix:
    return Symbols().matrix([[v] for v in entries])


# ── rationals ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_rationals_hold_or_are_refuted_with_no_tolerance() -> None:
    a = rationals([1, Fraction(1, 3)], [2, 5])
    tiny = Fraction(1, 2**4000)
    assert equal(a, a).verdict is HOLDS
    assert equal(a, rationals([1, Fraction(1, 3)], [2, 5 + tiny])).verdict is REFUTED, "2⁻⁴⁰⁰⁰ is a difference"
    assert equal(a, a.transpose()).sentence == "refuted: [[1, 1/3], [2, 5]] ≠ [[1, 2], [1/3, 5]]"


def test_zero_equals_zero_is_trivial_and_nothing_else_is() -> None:
    assert equal(rationals([0, 0]), rationals([0, 0])).trivial
    assert not equal(rationals([0, 1]), rationals([0, 1])).trivial
    assert not equal(rationals([0, 0]), rationals([0, 1])).trivial, "a refutation is never trivial"
    assert equal(balls(0, 0), balls(0, 0)).trivial
    assert not equal(balls(0, 1), balls(0, 1)).trivial
    assert equal(symbols(0), symbols(0)).trivial
    assert not equal(symbols(x), symbols(x)).trivial


@pytest.mark.parametrize(
    "of", [rationals, lambda *r: Balls().matrix(r), lambda *r: Symbols().matrix(r), lambda *r: Floats().matrix(r)]
)
def test_shapes_that_differ_are_an_error_and_not_a_refutation(of: Any) -> None:
    with pytest.raises(ValueError, match=r"shapes \(1, 2\) and \(2, 1\)"):
        equal(of([1, 2]), of([1], [2]))


# ── balls ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_balls_apart_refute_and_narrow_overlap_confirms() -> None:
    assert equal(balls(around(1, -60)), balls(around(1, -60))).verdict is HOLDS
    assert equal(balls(1, 2), balls(1, around(3, -1))).verdict is REFUTED, "one entry apart is enough"
    assert equal(balls(around(1, -60)), balls(around(1, -60) + arb(2) ** -58)).verdict is REFUTED


def test_wide_overlap_confirms_nothing() -> None:
    # both radii together must stay below 2⁻⁵³ of the scale: just above it is undecided, well below it holds
    for log_radius, verdict in [(-ACCURACY_BITS, UNDECIDED), (-ACCURACY_BITS - 3, HOLDS)]:
        side = balls(around(1, log_radius))
        assert equal(side, side).verdict is verdict, f"radius 2^{log_radius}"
    assert "more bits" in equal(balls(around(1, -10)), balls(1)).needs
    nearly_zero = balls(around(0, -300))
    assert equal(nearly_zero, nearly_zero).verdict is UNDECIDED, "0 ± r against itself has no scale"


@pytest.mark.parametrize("entry", [arb("nan"), arb("inf"), arb("-inf"), arb(0, "inf"), arb(1) / 0])
def test_infinite_balls_are_undecided_whatever_stands_beside_them(entry: arb) -> None:
    for left, right in [(balls(entry), balls(entry)), (balls(entry, 1), balls(entry, 2)), (balls(1), balls(entry))]:
        comparison = equal(left, right, unit=1)
        assert comparison.verdict is UNDECIDED and "infinite" in comparison.needs, comparison.sentence


def test_the_unit_makes_zero_confirmable_and_no_more() -> None:
    zero = balls(around(0, -100))
    assert equal(zero, zero, unit=1).verdict is HOLDS
    assert equal(zero, zero, unit=balls(1)).verdict is HOLDS, "a unit may be a matrix"
    assert equal(balls(around(0, -40)), balls(0), unit=1).verdict is UNDECIDED
    assert equal(balls(around(1, -100)), zero, unit=10**9).verdict is REFUTED, "no unit hides separation"


def test_more_bits_decide_what_fewer_leave_undecided() -> None:
    def verdict(bits: int, other: arb) -> Verdict:
        with precision(bits):
            root = balls(arb(2).sqrt() + arb(10) ** 40)
            return equal(root - 10**40, balls(arb(2).sqrt() + other)).verdict

    assert [verdict(bits, arb(0)) for bits in (128, 512)] == [UNDECIDED, HOLDS]
    assert [verdict(bits, arb(2) ** -80) for bits in (128, 512)] == [UNDECIDED, REFUTED]


def test_precision_is_put_back_even_after_an_error() -> None:
    with pytest.raises(KeyError), precision(999):
        assert flint.ctx.prec == 999
        raise KeyError
    assert flint.ctx.prec == 128


# ── at most ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_at_most_holds_is_refuted_or_undecided() -> None:
    low, high = balls(around(1, -2)), balls(around(2, -2))
    assert (at_most(low, high).verdict, at_most(high, low).verdict) == (HOLDS, REFUTED)
    assert at_most(low, low).verdict is UNDECIDED, "equality is never seen in balls"
    assert at_most(balls(arb("nan")), high).verdict is UNDECIDED
    assert at_most(low, balls(arb("nan"))).verdict is UNDECIDED
    assert at_most(high, low).sentence.startswith("refuted:") and " > " in at_most(high, low).sentence


def test_at_most_records_its_tightness_and_its_triviality() -> None:
    assert at_most(balls(1), balls(4)).tightness == 0.25
    assert at_most(balls(-1), balls(0)).tightness is None
    assert at_most(balls(0), balls(0)).trivial and not at_most(balls(0), balls(1)).trivial


# ── symbols ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_symbols_hold_after_expand_and_after_cancel() -> None:
    assert equal(symbols((x + y) ** 3), symbols(x**3 + 3 * x**2 * y + 3 * x * y**2 + y**3)).verdict is HOLDS
    assert equal(symbols((x**2 - y**2) / (x - y)), symbols(x + y)).verdict is HOLDS
    assert equal(symbols(1 / x + 1 / y), symbols((x + y) / (x * y))).verdict is HOLDS


@pytest.mark.parametrize("other", [x + y + 1, x - y, (x + y) ** 2 / (x - y), sympy.Abs(x + y)])
def test_symbols_that_differ_are_refuted(other: sympy.Expr) -> None:
    assert equal(symbols(x + y), symbols(other)).verdict is REFUTED


def test_a_difference_at_a_hidden_point_only_is_still_a_difference() -> None:
    # equal at every point that a substitution of small primes would try
    hidden = (x - sympy.Rational(7, 7)) * (x - sympy.Rational(11, 7)) * (x - sympy.Rational(13, 7))
    assert equal(symbols(hidden), symbols(0)).verdict is REFUTED


def test_the_abstract_s_knows_its_inverse_and_nothing_else() -> None:
    t = symbols(x)
    s, sigma = t.apply("s"), t.apply("sigma")
    assert equal(sigma.apply("s"), t).verdict is HOLDS
    assert equal(s.apply("sigma"), t).verdict is HOLDS
    assert equal(symbols((x * y + x) / (y + 1)).apply("s"), s).verdict is HOLDS, "arguments are compared in normal form"
    assert equal(s, t).verdict is REFUTED
    assert equal(s + t.apply("s"), symbols(2 * x).apply("s")).verdict is REFUTED, "s is not linear"
    derivative = sympy.diff(symbols(2 * x).apply("s").entries()[0], x)
    assert equal(symbols(derivative), symbols(2 * x).apply("ds") * 2).verdict is HOLDS, "the chain rule"
    assert equal(symbols(derivative), symbols(2 * x).apply("ds")).verdict is REFUTED


# ── logarithms ─────────────────────────────────────────────────────────────────────────────────────────────────────
def logarithm(q: Any) -> Any:
    return log(rationals([q]))


def test_logarithms_equal_in_form_hold() -> None:
    assert equal(logarithm(6), logarithm(2) + logarithm(3)).verdict is HOLDS
    assert equal(logarithm(Fraction(1, 8)), -3 * logarithm(2)).verdict is HOLDS
    negative = rationals([0, 2], [3, 0]).log_abs_determinant()
    assert equal(negative, logarithm(6)).verdict is HOLDS, "only |q| counts"
    assert equal(log_two_pi(rationals([1])) / 2 * 2, log_two_pi(rationals([1]))).verdict is HOLDS
    assert equal(logarithm(1), rationals([0])).verdict is HOLDS, "a plain number may stand against a logarithm"


def test_logarithms_are_refuted_by_balls_with_their_values() -> None:
    comparison = equal(logarithm(2), logarithm(3))
    assert comparison.verdict is REFUTED
    assert "log|2| = [0.693" in comparison.left and "log|3| = [1.098" in comparison.right, comparison.sentence
    assert equal(log_two_pi(rationals([1])), logarithm(6)).verdict is REFUTED
    assert equal(logarithm(2) + 1, logarithm(2)).verdict is REFUTED


def test_every_part_of_a_logarithm_counts() -> None:
    whole = log_two_pi(rationals([1])) + logarithm(2) + Fraction(1, 3)
    assert equal(whole + whole, 2 * whole).verdict is HOLDS
    assert equal(whole - whole, rationals([0])).verdict is HOLDS
    for part in (log_two_pi(rationals([1])), logarithm(2), Fraction(1, 3)):
        assert equal(whole + part, whole).verdict is REFUTED, part
    column = log(rationals([2], [3]))
    assert equal(total(column), logarithm(6)).verdict is HOLDS
    assert equal(column.entry(2), logarithm(3)).verdict is HOLDS
    assert equal(total(column + log_two_pi(column)), logarithm(6) + 2 * log_two_pi(column)).verdict is HOLDS


def test_logarithms_that_differ_in_form_but_not_visibly_in_value_are_undecided() -> None:
    one = rationals([1])
    nearly = LogMatrix(rationals([Fraction(1, 2**3000)]), one, Fraction(1))
    comparison = equal(nearly, log_two_pi(one))
    assert comparison.verdict is UNDECIDED and "differ in form" in comparison.needs


def test_symbolic_logarithms_hold_or_are_refuted() -> None:
    def log_of_size(expression: sympy.Expr) -> Any:
        return log(absolute(symbols(expression)))

    assert equal(log_of_size(x * y), log_of_size(x) + log_of_size(y)).verdict is HOLDS
    assert equal(log_of_size(-x), log_of_size(x)).verdict is HOLDS, "log|−x| = log|x|"
    assert equal(log_of_size(x), log_of_size(y)).verdict is REFUTED


def test_what_is_not_of_the_form_of_a_logarithm_is_refused() -> None:
    two = logarithm(2)
    for operation in (lambda: two * two, lambda: two / 2, lambda: two @ two, lambda: two.inverse(), lambda: log(two)):
        with pytest.raises(TypeError):
            operation()


# ── rounded ────────────────────────────────────────────────────────────────────────────────────────────────────────
def rounded(mid: list[float], rad: list[float]) -> RoundedMatrix:
    """One 1×1 matrix per network."""
    return RoundedMatrix(*(torch.tensor(v, dtype=torch.float64)[:, None, None] for v in (mid, rad)))


def test_rounded_sides_are_compared_network_by_network() -> None:
    inf = float("inf")
    left = rounded([1.0, 1.0, 1.0, inf], [0.25, 0.25, inf, 0.0])
    right = rounded([1.25, 2.0, 9.0, 1.0], [0.25, 0.25, 0.25, 0.25])
    comparison = equal(left, right)
    assert isinstance(comparison, RoundedComparison)
    assert comparison.together == (True, False, False, False), "an infinite bound lets nothing pass"
    assert comparison.apart == (False, True, False, False), "an infinite bound refutes nothing"
    assert comparison.verdict is REFUTED


def test_rounded_verdicts_of_a_batch() -> None:
    one = rounded([1.0], [0.0])
    assert equal(one, one).verdict is HOLDS
    assert equal(one, rounded([1.0], [float("inf")])).verdict is UNDECIDED
    assert equal(one, rounded([2.0], [0.5])).verdict is REFUTED


# ── all of them ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_rationals_meet_every_arithmetic_and_no_other_two_are_compared() -> None:
    sides = [rationals([1]), balls(1), symbols(1), Floats().matrix([[1]])]
    for left in sides:
        for right in sides:
            if type(left) is type(right) or left is sides[0] or right is sides[0]:
                assert equal(left, right).verdict is HOLDS, type(left).__name__
            else:
                with pytest.raises(TypeError, match="cannot compare"):
                    equal(left, right)


@pytest.mark.parametrize("one", [rationals([1]), balls(1), symbols(1), Floats().matrix([[1]])])
def test_a_plain_number_stands_on_either_side(one: Any) -> None:
    for plain in (1, Fraction(1), np.int64(1), flint.fmpq(1)):
        assert equal(one, plain).verdict is equal(plain, one).verdict is HOLDS
        assert equal(one, plain + 1).verdict is equal(plain + 1, one).verdict is REFUTED


@pytest.mark.parametrize("value", [None, 0.5, True, "1", (Fraction(1), Fraction(2)), torch.ones(1)])
@pytest.mark.parametrize("compare", [equal, at_most])
def test_what_is_no_number_of_a_claim_is_not_compared(compare: Any, value: Any) -> None:
    for sides in ((rationals([1]), value), (value, balls(1)), (value, 1)):
        with pytest.raises(
            TypeError, match=rf"^{compare.__name__} compares numbers of a claim, got {re.escape(repr(value))}$"
        ):
            compare(*sides)


def test_two_plain_numbers_are_rationals() -> None:
    assert equal(2, Fraction(4, 2)).verdict is HOLDS and at_most(3, 2).sentence == "refuted: 3 > 2"


def test_all_of_takes_the_worst_part() -> None:
    holds, trivial, refuted, undecided = (
        Comparison(HOLDS, "h", "h"), Comparison(HOLDS, "0", "0", trivial=True), Comparison(REFUTED, "r", "r"),
        Comparison(UNDECIDED, "u", "u"),
    )  # fmt: skip
    assert all_of(holds, undecided, refuted, trivial) is refuted
    assert all_of(trivial, undecided, holds) is undecided
    assert all_of(trivial, holds) is holds and not all_of(trivial, holds).trivial
    assert all_of(trivial, trivial).trivial


def test_all_of_joins_batches_network_by_network() -> None:
    one, two = rounded([1.0, 1.0, 1.0], [0.0] * 3), rounded([1.0, 2.0, 1.0], [0.0, 0.0, float("inf")])
    joined = all_of(equal(one, one), equal(one, two))
    assert isinstance(joined, RoundedComparison)
    assert (joined.verdict, joined.apart, joined.together) == (REFUTED, (False, True, False), (True, False, False))
    assert joined.left == equal(one, two).left, "the refuting part speaks"
    for whole, apart, together in ((HOLDS, False, True), (REFUTED, True, False), (UNDECIDED, False, False)):
        joined = all_of(Comparison(whole, "all", "of them"), equal(one, one))
        assert isinstance(joined, RoundedComparison) and joined.verdict is whole
        assert (joined.apart, joined.together) == ((apart,) * 3, (together,) * 3), "what is no batch speaks for all"


def test_whole_numbers_are_counted() -> None:
    assert counted(3, 3, "kinks").verdict is HOLDS and counted(3, 3, "kinks").trivial, "a bare count makes no case"
    assert counted(3, 4, "kinks").sentence == "refuted: 3 kinks ≠ 4 kinks" and not counted(3, 4, "kinks").trivial
    assert (at_most_count(3, 4, "kinks").verdict, at_most_count(3, 4, "kinks").tightness) == (HOLDS, 0.75)
    assert at_most_count(4, 4, "kinks").verdict is HOLDS
    assert at_most_count(5, 4, "kinks").sentence == "refuted: 5 kinks > 4"


def test_an_implication_is_refuted_by_a_true_premise_alone() -> None:
    verdicts = {(p, c): implied(p, c, "p", "c").verdict for p in (True, False) for c in (True, False)}
    assert [pc for pc, verdict in verdicts.items() if verdict is REFUTED] == [(True, False)]
    assert implied(False, False, "p", "c").trivial and not implied(True, True, "p", "c").trivial
    assert implied(True, False, "p", "c").sentence == "refuted: p, but not c"
    assert implied(True, True, "p", "c").sentence == "holds: p ⇒ c"


def test_where_nothing_is_claimed_nothing_is_counted() -> None:
    comparison = nothing_claimed("no N is promised")
    assert comparison.sentence == "holds: no N is promised ⇒ nothing is claimed" and comparison.trivial


def test_the_sentence_says_what_was_found() -> None:
    def sentence(verdict: Verdict, relation: str, needs: str = "") -> str:
        return Comparison(verdict, "1", "2", relation, needs=needs).sentence

    assert sentence(HOLDS, "≤") == "holds: 1 ≤ 2"
    assert [sentence(REFUTED, r) for r in "=≤<"] == ["refuted: 1 ≠ 2", "refuted: 1 > 2", "refuted: 1 ≥ 2"]
    assert sentence(UNDECIDED, "=", "more bits") == "undecided: 1 against 2; more bits"
