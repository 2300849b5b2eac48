"""Pairs of square matrices, as cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["MatrixPair", "Pair", "SymbolicPair", "matrix_pair"]

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Pair:
    """A and B in one arithmetic."""

    A: Matrix
    B: Matrix


@dataclass(frozen=True)
class MatrixPair(Case):
    """Two d×d matrices in exact numbers."""

    a: Rows
    b: Rows

    @property
    def generic(self) -> bool:
        """d ≥ 2 and neither matrix symmetric."""
        return len(self.a) >= 2 and all(tuple(zip(*rows, strict=True)) != rows for rows in (self.a, self.b))

    def lift(self, arithmetic: Numbers) -> Pair:
        return Pair(arithmetic.matrix(self.a), arithmetic.matrix(self.b))


@makes(MatrixPair)
def matrix_pair(a: Sequence[Sequence[Number]], b: Sequence[Sequence[Number]]) -> MatrixPair:
    """A pair of square matrices of one size. Raises ValueError otherwise."""
    if not a or any(len(rows) != len(a) or any(len(row) != len(a) for row in rows) for rows in (a, b)):
        raise ValueError("a pair needs two square matrices of one size")
    return MatrixPair(*(tuple(exact_row(row) for row in rows) for rows in (a, b)))


@dataclass(frozen=True)
class SymbolicPair(Case):
    """All pairs of d×d matrices at once."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    d: int

    def lift(self, arithmetic: Symbols) -> Pair:
        d = self.d
        A, B = (sympy.Matrix(d, d, sympy.symbols(f"{letter}_1:{d + 1}_1:{d + 1}", real=True)) for letter in "ab")
        return Pair(SymbolicMatrix(A), SymbolicMatrix(B))
