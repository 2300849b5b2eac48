"""How one form is decided in one grade: the steps that all grades share. See `grades` for what each one adds to them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

from lemmata.evidence.as_python import spelled
from lemmata.evidence.assumptions import BrokenAssumption
from lemmata.evidence.drawing import seed_for, smallest
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Check, Counterexample, Decision, Question
from lemmata.evidence.shared_cases import Case, Place, Shared, Source, key_of_case, require_unchanged
from lemmata.evidence.slips import check_strategies
from lemmata.evidence.tally import Tally
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["Decider", "shared_cases"]

# Draws from which the share of cases that a refuted form survives is measured.
_SHARE = 60
# Rounds in a row that bring nothing new before drawing ends: rejections alone must not look like it.
_FRUITLESS = 5
# Seeds per wanted case of the largest size: two of them may make the same case, or one that says nothing.
_SPARE = 4
# Claims in a grade whose cases are kept: the forms of one claim follow each other, its grades in turn.
_KEPT = 8


class Decider(ABC):
    """One grade of one claim: where its cases come from, and how one of them is compared.

    A new grade is a subclass with a ``grade`` and a ``compare``. It overrides ``confirm`` where a refutation needs more
    than that comparison, and ``decide`` where cases come from elsewhere.

    Args:
        strategies: one Hypothesis strategy per parameter of the check.
        largest: seed ↦ value of the check's one parameter, at the largest size the claim names. Where the check takes
            several, seed ↦ mapping of their names to values.
        heaviest: the same, too dear for every run: the profile says how many, and only `thorough` asks for any. They
            count as cases, not towards the floor at the largest size.
        check: a check of its own for this grade (another road to the truth side); by default the claim's.
        special: where half of the cases cannot be generic (d ≥ 2, l ≥ 2, no symmetry), why.
    """

    grade: ClassVar[Grade]
    whole = False
    """Must every draw have a meaning in the arithmetic? So it is where kinds have chosen it, and not an author."""

    def __init__(
        self,
        *,
        largest: Source | None = None,
        heaviest: Source | None = None,
        check: Check | None = None,
        special: str | None = None,
        **strategies: Any,
    ) -> None:
        check_strategies(self.grade.value, strategies)
        self.strategies, self.largest, self.heaviest = strategies, largest, heaviest
        self.check, self.special = check, special

    @property
    def drawn(self) -> Collection[str] | None:
        """The parameters of the check that cases are drawn for; None where cases come from elsewhere."""
        return tuple(self.strategies) if type(self).decide is Decider.decide else None

    @abstractmethod
    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        """The comparison on one case. More bits or a larger sample, where they may decide it, are tried here."""

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        """The confirmed refutation, or None. By default the comparison was exact or in balls, and needs no other."""
        return Counterexample(case, comparison.sentence, self.grade)

    def decide(self, question: Question, profile: Profile, seed: int) -> Decision:
        """All written cases, then drawn ones, then the largest: whatever the form is, it goes through the same steps."""
        shared = shared_cases(self, seed, profile.cases)
        question = replace(question, lifts=shared.lifts)
        tally = Tally()
        for case in question.written:
            self._look(tally, question, case, seed, drawn=False)
        written_refutation = tally.refuted
        self._draw(tally, question, profile, shared, search=written_refutation is not None)
        if self.largest is not None and tally.refuted is None:
            for index in range(_SPARE * profile.largest):
                if tally.at_largest >= profile.largest:
                    break
                before = len(tally.seen)
                case = shared.seeded("largest", self.largest, index, question.parameters)
                self._look(tally, question, case, seed, drawn=True)
                tally.at_largest += len(tally.seen) - before
        if self.heaviest is not None:
            for index in range(profile.heaviest):
                if tally.refuted is None:
                    case = shared.seeded("heaviest", self.heaviest, index, question.parameters)
                    self._look(tally, question, case, seed, drawn=True)
        return self._conclude(tally, question, profile, seed, shrink=written_refutation is None)

    def _draw(self, tally: Tally, question: Question, profile: Profile, shared: Shared, *, search: bool) -> None:
        """Draw until nothing is missing, or nothing new comes: repeated cases and rejected draws do not count.

        Where nothing new comes, a last round may show that there is nothing new.
        """

        def missing() -> int:
            if not search:
                return self._missing(len(tally.seen), tally.generic, profile)
            # search alone, without the written cases: until it has found something, and a share of draws in any case
            wanted = profile.search if tally.search_cases is None else min(profile.search, _SHARE)
            return wanted - tally.drawn

        fruitless = 0
        for drawn, all_there_are in shared.rounds():
            before = len(tally.seen)
            for case in drawn:
                self._look(tally, question, case, shared.seed, drawn=True)
                if missing() <= 0:
                    return
            tally.all_there_are = all_there_are
            fruitless = fruitless + 1 if len(tally.seen) == before else 0
            if all_there_are or fruitless == _FRUITLESS:
                break
        if not search and not tally.all_there_are:
            others, tally.all_there_are = shared.the_others()
            for case in others:
                self._look(tally, question, case, shared.seed, drawn=True)

    def _look(self, tally: Tally, question: Question, case: Case, seed: int, *, drawn: bool) -> None:
        own_seed = seed_for(seed, key_of_case(case))
        if tally.search_cases is not None:
            question = replace(question, settled=True)
        try:
            with Place(case):
                comparison = self.compare(question, case, own_seed)
                require_unchanged(case)
        except BrokenAssumption:  # the statement does not speak of it
            return
        except OutsideArithmetic as outside:  # a rejected draw: it does not count
            if drawn and not tally.outside:
                tally.first_outside, tally.why_outside = case, str(outside)
            tally.outside += drawn
            return
        tally.add(case, comparison, drawn=drawn)

    def _conclude(self, tally: Tally, question: Question, profile: Profile, seed: int, *, shrink: bool) -> Decision:
        decision = Decision(
            cases=len(tally.seen),
            at_largest=tally.at_largest,
            generic=tally.generic,
            escalated=tally.escalated,
            search_cases=tally.search_cases,
            survives=tally.survived / tally.told if tally.told else None,
            tightness=tally.tightness,
            error_probability=tally.spent if self.grade is Grade.STATISTICAL else None,
        )
        if tally.refuted is not None:
            case, comparison = tally.refuted
            if shrink:
                case, comparison = self._shrunk(question, profile, seed) or (case, comparison)
            found = self.confirm(question, case, comparison, seed)
            if found is None:
                decision.needs = f"a confirmation of the refutation at {spelled(case)}: {comparison.sentence}"
            else:
                decision.counterexample = replace(found, written=found.case in question.written)
                if decision.error_probability is not None:
                    decision.error_probability += found.spent
                decision.verdict = Verdict.REFUTED
        elif tally.undecided is not None:
            case, comparison = tally.undecided
            decision.needs = f"{spelled(case)}: {comparison.sentence}"
        else:
            decision.exhausted = tally.exhausted
            decision.needs = self._shortfall(decision, profile)
            if self.whole and tally.outside:
                decision.needs = f"a value in {tally.outside} drawn cases, such as {spelled(tally.first_outside)}: "
                decision.needs += (
                    f"{tally.why_outside}; leave them out with assumes=[…], or choose @decided(certified(…))"
                )
            if decision.needs and tally.all_there_are and tally.outside:
                decision.needs += ": no others can be drawn, and some have no meaning in this arithmetic"
            decision.verdict = Verdict.UNDECIDED if decision.needs else Verdict.HOLDS
        return decision

    def _missing(self, cases: int, generic: int, profile: Profile) -> int:
        """How many cases are missing: of any kind up to the floor, or of the generic kind up to half of it."""
        return max(profile.cases - cases, 0 if self.special else profile.cases // 2 - generic, 0)

    def _shortfall(self, decision: Decision, profile: Profile) -> str:
        """What is missing for *holds*, or the empty string."""
        if not decision.exhausted and decision.cases < profile.cases:
            needs = f"{profile.cases} distinct cases in which the comparison says something, got {decision.cases}"
            nothing = "; 0 = 0 says nothing: where both sides are always 0, move a term to the other side"
            return needs if decision.cases else needs + nothing
        if not decision.exhausted and self._missing(decision.cases, decision.generic, profile):
            return f"{profile.cases // 2} generic cases (without a symmetry that hides errors), got {decision.generic}"
        if self.largest is not None and decision.at_largest < profile.largest:
            return f"{profile.largest} distinct cases at the largest size, got {decision.at_largest}"
        return ""

    def _shrunk(self, question: Question, profile: Profile, seed: int) -> tuple[Case, Comparison] | None:
        def refutes(case: Case) -> bool:
            tally = Tally()
            self._look(tally, question, case, seed, drawn=False)
            return tally.refuted is not None

        case = smallest(self.strategies, seed_for(seed, "draw", 0), profile.cases, refutes)
        return None if case is None else (case, self.compare(question, case, seed_for(seed, key_of_case(case))))


@lru_cache(maxsize=_KEPT)
def shared_cases(decider: Decider, seed: int, first: int) -> Shared:
    """What the forms of a claim share in one grade, made when the first of them is judged."""
    return Shared(decider.strategies, seed, first)
