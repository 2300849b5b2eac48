"""The numbers of the sample-size calculation, as they stand on the slide: c, m, L, ε, Δ and the logarithm."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["AllSizes", "SampleSize", "SizeCase", "sample_size"]


@dataclass(frozen=True)
class SampleSize:
    """c, m, ε, Δ and Λ = log(Lm/ε) in one arithmetic."""

    c: Matrix
    m: Matrix
    epsilon: Matrix
    width: Matrix
    logarithm: Matrix

    @property
    def N(self) -> Matrix:
        """c·m·Λ/ε²."""
        return self.c * self.m * self.logarithm / (self.epsilon * self.epsilon)


@dataclass(frozen=True)
class SizeCase(Case):
    """The numbers of one calculation; any value of the logarithm."""

    c: Fraction
    m: int
    epsilon: Fraction
    width: Fraction
    logarithm: Fraction

    @property
    def generic(self) -> bool:
        """No number is 1, which would hide where it stands."""
        return 1 not in (self.c, self.m, self.epsilon, self.width, self.logarithm)

    def lift(self, arithmetic: Numbers) -> SampleSize:
        return SampleSize(*arithmetic.numbers(self.c, self.m, self.epsilon, self.width, self.logarithm))


@makes(SizeCase)
def sample_size(*, c: Number, m: int, epsilon: Number, width: Number, logarithm: Number) -> SizeCase:
    """One calculation. Raises ValueError where c, m, ε or Δ is not positive."""
    chosen, accuracy, length = exact_number(c), exact_number(epsilon), exact_number(width)
    if min(chosen, accuracy, length) <= 0 or m < 1:
        raise ValueError(f"c, m, ε and Δ are positive, got c = {chosen}, m = {m}, ε = {accuracy}, Δ = {length}")
    return SizeCase(chosen, m, accuracy, length, exact_number(logarithm))


@dataclass(frozen=True)
class AllSizes(Case):
    """Every value of c, m, ε, Δ > 0 and of the logarithm at once."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    def lift(self, arithmetic: Symbols) -> SampleSize:
        c, m, epsilon, width = sympy.symbols("c m ε Δ", positive=True)
        symbols = c, m, epsilon, width, sympy.Symbol("Λ", real=True)
        return SampleSize(*(SymbolicMatrix(sympy.Matrix([[symbol]])) for symbol in symbols))
