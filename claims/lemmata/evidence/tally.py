"""The comparisons of one form in one grade, counted: each distinct case once."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from lemmata.evidence.shared_cases import Case, key_of_case
from lemmata.numerics.verdict import Comparison, Verdict

__all__ = ["Tally"]


@dataclass
class Tally:
    """Comparisons so far. A case is known by its spelling: two that are spelled alike are one.

    Attributes:
        seen: the cases that count, each with whether it was drawn. Trivial comparisons are not among them. A spelling is kept
            as a digest, since a network may be spelled at any length.
        drawn, told, survived: how many draws there were, on how many of them it was decided whether the form holds, and on
            how many it does.
        search_cases: how many draws the first refutation by a draw took.
        refuted, undecided: the first case of each kind, with its comparison.
        spent: the error probability that all comparisons spent, trivial ones too.
        escalated: cases that floats left to balls.
        outside: draws that have no meaning in the arithmetic; the first of them, and why it has none.
        all_there_are: is every case that can be drawn among those looked at?
    """

    seen: dict[bytes, bool] = field(default_factory=dict)
    drawn: int = 0
    told: int = 0
    survived: int = 0
    search_cases: int | None = None
    refuted: tuple[Case, Comparison] | None = None
    undecided: tuple[Case, Comparison] | None = None
    tightness: float | None = None
    spent: float = 0.0
    at_largest: int = 0
    generic: int = 0
    escalated: int = 0
    outside: int = 0
    first_outside: Case = field(default_factory=dict)
    why_outside: str = ""
    all_there_are: bool = False

    @property
    def exhausted(self) -> bool:
        """Does the form hold in every case that can be drawn, and does one of them say something?"""
        decided = not self.outside and self.undecided is None and self.refuted is None
        return self.all_there_are and decided and self.drawn > 0

    def knows(self, case: Case, *, drawn: bool) -> bool:
        """Whether this case counts already. A draw counts for the search even where the case is a written one."""
        return self._knows(_digest(case), drawn)

    def _knows(self, key: bytes, drawn: bool) -> bool:
        return self.seen.get(key, False) if drawn else key in self.seen

    def add(self, case: Case, comparison: Comparison, *, drawn: bool) -> None:
        """Count one comparison, unless it is trivial or its case is known."""
        self.spent += comparison.error_probability
        key = _digest(case)
        if comparison.trivial or self._knows(key, drawn):
            return
        new = key not in self.seen
        self.seen[key] = drawn or self.seen.get(key, False)
        self.generic += new and all(_is_generic(value) for value in case.values())
        if comparison.tightness is not None:
            self.tightness = max(self.tightness or 0.0, comparison.tightness)
        if drawn:
            self.drawn += 1
        if comparison.verdict is Verdict.REFUTED:
            if self.refuted is None:
                self.refuted = case, comparison
            if drawn and self.search_cases is None:
                self.search_cases = self.drawn
        if drawn:
            self.told += comparison.verdict is not Verdict.UNDECIDED
            self.survived += comparison.verdict is Verdict.HOLDS
        if comparison.verdict is Verdict.UNDECIDED and self.undecided is None:
            self.undecided = case, comparison


def _digest(case: Case) -> bytes:
    """128 bits of what a case is known by: among 2³² cases two would share them with a probability below 2⁻⁶⁴."""
    return blake2b(key_of_case(case).encode(), digest_size=16).digest()


def _is_generic(value: Any) -> bool:
    """Whether a value of a case has no symmetry that hides errors: it may say so itself."""
    return bool(getattr(value, "generic", True))
