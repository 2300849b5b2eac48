"""Computer algebra: matrices of sympy expressions with an abstract σ. What is decided here holds for all values.

W⁻¹ is a free symbol matrix V, and W = V⁻¹ is only written out (adjugate over determinant) where a formula asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, Self

from lemmata.late import sympy
from lemmata.numerics.algebra.normal_forms import never_negative, normal, refuting_point, vanishes
from lemmata.numerics.algebra.values_at_points import sign_of
from lemmata.numerics.arithmetic import Matrices
from lemmata.numerics.exact_numbers import exact_number, name_of
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix, broadcast, no_entry, written
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["SymbolicMatrix", "Symbols"]


def _size(v: sympy.Expr) -> sympy.Expr:
    """|v|, factor by factor: sympy leaves |xy| and |x||y| two expressions."""
    return sympy.Mul(*map(sympy.Abs, sympy.Mul.make_args(v)))


@cache
def _functions() -> dict[str, Any]:
    from lemmata.numerics.algebra.abstract_functions import abstract_s, abstract_sigma, derivative_of_s

    return {
        "s": abstract_s, "sigma": abstract_sigma, "ds": derivative_of_s, "abs": _size, "exp": sympy.exp,
        "sin": sympy.sin, "cos": sympy.cos, "erf": sympy.erf, "sigmoid": lambda v: 1 / (1 + sympy.exp(-v)),
        "sqrt": sympy.sqrt, "sinh": sympy.sinh, "cosh": sympy.cosh, "asinh": sympy.asinh,
        "tanh": sympy.tanh, "atanh": sympy.atanh,
    }  # fmt: skip


def _expression(value: Any) -> sympy.Expr:
    """An exact number, or the symbol of a name: sympy is never asked what a text might mean."""
    if isinstance(value, sympy.Expr):
        if value.has(sympy.Float):
            raise TypeError(f"write the float in {value} as a Fraction: a case is exact")
        return value
    if (name := name_of(value)) is not None:
        return sympy.Symbol(name, real=True)
    q = exact_number(value)
    return sympy.Rational(q.numerator, q.denominator)


def _of_this_size(v: sympy.Expr) -> sympy.Expr:
    """A q with |q| = v. Raises OutsideArithmetic for a v that may be negative: that has no logarithm."""
    if isinstance(v, sympy.Abs):
        return v.args[0]
    if isinstance(v, sympy.Mul):
        return sympy.Mul(*map(_of_this_size, v.args))
    if not v.is_nonnegative:
        raise OutsideArithmetic(f"{v} may be negative, and then has no logarithm")
    if vanishes(v):
        raise ValueError(f"log 0 has no value, and {v} is 0")
    return v


def _divisor(v: sympy.Expr) -> sympy.Expr:
    """v itself. Raises ZeroDivisionError where it is 0 for all values of its symbols."""
    if v == 0 or (not (v.is_Rational or v.is_Symbol) and vanishes(v)):
        raise ZeroDivisionError(f"a division by {v}, which is 0 whatever its symbols are")
    return v


def _with_value(v: sympy.Expr, what: str) -> sympy.Expr:
    if v.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.I):
        raise ZeroDivisionError(f"{what} has no value among real numbers")
    return v


class SymbolicMatrix(Matrix):
    """A matrix of expressions; ``known_inverse`` is the free symbol matrix V when this is W = V⁻¹."""

    called: ClassVar[str] = "symbols"

    def __init__(self, raw: sympy.Matrix | None, known_inverse: sympy.Matrix | None = None) -> None:
        self._raw, self._inverse = raw, known_inverse

    @classmethod
    def with_free_inverse(cls, V: sympy.Matrix) -> SymbolicMatrix:
        """W, given as the inverse of a matrix V of free symbols."""
        return cls(None, V)

    @property
    def raw(self) -> sympy.Matrix:
        if self._raw is None:
            V = self._inverse
            assert V is not None
            self._raw = V.adjugate() / _divisor(V.det(method="berkowitz"))
        return self._raw

    @property
    def shape(self) -> tuple[int, int]:
        known = self._raw if self._raw is not None else self._inverse
        assert known is not None
        return (known.rows, known.cols)

    def entries(self) -> list[sympy.Expr]:
        """All entries, row by row."""
        return list(self.raw)

    def _new(self, rows: int, columns: int, entries: Sequence[Any]) -> SymbolicMatrix:
        return SymbolicMatrix(sympy.Matrix(rows, columns, list(entries)))

    def constant(self, value: Any) -> SymbolicMatrix:
        return self._new(1, 1, [_expression(value)])

    def log_two_pi(self) -> LogMatrix:
        return LogMatrix(self.constant(0), self.constant(1), Fraction(1))

    def _entrywise(self, other: Any, operation: Any) -> SymbolicMatrix:
        shape, pairs = broadcast(self, other)
        return self._new(*shape, [operation(a, b) for a, b in pairs])

    def plus(self, other: Matrix) -> Matrix:
        return self._entrywise(other, lambda a, b: a + b)

    def times(self, other: Matrix) -> SymbolicMatrix:
        return self._entrywise(other, lambda a, b: a * b)

    def over(self, other: Matrix) -> SymbolicMatrix:
        return self._entrywise(other, lambda a, b: a / _divisor(b))

    def product(self, other: Any) -> SymbolicMatrix:
        return SymbolicMatrix(self.raw * other.raw)

    def transpose(self) -> SymbolicMatrix:
        known = None if self._inverse is None else self._inverse.T
        return SymbolicMatrix(None if self._raw is None else self._raw.T, known)

    def inverse(self) -> SymbolicMatrix:
        if self._inverse is not None:
            return SymbolicMatrix(self._inverse, self._raw)
        if self.raw.is_diagonal() and 0 not in self.raw.diagonal():
            return SymbolicMatrix(sympy.diag(*[1 / v for v in self.raw.diagonal()]))
        determinant = self.raw.det(method="berkowitz")
        if normal(determinant) == 0:
            raise ZeroDivisionError("a singular matrix has no inverse")
        return SymbolicMatrix(self.raw.adjugate() / determinant)

    def determinant(self) -> SymbolicMatrix:
        if self._raw is None and self._inverse is not None:
            return self._new(1, 1, [1 / _divisor(self._inverse.det(method="berkowitz"))])
        return self._new(1, 1, [self.raw.det(method="berkowitz")])

    def log_abs_determinant(self) -> LogMatrix:
        return LogMatrix.log_of(self.determinant())

    def diagonal(self) -> SymbolicMatrix:
        if self.shape[1] != 1:
            raise ValueError(f"diag needs a column, got shape {self.shape}")
        return SymbolicMatrix(sympy.diag(*self.entries()))

    def entry(self, i: int, j: int = 1) -> SymbolicMatrix:
        rows, columns = self.shape
        if not (1 <= i <= rows and 1 <= j <= columns):
            raise no_entry(i, j, self.shape)
        return self._new(1, 1, [self.raw[i - 1, j - 1]])

    def total(self) -> SymbolicMatrix:
        return self._new(1, 1, [sympy.Add(*self.entries())])

    def apply(self, function: str) -> Matrix:
        if function == "log":
            return self._logarithm()
        if function == "log1p":
            return self._new(*self.shape, [1 + v for v in self.entries()])._logarithm()
        # the argument is brought to normal form first, so that s(σ(t)) meets σ and not a sum that equals it
        of = _functions().get(function)
        if of is None:
            raise OutsideArithmetic(f"{function} is not known to computer algebra here: balls decide it")
        entries = [normal(v) for v in self.entries()]
        if function == "sqrt" and any(v.is_negative for v in entries):
            raise ValueError("a root needs numbers from 0 on")
        return self._new(*self.shape, [_with_value(of(v), f"{function}({v})") for v in entries])

    def root(self, n: int, power: int = 1) -> Matrix:
        """The entrywise power/n. Raises OutsideArithmetic for an entry that may be negative."""
        entries = [normal(v) for v in self.entries()]
        if n % 2 and not all(v.is_nonnegative for v in entries):
            raise OutsideArithmetic(f"the power {Fraction(power, n)} of a symbol that may be negative: balls decide it")
        return self._new(*self.shape, [sympy.root(v, n) for v in entries]) ** power

    def raised(self, n: Matrix) -> Matrix:
        """The entrywise power. Raises OutsideArithmetic for an entry that is not known to be positive."""
        shape, pairs = broadcast(self, n)
        if not all(v.is_positive for v, _ in pairs):
            raise OutsideArithmetic("a power of a symbol that may be negative or 0: balls decide it")
        return self._new(*shape, [v**m for v, m in pairs])

    def pi(self) -> SymbolicMatrix:
        return self._new(1, 1, [sympy.pi])

    def as_rational(self) -> Fraction | None:
        v = self.entries()[0]
        return Fraction(int(v.p), int(v.q)) if self.shape == (1, 1) and v.is_Rational else None

    def possible_signs(self) -> Collection[int]:
        """Known for what vanishes, and for numbers. A symbol has every sign: no branch on it proves anything."""
        v = self.entries()[0]
        if vanishes(v):
            return (0,)
        # in normal form the symbols of x + 1 − x are gone
        v = normal(v)
        if not v.free_symbols and (sign := sign_of(v, {})) is not None:
            return (sign,)
        raise OutsideArithmetic(
            f"computer algebra does not see whether {v} is below, at or above 0: rationals and balls do"
        )

    def _logarithm(self) -> LogMatrix:
        """log, entrywise, as log|q| with |q| = this matrix. Raises OutsideArithmetic where an entry may be negative."""
        return LogMatrix.log_of(self._new(*self.shape, [_of_this_size(v) for v in self.entries()]))

    def exp_of_logarithm(self, logarithm: Any) -> SymbolicMatrix:
        """exp(a + c·log 2π + log|q|) = eᵃ (2π)ᶜ |q|."""
        power = (2 * sympy.pi) ** sympy.Rational(logarithm.c.numerator, logarithm.c.denominator)
        pairs = zip(logarithm.a.entries(), logarithm.q.entries(), strict=True)
        return self._new(*self.shape, [sympy.exp(sympy.expand(a)) * power * sympy.Abs(q) for a, q in pairs])

    def by_sign(self, negative: Matrix, positive: Matrix) -> Matrix:
        try:
            signs = [next(iter(v.possible_signs())) for v in self.scalars()]
        except OutsideArithmetic:
            raise OutsideArithmetic("the sign of a symbol is not known: rationals and balls decide it") from None
        zero = self._new(*self.shape, [0] * len(signs))
        below, above = (broadcast(zero, v)[1] for v in (negative, positive))
        return self._new(
            *self.shape, [n if s < 0 else p for s, (_, n), (_, p) in zip(signs, below, above, strict=True)]
        )

    def stack(self, columns: Sequence[Sequence[Any]]) -> SymbolicMatrix:
        if any(cell.shape != (1, 1) for row in columns for cell in row):
            raise ValueError("only numbers can be stacked")
        return self._new(len(columns), len(columns[0]), [cell.entries()[0] for row in columns for cell in row])

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("computer algebra does not solve equations by enclosure: balls decide this one")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a symbol has no radius")

    def is_zero(self) -> bool:
        return all(map(vanishes, self.entries()))

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Equal for all values where every entry of the difference is proved to vanish; refuted where one is non-zero at a
        rational point, exactly or in balls. Between them lies what computer algebra does not see."""
        if self.shape != other.shape:
            raise ValueError(f"the two sides have shapes {self.shape} and {other.shape}")
        differences = [a - b for a, b in zip(self.entries(), other.entries(), strict=True)]
        words = str(self), str(other)
        if unproved := [v for v in differences if not vanishes(v)]:
            return _unproved(unproved, *words)
        return Comparison(Verdict.HOLDS, *words, trivial=all(v == 0 for v in self.entries()))

    def at_most(self, other: Self) -> Comparison:
        """left ≤ right for all values where right − left is proved to be a sum of terms ≥ 0 (`never_negative`), refuted
        where a rational point has left > right. Raises OutsideArithmetic for what is neither."""
        if self.shape != (1, 1) or other.shape != (1, 1):
            raise ValueError(f"≤ compares two numbers, got shapes {self.shape} and {other.shape}")
        difference = other.entries()[0] - self.entries()[0]
        words = str(self), str(other)
        if refuting_point(difference, below=True):
            return Comparison(Verdict.REFUTED, *words, relation="≤")
        if never_negative(difference):
            return Comparison(Verdict.HOLDS, *words, relation="≤", trivial=self.is_zero() and other.is_zero())
        raise OutsideArithmetic(
            f"computer algebra does not see whether {self} ≤ {other}: rationals and balls decide it"
        )

    def logarithms_equal(self, mine: LogMatrix, its: LogMatrix) -> Comparison:
        """Equal where (q/q′)² exp 2(a − a′) is proved to be 1; refuted where they differ at a rational point."""
        q = [sympy.Abs(a / _divisor(b)) for a, b in zip(mine.q.entries(), its.q.entries(), strict=True)]  # type: ignore[attr-defined]
        c = mine.c - its.c
        shift = sympy.Rational(c.numerator, c.denominator) * sympy.log(2 * sympy.pi)
        a = (mine.a - its.a).entries()  # type: ignore[attr-defined]
        if c == 0 and all(vanishes(sympy.exp(2 * u) * v**2 - 1) for u, v in zip(a, q, strict=True)):
            return Comparison(Verdict.HOLDS, str(mine), str(its))
        return _unproved([u + shift + sympy.log(v) for u, v in zip(a, q, strict=True)], str(mine), str(its))

    def __str__(self) -> str:
        return written(self.raw.tolist())


def _unproved(differences: Sequence[sympy.Expr], left: str, right: str) -> Comparison:
    """Refuted by a point where a difference is not 0; undecided where none is found."""
    if any(map(refuting_point, differences)):
        return Comparison(Verdict.REFUTED, left, right)
    needs = f"computer algebra does not see whether {differences[0]} is 0 for all values: balls decide it"
    return Comparison(Verdict.UNDECIDED, left, right, needs=needs)


@dataclass(frozen=True)
class Symbols(Matrices):
    """The symbolic arithmetic."""

    grade: ClassVar[Grade] = Grade.SYMBOLIC

    def matrix(self, rows: Sequence[Sequence[Any]]) -> SymbolicMatrix:
        """The matrix with these rows of exact numbers, expressions of sympy, and names, each a real number of any size."""
        return SymbolicMatrix(sympy.Matrix([[_expression(v) for v in row] for row in rows]))
