"""What the forms of a claim come to: the word for each role, and the counts of a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Context, Decimal
from typing import Any

__all__ = [
    "by_name",
    "by_search",
    "controls",
    "counts",
    "is_blind",
    "judged",
    "of_role",
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
        return "error!" if wrong[0].get("error") else f"{wrong[0]['verdict']}!"
    # A grade in which a false form is known to be invisible says nothing about it, so long as another grade sees it.
    return "refuted" if any(form["verdict"] == "refuted" for form in forms) else "holds"


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


def counts(claims: Sequence[Claim]) -> str:
    """One line that counts: claims, how many hold as printed, how many were refuted and corrected, controls."""
    sound = [claim for claim in claims if not unexpected(claim["forms"])]
    refuted = [claim for claim in sound if verdict(claim, "printed") == "refuted"]
    corrected = [claim for claim in refuted if judged(of_role(claim, "corrected"))]
    typos = [claim for claim in sound if claim["status"] == "typo" and judged(of_role(claim, "corrected"))]
    found = [control for claim in claims for control in by_name(of_role(claim, "control"))]
    seeing = [control for control in found if not is_blind(control)]
    caught = [control for control in seeing if not unexpected(control)]
    wrong = sum(len(unexpected(claim["forms"])) for claim in claims)
    parts = [
        _plural(len(claims), "claim"),
        f"{sum(verdict(claim, 'printed') == 'holds' for claim in sound)} hold as printed",
        f"{len(corrected)} refuted as printed, and corrected",
    ]
    if len(refuted) > len(corrected):
        parts.append(f"{len(refuted) - len(corrected)} refuted as printed")
    if typos:
        parts.append(f"{_plural(len(typos), 'typo')} corrected")
    if seeing:
        parts.append(
            f"{len(caught)} of {_plural(len(seeing), 'control')} refuted, {sum(map(by_search, caught))} by search too"
        )
    if len(found) > len(seeing):
        parts.append(f"{len(found) - len(seeing)} blind as expected")
    if wrong:
        parts.append(f"{_plural(wrong, 'form')} WENT WRONG")
    return " · ".join(parts)


def spent(error_probability: float | Decimal) -> str:
    """What the run's statistical verdicts spent, in words, to two digits rounded up."""
    if not error_probability:
        return "no verdict rests on samples"
    bound = Context(prec=2, rounding=ROUND_CEILING).create_decimal(str(error_probability))
    return f"error probability of the whole run ≤ {bound:.1E}".replace(".0E", "E")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
