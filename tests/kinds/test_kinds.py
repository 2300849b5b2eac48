"""Kinds: what is drawn keeps their conditions, shrinks, is spelled as it is typed, and stands for enough."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from drawn_cases import drawn as drawn_from
from hypothesis import strategies as st

from lemmata.evidence.drawing import smallest
from lemmata.evidence.kind import Drawn, Kind
from lemmata.kinds.choices import choices, functions
from lemmata.kinds.matrices import matrices, vectors
from lemmata.kinds.numbers import integers, rationals
from lemmata.kinds.polynomials import polynomials
from lemmata.kinds.whole import Whole
from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import exp, tanh


def shrunk(kind: Kind, fails: Callable[[Any], bool] = lambda value: True) -> str:
    """The spelling of the smallest draw that fails."""
    found = smallest({"v": kind.strategy()}, 1, 200, lambda case: fails(case["v"]))
    assert found is not None
    return repr(found["v"])


def rows(value: Any) -> list[list[Fraction]]:
    return [list(row) for row in value.rows]


KINDS: dict[str, tuple[Kind, Callable[[Any], bool]]] = {
    "rationals": (rationals(), lambda v: -1000 <= v.rows[0][0] <= 1000),
    "rationals but": (rationals(but=[0, "1/2"]), lambda v: v.rows[0][0] not in (0, Fraction(1, 2))),
    "rationals above": (rationals(above=0), lambda v: v.rows[0][0] > 0),
    "rationals between": (rationals(at_least="1/3", below="2/3"), lambda v: Fraction(1, 3) <= v.rows[0][0] < Fraction(2, 3)),
    "rationals far off": (rationals(at_least=1000), lambda v: v.rows[0][0] >= 1000),
    "rationals below a bound far off": (rationals(at_most=-1000), lambda v: v.rows[0][0] <= -1000),
    "a narrow interval": (rationals(above="1/100", below="2/100"), lambda v: 1 < 100 * v.rows[0][0] < 2),
    "integers": (integers(-3, 12), lambda n: type(n) is Whole and -3 <= n <= 12),
    "vectors": (vectors(3), lambda v: len(v.rows) == 3),
    "vectors nonzero": (vectors(2, nonzero=True), lambda v: any(row[0] for row in v.rows)),
    "vectors at least": (vectors(2, at_least=0), lambda v: all(row[0] >= 0 for row in v.rows)),
    "matrices": (matrices(2, 3), lambda v: len(v.rows) == 2 and len(v.rows[0]) == 3),
    "invertible": (matrices(2, invertible=True), lambda v: v.rows[0][0] * v.rows[1][1] != v.rows[0][1] * v.rows[1][0]),
    "symmetric": (matrices(3, symmetric=True), lambda v: rows(v) == [list(c) for c in zip(*v.rows, strict=True)]),
    "positive definite": (
        matrices(2, positive_definite=True),
        lambda v: v.rows[0][1] == v.rows[1][0] and v.rows[0][0] > 0 < v.rows[0][0] * v.rows[1][1] - v.rows[0][1] ** 2,
    ),
    "orthogonal": (
        matrices(2, orthogonal=True),
        lambda v: sum(a * b for a, b in zip(*v.rows, strict=True)) == 0 and sum(a * a for a in v.rows[0]) == 1,
    ),
    "diagonal": (matrices(2, diagonal=True), lambda v: v.rows[0][1] == v.rows[1][0] == 0),
    "symmetric and invertible": (
        matrices(2, symmetric=True, invertible=True),
        lambda v: v.rows[0][1] == v.rows[1][0] and v.rows[0][0] * v.rows[1][1] != v.rows[0][1] ** 2,
    ),
    "choices": (choices("a", "b"), lambda v: v in ("a", "b")),
    "functions": (functions(exp, tanh), lambda v: v.function in (exp, tanh)),
    "polynomials": (polynomials(3), lambda v: len(v.coefficients) == 4),
    "a strategy": (Drawn(st.integers(0, 9)), lambda n: 0 <= n <= 9),
}  # fmt: skip
FINITE = {"integers", "choices", "functions", "a strategy"}


@cache
def drawn(name: str) -> list[Any]:
    """The first draws of a kind."""
    return drawn_from(KINDS[name][0].strategy(), 200)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_drawn_keeps_the_conditions_and_is_spelled_as_it_is_typed(name: str) -> None:
    kind, kept = KINDS[name]
    for value in drawn(name):
        assert kept(value), value
        assert kind.value(value) == value
        typed = eval(repr(value), {"exp": exp, "tanh": tanh})
        assert kind.value(typed) == value and repr(kind.value(typed)) == repr(value)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in FINITE])
def test_there_is_enough_to_draw_and_much_of_it_is_generic(name: str) -> None:
    values = drawn(name)
    assert len(set(map(repr, values))) >= 100
    assert sum(value.generic for value in values) >= len(values) / 3


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (rationals(), [lambda v: v < -99, lambda v: -1 < 99 * v < 0, lambda v: v == 1, lambda v: 0 < 99 * v < 1, lambda v: v > 99]),
        (rationals(but=3), [lambda v: -1 < 99 * (v - 3) < 0, lambda v: 0 < 99 * (v - 3) < 1]),
        (rationals(at_least=0, at_most=1), [lambda v: v in (0, 1), lambda v: 0 < 99 * v < 1, lambda v: 98 < 99 * v < 99]),
        (rationals(below="-1/2"), [lambda v: -1 < 99 * (v + Fraction(1, 2)) < 0, lambda v: v < -99]),
        (rationals(above="1/100", below="2/100"), [lambda v: v < Fraction(101, 10000), lambda v: v > Fraction(199, 10000)]),
    ],
)  # fmt: skip
def test_numbers_are_drawn_near_their_bounds_near_what_is_left_out_and_far_out(
    kind: Kind, found: list[Callable[[Fraction], bool]]
) -> None:
    values = [v.rows[0][0] for v in drawn_from(kind.strategy(), 200)]
    assert [any(map(one, values)) for one in found] == [True] * len(found)


@pytest.mark.parametrize(
    ("kind", "fails", "simplest"),
    [
        (rationals(), lambda v: True, "0"),
        (rationals(but=0), lambda v: True, "1"),
        (rationals(), lambda v: v.rows[0][0] > 2, "3"),
        (rationals(), lambda v: v.rows[0][0].denominator > 1, "'1/2'"),
        (rationals(), lambda v: v.rows[0][0] > 20, "21"),
        (rationals(above=0, below=1), lambda v: True, "'1/2'"),
        (rationals(above="1/3", below="2/3"), lambda v: True, "'1/2'"),
        (integers(-5, 12), lambda n: n != 0, "1"),
        (vectors(2), lambda v: True, "[0, 0]"),
        (vectors(2), lambda v: v.rows[0] != v.rows[1], "[0, 1]"),
        (matrices(2, invertible=True), lambda v: True, "[[0, 1], [1, 0]]"),
        (matrices(2, symmetric=True), lambda v: v.rows[0][1] != 0, "[[0, 1], [1, 0]]"),
        (polynomials(2), lambda v: any(v.coefficients), "[0, 0, 1]"),
        (choices("a", "b"), lambda v: True, "'a'"),
    ],
)
def test_what_a_kind_shrinks_to(kind: Kind, fails: Callable[[Any], bool], simplest: str) -> None:
    assert shrunk(kind, fails) == simplest


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (rationals(), 0.5, "write 0.5 as a Fraction: a case is exact"),
        (rationals(but=1), 1, "1 is not ≠ 1"),
        (rationals(above=0, at_most=1), 2, "2 is not > 0 and ≤ 1"),
        (rationals(above=0), "-1/2", "'-1/2' is not > 0"),
        (integers(0, 12), 13, "13 does not lie between 0 and 12"),
        (integers(0, 12), "1/2", "'1/2' is no whole number"),
        (vectors(2), 3, "a vector of length 2 is typed as a list of numbers, got 3"),
        (vectors(2), [1, 2, 3], "[1, 2, 3] has length 3, not 2"),
        (vectors(2, nonzero=True), [0, 0], "[0, 0] is 0"),
        (vectors(2, at_least=0), [0, -1], "an entry of [0, -1] is not ≥ 0"),
        (matrices(2), [1, 2], "a matrix is typed as a list of rows, such as [[1, 0], [0, 1]], got [1, 2]"),
        (matrices(2), [[1, 2]], "[[1, 2]] is no 2×2 matrix"),
        (matrices(2, invertible=True), [[1, 2], [2, 4]], "[[1, 2], [2, 4]] is not invertible"),
        (matrices(2, positive_definite=True), [[1, 2], [2, 1]], "[[1, 2], [2, 1]] is not positive definite"),
        (matrices(2, orthogonal=True), [[1, 1], [0, 1]], "[[1, 1], [0, 1]] is not orthogonal"),
        (matrices(2, symmetric=True), [[1, 1], [0, 1]], "[[1, 1], [0, 1]] is not symmetric"),
        (choices("a", "b"), "c", "'c' is none of 'a', 'b'"),
        (functions(exp), tanh, "none of exp"),
        (polynomials(1), [0, 0, 1], "[0, 0, 1] has more coefficients than a polynomial of degree 1"),
        (polynomials(1), 3, "a polynomial is typed as the list of its coefficients, c₀ first, got 3"),
    ],
)
def test_a_value_of_another_kind_is_refused_in_one_sentence(kind: Kind, given: Any, sentence: str) -> None:
    with pytest.raises((TypeError, ValueError)) as raised:
        kind.value(given)
    assert str(raised.value).endswith(sentence)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: rationals(above=0, at_least=0), "an interval has one bound at each end: above or at_least, below or at_most"),
        (lambda: rationals(above=1, below=1), "no interval leads from 1 to 1: the lower bound is below the upper one"),
        (lambda: rationals(above=0.5), "write 0.5 as a Fraction: a case is exact"),
        (lambda: integers(3, 2), "no whole number lies between 3 and 2: the lower bound comes first"),
        (lambda: integers(0, 2.5), "integers(low, high) takes two whole numbers, got 2.5"),
        (lambda: vectors(0), "the length of a vector must be a whole number from 1 on, got 0"),
        (lambda: matrices(2, 3, invertible=True), "only a square matrix is invertible: 2 rows and 3 columns"),
        (lambda: matrices(2, orthogonal=True, symmetric=True),
         "no kind draws matrices that are symmetric and orthogonal: draw one of these and compute the other"),
        (lambda: matrices(2, orthogonal=True, at_least=0),
         "no bounds go with positive_definite or orthogonal: such matrices are computed from others"),
        (lambda: choices(), "choices(…) needs at least one value to choose from"),
        (lambda: polynomials(-1), "the degree of a polynomial is a whole number from 0 on, got -1"),
    ],
)  # fmt: skip
def test_a_kind_that_cannot_be_is_refused_in_one_sentence(make: Callable[[], Kind], sentence: str) -> None:
    with pytest.raises((TypeError, ValueError)) as raised:
        make()
    assert str(raised.value) == sentence


def test_functions_need_names() -> None:
    with pytest.raises(TypeError, match="takes functions with a name"):
        functions(lambda t: t)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (rationals(but=1, at_least=0), "q", "q rational, q ≥ 0, q ≠ 1"),
        (integers(0, 12), "n", "n = 0, …, 12 (beside symbols up to 6)"),
        (vectors(3, at_least=0), "x", "x in Q^3, x_i ≥ 0"),
        (matrices(2, symmetric=True, invertible=True), "A", "A rational 2×2, invertible and symmetric"),
        (polynomials(2), "f", "f a polynomial of degree at most 2"),
        (functions(exp, tanh), "f", "f one of exp, tanh"),
    ],
)
def test_the_words_of_a_kind(kind: Kind, name: str, words: str) -> None:
    assert kind.words(name) == words


# ── what stands for all values ─────────────────────────────────────────────────────────────────────────────────────
def test_symbols_know_their_sign() -> None:
    (q,) = rationals(above=0).symbols("q")
    (r,) = rationals(but=0, at_least=0).symbols("r")
    (s,) = rationals(at_least=0).symbols("s")
    (t,) = rationals(at_most=0).symbols("t")
    known = [value.rows[0][0] for value in (q, r, s, t)]
    assert [v.is_positive for v in known] == [True, True, None, None]
    assert [v.is_nonnegative for v in known] == [True, True, True, None]
    assert [str(v) for v in known] == ["q", "r", "s", "t"]


def test_symbols_of_a_symmetric_matrix_are_symmetric_and_none_stand_for_orthogonal_ones() -> None:
    (A,) = matrices(2, symmetric=True).symbols("A")
    assert repr(A) == "[[A₁₁, A₁₂], [A₁₂, A₂₂]]"
    (D,) = matrices(2, diagonal=True).symbols("D")
    assert repr(D) == "[[D₁₁, 0], [0, D₂₂]]"
    for kind in (matrices(2, orthogonal=True), matrices(2, positive_definite=True), matrices(3), vectors(9)):
        assert kind.symbols("A") == ()


def test_a_polynomial_is_one_function_in_every_arithmetic() -> None:
    p = polynomials(2).value([1, 0, "1/2"])
    for arithmetic in (Rationals(), Balls(), Symbols()):
        f, t = p.lift(arithmetic), arithmetic.matrix([[4]])
        assert f(t).equals(arithmetic.matrix([[9]])).verdict is Verdict.HOLDS
        assert f.derivative()(t).equals(arithmetic.matrix([[4]])).verdict is Verdict.HOLDS


def test_a_symbol_is_no_number() -> None:
    (q,) = rationals().symbols("q")
    with pytest.raises(OutsideArithmetic, match="a symbol is no number"):
        q.into(Rationals())


def test_quotients_of_whole_numbers_are_exact() -> None:
    n, m = Whole(3), Whole(4)
    exact = [n / m, n / 4, 3 / m, (n + 1) / 8, (2 * n - 1) / m, -n / m, n**2 / m, m**-1, 1 / (m % 3), (7 // n) / m]
    wanted = ["3/4", "3/4", "3/4", "1/2", "5/4", "-3/4", "9/4", "1/4", "1", "1/2"]
    assert exact == [Fraction(text) for text in wanted] and {type(q) for q in exact} == {Fraction}
    assert repr(n) == "3" and n == 3 and hash(n) == hash(3) and list(range(n)) == [0, 1, 2]
    assert pow(n, 2, 5) == 4 and [type(v) for v in (n + m, n - 1, 1 - n, n * 2, -n, n**2)] == [Whole] * 6
    x = Rationals().matrix([["1/2"]])
    assert (
        str(x / n) == "1/6"
        and str(n / x) == "6"
        and str(n * x) == "3/2"
        and str(x**n) == "1/8"
        and str(x - n) == "-5/2"
    )
