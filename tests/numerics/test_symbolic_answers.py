"""Computer algebra has three answers: proved, refuted at a point, or not seen. It gives each, and none that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
import sympy

from lemmata.numerics.algebra.normal_forms import never_negative, refuting_point, vanishes
from lemmata.numerics.algebra.values_at_points import ball_at, points
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import (
    absolute,
    asinh,
    atanh,
    cos,
    cosh,
    determinant,
    erf,
    exp,
    inverse,
    log,
    sigmoid,
    sin,
    sinh,
    sqrt,
    stack,
    tanh,
)  # fmt: skip

HOLDS, REFUTED, UNDECIDED = Verdict.HOLDS, Verdict.REFUTED, Verdict.UNDECIDED
x, y = Symbols().numbers("x", "y")


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


# ── equality ───────────────────────────────────────────────────────────────────────────────────────────────────────
TRUE: dict[str, tuple[Any, Any]] = {
    "sin² + cos²": (sin(x) ** 2 + cos(x) ** 2, 1),
    "sin(x + y)": (sin(x + y), sin(x) * cos(y) + cos(x) * sin(y)),
    "cos 3x": (cos(3 * x), 4 * cos(x) ** 3 - 3 * cos(x)),
    "half angles": (sin(x), 2 * sin(x / 2) * cos(x / 2)),
    "sin at −x": (sin(x - y), -sin(y - x)),
    "exp(x + y)": (exp(x + y), exp(x) * exp(y)),
    "exp halves": (exp(x / 2) * exp(x / 3), exp(5 * x / 6)),
    "exp of a square": (exp((x + y) ** 2), exp(x * x) * exp(y * y) * exp(2 * x * y)),
    "exp of a sine": (exp(sin(x)) * exp(-sin(x)), 1),
    "cosh² − sinh²": (cosh(x) ** 2 - sinh(x) ** 2, 1),
    "tanh 2x": (tanh(2 * x), 2 * tanh(x) / (1 + tanh(x) ** 2)),
    "sigmoid": (sigmoid(x), (1 + tanh(x / 2)) / 2),
    "softmax": (exp(x) / (exp(x) + exp(y)), sigmoid(x - y)),
    "powers of 2": (2**x * 2**y, 2 ** (x + y)),
    "erf is odd": (erf(x - y) + erf(y - x), 0),
    "roots": (sqrt(1 + x * x) ** 3, (1 + x * x) * sqrt(1 + x * x)),
    "root of a square": (sqrt(x * x), absolute(x)),
    "|xy|": (absolute(x * y), absolute(x) * absolute(y)),
    "|x/(y + 1)|": (absolute(-x / (y + 1)), absolute(x) / absolute(y + 1)),
    "a logarithm": (log(exp(x) + 1) - x, log(1 + exp(-x))),
}
FALSE: dict[str, tuple[Any, Any]] = {
    "sin² − cos²": (sin(x) ** 2 - cos(x) ** 2, 1),
    "cos(x + y)": (cos(x + y), cos(x) * cos(y) + sin(x) * sin(y)),
    "exp(x + y)": (exp(x + y), exp(x) + exp(y)),
    "tanh 2x": (tanh(2 * x), 2 * tanh(x)),
    "sin x = x": (sin(x), x),
    "erf and tanh": (erf(x), tanh(x)),
    "asinh and sinh": (asinh(x), sinh(x)),
    "|x| = x": (absolute(x), x),
    "|xy| = x|y|": (absolute(x * y), x * absolute(y)),
    "√(x + y)": (sqrt(1 + x * x + y * y), sqrt(1 + x * x) + sqrt(y * y)),
    "almost": (exp(x), exp(x) + Fraction(1, 10**30)),
    "log": (log(1 + x * x), log(1 + x**4)),
    "at one point alone": (x * x, 121 * x / 7 - 30 * x / 7),
}
NOT_SEEN: dict[str, tuple[Any, Any]] = {
    "√(x²+1)² under a root": (erf(sqrt(x**4 + 2 * x * x + 1)), erf(x * x + 1)),
    "nested root": (sqrt(3 + 2 * sqrt(2 + 0 * x)), 1 + sqrt(2 + 0 * x)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_proved_holds(name: str) -> None:
    assert equal(*TRUE[name]).verdict is HOLDS, equal(*TRUE[name]).sentence


@pytest.mark.parametrize("name", FALSE)
def test_what_differs_at_a_point_is_refuted(name: str) -> None:
    assert equal(*FALSE[name]).verdict is REFUTED, equal(*FALSE[name]).sentence


def test_what_is_true_and_not_seen_is_undecided_and_says_so() -> None:
    for name, sides in NOT_SEEN.items():
        comparison = equal(*sides)
        assert comparison.verdict is UNDECIDED, f"{name}: {comparison.sentence}"
        assert comparison.needs.startswith("computer algebra does not see whether")
        assert comparison.needs.endswith("is 0 for all values: balls decide it")


def test_no_true_statement_is_ever_refuted_and_no_false_one_holds() -> None:
    for name, sides in {**TRUE, **NOT_SEEN}.items():
        assert equal(*sides).verdict is not REFUTED, name
    for name, (left, right) in FALSE.items():
        assert equal(left, right).verdict is not HOLDS and equal(right, left).verdict is not HOLDS, name


def test_every_entry_counts() -> None:
    A = stack([[sin(x), 1], [0, cos(x)]])
    assert equal(determinant(A), sin(2 * x) / 2).verdict is HOLDS
    assert equal(A @ inverse(A), stack([[1, 0], [0, 1]])).verdict is HOLDS
    assert equal(A, stack([[sin(x), 1], [0, sin(x)]])).verdict is REFUTED


def test_a_user_symbol_may_have_any_name() -> None:
    E0, t0, v0 = Symbols().numbers("E0", "t0", "v0")
    assert equal(exp(E0), E0).verdict is REFUTED and equal(sin(t0), 2 * t0 / (1 + t0**2)).verdict is REFUTED
    assert equal(erf(v0) - v0, erf(t0) - t0).verdict is REFUTED


def test_a_symbol_that_is_positive_is_looked_at_where_it_is_positive() -> None:
    p, q = sympy.Symbol("p", positive=True), sympy.Symbol("q", real=True)
    seen = list(points({p, q}))
    assert all(point[p] > 0 for point in seen) and any(point[q] < 0 for point in seen)
    assert len({(point[p], point[q]) for point in points({p, q})}) > 60
    assert vanishes(sympy.Abs(p) - p) and not refuting_point(sympy.Abs(p) - p) and refuting_point(sympy.Abs(q) - q)


@pytest.mark.parametrize("f", [exp, sin, cos, sinh, cosh, tanh, asinh, erf, sigmoid, absolute])
def test_a_ball_at_a_point_holds_the_value_of_the_function(f: Callable[[Any], Any]) -> None:
    (expression,) = f(x).entries()
    for q in (Fraction(-7, 3), Fraction(1, 5)):
        (value,) = f(Balls().matrix([[q]])).entries()
        assert ball_at(expression, {sympy.Symbol("x", real=True): sympy.Rational(q)}).overlaps(value)


def test_what_has_no_value_at_a_point_refutes_nothing() -> None:
    unknown = sympy.Function("f", real=True)(sympy.Symbol("x", real=True))
    assert not ball_at(unknown, {sympy.Symbol("x", real=True): sympy.Integer(1)}).is_finite()
    assert not refuting_point(unknown)


# ── no value ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "divisor",
    [x - x, (x + y) ** 2 - x * x - 2 * x * y - y * y, sin(x) ** 2 + cos(x) ** 2 - 1, 0, exp(x) * exp(-x) - 1],
    ids=str,
)
@pytest.mark.parametrize("numerator", [x, x - x + 1, x - x])
def test_a_division_by_what_vanishes_is_one_sentence(numerator: Any, divisor: Any) -> None:
    with pytest.raises(ZeroDivisionError, match=r"^a division by .*, which is 0 whatever its symbols are$"):
        _ = numerator / divisor


def test_functions_without_a_value_are_one_sentence() -> None:
    with pytest.raises(ZeroDivisionError, match=r"atanh\(1\) has no value among real numbers"):
        atanh(x - x + 1)
    with pytest.raises(ValueError, match="log 0 has no value, and 0 is 0"):
        log(x - x)
    with pytest.raises(ValueError, match="a root needs numbers from 0 on"):
        sqrt(x - x - 1)
    with pytest.raises(ZeroDivisionError):
        (x - x) ** -1


# ── order ──────────────────────────────────────────────────────────────────────────────────────────────────────────
IN_ORDER: dict[str, tuple[Any, Any]] = {
    "squares": (2 * x * y, x * x + y * y),
    "a quotient": (x / (1 + x * x), Fraction(1, 2)),
    "even powers": (0, x**4 * y**2 + 3 * x**2 + 1),
    "a product of squares": (0, (x - y) ** 2 * (x + 3) ** 4 / (1 + x**2)),
    "Cauchy and Schwarz": ((x * y + 1) ** 2, (x * x + 1) * (y * y + 1)),
    "equality": (x + y, y + x),
    "a constant": (x - x, Fraction(1, 10**9)),
    "exp": (0, exp(x - y)),
    "cosh": (1, cosh(x)),
    "sine": (sin(x), 1),
    "sigmoid": (sigmoid(x) * (1 - sigmoid(x)), Fraction(1, 4)),
    "roots": (0, sqrt(1 + x * x) + absolute(y)),
}
NOT_IN_ORDER: dict[str, tuple[Any, Any]] = {
    "x ≤ x²": (x, x * x),
    "x ≤ y": (x, y),
    "a constant": (1 + x - x, Fraction(9, 10)),
    "an odd power": (0, x**3),
    "almost a square": (2 * x * y, x * x + y * y - Fraction(1, 10**6)),
    "a quotient of two signs": (0, 1 / x),
    "sine": (sin(x), Fraction(1, 2)),
    "exp": (exp(x), 1 + x * x),
}


@pytest.mark.parametrize("name", IN_ORDER)
def test_an_inequality_holds_by_its_certificate(name: str) -> None:
    comparison = at_most(*IN_ORDER[name])
    assert comparison.verdict is HOLDS and comparison.relation == "≤", comparison.sentence


@pytest.mark.parametrize("name", NOT_IN_ORDER)
def test_an_inequality_is_refuted_by_a_point(name: str) -> None:
    assert at_most(*NOT_IN_ORDER[name]).verdict is REFUTED


@pytest.mark.parametrize("sides", [(x * y - x * x, y * y), (1 + x, exp(x)), (sin(x) * erf(x), 1)], ids=str)
def test_an_inequality_without_certificate_and_point_is_for_another_arithmetic(sides: tuple[Any, Any]) -> None:
    with pytest.raises(OutsideArithmetic, match=r"^computer algebra does not see whether .* ≤ .*: rationals and balls"):
        at_most(*sides)


def test_a_certificate_is_none_where_one_factor_may_be_negative() -> None:
    a, b = sympy.symbols("a b", real=True)
    p = sympy.Symbol("p", positive=True)
    for shown in (a**2 * (1 + b**2), p * (1 + p) ** 3, (p + a**2) / p**3, -(-1 - a**2) * (b - a) ** 2):
        assert never_negative(shown), shown
    for not_shown in (a, a**3 * b, -(a**2), p - 1, p * a, (1 + b**2) * (a + b), a**2 - p, -p):
        assert not never_negative(not_shown), not_shown


def test_two_numbers_are_ordered_and_nothing_else() -> None:
    with pytest.raises(ValueError, match=r"≤ compares two numbers, got shapes \(2, 1\) and \(1, 1\)"):
        at_most(stack([x, y]), 1)
    assert at_most(x - x, 0).trivial and not at_most(x, x).trivial
