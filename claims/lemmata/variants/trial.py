"""One variant before the check of its claim: the cases of the claim, and where it survives them an attack beyond these.

Nothing is shrunk and no share is measured: the first refutation that is confirmed ends a trial.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lemmata.evidence.assumptions import BrokenAssumption
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider, shared_cases
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import ClaimError
from lemmata.evidence.grades import symbolic
from lemmata.evidence.judge import seed_of
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Counterexample, Question
from lemmata.evidence.rounded import rounded
from lemmata.evidence.shared_cases import Case, key_of_case
from lemmata.evidence.statistical import statistical
from lemmata.numerics.compare import at_most
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Unresolved, Verdict
from lemmata.variants.hunting import hunted
from lemmata.variants.in_plain_sight import bound_of
from lemmata.variants.neighbours import Variant

__all__ = ["NO_VALUE", "Trial", "attacked", "first_counterexample", "never_tighter", "tried"]

# What a changed formula may end in where it has no value: the wrong shape, an index that there is not, a root of −1.
NO_VALUE = (
    ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError, AssertionError, RuntimeError,
)  # fmt: skip
# Draws of an attack, and how many cases of the largest and of the heaviest sizes it takes beside them.
_ATTACK, _LARGEST, _HEAVIEST = 300, 20, 2


@dataclass(frozen=True)
class Trial:
    """What one grade says of a variant.

    Attributes:
        grade: the grade.
        compared: on how many cases the variant had a value that was compared.
        counterexample: the confirmed refutation, if there is one.
        proved: was every comparison decided by symbols, for all values?
        bound: was one of them an inequality between two numbers?
        spent: the error probability that it cost.
    """

    grade: Grade
    compared: int
    counterexample: Counterexample | None = None
    proved: bool = False
    bound: bool = False
    spent: float = 0.0


def tried(
    claim: Claim, variant: Variant, decider: Decider, profile: Profile, run_seed: int, most: int | None = None
) -> Trial:
    """The variant on the cases that the claim's forms are judged on in this grade, up to the first that refutes it.

    ``most`` is how many drawn cases it meets, where it is not to meet all of them; none then of the largest size.
    """
    question, seed = _question(claim, variant, decider), seed_of(claim, decider, run_seed)
    with known_settings():
        if isinstance(decider, symbolic | rounded):
            try:
                decision = decider.decide(question, profile, seed)
            except NO_VALUE:
                return Trial(decider.grade, 0)
            proved = decider.grade is Grade.SYMBOLIC and decision.verdict is Verdict.HOLDS
            bound = decision.tightness is not None
            return Trial(decider.grade, decision.cases, decision.counterexample, proved, bound)
        return _first_refutation(decider, question, _own_cases(decider, question, profile, seed, most), seed)


def attacked(claim: Claim, variant: Variant, decider: Decider, run_seed: int) -> Trial:
    """The variant on cases beyond the claim's own: drawn towards larger ratios, and of the largest sizes.

    An attack needs cases that can be drawn, and comparisons without samples: elsewhere it has none.
    """
    question = _question(claim, variant, decider)
    seed = seed_for(seed_of(claim, decider, run_seed), "attack")
    if isinstance(decider, symbolic | rounded | statistical):
        return Trial(decider.grade, 0)
    with known_settings():
        return _first_refutation(decider, question, _cases_beyond(decider, question, seed), seed)


def first_counterexample(trials: Iterable[Trial]) -> Counterexample | None:
    """The counterexample of the first trial that has one; trials after that are not made, where they are made in turn."""
    return next((trial.counterexample for trial in trials if trial.counterexample is not None), None)


def never_tighter(
    claim: Claim, formula: Callable[..., Any], variant: Variant, decider: Decider, profile: Profile, run_seed: int
) -> bool:
    """Is the variant of a bound tighter than the formula in none of the drawn cases of this grade?

    It then looks like a weaker bound, which is no proof that it is one.
    """
    bound = bound_of(decider.check or claim.check)
    if decider.grade not in (Grade.EXACT, Grade.CERTIFIED) or bound is None:
        return False
    tighter = False

    def both(*given: Any) -> Any:
        nonlocal tighter
        mine, its = formula(*given), variant.formula(*given)
        order = at_most(mine, its) if bound.above else at_most(its, mine)
        tighter = tighter or order.verdict is Verdict.REFUTED
        return mine

    question, seed = replace(_question(claim, variant, decider), formula=both), seed_of(claim, decider, run_seed)
    compared = 0
    with known_settings():
        for case, asked in _own_cases(decider, question, profile, seed):
            compared += _compared(decider, asked, case, seed) is not None
            if tighter:
                return False
    return compared > 0


def _question(claim: Claim, variant: Variant, decider: Decider) -> Question:
    """What is asked of a form, asked of a variant, with the first precisions and the first sample only: more tell of ties.

    It has no rivals: they serve to tell a form apart that is to hold.
    """
    assumes = tuple(assumption for assumption in claim.assumes if assumption is not variant.dropped)
    asked = claim.question(claim.forms[0], decider)
    return replace(asked, formula=variant.formula, rivals=(), settled=True, assumes=assumes)


def _own_cases(
    decider: Decider, question: Question, profile: Profile, seed: int, most: int | None = None
) -> Iterator[tuple[Case, Question]]:
    """Written, drawn, and the largest, in the order in which a form that holds meets them."""
    shared = shared_cases(decider, seed, profile.sampled if isinstance(decider, statistical) else profile.cases)
    asked = replace(question, lifts=shared.lifts)
    yield from ((case, asked) for case in question.written)
    if isinstance(decider, statistical):
        for index in range(profile.sampled if most is None else most):
            yield shared.seeded("case", decider.cases, index, question.parameters), asked
        return
    for case in next(shared.rounds()).cases[:most]:
        yield case, asked
    if decider.largest is not None and most is None:
        for index in range(profile.largest):
            yield shared.seeded("largest", decider.largest, index, question.parameters), asked


def _cases_beyond(decider: Decider, question: Question, seed: int) -> Iterator[tuple[Case, Question]]:
    """The case that a hunt has found, if it has; then the largest and the heaviest."""

    def ratio(case: Case) -> float | None:
        comparison = _compared(decider, question, case, seed)
        refuted = comparison is not None and comparison.verdict is Verdict.REFUTED
        return math.inf if refuted else None if comparison is None else comparison.tightness

    found = hunted(decider.strategies, seed, _ATTACK, ratio)
    if found is not None:
        yield found, question
    shared = shared_cases(decider, seed, _ATTACK)
    for kind, source, count in (("largest", decider.largest, _LARGEST), ("heaviest", decider.heaviest, _HEAVIEST)):
        if source is not None:
            for index in range(count):
                yield shared.seeded(kind, source, index, question.parameters), question


def _first_refutation(decider: Decider, question: Question, cases: Iterator[tuple[Case, Question]], seed: int) -> Trial:
    compared, spent, bound = 0, 0.0, False
    for case, asked in cases:
        comparison = _compared(decider, asked, case, seed)
        if comparison is None:
            continue
        compared += not comparison.trivial
        spent += comparison.error_probability
        bound |= comparison.relation in ("≤", "<")
        if comparison.verdict is Verdict.REFUTED:
            found = decider.confirm(question, case, comparison, seed)
            if found is not None:
                return Trial(decider.grade, compared, found, bound=bound, spent=spent + found.spent)
    return Trial(decider.grade, compared, bound=bound, spent=spent)


def _compared(decider: Decider, question: Question, case: Case, seed: int) -> Comparison | None:
    """The comparison on one case; None where the variant has no value there, or the statement does not speak of it."""
    try:
        return decider.compare(question, case, seed_for(seed, key_of_case(case)))
    except (BrokenAssumption, OutsideArithmetic, Unresolved, ClaimError, *NO_VALUE):
        return None
