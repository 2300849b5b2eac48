"""Judging one form in one grade, and the entry it leaves in the evidence file."""

from __future__ import annotations

import time
from typing import Any

from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import Form
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Decision
from lemmata.evidence.snippet import snippet
from lemmata.evidence.spelling import spelled

__all__ = ["entry_of", "judge", "seed_of"]


def seed_of(claim: Claim, decider: Decider, run_seed: int) -> int:
    """The seed of a claim in one grade. Its forms have it in common: they are judged on the same cases."""
    return seed_for(run_seed, claim.id, decider.grade.value)


def judge(claim: Claim, form: Form, decider: Decider, profile: Profile, run_seed: int) -> tuple[Decision, float]:
    """The decision on one form in one grade, and the seconds it took."""
    started = time.perf_counter()
    decision = decider.decide(claim.question(form, decider), profile, seed_of(claim, decider, run_seed))
    return decision, time.perf_counter() - started


def entry_of(
    claim: Claim, form: Form, decider: Decider, decision: Decision, seconds: float, node: str
) -> dict[str, Any]:
    """The evidence of one form, as plain JSON values."""
    found = decision.counterexample
    return {
        "role": form.role,
        "name": form.name,
        "grade": decider.grade.value,
        "expected": form.expected_in(decider.grade).value,
        "verdict": decision.verdict.value,
        "cases": decision.cases,
        "at_largest": decision.at_largest,
        "generic": decision.generic,
        "escalated": decision.escalated,
        "search_cases": decision.search_cases,
        "survives": decision.survives,
        "tightness": decision.tightness,
        "error_probability": decision.error_probability,
        "erratum": form.erratum,
        "blindness": form.blindness,
        "elusive": form.elusive,
        "needs": decision.needs,
        "counterexample": None
        if found is None
        else {
            "case": spelled(found.case),
            "written": found.written,
            "sentence": found.sentence,
            "confirmed_by": found.confirmed_by.value,
            "node": node,
            "snippet": snippet(claim, form, found),
        },
        "seconds": seconds,
    }
