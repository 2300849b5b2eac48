"""Computer algebra: matrices of sympy expressions with an abstract σ. What is decided here holds for all values.

W⁻¹ is a free symbol matrix V, and W = V⁻¹ is only written out (adjugate over determinant) where a formula asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar, Self

import sympy

from lemmata.numerics.arithmetic import Matrices
from lemmata.numerics.exact_numbers import exact_number, name_of
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix, broadcast, written
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["SymbolicMatrix", "Symbols", "abstract_s", "abstract_sigma", "derivative_of_s"]


class derivative_of_s(sympy.Function):
    """s′ for the abstract s."""

    is_real = True


class abstract_s(sympy.Function):
    """The abstract s = σ⁻¹: all that is known is s(σ(t)) = t and that s′ exists."""

    is_real = True

    @classmethod
    def eval(cls, t: sympy.Expr) -> sympy.Expr | None:
        return t.args[0] if isinstance(t, abstract_sigma) else None

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return derivative_of_s(self.args[0])


class abstract_sigma(sympy.Function):
    """The abstract σ: σ(s(y)) = y and σ′(t) = 1/s′(σ(t))."""

    is_real = True

    @classmethod
    def eval(cls, t: sympy.Expr) -> sympy.Expr | None:
        return t.args[0] if isinstance(t, abstract_s) else None

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return 1 / derivative_of_s(self)


_FUNCTIONS: dict[str, Any] = {
    "s": abstract_s, "sigma": abstract_sigma, "ds": derivative_of_s, "abs": sympy.Abs, "exp": sympy.exp,
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


def _normal(expression: sympy.Expr) -> sympy.Expr:
    """Zero becomes 0: expand a polynomial, cancel a rational function. No numerical or heuristic test is involved."""
    expanded = sympy.expand(expression)
    return expanded if expanded == 0 or expanded.is_polynomial() else sympy.cancel(sympy.together(expanded))


def _canonical(expression: sympy.Expr) -> sympy.Expr:
    """The same expression with every argument of s, s′ and σ in normal form, so that equal terms look equal."""
    functions = (abstract_s, abstract_sigma, derivative_of_s)
    return expression.replace(lambda e: isinstance(e, functions), lambda e: e.func(_normal_argument(e.args[0])))


# The same few arguments stand on both sides, in every entry and every formula.
_normal_argument = lru_cache(maxsize=1 << 12)(_normal)


def _non_zero_at_a_witness(expression: sympy.Expr) -> bool:
    """Whether the expression is non-zero at one rational point with the concrete s(t) = t + t³, a smooth bijection of R.

    Exact, so *true* proves a non-zero, without expanding what does not vanish. *False* proves nothing.
    """
    if expression.has(abstract_sigma):
        return False
    concrete = expression.replace(abstract_s, lambda t: t + t**3).replace(derivative_of_s, lambda t: 1 + 3 * t**2)
    symbols = sorted(concrete.free_symbols, key=str)
    value = concrete.xreplace({v: sympy.Rational(sympy.prime(i + 4), 7) for i, v in enumerate(symbols)})
    return bool(value.is_Rational and value != 0)


def _vanishes(expression: sympy.Expr) -> bool:
    """Whether the normal form is 0, which takes long where it is not: there a witness mostly says so first."""
    return not _non_zero_at_a_witness(expression) and bool(_normal(expression) == 0)


def _of_this_size(v: sympy.Expr) -> sympy.Expr:
    """A q with |q| = v. Raises OutsideArithmetic for a v that may be negative: that has no logarithm."""
    if isinstance(v, sympy.Abs):
        return v.args[0]
    if isinstance(v, sympy.Mul):
        return sympy.Mul(*map(_of_this_size, v.args))
    if not v.is_nonnegative:
        raise OutsideArithmetic(f"{v} may be negative, and then has no logarithm")
    return v


class SymbolicMatrix(Matrix):
    """A matrix of expressions; ``known_inverse`` is the free symbol matrix V when this is W = V⁻¹."""

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
            self._raw = V.adjugate() / V.det(method="berkowitz")
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
        return other + self if isinstance(other, LogMatrix) else self._entrywise(other, lambda a, b: a + b)

    def times(self, other: Matrix) -> SymbolicMatrix:
        return self._entrywise(other, lambda a, b: a * b)

    def over(self, other: Matrix) -> SymbolicMatrix:
        return self._entrywise(other, lambda a, b: a / b)

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
        if _normal(determinant) == 0:
            raise ZeroDivisionError("a singular matrix has no inverse")
        return SymbolicMatrix(self.raw.adjugate() / determinant)

    def determinant(self) -> SymbolicMatrix:
        if self._raw is None and self._inverse is not None:
            return self._new(1, 1, [1 / self._inverse.det(method="berkowitz")])
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
            raise IndexError(f"no entry ({i}, {j}) in a matrix of shape {self.shape}")
        return self._new(1, 1, [self.raw[i - 1, j - 1]])

    def total(self) -> SymbolicMatrix:
        return self._new(1, 1, [sympy.Add(*self.entries())])

    def apply(self, function: str) -> Matrix:
        if function == "log":
            return self._logarithm()
        if function == "log1p":
            return self._new(*self.shape, [1 + v for v in self.entries()])._logarithm()
        # the argument is brought to normal form first, so that s(σ(t)) meets σ and not a sum that equals it
        return self._new(*self.shape, [_FUNCTIONS[function](_normal(v)) for v in self.entries()])

    def _logarithm(self) -> LogMatrix:
        """log, entrywise, as log|q| with |q| = this matrix. Raises OutsideArithmetic where an entry may be negative."""
        return LogMatrix.log_of(self._new(*self.shape, [_of_this_size(v) for v in self.entries()]))

    def exp_of_logarithm(self, logarithm: Any) -> SymbolicMatrix:
        """exp(a + c·log 2π + log|q|) = eᵃ (2π)ᶜ |q|."""
        power = (2 * sympy.pi) ** sympy.Rational(logarithm.c.numerator, logarithm.c.denominator)
        pairs = zip(logarithm.a.entries(), logarithm.q.entries(), strict=True)
        return self._new(*self.shape, [sympy.exp(sympy.expand(a)) * power * sympy.Abs(q) for a, q in pairs])

    def by_sign(self, negative: Matrix, positive: Matrix) -> Matrix:
        raise OutsideArithmetic("the sign of a symbol is not known; decide a piecewise-linear network exactly")

    def stack(self, columns: Sequence[Sequence[Any]]) -> SymbolicMatrix:
        if any(cell.shape != (1, 1) for row in columns for cell in row):
            raise ValueError("only numbers can be stacked")
        return self._new(len(columns), len(columns[0]), [cell.entries()[0] for row in columns for cell in row])

    def midpoint(self) -> SymbolicMatrix:
        return self

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a symbol has no radius")

    def is_zero(self) -> bool:
        return all(map(_vanishes, self.entries()))

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Equal for all values iff every entry of the difference has normal form 0.

        A difference that stays non-zero says *refuted*; it counts only once a rational witness confirms it.
        """
        if self.shape != other.shape:
            raise ValueError(f"the two sides have shapes {self.shape} and {other.shape}")
        pairs = list(zip(self.entries(), other.entries(), strict=True))
        apart = any(_non_zero_at_a_witness(a - b) for a, b in pairs)
        same = not apart and all(_vanishes(_canonical(a) - _canonical(b)) for a, b in pairs)
        verdict = Verdict.HOLDS if same else Verdict.REFUTED
        trivial = same and all(v == 0 for v in self.entries())
        return Comparison(verdict, str(self), str(other), trivial=trivial)

    def logarithms_equal(self, mine: LogMatrix, its: LogMatrix) -> Comparison:
        """Free symbols: logarithms that differ in form differ somewhere. A rational witness has to confirm it."""
        return Comparison(Verdict.REFUTED, str(mine), str(its))

    def __str__(self) -> str:
        return written(self.raw.tolist())


@dataclass(frozen=True)
class Symbols(Matrices):
    """The symbolic arithmetic."""

    grade: ClassVar[Grade] = Grade.SYMBOLIC

    def matrix(self, rows: Sequence[Sequence[Any]]) -> SymbolicMatrix:
        """The matrix with these rows of exact numbers, expressions of sympy, and names, each a real number of any size."""
        return SymbolicMatrix(sympy.Matrix([[_expression(v) for v in row] for row in rows]))
