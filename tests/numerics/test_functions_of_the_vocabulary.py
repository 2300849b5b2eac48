"""The vocabulary beyond the elementary functions: blocks, norms, larger and smaller, in every arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
import torch
from flint import acb, arb

from lemmata.numerics import vocabulary
from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.complexballs import complexified
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import (
    cos,
    dot,
    erf,
    exp,
    eye,
    maximum,
    minimum,
    norm,
    norm_squared,
    pi,
    sigmoid,
    sin,
    sqrt,
    stack,
    tanh,
    total,
    trace,
    transpose,
)  # fmt: skip

HOLDS = Verdict.HOLDS
EVERYWHERE: dict[str, Callable[[Any], Matrix]] = {
    "rationals": Rationals().matrix, "symbols": Symbols().matrix, "balls": Balls().matrix, "floats": Floats().matrix,
}  # fmt: skip
everywhere = pytest.mark.parametrize("lift", EVERYWHERE.values(), ids=EVERYWHERE)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def is_(found: Any, exact: list[list[Any]]) -> bool:
    return equal(found, Rationals().matrix(exact), 1).verdict is HOLDS


# ── blocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
def test_blocks_and_plain_numbers_are_stacked(lift: Callable[[Any], Matrix]) -> None:
    u, v, A = lift([[1], [2]]), lift([[3], [4]]), lift([[5, 6], [7, 8]])
    assert is_(stack([u, v]), [[1], [2], [3], [4]]), "one under another"
    assert is_(stack([[u, v]]), [[1, 3], [2, 4]]), "side by side"
    assert is_(stack([0, v, Fraction(1, 2)]), [[0], [3], [4], [Fraction(1, 2)]])
    assert is_(stack([[A, u], [transpose(v), 9]]), [[5, 6, 1], [7, 8, 2], [3, 4, 9]])
    assert is_(stack([[u[1], 1], [0, v[2]]]), [[1, 1], [0, 4]])
    assert type(stack([[0, 1], [u[1], 2]])) is type(u), (
        "the arithmetic of the one block that has another than rationals"
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "stack needs at least one block in every row"), ([[1], []], "stack needs at least one block in every row"),
        ([[1, 2], [3]], r"rows of lengths \[2, 1\] make no matrix"),
        ([[eye(2), 1]], "blocks of 2, 1 rows do not stand side by side"),
        ([[1, None]], "a number of a case is an int"), ([0.5], "write 0.5 as a Fraction"),
    ],
)  # fmt: skip
def test_blocks_that_do_not_fit_are_one_sentence(rows: Any, sentence: str) -> None:
    with pytest.raises((ValueError, TypeError), match=sentence):
        stack(rows)


@everywhere
def test_the_identity_is_a_rational_matrix_that_works_everywhere(lift: Callable[[Any], Matrix]) -> None:
    A = lift([[1, 2], [3, 4]])
    assert isinstance(eye(2), RationalMatrix) and is_(eye(3), [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert (
        is_(eye(2) @ A, [[1, 2], [3, 4]])
        and is_(A @ eye(2), [[1, 2], [3, 4]])
        and is_(A - 2 * eye(2), [[-1, 2], [3, 2]])
    )
    with pytest.raises(ValueError, match="an identity matrix has at least one row, got 0"):
        eye(0)


# ── sums ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
def test_traces_inner_products_and_norms(lift: Callable[[Any], Matrix]) -> None:
    A, x, y = lift([[1, 2], [3, 4]]), lift([[3], [-4]]), [[1], [Fraction(1, 2)]]
    assert (
        is_(trace(A), [[5]]) and is_(norm_squared(x), [[25]]) and is_(norm(x), [[5]]) and is_(norm_squared(A), [[30]])
    )
    assert is_(dot(x, lift(y)), [[1]]) and is_(dot(Rationals().matrix(y), x), [[1]])
    with pytest.raises(ValueError, match=r"the trace needs a square matrix, got shape \(2, 1\)"):
        trace(x)
    with pytest.raises(
        ValueError, match=r"the inner product needs two vectors of one shape, got \(2, 1\) and \(1, 2\)"
    ):
        dot(x, transpose(x))


def test_norms_that_are_not_rational() -> None:
    with pytest.raises(OutsideArithmetic, match="sqrt of this rational is not rational: balls decide it"):
        norm(stack([1, 1]))
    assert equal(norm(stack([Balls().matrix([[1]]), 1])), sqrt(Balls().matrix([[2]]))).verdict is HOLDS
    x, y = Symbols().numbers("x", "y")
    assert equal(norm(stack([x, y])) ** 2, x * x + y * y).verdict is HOLDS


# ── larger and smaller ─────────────────────────────────────────────────────────────────────────────────────────────
@everywhere
def test_the_larger_and_the_smaller(lift: Callable[[Any], Matrix]) -> None:
    v = lift([[-1], [2], [5]])
    assert is_(maximum(v, 0), [[0], [2], [5]]) and is_(maximum(0, v), [[0], [2], [5]])
    assert is_(maximum(v, lift([[3], [1], [6]])), [[3], [2], [6]]) and is_(minimum(v, 3), [[-1], [2], [3]])
    assert is_(maximum(1, v, Fraction(5, 2)), [[Fraction(5, 2)], [Fraction(5, 2)], [5]])
    assert is_(minimum(lift([[4]]), v, lift([[1], [3], [9]])), [[-1], [2], [4]])
    assert is_(maximum(lift([[1]]), lift([[1]])), [[1]]), "at a tie"
    with pytest.raises(ValueError, match=r"shapes \(1, 3\) and \(3, 1\) do not match"):
        maximum(v, transpose(v))


def test_the_larger_of_two_that_are_not_told_apart() -> None:
    wide, two = BallMatrix.of([[arb(2, 1)]]), Balls().matrix([[2]])
    found = maximum(wide, two).entries()[0]  # type: ignore[attr-defined]
    assert found.contains(2) and found.contains(3) and not found.contains(arb("1.8"))
    column = torch.tensor([[[2.0]]], dtype=torch.float64)
    hull = maximum(RoundedMatrix(column, column / 2), 2)
    assert isinstance(hull, RoundedMatrix) and (hull.mid - hull.rad).item() <= 2 and (hull.mid + hull.rad).item() >= 3
    x, y = Symbols().numbers("x", "y")
    with pytest.raises(OutsideArithmetic, match="the sign of a symbol is not known: rationals and balls decide it"):
        maximum(x, y)
    assert maximum(x, x - 1) == x == minimum(x + y, y + x, x + y + 1) - y


# ── functions ──────────────────────────────────────────────────────────────────────────────────────────────────────
IDENTITIES: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "sin² + cos² = 1": lambda t: (sin(t) ** 2 + cos(t) ** 2, t * 0 + 1),
    "sin 2t": lambda t: (sin(2 * t), 2 * sin(t) * cos(t)),
    "sin(t + π)": lambda t: (sin(t + pi(t)), -sin(t)),
    "erf is odd": lambda t: (erf(-t), -erf(t)),
    "sigmoid and tanh": lambda t: (2 * sigmoid(2 * t) - 1, tanh(t)),
    "sigmoid of −t": lambda t: (sigmoid(-t), 1 - sigmoid(t)),
}


@pytest.mark.parametrize("name", IDENTITIES)
@pytest.mark.parametrize("lift", [*EVERYWHERE.values()][1:], ids=[*EVERYWHERE][1:])
def test_identities_hold_in_symbols_balls_and_floats(name: str, lift: Callable[[Any], Matrix]) -> None:
    if lift([[1]]).called == "symbols":
        (t,) = Symbols().numbers("t")
    else:
        t = lift([[Fraction(n, 4)] for n in (-9, -2, 1, 7)])
    assert equal(*IDENTITIES[name](t), 1).verdict is HOLDS


@pytest.mark.parametrize("f", [sin, cos, erf, sigmoid])
def test_balls_series_and_complex_balls_agree(f: Callable[[Any], Any]) -> None:
    at = Balls().matrix([[Fraction(n, 4)] for n in (-30, -2, 0, 1, 7)])
    with precision(400):
        sharp, beside = f(at), f(at + Fraction(1, 2**60))
    values, slopes = value_and_derivative(f, at)
    for found in (f(at), values, complexified(f(at))):
        for mine, its in zip(found.entries(), sharp.entries(), strict=True):
            assert (mine.real if found.called == "complex balls" else mine).overlaps(its)
    for mine, its in zip(f(complexified(at)).entries(), sharp.entries(), strict=True):
        assert mine.real.overlaps(its) and mine.imag.contains(0)
    for slope, a, b in zip(slopes.entries(), sharp.entries(), beside.entries(), strict=True):
        assert abs(slope - (b - a) * arb(2) ** 60) <= arb(2) ** -55, "a secant of length 2⁻⁶⁰, and |f″| ≤ 1"


def test_a_sigmoid_has_poles_beside_the_real_line_and_no_value_near_them() -> None:
    zero = complexified(BallMatrix.of([[0]]))
    assert sigmoid(zero).entries()[0].is_finite()
    near = type(zero).of([[acb(0, arb.pi())]])
    assert not sigmoid(near).entries()[0].is_finite()


def test_what_rationals_do_not_have_is_one_sentence_that_says_who_has() -> None:
    third = Rationals().matrix([[Fraction(1, 3)]])
    for f in (sin, cos, erf, sigmoid, exp):
        with pytest.raises(OutsideArithmetic, match=rf"^{f.__name__} of a rational is not rational: balls decide it$"):
            f(third)
    with pytest.raises(
        OutsideArithmetic, match=r"π is not known in this arithmetic \(rationals\): balls and computer algebra"
    ):
        pi(third)


def test_a_plain_number_is_a_rational() -> None:
    assert (
        sqrt(Fraction(4, 9)) == Fraction(2, 3)
        and abs(maximum(-3, -2)) == 2
        and trace(5) == 5
        and total("1/2") == Fraction(1, 2)
    )
    with pytest.raises(OutsideArithmetic, match="exp of a rational is not rational: balls decide it"):
        exp(1)
    with pytest.raises(TypeError, match=r"write 0.5 as a Fraction: a case is exact"):
        exp(0.5)


def test_plain_tensors_keep_their_own_functions() -> None:
    t = torch.tensor([-1.0, 0.5])
    for f in (sin, cos, erf, sigmoid):
        assert torch.equal(f(t), getattr(torch, f.__name__)(t))


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in vocabulary.__all__:
        f = getattr(vocabulary, name)
        assert f.__name__ == name and f.__doc__, name
