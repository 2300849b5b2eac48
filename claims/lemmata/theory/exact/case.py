"""A case of a claim: exact numbers, and the arithmetics that they may be lifted into."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from lemmata.numerics.arithmetic import Arithmetic, Numbers
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.spelling import Spelled

__all__ = ["Case"]


class Case(Spelled, ABC):
    """The base of all cases: a frozen dataclass of exact numbers derives from it, and writes `lift`.

    Attributes:
        arithmetics: where the case has a meaning; what derives from one of them is served too.
        elsewhere: why it has none in any other, in a few words.
    """

    arithmetics: ClassVar[tuple[type[Arithmetic], ...]] = (Numbers,)
    elsewhere: ClassVar[str] = "numbers are decided exactly or in balls"

    @property
    def generic(self) -> bool:
        """Whether no symmetry of the case hides errors."""
        return True

    def into(self, arithmetic: Arithmetic) -> Any:
        """The case in one arithmetic. Raises OutsideArithmetic, saying why, where it has no meaning."""
        if not isinstance(arithmetic, self.arithmetics):
            raise OutsideArithmetic(self.elsewhere)
        return self.lift(arithmetic)

    @abstractmethod
    def lift(self, arithmetic: Any) -> Any:
        """The case in one of its ``arithmetics``. Raises OutsideArithmetic where this one has no meaning there all the same."""
