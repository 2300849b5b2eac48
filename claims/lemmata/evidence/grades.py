"""The grades that need no samples and no floats: exact, certified, symbolic. Each says how one case is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Any, ClassVar

from lemmata.evidence.deciders import Decider, shared_cases
from lemmata.evidence.drawing import smallest
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Check, Counterexample, Decision, Question
from lemmata.evidence.shared_cases import Case
from lemmata.evidence.slips import INSTEAD, listed_shapes
from lemmata.evidence.tally import Tally
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Unresolved, Verdict

__all__ = ["CONFIRMING", "certified", "exact", "symbolic"]

# Draws among which a rational witness is looked for, where no written case is one.
_WITNESSES = 100


class exact(Decider):
    """Rational arithmetic, on the cases drawn. A refutation here needs no further confirmation."""

    grade = Grade.EXACT

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return question.ask(Rationals(), case)


class certified(Decider):
    """Balls whose precision doubles, from 128 bits up to 4096, until the comparison is decided.

    Two sides that are equal are never told apart by "≤", and the last precisions take the longest. Where a draw has
    refuted a form, further ones only tell how often it survives: 512 bits are enough to try.
    """

    grade = Grade.CERTIFIED
    bits: ClassVar[Sequence[int]] = (128, 256, 512, 1024, 2048, 4096)
    enough: ClassVar[int] = 512

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        """The first decided comparison; undecided, with what it needs, when the last precision does not suffice."""
        for bits in (bits for bits in self.bits if bits <= self.enough or not question.settled):
            with precision(bits):
                try:
                    comparison = question.ask(Balls(bits), case)
                except (Unresolved, ZeroDivisionError) as error:  # a matrix not yet told apart from a singular one
                    needs = f"{error} at {bits} bits: more bits, or rationals where two numbers may be equal"
                    if isinstance(error, ZeroDivisionError):
                        needs += f", or, where it is 0, to {INSTEAD}"
                    comparison = Comparison(Verdict.UNDECIDED, "no value", "the other side", needs=needs)
            if comparison.verdict is not Verdict.UNDECIDED:
                break
        return comparison


# What confirms a refutation that another grade has reached, the first where it can.
CONFIRMING: tuple[Decider, ...] = (exact(), certified())


class symbolic(Decider):
    """Computer algebra over every shape named: the space is exhausted, so there is no floor on the number of cases.

    It ends with the first shape that refutes. A non-zero difference is confirmed by a rational witness, in exact or in
    ball arithmetic: one of the written cases, or else the smallest that is found among those drawn.

    Args:
        shapes: the values of each parameter of the check; where there are several, all combinations are decided.
        witnesses: one Hypothesis strategy per parameter of the check, to draw a witness from; by default none is drawn.
    """

    grade = Grade.SYMBOLIC

    def __init__(
        self, *, check: Check | None = None, witnesses: Mapping[str, Any] | None = None, **shapes: Iterable[Any]
    ) -> None:
        super().__init__(check=check)
        listed = listed_shapes(self.grade.value, shapes)
        self.parameters = tuple(listed)
        self.cases: tuple[Case, ...] = tuple(
            dict(zip(listed, values, strict=True)) for values in product(*listed.values())
        )
        self.witnesses = dict(witnesses or {})

    @property
    def drawn(self) -> tuple[str, ...]:
        return self.parameters

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return question.ask(Symbols(), case)

    def decide(self, question: Question, profile: Profile, seed: int) -> Decision:
        shared = shared_cases(self, seed, profile.cases)
        question, tally = replace(question, lifts=shared.lifts), Tally()
        for case in self.cases:
            self._look(tally, question, case, seed, drawn=False)
            if tally.refuted is not None:
                break
        return self._conclude(tally, question, profile, seed, shrink=False)

    def _shortfall(self, decision: Decision, profile: Profile) -> str:
        return "" if decision.cases else "a shape in which the comparison says something"

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        for witness in question.written:
            for decider in CONFIRMING:
                try:
                    confirmation = decider.compare(question.confirming(decider.grade), witness, seed)
                except OutsideArithmetic:
                    continue
                if confirmation.verdict is Verdict.REFUTED:
                    return Counterexample(witness, confirmation.sentence, decider.grade)
        return self._drawn_witness(question, seed) if self.witnesses else None

    def _drawn_witness(self, question: Question, seed: int) -> Counterexample | None:
        for decider in CONFIRMING:

            def refutation(witness: Case, decider: Decider = decider) -> Comparison | None:
                with suppress(OutsideArithmetic):
                    comparison = decider.compare(question.confirming(decider.grade), witness, seed)
                    return comparison if comparison.verdict is Verdict.REFUTED else None
                return None

            found = smallest(self.witnesses, seed, _WITNESSES, lambda witness: refutation(witness) is not None)
            if found is not None and (confirmation := refutation(found)) is not None:
                return Counterexample(found, confirmation.sentence, decider.grade)
        return None
