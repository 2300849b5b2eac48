"""One conversion, the same in every arithmetic: what is exact stays so, a name is a symbol, and the rest is a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import sympy
import torch
from hypothesis import given, strategies as st

from lemmata.evidence import Claim, claim, decided, exact, symbolic
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.exact_numbers import exact_number, name_of
from lemmata.numerics.floats import Floats
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Comparison, OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import absolute, log

NUMBERS = [Symbols(), Rationals(), Balls(), Floats()]
TENTH = Fraction(1, 10)
EXACT = [
    (1, Fraction(1)), (-(10**30), Fraction(-(10**30))), (Fraction(1, 3), Fraction(1, 3)), ("1/3", Fraction(1, 3)),
    ("-1/2", Fraction(-1, 2)), ("0.1", TENTH), (" .5 ", Fraction(1, 2)), ("1e-20", Fraction(1, 10**20)), (Decimal("0.1"), TENTH),
    (np.int64(2**62), Fraction(2**62)), (np.int8(-128), Fraction(-128)), (np.uint64(2**64 - 1), Fraction(2**64 - 1)),
    (sympy.Rational(1, 3), Fraction(1, 3)), (sympy.Integer(7), Fraction(7)), (flint.fmpq(1, 3), Fraction(1, 3)),
    (flint.fmpz(7), Fraction(7)),
]  # fmt: skip
FLOATS = [0.5, 0.1, np.float64(0.5), np.float32(0.5)]
NOT_FINITE = [
    float("nan"),
    float("inf"),
    -float("inf"),
    np.float64("nan"),
    Decimal("NaN"),
    Decimal("-Infinity"),
    "nan",
    "inf",
    "-Infinity",
]
NO_NUMBERS = [None, [1], (1,), {}, 1j, b"1", np.bool_(True), np.array(3), torch.tensor(3), object]
NO_TEXT = ["", "2*x", "x y", "x.y", "1/", "1/0", "__import__('os')", "I**2", "½", "0x10", "3 + 4"]
NAMES = [
    "I",
    "E",
    "pi",
    "S",
    "N",
    "O",
    "Q",
    "beta",
    "gamma",
    "zeta",
    "lambda",
    "x_1",
    "ε",
    "Δ",
    "oo",
    "zoo",
    "Symbol",
    "True",
    "__class__",
]


@pytest.fixture(autouse=True)
def enough_bits() -> Iterator[None]:
    with precision(128):
        yield


@pytest.mark.parametrize(("value", "number"), EXACT, ids=repr)
@pytest.mark.parametrize("arithmetic", NUMBERS, ids=lambda a: type(a).__name__)
def test_what_is_exact_is_the_same_number_in_every_arithmetic(value: Any, number: Fraction, arithmetic: Any) -> None:
    assert exact_number(value) == number and type(exact_number(value)) is Fraction
    expected = arithmetic.matrix([[number]])
    assert equal(arithmetic.matrix([[value]]), expected).verdict is Verdict.HOLDS
    assert str(arithmetic.matrix([[value]])) == str(expected) or isinstance(arithmetic, Floats)


@pytest.mark.parametrize("arithmetic", NUMBERS, ids=lambda a: type(a).__name__)
def test_everything_else_is_the_same_sentence_in_every_arithmetic(arithmetic: Any) -> None:
    for value in FLOATS:
        with pytest.raises(TypeError, match="as a Fraction: a case is exact"):
            arithmetic.matrix([[value]])
    for value in NOT_FINITE:
        with pytest.raises(ValueError, match="a number of a case is finite"):
            arithmetic.matrix([[value]])
    for value in NO_NUMBERS:
        with pytest.raises(TypeError, match="a number of a case is an int, a Fraction or text"):
            arithmetic.matrix([[value]])
    for value in NO_TEXT:
        with pytest.raises(ValueError, match=r"a number of a case (is a decimal|has no denominator)"):
            arithmetic.matrix([[value]])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_symbol_whatever_sympy_thinks_of_it(name: str) -> None:
    (symbol,) = Symbols().matrix([[name]]).entries()
    assert symbol == sympy.Symbol(name, real=True) and name_of(name) == name
    for arithmetic in NUMBERS[1:]:
        with pytest.raises(OutsideArithmetic, match=f"the name {name} stands for every number"):
            arithmetic.matrix([[name]])


def test_a_float_inside_an_expression_is_refused() -> None:
    with pytest.raises(TypeError, match="write the float in"):
        Symbols().matrix([[sympy.Symbol("x") + sympy.Float(0.1)]])


@given(st.fractions())
def test_a_rational_and_its_text_are_one_number(q: Fraction) -> None:
    assert exact_number(str(q)) == exact_number(q) == q


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_and_its_text_are_one_number(d: Decimal) -> None:
    assert exact_number(str(d)) == exact_number(d) == Fraction(d)


@given(st.text())
def test_text_is_a_number_a_name_or_refused(text: str) -> None:
    try:
        found = exact_number(text)
    except OutsideArithmetic:
        assert text.isidentifier()
    except ValueError as error:
        assert "a number of a case" in str(error)
    else:
        assert found == Fraction(text.strip())


# ── as a user meets it ─────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Value:
    """A number or a name, as it was typed."""

    text: str

    def into(self, arithmetic: Any) -> Any:
        return arithmetic.matrix([[self.text]])


def claim_of_squares() -> Claim:
    def minus_one(x: Any) -> Any:
        return x * 0 - 1

    def its_product(x: Any) -> Any:
        return x * x

    @claim(
        id="squares", slide="Squares", status="T", scope="all numbers", printed=its_product, controls=[minus_one],
        cases=[Value("3")],
    )  # fmt: skip
    @decided(
        symbolic(x=[Value("I")]), exact(x=st.integers(-200, 200).map(lambda n: Value(str(n))), special="one number")
    )
    def claim_of_a_square(formula: Any, x: Any) -> Comparison:
        """x² = x·x for every number x."""
        return equal(formula(x), x**2)

    return claim_of_a_square


@pytest.mark.parametrize("grade", ["symbolic", "exact"])
@pytest.mark.parametrize(("name", "verdict"), [("its_product", Verdict.HOLDS), ("minus_one", Verdict.REFUTED)])
def test_no_number_called_i_has_the_square_minus_one(name: str, verdict: Verdict, grade: str) -> None:
    asked = claim_of_squares()
    decision, _ = judge(asked, asked.form(name), asked.decider(grade), profile_named("default"), run_seed=1)
    assert decision.verdict is verdict, decision.needs


def test_three_tenths_are_three_times_one_tenth() -> None:
    for arithmetic in NUMBERS:
        three, tenth, product = (arithmetic.matrix([[v]]) for v in (3, "0.1", "0.3"))
        assert equal(three * tenth, product).verdict is Verdict.HOLDS, type(arithmetic).__name__


# ── logarithms of symbols ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_symbol_that_may_be_negative_has_no_logarithm() -> None:
    x, y = (Symbols().matrix([[name]]) for name in "xy")
    for value in (x, -x, x * y, x + y, x**3, x - 1):
        with pytest.raises(OutsideArithmetic, match="may be negative, and then has no logarithm"):
            log(value)
    assert equal(log(absolute(x * y)), log(absolute(x)) + log(absolute(y))).verdict is Verdict.HOLDS
    assert equal(log(absolute(-x)), log(absolute(x))).verdict is Verdict.HOLDS
    assert equal(log(x**2), 2 * log(absolute(x))).verdict is Verdict.HOLDS
    assert equal(log(absolute(x)), 2 * log(absolute(x))).verdict is Verdict.REFUTED


@pytest.mark.parametrize("n", [2, np.int64(2), np.uint8(2)])
def test_a_whole_power_may_be_of_any_kind(n: Any) -> None:
    for arithmetic in NUMBERS:
        assert equal(arithmetic.matrix([["3/2"]]) ** n, arithmetic.matrix([["9/4"]])).verdict is Verdict.HOLDS


@pytest.mark.parametrize("n", [0.5, 2.0, None, "2"])
def test_every_other_power_is_one_sentence(n: Any) -> None:
    sentence = f"a power is a whole number, a Fraction or a number of the claim, got {re.escape(repr(n))}"
    with pytest.raises(TypeError, match=sentence):
        Rationals().matrix([[2]]) ** n


def test_symbols_have_numbers_too() -> None:
    assert [str(v) for v in Symbols().numbers("q", "1/2", 3)] == ["q", "1/2", "3"]
