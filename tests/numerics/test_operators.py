"""Numbers of a claim behave like numbers: operators, powers, comparisons and indices, in every arithmetic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
import torch
from flint import arb

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.complexballs import ComplexBallMatrix, complexified
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved, Verdict
from lemmata.numerics.vocabulary import absolute, exp, log, sqrt

HOLDS = Verdict.HOLDS
ROWS = [[Fraction(1, 2), 3], [-2, Fraction(5, 7)]]
ARITHMETICS: dict[str, Callable[[Any], Matrix]] = {
    "rationals": Rationals().matrix,
    "symbols": Symbols().matrix,
    "balls": Balls().matrix,
    "complex balls": lambda rows: complexified(Balls().matrix(rows)),
    "floats": Floats().matrix,
    "float32": Floats(torch.float32).matrix,
}
everywhere = pytest.mark.parametrize("lift", ARITHMETICS.values(), ids=ARITHMETICS)
OPERATORS = {f.__name__: f for f in (operator.add, operator.sub, operator.mul, operator.truediv, operator.matmul)}


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def rational(value: Any) -> RationalMatrix:
    return Rationals().matrix([[value]])


def ball(value: Any, radius: Any = 0) -> BallMatrix:
    return BallMatrix.of([[arb(flint.fmpq(Fraction(value).numerator, Fraction(value).denominator)) + arb(0, radius)]])


def holds(found: Matrix, exact: Matrix) -> bool:
    """Whether a matrix is, or encloses, one of rationals."""
    values = [v.as_rational() for v in exact.scalars()]
    if isinstance(found, RoundedMatrix):
        pairs = zip(found.mid.flatten().tolist(), found.rad.flatten().tolist(), strict=True)
        return all(abs(Fraction(m) - q) <= Fraction(r) for (m, r), q in zip(pairs, values, strict=True))  # type: ignore[operator]
    if isinstance(found, BallMatrix | ComplexBallMatrix):
        points = [ball(q).entries()[0] for q in values]
        return found.shape == exact.shape and all(v.overlaps(p) for v, p in zip(found.entries(), points, strict=True))
    return equal(found, exact).verdict is HOLDS


# ── meeting ────────────────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
@pytest.mark.parametrize("name", OPERATORS)
def test_a_rational_meets_every_arithmetic_on_either_side(name: str, lift: Callable[[Any], Matrix]) -> None:
    of, A, B = OPERATORS[name], Rationals().matrix(ROWS), Rationals().matrix([[1, Fraction(1, 3)], [4, -1]])
    exact = of(A, B)
    for found in (of(lift(ROWS), B), of(A, lift([[1, Fraction(1, 3)], [4, -1]]))):
        assert type(found) is type(lift(ROWS)) and holds(found, exact), str(found)


@everywhere
@pytest.mark.parametrize("number", [2, Fraction(2), np.int64(2), flint.fmpq(2), "2"])
def test_plain_numbers_stand_on_either_side(number: Any, lift: Callable[[Any], Matrix]) -> None:
    A, exact = lift(ROWS), Rationals().matrix(ROWS)
    for of in (operator.add, operator.sub, operator.mul, operator.truediv):
        assert holds(of(A, number), of(exact, rational(2))) and holds(of(number, A), of(rational(2), exact))


def test_balls_go_into_complex_balls_and_series() -> None:
    half, z = ball("1/2"), complexified(ball(3))
    for found in (half * z, z * half):
        assert isinstance(found, ComplexBallMatrix) and holds(found, rational("3/2"))
    for f in (lambda t: half * t, lambda t: t * half, lambda t: rational("1/2") * t):
        value, slope = value_and_derivative(f, ball(3))
        assert holds(value, rational("3/2")) and holds(slope, rational("1/2"))


def test_numbers_go_into_exact_logarithms_and_exact_logarithms_into_balls() -> None:
    two = log(rational(2))
    for number in (1, Fraction(1), rational(1)):
        for found in (two + number, number + two):
            assert isinstance(found, LogMatrix) and equal(found, log(rational(2)) + 1).verdict is HOLDS
    assert equal(rational("1/2") * log(rational(4)), two).verdict is HOLDS, "√4 = 2"
    (x,) = Symbols().numbers("x")
    assert equal(x + two - x, two).verdict is HOLDS
    for found in (two * ball(3), ball(3) * two, two + ball(0) + two + two):
        assert isinstance(found, BallMatrix) and equal(found, log(ball(8))).verdict is HOLDS
    with pytest.raises(OutsideArithmetic, match=r"a product of logarithms is not of the form .*: balls decide it"):
        _ = x * log(rational(2))


@pytest.mark.parametrize("other", ["symbols", "floats"])
def test_two_arithmetics_that_do_not_meet_are_one_sentence(other: str) -> None:
    b, theirs = ball(1), ARITHMETICS[other]([[1]])
    words = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv}
    for word, of in words.items():
        for sides in ((b, theirs), (theirs, b)):
            kinds = f"a {type(sides[0]).__name__} with a {type(sides[1]).__name__}"
            with pytest.raises(TypeError, match=rf"^cannot {word} {kinds}: .* are known in different ways$") as raised:
                of(*sides)
            assert not isinstance(raised.value, OutsideArithmetic), "a slip is no gap that another arithmetic fills"


@everywhere
@pytest.mark.parametrize("value", [None, [1], object])
def test_what_is_no_number_is_one_sentence(value: Any, lift: Callable[[Any], Matrix]) -> None:
    for of in (operator.add, operator.mul, operator.matmul):
        with pytest.raises(TypeError, match=r"^a number of a case is an int, a Fraction or text such as '1/2', got"):
            of(lift(ROWS), value)


# ── powers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
@pytest.mark.parametrize("n", [-3, -1, 0, 1, 2, 5])
def test_whole_powers_of_either_sign(n: int, lift: Callable[[Any], Matrix]) -> None:
    exact = Rationals().matrix([[Fraction(q) ** n for q in row] for row in ROWS])
    for exponent in (n, Fraction(n), rational(n), np.int64(n)):
        assert holds(lift(ROWS) ** exponent, exact)


@everywhere
@pytest.mark.parametrize("n", ["1/2", "3/2", "-1/2", "1/3", "-2/3", "3/4"])
def test_powers_by_roots(n: str, lift: Callable[[Any], Matrix]) -> None:
    base = Fraction(64**4, 729**4)
    exact = rational(base) ** Fraction(n)
    q = exact.as_rational()
    assert q is not None and q ** Fraction(n).denominator == base ** Fraction(n).numerator
    assert holds(lift([[base]]) ** Fraction(n), exact) and holds(lift([[base]]) ** rational(n), exact)


def test_a_power_that_is_a_number_of_the_claim() -> None:
    x, y = ball("3/2"), ball("5/4")
    for found in (x**y, x ** (y * 1), rational("3/2") ** y):
        assert equal(found, exp(y * log(x))).verdict is HOLDS
    assert equal(2**y, exp(y * log(ball(2)))).verdict is HOLDS
    assert holds(Floats().matrix([[2]]) ** Floats().matrix([[3]]), rational(8))
    s, t = Symbols().numbers("s", "t")
    assert equal(2**s * 2**t, 2 ** (s + t)).verdict is HOLDS and equal(2**s, 3**s).verdict is Verdict.REFUTED
    with pytest.raises(OutsideArithmetic, match="a power of a symbol that may be negative or 0: balls decide it"):
        _ = s**t


def test_zero_to_a_negative_power_has_no_value() -> None:
    with pytest.raises(ZeroDivisionError):
        _ = rational(0) ** -1
    assert not (ball(0) ** -1).entries()[0].is_finite()  # type: ignore[attr-defined]
    assert rational(0) ** 0 == 1


@everywhere
def test_abs_is_the_absolute_value(lift: Callable[[Any], Matrix]) -> None:
    assert holds(abs(lift(ROWS)), Rationals().matrix([[abs(q) for q in row] for row in ROWS]))


# ── comparisons ────────────────────────────────────────────────────────────────────────────────────────────────────
RELATIONS = {f.__name__: f for f in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)}


@pytest.mark.parametrize("name", RELATIONS)
@pytest.mark.parametrize(
    "number", [rational, ball, lambda q: Symbols().matrix([[q]]), lambda q: log(rational(4)) * 0 + q]
)
def test_numbers_are_compared_as_their_values_are(name: str, number: Callable[[Any], Matrix]) -> None:
    of = RELATIONS[name]
    values = (Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(2))
    for a in values:
        for b in values:
            for sides in ((number(a), number(b)), (number(a), b), (a, number(b)), (number(a), rational(b))):
                assert of(*sides) is of(a, b), f"{a} {name} {b}"


@pytest.mark.parametrize("name", RELATIONS)
def test_balls_that_are_not_apart_decide_nothing(name: str) -> None:
    of, wide, narrow = RELATIONS[name], ball(1, 0.25), ball("9/8")
    for sides in (
        (wide, narrow),
        (narrow, wide),
        (wide, 1),
        (ball("1/3"), ball("1/3")),
        (BallMatrix.of([[arb.nan()]]), 0),
    ):
        with pytest.raises(Unresolved, match=r"^whether .* is not determined$"):
            of(*sides)
    assert (wide >= Fraction(1, 2)) is True and (wide < Fraction(1, 2)) is False and (wide != 2) is True


@pytest.mark.parametrize("name", RELATIONS)
def test_a_branch_on_a_symbol_proves_nothing(name: str) -> None:
    x, y = Symbols().numbers("x", "y")
    for sides in ((x, y), (x, 0), (x * x + 1, 0), (sqrt(x * x), absolute(y))):
        with pytest.raises(
            OutsideArithmetic, match=r"computer algebra does not see whether .* is below, at or above 0"
        ):
            RELATIONS[name](*sides)
    same = (x + y) ** 2, x * x + 2 * x * y + y * y
    assert RELATIONS[name](*same) is RELATIONS[name](0, 0), "the difference vanishes"
    assert RELATIONS[name](x + 1, x) is RELATIONS[name](1, 0), "the difference is a number"
    assert RELATIONS[name](exp(x - x + 1), 3) is RELATIONS[name](2.7, 3), "the difference is the number e − 3"


def test_floats_have_no_order_to_branch_on() -> None:
    two = Floats().matrix([[2]])
    for of in RELATIONS.values():
        with pytest.raises(OutsideArithmetic, match="floats have no order to branch on: compare with equal or at_most"):
            of(two, 1)


def test_exact_logarithms_are_ordered_by_balls_and_equal_by_form() -> None:
    assert log(rational(2)) < 1 < log(rational(3)) and log(rational(8)) == 3 * log(rational(2)) != log(rational(7))
    assert log(rational(1)) <= 0 <= log(rational(1))


def test_only_numbers_are_ordered_and_matrices_are_equal_entry_by_entry() -> None:
    column = Rationals().matrix([[1], [2]])
    with pytest.raises(ValueError, match=r"< compares two numbers, got shapes \(2, 1\) and \(1, 1\)"):
        _ = column < 3
    assert column == Rationals().matrix([[1], [2]]) and column != Rationals().matrix([[1], [3]]) and column != column.T
    with pytest.raises(Unresolved):
        _ = Balls().matrix([[1], [2]]) == BallMatrix.of([[1], [arb(2, 1)]])


def test_a_matrix_is_no_text_and_no_object_and_no_key() -> None:
    x = rational(1)
    assert x != "1" and x != None and x != object() and x == x  # noqa: E711
    for ask in (lambda: {x: 1}, lambda: x in {0, 1}, lambda: len({x, x})):
        with pytest.raises(TypeError, match="a number of a claim is no member of a set and no key"):
            ask()
    unknown = BallMatrix.of([[arb.nan()]])
    assert unknown == unknown, "an object is itself, whatever is known of it"


def test_a_number_is_true_where_it_is_not_zero() -> None:
    assert rational(2) and not rational(0) and ball(2) and not ball(0) and bool(log(rational(2)))
    for unknown, error in ((ball(0, 1), Unresolved), (Symbols().matrix([["x"]]), OutsideArithmetic)):
        with pytest.raises(error):
            bool(unknown)


# ── entries ────────────────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
def test_entries_are_counted_from_one(lift: Callable[[Any], Matrix]) -> None:
    A = lift(ROWS)
    column, row = lift([[1], [2], [3]]), lift([[1, 2, 3]])
    assert holds(A[1, 2], rational(3)) and holds(A[2, 1], rational(-2))
    for v in (column, row):
        assert [holds(v[i], rational(i)) for i in (1, 2, 3)] == [True] * 3 and len(v) == len(list(v)) == 3
        assert [holds(t, rational(i)) for t, i in zip(reversed(v), (3, 2, 1), strict=True)] == [True] * 3
        assert holds(sum(v), rational(6))  # type: ignore[arg-type]
    assert holds(row.T, Rationals().matrix([[1], [2], [3]]))
    assert [holds(v, w) for v, w in zip(A.scalars(), Rationals().matrix(ROWS).scalars(), strict=True)] == [True] * 4, (
        "row by row"
    )
    for ask in (len, list, reversed):
        with pytest.raises(
            TypeError, match=r"a matrix of shape \(2, 2\) has A.rows and A.columns; its entries are A\[i, j\]"
        ):
            ask(A)
    for place in (0, -1, 4):
        for v in (column, row):
            with pytest.raises(IndexError, match=r"no entry \(.*\) in a matrix of shape \(.*\): indices start at 1"):
                _ = v[place]
    for two in ((0, 1), (1, -1), (3, 1)):
        with pytest.raises(IndexError, match="indices start at 1"):
            _ = A[two]
    with pytest.raises(IndexError, match=r"an entry of a matrix of shape \(2, 2\) is A\[i, j\], got \[1\]"):
        _ = A[1]
    for wrong in (slice(1, 2), "1", 1.0, (1, 1, 1)):
        with pytest.raises(TypeError, match=r"an entry is x\[i\] or A\[i, j\] with whole numbers, got"):
            _ = A[wrong]  # type: ignore[index]


def test_the_repr_shows_the_numbers() -> None:
    x, y = Symbols().numbers("x", "y")
    assert repr(rational("1/2")) == "RationalMatrix(1/2)"
    assert repr(Rationals().matrix(ROWS)) == "RationalMatrix([[1/2, 3], [-2, 5/7]])"
    assert repr(x + y) == "SymbolicMatrix(x + y)" and isinstance(x, SymbolicMatrix)
    assert repr(ball("1/2")) == "BallMatrix(0.500000000000)" and repr(complexified(ball(2))).startswith(
        "ComplexBallMatrix(2.0"
    )
    assert "mid=tensor([[[0.5" in repr(Floats().matrix([["1/2"]])) and repr(log(rational(2))) == "LogMatrix(0 + log|2|)"
