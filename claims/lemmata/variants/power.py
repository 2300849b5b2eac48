"""The power of a claim: how many of the variants of the form that holds its check rejects, and what becomes of the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from lemmata.evidence.as_python import spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.drawing import seed_for
from lemmata.evidence.forms import Form
from lemmata.evidence.grades import certified
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Counterexample
from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Grade, OutsideArithmetic
from lemmata.record.schema import Power, Survivor
from lemmata.variants.neighbours import Variant, variants_of, without_an_assumption
from lemmata.variants.proving import arguments, is_the_same, is_weaker
from lemmata.variants.trial import NO_VALUE, Trial, attacked, first_counterexample, never_tighter, tried

__all__ = ["power_of", "true_form"]

# The cheapest grade first: a variant that it rejects is done with.
_ORDER = (Grade.EXACT, Grade.CERTIFIED, Grade.SYMBOLIC, Grade.ROUNDED, Grade.STATISTICAL)
# Where a run asks for a few variants, each meets one drawn case in so many, and one network.
_FEW_CASES, _FEW_NETWORKS = 5, 10
# What a few variants are tried in: a sample costs as much as the form itself.
_WITHOUT_SAMPLES = _ORDER[:-1]


def true_form(claim: Claim) -> Form:
    """The form of a claim that holds: the printed one, or the corrected one where that is false."""
    return next((form for form in claim.forms if form.role == "corrected"), claim.forms[0])


def power_of(claim: Claim, profile: Profile, run_seed: int) -> Power:
    """What the check makes of the variants of the form that holds: of all, or of a few, as the profile says.

    A few are chosen by the seed of the run, others after them until one is refuted; they meet a part of the cases, in
    the cheapest grade, and nothing beyond is tried on those that survive. Where all are judged, each goes through every
    grade until one refutes it. What survives is proved to be the same or weaker, proved by symbols, attacked, or open.
    """
    started = time.perf_counter()
    form, few = true_form(claim), profile.variants is not None
    variants = [*variants_of(form.formula), *without_an_assumption(form.formula, claim.assumes)]
    chosen: Sequence[Variant] = variants
    if few:
        chosen = Random(seed_for(run_seed, claim.id, "variants")).sample(variants, len(variants))
    power: Power = {
        "form": form.name, "bound": False, "all": not few, "variants": 0, "same": 0, "refuted": 0, "stronger": 0,
        "open": 0, "false_surviving": 0, "without_value": 0, "error_probability": 0.0, "survivors": [], "seconds": 0.0,
    }  # fmt: skip
    deciders = sorted(claim.deciders, key=lambda decider: _ORDER.index(decider.grade))
    if few:
        deciders = [decider for decider in deciders if decider.grade in _WITHOUT_SAMPLES][:1] or deciders[:1]
        profile = replace(profile, volume=profile.volume / _FEW_NETWORKS)
    given = cache(lambda: _given(claim, form, deciders))  # the same for all variants, and needed where one survives
    for number, variant in enumerate(chosen):
        if few and number >= (profile.variants or 0) and power["refuted"]:
            break
        _judge(power, claim, form, variant, deciders, profile, run_seed, given, few=few)
    power["seconds"] = time.perf_counter() - started
    return power


def _judge(
    power: Power, claim: Claim, form: Form, variant: Variant, deciders: Sequence[Decider], profile: Profile, seed: int,
    given: Callable[[], tuple[Any, ...] | None], *, few: bool,
) -> None:  # fmt: skip
    """Count one variant."""
    trials: list[Trial] = []
    most = (profile.sampled if deciders[0].grade is Grade.STATISTICAL else profile.cases) // _FEW_CASES if few else None
    for decider in deciders:
        trials.append(tried(claim, variant, decider, profile, seed, most))
        power["error_probability"] += trials[-1].spent
        power["bound"] |= trials[-1].bound
        if trials[-1].counterexample is not None:
            power["variants"] += 1
            power["refuted"] += 1
            return
    compared = sum(trial.compared for trial in trials)
    if not compared:
        power["without_value"] += 1
        return
    power["variants"] += 1
    proved = any(trial.proved for trial in trials)
    example = None if variant.dropped else given()
    same = example is not None and (
        is_the_same(form.formula, variant.formula, example)
        or is_weaker(claim.check, form.formula, variant.formula, example)
    )
    if same or (proved and not power["bound"] and variant.dropped is None):
        power["same"] += 1
    elif proved:
        power["stronger"] += 1
        power["survivors"].append(_survivor(variant, "stronger", compared, looser=False))
    else:
        looser = variant.dropped is None and any(
            never_tighter(claim, form.formula, variant, decider, profile, seed) for decider in deciders
        )
        attacks = (attacked(claim, variant, decider, seed) for decider in deciders)
        found = None if few or looser else first_counterexample(attacks)
        kind = "open" if found is None else "false_surviving"
        power["open"] += found is None
        power["false_surviving"] += found is not None
        power["survivors"].append(_survivor(variant, kind, compared, found, looser=looser))


def _survivor(
    variant: Variant, kind: str, cases: int, found: Counterexample | None = None, *, looser: bool
) -> Survivor:
    with known_settings():
        return {
            "function": variant.function, "before": variant.before, "after": variant.after,
            "line": variant.line, "kind": kind, "cases": cases, "looser": looser,
            "case": "" if found is None else spelled(found.case), "sentence": "" if found is None else found.sentence,
        }  # fmt: skip


def _given(claim: Claim, form: Form, deciders: Sequence[Decider]) -> tuple[Any, ...] | None:
    """What the formula is asked about in a written case; None where no arithmetic knows one, or it is asked several times."""
    arithmetics: dict[Grade, Any] = {Grade.EXACT: Rationals(), Grade.CERTIFIED: Balls(certified.bits[0])}
    for decider in deciders:
        if decider.grade in arithmetics:
            for case in claim.cases:
                try:
                    with known_settings():
                        calls = arguments(claim.question(form, decider), arithmetics[decider.grade], case)
                except (OutsideArithmetic, *NO_VALUE):
                    continue
                if len(calls) == 1:
                    return calls[0]
    return None
