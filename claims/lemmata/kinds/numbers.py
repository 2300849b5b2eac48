"""Kinds of numbers: rationals, which stand for the reals, and whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil
from numbers import Integral
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.kinds.values import ExactMatrix, SymbolicEntries
from lemmata.kinds.whole import Whole
from lemmata.late import sympy
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.theory.exact.spelling import typed

__all__ = ["Integers", "Interval", "Rationals", "integers", "rationals"]

# Where no bound is named numbers are drawn from [−16, 16]: there exp, tanh and erf are told apart from their limits with
# the bits that balls may take.
_REACH = 16
# How far from 0, from bounds and from what is left out some numbers are drawn: nearly there, and far away.
_EXTREME = (Fraction(1, 1000), Fraction(1, 100), Fraction(100), Fraction(1000))
# Denominators of drawn numbers.
_FINEST = 16
# Whole numbers that computer algebra goes through, from the least on.
_SHAPES = 7


class Interval:
    """An interval of rationals, open or closed at each end, without finitely many points: see `rationals`, which takes the
    same arguments and refuses the same ones."""

    def __init__(
        self,
        but: Number | Iterable[Number] = (),
        above: Number | None = None,
        below: Number | None = None,
        at_least: Number | None = None,
        at_most: Number | None = None,
    ) -> None:
        if (above is not None and at_least is not None) or (below is not None and at_most is not None):
            raise TypeError("an interval has one bound at each end: above or at_least, below or at_most")
        several = isinstance(but, Iterable) and not isinstance(but, str)
        self.but = tuple(exact_number(v) for v in but) if several else (exact_number(but),)  # type: ignore[union-attr]
        self.open_low, self.open_high = above is not None, below is not None
        low, high = above if self.open_low else at_least, below if self.open_high else at_most
        self.low = None if low is None else exact_number(low)
        self.high = None if high is None else exact_number(high)
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(
                f"no interval leads from {self.low} to {self.high}: the lower bound is below the upper one"
            )

    def __contains__(self, v: Fraction) -> bool:
        above = self.low is None or (v > self.low if self.open_low else v >= self.low)
        below = self.high is None or (v < self.high if self.open_high else v <= self.high)
        return above and below and v not in self.but

    def require(self, values: Iterable[Fraction], what: str) -> None:
        """Raises ValueError, in a sentence that begins with ``what``, where one of the values is not in the interval."""
        if not all(v in self for v in values):
            raise ValueError(f"{what} is not {' and '.join(self.conditions())}")

    def conditions(self) -> list[str]:
        """What is asked of a number, as it is written behind its name: "> 0", "≠ 1"."""
        found = [] if self.low is None else [f"{'>' if self.open_low else '≥'} {self.low}"]
        found += [] if self.high is None else [f"{'<' if self.open_high else '≤'} {self.high}"]
        return found + [f"≠ {v}" for v in self.but]

    @cached_property
    def _ends(self) -> tuple[Fraction, Fraction]:
        """The ends between which numbers are drawn."""
        low = -Fraction(_REACH) if self.low is None else self.low
        high = Fraction(_REACH) if self.high is None else self.high
        if low >= high:  # one end is named, and lies beyond the reach of the other
            return (high - 2 * _REACH, high) if self.low is None else (low, low + 2 * _REACH)
        return low, high

    def strategy(self) -> st.SearchStrategy[Fraction]:
        """Small numbers half of the time, and any with a denominator up to 16; they shrink to whole ones near 0."""
        low, high = self._ends
        width = high - low
        small = {Fraction(p, q) for q in (1, 2, 3, 4) for p in range(-4 * q, 4 * q + 1)}
        small |= {low, high} | {low + width * Fraction(k, 8) for k in range(1, 8)}
        # far out where no bound is named, and close to 0, to the bounds and to what is left out
        ends = {end for end in (Fraction(0), self.low, self.high, *self.but) if end is not None}
        extreme = {end + sign * size for end in ends for sign in (-1, 1) for size in _EXTREME}
        fitting = sorted((v for v in small if v in self), key=lambda v: (v.denominator, abs(v), v < 0))
        finest = max(_FINEST, ceil(64 / width))
        anywhere = st.fractions(low, high, max_denominator=max(finest, low.denominator, high.denominator))
        far = sorted((v for v in extreme if v in self), key=lambda v: (v.denominator, abs(v), v < 0))
        # in one list, so that they shrink to what stands before them; thrice, so that each is met
        return st.one_of(st.sampled_from(fitting + 3 * far), anywhere.filter(self.__contains__))

    def symbol(self, name: str) -> sympy.Symbol:
        """A real symbol of this name, known to be positive, negative or of one sign where the interval is."""
        if self.low is not None and self.low >= 0:
            strict = self.low > 0 or self.open_low or 0 in self.but
            return sympy.Symbol(name, positive=True) if strict else sympy.Symbol(name, nonnegative=True)
        return sympy.Symbol(name, real=True)


class Rationals(Kind):
    """Rational numbers of an interval: see `rationals`."""

    def __init__(self, interval: Interval) -> None:
        self.interval = interval

    def strategy(self) -> st.SearchStrategy[ExactMatrix]:
        return self.interval.strategy().map(_number)

    def value(self, given: Any) -> ExactMatrix:
        if isinstance(given, ExactMatrix):
            return given
        number = exact_number(given)
        self.interval.require([number], typed(number))
        return _number(number)

    def words(self, name: str) -> str:
        return ", ".join([f"{name} rational", *(f"{name} {each}" for each in self.interval.conditions())])

    def symbols(self, name: str) -> Sequence[SymbolicEntries]:
        return (SymbolicEntries(((self.interval.symbol(name),),)),)


def _number(v: Fraction) -> ExactMatrix:
    return ExactMatrix(((v,),), written_as=0, plain=v in (0, 1, -1))


def rationals(
    *,
    but: Number | Iterable[Number] = (),
    above: Number | None = None,
    below: Number | None = None,
    at_least: Number | None = None,
    at_most: Number | None = None,
) -> Rationals:
    """A number: ``rationals()``, ``rationals(but=1)``, ``rationals(above=0, at_most="1/2")``.

    Computer algebra decides it for every real number at once, rationals and balls on drawn ones: whole numbers and small
    fractions in [−16, 16] where no bound is named, some as far as ±1000, and some at 1/1000 from 0, from a bound and from
    what is left out.

    Args:
        but: a number that is left out, or several.
        above, below: bounds that are not attained.
        at_least, at_most: bounds that are.

    Raises:
        TypeError: for a float, which is not exact, and for two bounds at one end.
        ValueError: for an empty interval.
    """
    return Rationals(Interval(but, above, below, at_least, at_most))


class Integers(Kind):
    """Whole numbers between two bounds: see `integers`."""

    stands_for_all = False

    def __init__(self, low: int, high: int) -> None:
        bounds: tuple[object, object] = (low, high)
        for bound in bounds:
            if type(bound) is bool or not isinstance(bound, Integral):
                raise TypeError(f"integers(low, high) takes two whole numbers, got {bound!r}")
        if low > high:
            raise ValueError(f"no whole number lies between {low} and {high}: the lower bound comes first")
        self.low, self.high = int(low), int(high)

    def strategy(self) -> st.SearchStrategy[Whole]:
        return st.integers(self.low, self.high).map(Whole)

    def value(self, given: Any) -> Whole:
        number = exact_number(given)
        if number.denominator != 1:
            raise ValueError(f"{typed(number)} is no whole number")
        if not self.low <= number <= self.high:
            raise ValueError(f"{number} does not lie between {self.low} and {self.high}")
        return Whole(number)

    def words(self, name: str) -> str:
        if self.low == self.high:
            return f"{name} = {self.low}"
        tried = "" if self.high < self.low + _SHAPES else f" (beside symbols up to {self.low + _SHAPES - 1})"
        return f"{name} = {self.low}, …, {self.high}{tried}"

    def symbols(self, name: str) -> Sequence[Whole]:
        return [Whole(n) for n in range(self.low, min(self.high, self.low + _SHAPES - 1) + 1)]


def integers(low: int, high: int) -> Integers:
    """A whole number from ``low`` to ``high``, both included. The check gets an int, to count and to index with, whose
    quotients are exact: j / m is a fraction.

    Computer algebra goes through the first seven beside symbols. Drawn ones shrink towards 0, or to the bound next to it.

    Raises:
        TypeError: for bounds that are not whole.
        ValueError: for bounds that no number lies between.
    """
    return Integers(low, high)
