"""Exact arithmetic: rational matrices, and equality that means equality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from sys import float_info
from typing import Any, ClassVar, Self, cast

import flint

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.balls import BallMatrix, precision
from lemmata.numerics.exact_numbers import exact_number, rational_root
from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["RationalMatrix", "Rationals"]

# Work allowed to tell two exact logarithms apart, in bits.
_LOG_BITS = (128, 512, 2048)
# Where functions that leave the rationals are rational.
_AT_ZERO = {
    "exp": 1, "cos": 1, "cosh": 1, "sin": 0, "sinh": 0, "tanh": 0, "asinh": 0, "atanh": 0, "erf": 0,
    "sigmoid": Fraction(1, 2),
}  # fmt: skip


class RationalMatrix(FlintMatrix):
    """A matrix of rationals (flint's fmpq_mat). Logarithms stay exact as `LogMatrix`."""

    called: ClassVar[str] = "rationals"

    kind: ClassVar[Any] = flint.fmpq_mat
    number = staticmethod(rational)

    def apply(self, function: str) -> Matrix:
        if function == "abs":
            return self._each(abs)
        if function == "sqrt":
            return self.root(2)
        if function == "log":
            if any(v <= 0 for v in self.entries()):
                raise ValueError("the logarithm needs positive numbers")
            return LogMatrix.log_of(self)
        if function == "log1p":
            return (self + 1).apply("log")
        if function in _AT_ZERO and self.is_zero():
            return self + _AT_ZERO[function]
        raise OutsideArithmetic(f"{function} of a rational is not rational: balls decide it")

    def root(self, n: int, power: int = 1) -> Matrix:
        """The entrywise power/n. Raises OutsideArithmetic where a root is not rational, ValueError below 0."""
        roots = [rational_root(exact_number(v), n) for v in self.entries()]
        if any(root is None for root in roots):
            name = {2: "sqrt"}.get(n, f"the power {Fraction(power, n)}")
            raise OutsideArithmetic(f"{name} of this rational is not rational: balls decide it")
        return self._new(*self.shape, [rational(root) for root in roots]) ** power

    def log_abs_determinant(self) -> Matrix:
        determinant = self.determinant()
        if determinant.scalar == 0:
            raise ZeroDivisionError("a singular matrix has no log|det|")
        return LogMatrix.log_of(determinant)

    def log_two_pi(self) -> LogMatrix:
        return LogMatrix(self.constant(0), self.constant(1), Fraction(1))

    def lifted_into(self, like: Matrix) -> Matrix:
        """These numbers in the arithmetic of ``like``: every arithmetic holds the rationals."""
        if self.scalar is not None:
            return like.constant(self.scalar)
        columns = self.columns
        entries = [like.constant(v) for v in self.entries()]
        return entries[0].stack([entries[i : i + columns] for i in range(0, len(entries), columns)])

    def as_rational(self) -> Fraction | None:
        return exact_number(self.scalar) if self.scalar is not None else None

    def possible_signs(self) -> tuple[int]:
        v = self.scalar
        return ((v > 0) - (v < 0),)

    def signs_of_logarithm(self, logarithm: LogMatrix) -> tuple[int]:
        for bits in _LOG_BITS:
            with precision(bits):
                signs = _as_balls(logarithm).possible_signs()
            if len(signs) == 1:
                return (signs[0],)
        raise OutsideArithmetic(f"whether {logarithm} is 0 is not seen: it differs from 0 in form but not in value")

    def exp_of_logarithm(self, logarithm: LogMatrix) -> Matrix:
        raise OutsideArithmetic("e and 2π are not rational; decide this density with balls")

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        return n if v < 0 else p

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic(
            "an equation that is solved by enclosure has no rational solution to find: balls decide it"
        )

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a rational has no radius; decide this network with balls")

    def is_zero(self) -> bool:
        return all(v == 0 for v in self.entries())

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Entry by entry, with no tolerance at all."""
        if self.shape != other.shape:
            raise ValueError(f"the two sides have shapes {self.shape} and {other.shape}")
        same = self.entries() == other.entries()
        verdict = Verdict.HOLDS if same else Verdict.REFUTED
        trivial = same and all(v == 0 for v in self.entries())
        return Comparison(verdict, str(self), str(other), trivial=trivial)

    def at_most(self, other: Self) -> Comparison:
        """left ≤ right for two numbers, equality included."""
        if self.shape != (1, 1) or other.shape != (1, 1):
            raise ValueError(f"≤ compares two numbers, got shapes {self.shape} and {other.shape}")
        a, b = self.scalar, other.scalar
        ratio = Fraction(int(a.p), int(a.q)) / Fraction(int(b.p), int(b.q)) if b > 0 else None
        return Comparison(
            Verdict.HOLDS if a <= b else Verdict.REFUTED,
            str(self),
            str(other),
            relation="≤",
            tightness=None if ratio is None or abs(ratio) > float_info.max else float(ratio),
            trivial=bool(a == 0 and b == 0),
        )

    def logarithms_equal(self, mine: LogMatrix, its: LogMatrix) -> Comparison:
        """Balls tell two numbers apart; two different forms of one number they cannot rule out."""
        for bits in _LOG_BITS:
            with precision(bits):
                comparison = _as_balls(mine).equals(_as_balls(its))
            if comparison.verdict is Verdict.REFUTED:
                return Comparison(Verdict.REFUTED, f"{mine} = {comparison.left}", f"{its} = {comparison.right}")
        needs = "the logarithms differ in form but not in value"
        return Comparison(Verdict.UNDECIDED, str(mine), str(its), needs=needs)


def _as_balls(number: LogMatrix) -> BallMatrix:
    """An exact logarithm in balls of the precision in force."""
    return cast(BallMatrix, number.lifted_into(BallMatrix.of([[0]])))


@dataclass(frozen=True)
class Rationals(Numbers):
    """The exact arithmetic."""

    grade: ClassVar[Grade] = Grade.EXACT

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> RationalMatrix:
        return RationalMatrix.of(rows)
