"""The volume of a ball of radius r by slices, in exact numbers: rational multiples of π^⌊m/2⌋."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import factorial

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["AllRadii", "Radius", "RadiusCase", "ball_of_radius", "volume_by_slices", "volume_of_the_unit_ball"]

_LARGEST_DIMENSION = 12


@cache
def slices(m: int) -> tuple[Fraction, ...]:
    """V_m(r)/π^⌊m/2⌋ as the coefficients of a polynomial in r, from V_0 = 1 and V_1 = 2r.

    The points whose first two coordinates have length ρ make up a ball of radius w = √(r² − ρ²) in m − 2 dimensions:
    V_m(r) = ∫₀^r 2πρ V_{m−2}(w) dρ = 2π ∫₀^r w V_{m−2}(w) dw, and the integral of a polynomial is one.
    """
    if m < 2:
        return (Fraction(1),) if m == 0 else (Fraction(0), Fraction(2))
    integrand = (Fraction(0), *(2 * c for c in slices(m - 2)))
    return (Fraction(0), *(c / (i + 1) for i, c in enumerate(integrand)))


def volume_by_slices(m: int, r: Matrix) -> Matrix:
    """V_m(r)/π^⌊m/2⌋ by Horner's rule."""
    value = r * 0
    for c in reversed(slices(m)):
        value = value * r + r.constant(c)
    return value


def volume_of_the_unit_ball(m: int) -> Fraction:
    """V_m(1)/π^⌊m/2⌋ in closed form: V_{2k} = π^k/k! and V_{2k+1} = 2 k! (4π)^k/(2k+1)!."""
    k = m // 2
    return Fraction(1, factorial(k)) if m % 2 == 0 else Fraction(2 * factorial(k) * 4**k, factorial(2 * k + 1))


@dataclass(frozen=True)
class Radius:
    """ε and m in one arithmetic."""

    m: int
    eps: Matrix


def _checked(m: int) -> int:
    if not isinstance(m, int) or not 1 <= m <= _LARGEST_DIMENSION:
        raise ValueError(f"volumes are taken in R^1 to R^{_LARGEST_DIMENSION}, got m = {m}")
    return m


@dataclass(frozen=True)
class RadiusCase(Case):
    """A ball of radius ε in R^m."""

    m: int
    eps: Fraction

    @property
    def generic(self) -> bool:
        return self.m >= 2 and self.eps != 1

    def lift(self, arithmetic: Numbers) -> Radius:
        return Radius(self.m, arithmetic.matrix([[self.eps]]))


@makes(RadiusCase)
def ball_of_radius(m: int, eps: Number) -> RadiusCase:
    """``ball_of_radius(2, "1/2")``. Raises ValueError unless 1 ≤ m ≤ 12 and ε > 0."""
    value = exact_number(eps)
    if value <= 0:
        raise ValueError(f"a ball has a radius above 0, got {value}")
    return RadiusCase(_checked(m), value)


@dataclass(frozen=True)
class AllRadii(Case):
    """All balls of R^m at once."""

    arithmetics = (Symbols,)
    elsewhere = "a symbol is no number"

    m: int

    @property
    def generic(self) -> bool:
        return self.m >= 2

    def lift(self, arithmetic: Symbols) -> Radius:
        return Radius(self.m, SymbolicMatrix(sympy.Matrix([[sympy.Symbol("epsilon", positive=True)]])))
