"""The grades that follow from kinds: where computer algebra decides, there too; rationals, and balls where they do not do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from lemmata.evidence.assumptions import BrokenAssumption
from lemmata.evidence.deciders import Decider
from lemmata.evidence.drawing import draw, plain, seed_for
from lemmata.evidence.forms import ClaimError
from lemmata.evidence.grades import CONFIRMING, certified, exact, symbolic
from lemmata.evidence.kind import Kind
from lemmata.evidence.question import Question
from lemmata.evidence.shared_cases import Case
from lemmata.numerics.verdict import OutsideArithmetic, Verdict

__all__ = ["deciders_of_kinds"]

# Cases on which rationals are tried, and symbols confirmed. A draw that later has no value leaves a form undecided.
_TRIED = 100
# Cases of which balls must have a value in one: each may take thousands of bits.
_FEW = 5
# What a formula may raise on a symbol that is none of its business: the numbers will show a fault of the formula itself.
_ERRORS = (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)


def deciders_of_kinds(id: str, kinds: Mapping[str, Kind], questions: Sequence[Question]) -> tuple[Decider, ...]:
    """The deciders of a claim with these kinds of arguments, strongest first. ``questions`` has one for each form.

    Symbolic, where every argument has symbols, some for all their values, and each comparison is decided, in whichever
    way, and is so in numbers; exact, where each has a value in rationals; certified, where one has none. Which answer is
    expected plays no part. Raises ClaimError where balls have no value either.
    """
    strategies: dict[str, Any] = {name: kind.strategy() for name, kind in kinds.items()}
    shapes: dict[str, Any] = {name: kind.symbols(name) for name, kind in kinds.items()}
    drawn: list[Case] = [*plain(strategies, seed_for(id, "fitting"), _TRIED)]
    if not drawn:  # the engine tries harder, and says what is wrong
        draw(strategies, seed_for(id, "fitting"), _TRIED, drawn.append)
    cases = [*questions[0].written, *drawn]
    found: list[Decider] = []
    if all(shapes.values()) and any(kind.stands_for_all for kind in kinds.values()):
        algebra = symbolic(witnesses=strategies, **shapes)
        if all(_algebra_decides(algebra, question, cases) for question in questions):
            found.append(algebra)
    special = None if any(map(_is_generic, drawn)) else "no value of these kinds is without a symmetry"
    numbers, balls = (decider(special=special, **strategies) for decider in (exact, certified))
    numbers.whole = balls.whole = True
    if not _hindered(numbers, questions, cases):
        return (*found, numbers)
    if not found and (why := _outside(balls, questions[0], cases[:_FEW])):
        raise ClaimError(f"claim {id!r} is decided by no arithmetic: {why}")
    return (*found, balls)


def _outside(balls: Decider, question: Question, cases: Iterable[Case]) -> str:
    """Why balls have a value in none of these cases; empty where they have one, or raise an error that is to be shown."""
    why = ""
    for case in cases:
        try:
            balls.compare(question, case)
        except BrokenAssumption:
            continue
        except OutsideArithmetic as outside:
            why = str(outside)
        except _ERRORS:
            return ""
        else:
            return ""
    return why


def _is_generic(case: Case) -> bool:
    return all(bool(getattr(value, "generic", True)) for value in case.values())


def _algebra_decides(algebra: symbolic, question: Question, cases: Iterable[Case]) -> bool:
    """Whether computer algebra decides each shape, and a refutation is seen in numbers too.

    Symbols know less than the kinds: a point at which an inequality fails may lie beyond a bound or an assumption.
    """
    try:
        verdicts = {algebra.compare(question, case).verdict for case in algebra.cases}
    except _ERRORS:  # OutsideArithmetic among them
        return False
    if Verdict.REFUTED in verdicts:
        return any(_is_refuted(question, case) for case in cases)
    return Verdict.UNDECIDED not in verdicts


def _is_refuted(question: Question, case: Case) -> bool:
    for decider in CONFIRMING:
        with suppress(*_ERRORS):
            return decider.compare(question, case).verdict is Verdict.REFUTED
    return False


def _hindered(numbers: Decider, questions: Iterable[Question], cases: Iterable[Case]) -> str:
    """Why this decider does not decide one of the questions on one of the cases; empty where it decides all."""
    for case in cases:
        for question in questions:
            try:
                comparison = numbers.compare(question, case)
            except BrokenAssumption:
                continue
            except OutsideArithmetic as outside:
                return str(outside)
            except _ERRORS:  # it will be shown as an error of this form, in this grade
                return ""
            else:
                if comparison.verdict is Verdict.UNDECIDED:
                    return comparison.needs
    return ""
