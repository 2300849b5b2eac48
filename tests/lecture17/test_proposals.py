"""Formulas of the lecture that propose something are judged by what comes of it; those that combine get numbers.

The rules of evidence bind these claims by their own forms. Here the proposals are made without any formula.
"""

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
from lemmata.evidence.claim import Claim
from lemmata.numerics.compare import equal
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Grade, OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import diagonal, inverse, log_abs_determinant
from lemmata.theory.densities.gaussian import log_phi

CLAIMS: dict[str, Claim] = {
    value.id: value
    for module in pkgutil.iter_modules(lecture17.__path__)
    for value in vars(importlib.import_module(f"lecture17.{module.name}")).values()
    if isinstance(value, Claim)
}

# Formulas that propose something, and a truth that says what comes of it: how often N samples fail, what a net of this
# radius misses. Two proposals for each, made without any formula: one that does not serve and one that does.
Proposals = tuple[Callable[..., Any], Callable[..., Any]]


def samples(little: int, enough: int) -> Proposals:
    return lambda F: F.m.constant(little), lambda F: F.m.constant(enough)


def densities() -> Proposals:
    return (
        lambda g, x: SimpleNamespace(log_density=x.entry(1) * 0),
        lambda g, x: SimpleNamespace(log_density=log_phi(g.inverse(x)) + log_slope(g, x)),
    )


def log_slope(g: Any, x: Any) -> Any:
    """log|det J_x g⁻¹(x)|."""
    layers = [*map(inverse, g.W), *map(diagonal, g.slopes(g.hidden(x)))]
    return sum(map(log_abs_determinant, layers[1:]), start=log_abs_determinant(layers[0]))


PROPOSALS: dict[str, Proposals] = {
    "any-p-real": samples(1, 5000),
    "generalisation-theorem": samples(1, 1000),
    "generalisation-without-detour": samples(1, 4000),
    "main-theorem": (lambda G: G.c.constant(1), lambda G: G.c.constant(10**8)),
    "main-theorem-of-gaussians": (lambda G: G.d.constant(1), lambda G: G.d.constant(10**6)),
    "main-theorem-of-jeffreys": (lambda G: G.c.constant(1), lambda G: G.c.constant(10**9)),
    "membership-bound": (lambda P: [lambda x: x.entry(1) * 0], lambda P: [P.log_ratio]),
    "more-samples-do-not-help": (lambda epsilon, N, n: epsilon * 0, lambda epsilon, N, n: epsilon / 2),
    "net-definition": (lambda theta, eps: [(0,) * theta.m], lambda theta, eps: getattr(theta, "points", [])),
    "net-radius": (lambda L, epsilon: L.constant(1), lambda L, epsilon: epsilon / (4 * L)),
    "net-times-chernoff": samples(1, 10**4),
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


@pytest.mark.parametrize("id", PROPOSALS)
def test_what_a_formula_proposes_is_judged_by_what_comes_of_it(id: str) -> None:
    claim = CLAIMS[id]
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


# Formulas that are applied to numbers of the truth side: these are known before, and the formula only combines them.
COMBINED = (
    "fooled-yet-far", "ipm-triangle", "last-chain-total", "triangle", "two-samples", "union-bound", "weak-metric-union",
)  # fmt: skip


@pytest.mark.parametrize("id", COMBINED)
def test_what_a_formula_combines_are_numbers(id: str) -> None:
    claim, given = CLAIMS[id], []
    decider = next(decider for decider in claim.deciders if decider.grade in (Grade.EXACT, Grade.CERTIFIED))
    formula = claim.forms[-1].formula

    def recording(*arguments: Any) -> Any:
        given.extend(v for argument in arguments for v in (argument if isinstance(argument, list) else [argument]))
        return formula(*arguments)

    recording.__name__ = formula.__name__
    for case in claim.cases:
        with contextlib.suppress(OutsideArithmetic):
            decider.compare(claim.question(replace(claim.forms[-1], formula=recording), decider), case)
    numbers = [value for value in given if isinstance(value, Matrix)]
    # an enclosure may be too wide to be equal to itself
    assert numbers and all(v.shape == (1, 1) and equal(v, v).verdict is not Verdict.REFUTED for v in numbers), given
