"""What a comparison may say (`Verdict`), in which grade of evidence (`Grade`), and the numbers that it saw."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Comparison", "Grade", "OutsideArithmetic", "Unresolved", "Verdict", "all_of"]


class OutsideArithmetic(TypeError):
    """This case has no meaning in this arithmetic (sinh of a rational, the sign of a symbol): another one decides it."""


class Unresolved(ArithmeticError):
    """A ball too wide for what is asked of it (its sign, the next whole number): more bits may tell."""


class Verdict(StrEnum):
    """Three answers. *Undecided* is never a success: it asks for more precision or a larger sample."""

    HOLDS = "holds"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Grade(StrEnum):
    """How a verdict was reached, strongest first. `lemmata.record.grades` says each in words."""

    SYMBOLIC = "symbolic"
    EXACT = "exact"
    CERTIFIED = "certified"
    ROUNDED = "rounded"
    STATISTICAL = "statistical"


@dataclass(frozen=True)
class Comparison:
    """Two sides, and what comparing them says.

    Attributes:
        verdict: what the comparison decides on this case.
        left, right: both sides in words, with numbers.
        relation: what was asked of them: "=", "≤", "<" or "⇒".
        trivial: both sides agree for an empty reason (0 = 0); such a case never counts towards a floor.
        needs: for *undecided*, what would decide it.
        tightness: for inequalities, left / right.
        error_probability: what a statistical comparison spent.
    """

    verdict: Verdict
    left: str
    right: str
    relation: str = "="
    trivial: bool = False
    needs: str = ""
    tightness: float | None = None
    error_probability: float = 0.0

    def __bool__(self) -> bool:
        """Raises TypeError: *undecided* is neither true nor false."""
        raise TypeError(
            "a comparison is no truth value: join comparisons with all_of(a, b), and branch on numbers, x < y"
        )

    @property
    def sentence(self) -> str:
        """The comparison in one line."""
        if self.verdict is Verdict.HOLDS:
            return f"holds: {self.left} {self.relation} {self.right}"
        if self.verdict is Verdict.REFUTED:
            negated = {"=": " ≠", "≤": " >", "<": " ≥", "⇒": ", but not"}[self.relation]
            return f"refuted: {self.left}{negated} {self.right}"
        return f"undecided: {self.left} against {self.right}; {self.needs}"


def all_of(*comparisons: Comparison) -> Comparison:
    """The conjunction: refuted by the first refuted part, undecided by the first undecided one, trivial if all parts are.

    Parts that speak of a whole batch (`RoundedComparison`) join network by network.
    """
    batched = [c for c in comparisons if hasattr(c, "joined")]
    if batched:
        return batched[0].joined(comparisons)
    for verdict in (Verdict.REFUTED, Verdict.UNDECIDED):
        for comparison in comparisons:
            if comparison.verdict is verdict:
                return comparison
    return next((c for c in comparisons if not c.trivial), comparisons[0])
