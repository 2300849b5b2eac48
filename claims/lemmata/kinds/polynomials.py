"""Polynomials as functions of a case: in every arithmetic they are the same coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.kinds.numbers import Interval
from lemmata.kinds.values import Row, indexed
from lemmata.late import sympy
from lemmata.numerics.arithmetic import Matrices
from lemmata.numerics.exact_numbers import exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import typed

__all__ = ["Polynomial", "PolynomialCase", "Polynomials", "polynomials"]


@dataclass(frozen=True)
class Polynomial:
    """p(t) = c₀ + c₁t + … + c_k t^k in one arithmetic, entrywise by Horner's rule; ``coefficients`` lists c₀, …, c_k."""

    coefficients: Sequence[Matrix]

    def __call__(self, t: Any) -> Matrix:
        result: Matrix = reduce(lambda value, c: value * t + c, reversed(self.coefficients))
        return result

    def derivative(self) -> Polynomial:
        """p′."""
        slopes = [c * k for k, c in enumerate(self.coefficients) if k > 0]
        return Polynomial(slopes or [self.coefficients[0] * 0])


@dataclass(frozen=True, repr=False)
class PolynomialCase(Case):
    """A polynomial with exact coefficients, or with symbols for them; spelled as the list of its coefficients, c₀ first."""

    coefficients: Row | tuple[sympy.Symbol, ...]

    arithmetics = (Matrices,)

    @property
    def generic(self) -> bool:
        """At least two coefficients are not 0, or there is only one."""
        return sum(map(bool, self.coefficients)) > min(1, len(self.coefficients) - 1)

    def lift(self, arithmetic: Matrices) -> Polynomial:
        return Polynomial([arithmetic.matrix([[c]]) for c in self.coefficients])

    def __repr__(self) -> str:
        return typed(self.coefficients)


class Polynomials(Kind):
    """Polynomials up to a degree: see `polynomials`."""

    def __init__(self, degree: int) -> None:
        if not isinstance(degree, int) or isinstance(degree, bool) or degree < 0:
            raise ValueError(f"the degree of a polynomial is a whole number from 0 on, got {degree!r}")
        self.degree = degree

    def strategy(self) -> st.SearchStrategy[PolynomialCase]:
        return st.tuples(*[Interval().strategy()] * (self.degree + 1)).map(PolynomialCase)

    def value(self, given: Any) -> PolynomialCase:
        if isinstance(given, PolynomialCase):
            return given
        if not isinstance(given, list | tuple) or not given:
            raise TypeError(f"a polynomial is typed as the list of its coefficients, c₀ first, got {given!r}")
        if len(given) > self.degree + 1:
            raise ValueError(
                f"{typed(exact_row(given))} has more coefficients than a polynomial of degree {self.degree}"
            )
        return PolynomialCase(exact_row(given))

    def words(self, name: str) -> str:
        return f"{name} a polynomial of degree at most {self.degree}"

    def symbols(self, name: str) -> Sequence[PolynomialCase]:
        return (PolynomialCase(tuple(sympy.Symbol(indexed(name, k), real=True) for k in range(self.degree + 1))),)


def polynomials(degree: int) -> Polynomials:
    """A polynomial with rational coefficients, of degree at most ``degree``. The check gets a function of numbers.

    A case types it as the list of its coefficients, c₀ first: ``f=[0, 0, 1]`` is t². It has a ``derivative()``.

    Raises:
        ValueError: for a degree that is no whole number from 0 on.
    """
    return Polynomials(degree)
