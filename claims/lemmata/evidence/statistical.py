"""The statistical grade: planned i.i.d. samples, a fixed error probability per decision, and stages planned ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lemmata.evidence.deciders import Decider, shared_cases
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.grades import certified
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Check, Counterexample, Decision, Question
from lemmata.evidence.shared_cases import Case, Source, key_of_case
from lemmata.evidence.tally import Tally
from lemmata.numerics.balls import precision
from lemmata.numerics.verdict import Comparison, Grade, Verdict

__all__ = ["statistical"]


# Cases on which the share that a refuted form survives is measured.
_SHARE = 20
# Seeds per wanted case: some stand for cases that the planned sample sizes could not decide, and are passed over.
_SPARE = 8


class statistical(Decider):
    """i.i.d. samples in planned stages, each with its own share of the error budget.

    A refutation is confirmed by an independent second sample. Cases come from seeds, never from Hypothesis: its draws
    are not i.i.d., and nothing is counted over them.

    Args:
        cases: seed ↦ value of the check's one parameter; where it takes several, seed ↦ mapping of names to values.
        check: a check of its own for this grade; by default the claim's.
        stages: sample sizes; the next one is drawn, afresh, only where the last left the comparison undecided, and only
            for a form that no draw has refuted yet. Where one draw is a whole experiment, there are fewer of them.

    Raises:
        ValueError: for stages that do not grow.
    """

    grade = Grade.STATISTICAL

    def __init__(
        self,
        cases: Source,
        *,
        check: Check | None = None,
        stages: Sequence[int] = (20_000, 80_000, 320_000),
    ) -> None:
        super().__init__(check=check)
        if not stages or any(later <= earlier for earlier, later in pairwise((0, *stages))):
            raise ValueError(f"stages are sample sizes, each larger than the one before, got {stages!r}")
        self.cases, self.stages = cases, tuple(stages)

    def decide(self, question: Question, profile: Profile, seed: int) -> Decision:
        shared = shared_cases(self, seed, profile.sampled)
        question, tally = replace(question, lifts=shared.lifts), Tally()
        for case in question.written:
            self._look(tally, question, case, seed, drawn=False)
        refuted_as_written = tally.refuted is not None
        for index in range(_SPARE * profile.sampled):
            enough = _SHARE if refuted_as_written and tally.search_cases is not None else profile.sampled
            if tally.drawn >= enough:
                break
            case = shared.seeded("case", self.cases, index, question.parameters)
            self._look(tally, question, case, seed, drawn=True)
        return self._conclude(tally, question, replace(profile, cases=profile.sampled), seed, shrink=False)

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        from lemmata.numerics.sampling import Samples  # torch takes a second, and whoever lists claims draws nothing

        spent = 0.0
        for stage, n in enumerate(self.stages[:1] if question.settled else self.stages):
            # sample sizes that a formula asks for are computed in balls
            with precision(certified.bits[0]):
                comparison = question.ask(Samples(seed_for(seed, "stage", stage), n), case)
            spent += comparison.error_probability
            if comparison.verdict is not Verdict.UNDECIDED:
                break
        return replace(comparison, error_probability=spent)

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        second = seed_for(seed, key_of_case(case), "confirm")
        confirmation = self.compare(question, case, second)
        if confirmation.verdict is Verdict.REFUTED:
            return Counterexample(
                case, confirmation.sentence, Grade.STATISTICAL, seed=second, spent=confirmation.error_probability
            )
        return None
