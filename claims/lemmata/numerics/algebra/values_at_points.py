"""An expression of computer algebra at one rational point: its value as a rational, or as a ball that holds it.

The abstract s is the concrete s(t) = t + t³ there, a smooth bijection of R with s′ = 1 + 3t² ≥ 1. What is non-zero for one s
at one point is not zero for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from flint import arb, fmpq

from lemmata.late import sympy
from lemmata.numerics.balls import precision

__all__ = ["ball_at", "points", "rational_at", "sign_of"]

_BITS = (128, 512)
# Factors of the coordinates of the points at which a difference is looked at: ordinary, large, small, of either sign. One point
# where it is not 0 refutes, none proves anything. Their number is a prime, so two coordinates take all pairs of them.
_FACTORS = ("1", "1/3", "-1", "3", "-1/2", "1/17", "-5", "19", "-1/19", "3/4", "-2/3")

Point = Mapping["sympy.Symbol", "sympy.Rational"]


def points(symbols: set[sympy.Symbol]) -> Iterator[Point]:
    """Rational points, in no special position at first and with equal coordinates at last.

    A symbol that is known to be positive gets no negative value.
    """
    ordered = sorted(symbols, key=str)
    factors = tuple(map(sympy.Rational, _FACTORS))
    n = len(factors)
    for k in range(n * n if len(ordered) > 1 else n if ordered else 1):
        point: dict[sympy.Symbol, sympy.Rational] = {}
        for i, v in enumerate(ordered):
            # along the lines k ↦ k·(i + 1) + round: every pair of factors meets
            factor = factors[(k * (i + 1) + (k // n) * i) % n]
            point[v] = sympy.Rational(sympy.prime(i + 4), 7) * (abs(factor) if v.is_nonnegative else factor)
        yield point
    if len(ordered) > 1:  # where a difference of two squares is smallest
        yield from ({v: abs(factor) if v.is_nonnegative else factor for v in ordered} for factor in factors)


def rational_at(expression: sympy.Expr, point: Point) -> sympy.Rational | None:
    """The value at a point where it is rational in plain sight; None elsewhere."""
    from lemmata.numerics.algebra.abstract_functions import abstract_s, abstract_sigma, derivative_of_s

    if expression.has(abstract_sigma):
        return None
    concrete = expression.replace(abstract_s, lambda t: t + t**3).replace(derivative_of_s, lambda t: 1 + 3 * t**2)
    value = concrete.xreplace(point)
    return value if value.is_Rational else None


def ball_at(expression: sympy.Expr, point: Point) -> arb:
    """A ball that holds the value at a point; nan where there is none, and for a function that is not known here."""
    if expression.is_Rational:
        return arb(fmpq(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return ball_at(point[expression], point) if expression in point else arb.nan()
    if expression in _constants():
        return _constants()[expression]()
    parts = [ball_at(part, point) for part in expression.args]
    if expression.is_Add:
        return sum(parts, arb(0))
    if expression.is_Mul:
        product = arb(1)
        for part in parts:
            product = product * part
        return product
    if expression.is_Pow:
        return _power(expression.exp, *parts)
    of = _functions().get(expression.func)
    return arb.nan() if of is None or len(parts) != 1 else of(parts[0])


def sign_of(expression: sympy.Expr, point: Point) -> int | None:
    """The sign −1 or 1 of the value at a point, once a ball is apart from 0; None where none is."""
    for bits in _BITS:
        with precision(bits):
            value = ball_at(expression, point)
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
    return None


def _power(exponent: sympy.Expr, base: arb, n: arb) -> arb:
    if exponent.is_Integer:
        return base ** int(exponent)
    if exponent.is_Rational and exponent.q == 2:
        return base.sqrt() ** int(exponent.p)
    return (n * base.log()).exp()


def _sigma(t: arb) -> arb:
    """y with y + y³ = t: Newton proposes m, and |y − m| ≤ |m + m³ − t| because s′ ≥ 1."""
    m = t.mid() / (1 + abs(t.mid()))
    for _ in range(200):
        following = (m - (m + m**3 - t.mid()) / (1 + 3 * m**2)).mid()
        if following == m:
            break
        m = following
    return m + arb(0, abs(m + m**3 - t).upper())


@cache
def _constants() -> dict[sympy.Expr, Callable[[], arb]]:
    return {sympy.pi: arb.pi, sympy.E: arb.const_e}


@cache
def _functions() -> dict[type, Callable[[arb], arb]]:
    from lemmata.numerics.algebra.abstract_functions import abstract_s, abstract_sigma, derivative_of_s

    return {
        sympy.exp: arb.exp, sympy.log: arb.log, sympy.sin: arb.sin, sympy.cos: arb.cos, sympy.tan: arb.tan,
        sympy.sinh: arb.sinh, sympy.cosh: arb.cosh, sympy.tanh: arb.tanh, sympy.asinh: arb.asinh, sympy.atanh: arb.atanh,
        sympy.erf: arb.erf, sympy.Abs: abs, abstract_s: lambda t: t + t**3, derivative_of_s: lambda t: 1 + 3 * t**2,
        abstract_sigma: _sigma,
    }  # fmt: skip
