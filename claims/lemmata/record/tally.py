"""What the forms of a claim come to: the word for each role, and the counts of a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from itertools import groupby
from typing import Any

from lemmata.record.one_form import word

__all__ = [
    "Counts",
    "by_name",
    "by_search",
    "by_slide",
    "controls",
    "counts",
    "grades_of",
    "is_blind",
    "judged",
    "of_role",
    "plural",
    "refuted_as_printed",
    "smallest_counterexample",
    "spent",
    "unexpected",
    "verdict",
]

Claim = Mapping[str, Any]
Form = Mapping[str, Any]


def judged(forms: Iterable[Form]) -> list[Form]:
    """The forms that have a verdict."""
    return [form for form in forms if form["verdict"] != "not_run"]


def unexpected(forms: Iterable[Form]) -> list[Form]:
    """The forms that went wrong: another verdict than expected, or an exception."""
    return [form for form in judged(forms) if form["verdict"] != form["expected"] or form.get("error")]


def of_role(claim: Claim, role: str) -> list[Form]:
    """The forms of one role: "printed", "corrected" or "control"."""
    return [form for form in claim["forms"] if form["role"] == role]


def verdict(claim: Claim, role: str) -> str:
    """ "holds", "refuted", "not run", or "" where there is no such form; with "!" behind it where it was not expected."""
    forms = of_role(claim, role)
    if not judged(forms):
        return "not run" if forms else ""
    if wrong := unexpected(forms):
        return word(wrong[0])
    # A grade in which a false form is known to be invisible says nothing about it, so long as another grade sees it.
    return "refuted" if any(form["verdict"] == "refuted" for form in forms) else "holds"


def grades_of(claim: Claim) -> list[str]:
    """The grades in which a claim was judged."""
    return list(dict.fromkeys(form["grade"] for form in judged(claim["forms"])))


def by_slide(claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Runs of claims on one slide, in the lecture's order: a lecture may come back to a slide."""
    return [(slide, list(group)) for slide, group in groupby(claims, key=lambda claim: str(claim["slide"]))]


def by_name(forms: Iterable[Form]) -> list[list[Form]]:
    """The judged forms, those of one name together: one control in each of its grades."""
    names: dict[str, list[Form]] = {}
    for form in judged(forms):
        names.setdefault(form["name"], []).append(form)
    return list(names.values())


def is_blind(control: Iterable[Form]) -> bool:
    """Is it a control that no grade is expected to see?"""
    return all(form["expected"] == "holds" for form in control)


def by_search(control: Iterable[Form]) -> bool:
    """Did search find it without its written case?"""
    # Symbolic forms go through the shapes named: nothing is searched there.
    return any(form["search_cases"] is not None for form in control if form["grade"] != "symbolic")


def smallest_counterexample(forms: Iterable[Form]) -> Form | None:
    """Of the refuted forms the one whose case is shortest to write, in the stronger grade where two are as short."""
    refuted = [form for form in forms if form["counterexample"]]
    return min(refuted, key=lambda form: len(form["counterexample"]["case"]), default=None)


def refuted_as_printed(claim: Claim) -> Form | None:
    """The printed form with its smallest counterexample; None where nothing refutes it."""
    return smallest_counterexample(of_role(claim, "printed"))


def controls(claim: Claim) -> str:
    """How many controls were refuted of those that can be: "4/4", "3/3 +1 blind"; with "!" where one was not."""
    forms = of_role(claim, "control")
    found = by_name(forms)
    if not found:
        return "not run" if forms else ""
    seeing = [control for control in found if not is_blind(control)]
    refuted = sum(not unexpected(control) for control in seeing)
    blind = len(found) - len(seeing)
    text = f"{refuted}/{len(seeing)}" + (f" +{blind} blind" if blind else "")
    return text + ("!" if any(unexpected(control) for control in found) else "")


@dataclass(frozen=True)
class Counts:
    """What the claims of a run come to; as text, one line of it.

    Attributes:
        claims: how many there are.
        hold: claims that hold as printed, and no form of which went wrong.
        refuted: the same, refuted as printed.
        corrected: how many of these have a corrected form that holds.
        typos: claims without a reading of what is printed whose corrected form holds.
        controls: controls that some grade is expected to see, by name.
        caught: those of them that were refuted.
        searched: those of these that search found as well.
        blind: controls that no grade is expected to see.
        wrong: forms that went wrong.
    """

    claims: int
    hold: int
    refuted: int
    corrected: int
    typos: int
    controls: int
    caught: int
    searched: int
    blind: int
    wrong: int

    def __str__(self) -> str:
        parts = [
            plural(self.claims, "claim"),
            f"{self.hold} hold as printed",
            f"{self.corrected} refuted as printed, and corrected",
        ]
        if self.refuted > self.corrected:
            parts.append(f"{self.refuted - self.corrected} refuted as printed")
        if self.typos:
            parts.append(f"{plural(self.typos, 'typo')} corrected")
        if self.controls:
            parts.append(f"{self.caught} of {plural(self.controls, 'control')} refuted, {self.searched} by search too")
        if self.blind:
            parts.append(f"{self.blind} blind as expected")
        if self.wrong:
            parts.append(f"{plural(self.wrong, 'form')} WENT WRONG")
        return " · ".join(parts)


def counts(claims: Sequence[Claim]) -> Counts:
    """The claims counted. Of one that went wrong nothing counts but its controls, and what went wrong."""
    sound = [claim for claim in claims if not unexpected(claim["forms"])]
    refuted = [claim for claim in sound if verdict(claim, "printed") == "refuted"]
    found = [control for claim in claims for control in by_name(of_role(claim, "control"))]
    seeing = [control for control in found if not is_blind(control)]
    caught = [control for control in seeing if not unexpected(control)]
    return Counts(
        claims=len(claims),
        hold=sum(verdict(claim, "printed") == "holds" for claim in sound),
        refuted=len(refuted),
        corrected=sum(verdict(claim, "corrected") == "holds" for claim in refuted),
        typos=sum(claim["status"] == "typo" and verdict(claim, "corrected") == "holds" for claim in sound),
        controls=len(seeing),
        caught=len(caught),
        searched=sum(map(by_search, caught)),
        blind=len(found) - len(seeing),
        wrong=sum(len(unexpected(claim["forms"])) for claim in claims),
    )


def spent(error_probability: float | Decimal) -> str:
    """What the run's statistical verdicts spent, in words, to two digits rounded up."""
    if not error_probability:
        return "no verdict rests on samples"
    bound = Context(prec=2, rounding=ROUND_CEILING).create_decimal(str(error_probability))
    return f"error probability of the whole run ≤ {bound:.1E}".replace(".0E", "E")


def plural(count: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
