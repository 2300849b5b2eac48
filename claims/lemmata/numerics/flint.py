"""What rationals and balls share: a `Matrix` around one of python-flint's matrices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

import flint

from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.matrix import Matrix, broadcast, no_entry, written

__all__ = ["FlintMatrix", "rational"]


def rational(value: Any) -> flint.fmpq:
    """An exact number as flint's rational. Raises what `exact_number` raises."""
    if isinstance(value, flint.fmpq):
        return value
    if type(value) is int:
        return flint.fmpq(value)
    fraction = exact_number(value)
    return flint.fmpq(fraction.numerator, fraction.denominator)


class FlintMatrix(Matrix):
    """All that flint has for whole matrices is done there; the other entrywise operations in Python."""

    kind: ClassVar[Any]
    number: ClassVar[Any]

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]]) -> Self:
        """The matrix with these rows of exact numbers (or of flint numbers of the right kind)."""
        if any(len(row) != len(rows[0]) for row in rows):
            raise ValueError(f"rows of lengths {[len(row) for row in rows]} make no matrix")
        return cls(cls.kind(len(rows), len(rows[0]), [cls.number(v) for row in rows for v in row]))

    def _new(self, rows: int, columns: int, entries: Sequence[Any]) -> Self:
        return type(self)(self.kind(rows, columns, list(entries)))

    def entries(self) -> list[Any]:
        """All entries, row by row."""
        entries: list[Any] = self.raw.entries()
        return entries

    @property
    def shape(self) -> tuple[int, int]:
        return self.raw.nrows(), self.raw.ncols()

    def constant(self, value: Any) -> Self:
        return self._new(1, 1, [self.number(value)])

    def _entrywise(self, other: Any, operation: Callable[[Any, Any], Any]) -> Self:
        shape, pairs = broadcast(self, other)
        return self._new(*shape, [operation(a, b) for a, b in pairs])

    def _number(self) -> Any:
        """The entry of a 1×1 matrix; None for any other."""
        return self.raw[0, 0] if self.shape == (1, 1) else None

    def __neg__(self) -> Self:
        return type(self)(-self.raw)

    def plus(self, other: Any) -> Matrix:
        if type(other) is type(self) and other.shape == self.shape:
            return type(self)(self.raw + other.raw)
        return self._entrywise(other, lambda a, b: a + b)

    def times(self, other: Any) -> Matrix:
        if type(other) is type(self):
            if (factor := other._number()) is not None:
                return type(self)(self.raw * factor)
            if (factor := self._number()) is not None:
                return type(self)(other.raw * factor)
        return self._entrywise(other, lambda a, b: a * b)

    def over(self, other: Any) -> Matrix:
        if type(other) is type(self) and (divisor := other._number()) is not None:
            return type(self)(self.raw / divisor)
        return self._entrywise(other, lambda a, b: a / b)

    def product(self, other: Any) -> Self:
        return type(self)(self.raw * other.raw)

    def transpose(self) -> Self:
        return type(self)(self.raw.transpose())

    def inverse(self) -> Self:
        return type(self)(self.raw.inv())

    def determinant(self) -> Self:
        return self._new(1, 1, [self.raw.det()])

    def diagonal(self) -> Self:
        if self.shape[1] != 1:
            raise ValueError(f"diag needs a column, got shape {self.shape}")
        v, zero = self.entries(), self.number(0)
        n = len(v)
        return self._new(n, n, [v[i] if i == j else zero for i in range(n) for j in range(n)])

    def entry(self, i: int, j: int = 1) -> Self:
        rows, columns = self.shape
        if not (1 <= i <= rows and 1 <= j <= columns):
            raise no_entry(i, j, self.shape)
        return self._new(1, 1, [self.raw[i - 1, j - 1]])

    @staticmethod
    @abstractmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        """n where the entry v is below 0, p from 0 on; both, or no value, where v does not tell."""

    def by_sign(self, negative: Any, positive: Any) -> Self:
        entries = self.entries()
        below, above = (v * len(entries) if len(v) == 1 else v for v in (negative.entries(), positive.entries()))
        return self._new(*self.shape, [self.choose(v, n, p) for v, n, p in zip(entries, below, above, strict=True)])

    def total(self) -> Self:
        return self._new(1, 1, [sum(self.entries(), self.number(0))])

    def __str__(self) -> str:
        columns, entries = self.shape[1], self.entries()
        return written([entries[i : i + columns] for i in range(0, len(entries), columns)])

    def stack(self, columns: Sequence[Sequence[Any]]) -> Self:
        if any(cell.shape != (1, 1) for row in columns for cell in row):
            raise ValueError("only numbers can be stacked")
        return self._new(len(columns), len(columns[0]), [cell.raw[0, 0] for row in columns for cell in row])
