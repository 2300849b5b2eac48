"""Derivatives by rule meet arb's power series and sympy's; integrals hold their closed forms, and are wide where they must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
import sympy
import torch
from flint import arb

from lemmata.numerics.algebra.tangents import TangentMatrix
from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.calculus import expectation, gradient, integral, jacobian
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats, RoundedMatrix, exactly
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved, Verdict
from lemmata.numerics.vocabulary import (
    absolute,
    asinh,
    atanh,
    by_sign,
    cos,
    cosh,
    determinant,
    diagonal,
    dot,
    erf,
    exp,
    eye,
    inverse,
    log,
    log1p,
    log_abs_determinant,
    log_two_pi,
    maximum,
    minimum,
    norm,
    norm_squared,
    pi,
    sigmoid,
    sin,
    sinh,
    sqrt,
    stack,
    tanh,
    total,
    trace,
    transpose,
)  # fmt: skip

HOLDS = Verdict.HOLDS


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def column(*values: Any) -> RationalMatrix:
    return Rationals().matrix([[v] for v in values])


def same(found: Any, expected: Any) -> bool:
    return equal(found, expected, 1).verdict is HOLDS


# ── one variable, by three roads ───────────────────────────────────────────────────────────────────────────────────
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{
        f.__name__: f for f in (exp, log, log1p, sqrt, sin, cos, sinh, cosh, tanh, asinh, atanh, erf, sigmoid, absolute)
    },
    "a polynomial": lambda t: 3 * t**4 - t / 2 + 1,
    "a quotient": lambda t: (1 + t) / (2 + t * t),
    "a negative power": lambda t: t**-3,
    "a root": lambda t: t ** Fraction(3, 2) + (1 + t) ** Fraction(1, 2),
    "a tower": lambda t: exp(-(sin(t) ** 2)) / sqrt(1 + tanh(t)),
    "a branch": lambda t: by_sign(t - 1, t * t, 5 * t),
    "a maximum": lambda t: maximum(t, t * t) - minimum(3 * t, 1),
    "a constant": lambda t: t * 0 + 7,
}
KNOWN_TO_SYMPY = {**FUNCTIONS}
for _name in ("absolute", "log", "log1p", "a branch", "a maximum", "a root"):
    del KNOWN_TO_SYMPY[_name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_derivative_by_rule_is_that_of_power_series(name: str) -> None:
    f = FUNCTIONS[name]
    for q in ("1/5", "2/7", "3/4"):
        at = Balls().matrix([[q]])
        _, slope = value_and_derivative(f, at)
        assert same(jacobian(f, at), slope), f"at {q}: {jacobian(f, at)} and {slope}"
        floats = jacobian(f, Floats().matrix([[q]]))
        if isinstance(floats, RoundedMatrix):
            mid, rad = arb(floats.mid.item()), arb(floats.rad.item())
            (exact,) = slope.entries()
            assert abs(exact - mid) <= rad <= (1 + abs(exact)) * arb(2) ** -45, f"in floats at {q}"


@pytest.mark.parametrize("name", KNOWN_TO_SYMPY)
def test_a_derivative_by_rule_is_that_of_sympy(name: str) -> None:
    (t,) = Symbols().numbers("t")
    (expression,) = KNOWN_TO_SYMPY[name](t).entries()
    slope = SymbolicMatrix(sympy.Matrix([[sympy.diff(expression, sympy.Symbol("t", real=True))]]))
    assert same(jacobian(KNOWN_TO_SYMPY[name], t), slope)


def test_a_wrong_rule_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from lemmata.numerics.algebra import tangents

    at = Balls().matrix([["1/5"]])
    monkeypatch.setitem(tangents._SLOPES, "erf", lambda t, y: (-t * t).apply("exp"))
    monkeypatch.setitem(tangents._SLOPES, "sinh", lambda t, y: -t.apply("cosh"))
    for f in (erf, sinh):
        assert not same(jacobian(f, at), value_and_derivative(f, at)[1])


def test_logarithms_keep_their_derivatives_exact() -> None:
    assert jacobian(lambda t: log(t) + log_two_pi(t), Fraction(2, 3)) == Fraction(3, 2)
    (x,) = Symbols().numbers("x")
    assert same(jacobian(lambda t: log(1 + t * t), x), 2 * x / (1 + x * x))


def test_the_abstract_activation_has_its_derivative() -> None:
    (x,) = Symbols().numbers("x")
    assert same(jacobian(lambda t: t.apply("s"), 2 * x), (2 * x).apply("ds"))
    assert same(jacobian(lambda t: t.apply("sigma"), x), 1 / x.apply("sigma").apply("ds"))
    with pytest.raises(OutsideArithmetic, match="the derivative of ds is not known"):
        jacobian(lambda t: t.apply("ds"), x)


# ── several variables ──────────────────────────────────────────────────────────────────────────────────────────────
def block(z: Any) -> Matrix:
    return stack([[z[1], z[2] + 3], [z[1] * z[2], 2]])


MAPS: dict[str, Callable[[Any], Any]] = {
    "a product": lambda z: block(z) @ z,
    "an inverse": lambda z: inverse(block(z)) @ z,
    "a determinant": lambda z: determinant(block(z)),
    "a trace": lambda z: trace(block(z) @ block(z)),
    "a diagonal": lambda z: diagonal(z) @ transpose(block(z)) @ z,
    "a quadratic form": lambda z: dot(z, block(z) @ z) / norm_squared(z),
    "blocks": lambda z: stack([z * z[2], 1, z[1] ** 3, total(z) ** 2]),
    "rationals beside": lambda z: (eye(2) - z @ transpose(z)) @ column(1, "1/2"),
}


@pytest.mark.parametrize("name", MAPS)
def test_a_jacobian_is_that_of_sympy_in_every_arithmetic(name: str) -> None:
    f, (x, y) = MAPS[name], Symbols().numbers("x", "y")
    at = stack([x, y])
    image = f(at)
    slopes = sympy.Matrix([[sympy.diff(v, sympy.Symbol(w, real=True)) for w in ("x", "y")] for v in image.entries()])
    assert same(jacobian(f, at), SymbolicMatrix(slopes)), "∂fᵢ/∂xⱼ in row i and column j"
    numbers = slopes.subs({sympy.Symbol("x", real=True): sympy.Rational(2, 3), sympy.Symbol("y", real=True): -2})
    exact = Rationals().matrix([[Fraction(int(v.p), int(v.q)) for v in numbers.row(i)] for i in range(numbers.rows)])
    for lift in (Rationals().matrix, Balls().matrix, Floats().matrix):
        assert same(jacobian(f, lift([["2/3"], [-2]])), exact), lift


def test_roots_and_logarithms_of_determinants() -> None:
    x, y = Symbols().numbers("x", "y")
    z = stack([x, y])
    assert same(gradient(norm, z), z / norm(z))
    A = [[2, 1], [Fraction(1, 2), 3]]
    slope = gradient(lambda v: log_abs_determinant(Rationals().matrix(A) + diagonal(v)), column(0, 0))
    assert slope == Rationals().matrix([[Fraction(6, 11)], [Fraction(4, 11)]]), "diag A⁻ᵀ"


def test_a_determinant_has_a_derivative_at_a_singular_matrix() -> None:
    singular = column(1, 2)
    assert jacobian(lambda z: determinant(stack([[z[1], z[2]], [2, 4]])), singular) == Rationals().matrix([[4, -2]])


def test_a_hessian_is_the_jacobian_of_a_gradient() -> None:
    def f(z: Any) -> Any:
        return z[1] ** 3 * z[2] + z[2] / z[1]

    def hessian(z: Any) -> Matrix:
        return jacobian(lambda w: gradient(f, w), z)

    x, y = Symbols().numbers("x", "y")
    by_hand = stack([[6 * x * y + 2 * y / x**3, 3 * x * x - 1 / x**2], [3 * x * x - 1 / x**2, 0]])
    assert same(hessian(stack([x, y])), by_hand)
    assert hessian(column(1, 2)) == Rationals().matrix([[16, 2], [2, 0]])
    third = jacobian(lambda t: jacobian(lambda u: jacobian(lambda v: v**5, u), t), 2)
    assert third == 5 * 4 * 3 * 4
    assert same(jacobian(lambda t: jacobian(exp, t), Balls().matrix([[1]])), exp(Balls().matrix([[1]])))


def test_the_directions_of_two_derivatives_are_not_confused() -> None:
    # d/dx (x · d/dy (x + y)) = 1, where one level alone would say 2 [Siskind and Pearlmutter 2005]
    assert jacobian(lambda x: x * jacobian(lambda y: x + y, 1), 5) == 1
    assert jacobian(lambda x: jacobian(lambda y: x * y * y, 3), 5) == 6
    assert jacobian(lambda x: jacobian(lambda y: maximum(x * y, y), 3) + abs(x), 5) == 2
    assert jacobian(lambda x: determinant(stack([[x, 1], [jacobian(lambda y: x * y, 2), x]])), 5) == 2 * 5 - 1
    inner = jacobian(lambda x: jacobian(lambda y: stack([x, y * x]), 1)[2], 5)
    assert inner == 1


def test_what_does_not_depend_on_the_point_has_derivative_zero() -> None:
    for constant in (7, Fraction(1, 2), column(1, 2)):
        J = jacobian(lambda z, constant=constant: constant, column(1, 2, 3))
        assert Rationals().matrix([[0, 0, 0]] * (2 if isinstance(constant, RationalMatrix) else 1)) == J


def test_shapes_that_have_no_jacobian_are_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"a derivative is taken at a column or a number, got shape \(1, 2\)"):
        jacobian(lambda z: z, column(1, 2).T)
    with pytest.raises(ValueError, match=r"a derivative is taken of a column or a number, got shape \(2, 2\)"):
        jacobian(lambda z: z @ z.T, column(1, 2))
    with pytest.raises(ValueError, match="a gradient is taken of a number, got 2 of them: jacobian takes columns"):
        gradient(lambda z: z, column(1, 2))
    with pytest.raises(TypeError, match=r"write 0.5 as a Fraction"):
        jacobian(exp, 0.5)


# ── kinks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
KINKS: dict[str, Callable[[Any], Any]] = {
    "absolute": absolute, "maximum": lambda t: maximum(t, 0), "minimum": lambda t: minimum(2 * t, t),
    "by_sign": lambda t: by_sign(t, t, 2 * t), "a branch": lambda t: t if t >= 0 else -t,
    "a branch on equality": lambda t: t * 5 if t == 0 else t,
}  # fmt: skip


@pytest.mark.parametrize("name", KINKS)
def test_no_derivative_is_invented_at_a_kink(name: str) -> None:
    with pytest.raises(OutsideArithmetic, match="has no derivative at 0, and that is where it is asked for"):
        jacobian(KINKS[name], 0)
    with pytest.raises(Unresolved, match=r"has no derivative at 0, and .* is not told apart from 0"):
        jacobian(KINKS[name], BallMatrix.of([[arb(0, 0.5)]]))
    assert jacobian(KINKS[name], 3) in (1, 2) and jacobian(KINKS[name], -3) in (-1, 0, 1, 2)


def test_a_matrix_without_an_entry_at_a_kink_has_a_derivative() -> None:
    A = Rationals().matrix([[1, -2], [3, 4]])
    assert jacobian(lambda t: total(absolute(t * A)), Fraction(1, 2)) == 10
    assert jacobian(lambda t: total(maximum(A * t, A)), 2) == 1 + 3 + 4
    with pytest.raises(OutsideArithmetic, match="has no derivative at 0"):
        jacobian(lambda t: total(absolute(t * A)), 0)


def test_a_kink_concerns_one_network_of_a_batch() -> None:
    batch = exactly(torch.tensor([[[0.0]], [[2.0]], [[-3.0]]], dtype=torch.float64))
    for f, slopes in ((absolute, [1.0, -1.0]), (lambda t: maximum(t, 0), [1.0, 0.0])):
        J = jacobian(f, batch)
        assert isinstance(J, RoundedMatrix)
        assert J.rad.flatten().isinf().tolist() == [True, False, False] and J.mid.flatten().tolist()[1:] == slopes


def test_a_symbol_has_a_kink_that_is_not_seen() -> None:
    (x,) = Symbols().numbers("x")
    with pytest.raises(OutsideArithmetic, match="the sign of a symbol is not known: rationals and balls decide it"):
        jacobian(absolute, x)


@pytest.mark.parametrize("f", [sqrt, lambda t: t ** Fraction(1, 3)])
def test_a_root_has_no_derivative_at_zero(f: Callable[[Any], Any]) -> None:
    with pytest.raises(OutsideArithmetic, match="has no derivative at 0"):
        jacobian(f, 0)
    assert not jacobian(f, Balls().matrix([[0]])).entries()[0].is_finite()  # type: ignore[attr-defined]


def test_what_rationals_do_not_have_they_do_not_have_inside_either() -> None:
    for f in (exp, lambda t: sin(t), lambda t: t**t):
        with pytest.raises(OutsideArithmetic):
            jacobian(f, 2)
    with pytest.raises(
        OutsideArithmetic, match="an equation that is solved by enclosure is not differentiated by rule"
    ):
        jacobian(lambda t: t.midpoint(), Balls().matrix([[1]]))


def test_a_number_with_tangents_says_so() -> None:
    seen: list[str] = []
    jacobian(lambda z: seen.append(repr(z * 2)) or z, column(1, 3))  # type: ignore[func-returns-value]
    assert seen == ["TangentMatrix([2, 6] with tangents [2, 0], [0, 2])"]
    assert TangentMatrix.called == "numbers with tangents"


# ── integrals ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_polynomials_are_integrated_exactly() -> None:
    x, y = Symbols().numbers("x", "y")
    assert integral(lambda t: 3 * t**2 - t / 2 + 1, -1, Fraction(1, 2)) == Fraction(45, 16)
    assert integral(lambda t: (t - 1) ** 5 * t, 0, 2) == Fraction(2, 7)
    assert integral(lambda t: 7, 1, 3) == 14 and integral(lambda t: t, 3, 1) == -4 and integral(lambda t: t, 2, 2) == 0
    assert same(integral(lambda t: x * t + sin(y) * t**2, 0, y), x * y**2 / 2 + sin(y) * y**3 / 3)
    assert same(integral(lambda t: determinant(stack([[t, 1], [x, t]])), x, x + 1), x * x + x + Fraction(1, 3) - x)
    column_valued = integral(lambda t: stack([t, 1, t * t]), 0, 2)
    assert column_valued == Rationals().matrix([[2], [2], [Fraction(8, 3)]])
    assert integral(lambda t: integral(lambda s: s * t, 0, t), 0, 2) == 2, "∫ t³/2"
    half = Balls().matrix([["1/3"]])
    assert same(integral(lambda t: t**3, 0, half), half**4 / 4) and same(integral(lambda t: half * t, 0, 1), half / 2)


CLOSED: dict[str, tuple[Callable[[Any], Any], Any, Any, Callable[[], arb]]] = {
    "e^(−t²)": (lambda t: exp(-t * t), -1, 2, lambda: arb.pi().sqrt() / 2 * (arb(2).erf() + arb(1).erf())),
    "1/t": (lambda t: 1 / t, 1, 2, lambda: arb(2).log()),
    "√t": (sqrt, 1, 4, lambda: arb(14) / 3),
    "sin": (sin, 0, 3, lambda: 1 - arb(3).cos()),
    "erf": (erf, 0, 1, lambda: arb(1).erf() + (arb(-1).exp() - 1) / arb.pi().sqrt()),
    "sigmoid": (sigmoid, 0, 5, lambda: (1 + arb(5).exp()).log() - arb(2).log()),
    "a kink": (absolute, -1, 2, lambda: arb(5) / 2),
    "a maximum": (lambda t: maximum(t, 1 - t), 0, 1, lambda: arb(3) / 4),
    "a norm": (lambda t: norm(stack([t, 1])), 0, 1, lambda: (arb(2).sqrt() + arb(1).asinh()) / 2),
}


@pytest.mark.parametrize("name", CLOSED)
def test_an_integral_in_balls_holds_its_closed_form(name: str) -> None:
    f, a, b, exact = CLOSED[name]
    expected = BallMatrix.of([[exact()]])
    one = Balls().matrix([[1]])
    for found in (integral(f, one * a, b), integral(f, a, b * one), integral(lambda t: f(t) * one, a, b)):
        assert equal(found, expected).verdict is HOLDS, equal(found, expected).sentence


def test_an_integral_closes_over_balls_and_rationals() -> None:
    c, q = Balls().matrix([[3]]), column(2)
    expected = (exp(2 * c) - 1) / (2 * c)
    assert same(integral(lambda t: exp(c * q * t) / q * 2, 0, 1), expected)


def test_the_radius_is_honest_where_an_integral_is_not_known() -> None:
    one = Balls().matrix([[1]])
    for pole in (lambda t: 1 / t, lambda t: 1 / (t - Fraction(1, 3)) ** 2, log, lambda t: 1 / sin(t)):
        assert not integral(pole, -one, 2).entries()[0].is_finite(), "a pole inside"  # type: ignore[attr-defined]
    # endpoints that are not known exactly: ∫ over [a, 1] for every a in 0 ± 1/8
    wide = BallMatrix.of([[arb(0, 0.125)]])
    for f, primitive in ((exp, exp), (lambda t: 1 / (1 + t * t) ** 2, None), (cos, sin)):
        found = integral(f, wide, 1).entries()[0]  # type: ignore[attr-defined]
        for a in ("-1/8", "-1/16", 0, "1/8"):
            exact = integral(f, one * a, 1) if primitive is None else primitive(one) - primitive(one * a)
            assert found.contains(exact.entries()[0].mid()), f"from {a}"
        assert found.is_finite()
    # many kinks within the evaluations allowed: wide, and still right
    many = integral(lambda t: absolute(sin(300 * t)), 0, one).entries()[0]  # type: ignore[attr-defined]
    with precision(300):
        pieces = int(300 / arb.pi().mid().__float__())
        rest = 1 - (arb(300) - pieces * arb.pi()).cos()
        assert many.overlaps((2 * pieces + rest) / 300) and many.is_finite()


@pytest.mark.parametrize("f", [exp, lambda t: 1 / (1 + t), absolute, lambda t: maximum(t, 0), lambda t: pi(t) * t])
def test_outside_of_balls_polynomials_are_integrated_and_nothing_else(f: Callable[[Any], Any]) -> None:
    (x,) = Symbols().numbers("x")
    for a in (column(1), x, Floats().matrix([[1]])):
        with pytest.raises(
            OutsideArithmetic, match="outside of balls only polynomials are integrated: balls decide this"
        ):
            integral(f, a, 2)


def test_misused_integrals_are_one_sentence() -> None:
    with pytest.raises(
        ValueError, match=r"an integral goes from a number to a number, got shapes \(2, 1\) and \(1, 1\)"
    ):
        integral(exp, column(1, 2), 3)
    with pytest.raises(OutsideArithmetic, match="the variable of an integral has no sign to branch on: write absolute"):
        integral(lambda t: t if t > 0 else -t, 0, Balls().matrix([[1]]))
    with pytest.raises(TypeError, match=r"a formula is exact: write Fraction\(1, 2\) for the float 0.5"):
        integral(lambda t: 0.5 * t, 0, 1)
    with pytest.raises(TypeError, match="got None"):
        integral(lambda t: None, 0, 1)
    one = Balls().matrix([[1]])
    with pytest.raises(OutsideArithmetic, match="outside of balls"):  # inside a balls' integral, where arb calls
        integral(lambda t: integral(lambda s: exp(s * t), 0, one), 0, one)


def test_derivatives_and_integrals_meet() -> None:
    assert jacobian(lambda u: integral(lambda t: u * t, 0, u), 3) == Fraction(27, 2)
    assert integral(lambda t: jacobian(lambda u: u**3 * t, t), 0, 2) == 12, "∫ 3t³"
    x = Balls().matrix([["1/3"]])
    assert same(jacobian(lambda u: integral(lambda t: u * t**2, u, 1), x), (1 - x**3) / 3 - x**3)


# ── means ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Law:
    points: Any
    probabilities: Any


@pytest.mark.parametrize("lift", [Rationals().matrix, Balls().matrix, Floats().matrix, Symbols().matrix])
def test_an_expectation_is_a_sum_over_points(lift: Callable[[Any], Matrix]) -> None:
    p = lift([["1/2"], ["1/3"], ["1/6"]])
    assert same(expectation(lambda t: t * t, Law([1, Fraction(-2), 3], p)), Fraction(10, 3))
    vectors = [lift([[1], [0]]), lift([[0], [2]]), column(6, 6)]
    assert same(expectation(lambda v: 2 * v, Law(vectors, p)), column(3, Fraction(10, 3)))
    assert same(expectation(lambda t: 1, Law(lift([[1], [2], [3]]), p)), 1), "points in a column"
    with pytest.raises(ValueError, match="2 points have 3 probabilities"):
        expectation(lambda t: t, Law([1, 2], p))
