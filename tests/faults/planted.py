"""Planted faults: what is broken, how, and which claim, form and grade notices. The tests beside this file list them.

Only verdicts are looked at. Where a written case has refuted a form no draw changes its verdict, so that their profiles ask
the search, which says whether draws alone would have found it too, for a single one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import shared_cases
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import Profile

Plant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Fault:
    """What is broken, how, and which claim, form and grade notices."""

    name: str
    plant: Plant
    claim: Claim
    form: str
    grade: str


class Faults(list[Fault]):
    """The faults of one file, which `fault` adds to."""

    def fault(self, claim: Claim, form: str, grade: str) -> Callable[[Plant], Plant]:
        def register(plant: Plant) -> Plant:
            self.append(Fault(plant.__name__, plant, claim, form, grade))
            return plant

        return register

    def verdicts_without_them(self, profile: Profile) -> None:
        """Without a fault every form that notices one gets its verdict, on the cases that the forms of a claim share."""
        with forgotten([shared_cases]):
            for id, grade, name in sorted({(f.claim.id, f.grade, f.form) for f in self}):
                claim = next(f.claim for f in self if f.claim.id == id)
                form, decider = claim.form(name), claim.decider(grade)
                decision, _ = judge(claim, form, decider, profile, run_seed=1)
                assert decision.verdict is form.expected_in(decider.grade), f"{id} {name} {grade}: {decision.needs}"


def is_killed(fault: Fault, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the fault its claim gets another verdict, or an error that names what is wrong."""
    fault.plant(monkeypatch)
    form, decider = fault.claim.form(fault.form), fault.claim.decider(fault.grade)
    try:
        with forgotten([shared_cases]):
            decision, _ = judge(fault.claim, form, decider, profile, run_seed=1)
    except (ArithmeticError, ValueError, TypeError) as error:
        verdict = f"error: {error}"
    else:
        verdict = decision.verdict.value
    assert verdict != form.expected_in(decider.grade).value, f"{fault.claim.id} did not notice {fault.name}"


def changed(m: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[[Any, Any], Any]) -> None:
    """Replace a property by what ``change`` makes of the object and the right value."""
    right = vars(owner)[name]
    value = right.func if hasattr(right, "func") else right.fget
    m.setattr(owner, name, property(lambda self: change(self, value(self))))


@contextmanager
def forgotten(caches: Iterable[Any]) -> Iterator[None]:
    """Nothing that was found before or under a fault is remembered."""
    chosen = tuple(caches)
    for cache in chosen:
        cache.cache_clear()
    try:
        yield
    finally:
        for cache in chosen:
            cache.cache_clear()
