"""An unexpected verdict, in words: what was claimed, what was found, with which numbers, and how to see it again."""

from __future__ import annotations

from lemmata.evidence.as_python import in_order, spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import Form
from lemmata.evidence.judge import seed_of
from lemmata.evidence.question import Decision
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.record.one_form import clipped

__all__ = ["explain"]

READABLE = 800
"""How many characters of one line of an explanation a terminal shows: symbolic differences can fill pages."""


def explain(claim: Claim, form: Form, decider: Decider, decision: Decision, run_seed: int, reproduction: str) -> str:
    """Claim, form, expected and got, both sides, the case, the line that repeats it, and what undecided would need."""
    expected = form.expected_in(decider.grade)
    lines = [
        ("claim", f"{claim.id} · {claim.slide}"),
        ("form", f"{form.role} {form.name}, {decider.grade.value}"),
        ("expected", expected.value),
        ("got", f"{decision.verdict.value}, after {decision.cases} cases"),
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
    width = max(len(name) for name, _ in lines)
    return "\n".join(
        f"{name:<{width}}  {clipped(text, READABLE, ', all in the evidence file')}" for name, text in lines
    )


def _a_written_case(claim: Claim, form: Form, decider: Decider, run_seed: int) -> list[tuple[str, str]]:
    """What a form that should be refuted says on the first written case that has a meaning in this grade."""
    seed = seed_of(claim, decider, run_seed)
    for case in claim.cases:
        try:
            comparison = decider.compare(claim.question(form, decider), case, seed_for(seed, in_order(case)))
        except OutsideArithmetic:
            continue
        return [("written case", spelled(case)), ("numbers", comparison.sentence)]
    return []
