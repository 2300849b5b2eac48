"""What a decider is asked, and what it answers. Neither says anything of roles or of what is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lemmata.evidence.assumptions import Assumption
from lemmata.evidence.forms import ClaimError
from lemmata.evidence.shared_cases import Case, Lifts, lifted, parameters_of
from lemmata.numerics.arithmetic import in_force
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["Check", "Counterexample", "Decision", "Question"]

Check = Callable[..., Comparison]


@dataclass(frozen=True)
class Question:
    """What a decider is asked: does ``check`` hold for ``formula``?

    ``rivals`` are the other formulas of the claim: a float bound that cannot tell the formula from them decides nothing.
    ``checks`` names the check of each grade in which a counterexample is confirmed, as its replay will use it.
    ``assumes`` leaves out cases. ``lifts`` are lifted cases that may be shared with other questions. ``settled`` says that
    the formula is refuted already, by a draw too: a case only tells something of a share.
    """

    check: Check
    formula: Callable[..., Any]
    written: Sequence[Case]
    rivals: Sequence[Callable[..., Any]] = ()
    checks: Mapping[Grade, Check] = field(default_factory=dict)
    assumes: Sequence[Assumption] = ()
    lifts: Lifts | None = None
    settled: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the values of a case."""
        return parameters_of(self.check)

    def confirming(self, grade: Grade) -> Question:
        """The same question, asked by the check that stands for this grade."""
        return replace(self, check=self.checks.get(grade, self.check))

    def ask(self, arithmetic: Any, case: Case) -> Comparison:
        """The comparison on one case, lifted into one arithmetic. Raises BrokenAssumption where the case breaks one."""
        for assumption in self.assumes:
            assumption.require(arithmetic, lambda numbers: self.lift(numbers, case))
        values = self.lift(arithmetic, case)
        with in_force(arithmetic):
            return self._asked(self.formula, values)

    def ask_with_rivals(self, arithmetic: Any, case: Case) -> list[Comparison]:
        """The comparison for the formula and for each rival, on one lifted case: its truth side is computed once."""
        values = self.lift(arithmetic, case)
        with in_force(arithmetic):
            comparisons = [self._asked(self.formula, values)]
            for rival in self.rivals:
                try:
                    comparisons.append(self._asked(rival, values))
                except OutsideArithmetic:  # a rival that has no value here is not told apart: balls decide
                    comparisons.append(comparisons[0])
        return comparisons

    def _asked(self, formula: Callable[..., Any], values: Mapping[str, Any]) -> Comparison:
        """What the check says. Raises ClaimError where that is no comparison."""
        comparison: object = self.check(formula, **values)
        if not isinstance(comparison, Comparison):
            shown = " ".join(repr(comparison).split())
            found = shown if len(shown) <= 40 else f"a {type(comparison).__name__}"
            raise ClaimError(f"the check returned {found}: return equal(left, right), at_most(left, right) or the like")
        return comparison

    def lift(self, arithmetic: Any, case: Case) -> dict[str, Any]:
        """The case in one arithmetic."""
        return lifted(arithmetic, case) if self.lifts is None else self.lifts.of(arithmetic, case)


@dataclass(frozen=True)
class Counterexample:
    """A confirmed refutation: the case, what was said of it and by which arithmetic, whether the case was written down
    or drawn, and, where the comparison took samples, their seed and what it spent."""

    case: Case
    sentence: str
    confirmed_by: Grade
    written: bool = False
    seed: int | None = None
    spent: float = 0.0


@dataclass
class Decision:
    """What was found. ``cases`` counts distinct, non-trivial comparisons; ``survives`` is the share of drawn cases that
    it holds on, among those that are decided; ``search_cases`` is how many draws the first refutation took; ``escalated``
    counts cases that floats left to balls; ``exhausted`` says that there are no other cases than these; ``needs`` says what
    an undecided form lacks."""

    verdict: Verdict = Verdict.UNDECIDED
    cases: int = 0
    at_largest: int = 0
    generic: int = 0
    escalated: int = 0
    exhausted: bool = False
    search_cases: int | None = None
    survives: float | None = None
    tightness: float | None = None
    error_probability: float | None = None
    counterexample: Counterexample | None = None
    needs: str = ""
