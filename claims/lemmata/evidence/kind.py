"""What an argument of a check is: its kind says which values it takes, how they are drawn, and what stands for all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from hypothesis.strategies import SearchStrategy

__all__ = ["Drawn", "Kind"]


class Kind(ABC):
    """The kind of one argument, given to `claim` as a keyword: ``q=rationals(but=1)``.

    From it follow the grades of a claim, its drawn cases and how they shrink, and how a case is spelled. A kind of one's
    own derives from this.

    Attributes:
        stands_for_all: whether `symbols` stand for infinitely many values: among plain ones computer algebra proves nothing
            more than rationals do.
    """

    stands_for_all: ClassVar[bool] = True

    @abstractmethod
    def strategy(self) -> SearchStrategy[Any]:
        """Draws values of a case, and shrinks towards small ones. Its draws keep every condition of the kind."""

    @abstractmethod
    def value(self, given: Any) -> Any:
        """The value of a case that somebody typed, such as 2, '1/2' or [[1, 0], [0, 1]]; one that is drawn is itself.

        Its repr is what is typed. Raises TypeError or ValueError, in one sentence, for what is not of this kind.
        """

    @abstractmethod
    def words(self, name: str) -> str:
        """Which values the argument of this name takes: "q rational, q ≠ 1"."""

    def symbols(self, name: str) -> Sequence[Any]:
        """Values that together stand for all that computer algebra is to decide; none where no symbol does."""
        return ()


class Drawn(Kind):
    """A Hypothesis strategy as a kind: computer algebra has nothing that stands for its draws."""

    def __init__(self, strategy: SearchStrategy[Any]) -> None:
        self._strategy = strategy

    def strategy(self) -> SearchStrategy[Any]:
        return self._strategy

    def value(self, given: Any) -> Any:
        return given

    def words(self, name: str) -> str:
        return f"{name} as drawn"
