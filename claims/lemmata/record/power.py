"""The power of a claim and of a run, in whole numbers and in words: how many variants of the formulas the checks reject."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lemmata.record.schema import ClaimEntry, Power, Survivor
from lemmata.record.tally import rounded_up

__all__ = ["in_place", "open_variants", "power_in_words", "power_line", "rejects_nothing", "share", "with_power"]


def rejects_nothing(power: Power) -> bool:
    """Has the check rejected none of its variants, though one of them is not the form in other words?"""
    return not power["refuted"] and power["variants"] > power["same"]


def share(power: Power) -> Fraction | None:
    """refuted / (refuted + known false and surviving); None where there is neither."""
    known = power["refuted"] + power["false_surviving"]
    return Fraction(power["refuted"], known) if known else None


def power_in_words(power: Power) -> str:
    """How many variants were refuted, of how many, and what became of the others."""
    rest = {
        "the same or weaker": power["same"],
        "stronger and proved": power["stronger"],
        "open": power["open"],
        "false and surviving": power["false_surviving"],
    }
    counted = [f"{count} {words}" for words, count in rest.items() if count]
    return " · ".join([f"{power['refuted']} of {power['variants']} refuted", *counted])


def open_variants(power: Power, *, looser: bool) -> list[str]:
    """The variants of which nothing is known, a line for each place: what stands there, and what might.

    ``looser``: those that are tighter than the stated bound in no drawn case, or the others.
    """
    places: dict[tuple[str, int, str], list[str]] = {}
    for survivor in power["survivors"]:
        if survivor["kind"] == "open" and survivor["looser"] is looser:
            place = survivor["function"], survivor["line"], survivor["before"]
            places.setdefault(place, []).append(survivor["after"])
    return [
        f"{function}, line {line}: {before} → {', '.join(after)}" for (function, line, before), after in places.items()
    ]


def in_place(survivor: Survivor) -> str:
    """A variant: where it differs, and how."""
    return f"{survivor['function']}, line {survivor['line']}: {survivor['before']} → {survivor['after']}"


def power_line(claims: Iterable[ClaimEntry]) -> str:
    """One line for a whole run; the empty string where no variant was judged."""
    found = [claim["power"] for claim in claims if "power" in claim]
    if not found:
        return ""
    made = "all variants" if all(power["all"] for power in found) else "a few variants"
    whole: Power = {
        **found[0],
        "variants": sum(power["variants"] for power in found),
        "refuted": sum(power["refuted"] for power in found),
        "same": sum(power["same"] for power in found),
        "stronger": sum(power["stronger"] for power in found),
        "open": sum(power["open"] for power in found),
        "false_surviving": sum(power["false_surviving"] for power in found),
    }
    total = sum(power["error_probability"] for power in found)
    risk = f" · error probability of their own ≤ {rounded_up(total)}" if total else ""
    return f"{made} of each formula: {power_in_words(whole)}{risk}"


def with_power(claim: ClaimEntry) -> ClaimEntry:
    """The claim with the power and the constants that judging one of its forms has found: they are said of the claim."""
    whole = claim.copy()
    whole["forms"] = []
    for form in claim["forms"]:
        left = form.copy()
        if "power" in left:
            whole["power"] = left.pop("power")
        if "constants" in left:
            whole["constants"] = left.pop("constants")
        whole["forms"].append(left)
    return whole
