"""The birthday test: how often s independent draws from a law on K points are all different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["Birthdays", "BirthdaysCase", "birthdays", "draws_until_a_collision"]


@dataclass(frozen=True)
class Birthdays:
    """K points and s draws, in one arithmetic; ``all_different`` is the probability that no two draws agree.

    Attributes:
        uniform: whether all points are equally likely.
    """

    K: Matrix
    s: int
    all_different: Matrix
    uniform: bool


@dataclass(frozen=True)
class BirthdaysCase(Case):
    """A law by its counts: point i has weight counts[i] / Σ counts; points without weight count towards K."""

    counts: tuple[int, ...]
    s: int

    @property
    def generic(self) -> bool:
        """Weights that differ."""
        return len(set(self.counts)) > 1

    @cached_property
    def all_different(self) -> Fraction:
        """s!·e_s(p), e_s the elementary symmetric polynomial, by its recursion over the points."""
        e = [1] + [0] * self.s
        for count in self.counts:
            for k in range(self.s, 0, -1):
                e[k] += count * e[k - 1]
        return Fraction(factorial(self.s) * e[self.s], sum(self.counts) ** self.s)

    def lift(self, arithmetic: Numbers) -> Birthdays:
        K, p = arithmetic.numbers(len(self.counts), self.all_different)
        return Birthdays(K, self.s, p, uniform=not self.generic)


@makes(BirthdaysCase)
def birthdays(counts: Sequence[int], *, s: int) -> BirthdaysCase:
    """s draws from a law on len(counts) points: ``birthdays([1, 1], s=2)`` is two throws of a coin.

    Raises ValueError for no points, negative counts, all counts 0, and fewer than two draws.
    """
    if not counts or any(c < 0 for c in counts) or not any(counts):
        raise ValueError(f"counts are whole numbers ≥ 0 that are not all 0, got {list(counts)}")
    if s < 2:
        raise ValueError(f"one draw agrees with no other: s ≥ 2 is needed, got {s}")
    return BirthdaysCase(tuple(counts), s)


def draws_until_a_collision(counts: Sequence[int], probability: Fraction = Fraction(1, 2)) -> int:
    """The least s for which s draws agree somewhere with at least this probability, at most one more than the points."""
    s = 2
    while 1 - birthdays(counts, s=s).all_different < probability:
        s += 1
    return s
