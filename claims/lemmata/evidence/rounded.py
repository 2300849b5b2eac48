"""The rounded grade: volume. Seeded networks, hundreds to thousands, in floats; what the bounds cannot tell goes to balls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from lemmata.evidence.deciders import Case, Check, Counterexample, Decider, Decision, Question, certified, is_generic
from lemmata.evidence.profiles import Profile
from lemmata.numerics.floats import Floats
from lemmata.numerics.rounded import RoundedComparison
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["rounded"]


class rounded(Decider):
    """Floating point against derived bounds.

    A network confirms the formula only if both sides agree within their bounds *and* the same bounds tell every rival
    formula apart from the truth on that network; otherwise that network alone, never the batch, goes to balls. A
    separation is confirmed by balls on that network before it counts.

    Args:
        batches: (seed, share) ↦ cases whose one value is a batch; ``share`` scales how many networks they hold.
    """

    grade = Grade.ROUNDED

    def __init__(self, batches: Callable[[int, float], Iterable[Case]], *, check: Check | None = None) -> None:
        super().__init__(check=check)
        self.batches = batches

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return certified.decided(question, case)

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        confirmation = certified.decided(question.confirming(Grade.CERTIFIED), case)
        if confirmation.verdict is Verdict.REFUTED:
            return Counterexample(case, confirmation.sentence, Grade.CERTIFIED)
        return None

    def decide(self, question: Question, profile: Profile, seed: int) -> Decision:
        tally = _Networks(self, question, Floats(device=profile.device))
        for case in question.written:
            tally.batch(case, [case], drawn=False)
        refuted_as_written = tally.refuted > 0
        for case in self.batches(seed, profile.volume):
            # the volume is for what holds; a form that is refuted already needs a search and a share of survivors
            if refuted_as_written and tally.search_cases is not None and tally.drawn >= profile.search:
                break
            tally.batch(case, _singles(case), drawn=True)
        return tally.conclude(seed, profile)


def _singles(case: Case) -> list[Case]:
    ((name, batch),) = case.items()
    return [{name: single} for single in batch.singles()]


class _Networks:
    """Verdicts so far, one network a case."""

    def __init__(self, decider: rounded, question: Question, floats: Floats) -> None:
        self.decider, self.question, self.floats = decider, question, floats
        self.held = self.refuted = self.drawn = self.survived = self.escalated = 0
        self.candidates: list[tuple[Case, Comparison]] = []
        self.undecided: tuple[Case, Comparison] | None = None
        self.search_cases: int | None = None
        self.generic = 0
        self.seen: set[str] = set()

    def batch(self, case: Case, singles: list[Case], *, drawn: bool) -> None:
        try:
            comparison, *rivals = self._ask(case)
        except OutsideArithmetic:
            return
        for i, single in enumerate(singles):
            key = repr(single)
            if key in self.seen:
                continue
            self.seen.add(key)
            verdict = self._verdict(i, single, comparison, rivals)
            self.drawn += drawn
            self.generic += all(is_generic(value) for value in single.values())
            if verdict is Verdict.REFUTED:
                self.refuted += 1
                if drawn and self.search_cases is None:
                    self.search_cases = self.drawn
                self.candidates.append((single, comparison))
            else:
                self.survived += drawn and verdict is Verdict.HOLDS
                self.held += verdict is Verdict.HOLDS

    def _ask(self, case: Case) -> list[RoundedComparison]:
        comparisons = []
        for comparison in self.question.ask_with_rivals(self.floats, case):
            if not isinstance(comparison, RoundedComparison):
                raise TypeError(f"a rounded check must compare rounded matrices, got {type(comparison).__name__}")
            comparisons.append(comparison)
        return comparisons

    def _verdict(self, i: int, single: Case, comparison: RoundedComparison, rivals: list[RoundedComparison]) -> Verdict:
        if comparison.apart[i]:
            return Verdict.REFUTED
        if comparison.together[i] and all(rival.apart[i] for rival in rivals):
            return Verdict.HOLDS
        self.escalated += 1
        verdict = self.decider.compare(self.question, single)
        if verdict.verdict is Verdict.UNDECIDED and self.undecided is None:
            self.undecided = single, verdict
        return verdict.verdict

    def conclude(self, seed: int, profile: Profile) -> Decision:
        decision = Decision(
            cases=self.held + self.refuted,
            generic=self.generic,
            escalated=self.escalated,
            search_cases=self.search_cases,
            survives=self.survived / self.drawn if self.drawn else None,
        )
        if self.candidates:
            case, comparison = self.candidates[0]
            found = self.decider.confirm(self.question, case, comparison, seed)
            if found is None:
                decision.needs = f"balls do not confirm the separation seen in floats: {case!r}"
            else:
                decision.verdict = Verdict.REFUTED
                decision.counterexample = replace(found, written=case in self.question.written)
        elif self.undecided is not None:
            decision.needs = f"{self.undecided[0]!r}: {self.undecided[1].sentence}"
        else:
            decision.needs = self.decider._shortfall(decision, profile)
            decision.verdict = Verdict.UNDECIDED if decision.needs else Verdict.HOLDS
        return decision
