"""One vocabulary, several arithmetics: each gives, or encloses, what the rationals give; functions agree in balls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random
from typing import Any

import flint
import pytest
import sympy
import torch
from flint import acb, arb

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.complexballs import ComplexBallMatrix, complexified, integral
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import (
    absolute,
    asinh,
    atanh,
    by_sign,
    cosh,
    determinant,
    diagonal,
    exp,
    inverse,
    inverse_of_increasing,
    log,
    log1p,
    log_abs_determinant,
    log_two_pi,
    sinh,
    sqrt,
    stack,
    tanh,
    total,
    transpose,
)

Rows = list[list[Fraction]]
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    f.__name__: f for f in (absolute, asinh, atanh, cosh, exp, log, log1p, sinh, sqrt, tanh)
}
# f and f′ in the same vocabulary, so that a derivative by power series meets one by rule
DERIVATIVES: dict[str, Callable[[Any], Any]] = {
    "absolute": lambda t: t / absolute(t), "exp": exp, "log": lambda t: 1 / t, "log1p": lambda t: 1 / (1 + t),
    "sqrt": lambda t: 1 / (2 * sqrt(t)), "sinh": cosh, "cosh": sinh, "asinh": lambda t: 1 / sqrt(1 + t * t),
    "tanh": lambda t: 1 - tanh(t) * tanh(t), "atanh": lambda t: 1 / (1 - t * t),
}  # fmt: skip
POINTS = [Fraction(n, 16) for n in (-15, -8, -1, 1, 5, 12, 15)]


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def points(name: str) -> list[Fraction]:
    """Where the function is defined and differentiable."""
    return [q for q in POINTS if q > 0 or name not in ("log", "sqrt")]


# ── every operation, in every arithmetic ───────────────────────────────────────────────────────────────────────────
OPERATIONS: dict[str, Callable[[Matrix, Matrix], Matrix]] = {
    "plus": lambda A, B: A + B,
    "plus a number": lambda A, B: A + B.entry(1, 2),
    "number plus": lambda A, B: 3 + A,
    "minus": lambda A, B: A - B,
    "number minus": lambda A, B: 1 - A,
    "negative": lambda A, B: -A,
    "times": lambda A, B: A * B,
    "over": lambda A, B: A / B.entry(1),
    "number over": lambda A, B: 1 / B.entry(1),
    "a third": lambda A, B: A / 3 + Fraction(2, 7),
    "product": lambda A, B: A @ B,
    "inverse": lambda A, B: inverse(A),
    "transpose": lambda A, B: transpose(A),
    "determinant": lambda A, B: determinant(A),
    "entry": lambda A, B: A.entry(2, 1),
    "total": lambda A, B: total(A),
    "stack": lambda A, B: stack([[A.entry(1, 2), B.entry(1)], [B.entry(2), A.entry(1)], [A.entry(2), A.entry(2)]]),
    "diagonal": lambda A, B: diagonal(stack([[A.entry(1)], [B.entry(2)]])),
}


def drawn_pair(seed: int) -> tuple[Rows, Rows]:
    """Two rational matrices of one size up to 3, the first invertible, no entry of the second 0."""
    rng = Random(seed)
    d = rng.randint(2, 3)

    def matrix(least: int) -> Rows:
        entries = (Fraction(rng.choice((-1, 1)) * rng.randint(least, 9), rng.randint(1, 7)) for _ in range(d * d))
        return [list(row) for row in zip(*[entries] * d, strict=True)]

    A = matrix(0)
    while sympy.Matrix(A).det() == 0:
        A = matrix(0)
    return A, matrix(1)


def fractions(exact: Matrix) -> list[Fraction]:
    return [Fraction(int(v.p), int(v.q)) for v in exact.entries()]  # type: ignore[attr-defined]


def dyadic(v: arb) -> Fraction:
    """The value of a ball of radius 0, exactly: `arb.contains` would round a rational first."""
    mantissa, exponent = v.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def holds(ball: arb, q: Fraction) -> bool:
    """Whether a ball contains a rational."""
    return abs(dyadic(ball.mid()) - q) <= dyadic(ball.rad())


def encloses(ball: Matrix, exact: list[Fraction]) -> bool:
    """Whether every entry of a matrix of balls, of complex balls or of rounded floats holds its exact entry."""
    if isinstance(ball, RoundedMatrix):
        pairs = zip(ball.mid.flatten().tolist(), ball.rad.flatten().tolist(), strict=True)
        return all(abs(Fraction(m) - q) <= Fraction(r) for (m, r), q in zip(pairs, exact, strict=True))
    if isinstance(ball, ComplexBallMatrix):
        return all(holds(v.real, q) and holds(v.imag, Fraction(0)) for v, q in zip(ball.entries(), exact, strict=True))
    assert isinstance(ball, BallMatrix)
    return all(holds(v, q) for v, q in zip(ball.entries(), exact, strict=True))


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_arithmetic_gives_or_encloses_what_the_rationals_give(name: str) -> None:
    operation = OPERATIONS[name]
    for seed in range(12):
        A, B = drawn_pair(seed)
        exact = operation(Rationals().matrix(A), Rationals().matrix(B))
        value = fractions(exact)
        symbolic = operation(Symbols().matrix(A), Symbols().matrix(B))
        assert isinstance(symbolic, SymbolicMatrix) and symbolic.shape == exact.shape, seed
        numbers = [sympy.Rational(q.numerator, q.denominator) for q in value]
        assert symbolic.entries() == numbers, f"sympy differs at seed {seed}"
        lifts: list[Callable[[Rows], Matrix]] = [
            Balls().matrix,
            lambda rows: complexified(Balls().matrix(rows)),
            Floats().matrix,
            Floats(torch.float32).matrix,
        ]
        for lift in lifts:
            result = operation(lift(A), lift(B))
            assert result.shape == exact.shape, f"{type(result).__name__}: shape {result.shape} at seed {seed}"
            assert encloses(result, value), f"{type(result).__name__} does not enclose at seed {seed}: {result}"


def test_an_enclosure_that_is_shifted_is_noticed() -> None:
    A, _ = drawn_pair(0)
    for lift in (Balls().matrix, Floats().matrix, Floats(torch.float32).matrix):
        value = fractions(Rationals().matrix(A).inverse())
        assert encloses(lift(A).inverse(), value)
        value[-1] += Fraction(1, 1000)
        assert not encloses(lift(A).inverse(), value)


def test_a_known_inverse_stays_free_until_it_is_written_out() -> None:
    V = sympy.Matrix([[1, 2], [3, 5]])
    W = SymbolicMatrix.with_free_inverse(V)
    assert W.inverse().entries() == list(V) and W.transpose().inverse().entries() == list(V.T)
    assert W.entries() == list(V.inv()) and W.determinant().entries() == [1 / V.det()]
    assert (W @ W.inverse()).entries() == [1, 0, 0, 1]


@pytest.mark.parametrize("lift", [Rationals().matrix, Balls().matrix, Floats().matrix])
def test_the_sign_chooses_negative_below_zero_and_positive_from_zero_on(lift: Callable[[Rows], Matrix]) -> None:
    t = lift([[Fraction(-2)], [Fraction(0)], [Fraction(3)]])
    chosen = by_sign(t, 10 * t, t + 1)
    by_numbers = by_sign(t, 5, 7)
    for result, wanted in ((chosen, [-20, 1, 4]), (by_numbers, [5, 7, 7])):
        exactly = Rationals().matrix([[v] for v in wanted])
        if isinstance(result, BallMatrix | RoundedMatrix):
            assert encloses(result, fractions(exactly)), str(result)
        else:
            assert str(result) == str(exactly)


def test_a_ball_across_zero_takes_both_answers() -> None:
    both = by_sign(BallMatrix.of([[arb(0, 1)]]), 5, 7).entries()[0]
    assert both.contains(5) and both.contains(7) and not both.contains(8)


def test_the_sign_of_a_symbol_is_outside_its_arithmetic() -> None:
    with pytest.raises(OutsideArithmetic, match="sign of a symbol"):
        by_sign(Symbols().matrix([[sympy.Symbol("t")]]), 1, 2)


def test_plain_tensors_speak_the_vocabulary_in_their_own_type() -> None:
    for dtype in (torch.float32, torch.float64):
        t = torch.tensor([-2.0, 0.0, 3.0], dtype=dtype)
        chosen = by_sign(t, Fraction(1, 3), t)
        assert chosen.dtype == dtype, "a number among the choices must not change the type"
        assert torch.equal(chosen, torch.tensor([1 / 3, 0.0, 3.0], dtype=dtype))
        assert torch.equal(exp(t), torch.exp(t)) and exp(t).dtype == dtype


# ── elementary functions ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", DERIVATIVES)
def test_functions_in_series_and_complex_balls_agree_with_balls(name: str) -> None:
    f = FUNCTIONS[name]
    at = BallMatrix.of([[q] for q in points(name)])
    real, in_complex = f(at), f(complexified(at))
    in_series, derivative = value_and_derivative(f, at)
    by_rule = DERIVATIVES[name](at)
    with precision(400):
        sharp = f(at)
    for i, value in enumerate(sharp.entries()):
        for road, found in (("balls", real), ("series", in_series)):
            assert found.entries()[i].overlaps(value), f"{name} in {road} misses its value at {points(name)[i]}"
        assert in_complex.entries()[i].overlaps(acb(value)), f"{name} in complex balls misses {points(name)[i]}"
    with precision(400):
        sharp = DERIVATIVES[name](at)
    for slope, rule, value in zip(derivative.entries(), by_rule.entries(), sharp.entries(), strict=True):
        assert slope.overlaps(value) and rule.overlaps(value), f"{name}′: {slope} and {rule} should hold {value}"


@pytest.mark.parametrize("name", DERIVATIVES)
def test_wide_balls_hold_the_values_at_their_points(name: str) -> None:
    f = FUNCTIONS[name]
    for q in points(name):
        at = BallMatrix.of([[arb(q.numerator) / q.denominator + arb(0, arb(2) ** -6)]])
        corners = BallMatrix.of([[q + Fraction(k, 128)] for k in (-2, -1, 0, 1, 2)])
        wide, wide_complex, (wide_value, wide_slope) = f(at), f(complexified(at)), value_and_derivative(f, at)
        for value, slope in zip(f(corners).entries(), DERIVATIVES[name](corners).entries(), strict=True):
            assert wide.entries()[0].contains(value.mid()), f"{name} around {q}"
            assert wide_value.entries()[0].contains(value.mid()), f"{name} around {q} in series"
            assert wide_slope.entries()[0].contains(slope.mid()), f"{name}′ around {q}"
            assert wide_complex.entries()[0].contains(acb(value.mid())), f"{name} around {q} in complex balls"


@pytest.mark.parametrize(
    ("name", "at"), [("log", -1), ("log", 0), ("log1p", -2), ("sqrt", -1), ("atanh", 1), ("atanh", -2)]
)
def test_outside_its_domain_a_function_has_no_value(name: str, at: int) -> None:
    f = FUNCTIONS[name]
    for column in (Balls().matrix([[at]]), complexified(Balls().matrix([[at]])), Floats().matrix([[at]])):
        value = f(column)
        if isinstance(value, RoundedMatrix):
            assert torch.isinf(value.rad).all(), f"{name}({at}) in floats: {value}"
        else:
            assert not value.entries()[0].is_finite(), f"{name}({at}) = {value.entries()[0]}"


@pytest.mark.parametrize(
    ("name", "at"), [("log", -1), ("log", 0), ("log1p", -2), ("sqrt", -1), ("sqrt", 0), ("atanh", -2)]
)
def test_where_a_function_has_no_slope_series_have_none(name: str, at: int) -> None:
    assert not value_and_derivative(FUNCTIONS[name], Balls().matrix([[at]]))[1].entries()[0].is_finite()


def test_rationals_have_absolute_values_and_logarithms_and_no_other_functions() -> None:
    third = Rationals().matrix([[Fraction(-1, 3)]])
    assert str(absolute(third)) == "1/3"
    assert equal(log1p(third), log(third + 1)).verdict is Verdict.HOLDS
    for name in set(DERIVATIVES) - {"absolute", "log", "log1p", "sqrt"}:
        with pytest.raises(OutsideArithmetic, match=f"{name} of a rational is not rational"):
            FUNCTIONS[name](third)
    with pytest.raises(ValueError, match="positive"):
        log(third)
    with pytest.raises(ValueError, match="a root needs numbers from 0 on, got -1/3"):
        sqrt(third)


def test_rationals_have_roots_where_they_are_rational() -> None:
    squares = Rationals().matrix([[Fraction(4, 9)], [0], [10**40]])
    assert str(sqrt(squares)) == f"[2/3, 0, {10**20}]"
    assert str(Rationals().matrix([[Fraction(-8, 27) ** 2]]) ** Fraction(-2, 3)) == "81/16"
    for q, n in ((2, Fraction(1, 2)), (Fraction(1, 4), Fraction(1, 3)), (10**40 + 1, Fraction(1, 2))):
        with pytest.raises(OutsideArithmetic, match="of this rational is not rational: balls decide it"):
            _ = Rationals().matrix([[q]]) ** n


def test_logarithms_in_balls_meet_the_exact_ones() -> None:
    A = [[Fraction(0), Fraction(2)], [Fraction(3), Fraction(1, 5)]]
    six = arb(6).log()
    assert log_abs_determinant(Balls().matrix(A)).entries()[0].overlaps(six)  # type: ignore[attr-defined]
    assert str(log_abs_determinant(Rationals().matrix(A)).q) == "-6"  # type: ignore[attr-defined]
    with precision(400):
        exact = (2 * arb.pi()).log()
    for ball in (log_two_pi(Balls().matrix([[1]])), log_two_pi(complexified(Balls().matrix([[1]]))).entries()[0].real):
        assert (ball.entries()[0] if isinstance(ball, BallMatrix) else ball).contains(exact)
    rounded = log_two_pi(Floats().matrix([[1]]))
    assert abs(exact - arb(rounded.mid.item())) <= arb(rounded.rad.item())


# ── derivatives by power series ────────────────────────────────────────────────────────────────────────────────────
def test_series_follow_the_chain_rule_and_know_constants() -> None:
    at = Balls().matrix([[2], [Fraction(-1, 3)]])
    value, slope = value_and_derivative(lambda t: exp(t * t) / (1 + t * t), at)
    by_hand = exp(at * at) * (2 * at * (1 + at * at) - 2 * at) / ((1 + at * at) * (1 + at * at))
    assert all(a.overlaps(b) for a, b in zip(slope.entries(), by_hand.entries(), strict=True))
    assert all(a.overlaps(b) for a, b in zip(value.entries(), (exp(at * at) / (1 + at * at)).entries(), strict=True))
    value, slope = value_and_derivative(lambda t: t * 0 + 7, at)
    assert [v == 7 for v in value.entries()] == [True, True] and [v == 0 for v in slope.entries()] == [True, True]


def test_on_a_kink_no_derivative_is_known() -> None:
    for at in (arb(0), arb(0, 1), arb(1, 1)):
        _, slope = value_and_derivative(lambda t: by_sign(t, 2 * t, t), BallMatrix.of([[at]]))
        assert not slope.entries()[0].is_finite(), f"{at} may be 0"
    _, slope = value_and_derivative(lambda t: by_sign(t, 2 * t, t), Balls().matrix([[-1], [1]]))
    assert [v == k for v, k in zip(slope.entries(), (2, 1), strict=True)] == [True, True]


def test_the_length_of_series_is_put_back() -> None:
    before = flint.ctx.cap
    value_and_derivative(exp, Balls().matrix([[1]]))
    with pytest.raises(OutsideArithmetic):
        value_and_derivative(lambda t: t.midpoint(), Balls().matrix([[1]]))
    assert flint.ctx.cap == before


def test_a_midpoint_drops_the_radius_and_widening_takes_all_of_another() -> None:
    ball = BallMatrix.of([[arb(1, 0.5)]])
    assert ball.midpoint().entries()[0] == 1
    widened = ball.widened(BallMatrix.of([[arb(-2, 1)]])).entries()[0]
    assert widened.contains(4) and widened.contains(-2), "|−2 ± 1| goes up to 3"
    assert not widened.contains(arb("4.1")), "its own radius is dropped"
    assert not ball.widened(BallMatrix.of([[arb("nan")]])).entries()[0].is_finite()


def test_the_inverse_of_an_increasing_function_encloses_its_argument() -> None:
    y = Balls().matrix([[Fraction(n, 3)] for n in (-9, -1, 0, 1, 4)])

    def s(t: Any) -> Any:
        return t + exp(t)

    found = inverse_of_increasing(s, lambda t: 1 + exp(t), 1, s(y))
    assert all(a.contains(b) for a, b in zip(found.entries(), y.entries(), strict=True)), str(found)
    shifted = inverse_of_increasing(s, lambda t: 1 + exp(t), 1, s(y) + Fraction(1, 10**6))
    assert not any(a.overlaps(b) for a, b in zip(shifted.entries(), y.entries(), strict=True)), "it holds anything"
    # a proposal that Newton's method never improves is still enclosed
    poor = inverse_of_increasing(s, lambda t: t * 0 + 10**9, 1, s(y))
    assert all(a.contains(b) for a, b in zip(poor.entries(), y.entries(), strict=True)), str(poor)


@pytest.mark.parametrize("lift", [Rationals().matrix, Symbols().matrix])
def test_what_has_no_radius_solves_nothing_by_steps(lift: Callable[[Any], Any]) -> None:
    """Forty steps of Newton would double the digits, or the expressions, forty times."""
    with pytest.raises(OutsideArithmetic, match="balls decide"):
        inverse_of_increasing(lambda t: t + t**3, lambda t: 1 + 3 * t**2, 1, lift([["1/2"]]))


# ── integrals ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_integrals_hold_their_closed_forms() -> None:
    def mass(f: Callable[[Any], Any], *breaks: int) -> arb:
        return integral(f, [arb(v) for v in breaks]).entries()[0]

    two = arb(2)
    cases = [
        ("e^(−x²)", mass(lambda x: exp(-x * x), -1, 2), arb.pi().sqrt() / 2 * (two.erf() + arb(1).erf())),
        ("1/x", mass(lambda x: 1 / x, 1, 2), two.log()),
        ("√x", mass(sqrt, 1, 4), arb(14) / 3),
        ("1/√(1+x²)", mass(lambda x: 1 / sqrt(1 + x * x), 0, 2), two.asinh()),
        ("log(1+x)", mass(log1p, 0, 1), 2 * two.log() - 1),
        ("sinh, in two pieces", mass(sinh, -1, 0, 2), two.cosh() - arb(1).cosh()),
        ("a kink inside", mass(lambda x: by_sign(x, -2 * x, x), -1, 2), arb(3)),
        ("a kink as a break", mass(lambda x: by_sign(x, -2 * x, x), -1, 0, 2), arb(3)),
        ("backwards", mass(lambda x: x * x, 1, 0), arb(-1) / 3),
    ]
    for name, found, exact in cases:
        comparison = equal(BallMatrix.of([[found]]), BallMatrix.of([[exact]]))
        assert comparison.verdict is Verdict.HOLDS, f"∫ {name}: {comparison.sentence}"


@pytest.mark.parametrize("f", [lambda x: 1 / x, log, lambda x: 1 / (x * x)], ids=["1/x", "log", "1/x²"])
def test_an_integral_across_a_singularity_is_never_finite(f: Callable[[Any], Any]) -> None:
    assert not integral(f, [arb(-1), arb(2)]).entries()[0].is_finite()


def test_a_function_that_is_not_analytic_is_refused_where_analyticity_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused: list[bool] = []
    choose = ComplexBallMatrix.choose

    def seen(v: Any, n: Any, p: Any) -> Any:
        value = choose(v, n, p)
        refused.append(bool(v.real.contains(0)) and not value.is_finite())
        return value

    monkeypatch.setattr(ComplexBallMatrix, "choose", staticmethod(seen))
    area = integral(lambda x: by_sign(x, -x, x), [arb(-1), arb(1)]).entries()[0]
    assert any(refused), "acb.integral never asked for an analytic value across the kink"
    assert area.contains(1)


# ── misuse ─────────────────────────────────────────────────────────────────────────────────────────────────────────
LIFTS: list[Callable[[Any], Matrix]] = [
    lambda rows: Rationals().matrix(rows), lambda rows: Balls().matrix(rows), lambda rows: Symbols().matrix(rows),
    lambda rows: Floats().matrix(rows), lambda rows: complexified(Balls().matrix(rows)),
]  # fmt: skip


@pytest.mark.parametrize("lift", LIFTS)
def test_indices_start_at_one(lift: Callable[[Any], Matrix]) -> None:
    A = lift([[1, 2, 3], [4, 5, 6]])
    for i, j in ((0, 1), (1, 0), (3, 1), (1, 4), (-1, 1)):
        with pytest.raises(IndexError, match=rf"no entry \({i}, {j}\) in a matrix of shape \(2, 3\)"):
            A.entry(i, j)
    assert A.entry(2).shape == A.entry(2, 3).shape == (1, 1) and (A.rows, A.columns) == (2, 3)


@pytest.mark.parametrize("lift", LIFTS)
def test_shapes_that_do_not_fit_are_refused(lift: Callable[[Any], Matrix]) -> None:
    A = lift([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(ValueError, match=r"cannot multiply a matrix of shape \(2, 3\) with one of shape \(2, 3\)"):
        _ = A @ A
    with pytest.raises(ValueError, match="shapes"):
        _ = A + transpose(A)
    for square in (A.inverse, A.determinant):
        with pytest.raises(ValueError):
            square()


@pytest.mark.parametrize("lift", [Rationals().matrix, Balls().matrix])
def test_a_singular_matrix_has_no_inverse(lift: Callable[[Any], Matrix]) -> None:
    with pytest.raises(ZeroDivisionError):
        lift([[1, 2], [2, 4]]).inverse()


@pytest.mark.parametrize(
    ("value", "kind", "sentence", "in_a_formula"),
    [
        (
            0.5, TypeError, "write 0.5 as a Fraction: a case is exact",
            "a formula is exact: write Fraction(1, 2) for the float 0.5, or divide, as in x / 2",
        ),
        (
            -2.0, TypeError, "write -2.0 as a Fraction: a case is exact",
            "a formula is exact: write -2 for the float -2.0, or divide, as in x / 2",
        ),
        (float("nan"), ValueError, "a number of a case is finite, got nan", "a number of a case is finite, got nan"),
        (float("inf"), ValueError, "a number of a case is finite, got inf", "a number of a case is finite, got inf"),
    ],
)  # fmt: skip
def test_floats_are_refused_where_numbers_are_exact(
    value: float, kind: type[ValueError | TypeError], sentence: str, in_a_formula: str
) -> None:
    one = [[Fraction(1)]]
    for expected, make in (
        (sentence, lambda: Rationals().matrix([[value]])),
        (sentence, lambda: Balls().matrix([[value]])),
        (in_a_formula, lambda: Rationals().matrix(one) + value),
        (in_a_formula, lambda: value * Balls().matrix(one)),
        (in_a_formula, lambda: Symbols().matrix(one) * value),
        (in_a_formula, lambda: value / Rationals().matrix(one)),
        (in_a_formula, lambda: Floats().matrix(one) - value),
        (in_a_formula, lambda: Balls().matrix(one) < value),
        (in_a_formula, lambda: Rationals().matrix(one) == value),
        (in_a_formula, lambda: value ** Balls().matrix(one)),
    ):
        with pytest.raises(kind) as raised:
            make()
        assert str(raised.value) == expected


def test_layers_are_numbered_as_in_the_lecture() -> None:
    W = Layers(["a", "b", "c"])
    assert (W[1], W[3], W.first, W.last, len(W), list(W)) == ("a", "c", 1, 3, 3, ["a", "b", "c"])
    slopes = Layers(["b", "c"], first=2)
    assert (slopes[2], slopes[3], slopes.last) == ("b", "c", 3)
    for layers, k in ((W, 0), (W, 4), (W, -1), (slopes, 1)):
        with pytest.raises(IndexError, match=f"no layer {k}: layers run from {layers.first} to {layers.last}"):
            _ = layers[k]
