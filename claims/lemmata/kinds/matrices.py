"""Kinds of columns and matrices, with the properties that a statement asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.kinds.numbers import Interval
from lemmata.kinds.properties import PROPERTIES, SYMBOLIC, Rows, is_diagonal, is_symmetric
from lemmata.kinds.values import ExactMatrix, Row, SymbolicEntries, indexed
from lemmata.late import sympy
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.theory.exact.spelling import typed

__all__ = ["MatrixKind", "Vectors", "matrices", "vectors"]

# Up to these sizes computer algebra is asked: an inverse of symbols grows with the factorial of its size.
_SYMBOLIC_SIZE = 2
_SYMBOLIC_LENGTH = 4
# With these properties a symmetric matrix is no exception (all reflections are).
_MAY_BE_SYMMETRIC = ("symmetric", "positive_definite", "diagonal", "orthogonal")


def _length(n: object, what: str) -> int:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ValueError(f"{what} must be a whole number from 1 on, got {n!r}")
    return n


# ── columns ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Vectors(Kind):
    """Columns of rationals: see `vectors`."""

    def __init__(self, length: int, entries: Interval, nonzero: bool) -> None:
        self.length, self.entries, self.nonzero = _length(length, "the length of a vector"), entries, nonzero

    def strategy(self) -> st.SearchStrategy[ExactMatrix]:
        entry, n = self.entries.strategy(), self.length
        columns = st.tuples(*[entry] * n)
        # Hypothesis likes to draw one number twice
        generic = st.lists(entry.filter(bool), min_size=n, max_size=n, unique_by=abs).map(tuple)
        return st.one_of(columns.filter(any) if self.nonzero else columns, generic).map(_column)

    def value(self, given: Any) -> ExactMatrix:
        if isinstance(given, ExactMatrix):
            return given
        if not isinstance(given, list | tuple):
            raise TypeError(f"a vector of length {self.length} is typed as a list of numbers, got {given!r}")
        row = exact_row(given)
        if len(row) != self.length:
            raise ValueError(f"{typed(row)} has length {len(row)}, not {self.length}")
        self.entries.require(row, f"an entry of {typed(row)}")
        if self.nonzero and not any(row):
            raise ValueError(f"{typed(row)} is 0")
        return _column(row)

    def words(self, name: str) -> str:
        wanted = [f"{name}_i {each}" for each in self.entries.conditions()] + [f"{name} ≠ 0"] * self.nonzero
        return ", ".join([f"{name} in Q^{self.length}", *wanted])

    def symbols(self, name: str) -> Sequence[SymbolicEntries]:
        if self.length > _SYMBOLIC_LENGTH:
            return ()
        return (SymbolicEntries(tuple((self.entries.symbol(indexed(name, i)),) for i in range(1, self.length + 1))),)


def _is_plain(row: Row) -> bool:
    """Whether an entry is 0, or two are equal but for their signs."""
    return len({abs(v) for v in row}) < len(row) or 0 in row


def _column(row: Row) -> ExactMatrix:
    return ExactMatrix(tuple((v,) for v in row), written_as=1, plain=_is_plain(row))


def vectors(
    length: int,
    *,
    nonzero: bool = False,
    above: Number | None = None,
    below: Number | None = None,
    at_least: Number | None = None,
    at_most: Number | None = None,
) -> Vectors:
    """A column of rational numbers: ``x=vectors(3)``; a case types it as a list, ``x=[1, 0, '1/2']``.

    Args:
        length: how many entries it has.
        nonzero: leaves out the column 0.
        above, below, at_least, at_most: bounds of every entry, as in `rationals`.

    Raises:
        TypeError: for a float among the bounds.
        ValueError: for a length that is no whole number from 1 on, and for an empty interval.
    """
    return Vectors(length, Interval((), above, below, at_least, at_most), nonzero)


# ── matrices ───────────────────────────────────────────────────────────────────────────────────────────────────
class MatrixKind(Kind):
    """Matrices of rationals: see `matrices`."""

    def __init__(self, rows: int, columns: int | None, entries: Interval, wanted: Sequence[str]) -> None:
        self.rows = _length(rows, "the number of rows")
        self.columns = self.rows if columns is None else _length(columns, "the number of columns")
        self.entries, self.wanted = entries, tuple(wanted)
        if wanted and self.rows != self.columns:
            raise ValueError(f"only a square matrix is {self._adjectives}: {self.rows} rows and {self.columns} columns")
        made = [name for name in wanted if PROPERTIES[name].made]
        if len(made) > 1:
            raise ValueError(
                f"no kind draws matrices that are {self._adjectives}: draw one of these and compute the other"
            )

    @property
    def _adjectives(self) -> str:
        return " and ".join(PROPERTIES[name].adjective for name in self.wanted)

    def strategy(self) -> st.SearchStrategy[ExactMatrix]:
        row = st.tuples(*[self.entries.strategy()] * self.columns)
        drawn: st.SearchStrategy[Any] = st.tuples(*[row] * self.rows)
        for name in self.wanted:
            if (made := PROPERTIES[name].made) is not None:
                drawn = drawn.map(made)
        for name in self.wanted:
            if PROPERTIES[name].made is None:
                drawn = drawn.filter(PROPERTIES[name].holds)
        return drawn.map(self._matrix)

    def _matrix(self, rows: Rows) -> ExactMatrix:
        square = len(rows) == len(rows[0]) > 1
        plain = square and (is_diagonal(rows) and "diagonal" not in self.wanted)
        plain |= square and not set(_MAY_BE_SYMMETRIC) & set(self.wanted) and is_symmetric(rows)
        return ExactMatrix(rows, plain=plain)

    def value(self, given: Any) -> ExactMatrix:
        if isinstance(given, ExactMatrix):
            return given
        if not isinstance(given, list | tuple) or not all(isinstance(row, list | tuple) for row in given):
            raise TypeError(f"a matrix is typed as a list of rows, such as [[1, 0], [0, 1]], got {given!r}")
        rows = tuple(exact_row(row) for row in given)
        if len(rows) != self.rows or any(len(row) != self.columns for row in rows):
            raise ValueError(f"{typed(rows)} is no {self.rows}×{self.columns} matrix")
        self.entries.require(chain.from_iterable(rows), f"an entry of {typed(rows)}")
        for name in self.wanted:
            if not PROPERTIES[name].holds(rows):
                raise ValueError(f"{typed(rows)} is not {PROPERTIES[name].adjective}")
        return self._matrix(rows)

    def words(self, name: str) -> str:
        size = f"{self.rows}×{self.columns}"
        wanted = [f"{name}_ij {each}" for each in self.entries.conditions()]
        return ", ".join([f"{name} rational {size}" + (f", {self._adjectives}" if self.wanted else ""), *wanted])

    def symbols(self, name: str) -> Sequence[SymbolicEntries]:
        if max(self.rows, self.columns) > _SYMBOLIC_SIZE or not set(self.wanted) <= set(SYMBOLIC):
            return ()

        def entry(i: int, j: int) -> sympy.Expr:
            if "diagonal" in self.wanted and i != j:
                return sympy.Integer(0)
            if "symmetric" in self.wanted:
                i, j = min(i, j), max(i, j)
            return self.entries.symbol(indexed(name, i, j))

        span = range(1, self.rows + 1), range(1, self.columns + 1)
        return (SymbolicEntries(tuple(tuple(entry(i, j) for j in span[1]) for i in span[0])),)


def matrices(
    rows: int,
    columns: int | None = None,
    *,
    invertible: bool = False,
    symmetric: bool = False,
    positive_definite: bool = False,
    orthogonal: bool = False,
    diagonal: bool = False,
    above: Number | None = None,
    below: Number | None = None,
    at_least: Number | None = None,
    at_most: Number | None = None,
) -> MatrixKind:
    """A matrix of rational numbers: ``A=matrices(2, invertible=True)``; a case types it by rows, ``A=[[1, 2], [0, 1]]``.

    Computer algebra is asked up to 2×2, and not where no symbols stand for all that have the property.

    Args:
        rows, columns: its size; a square matrix where only one number is given.
        invertible, symmetric, positive_definite, orthogonal, diagonal: properties of a square matrix. A positive definite
            one is symmetric.
        above, below, at_least, at_most: bounds of every entry, as in `rationals`. They go with no property that changes
            entries: positive_definite and orthogonal.

    Raises:
        TypeError: for a float among the bounds.
        ValueError: for a size that is no whole number from 1 on, and for properties that no kind draws together.
    """
    flags = {
        "invertible": invertible, "symmetric": symmetric, "positive_definite": positive_definite,
        "orthogonal": orthogonal, "diagonal": diagonal,
    }  # fmt: skip
    entries = Interval((), above, below, at_least, at_most)
    if entries.conditions() and (positive_definite or orthogonal):
        raise ValueError("no bounds go with positive_definite or orthogonal: such matrices are computed from others")
    return MatrixKind(rows, columns, entries, [name for name, wanted in flags.items() if wanted])
