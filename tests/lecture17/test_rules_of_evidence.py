"""The rules every claim of the lecture keeps: two roads, written counterexamples, near controls, replayable snippets."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

import lecture17
from lemmata.evidence import certified, exact
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.forms import Form
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Grade, OutsideArithmetic, Verdict
from lemmata.theory.densities.log_density_network import log_density_network

CLAIMS: list[Claim] = [
    value
    for module in pkgutil.iter_modules(lecture17.__path__)
    for value in vars(importlib.import_module(f"lecture17.{module.name}")).values()
    if isinstance(value, Claim)
]
FEW = replace(profile_named("smoke"), cases=40, search=40)
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
        "any-p-real", "ball-volume", "chernoff", "fooled-yet-far", "generalisation-theorem", "last-chain",
        "more-samples-do-not-help", "net-definition", "net-radius", "net-size", "net-size-lipschitz", "not-discrete",
        "parameter-lipschitz", "rhs-substitution", "small-support-fools", "triangle", "two-samples", "union-bound",
        "absolute-value", "capacity-needs-samples", "ipm-pseudometric", "minmax-loss", "pushforward", "total-variation",
        "vanishing-gradient", "wasserstein", "weak-metric",
        "poor-generalisation", "sphere-points", "w1-gaussian", "w1-rate",
        "closure", "distinguishing-power", "jeffreys-as-ipm", "js-is-jeffreys", "membership-bound",
        "conclusion", "main-theorem", "samples-to-real", "sampling-rate", "size-is-capacity",
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

    @classmethod
    def __torch_function__(cls, *_: Any) -> Any:
        # |·| of what is no matrix is torch's
        return cls()


# Checks about the formula as a function: what it integrates to, or which functions a layer represents. Their truth side is
# a number (1, a difference of Φ) or the same function's values at other points; there is nothing to swap out.
ABOUT_FUNCTIONS = {"change-of-variables", "normalisation", "normalisation-plane", "sees-normalisation", "square-layer"}
COMPARISONS = (
    "at_most", "at_most_count", "at_most_squared", "counted", "equal", "equal_masses", "implied", "probability_at_most",
    "rate_at_most",
)  # fmt: skip

# Formulas that propose something, and a truth that says what comes of it: how often N samples fail, what a net of this
# radius misses. Two proposals for each, made without any formula: one that does not serve and one that does.
Proposals = tuple[Callable[..., Any], Callable[..., Any]]


def samples(little: int, enough: int) -> Proposals:
    return lambda F: F.m.constant(little), lambda F: F.m.constant(enough)


def densities() -> Proposals:
    return (
        lambda g, x: SimpleNamespace(log_density=x.entry(1) * 0),
        lambda g, x: SimpleNamespace(log_density=log_density_network(g)(x)),
    )


PROPOSALS: dict[str, Proposals] = {
    "any-p-real": samples(1, 5000),
    "generalisation-theorem": samples(1, 1000),
    "generalisation-without-detour": samples(1, 4000),
    "main-theorem": (lambda G: G.d.constant(1), lambda G: G.d.constant(10**6)),
    "membership-bound": (lambda P: [lambda x: x.entry(1) * 0], lambda P: [P.log_ratio]),
    "more-samples-do-not-help": (lambda epsilon, N, n: epsilon * 0, lambda epsilon, N, n: epsilon / 2),
    "net-definition": (lambda theta, eps: [(0,) * theta.m], lambda theta, eps: getattr(theta, "points", [])),
    "net-radius": (lambda L, epsilon: L.constant(1), lambda L, epsilon: epsilon / (4 * L)),
    "not-discrete": (lambda F: 1, lambda F: 1000),
    "sees-jeffreys": densities(),
    "sees-jeffreys-of-affine-generators": densities(),
    "small-support-fools": (lambda m, epsilon: 1, lambda m, epsilon: 1000),
    "small-support-fools-linear": (lambda d, epsilon: 1, lambda d, epsilon: 1000),
    "two-samples-size": (lambda N: 1, lambda N: 1000),
}
# The same where experiments are repeated.
SAMPLED_PROPOSALS: dict[str, Proposals] = {
    "any-p-real": samples(1, 1000),
    "generalisation-without-detour": samples(1, 10**6),
}
# Formulas that are applied to numbers of the truth side: these are known before, and the formula only combines them.
COMBINED = {
    "fooled-yet-far", "ipm-triangle", "last-chain-total", "triangle", "two-samples", "union-bound", "weak-metric-union",
}  # fmt: skip


@every_claim
def test_a_check_names_none_of_its_formulas(claim: Claim) -> None:
    names = {form.name for form in claim.forms}
    for check in (claim.check, *(decider.check for decider in claim.deciders if decider.check)):
        assert not names & set(check.__code__.co_names), f"{claim.id}: {check.__name__} calls a formula by itself"


@every_claim
def test_the_truth_side_does_not_use_the_formula(claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    if claim.id in ABOUT_FUNCTIONS:
        assert claim.check.__code__.co_names.count("equal") == 1
        return
    if claim.id in PROPOSALS:
        assert claim.id not in COMBINED, "see the test below"
        return
    compared: list[tuple[Any, ...]] = []
    given: list[Any] = []

    def formula(*arguments: Any) -> _Poison:
        given.extend(v for argument in arguments for v in (argument if isinstance(argument, list) else [argument]))
        return _Poison()

    def record(*sides: Any, **_: Any) -> Any:
        compared.append(sides[:2])
        if any(isinstance(side, _Poison) for side in sides):
            raise _Compared

    for name in COMPARISONS:
        if name in claim.check.__globals__:
            monkeypatch.setitem(claim.check.__globals__, name, record)
    decider = quick_decider(claim)
    for case in claim.cases:
        question = claim.question(replace(claim.forms[0], formula=formula), decider)
        with contextlib.suppress(_Compared, OutsideArithmetic), precision(128):
            question.ask(_arithmetic(decider), case)
    assert compared, f"{claim.id} compares nothing once its formula computes nothing"
    for sides in compared:
        poisoned = [side for side in sides if isinstance(side, _Poison)]
        assert len(poisoned) < 2, f"{claim.id}: both sides come from the formula"
    if claim.id in COMBINED:
        numbers = [v for v in given if isinstance(v, Matrix)]
        assert numbers and all(v.shape == (1, 1) and equal(v, v).verdict is Verdict.HOLDS for v in numbers), given


@pytest.mark.parametrize("id", PROPOSALS)
def test_what_a_formula_proposes_is_judged_by_what_comes_of_it(id: str) -> None:
    claim = next(claim for claim in CLAIMS if claim.id == id)
    for decider in claim.deciders:
        little, enough = (SAMPLED_PROPOSALS if decider.grade is Grade.STATISTICAL else PROPOSALS)[id]
        told_apart = False
        for case in claim.cases:
            found = {}
            for proposal in (little, enough):
                question = claim.question(replace(claim.forms[0], formula=proposal), decider)
                with contextlib.suppress(OutsideArithmetic):
                    found[proposal] = decider.compare(question, case, seed=1)
            if len(found) < 2:
                continue
            bad, good = found[little], found[enough]
            if bad.relation == "≤":
                # a bound is held against what is found, or what is found against a bound
                assert bad.right == good.right or bad.left == good.left, (
                    f"{id}: the bound changes with what is proposed"
                )
            told_apart |= (bad.verdict, good.verdict) == (Verdict.REFUTED, Verdict.HOLDS)
        assert told_apart, f"{id}: no written case tells a bad proposal from a good one ({decider.grade.value})"


def _arithmetic(decider: Decider) -> Any:
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
        decision, _ = judge(claim, form, decider, FEW, run_seed=4)
        shares[form.name] = decision.survives
        if decision.survives:
            return
    assert claim.far_controls, f"{claim.id}: every control fails on every case, and no sentence says why: {shares}"


def test_the_confirming_grades_need_no_strategy() -> None:
    assert exact().grade is Grade.EXACT and certified().grade is Grade.CERTIFIED


@every_claim
def test_every_case_says_whether_it_is_generic(claim: Claim) -> None:
    """A case that says nothing counts as generic: in the lecture none keeps silent."""
    for case in claim.cases:
        silent = [name for name, value in case.items() if hasattr(value, "into") and not hasattr(value, "generic")]
        assert not silent, f"{claim.id}: {', '.join(silent)} of {case} has no `generic`"
