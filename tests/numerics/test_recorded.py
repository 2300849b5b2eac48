"""Integrands are read once and run as programs: the balls are those of the formula, run anew at every point."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb

from lemmata.numerics import complexballs
from lemmata.numerics.algebra.recorded import recorded
from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.calculus import integral, jacobian
from lemmata.numerics.complexballs import ComplexBallMatrix, integral as integral_of_pieces
from lemmata.numerics.flint import FlintMatrix
from lemmata.numerics.operators import meet
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
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
    inverse,
    log,
    log1p,
    log_abs_determinant,
    log_two_pi,
    maximum,
    norm,
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
)
from lemmata.theory.networks.seeded_networks import Seeded

THIRD = Balls().matrix([["1/3"]])
A = Balls().matrix([[2, "1/3"], ["-1/5", 1]])

# analytic on [0, 1] and a little beyond
ANALYTIC: dict[str, Callable[[Any], Any]] = {
    "a quotient": lambda t: (3 - t) / (THIRD + t) - t**4,
    "a Gaussian": lambda t: exp(-t * t / 2) / sqrt(2 * pi(THIRD)) * log_two_pi(t),
    "roots and powers": lambda t: sqrt(1 + t) * (2 + t) ** Fraction(-1, 3) + (1 + THIRD) ** t,
    "functions": lambda t: log(1 + t) * log1p(t) + sin(t) * cos(THIRD * t) - asinh(t) / cosh(t),
    "more functions": lambda t: tanh(t) * erf(t) + sigmoid(t) - atanh(t / 2) * sinh(t) + absolute(t + THIRD),
    "matrices": lambda t: dot(A @ stack([t, 1]), transpose(A) @ stack([1, t * t])) + total(t * A) * trace(A * t),
    "an inverse": lambda t: determinant(A + t) + trace(inverse(A + diagonal(stack([t, 1 + t])))),
    "a determinant": lambda t: log_abs_determinant(stack([[1 + t, THIRD], [t, 2]])) + norm(stack([t, 1])),
    "a derivative": lambda t: jacobian(lambda u: exp(u * t) * absolute(u + 1), t),
    "a chosen side": lambda t: by_sign(t - 2, t * t, -t) + maximum(t, 3 - THIRD),
    "no t": lambda t: THIRD,
}
KINKED: dict[str, Callable[[Any], Any]] = {
    "|t − ⅓|": lambda t: absolute(t - THIRD),
    "a maximum": lambda t: maximum(t, exp(-t)),
    "a choice": lambda t: by_sign(t - THIRD, t * t, 1 + t),
}
POLES: dict[str, Callable[[Any], Any]] = {
    "1/(t − ⅓)": lambda t: 1 / (t - THIRD),
    "1/(t − ⅓)²": lambda t: 1 / (t - THIRD) ** 2,
    "log(t − ⅓)": lambda t: log(t - THIRD),
    "√(t − ⅓)": lambda t: sqrt(t - THIRD),
    "a slope with a jump": lambda t: jacobian(lambda u: absolute(u - THIRD) * u, t),
    "a singular matrix": lambda t: total(inverse(stack([[t, THIRD], [THIRD, t]]))),
}
PIECES = ([0, 1], [0, "1/3", 1], [1, 0])


class Anew:
    """In place of a program: the formula itself, run on matrices of complex balls at every point that arb asks for."""

    def __init__(self, f: Callable[[Any], Any], at: arb) -> None:
        self.f = f

    def on(self, kind: type[FlintMatrix]) -> Callable[[Any], Any]:
        def value(x: Any) -> Any:
            at = ComplexBallMatrix.of([[x]])
            found = meet(at, self.f(at))[1].entries()[0]
            return found.real if kind is BallMatrix else found

        return value


def both_ways(f: Callable[[Any], Any], breaks: list[Any], monkeypatch: pytest.MonkeyPatch) -> tuple[arb, arb]:
    """∫ f by the program, and by the formula run anew."""
    ends = Balls().matrix([breaks]).entries()
    program = integral_of_pieces(f, ends).entries()[0]
    with monkeypatch.context() as patched:
        patched.setattr(complexballs, "recorded", Anew)
        return program, integral_of_pieces(f, ends).entries()[0]


@pytest.mark.parametrize("bits", [53, 128])
@pytest.mark.parametrize("breaks", PIECES, ids=str)
@pytest.mark.parametrize("name", ANALYTIC | KINKED)
def test_a_program_gives_the_ball_of_its_formula_or_a_narrower_one(
    name: str, breaks: list[Any], bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with precision(bits):
        program, anew = both_ways((ANALYTIC | KINKED)[name], breaks, monkeypatch)
    assert program.is_finite() and program.overlaps(anew), f"{program} and {anew}"
    # flint rounds radii up to 30 bits, so that equal balls may differ in digits that they do not show
    assert str(program) == str(anew) or program.rad() <= anew.rad(), f"{program} and {anew}"


@pytest.mark.parametrize("name", POLES)
def test_a_pole_a_branch_point_and_a_jump_without_a_value_stay_without_a_finite_ball(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ball in both_ways(POLES[name], [0, 1], monkeypatch):
        assert not ball.is_finite(), f"{name}: {ball}"


@pytest.mark.parametrize("kind", [BallMatrix, ComplexBallMatrix])
@pytest.mark.parametrize("name", ANALYTIC)
def test_a_program_is_its_formula_at_every_number(name: str, kind: type[FlintMatrix]) -> None:
    f = ANALYTIC[name]
    run = recorded(f, arb("0.3")).on(kind)
    wide = arb("0.25", "0.001")
    for x in (arb(0), arb("0.7"), wide) if kind is BallMatrix else (acb("0.7"), acb("0.4", "0.1"), acb(wide, wide)):
        at = kind.of([[x]])
        expected = meet(at, f(at))[1].entries()[0]
        # by matrices a root in balls is arb's own, in a program exp(log(·)/n)
        same = run(x).overlaps(expected) if name == "roots and powers" else str(run(x)) == str(expected)
        assert same, f"at {x}: {run(x)} and {expected}"


def test_an_integrand_is_read_once_and_repeats_nothing() -> None:
    read: list[Any] = []

    def f(t: Any) -> Any:
        read.append(t)
        slow = sum((exp(THIRD) * THIRD**k for k in range(20)), start=THIRD)
        return slow * exp(t * t) - (t * t + 1) * exp(t * t)

    found = integral_of_pieces(f, [arb(0), arb(1)])
    assert len(read) == 1 and found.entries()[0].is_finite()
    # t², c·e^(t²), 1 + t², its product and the difference, each once: what does not move is one constant
    assert len(recorded(f, arb("0.3")).lines) == 6 + len(["return"])


def test_a_formula_of_many_terms_is_recorded_without_recursion() -> None:
    deep = recorded(lambda t: sum((t for _ in range(5000)), start=t * 0), arb(1)).on(BallMatrix)
    assert deep(arb(2)) == 10_000


def test_what_an_integrand_cannot_do_is_one_sentence() -> None:
    ends = [arb(0), arb(1)]
    (x,) = Symbols().numbers("x")
    softplus = Seeded(1, 2, "softplus_like", 1, "dyadic").written().into(Balls()).g
    for refused, error, words in (
        (lambda t: t if t > 0 else -t, OutsideArithmetic, "numbers of an integrand have no order to branch on"),
        (lambda t: softplus(t), OutsideArithmetic, "the variable of an integral is not solved for"),
        (lambda t: stack([t, 1]), ValueError, r"an integral in balls is that of a number, got shape \(2, 1\)"),
        (lambda t: t + x, TypeError, "balls and symbols are known in different ways"),
        (lambda t: t + ComplexBallMatrix.of([[1]]), TypeError, "complex balls are no constants of an integrand in balls"),
        (lambda t: A @ stack([t, t, t]), ValueError, "cannot multiply a matrix of shape"),
        (lambda t: inverse(stack([[t, t], [t, t]])), ZeroDivisionError, "singular"),
    ):  # fmt: skip
        with pytest.raises(error, match=words):
            integral_of_pieces(refused, ends)
    with pytest.raises(ValueError, match="an integral in balls is that of a number"):
        integral(lambda t: stack([exp(t), 1]), 0, THIRD)
