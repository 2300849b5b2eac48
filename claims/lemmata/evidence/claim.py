"""`@claim`: one statement of a lecture, its forms, and the check that decides all of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.evidence.deciders import Decider, Question, certified, exact
from lemmata.numerics.verdict import Comparison, Grade, Verdict

__all__ = ["Claim", "ClaimError", "Form", "blind", "claim", "decided", "elusive", "refuted"]

Formula = Callable[..., Any]
Figures = Callable[[str, int], Mapping[str, Any]]


class ClaimError(ValueError):
    """A claim that is not put together right."""


@dataclass(frozen=True)
class Form:
    """One reading of a claim.

    Attributes:
        role: "printed", "corrected" or "control".
        formula: what stands in the place of the formula; its name names the form.
        expected: the verdict that this form should get.
        erratum: for a printed form that is false, what is wrong with it, in one sentence.
        blindness: for a false form that the check cannot see in some grades, why; there it is expected to hold.
        blind_in: those grades; all of them when a blindness is given without any.
        elusive: why search alone does not find this false form, where it does not.
    """

    role: str
    formula: Formula
    expected: Verdict
    erratum: str | None = None
    blindness: str | None = None
    blind_in: frozenset[Grade] = frozenset()
    elusive: str | None = None

    @property
    def name(self) -> str:
        return self.formula.__name__

    def expected_in(self, grade: Grade) -> Verdict:
        """The verdict expected in one grade."""
        blind = self.blindness is not None and (not self.blind_in or grade in self.blind_in)
        return Verdict.HOLDS if blind else self.expected


@dataclass(frozen=True)
class _False:
    formula: Formula
    erratum: str | None = None
    blindness: str | None = None
    grades: frozenset[Grade] = frozenset()
    elusive: str | None = None


def refuted(formula: Formula, erratum: str, *, elusive: str | None = None) -> _False:
    """A printed form that is false, with its erratum in one sentence."""
    return _False(formula, erratum=erratum, elusive=elusive)


def blind(formula: Formula, why: str, *, grades: Sequence[Grade | str] = ()) -> _False:
    """A false variant that this check cannot see (in these grades; in all, if none is named): the blindness is the check."""
    return _False(formula, blindness=why, grades=frozenset(Grade(g) for g in grades))


def elusive(formula: Formula, why: str) -> _False:
    """A control that its written case refutes but that search alone does not find, and why."""
    return _False(formula, elusive=why)


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
            if form.name == name:
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
        checks = {grade: own.get(grade, self.check) for grade in (*own, Grade.EXACT, Grade.CERTIFIED)}
        return Question(decider.check or self.check, form.formula, self.cases, rivals, checks)

    def replay(self, form: str, grade: str, seed: int = 0, **case: Any) -> str:
        """The sentence that comparing this form on one case gives, for a counterexample's snippet."""
        # a witness may be confirmed in a grade that this claim draws no cases for
        confirming = {"exact": exact(), "certified": certified()}
        grades = {decider.grade.value: decider for decider in self.deciders}
        decider = grades.get(grade) or confirming.get(grade) or self.decider(grade)
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
    controls: Sequence[Formula | _False],
    says: str = "",
    printed: Formula | _False | None = None,
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
        forms = tuple(_forms(id, status, printed, corrected, controls))
        _require(
            bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)),
            f"claim id {id!r} is not lower-case words joined by hyphens",
        )
        _require(bool(deciders), f"claim {id!r} is decided in no grade: put @decided(...) below @claim")
        _require(bool(statement), f"claim {id!r} has no docstring: it is the true statement")
        _require(
            len(inspect.signature(check).parameters) > 1,
            f"claim {id!r}: its check takes the formula and at least one case parameter",
        )
        _require(bool(cases), f"claim {id!r} has no written cases")
        grades = [decider.grade for decider in deciders]
        _require(len(set(grades)) == len(grades), f"claim {id!r} names a grade twice")
        names = [form.name for form in forms]
        _require(len(set(names)) == len(names), f"claim {id!r} has two forms of one name: {', '.join(names)}")
        false_as_printed = status in ("F", "I")
        parameters = [p for p in inspect.signature(check).parameters if p != "formula"]
        written = tuple(case if isinstance(case, Mapping) else {parameters[0]: case} for case in cases)
        return Claim(
            id, slide, status, says or statement, statement if false_as_printed or says else None, scope, forms,
            tuple(deciders), written, check, tuple(uses), far_controls, figures,
        )  # fmt: skip

    return build


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise ClaimError(sentence)


def _forms(
    id: str,
    status: str,
    printed: Formula | _False | None,
    corrected: Formula | None,
    controls: Sequence[Formula | _False],
) -> Iterator[Form]:
    _require(status in ("T", "F", "I", "Q", "typo"), f"claim {id!r} has status {status!r}; known: T, F, I, Q, typo")
    _require(len(controls) > 0, f"claim {id!r} has no controls: a check that nothing can fail proves nothing")
    wrong = isinstance(printed, _False)
    _require(not isinstance(corrected, _False), f"claim {id!r}: the corrected form is true, give it without a wrapper")
    if isinstance(printed, _False):
        _require(
            bool(printed.erratum),
            f"claim {id!r}: a printed form that is false needs its erratum: refuted(formula, erratum)",
        )
    for form in (printed, corrected, *controls):
        formula = form.formula if isinstance(form, _False) else form
        _require(
            formula is None or hasattr(formula, "__name__"),
            f"claim {id!r}: a formula is a named function, got {formula!r}",
        )
    if status in ("T", "Q"):
        _require(
            printed is not None and not wrong,
            f"claim {id!r} has status {status}: its printed form holds, give it as printed=",
        )
        _require(corrected is None, f"claim {id!r} has status {status} and needs no corrected form")
    elif status in ("F", "I"):
        _require(wrong, f"claim {id!r} has status {status}: wrap its printed form in refuted(formula, erratum)")
        _require(
            corrected is not None, f"claim {id!r} is refuted as printed and has no corrected form: say what is true"
        )
    else:
        _require(printed is None, f"claim {id!r} is a typo row: it has no printed form")
        _require(corrected is not None, f"claim {id!r} is a typo row and needs a corrected form")
    if isinstance(printed, _False):
        yield Form("printed", printed.formula, Verdict.REFUTED, printed.erratum, elusive=printed.elusive)
    elif printed is not None:
        yield Form("printed", printed, Verdict.HOLDS)
    if corrected is not None:
        yield Form("corrected", corrected, Verdict.HOLDS)
    for control in controls:
        if isinstance(control, _False):
            yield Form(
                "control", control.formula, Verdict.REFUTED,
                blindness=control.blindness, blind_in=control.grades, elusive=control.elusive,
            )  # fmt: skip
        else:
            yield Form("control", control, Verdict.REFUTED)
