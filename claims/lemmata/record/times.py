"""Where the time of a run went: the seconds of its forms, counted by grade, by claim and one by one, the dearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lemmata.record.names import key_of, labels
from lemmata.record.one_form import in_words
from lemmata.record.schema import ClaimEntry, Evidence, FormEntry, form_key
from lemmata.record.tally import judged, plural

__all__ = ["DEAR", "QUICK", "Part", "TimeTable", "about", "dear_claims", "parts_by_claim", "tables"]

QUICK = 0.05
"""Seconds below which a form counts as quick."""
DEAR = 0.05
"""The share of the whole above which a claim is named."""

Form = tuple[ClaimEntry, FormEntry]


@dataclass(frozen=True)
class Part:
    """Some forms of a run.

    Attributes:
        name: what they have in common.
        seconds: how long judging them took, by the clock.
        share: of the seconds of all forms, from 0 to 1.
        cases: on how many cases they were compared.
        forms: how many they are.
        quick: how many of them took less than QUICK.
    """

    name: str
    seconds: float
    share: float
    cases: int
    forms: int
    quick: int

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of a table."""
        per_case = f"{1000 * self.seconds / self.cases:.2f}" if self.cases else "–"
        seconds = f"{self.seconds:.2f}"
        return self.name, seconds, _percent(self.share), str(self.cases), per_case, str(self.forms), str(self.quick)


@dataclass(frozen=True)
class TimeTable:
    """Parts under one title, as a table of texts."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def tables(document: Evidence, dearest: int) -> list[TimeTable]:
    """The forms that were judged by grade, by claim, and so many of them one by one."""
    label = labels(document["claims"])

    def itself(form: Form) -> str:
        return f"{label[key_of(form[0])]}  {in_words(form_key(form[1]))}"

    head = ("seconds", "share", "cases", "ms per case", "forms", f"under {1000 * QUICK:.0f} ms")
    forms = _judged(document)
    groups = {"grade": _parts(forms, lambda form: form[1]["grade"]), "claim": parts_by_claim(document)}
    found = [TimeTable(f"by {name}", (name, *head), [part.row for part in parts]) for name, parts in groups.items()]
    ranked = _parts(forms, itself)
    shown = ranked[:dearest]
    those = "dearest" if len(shown) == 1 else f"{len(shown)} dearest"
    title = "form by form" if len(shown) == len(ranked) else f"the {those} of {len(ranked)} forms"
    return [*found, TimeTable(title, ("form", *head[:4]), [part.row[:5] for part in shown])] if shown else found


def about(document: Evidence) -> list[str]:
    """What the tables count, in sentences. Start-up and collection are in no evidence file, so nothing is said of them."""
    forms, run = _judged(document), document["run"]
    quick = sum(form["seconds"] < QUICK for _, form in forms)
    missing = sum(len(claim["forms"]) for claim in document["claims"]) - len(forms)
    seconds = sum(form["seconds"] for _, form in forms)
    return [
        f"{plural(len(forms), 'form')} of {plural(len({key_of(claim) for claim, _ in forms}), 'claim')} took {seconds:.1f} s "
        f"of judging, {quick} of them under {1000 * QUICK:.0f} ms each; profile {run['profile']}, device {run['device']}",
        *(
            [f"{plural(missing, 'form')} of these claims {'was' if missing == 1 else 'were'} not judged"]
            if missing
            else []
        ),
        dear_claims(document),
    ]


def dear_claims(document: Evidence) -> str:
    """The claims that took more than DEAR of the whole, in a sentence."""
    dear = [part for part in parts_by_claim(document) if part.share > DEAR]
    named = ", ".join(f"{part.name} {_percent(part.share)}" for part in dear)
    whole = f"over {100 * DEAR:.0f} % of the whole"
    return f"{whole}: {named}, together {_percent(sum(p.share for p in dear))}" if dear else f"{whole}: no claim"


def parts_by_claim(document: Evidence) -> list[Part]:
    """The forms of each claim that was judged, the dearest claim first."""
    label = labels(document["claims"])
    return _parts(_judged(document), lambda form: label[key_of(form[0])])


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _judged(document: Evidence) -> list[Form]:
    return [(claim, form) for claim in document["claims"] for form in judged(claim["forms"])]


def _parts(forms: Iterable[Form], way: Callable[[Form], str]) -> list[Part]:
    """The forms in parts by a name, the dearest part first; of two that took as long, the one that comes first."""
    groups: dict[str, list[FormEntry]] = {}
    for form in forms:
        groups.setdefault(way(form), []).append(form[1])
    whole = sum(form["seconds"] for group in groups.values() for form in group)
    parts = []
    for name, group in groups.items():
        seconds = sum(form["seconds"] for form in group)
        parts.append(
            Part(
                name,
                seconds,
                seconds / whole if whole else 0.0,
                sum(form["cases"] for form in group),
                len(group),
                sum(form["seconds"] < QUICK for form in group),
            )
        )
    return sorted(parts, key=lambda part: -part.seconds)
