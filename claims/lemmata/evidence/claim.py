"""`@claim`: one statement of a lecture, its forms, and the check that decides all of them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.forms import ClaimError, FalseForm, Form, Formula, forms_of, require
from lemmata.evidence.grades import CONFIRMING
from lemmata.evidence.question import Question
from lemmata.evidence.shared_cases import as_case, parameters_of
from lemmata.numerics.verdict import Comparison

__all__ = ["Claim", "claim", "decided"]

Figures = Callable[[str, int], Mapping[str, Any]]


@dataclass
class Claim:
    """A claim, ready to be decided. Calling it runs its check on lifted arguments."""

    id: str
    slide: str
    status: str
    statement_printed: str
    statement_corrected: str | None
    scope: str
    forms: tuple[Form, ...]
    deciders: tuple[Decider, ...]
    cases: tuple[Mapping[str, Any], ...]
    check: Callable[..., Comparison]
    uses: tuple[str, ...] = ()
    far_controls: str | None = None
    figures: Figures | None = None

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
        return Question(decider.check or self.check, form.formula, self.cases, rivals, checks)

    def replay(self, form: str, grade: str, seed: int = 0, **case: Any) -> str:
        """The sentence that comparing this form on one case gives, for a counterexample's snippet."""
        # a witness may be confirmed in a grade that this claim draws no cases for
        deciders = {decider.grade.value: decider for decider in (*CONFIRMING, *self.deciders)}
        decider = deciders.get(grade) or self.decider(grade)
        with known_settings():
            return decider.compare(self.question(self.form(form), decider), case, seed).sentence


def decided(*deciders: Decider) -> Callable[[Callable[..., Comparison]], Callable[..., Comparison]]:
    """The grades in which a check is decided, strongest first, and where each draws its cases."""

    def attach(check: Callable[..., Comparison]) -> Callable[..., Comparison]:
        check.__dict__["deciders"] = deciders
        return check

    return attach


def claim(
    id: str,
    *,
    slide: str,
    status: str,
    scope: str,
    controls: Sequence[Formula | FalseForm],
    says: str = "",
    printed: Formula | FalseForm | None = None,
    corrected: Formula | None = None,
    cases: Sequence[Any] = (),
    uses: Sequence[str] = (),
    far_controls: str | None = None,
    figures: Figures | None = None,
) -> Callable[[Callable[..., Comparison]], Claim]:
    """Declare a claim. The decorated check's docstring is the true statement; it takes ``formula`` and one case.

    Args:
        id: lower-case words joined by hyphens.
        slide: the title of the slide.
        status: T true as printed, F false, I incomplete, Q qualitative, or "typo".
        scope: one sentence: what the verdicts cover and what not.
        controls: false variants that the same check must refute.
        says: the statement as printed, where it differs from the docstring.
        printed: the printed formula, wrapped in `refuted` where it is false.
        corrected: the true formula, where the printed one is not.
        cases: written cases, smallest first; each false form must fail on one of them.
        uses: ids of the claims this one builds on; of another text as ``text/id``.
        far_controls: why no control nearly holds, where none does.
        figures: profile name, seed ↦ plain values by name, for the evidence file (the points of a curve, a table). Called
            once in a run, after the first form is judged in the first grade. No verdict rests on them.

    Raises:
        ClaimError: for a claim that contradicts itself, in one sentence.
    """

    def build(check: Callable[..., Comparison]) -> Claim:
        deciders = check.__dict__.get("deciders", ())
        statement = inspect.cleandoc(check.__doc__ or "")
        forms = tuple(forms_of(id, status, printed, corrected, controls))
        require(
            bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)),
            f"claim id {id!r} is not lower-case words joined by hyphens",
        )
        require(bool(deciders), f"claim {id!r} is decided in no grade: put @decided(...) below @claim")
        stripped = sys.flags.optimize >= 2
        require(
            bool(statement) or not stripped,
            f"claim {id!r}: docstrings are stripped, and the true statement is one: run Python without -OO",
        )
        require(bool(statement), f"claim {id!r} has no docstring: it is the true statement")
        parameters = parameters_of(check)
        require(bool(parameters), f"claim {id!r}: its check takes the formula and at least one case parameter")
        require(bool(cases), f"claim {id!r} has no written cases")
        grades = [decider.grade for decider in deciders]
        require(len(set(grades)) == len(grades), f"claim {id!r} names a grade twice")
        names = [form.name for form in forms]
        require(len(set(names)) == len(names), f"claim {id!r} has two forms of one name: {', '.join(names)}")
        false_as_printed = status in ("F", "I")
        try:
            written = tuple(as_case(case, parameters) for case in cases)
        except ValueError as error:
            raise ClaimError(f"claim {id!r}: {error}") from None
        return Claim(
            id, slide, status, says or statement, statement if false_as_printed or says else None, scope, forms,
            tuple(deciders), written, check, tuple(uses), far_controls, figures,
        )  # fmt: skip

    return build
