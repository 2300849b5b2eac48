"""What a statement assumes of its case beside the kinds of its arguments: cases that break it are not judged."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.evidence.shared_cases import Case, lifted
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["Assumption", "BrokenAssumption"]

# Bits in which an assumption on a written case is decided where rationals do not.
_BITS = 512


class BrokenAssumption(OutsideArithmetic):
    """A case that a statement does not speak of."""


@dataclass(frozen=True)
class Assumption:
    """An assumption in words, as the docstring of the check states it, and its predicate on lifted values.

    Attributes:
        words: the assumption as it is read.
        predicate: takes some of the values of the check by their names, and returns a bool.
    """

    words: str
    predicate: Callable[..., bool]

    @property
    def parameters(self) -> Sequence[str]:
        """The names of the values that the predicate takes."""
        return tuple(inspect.signature(self.predicate).parameters)

    def require(self, arithmetic: Any, lift: Callable[[Any], Mapping[str, Any]]) -> None:
        """Raises BrokenAssumption where a case breaks it. ``lift`` takes the case into an arithmetic.

        Rationals decide where they have all values, for balls do not tell two equal numbers apart, and otherwise the
        arithmetic at hand. Symbols that do not tell stand for values that keep it, as they do for denominators that are not 0.
        """
        for numbers in (Rationals(), arithmetic):
            try:
                kept = self._kept(lift(numbers))
            except OutsideArithmetic:
                if numbers is arithmetic and not isinstance(arithmetic, Symbols):
                    raise
                continue
            if not kept:
                raise BrokenAssumption(f"this case breaks the assumption {self.words!r}")
            return

    def _kept(self, values: Mapping[str, Any]) -> bool:
        kept = self.predicate(**{name: values[name] for name in self.parameters})
        if kept is not True and kept is not False:
            raise TypeError(f"the assumption {self.words!r} returned {kept!r}: it is a comparison, or True or False")
        return kept

    def holds_for(self, case: Case) -> bool:
        """Whether a case keeps the assumption, decided by rationals, or else by balls, and taken for kept where neither can."""
        with precision(_BITS):
            try:
                self.require(Balls(_BITS), lambda arithmetic: lifted(arithmetic, case))
            except OutsideArithmetic as outside:
                return not isinstance(outside, BrokenAssumption)
        return True
