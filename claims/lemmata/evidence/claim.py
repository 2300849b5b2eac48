"""A claim: one statement, its forms, and the check that decides all of them. `declaration.claim` makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any
from unicodedata import normalize

from lemmata.evidence.as_python import spelled
from lemmata.evidence.assumptions import Assumption
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.fitting import deciders_of_kinds
from lemmata.evidence.forms import ClaimError, Form, Formula
from lemmata.evidence.grades import CONFIRMING
from lemmata.evidence.kind import Kind
from lemmata.evidence.question import Question
from lemmata.numerics.verdict import Comparison

__all__ = ["Claim", "Figures"]

MADE: list[tuple[ModuleType | None, Claim]] = []
"""The claims that were made, each with the module that made it, whether or not a name of it is bound to them."""

Figures = Callable[[str, int], Mapping[str, Any]]


@dataclass
class Claim:
    """A claim, ready to be decided. Calling it runs its check on lifted arguments.

    Attributes:
        chosen: the deciders that its author has chosen; none where they follow from ``kinds``.
        kinds: the kind of each argument of the check.
        assumes: what is assumed of a case beside that.
    """

    id: str
    slide: str
    status: str
    statement_printed: str
    statement_corrected: str | None
    scope: str
    forms: tuple[Form, ...]
    chosen: tuple[Decider, ...]
    cases: tuple[Mapping[str, Any], ...]
    check: Callable[..., Comparison]
    uses: tuple[str, ...] = ()
    far_controls: str | None = None
    figures: Figures | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    assumes: tuple[Assumption, ...] = ()

    @cached_property
    def deciders(self) -> tuple[Decider, ...]:
        """The grades in which the claim is decided, strongest first.

        Those that follow from kinds are found when they are first asked for: by then the whole module is there, and with
        it all that a formula calls. Raises ClaimError for a written case that breaks an assumption, and where no
        arithmetic decides the claim.
        """
        with known_settings():
            for number, case in enumerate(self.cases, start=1):
                for assumption in self.assumes:
                    if not assumption.holds_for(case):
                        raise ClaimError(
                            f"claim {self.id!r}: case {number}, {spelled(case)}, breaks {assumption.words!r}"
                        )
            return self.chosen or deciders_of_kinds(self.id, self.kinds, [self._asked(form) for form in self.forms])

    def _asked(self, form: Form) -> Question:
        return Question(self.check, form.formula, self.cases, assumes=self.assumes)

    @property
    def __name__(self) -> str:
        return self.check.__name__

    @property
    def module(self) -> str:
        return self.check.__module__

    def __call__(self, formula: Formula, **lifted: Any) -> Comparison:
        return self.check(formula, **lifted)

    def form(self, name: str) -> Form:
        """The form whose formula has this name. Raises ClaimError, listing the names there are."""
        for form in self.forms:
            if form.name == normalize("NFKC", name):  # as Python reads the names of functions
                return form
        raise ClaimError(f"claim {self.id!r} has no form {name!r}; it has {', '.join(f.name for f in self.forms)}")

    def decider(self, grade: str) -> Decider:
        """The decider of this grade. Raises ClaimError, listing the grades there are."""
        for decider in self.deciders:
            if decider.grade.value == grade:
                return decider
        raise ClaimError(
            f"claim {self.id!r} is not decided in grade {grade!r}, only {', '.join(d.grade.value for d in self.deciders)}"
        )

    def question(self, form: Form, decider: Decider) -> Question:
        """What the decider is asked about this form: nothing in it tells what is expected."""
        rivals = [other.formula for other in self.forms if other.formula is not form.formula]
        own = {d.grade: d.check or self.check for d in self.deciders}
        checks = {grade: own.get(grade, self.check) for grade in (*own, *(d.grade for d in CONFIRMING))}
        return Question(decider.check or self.check, form.formula, self.cases, rivals, checks, self.assumes)

    def replay(self, form: str, grade: str, seed: int = 0, **case: Any) -> str:
        """The sentence that comparing this form on one case gives, for a counterexample's snippet.

        Values are typed as in ``cases``. Raises ClaimError for a form or a grade that there is not.
        """
        # a witness may be confirmed in a grade that this claim draws no cases for
        deciders = {decider.grade.value: decider for decider in (*CONFIRMING, *self.deciders)}
        decider = deciders.get(grade) or self.decider(grade)
        with known_settings():
            case = {
                name: self.kinds[name].value(value) if name in self.kinds else value for name, value in case.items()
            }
            return decider.compare(self.question(self.form(form), decider), case, seed).sentence
