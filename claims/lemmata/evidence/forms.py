"""The forms of a claim: the printed one, the corrected one and the false variants, each with the verdict it should get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.numerics.verdict import Grade, Verdict

__all__ = [
    "ClaimError", "FalseForm", "Form", "Formula", "blind", "elusive", "forms_of", "refuted", "require",
    "status_of",
]  # fmt: skip

Formula = Callable[..., Any]


class ClaimError(ValueError):
    """A claim that is not put together right."""


def require(condition: bool, sentence: str) -> None:
    """Raise ClaimError with this sentence unless the condition holds."""
    if not condition:
        raise ClaimError(sentence)


@dataclass(frozen=True)
class Form:
    """One reading of a claim.

    Attributes:
        role: "printed", "corrected" or "control".
        formula: the function that the check is given; its name names the form.
        expected: the verdict that this form should get.
        erratum: for a printed form that is false, what is wrong with it, in one sentence.
        blindness: for a false form that the check cannot see in some grades, why; there it is expected to hold.
        blind_in: those grades; all of them when a blindness is given without any.
        elusive: why search alone does not find this false form, where it does not.
        kindest: for a printed form that is false, the reading under which it is right; empty where none is stated.
    """

    role: str
    formula: Formula
    expected: Verdict
    erratum: str | None = None
    blindness: str | None = None
    blind_in: frozenset[Grade] = frozenset()
    elusive: str | None = None
    kindest: str = ""

    @property
    def name(self) -> str:
        return self.formula.__name__

    def expected_in(self, grade: Grade) -> Verdict:
        """The verdict expected in one grade."""
        blind = self.blindness is not None and (not self.blind_in or grade in self.blind_in)
        return Verdict.HOLDS if blind else self.expected


@dataclass(frozen=True)
class FalseForm:
    """A formula that is declared false, and what is said of it. Made by `refuted`, `blind` and `elusive`."""

    formula: Formula
    erratum: str | None = None
    blindness: str | None = None
    grades: frozenset[Grade] = frozenset()
    elusive: str | None = None
    kindest: str = ""


def refuted(formula: Formula, erratum: str, *, kindest: str = "", elusive: str | None = None) -> FalseForm:
    """A printed form that is false, with its erratum in one sentence.

    ``kindest`` is the kindest reading in one sentence: that under which what is printed is right. Where it has none, say
    "There is none: …", or nothing. It is shown beside the erratum and judged by nobody.
    """
    return FalseForm(formula, erratum=erratum, elusive=elusive, kindest=kindest)


def blind(formula: Formula, why: str, *, grades: Sequence[Grade | str] = ()) -> FalseForm:
    """A false variant that this check cannot see (in these grades; in all, if none is named): the blindness is the check."""
    return FalseForm(formula, blindness=why, grades=frozenset(Grade(g) for g in grades))


def elusive(formula: Formula, why: str) -> FalseForm:
    """A control that its written case refutes but that search alone does not find, and why."""
    return FalseForm(formula, elusive=why)


def status_of(printed: Formula | FalseForm | None) -> str:
    """The status that a printed form has where nothing is said of it: T, F where it is wrapped, "typo" where there is none."""
    return "typo" if printed is None else "F" if isinstance(printed, FalseForm) else "T"


def forms_of(
    id: str,
    status: str,
    printed: Formula | FalseForm | None,
    corrected: Formula | None,
    controls: Sequence[Formula | FalseForm],
) -> Iterator[Form]:
    """The forms of a claim: printed, corrected, controls. Raises ClaimError where they contradict the claim's status."""
    require(
        printed is not None or corrected is not None,
        f"claim {id!r} has no formula: give printed=formula, or printed=refuted(formula, erratum) and corrected=formula",
    )
    status = status or status_of(printed)
    require(status in ("T", "F", "I", "Q", "typo"), f"claim {id!r} has status {status!r}; known: T, F, I, Q, typo")
    wrong = isinstance(printed, FalseForm)
    require(
        not isinstance(corrected, FalseForm), f"claim {id!r}: the corrected form is true, give it without a wrapper"
    )
    if isinstance(printed, FalseForm):
        require(
            bool(printed.erratum),
            f"claim {id!r}: a printed form that is false needs its erratum: refuted(formula, erratum)",
        )
    for form in (printed, corrected, *controls):
        formula = form.formula if isinstance(form, FalseForm) else form
        require(
            formula is None or hasattr(formula, "__name__"),
            f"claim {id!r}: a formula is a named function, got {formula!r}",
        )
    if status in ("T", "Q"):
        require(
            printed is not None and not wrong,
            f"claim {id!r} has status {status}: its printed form holds, give it as printed=",
        )
        require(corrected is None, f"claim {id!r} has status {status} and needs no corrected form")
    elif status in ("F", "I"):
        require(wrong, f"claim {id!r} has status {status}: wrap its printed form in refuted(formula, erratum)")
        require(
            corrected is not None, f"claim {id!r} is refuted as printed and has no corrected form: say what is true"
        )
    else:
        require(printed is None, f"claim {id!r} is a typo row: it has no printed form")
        require(corrected is not None, f"claim {id!r} is a typo row and needs a corrected form")
    if isinstance(printed, FalseForm):
        yield Form(
            "printed", printed.formula, Verdict.REFUTED, printed.erratum, elusive=printed.elusive, kindest=printed.kindest
        )  # fmt: skip
    elif printed is not None:
        yield Form("printed", printed, Verdict.HOLDS)
    if corrected is not None:
        yield Form("corrected", corrected, Verdict.HOLDS)
    for control in controls:
        if isinstance(control, FalseForm):
            yield Form(
                "control", control.formula, Verdict.REFUTED,
                blindness=control.blindness, blind_in=control.grades, elusive=control.elusive,
            )  # fmt: skip
        else:
            yield Form("control", control, Verdict.REFUTED)
