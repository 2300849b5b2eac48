"""How one form is decided in one grade. A decider sees a check, a formula and cases: neither role nor expectation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar

from lemmata.evidence.drawing import seed_for, smallest
from lemmata.evidence.profiles import Profile
from lemmata.evidence.shared import Case, Lifts, Shared, lifted
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Unresolved, Verdict

__all__ = [
    "SHARE",
    "Counterexample",
    "Decider",
    "Decision",
    "Question",
    "Tally",
    "certified",
    "exact",
    "is_generic",
    "shared_cases",
    "symbolic",
]

# Draws from which the share of cases that a refuted form survives is measured.
SHARE = 60
# Rounds in a row that bring nothing new before a space counts as exhausted: rejections alone must not look like it.
_FRUITLESS = 5
# Claims in a grade whose cases are kept: the forms of one claim follow each other, its grades in turn.
_KEPT = 8

Check = Callable[..., Comparison]


@dataclass(frozen=True)
class Question:
    """What a decider is asked: does ``check`` hold for ``formula``?

    ``rivals`` are the other formulas of the claim: a float bound that cannot tell the formula from them decides nothing.
    ``checks`` names the check of each grade in which a counterexample is confirmed, as its replay will use it. ``lifts``
    are lifted cases that may be shared with other questions.
    """

    check: Check
    formula: Callable[..., Any]
    written: Sequence[Case]
    rivals: Sequence[Callable[..., Any]] = ()
    checks: Mapping[Grade, Check] = field(default_factory=dict)
    lifts: Lifts | None = None

    def confirming(self, grade: Grade) -> Question:
        """The same question, asked by the check that stands for this grade."""
        return replace(self, check=self.checks.get(grade, self.check))

    def ask(self, arithmetic: Any, case: Case) -> Comparison:
        """The comparison on one case, lifted into one arithmetic."""
        return self.check(self.formula, **self.lift(arithmetic, case))

    def ask_with_rivals(self, arithmetic: Any, case: Case) -> list[Comparison]:
        """The comparison for the formula and for each rival, on one lifted case: its truth side is computed once."""
        lifted = self.lift(arithmetic, case)
        comparisons = [self.check(self.formula, **lifted)]
        for rival in self.rivals:
            try:
                comparisons.append(self.check(rival, **lifted))
            except OutsideArithmetic:  # a rival that has no value here is not told apart: balls decide
                comparisons.append(comparisons[0])
        return comparisons

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
    did not refute; ``search_cases`` is how many draws the first refutation took."""

    verdict: Verdict = Verdict.UNDECIDED
    cases: int = 0
    at_largest: int = 0
    generic: int = 0
    escalated: int = 0
    search_cases: int | None = None
    survives: float | None = None
    tightness: float | None = None
    error_probability: float | None = None
    counterexample: Counterexample | None = None
    needs: str = ""


@dataclass
class Tally:
    """Comparisons so far, each distinct case once."""

    seen: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    drawn: int = 0
    survived: int = 0
    search_cases: int | None = None
    refuted: tuple[Case, Comparison] | None = None
    undecided: tuple[Case, Comparison] | None = None
    tightness: float | None = None
    spent: float = 0.0
    at_largest: int = 0
    generic: int = 0

    def add(self, case: Case, comparison: Comparison, *, drawn: bool) -> None:
        self.spent += comparison.error_probability
        key = repr(sorted(case.items(), key=lambda item: item[0]))
        # a drawn case counts for the search even where it is one of the written ones, but only once in all
        if comparison.trivial or key in (self.found if drawn else self.seen):
            return
        new = key not in self.seen
        self.seen.add(key)
        if drawn:
            self.found.add(key)
        self.generic += new and all(is_generic(value) for value in case.values())
        if comparison.tightness is not None:
            self.tightness = max(self.tightness or 0.0, comparison.tightness)
        if drawn:
            self.drawn += 1
        if comparison.verdict is Verdict.REFUTED:
            if self.refuted is None:
                self.refuted = case, comparison
            if drawn and self.search_cases is None:
                self.search_cases = self.drawn
        elif drawn:
            self.survived += comparison.verdict is Verdict.HOLDS
        if comparison.verdict is Verdict.UNDECIDED and self.undecided is None:
            self.undecided = case, comparison


