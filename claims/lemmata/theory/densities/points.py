"""Points of R^d, as cases."""

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

__all__ = ["Coordinates", "PointCase", "point"]


@dataclass(frozen=True)
class PointCase(Case):
    """A point in exact numbers; lifted, it is a d×1 column."""

    u: tuple[Fraction, ...]

    @property
    def generic(self) -> bool:
        """At least two coordinates, of different size."""
        return len({abs(v) for v in self.u}) > 1

    def lift(self, arithmetic: Numbers) -> Matrix:
        return arithmetic.matrix([[v] for v in self.u])


@makes(PointCase)
def point(u: Sequence[Number]) -> PointCase:
    """A point from small exact numbers: ``point([1, '-1/2'])``. Raises ValueError for no coordinates."""
    if not u:
        raise ValueError("a point has at least one coordinate")
    return PointCase(exact_row(u))


@dataclass(frozen=True)
class Coordinates(Case):
    """All points of R^d at once: d symbols."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    d: int

    def lift(self, arithmetic: Symbols) -> Matrix:
        return SymbolicMatrix(sympy.Matrix(self.d, 1, sympy.symbols(f"u1:{self.d + 1}", real=True)))
