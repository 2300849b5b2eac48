"""Pairs of square matrices, as cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.numbers import exact_number

__all__ = ["MatrixPair", "Pair", "SymbolicPair", "matrix_pair"]

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Pair:
    """A and B in one arithmetic."""

    A: Matrix
    B: Matrix


@dataclass(frozen=True)
class MatrixPair:
    """Two d×d matrices in exact numbers."""

    a: Rows
    b: Rows

    @property
    def generic(self) -> bool:
        """d ≥ 2 and neither matrix symmetric."""
        return len(self.a) >= 2 and all(tuple(zip(*rows, strict=True)) != rows for rows in (self.a, self.b))

    def __repr__(self) -> str:
        return f"matrix_pair({_spell(self.a)}, {_spell(self.b)})"

    def into(self, arithmetic: Any) -> Pair:
        if isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("numbers are decided exactly")
        return Pair(arithmetic.matrix(self.a), arithmetic.matrix(self.b))


def _spell(rows: Rows) -> str:
    return (
        "["
        + ", ".join("[" + ", ".join(str(v) if v.denominator == 1 else f"'{v}'" for v in r) + "]" for r in rows)
        + "]"
    )


def matrix_pair(a: Sequence[Sequence[Fraction | int | str]], b: Sequence[Sequence[Fraction | int | str]]) -> MatrixPair:
    """A pair of square matrices of one size. Raises ValueError otherwise."""
    if not a or any(len(rows) != len(a) or any(len(row) != len(a) for row in rows) for rows in (a, b)):
        raise ValueError("a pair needs two square matrices of one size")
    return MatrixPair(*(tuple(tuple(exact_number(v) for v in row) for row in rows) for rows in (a, b)))


@dataclass(frozen=True)
class SymbolicPair:
    """All pairs of d×d matrices at once."""

    d: int

    def into(self, arithmetic: Any) -> Pair:
        if not isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("symbols have no numbers")
        d = self.d
        A, B = (sympy.Matrix(d, d, sympy.symbols(f"{letter}_1:{d + 1}_1:{d + 1}", real=True)) for letter in "ab")
        return Pair(SymbolicMatrix(A), SymbolicMatrix(B))
