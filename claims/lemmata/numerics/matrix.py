"""What the arithmetics have in common: a matrix of symbols, rationals, balls or rounded floats.

A number is a 1×1 matrix, a vector is a column, and indices start at 1, as on the slides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from numbers import Integral
from typing import Any, Generic, Self, TypeVar

from lemmata.numerics.verdict import Comparison

__all__ = ["Layers", "Matrix", "broadcast", "written"]

# an item may be of a more special kind than asked for: layers are only read
T = TypeVar("T", covariant=True)


class Layers(Generic[T]):
    """One item per layer, numbered as in the lecture: ``W[1]`` is the layer next to z, ``W[l]`` the one next to x.

    ``first`` is the number of the first item (slopes D(h_k) start at k = 2).
    """

    def __init__(self, items: Sequence[T], first: int = 1) -> None:
        self._items = tuple(items)
        self.first = first

    @property
    def last(self) -> int:
        return self.first + len(self._items) - 1

    def __getitem__(self, k: int) -> T:
        if not self.first <= k <= self.last:
            raise IndexError(f"no layer {k}: layers run from {self.first} to {self.last}")
        return self._items[k - self.first]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


class Matrix(ABC):
    """A matrix over one arithmetic. Entrywise operations broadcast a 1×1 matrix (a number) and plain Python integers."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""

    @abstractmethod
    def constant(self, value: Any) -> Matrix:
        """The rational ``value`` as a 1×1 matrix of the same arithmetic."""

    @abstractmethod
    def log_two_pi(self) -> Matrix:
        """log 2π as a 1×1 matrix."""

    @abstractmethod
    def plus(self, other: Matrix) -> Matrix: ...
    @abstractmethod
    def times(self, other: Matrix) -> Matrix:
        """The entrywise product."""

    @abstractmethod
    def over(self, other: Matrix) -> Matrix:
        """The entrywise quotient."""

    @abstractmethod
    def product(self, other: Matrix) -> Matrix:
        """The matrix product."""

    @abstractmethod
    def transpose(self) -> Matrix: ...
    @abstractmethod
    def inverse(self) -> Matrix:
        """The matrix inverse. Raises ZeroDivisionError for a matrix that is not shown to be invertible."""

    @abstractmethod
    def determinant(self) -> Matrix: ...
    @abstractmethod
    def log_abs_determinant(self) -> Matrix:
        """log|det|, a 1×1 matrix."""

    @abstractmethod
    def diagonal(self) -> Matrix:
        """diag(v) of a column v."""

    @abstractmethod
    def entry(self, i: int, j: int = 1) -> Matrix:
        """The entry in row i and column j, counted from 1."""

    @abstractmethod
    def total(self) -> Matrix:
        """The sum of all entries."""

    @abstractmethod
    def apply(self, function: str) -> Matrix:
        """An elementary function, entrywise: abs exp log log1p sqrt sinh cosh asinh tanh atanh."""

    @abstractmethod
    def by_sign(self, negative: Matrix, positive: Matrix) -> Matrix:
        """Entrywise: that of ``negative`` where this entry is below 0, that of ``positive`` from 0 on."""

    @abstractmethod
    def stack(self, columns: Sequence[Sequence[Matrix]]) -> Matrix:
        """The matrix with these 1×1 blocks as entries, row by row."""

    @abstractmethod
    def midpoint(self) -> Matrix:
        """The same entries without their radii (a matrix that is exact already returns itself)."""

    @abstractmethod
    def widened(self, radius: Matrix) -> Matrix:
        """Every entry as the ball around its midpoint with radius sup|radius|."""

    def is_zero(self) -> bool:
        """Whether every entry is known to be 0."""
        return False

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Whether this matrix is the other one, of the same arithmetic.

        ``unit`` is the size of the terms that cancel in a quantity which may be exactly 0. Raises TypeError in an
        arithmetic that does not decide equality, ValueError for two shapes.
        """
        raise TypeError(f"a {type(self).__name__} does not decide equality")

    def at_most(self, other: Self) -> Comparison:
        """Whether this number is at most the other one, of the same arithmetic; ``tightness`` is their ratio.

        Raises TypeError in an arithmetic that does not decide order, ValueError for what is not a number.
        """
        raise TypeError(f"a {type(self).__name__} does not decide which of two numbers is larger")

    def logarithms_equal(self, mine: Any, its: Any) -> Comparison:
        """Whether two exact logarithms over this arithmetic are equal that differ in form."""
        raise TypeError(f"a {type(self).__name__} does not compare logarithms")

    def exp_of_logarithm(self, logarithm: Any) -> Matrix:
        """exp(a + c·log 2π + log|q|) for an exact logarithm whose parts a and q are of this arithmetic."""
        raise TypeError(f"a {type(self).__name__} takes its logarithms directly")

    def _same(self, other: Any) -> Matrix:
        return other if isinstance(other, Matrix) else self.constant(other)

    def __add__(self, other: Any) -> Matrix:
        return self.plus(self._same(other))

    def __radd__(self, other: Any) -> Matrix:
        return self._same(other).plus(self)

    def __sub__(self, other: Any) -> Matrix:
        return self.plus(-self._same(other))

    def __rsub__(self, other: Any) -> Matrix:
        return self._same(other).plus(-self)

    def __mul__(self, other: Any) -> Matrix:
        return self.times(self._same(other))

    def __rmul__(self, other: Any) -> Matrix:
        return self._same(other).times(self)

    def __truediv__(self, other: Any) -> Matrix:
        return self.over(self._same(other))

    def __rtruediv__(self, other: Any) -> Matrix:
        return self._same(other).over(self)

    def __neg__(self) -> Matrix:
        return self.times(self.constant(-1))

    def __pow__(self, n: int) -> Matrix:
        """The entrywise power for a whole n ≥ 0, by squaring; the power 0 is 1 everywhere, at 0 too."""
        whole: object = n
        if not isinstance(whole, Integral) or whole < 0:
            raise ValueError(f"a power is a whole number ≥ 0, got {n!r}")
        n = int(n)
        if n == 0:
            return self * 0 + 1
        result = self
        for bit in f"{n:b}"[1:]:
            result = result * result
            if bit == "1":
                result = result * self
        return result

    def __matmul__(self, other: Matrix) -> Matrix:
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"cannot multiply a matrix of shape {self.shape} with one of shape {other.shape}")
        return self.product(other)

    @property
    def rows(self) -> int:
        return self.shape[0]

    @property
    def columns(self) -> int:
        return self.shape[1]


def broadcast(left: Any, right: Any) -> tuple[tuple[int, int], list[tuple[Any, Any]]]:
    """The common shape of two matrices that list their entries, and these pair by pair; a 1×1 matrix meets every entry."""
    mine, its, shape = left.entries(), right.entries(), left.shape
    if shape != right.shape:
        if right.shape == (1, 1):
            its = its * len(mine)
        elif shape == (1, 1):
            mine, shape = mine * len(its), right.shape
        else:
            raise ValueError(f"shapes {shape} and {right.shape} do not match")
    return shape, list(zip(mine, its, strict=True))


def written(rows: Sequence[Sequence[Any]]) -> str:
    """Rows as one line: a number, a column [..], or rows [[..], [..]]."""
    cells = [[str(v) for v in row] for row in rows]
    if len(cells) == 1 and len(cells[0]) == 1:
        return cells[0][0]
    if all(len(row) == 1 for row in cells):
        return "[" + ", ".join(row[0] for row in cells) + "]"
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in cells) + "]"
