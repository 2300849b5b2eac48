"""What rationals and balls share: a `Matrix` around one of python-flint's matrices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from operator import add, mul, truediv
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
    """All that flint has for whole matrices is done there; the other entrywise operations in Python.

    A 1×1 matrix is kept as its entry: the formulas of a claim are made of numbers, and flint's matrices of one entry cost
    several times as much.

    Attributes:
        shape: (rows, columns).
        scalar: the entry of a 1×1 matrix; None for any other.
    """

    kind: ClassVar[Any]
    number: ClassVar[Any]
    # the elementary functions of its numbers
    functions: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    shape: tuple[int, int] = (1, 1)
    scalar: Any
    # A⁻¹ as it was found, and at how many bits: many formulas ask for that of one weight
    _inverse: tuple[int, Self] | None = None

    def __init__(self, raw: Any) -> None:
        self.shape = raw.nrows(), raw.ncols()
        self.scalar = raw[0, 0] if self.shape == (1, 1) else None
        self._raw = raw

    @classmethod
    def single(cls, entry: Any) -> Self:
        """The 1×1 matrix with this entry, of the right kind already."""
        made = cls.__new__(cls)
        made.scalar, made._raw = entry, None
        return made

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]]) -> Self:
        """The matrix with these rows of exact numbers (or of flint numbers of the right kind)."""
        if len(rows) == 1 == len(rows[0]):
            return cls.single(cls.number(rows[0][0]))
        if any(len(row) != len(rows[0]) for row in rows):
            raise ValueError(f"rows of lengths {[len(row) for row in rows]} make no matrix")
        return cls._new(len(rows), len(rows[0]), [cls.number(v) for row in rows for v in row])

    @classmethod
    def _new(cls, rows: int, columns: int, entries: Sequence[Any]) -> Self:
        if rows == columns == 1:
            return cls.single(entries[0])
        return cls(cls.kind(rows, columns, list(entries)))

    @property
    def raw(self) -> Any:
        """flint's matrix."""
        if self._raw is None:
            self._raw = self.kind(1, 1, [self.scalar])
        return self._raw

    def entries(self) -> list[Any]:
        """All entries, row by row."""
        if self.scalar is not None:
            return [self.scalar]
        entries: list[Any] = self._raw.entries()
        return entries

    def constant(self, value: Any) -> Self:
        return self.single(self.number(value))

    def _each(self, of: Callable[[Any], Any]) -> Self:
        """A function of each entry."""
        if self.scalar is not None:
            return self.single(of(self.scalar))
        return self._new(*self.shape, [of(v) for v in self._raw.entries()])

    def _entrywise(self, other: Any, operation: Callable[[Any, Any], Any]) -> Self:
        if self.scalar is not None and other.scalar is not None:
            return self.single(operation(self.scalar, other.scalar))
        shape, pairs = broadcast(self, other)
        return self._new(*shape, [operation(a, b) for a, b in pairs])

    def __neg__(self) -> Self:
        return self.single(-self.scalar) if self.scalar is not None else type(self)(-self._raw)

    def plus(self, other: Any) -> Matrix:
        if self.shape == other.shape != (1, 1):
            return type(self)(self._raw + other.raw)
        return self._entrywise(other, add)

    def times(self, other: Any) -> Matrix:
        if (self.scalar is None) is not (other.scalar is None):
            number, matrix = (self, other) if other.scalar is None else (other, self)
            return type(self)(matrix.raw * number.scalar)
        return self._entrywise(other, mul)

    def over(self, other: Any) -> Matrix:
        if self.scalar is None and other.scalar is not None:
            return type(self)(self._raw / other.scalar)
        return self._entrywise(other, truediv)

    def product(self, other: Any) -> Self:
        if self.scalar is not None and other.scalar is not None:
            return self.single(self.scalar * other.scalar)
        return type(self)(self.raw * other.raw)

    def transpose(self) -> Self:
        return self if self.scalar is not None else type(self)(self._raw.transpose())

    def inverse(self) -> Self:
        if self._inverse is None or self._inverse[0] != flint.ctx.prec:
            self._inverse = flint.ctx.prec, type(self)(self.raw.inv())
        return self._inverse[1]

    def determinant(self) -> Self:
        return self if self.scalar is not None else self.single(self._raw.det())

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
        return self if self.scalar is not None else self.single(self._raw[i - 1, j - 1])

    @staticmethod
    @abstractmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        """n where the entry v is below 0, p from 0 on; both, or no value, where v does not tell."""

    def by_sign(self, negative: Any, positive: Any) -> Self:
        if self.scalar is not None and negative.scalar is not None and positive.scalar is not None:
            return self.single(self.choose(self.scalar, negative.scalar, positive.scalar))
        entries = self.entries()
        below, above = (v * len(entries) if len(v) == 1 else v for v in (negative.entries(), positive.entries()))
        return self._new(*self.shape, [self.choose(v, n, p) for v, n, p in zip(entries, below, above, strict=True)])

    def apply(self, function: str) -> Matrix:
        return self._each(self.functions[function])

    def total(self) -> Self:
        return self if self.scalar is not None else self.single(sum(self._raw.entries(), self.number(0)))

    def __str__(self) -> str:
        columns, entries = self.shape[1], self.entries()
        return written([entries[i : i + columns] for i in range(0, len(entries), columns)])

    def stack(self, columns: Sequence[Sequence[Any]]) -> Self:
        if any(cell.shape != (1, 1) for row in columns for cell in row):
            raise ValueError("only numbers can be stacked")
        return self._new(len(columns), len(columns[0]), [cell.scalar for row in columns for cell in row])