def is_generic(value: Any) -> bool:
    """Whether a value of a case has no symmetry that hides errors: it may say so itself."""
    return bool(getattr(value, "generic", True))


class Decider(ABC):
    """One grade of one claim: where its cases come from, and how one of them is compared.

    Args:
        strategies: one Hypothesis strategy per parameter of the check.
        largest: index ↦ case, a source of seeded cases at the largest size the claim names.
        heaviest: index ↦ case, too dear for every run: the profile says how many, and only `thorough` asks for any. They
            count as cases, not towards the floor at the largest size.
        check: a check of its own for this grade (another road to the truth side); by default the claim's.
        special: why half of the cases need not be generic (d ≥ 2, l ≥ 2, no symmetry), where they cannot be.
    """

    grade: ClassVar[Grade]

    def __init__(
        self,
        *,
        largest: Callable[[int], Case] | None = None,
        heaviest: Callable[[int], Case] | None = None,
        check: Check | None = None,
        special: str | None = None,
        **strategies: Any,
    ) -> None:
        self.strategies, self.largest, self.heaviest = strategies, largest, heaviest
        self.check, self.special = check, special

    @abstractmethod
    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        """One case, to the end: precision doubles here."""

    def confirm(self, question: Question, case: Case, comparison: Comparison, seed: int) -> Counterexample | None:
        """A refutation counts only if it is confirmed in exact or ball arithmetic; by default it was reached there."""
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
            for index in range(profile.largest):
                before = len(tally.seen)
                self._look(tally, question, shared.seeded("largest", self.largest, index), seed, drawn=True)
                tally.at_largest += len(tally.seen) - before
        if self.heaviest is not None:
            for index in range(profile.heaviest):
                if tally.refuted is None:
                    self._look(tally, question, shared.seeded("heaviest", self.heaviest, index), seed, drawn=True)
        return self._conclude(tally, question, profile, seed, shrink=written_refutation is None)

    def _draw(self, tally: Tally, question: Question, profile: Profile, shared: Shared, *, search: bool) -> None:
        """Draw until nothing is missing, or nothing new comes: repeated cases and rejected draws do not count."""

        def missing() -> int:
            if not search:
                return self._missing(len(tally.seen), tally.generic, profile)
            # search alone, without the written cases: until it has found something, and a share of draws in any case
            wanted = profile.search if tally.search_cases is None else min(profile.search, SHARE)
            return wanted - tally.drawn

        fruitless = 0
        for drawn in shared.rounds():
            before = len(tally.seen)
            for case in drawn:
                self._look(tally, question, case, shared.seed, drawn=True)
                if missing() <= 0:
                    return
            fruitless = fruitless + 1 if len(tally.seen) == before else 0
            if fruitless == _FRUITLESS:
                return

    def _look(self, tally: Tally, question: Question, case: Case, seed: int, *, drawn: bool) -> None:
        try:
            comparison = self.compare(question, case, seed_for(seed, repr(case)))
        except OutsideArithmetic:  # a rejected draw: it does not count
            return
        tally.add(case, comparison, drawn=drawn)

    def _conclude(self, tally: Tally, question: Question, profile: Profile, seed: int, *, shrink: bool) -> Decision:
        decision = Decision(
            cases=len(tally.seen),
            at_largest=tally.at_largest,
            generic=tally.generic,
            search_cases=tally.search_cases,
            survives=tally.survived / tally.drawn if tally.drawn else None,
            tightness=tally.tightness,
            error_probability=tally.spent if self.grade is Grade.STATISTICAL else None,
        )
        if tally.refuted is not None:
            case, comparison = tally.refuted
            if shrink:
                case, comparison = self._shrunk(question, profile, seed) or (case, comparison)
            found = self.confirm(question, case, comparison, seed)
            if found is None:
                decision.needs = f"a refutation that exact or ball arithmetic confirms: {comparison.sentence}"
            else:
                decision.counterexample = replace(found, written=found.case in question.written)
                if decision.error_probability is not None:
                    decision.error_probability += found.spent
                decision.verdict = Verdict.REFUTED
        elif tally.undecided is not None:
            case, comparison = tally.undecided
            decision.needs = f"{_spell(case)}: {comparison.sentence}"
        else:
            decision.needs = self._shortfall(decision, profile)
            decision.verdict = Verdict.UNDECIDED if decision.needs else Verdict.HOLDS
        return decision

    def _missing(self, cases: int, generic: int, profile: Profile) -> int:
        """How many cases are wanting: of any kind, or, up to half of the floor, of the generic kind."""
        return max(profile.cases - cases, 0 if self.special else profile.cases // 2 - generic, 0)

    def _shortfall(self, decision: Decision, profile: Profile) -> str:
        """What is missing for *holds*, or the empty string."""
        if decision.cases < profile.cases:
            return f"{profile.cases} distinct cases in which the comparison says something, got {decision.cases}"
        if self._missing(decision.cases, decision.generic, profile):
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
        return None if case is None else (case, self.compare(question, case, seed_for(seed, repr(case))))


@lru_cache(maxsize=_KEPT)
def shared_cases(decider: Decider, seed: int, first: int) -> Shared:
    """What the forms of a claim share in one grade, made when the first of them is judged."""
    return Shared(decider.strategies, seed, first)


def _spell(case: Case) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in case.items())


