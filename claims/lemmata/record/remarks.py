"""What a reader should know of a run beside its verdicts: which rest on all cases there are, what no written case refutes, and
which checks are shown to fail nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lemmata.record.names import key_of, labels
from lemmata.record.one_form import in_all
from lemmata.record.power import with_power
from lemmata.record.schema import ClaimEntry, FormEntry
from lemmata.record.tally import by_name, judged

__all__ = ["remarks", "unwritten"]

NAMED = 3
"""How many claims a line names."""


def remarks(claims: Sequence[ClaimEntry]) -> list[str]:
    """A line for each of the three; none where there is nothing to say."""
    label = labels(claims)
    few = {label[key_of(claim)]: _exhausted(claim) for claim in claims}
    drawn = {label[key_of(claim)]: ", ".join(unwritten(claim)) for claim in claims}
    only_true = {label[key_of(claim)]: "" if _can_fail(claim) else "controls=[…]" for claim in claims}
    lines = [
        ("a form holds in all cases that can be drawn: ", few, ""),
        ("no written case refutes: ", drawn, "; drawn ones do, and readers would rather see one in cases=[…]"),
        ("no false form is tried, so nothing shows that the check can fail: ", only_true, ""),
    ]
    return [f"{head}{_named(found)}{tail}" for head, found, tail in lines if any(found.values())]


def unwritten(claim: ClaimEntry) -> list[str]:
    """The false forms that were refuted, but by none of the written cases. A file that does not say so has none."""
    return [form[0]["name"] for form in by_name(claim["forms"]) if _is_refuted_as_drawn(form)]


def _is_refuted_as_drawn(form: Iterable[FormEntry]) -> bool:
    found = [each["counterexample"] for each in form if each["expected"] == "refuted"]
    cases = [case for case in found if case is not None]
    return bool(cases) and not any(case.get("written", True) for case in cases)


def _can_fail(claim: ClaimEntry) -> bool:
    """Whether some form that was judged is one that the check must refute, or one that it is known not to see, or a variant
    was refuted."""
    forms = judged(claim["forms"])
    power = with_power(claim).get("power")
    return (
        not forms
        or (power is not None and power["refuted"] > 0)
        or len(forms) < len(claim["forms"])
        or any(form["expected"] == "refuted" or form["blindness"] for form in forms)
    )


def _exhausted(claim: ClaimEntry) -> str:
    numbers = {form["cases"] for form in judged(claim["forms"]) if form.get("exhausted")}
    return ", ".join(in_all(cases, True) for cases in sorted(numbers))


def _named(found: Mapping[str, str]) -> str:
    parts = [f"{name} ({what})" for name, what in found.items() if what]
    return ", ".join(parts[:NAMED]) + (f" and {len(parts) - NAMED} more" if len(parts) > NAMED else "")
