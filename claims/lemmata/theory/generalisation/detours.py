"""Expectations of two discriminators f_θ and f_θ̂ under three laws on the same points: real, samples, generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["AllExpectations", "Expectations", "ExpectationsCase", "expectations"]

Law = tuple[Fraction, ...]


@dataclass(frozen=True)
class Expectations:
    """E f_θ under P_real, P_samples and P_gen, and E f_θ̂ (``hat``) under the same laws, in one arithmetic."""

    real: Matrix
    samples: Matrix
    gen: Matrix
    hat_real: Matrix
    hat_samples: Matrix
    hat_gen: Matrix


@dataclass(frozen=True)
class ExpectationsCase(Case):
    """Values of f_θ and f_θ̂ at finitely many points, and three laws there."""

    f: Law
    hat: Law
    real: Law
    samples: Law
    gen: Law

    @property
    def generic(self) -> bool:
        """Six different expectations."""
        return len(set(self._numbers())) == 6

    def _numbers(self) -> list[Fraction]:
        return [
            sum((v * w for v, w in zip(values, law, strict=True)), Fraction(0))
            for values in (self.f, self.hat)
            for law in (self.real, self.samples, self.gen)
        ]

    def lift(self, arithmetic: Numbers) -> Expectations:
        return Expectations(*arithmetic.numbers(*self._numbers()))


@makes(ExpectationsCase)
def expectations(
    *,
    f: Sequence[Number],
    hat: Sequence[Number],
    real: Sequence[Number],
    samples: Sequence[Number],
    gen: Sequence[Number],
) -> ExpectationsCase:
    """Two functions by their values, three laws by their weights.

    Raises ValueError for lists of different lengths and for weights that are negative or do not sum to 1.
    """
    rows = [exact_row(row) for row in (f, hat, real, samples, gen)]
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"one value and one weight for each point, got lists of lengths {[len(row) for row in rows]}")
    for name, law in zip(("real", "samples", "gen"), rows[2:], strict=True):
        if any(w < 0 for w in law) or sum(law) != 1:
            raise ValueError(f"the weights of {name} are ≥ 0 and sum to 1, got sum {sum(law, Fraction(0))}")
    return ExpectationsCase(*rows)


@dataclass(frozen=True)
class AllExpectations(Case):
    """Every value of the six expectations at once."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    def lift(self, arithmetic: Symbols) -> Expectations:
        names = ["E_r[f]", "E_s[f]", "E_g[f]", "E_r[f̂]", "E_s[f̂]", "E_g[f̂]"]
        return Expectations(*(SymbolicMatrix(sympy.Matrix([[sympy.Symbol(n, real=True)]])) for n in names))
