"""Exact arithmetic: rational matrices, and equality that means equality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from sys import float_info
from typing import Any, ClassVar

import flint

from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["RationalMatrix", "Rationals", "at_most_rationals", "equal_rationals"]


class RationalMatrix(FlintMatrix):
    """A matrix of rationals (flint's fmpq_mat). Logarithms stay exact as `LogMatrix`."""

    kind: ClassVar[Any] = flint.fmpq_mat
    number = staticmethod(rational)

    def apply(self, function: str) -> Matrix:
        if function == "abs":
            return self._new(*self.shape, [abs(v) for v in self.entries()])
        if function == "log":
            if any(v <= 0 for v in self.entries()):
                raise ValueError("the logarithm needs positive numbers")
            return LogMatrix.log_of(self)
        raise OutsideArithmetic(f"{function} of a rational is not rational; decide this network with balls")

    def log_abs_determinant(self) -> Matrix:
        determinant = self.determinant()
        if determinant.raw[0, 0] == 0:
            raise ZeroDivisionError("a singular matrix has no log|det|")
        return LogMatrix.log_of(determinant)

    def log_two_pi(self) -> LogMatrix:
        return LogMatrix(self.constant(0), self.constant(1), Fraction(1))

    def exp_of_logarithm(self, logarithm: LogMatrix) -> Matrix:
        raise OutsideArithmetic("e and 2π are not rational; decide this density with balls")

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        return n if v < 0 else p

    def midpoint(self) -> RationalMatrix:
        return self

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a rational has no radius; decide this network with balls")

    def is_zero(self) -> bool:
        return all(v == 0 for v in self.entries())

    def __str__(self) -> str:
        return written(self.raw.tolist())


def written(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as one line: a number, a column [..], or rows [[..], [..]]."""
    cells = [[str(v) for v in row] for row in rows]
    if len(cells) == 1 and len(cells[0]) == 1:
        return cells[0][0]
    if all(len(row) == 1 for row in cells):
        return "[" + ", ".join(row[0] for row in cells) + "]"
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in cells) + "]"


@dataclass(frozen=True)
class Rationals:
    """The exact arithmetic."""

    grade: ClassVar[Grade] = Grade.EXACT

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> RationalMatrix:
        return RationalMatrix.of(rows)


def equal_rationals(left: RationalMatrix, right: RationalMatrix) -> Comparison:
    """Entry by entry, with no tolerance at all."""
    if left.shape != right.shape:
        raise ValueError(f"the two sides have shapes {left.shape} and {right.shape}")
    same = left.entries() == right.entries()
    verdict = Verdict.HOLDS if same else Verdict.REFUTED
    trivial = same and all(v == 0 for v in left.entries())
    return Comparison(verdict, str(left), str(right), trivial=trivial)


def at_most_rationals(left: RationalMatrix, right: RationalMatrix) -> Comparison:
    """left ≤ right for two numbers, equality included."""
    if left.shape != (1, 1) or right.shape != (1, 1):
        raise ValueError(f"≤ compares two numbers, got shapes {left.shape} and {right.shape}")
    a, b = left.raw[0, 0], right.raw[0, 0]
    ratio = Fraction(int(a.p), int(a.q)) / Fraction(int(b.p), int(b.q)) if b > 0 else None
    return Comparison(
        Verdict.HOLDS if a <= b else Verdict.REFUTED,
        str(left),
        str(right),
        relation="≤",
        tightness=None if ratio is None or abs(ratio) > float_info.max else float(ratio),
        trivial=bool(a == 0 and b == 0),
    )
