"""The rounded grade: hundreds to thousands of seeded networks in floats; what the bounds cannot tell goes to balls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lemmata.evidence.deciders import Decider
from lemmata.evidence.grades import certified
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Check, Counterexample, Decision, Question
from lemmata.evidence.shared_cases import Case, as_case
from lemmata.evidence.tally import Tally
from lemmata.numerics.rounded_comparison import RoundedComparison
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

if TYPE_CHECKING:
    from lemmata.numerics.floats import Floats

__all__ = ["rounded"]


class rounded(Decider):
    """Floating point against derived bounds.

    A network confirms the formula only if both sides agree within their bounds *and* the same bounds tell every rival
    formula apart from the truth on that network; otherwise that network alone, never the batch, goes to balls. A
    separation is confirmed by balls on that network before it counts.

    Args:
        batches: (seed, share) ↦ batches, values of the check's one parameter. Each has ``singles()``, the same networks
            one by one; ``share`` scales how many there are.
    """

    grade = Grade.ROUNDED

    def __init__(self, batches: Callable[[int, float], Iterable[Any]], *, check: Check | None = None) -> None:
        super().__init__(check=check)
        self.batches = batches

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return certified().compare(question, case)

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        confirmation = certified().compare(question.confirming(Grade.CERTIFIED), case)
        if confirmation.verdict is Verdict.REFUTED:
            return Counterexample(case, confirmation.sentence, Grade.CERTIFIED)
        return None

    def decide(self, question: Question, profile: Profile, seed: int) -> Decision:
        from lemmata.numerics.floats import Floats  # torch takes a second, and whoever lists claims decides none

        tally, floats = Tally(), Floats(device=profile.device)
        for case in question.written:
            self._look_at_batch(tally, question, floats, case, [case], drawn=False)
        refuted_as_written = tally.refuted is not None
        for batch in self.batches(seed, profile.volume):
            # the volume is for what holds; a form that is refuted already needs a search and a share of survivors
            if refuted_as_written and tally.search_cases is not None and tally.drawn >= profile.search:
                break
            case = as_case(batch, question.parameters)
            self._look_at_batch(tally, question, floats, case, _singles(case), drawn=True)
        return self._conclude(tally, question, profile, seed, shrink=False)

    def _look_at_batch(
        self, tally: Tally, question: Question, floats: Floats, case: Case, singles: Iterable[Case], *, drawn: bool
    ) -> None:
        """Compare a batch at once, then count its networks one by one."""
        try:
            comparison, *rivals = _in_floats(question, floats, case)
        except OutsideArithmetic:
            return
        for i, single in enumerate(singles):
            if tally.knows(single, drawn=drawn):
                continue
            of_this_one = _decided(i, comparison, rivals)
            if of_this_one is None:
                tally.escalated += 1
                of_this_one = self.compare(question, single)
            tally.add(single, of_this_one, drawn=drawn)


def _singles(case: Case) -> Iterator[Case]:
    ((name, batch),) = case.items()
    return ({name: single} for single in batch.singles())


def _in_floats(question: Question, floats: Floats, case: Case) -> list[RoundedComparison]:
    comparisons = []
    for comparison in question.ask_with_rivals(floats, case):
        if not isinstance(comparison, RoundedComparison):
            raise TypeError(f"a rounded check must compare rounded matrices, got {type(comparison).__name__}")
        comparisons.append(comparison)
    return comparisons


def _decided(i: int, comparison: RoundedComparison, rivals: list[RoundedComparison]) -> Comparison | None:
    """What floats say of network i of a batch, or None where their bounds do not tell."""
    if comparison.apart[i]:
        return Comparison(Verdict.REFUTED, comparison.left, comparison.right)
    if comparison.together[i] and all(rival.apart[i] for rival in rivals):
        return Comparison(Verdict.HOLDS, comparison.left, comparison.right)
    return None
