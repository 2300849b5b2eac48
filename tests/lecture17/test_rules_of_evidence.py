"""The rules every claim of the lecture keeps: two roads, written counterexamples, near controls, replayable snippets."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from claims import lecture17
from claims.evidence import certified, exact
from claims.evidence.claim import Claim, Form
from claims.evidence.deciders import Decider
from claims.evidence.judge import judge, snippet
from claims.evidence.profiles import profile_named
from claims.numerics.verdict import Grade, OutsideArithmetic, Verdict

CLAIMS: list[Claim] = [
    value
    for module in pkgutil.iter_modules(lecture17.__path__)
    for value in vars(importlib.import_module(f"claims.lecture17.{module.name}")).values()
    if isinstance(value, Claim)
]
FEW = replace(profile_named("smoke"), cases=20, search=20)
# The grades in which one comparison takes milliseconds.
QUICK = (Grade.EXACT, Grade.CERTIFIED)

every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


def quick_decider(claim: Claim) -> Decider:
    return next(decider for decider in claim.deciders if decider.grade in QUICK)


def false_forms(claim: Claim, grade: Grade) -> list[Form]:
    return [form for form in claim.forms if form.expected_in(grade) is Verdict.REFUTED]


def test_all_claims_of_the_section_are_here() -> None:
    assert {
        "generator-class", "inverse", "hidden-bias", "jacobian-entry", "jacobian-order", "jacobian-product",
        "change-of-variables", "gaussian", "square-layer", "determinant", "logdet-sum", "log-density-network",
        "normalisation",
    } <= {claim.id for claim in CLAIMS}  # fmt: skip


class _Compared(Exception):
    """Raised where a check compares its two sides: by then the truth side has been computed."""


class _Poison:
    """What a poisoned formula returns: it computes nothing, whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *_: Any) -> Any:
        return self

    def __matmul__(self, other: Any) -> Any:
        return self


# Checks about the formula as a function: what it integrates to, or which functions a layer represents. Their truth side is
# a number (1, a difference of Φ) or the same function's values at other points; there is nothing to swap out.
ABOUT_FUNCTIONS = {"change-of-variables", "normalisation", "normalisation-plane", "sees-normalisation", "square-layer"}


@every_claim
def test_the_truth_side_does_not_use_the_formula(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    if claim.id in ABOUT_FUNCTIONS:
        assert claim.check.__code__.co_names.count("equal") == 1
        return
    compared: list[tuple[Any, ...]] = []

    def record(*sides: Any, **_: Any) -> Any:
        compared.append(sides)
        if any(isinstance(side, _Poison) for side in sides):
            raise _Compared

    for name in ("equal", "implied", "at_most_count", "counted"):
        if name in claim.check.__code__.co_names:
            monkeypatch.setitem(claim.check.__globals__, name, record)
    decider = quick_decider(claim)
    for case in claim.cases:
        question = claim.question(replace(claim.forms[0], formula=lambda *_: _Poison()), decider)
        with contextlib.suppress(_Compared, OutsideArithmetic):
            question.ask(_arithmetic(decider), case)
    assert compared, f"{claim.id} compares nothing once its formula computes nothing"
    truths = [side for sides in compared for side in sides[1:2] if claim.check.__code__.co_names.count("counted") == 0]
    if claim.id != "generator-size":  # there the count comes first and the formula second
        assert not any(isinstance(side, _Poison) for side in truths), f"{claim.id}: both sides come from the formula"


def _arithmetic(decider: Decider) -> Any:
    from claims.numerics.balls import Balls
    from claims.numerics.rationals import Rationals

    return Rationals() if decider.grade is Grade.EXACT else Balls()


@every_claim
def test_every_false_form_is_refuted_by_a_written_case(claim: Claim) -> None:
    for decider in claim.deciders:
        if decider.grade not in QUICK:
            continue
        for form in false_forms(claim, decider.grade):
            question = claim.question(form, decider)
            verdicts = []
            for case in claim.cases:
                with contextlib.suppress(OutsideArithmetic):
                    verdicts.append(decider.compare(question, case).verdict)
            assert Verdict.REFUTED in verdicts, (
                f"{claim.id}: no written case refutes {form.name} ({decider.grade.value})"
            )


@every_claim
def test_some_control_nearly_holds(claim: Claim) -> None:
    decider, shares = quick_decider(claim), {}
    for form in false_forms(claim, decider.grade):
        decision, _ = judge(claim, form, decider, FEW, run_seed=3)
        shares[form.name] = decision.survives
        if decision.survives:
            return
    assert claim.far_controls, f"{claim.id}: every control fails on every case, and no sentence says why: {shares}"


@every_claim
def test_every_snippet_prints_the_refuting_sentence(claim: Claim) -> None:
    decider = quick_decider(claim)
    for form in false_forms(claim, decider.grade):
        decision, _ = judge(claim, form, decider, replace(FEW, cases=1, search=1), run_seed=5)
        assert decision.counterexample is not None, f"{claim.id}: {form.name} was not refuted: {decision.needs}"
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(snippet(claim, form, decider, decision), "snippet", "exec"), {})
        assert output.getvalue().splitlines()[-1] == decision.counterexample.sentence


def test_a_snippet_runs_by_itself() -> None:
    claim = next(c for c in CLAIMS if c.id == "jacobian-order")
    decider = quick_decider(claim)
    decision, _ = judge(claim, claim.forms[0], decider, FEW, run_seed=5)
    text = snippet(claim, claim.forms[0], decider, decision)
    run = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1].startswith("refuted: ")


def test_the_confirming_grades_need_no_strategy() -> None:
    assert exact().grade is Grade.EXACT and certified().grade is Grade.CERTIFIED
