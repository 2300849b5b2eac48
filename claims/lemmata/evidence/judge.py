"""Judging one form in one grade, and the entry it leaves in the evidence file."""

from __future__ import annotations

import time

from lemmata.evidence.as_python import spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import as_they_came, known_settings, loaded
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import Form
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Decision
from lemmata.evidence.snippet import snippet
from lemmata.record.schema import NOT_RUN, Finding, FormEntry

__all__ = ["entry_of", "judge", "seed_of", "unjudged"]


def seed_of(claim: Claim, decider: Decider, run_seed: int) -> int:
    """The seed of a claim in one grade. Its forms have it in common: they are judged on the same cases."""
    return seed_for(run_seed, claim.id, decider.grade.value)


def judge(claim: Claim, form: Form, decider: Decider, profile: Profile, run_seed: int) -> tuple[Decision, float]:
    """The decision on one form in one grade, and the seconds it took."""
    started, libraries = time.perf_counter(), loaded()
    decision = _decision(claim, form, decider, profile, run_seed)
    if as_they_came(libraries):  # a check has loaded one, and nobody had set it: the evidence is that of any other run
        decision = _decision(claim, form, decider, profile, run_seed)
    return decision, time.perf_counter() - started


def _decision(claim: Claim, form: Form, decider: Decider, profile: Profile, run_seed: int) -> Decision:
    with known_settings():
        return decider.decide(claim.question(form, decider), profile, seed_of(claim, decider, run_seed))


def unjudged(form: Form, decider: Decider, node: str, *, selected: bool) -> FormEntry:
    """The entry of a form in one grade that nobody has judged yet."""
    return {
        "role": form.role,
        "name": form.name,
        "grade": decider.grade.value,
        "expected": form.expected_in(decider.grade).value,
        "erratum": form.erratum,
        "blindness": form.blindness,
        "elusive": form.elusive,
        "kindest": form.kindest,
        "node": node,
        "selected": selected,
        **NOT_RUN,
    }


def entry_of(claim: Claim, form: Form, decider: Decider, decision: Decision, seconds: float, node: str) -> FormEntry:
    """The entry of a form that this decision was made on."""
    with known_settings():
        return {**unjudged(form, decider, node, selected=True), **_finding(claim, form, decision, seconds, node)}


def _finding(claim: Claim, form: Form, decision: Decision, seconds: float, node: str) -> Finding:
    found = decision.counterexample
    return {
        "verdict": decision.verdict.value,
        "cases": decision.cases,
        "at_largest": decision.at_largest,
        "generic": decision.generic,
        "escalated": decision.escalated,
        "exhausted": decision.exhausted,
        "search_cases": decision.search_cases,
        "survives": decision.survives,
        "tightness": decision.tightness,
        "error_probability": decision.error_probability,
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
