"""The values that kinds give to a case: exact rows of numbers, and the symbols that stand for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Matrices
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import typed

__all__ = ["ExactMatrix", "Row", "SymbolicEntries", "indexed"]

Row = tuple[Fraction, ...]

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def indexed(name: str, *indices: int) -> str:
    """The name of an entry, x₂ or A₁₂: that of no argument of a check, so that two of them never share a symbol."""
    return name + "".join(map(str, indices)).translate(_SUBSCRIPTS)


@dataclass(frozen=True, repr=False)
class ExactMatrix(Case):
    """A number, a column or a matrix of rationals, spelled as it is typed: 2, '1/2', [1, 0] or [[1, 0], [0, 1]].

    Attributes:
        rows: the entries, row by row.
        written_as: 0 for a number, 1 for a column, 2 for a matrix: brackets around its entries.
        generic: whether no symmetry of it hides errors.
    """

    rows: tuple[Row, ...]
    written_as: int = 2
    plain: bool = field(default=False, compare=False)

    arithmetics = (Matrices,)

    @property
    def generic(self) -> bool:
        return not self.plain

    def lift(self, arithmetic: Matrices) -> Matrix:
        return arithmetic.matrix(self.rows)

    def __repr__(self) -> str:
        if self.written_as == 0:
            return typed(self.rows[0][0])
        return typed([row[0] for row in self.rows] if self.written_as == 1 else self.rows)


@dataclass(frozen=True, repr=False)
class SymbolicEntries(Case):
    """A matrix of symbols, which stands for every matrix that they give. Its entries are listed as they are named."""

    rows: tuple[tuple[sympy.Expr, ...], ...]

    arithmetics = (Symbols,)
    elsewhere = "a symbol is no number"

    def lift(self, arithmetic: Symbols) -> Matrix:
        return arithmetic.matrix(self.rows)

    def __repr__(self) -> str:
        return str([list(row) for row in self.rows])
