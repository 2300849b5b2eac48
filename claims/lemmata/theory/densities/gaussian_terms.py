"""Formulas read off whole regions: numbers q·(2π)^c·e^p, with rational polynomials q and p of the point, exactly.

A density of the lecture is put together from affine maps, signs, products and one exponential. Asked for its value at the
point itself, as a polynomial, it says what it is on all of a region; a region answers each question for a sign, and so
knows where the answer changes. No kink needs to be known beforehand, and none can be overlooked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, ClassVar

from flint import Ordering, fmpq_mpoly, fmpq_mpoly_ctx

from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.regions import Region, coefficients

__all__ = ["Term", "TermMatrix", "term_of"]

_RING = fmpq_mpoly_ctx.get(("u", "v"), Ordering.lex)
_COORDINATES = _RING.gens()


@dataclass(frozen=True)
class Term:
    """q·(2π)^c·e^p on a region; the region is None for numbers."""

    q: fmpq_mpoly
    p: fmpq_mpoly
    c: Fraction = Fraction(0)
    region: Region | None = None

    def _like(self, other: Term) -> Region | None:
        return self.region or other.region

    def __neg__(self) -> Term:
        return Term(-self.q, self.p, self.c, self.region)

    def __add__(self, other: Term) -> Term:
        if not self.q or not other.q:
            kept = self if self.q else other
            return Term(kept.q, kept.p, kept.c, self._like(other))
        if (self.p, self.c) != (other.p, other.c):
            raise OutsideArithmetic("a sum of two different exponentials is not read off")
        return Term(self.q + other.q, self.p, self.c, self._like(other))

    def __mul__(self, other: Term) -> Term:
        return Term(self.q * other.q, self.p + other.p, self.c + other.c, self._like(other))

    def __truediv__(self, other: Term) -> Term:
        if not other.q.is_constant():
            raise OutsideArithmetic("a quotient of polynomials is not read off")
        inverse = 1 / rational(coefficients(other.q).get((0, 0), 0))
        return self * Term(_RING.constant(inverse), -other.p, -other.c, other.region)

    def sign(self) -> int:
        """The sign of q, as powers of e and of 2π are positive."""
        if self.q.is_constant():
            constant = coefficients(self.q).get((0, 0), 0)
            return (constant > 0) - (constant < 0)
        assert self.region is not None
        return self.region.sign(self.q)

    def __abs__(self) -> Term:
        return -self if self.sign() < 0 else self

    def exp(self) -> Term:
        """e^q, of a polynomial q."""
        if self.p or self.c:
            raise OutsideArithmetic("the exponential of an exponential is not read off")
        return Term(_RING.constant(1), self.q, Fraction(0), self.region)


def _term(value: Any) -> Term:
    return value if isinstance(value, Term) else Term(_RING.constant(rational(value)), _RING.constant(0))


class _Grid:
    """The little of a flint matrix that is asked of a matrix of terms."""

    def __init__(self, rows: int, columns: int, entries: Sequence[Term]) -> None:
        self._shape, self._entries = (rows, columns), list(entries)

    def nrows(self) -> int:
        return self._shape[0]

    def ncols(self) -> int:
        return self._shape[1]

    def entries(self) -> list[Term]:
        return self._entries

    def __getitem__(self, place: tuple[int, int]) -> Term:
        return self._entries[place[0] * self._shape[1] + place[1]]

    def __neg__(self) -> _Grid:
        return _Grid(*self._shape, [-v for v in self._entries])

    def __add__(self, other: _Grid) -> _Grid:
        return _Grid(*self._shape, [a + b for a, b in zip(self._entries, other._entries, strict=True)])

    def __mul__(self, other: _Grid | Term) -> _Grid:
        if isinstance(other, Term):
            return _Grid(*self._shape, [v * other for v in self._entries])
        rows, inner, columns = *self._shape, other._shape[1]
        places = product(range(rows), range(columns))
        return _Grid(
            rows, columns, [sum((self[i, k] * other[k, j] for k in range(inner)), _term(0)) for i, j in places]
        )

    def __truediv__(self, other: Term) -> _Grid:
        return _Grid(*self._shape, [v / other for v in self._entries])

    def det(self) -> Term:
        """Along the first row."""
        n = self._shape[0]
        if n == 1:
            return self._entries[0]
        minors = [
            _Grid(n - 1, n - 1, [self[i, k] for i in range(1, n) for k in range(n) if k != j]).det() for j in range(n)
        ]
        signed = [-minor if j % 2 else minor for j, minor in enumerate(minors)]
        return sum((self[0, j] * minor for j, minor in enumerate(signed)), _term(0))


class TermMatrix(FlintMatrix):
    """A matrix of terms."""

    called: ClassVar[str] = "terms of a density"
    kind: ClassVar[Any] = _Grid
    number = staticmethod(_term)

    @classmethod
    def point(cls, region: Region, dimension: int) -> TermMatrix:
        """The point of the region as a column, its own coordinates the variables."""
        return cls.of([[Term(v, _RING.constant(0), Fraction(0), region)] for v in _COORDINATES[:dimension]])

    functions: ClassVar[dict[str, Callable[[Any], Any]]] = {"abs": abs, "exp": Term.exp}

    def apply(self, function: str) -> Matrix:
        if function == "log":
            if any(v.sign() <= 0 for v in self.entries()):
                raise ValueError("the logarithm needs positive numbers")
            return self._logarithms()
        if function not in self.functions:
            raise OutsideArithmetic(f"{function} is not read off as a term of a density")
        return super().apply(function)

    def _logarithms(self) -> LogMatrix:
        """log|·|, entrywise."""
        terms = self.entries()
        (c,) = {v.c for v in terms}
        zero = _RING.constant(0)
        a = self._new(*self.shape, [Term(v.p, zero, Fraction(0), v.region) for v in terms])
        return LogMatrix(a, self._new(*self.shape, [Term(v.q, zero, Fraction(0), v.region) for v in terms]), c)

    def log_abs_determinant(self) -> Matrix:
        return self.determinant()._logarithms()

    def log_two_pi(self) -> LogMatrix:
        return LogMatrix(self.constant(0), self.constant(1), Fraction(1))

    def exp_of_logarithm(self, logarithm: Any) -> Matrix:
        parts = zip(logarithm.a.entries(), logarithm.q.entries(), strict=True)
        return self._new(*self.shape, [Term(abs(q).q, a.q, logarithm.c, a.region or q.region) for a, q in parts])

    @staticmethod
    def choose(v: Term, n: Term, p: Term) -> Term:
        return n if v.sign() < 0 else p

    def is_zero(self) -> bool:
        return not any(v.q for v in self.entries())

    def as_rational(self) -> Fraction | None:
        v = self.scalar
        plain = v is not None and v.q.is_constant() and not v.p and not v.c
        return coefficients(v.q).get((0, 0), Fraction(0)) if plain else None

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("terms are not solved for")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("terms are not solved for")


def term_of(value: Matrix) -> Term:
    """The one number that a formula has found, as a term. Raises OutsideArithmetic for what is no such number."""
    if isinstance(value, RationalMatrix):
        return _term(as_fraction(value))
    if not isinstance(value, TermMatrix) or value.scalar is None:
        raise OutsideArithmetic(f"{value.called} of shape {value.shape} are not read off as one term of a density")
    found: Term = value.scalar
    return found
