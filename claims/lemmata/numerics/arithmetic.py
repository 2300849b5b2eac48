"""What a case is lifted into: an arithmetic says how a number is known, and its matrices own their comparisons."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Grade

__all__ = ["Arithmetic", "Matrices", "Numbers"]


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
