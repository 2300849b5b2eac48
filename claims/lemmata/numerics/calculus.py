"""Derivatives, integrals and means of formulas, in the arithmetic of what they are asked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from lemmata.numerics import complexballs
from lemmata.numerics.algebra.polynomials import PolynomialMatrix, variable
from lemmata.numerics.algebra.tangents import TangentMatrix, moving
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import meet
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import as_matrix, stack

__all__ = ["expectation", "gradient", "integral", "jacobian"]


def jacobian(f: Callable[[Any], Any], x: Any) -> Matrix:
    """J[i, j] = ∂fᵢ/∂xⱼ at x, by the rules of differentiation; of shape (m, n) for f: Rⁿ → Rᵐ.

    x is a column or a number (a plain one is a rational), f(x) a column or a number. f may use the whole vocabulary, matrices
    included, and derivatives of its own. The arithmetic is that of x: exact for rationals, enclosed for balls and floats,
    symbolic for symbols.

    Raises:
        ValueError: for an x or f(x) that is no column.
        OutsideArithmetic: at a kink (absolute, maximum, by_sign), at a point where f has no derivative, and for what the
            arithmetic does not know. Unresolved where balls do not tell a kink apart from the point. In floats the
            derivative of the one network at a kink has radius ∞.
    """
    x = as_matrix(x)
    if x.columns != 1:
        raise ValueError(f"a derivative is taken at a column or a number, got shape {x.shape}")
    at = moving(x)
    y = as_matrix(f(at))
    if y.columns != 1:
        raise ValueError(f"a derivative is taken of a column or a number, got shape {y.shape}")
    if not isinstance(y, TangentMatrix) or y.level != at.level:
        return RationalMatrix.of([[0] * x.rows for _ in range(y.rows)])
    return stack([list(y.tangents)])


def gradient(f: Callable[[Any], Any], x: Any) -> Matrix:
    """∇f(x), a column, for f: Rⁿ → R. Raises ValueError where f(x) is no number, and what `jacobian` raises.

    The Hessian is ``jacobian(lambda z: gradient(f, z), x)``.
    """
    J = jacobian(f, x)
    if J.rows != 1:
        raise ValueError(f"a gradient is taken of a number, got {J.rows} of them: jacobian takes columns")
    return J.transpose()


def integral(f: Callable[[Any], Any], a: Any, b: Any) -> Matrix:
    """∫ₐᵇ f(t) dt for numbers a and b.

    A polynomial in t, with coefficients of any arithmetic, is integrated by the power rule: exactly for rationals and
    symbols. Any other f is integrated in balls, rigorously (`complexballs.integral`), where a, b or a number in f is a ball. The
    radius says what was reached: across a kink it is wide, across a pole infinite.

    Raises:
        ValueError: for an a or b that is no number.
        OutsideArithmetic: where f is no polynomial, and nothing in it is a ball.
    """
    start, end = meet(as_matrix(a), as_matrix(b))
    if start.shape != (1, 1) or end.shape != (1, 1):
        raise ValueError(f"an integral goes from a number to a number, got shapes {start.shape} and {end.shape}")
    t = variable()
    _, image = meet(t, as_matrix(f(t)))
    if image.coefficients is not None:
        terms = [c * (end**k - start**k) / k for k, c in enumerate(image.coefficients, start=1)]
        return reduce(lambda u, v: u + v, terms)
    met = {**image.met, type(start): start}
    if PolynomialMatrix in met:  # an integral in an integral: the outer variable stands in it
        return met[PolynomialMatrix].apply("exp")
    if not met.keys() <= {RationalMatrix, BallMatrix} or BallMatrix not in met:
        raise OutsideArithmetic("outside of balls only polynomials are integrated: balls decide this integral")
    breaks = [BallMatrix.of([[0]]) + v for v in (start, end)]
    return complexballs.integral(f, [v.entries()[0] for v in breaks])


def expectation(f: Callable[[Any], Any], law: Any) -> Matrix:
    """E f(X) = Σ pᵢ f(xᵢ) for a law with finitely many ``points`` (numbers or columns) and a column of ``probabilities``.

    Raises ValueError where there are more of the ones than of the others.
    """
    if len(law.points) != len(law.probabilities):
        raise ValueError(f"{len(law.points)} points have {len(law.probabilities)} probabilities")
    terms = [p * f(x) for p, x in zip(law.probabilities, law.points, strict=True)]
    return reduce(lambda u, v: u + v, terms)
