"""What the arithmetics have in common: a matrix of symbols, rationals, balls or rounded floats.

A number is a 1×1 matrix, a vector is a column, and indices start at 1, as on the slides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from numbers import Integral, Number
from typing import Any, Generic, Self, TypeVar, cast

from lemmata.numerics.operators import Operand, compared, meet, same, to_the_power
from lemmata.numerics.verdict import Comparison, OutsideArithmetic, Unresolved

__all__ = ["Layers", "Matrix", "broadcast", "no_entry", "written"]

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
        index = k - self.first
        if not 0 <= index < len(self._items):
            raise IndexError(f"no layer {k}: layers run from {self.first} to {self.last}")
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


class Matrix(Operand, ABC):
    """A matrix over one arithmetic. Entrywise operations broadcast a 1×1 matrix (a number), whole numbers and fractions.

    Operators meet as `operators.meet` says. Comparisons answer True or False only where that is decided.
    """

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

    def determinant_along(self, direction: Matrix) -> Matrix:
        """The derivative of det along a matrix D: Σⱼ det(this with column j of D in place of its own), singular or not."""
        n, zero, one = self.columns, self.constant(0), self.constant(1)
        result = zero
        for j in range(n):
            column = one.stack([[one if k == j else zero for k in range(n)]] * n)
            result = result + (self * (1 - column) + direction * column).determinant()
        return result

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
        """An elementary function, entrywise: abs exp log log1p sqrt sin cos sinh cosh asinh tanh atanh erf sigmoid."""

    @abstractmethod
    def by_sign(self, negative: Matrix, positive: Matrix) -> Matrix:
        """Entrywise: that of ``negative`` where this entry is below 0, that of ``positive`` from 0 on."""

    @abstractmethod
    def stack(self, columns: Sequence[Sequence[Matrix]]) -> Matrix:
        """The matrix with these 1×1 blocks as entries, row by row."""

    @abstractmethod
    def midpoint(self) -> Matrix:
        """The same entries without their radii. Raises OutsideArithmetic in an arithmetic without radii."""

    @abstractmethod
    def widened(self, radius: Matrix) -> Matrix:
        """Every entry as the ball around its midpoint with radius sup|radius|."""

    def is_zero(self) -> bool:
        """Whether every entry is known to be 0."""
        return False

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Whether this matrix is the other one, of the same arithmetic.

        ``unit`` is the size of the terms that cancel in a quantity which may be exactly 0. Raises OutsideArithmetic in an
        arithmetic that does not decide equality, ValueError for two shapes.
        """
        raise OutsideArithmetic(f"{self.called} do not decide equality: other arithmetics do")

    def at_most(self, other: Self) -> Comparison:
        """Whether this number is at most the other one, of the same arithmetic; ``tightness`` is their ratio.

        Raises OutsideArithmetic in an arithmetic that does not decide order, ValueError for what is not a number.
        """
        raise OutsideArithmetic(f"{self.called} do not decide which of two numbers is larger: rationals and balls do")

    def logarithms_equal(self, mine: Any, its: Any) -> Comparison:
        """Whether two exact logarithms over this arithmetic are equal that differ in form."""
        raise OutsideArithmetic(f"{self.called} do not compare logarithms: balls do")

    def signs_of_logarithm(self, logarithm: Any) -> Collection[int]:
        """The signs that an exact logarithm over this arithmetic may have, if it is not equal to 0 in form."""
        raise OutsideArithmetic(f"{self.called} do not tell the sign of a logarithm: balls decide it")

    def exp_of_logarithm(self, logarithm: Any) -> Matrix:
        """exp(a + c·log 2π + log|q|) for an exact logarithm whose parts a and q are of this arithmetic."""
        raise OutsideArithmetic(f"{self.called} take their logarithms directly")

    def as_rational(self) -> Fraction | None:
        """The rational number that this is, where it is a number and known to be rational; None everywhere else."""
        return None

    def possible_signs(self) -> Collection[int]:
        """The signs −1, 0, 1 that this number may have. Raises OutsideArithmetic where its arithmetic knows none."""
        raise OutsideArithmetic(f"{self.called} have no order to branch on: compare with equal or at_most")

    def off_zero(self, what: str) -> Matrix:
        """A factor 1 where no entry is 0: there ``what`` has no kink. Raises OutsideArithmetic where one is, Unresolved where
        balls do not tell, and what `possible_signs` raises."""
        for v in self.scalars():
            signs = v.possible_signs()
            if 0 in signs:
                if len(signs) == 1:
                    raise OutsideArithmetic(f"{what} has no derivative at 0, and that is where it is asked for")
                raise Unresolved(f"{what} has no derivative at 0, and {v} is not told apart from 0")
        return self.constant(1)

    def root(self, n: int, power: int = 1) -> Matrix:
        """The entrywise power/n, for numbers above 0: by square roots where n is a power of two, else exp(log(·)·power/n)."""
        if n & (n - 1):
            result = (self.apply("log") * Fraction(power, n)).apply("exp")
        else:
            result = self
            for _ in range(n.bit_length() - 1):
                result = result.apply("sqrt")
            result = result**power
        return result

    def raised(self, n: Matrix) -> Matrix:
        """The entrywise power exp(n·log(·)), for numbers above 0 and an exponent of the same arithmetic."""
        return (n * self.apply("log")).apply("exp")

    def pi(self) -> Matrix:
        """π as a 1×1 matrix."""
        raise OutsideArithmetic(
            f"π is not known in this arithmetic ({self.called}): balls and computer algebra have it"
        )

    def largest(self, other: Self) -> Matrix:
        """The entrywise maximum of this and another matrix of the same arithmetic."""
        return (self - other).by_sign(other, self)

    def __add__(self, other: Any) -> Matrix:
        if type(other) is type(self):
            return self.plus(other)
        left, right = meet(self, other, "add")
        return cast(Matrix, left.plus(right))

    def __radd__(self, other: Any) -> Matrix:
        right, left = meet(self, other, "add")
        return cast(Matrix, left.plus(right))

    def __sub__(self, other: Any) -> Matrix:
        if type(other) is type(self):
            return self.plus(-other)
        left, right = meet(self, other, "subtract")
        return cast(Matrix, left.plus(-right))

    def __rsub__(self, other: Any) -> Matrix:
        right, left = meet(self, other, "subtract")
        return cast(Matrix, left.plus(-right))

    def __mul__(self, other: Any) -> Matrix:
        if type(other) is type(self):
            return self.times(other)
        left, right = meet(self, other, "multiply")
        return cast(Matrix, left.times(right))

    def __rmul__(self, other: Any) -> Matrix:
        right, left = meet(self, other, "multiply")
        return cast(Matrix, left.times(right))

    def __truediv__(self, other: Any) -> Matrix:
        if type(other) is type(self):
            return self.over(other)
        left, right = meet(self, other, "divide")
        return cast(Matrix, left.over(right))

    def __rtruediv__(self, other: Any) -> Matrix:
        right, left = meet(self, other, "divide")
        return cast(Matrix, left.over(right))

    def __matmul__(self, other: Matrix) -> Matrix:
        if type(other) is type(self):
            left, right = self, other
        else:
            left, right = meet(self, other, "multiply")
        if left.shape[1] != right.shape[0]:
            raise ValueError(f"cannot multiply a matrix of shape {left.shape} with one of shape {right.shape}")
        return left.product(right)

    def __rmatmul__(self, other: Any) -> Matrix:
        right, left = meet(self, other, "multiply")
        return cast(Matrix, left @ right)

    def __neg__(self) -> Matrix:
        return self.times(self.constant(-1))

    def __abs__(self) -> Matrix:
        return self.apply("abs")

    def __pow__(self, n: Any) -> Matrix:
        """The entrywise power: exactly for a whole n (0⁰ = 1), by roots for a Fraction, as exp(n·log) for another number."""
        return cast(Matrix, to_the_power(self, n))

    def __rpow__(self, base: Any) -> Matrix:
        _, lifted = meet(self, base, "raise")
        return cast(Matrix, to_the_power(lifted, self))

    def __lt__(self, other: Any) -> bool:
        return compared(self, other, "<", lambda sign: sign < 0)

    def __le__(self, other: Any) -> bool:
        return compared(self, other, "<=", lambda sign: sign <= 0)

    def __gt__(self, other: Any) -> bool:
        return compared(self, other, ">", lambda sign: sign > 0)

    def __ge__(self, other: Any) -> bool:
        return compared(self, other, ">=", lambda sign: sign >= 0)

    def __eq__(self, other: object) -> bool:
        """Whether all entries are equal, decided or not at all: where the arithmetic does not know it, an exception says so."""
        if self is other:
            return True
        return same(self, other) if isinstance(other, Matrix | Number) else NotImplemented

    def __hash__(self) -> int:
        """Raises TypeError: numbers that are equal may be known in different ways, and balls may not tell."""
        raise TypeError("a number of a claim is no member of a set and no key: compare it with ==")

    # numpy's numbers leave an operator to the matrix on its other side
    __array_ufunc__ = None

    def __bool__(self) -> bool:
        """Whether a number is not 0. Raises what a comparison raises."""
        return not compared(self, 0, "==", lambda sign: sign == 0)

    def __getitem__(self, place: int | tuple[int, int]) -> Matrix:
        """x[i] of a column or a row, A[i, j] of a matrix, counted from 1."""
        indices = place if isinstance(place, tuple) else (place,)
        if not all(isinstance(i, Integral) for i in indices) or len(indices) > 2:
            raise TypeError(f"an entry is x[i] or A[i, j] with whole numbers, got [{place!r}]")
        if len(indices) == 1 and 1 not in self.shape:
            raise IndexError(f"an entry of a matrix of shape {self.shape} is A[i, j], got [{place!r}]")
        if len(indices) == 1:
            indices = (indices[0], 1) if self.columns == 1 else (1, indices[0])
        i, j = map(int, indices)
        return self.entry(i, j)

    def __len__(self) -> int:
        """The number of entries of a column or a row. Raises TypeError for a matrix of more."""
        self._require_a_line()
        return self.rows * self.columns

    def __iter__(self) -> Iterator[Matrix]:
        """The entries of a column or a row, as numbers. Raises TypeError for a matrix of more."""
        self._require_a_line()
        return self.scalars()

    def __reversed__(self) -> Iterator[Matrix]:
        """The entries of a column or a row, the last one first."""
        return iter(list(self)[::-1])

    def _require_a_line(self) -> None:
        if 1 not in self.shape:
            raise TypeError(f"a matrix of shape {self.shape} has A.rows and A.columns; its entries are A[i, j]")

    def scalars(self) -> Iterator[Matrix]:
        """All entries, row by row, as numbers."""
        return (self.entry(i, j) for i in range(1, self.rows + 1) for j in range(1, self.columns + 1))

    @property
    def T(self) -> Matrix:
        """The transpose."""
        return self.transpose()

    def __str__(self) -> str:
        return f"a matrix of shape {self.shape}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"

    @property
    def rows(self) -> int:
        return self.shape[0]

    @property
    def columns(self) -> int:
        return self.shape[1]


def no_entry(i: int, j: int, shape: tuple[int, int]) -> IndexError:
    """What is said of an entry that is not there."""
    return IndexError(f"no entry ({i}, {j}) in a matrix of shape {shape}: indices start at 1")


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
