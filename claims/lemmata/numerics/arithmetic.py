"""What a case is lifted into: an arithmetic says how a number is known, and its matrices own their comparisons."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Grade

__all__ = ["Arithmetic", "Matrices", "Numbers", "in_force", "plain_number"]


class Arithmetic(ABC):
    """One way to know a number. A new one derives from this, or from `Numbers`, and needs no edit anywhere else.

    Attributes:
        grade: the grade of what is decided here.
    """

    grade: ClassVar[Grade]


class Matrices(Arithmetic):
    """An arithmetic with matrices."""

    @abstractmethod
    def matrix(self, rows: Sequence[Sequence[Any]]) -> Matrix:
        """The matrix with these rows of exact numbers."""

    def numbers(self, *values: Any) -> Iterator[Matrix]:
        """Each of these exact numbers as a 1×1 matrix."""
        return (self.matrix([[value]]) for value in values)


class Numbers(Matrices):
    """An arithmetic of numbers in which every rational has a value: what needs nothing but rationals is served by it."""


_in_force: ContextVar[Arithmetic | None] = ContextVar("_in_force", default=None)


@contextmanager
def in_force(arithmetic: Arithmetic) -> Iterator[None]:
    """While this lasts, plain numbers that a function of the vocabulary is given are numbers of this arithmetic: exp(1)."""
    before = _in_force.set(arithmetic)
    try:
        yield
    finally:
        _in_force.reset(before)


def plain_number(value: Any) -> Matrix | None:
    """An exact number in the arithmetic in force; None where there is none, or one without matrices."""
    arithmetic = _in_force.get()
    return arithmetic.matrix([[value]]) if isinstance(arithmetic, Matrices) else None
