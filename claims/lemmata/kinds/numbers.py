"""Kinds of numbers: rationals, which stand for the reals, and whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property, partial
from math import ceil, floor
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
# So far out some numbers are drawn where no bound is named, and so many times nearer than a unit to 0, to
# bounds and to what is left out.
_FAR = st.integers(1, 1000)
# Small numbers reach so far, with denominators as large.
_SMALL = 4
# Denominators of drawn numbers; in an interval where they have fewer than 64 numerators, as many larger ones too.
_FINEST = 32
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
        """A small number, one far out or near an end, and thrice as often any; they shrink to whole ones near 0."""
        between, width = self._between(), self._ends[1] - self._ends[0]
        third = Fraction(len(between), 3)
        # Of two ways to a number the one with fewer choices counts as simpler, whatever the number: there is one choice of
        # the way. (And `st.one_of` takes each strategy once.) In a narrow interval few numbers are small.
        ways = [*_often(self._small(), third * min(Fraction(1), width)), *between, *_often(self._outlying(), third)]
        return st.sampled_from(ways).flatmap(lambda way: way).filter(self.__contains__)

    def _small(self) -> list[st.SearchStrategy[Fraction]]:
        low, high = max(self._ends[0], Fraction(-_SMALL)), min(self._ends[1], Fraction(_SMALL))
        return _grids(low, high, range(1, _SMALL + 1))

    def _between(self) -> list[st.SearchStrategy[Fraction]]:
        """Between the ends: one denominator is as likely as another, where it has a few numerators."""
        low, high = self._ends
        coarsest, finest = ceil(8 / (high - low)), max(_FINEST, ceil(64 / (high - low)))
        return _grids(low, high, sorted({*range(coarsest, _FINEST + 1), *range(finest - _FINEST + 1, finest + 1)}))

    def _outlying(self) -> list[st.SearchStrategy[Fraction]]:
        """Bounds, numbers near them, near 0 and near what is left out, and ones far out where no bound is named."""
        low, high = self._ends
        unit = min(Fraction(1), high - low)
        bounds = [bound for bound in (self.low, self.high) if bound is not None and bound in self]
        found: list[st.SearchStrategy[Fraction]] = [st.sampled_from(bounds)] if bounds else []
        for mark in sorted({Fraction(0), *self.but, *(v for v in (self.low, self.high) if v is not None)}):
            found += [_FAR.map(partial(_near, mark, s * unit)) for s in (1, -1) if mark + s * unit / 1000 in self]
        if self.high is None:
            found.append(_FAR.map(partial(_far, max(low, Fraction(0)), 1)))
        if self.low is None:
            found.append(_FAR.map(partial(_far, min(high, Fraction(0)), -1)))
        return found

    def symbol(self, name: str) -> sympy.Symbol:
        """A real symbol of this name, known to be positive, negative or of one sign where the interval is."""
        if self.low is not None and self.low >= 0:
            strict = self.low > 0 or self.open_low or 0 in self.but
            return sympy.Symbol(name, positive=True) if strict else sympy.Symbol(name, nonnegative=True)
        return sympy.Symbol(name, real=True)


def _over(q: int, p: int) -> Fraction:
    return Fraction(p, q)


def _near(mark: Fraction, unit: Fraction, n: int) -> Fraction:
    return mark + unit / n


def _far(mark: Fraction, sign: int, n: int) -> Fraction:
    return mark + sign * n


def _often(ways: list[st.SearchStrategy[Fraction]], times: Fraction) -> list[st.SearchStrategy[Fraction]]:
    """These over and over, about so many in all."""
    return ways * max(1, round(times / max(1, len(ways))))


def _grids(low: Fraction, high: Fraction, denominators: Iterable[int]) -> list[st.SearchStrategy[Fraction]]:
    """For each denominator the fractions from ``low`` to ``high``, which shrink towards 0."""
    ends = [(q, ceil(low * q), floor(high * q)) for q in denominators]
    return [st.integers(p, r).map(partial(_over, q)) for q, p, r in ends if p <= r]


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

    Computer algebra decides it for every real number at once, rationals and balls on drawn ones: whole numbers and fractions
    in [−16, 16] where no bound is named, the small ones more often; some as far as ±1000, and some as near as 1/1000 to 0, to a
    bound and to what is left out.

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
