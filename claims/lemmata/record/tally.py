"""What the forms of a claim come to: the word for each role, and the counts of a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from itertools import groupby

from lemmata.record.grades import GRADES
from lemmata.record.one_form import word
from lemmata.record.schema import ClaimEntry, FormEntry

__all__ = [
    "Counts",
    "best_counterexample",
    "by_name",
    "by_search",
    "by_slide",
    "by_text",
    "controls",
    "counts",
    "grades_of",
    "is_blind",
    "judged",
    "of_role",
    "plural",
    "refuted_as_printed",
    "rounded_up",
    "spent",
    "unexpected",
    "verdict",
]


NO_SAMPLES = "no verdict rests on samples"
"""Of a run that has spent no error probability."""


def judged(forms: Iterable[FormEntry]) -> list[FormEntry]:
    """The forms that have a verdict."""
    return [form for form in forms if form["verdict"] != "not_run"]


def unexpected(forms: Iterable[FormEntry]) -> list[FormEntry]:
    """The forms that went wrong: another verdict than expected, or an exception."""
    return [form for form in judged(forms) if form["verdict"] != form["expected"] or form.get("error")]


def of_role(claim: ClaimEntry, role: str) -> list[FormEntry]:
    """The forms of one role: "printed", "corrected" or "control"."""
    return [form for form in claim["forms"] if form["role"] == role]


def verdict(claim: ClaimEntry, role: str) -> str:
    """ "holds", "refuted", "not run", or "" where there is no such form; with "!" behind it where it was not expected."""
    forms = of_role(claim, role)
    if not judged(forms):
        return "not run" if forms else ""
    if wrong := unexpected(forms):
        return word(wrong[0])
    # A grade in which a false form is known to be invisible says nothing about it, so long as another grade sees it.
    return "refuted" if any(form["verdict"] == "refuted" for form in forms) else "holds"


def grades_of(claim: ClaimEntry) -> list[str]:
    """The grades in which a claim was judged."""
    return list(dict.fromkeys(form["grade"] for form in judged(claim["forms"])))


def by_slide(claims: Iterable[ClaimEntry]) -> list[tuple[str, list[ClaimEntry]]]:
    """Runs of claims on one slide of one text, in the text's order: a text may come back to a slide."""
    groups = groupby(claims, key=lambda claim: (claim["text"], claim["slide"]))
    return [(slide, list(group)) for (_, slide), group in groups]


def by_text(claims: Iterable[ClaimEntry]) -> list[tuple[str, list[ClaimEntry]]]:
    """The claims of each text under its title, by its first claim; a file of the first version may come back to a text."""
    texts: dict[str, list[ClaimEntry]] = {}
    for claim in claims:
        texts.setdefault(claim["text"], []).append(claim)
    return [(group[0]["text_title"], group) for group in texts.values()]


def by_name(forms: Iterable[FormEntry]) -> list[list[FormEntry]]:
    """The judged forms, those of one name together: one control in each of its grades."""
    names: dict[str, list[FormEntry]] = {}
    for form in judged(forms):
        names.setdefault(form["name"], []).append(form)
    return list(names.values())


def is_blind(control: Iterable[FormEntry]) -> bool:
    """Is it a control that no grade is expected to see?"""
    return all(form["expected"] == "holds" for form in control)


def by_search(control: Iterable[FormEntry]) -> bool:
    """Did search find it without its written case?"""
    # Symbolic forms go through the shapes named: nothing is searched there.
    return any(form["search_cases"] is not None for form in control if form["grade"] != "symbolic")


def best_counterexample(forms: Iterable[FormEntry]) -> FormEntry | None:
    """Of the refuted forms the one that is confirmed in the strongest grade; of several, whose case is shortest to write."""
    grades = list(GRADES)
    ranked = [
        (
            (
                grades.index(found["confirmed_by"]) if found["confirmed_by"] in grades else len(grades),
                len(found["case"]),
            ),
            form,
        )
        for form in forms
        if (found := form["counterexample"])
    ]
    return min(ranked, key=lambda each: each[0], default=(0, None))[1]


def refuted_as_printed(claim: ClaimEntry) -> FormEntry | None:
    """The printed form with its best counterexample; None where nothing refutes it."""
    return best_counterexample(of_role(claim, "printed"))


def controls(claim: ClaimEntry) -> str:
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
        hold: claims that hold as printed.
        refuted: claims that are refuted as printed.
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


def counts(claims: Sequence[ClaimEntry]) -> Counts:
    """The claims counted by the words of their rows: what went wrong counts as that, and as nothing else."""
    refuted = [claim for claim in claims if verdict(claim, "printed") == "refuted"]
    found = [control for claim in claims for control in by_name(of_role(claim, "control"))]
    seeing = [control for control in found if not is_blind(control)]
    caught = [control for control in seeing if not unexpected(control)]
    return Counts(
        claims=len(claims),
        hold=sum(verdict(claim, "printed") == "holds" for claim in claims),
        refuted=len(refuted),
        corrected=sum(verdict(claim, "corrected") == "holds" for claim in refuted),
        typos=sum(claim["status"] == "typo" and verdict(claim, "corrected") == "holds" for claim in claims),
        controls=len(seeing),
        caught=len(caught),
        searched=sum(map(by_search, caught)),
        blind=len(found) - len(seeing),
        wrong=sum(len(unexpected(claim["forms"])) for claim in claims),
    )


def spent(error_probability: float | Decimal) -> str:
    """What the run's statistical verdicts spent, in words, to two digits rounded up."""
    return f"error probability of the whole run ≤ {rounded_up(error_probability)}" if error_probability else NO_SAMPLES


def rounded_up(probability: float | Decimal) -> str:
    """A probability to two digits, rounded up."""
    bound = Context(prec=2, rounding=ROUND_CEILING).create_decimal(str(probability))
    return f"{bound:.1E}".replace(".0E", "E")


def plural(count: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
