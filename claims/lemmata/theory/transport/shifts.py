"""A generator that only has to move: P on the line against P shifted by t, and how distances change with t."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lemmata.late import sympy
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Measure, difference
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.wasserstein import on_the_line

__all__ = ["AnyShift", "Shift", "ShiftCase", "jensen_shannon", "shift", "total_variation"]


def total_variation(P: Measure, Q: Measure) -> Fraction:
    """½ Σ |p − q|."""
    return sum((abs(v) for v in difference(P, Q).values()), Fraction(0)) / 2


def jensen_shannon(P: Measure, Q: Measure) -> dict[Fraction, Fraction]:
    """½ Σ p log(2p/(p + q)) + ½ Σ q log(2q/(p + q)) as coefficients of log a, by a ≠ 1."""
    mine, its = P.masses, Q.masses
    found: dict[Fraction, Fraction] = {}
    for x in mine | its:
        p, q = mine.get(x, Fraction(0)), its.get(x, Fraction(0))
        for w in (p, q):
            if w and p != q:
                a = 2 * w / (p + q)
                found[a] = found.get(a, Fraction(0)) + w / 2
    return found


@dataclass(frozen=True)
class Shift:
    """t, and the slopes of t ↦ TV, JS and W₁ of P and P shifted by t, as a column, in one arithmetic."""

    t: Matrix
    slopes: Matrix


@dataclass(frozen=True)
class ShiftCase(Case):
    """A finite law P on the line and t, with no atom of P on one of P shifted by t."""

    arithmetics = (Rationals,)
    elsewhere = "secants between rational shifts are exact"

    P: Measure
    t: Fraction

    @property
    def generic(self) -> bool:
        """At least two atoms of different weight."""
        return len(set(self.P.weights)) > 1

    def _step(self) -> Fraction:
        """Half of what t may change without an atom meeting another one, or t changing its sign."""
        gaps = [abs(x[0] - y[0] - self.t) for x in self.P.points for y in self.P.points]
        return min(gaps) / 2

    def lift(self, arithmetic: Rationals) -> Shift:
        h = self._step()
        there, back = (self.P.shifted(self.t + s) for s in (h, -h))
        logarithms = [jensen_shannon(self.P, Q) for Q in (there, back)]
        change = {a: [of.get(a, Fraction(0)) for of in logarithms] for a in _keys(logarithms)}
        if any(now != before for now, before in change.values()):
            raise OutsideArithmetic("a difference of logarithms is not rational")
        slopes = [
            (total_variation(self.P, there) - total_variation(self.P, back)) / (2 * h),
            Fraction(0),
            (on_the_line(self.P, there) - on_the_line(self.P, back)) / (2 * h),
        ]
        return Shift(arithmetic.matrix([[self.t]]), arithmetic.matrix([[v] for v in slopes]))


def _keys(maps: Iterable[dict[Fraction, Fraction]]) -> set[Fraction]:
    return {key for of in maps for key in of}


@makes(ShiftCase)
def shift(P: Measure, *, t: Number) -> ShiftCase:
    """P on the line against P shifted by t. Raises ValueError unless d = 1 and no atom lands on another one."""
    by = exact_number(t)
    if P.d != 1:
        raise ValueError(f"a law on the line is shifted, got one on R^{P.d}")
    if set(P.points) & set(P.shifted(by).points):
        raise ValueError(f"an atom lands on another one at t = {by}: there the distances jump")
    return ShiftCase(P, by)


@dataclass(frozen=True)
class AnyShift(Case):
    """δ_0 against δ_t for all t > 0 at once, or for all t < 0."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    sign: int

    def lift(self, arithmetic: Symbols) -> Shift:
        t = sympy.Symbol("t", positive=True) if self.sign > 0 else sympy.Symbol("t", negative=True)
        p, q = {0: 1}, {t: 1}
        atoms = [(p.get(x, 0), q.get(x, 0)) for x in (0, t)]
        distances = [
            sum((sympy.Abs(a - b) for a, b in atoms), sympy.Integer(0)) / 2,
            sum(
                (w * sympy.log(sympy.Rational(2 * w, a + b)) / 2 for a, b in atoms for w in (a, b) if w),
                sympy.Integer(0),
            ),
            sympy.Abs(t - 0),  # there is one plan: all mass from 0 to t
        ]
        return Shift(
            SymbolicMatrix(sympy.Matrix([[t]])), SymbolicMatrix(sympy.Matrix([sympy.diff(v, t) for v in distances]))
        )
