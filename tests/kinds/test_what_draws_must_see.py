"""False statements that are nearly true: the draws of kinds see each, and no grade that follows from kinds lets one pass."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lemmata import (
    Comparison,
    Verdict,
    at_most,
    claim,
    determinant,
    dot,
    equal,
    exp,
    integers,
    judge,
    laws,
    matrices,
    norm_squared,
    polynomials,
    rationals,
    sin,
    vectors,
)  # fmt: skip


def constant(value: Any) -> Callable[..., Any]:
    def formula(*_: Any) -> Any:
        return value

    return formula


def square_or_exponential(x: Any) -> Any:
    return x**2 if x < 10 else exp(x)


def the_first_two(v: Any) -> Any:
    return v[1] + v[2]


FALSE: dict[str, tuple[Callable[..., Any], Callable[..., Comparison], dict[str, Any]]] = {
    "a value that rationals lack in some draws": (
        square_or_exponential, lambda f, x: equal(f(x), x**2), {"x": rationals()}),
    "a bound that only far numbers break": (constant(99), lambda f, x: at_most(x, f(x)), {"x": rationals()}),
    "a bound that only small numbers break": (
        constant(Fraction(1, 9999)), lambda f, x: at_most(f(x), x**2), {"x": rationals(but=0)}),
    "a limit at what is left out": (
        constant(Fraction(99, 100)), lambda f, x: at_most(sin(x) / x, f(x)), {"x": rationals(but=0)}),
    "a bound near an end of an interval": (
        constant(Fraction(99, 100)), lambda f, x: at_most(x, f(x)), {"x": rationals(at_least=0, below=1)}),
    "small determinants of positive definite matrices": (
        constant(Fraction(1, 2)), lambda f, A: at_most(f(A), determinant(A)), {"A": matrices(2, positive_definite=True)}),
    "small eigenvalues of positive definite matrices": (
        norm_squared, lambda f, A, x: at_most(f(x), dot(x, A @ x)),
        {"A": matrices(2, positive_definite=True), "x": vectors(2)}),
    "entries in reverse": (the_first_two, lambda f, v: equal(sum(reversed(v)), f(v)), {"v": vectors(3)}),
    "a whole number among few that are tried beside symbols": (
        constant(True), lambda f, n: equal(0 if n == 11 else n + 1, n + 1), {"n": integers(0, 40)}),
    "polynomials of a lower degree": (
        constant(0), lambda f, p: equal(p.coefficients[2] * 0 + 1, 1 if p.coefficients[2] == 0 else 0), {"p": polynomials(2)}),
}  # fmt: skip


def false_claim(name: str) -> Any:
    formula, check, kinds = FALSE[name]

    def named(*values: Any) -> Any:
        return formula(*values)

    check.__name__, check.__doc__ = "claim_false", "False."
    return claim(name, printed=named, **kinds)(check)


@pytest.mark.parametrize("name", FALSE)
def test_it_does_not_hold(name: str) -> None:
    verdicts = {form["grade"]: form["verdict"] for form in judge(false_claim(name)).forms}
    assert set(verdicts.values()) == {"refuted"}, verdicts


def test_a_draw_without_a_value_leaves_a_form_undecided_and_is_named() -> None:
    """Where the cases on which rationals were tried all had values, and a later one has none."""

    def rarely_irrational(x: Any) -> Any:
        return x**2 if x not in [Fraction(k, 5) for k in (6, 7, 8, 9, 11, 12, 13, 14)] else exp(x)

    def claim_rare(formula: Any, x: Any) -> Comparison:
        """x² = x²."""
        return equal(formula(x), x**2)

    built = claim("x² = x²", printed=rarely_irrational, x=rationals())(claim_rare)
    (decider,) = [decider for decider in built.deciders if decider.grade.value in ("exact", "certified")]
    assert decider.whole
    found = judge(built, profile="thorough").forms[-1]
    assert found["verdict"] != Verdict.HOLDS.value
    assert found["verdict"] == "refuted" or "/5': exp of a rational" in found["needs"]


@pytest.mark.parametrize("points", [1, 2])
def test_kinds_without_a_generic_value_can_hold(points: int) -> None:
    def spread(X: Any) -> Any:
        return X.expectation(lambda x: x * x) - X.mean**2

    def claim_variance(formula: Any, X: Any) -> Comparison:
        """Var X = E X² − (E X)²."""
        return equal(X.variance + 1, formula(X) + 1)

    built = claim("Var", printed=spread, X=laws(points))(claim_variance)
    assert [form["verdict"] for form in judge(built).forms] == ["holds", "holds"]