class exact(Decider):
    """Rational arithmetic, on the cases drawn. A refutation here needs no further confirmation."""

    grade = Grade.EXACT

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return question.ask(Rationals(), case)


class certified(Decider):
    """Balls whose precision doubles, from 128 bits up to 4096, until the comparison is decided."""

    grade = Grade.CERTIFIED
    bits: ClassVar[Sequence[int]] = (128, 256, 512, 1024, 2048, 4096)

    def compare(self, question: Question, case: Case, seed: int = 0) -> Comparison:
        return self.decided(question, case)

    @classmethod
    def decided(cls, question: Question, case: Case) -> Comparison:
        """The first decided comparison; undecided, with what it needs, when the last precision does not suffice."""
        for bits in cls.bits:
            with precision(bits):
                try:
                    comparison = question.ask(Balls(bits), case)
                except (Unresolved, ZeroDivisionError) as error:  # a matrix not yet told apart from a singular one
                    needs = f"{error} at {bits} bits: more bits"
                    comparison = Comparison(Verdict.UNDECIDED, "no value", "the other side", needs=needs)
            if comparison.verdict is not Verdict.UNDECIDED:
                break
        return comparison


class symbolic(Decider):
    """Computer algebra over every shape named: the space is exhausted, so there is no floor on the number of cases.

    It ends with the first shape that refutes. A non-zero difference is confirmed by a rational witness: one of the written
    cases, in exact or in ball arithmetic.
    """

    grade = Grade.SYMBOLIC

    def __init__(self, *, check: Check | None = None, **shapes: Iterable[Any]) -> None:
        super().__init__(check=check)
        ((self.parameter, values),) = shapes.items()
        self.cases: tuple[Case, ...] = tuple({self.parameter: value} for value in values)

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
            for decider in (exact(), certified()):
                try:
                    confirmation = decider.compare(question.confirming(decider.grade), witness, seed)
                except OutsideArithmetic:
                    continue
                if confirmation.verdict is Verdict.REFUTED:
                    return Counterexample(witness, confirmation.sentence, decider.grade)
        return None
