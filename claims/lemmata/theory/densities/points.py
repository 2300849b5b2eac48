"""Points of R^d, as cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.numbers import Number, exact_number
from lemmata.theory.exact.spelling import typed

__all__ = ["Coordinates", "PointCase", "point"]


@dataclass(frozen=True)
class PointCase:
    """A point in exact numbers; lifted, it is a d×1 column."""

    u: tuple[Fraction, ...]

    @property
    def generic(self) -> bool:
        """At least two coordinates, of different size."""
        return len({abs(v) for v in self.u}) > 1

    def __repr__(self) -> str:
        return f"point([{', '.join(typed(v) for v in self.u)}])"

    def into(self, arithmetic: Any) -> Matrix:
        if isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("numbers are decided in balls")
        return arithmetic.matrix([[v] for v in self.u])


def point(coordinates: Sequence[Number]) -> PointCase:
    """A point from small exact numbers: ``point([1, '-1/2'])``. Raises ValueError for no coordinates."""
    if not coordinates:
        raise ValueError("a point has at least one coordinate")
    return PointCase(tuple(exact_number(v) for v in coordinates))


@dataclass(frozen=True)
class Coordinates:
    """All points of R^d at once: d symbols."""

    d: int

    def into(self, arithmetic: Any) -> Matrix:
        if not isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("symbols have no numbers")
        return SymbolicMatrix(sympy.Matrix(self.d, 1, sympy.symbols(f"u1:{self.d + 1}", real=True)))
