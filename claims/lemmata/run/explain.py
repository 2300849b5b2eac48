"""An unexpected verdict or an exception, in words: what was claimed, what was found, where, and how to see it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lemmata.evidence.as_python import spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import Form
from lemmata.evidence.judge import seed_of
from lemmata.evidence.question import Decision
from lemmata.evidence.shared_cases import key_of_case, place_of
from lemmata.evidence.slips import INSTEAD
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.record.one_form import clipped, in_all
from lemmata.run.frames import error_in_words, own_frames

__all__ = ["block", "explain", "explain_error"]

READABLE = 800
"""How many characters of one line of an explanation a terminal shows: symbolic differences can fill pages."""


def explain(claim: Claim, form: Form, decider: Decider, decision: Decision, run_seed: int, reproduction: str) -> str:
    """Claim, form, expected and got, both sides, the case, the line that repeats it, and what undecided would need."""
    expected = form.expected_in(decider.grade)
    lines = [
        ("claim", f"{claim.id} · {claim.slide}"),
        ("form", f"{form.role} {form.name}, {decider.grade.value}"),
        ("expected", expected.value),
        ("got", f"{decision.verdict.value}, after {in_all(decision.cases, decision.exhausted)}"),
    ]
    if form.erratum and expected is Verdict.REFUTED:
        lines.append(("erratum", form.erratum))
    if form.blindness and expected is Verdict.HOLDS:
        lines.append(("blind because", form.blindness))
    if decision.counterexample is not None:
        lines += [("case", spelled(decision.counterexample.case)), ("numbers", decision.counterexample.sentence)]
    elif decision.verdict is Verdict.HOLDS:
        lines += _a_written_case(claim, form, decider, run_seed)
    if decision.needs:
        lines.append(("needs", decision.needs))
    lines.append(("again", reproduction))
    return block(lines, ", all in the evidence file")


def explain_error(
    claim: Claim, form: Form, decider: Decider, error: BaseException, text: Path, reproduction: str
) -> str:
    """Claim, form, the case at which judging it failed, the exception, the line that repeats it, and the claim's own frames.

    ``text`` is the folder of the claim.
    """
    place = place_of(error)
    lines = [("claim", f"{claim.id} · {claim.slide}"), ("form", f"{form.role} {form.name}, {decider.grade.value}")]
    if place.case is not None:
        lines.append(("case", spelled(place.case)))
    if place.during:
        lines.append(("while", place.during))
    lines.append(("error", error_in_words(error)))
    if isinstance(error, ZeroDivisionError) and place.case is not None:
        lines.append(("instead", INSTEAD))
    lines.append(("again", reproduction))
    return "\n".join([block(lines), *own_frames(error, text)])


def block(lines: Sequence[tuple[str, str]], rest: str = "") -> str:
    """Lines of a name and what is said of it, side by side; ``rest`` says where all of a long one is."""
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {clipped(text, READABLE, rest)}" for name, text in lines)


def _a_written_case(claim: Claim, form: Form, decider: Decider, run_seed: int) -> list[tuple[str, str]]:
    """What a form that should be refuted says on the first written case that has a meaning in this grade."""
    seed = seed_of(claim, decider, run_seed)
    for case in claim.cases:
        try:
            comparison = decider.compare(claim.question(form, decider), case, seed_for(seed, key_of_case(case)))
        except OutsideArithmetic:
            continue
        return [("written case", spelled(case)), ("numbers", comparison.sentence)]
    return []
