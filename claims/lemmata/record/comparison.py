"""Two evidence files side by side: verdicts that changed, forms that came or went, tightness that moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, log
from typing import Any

from lemmata.record.claim_list import columns
from lemmata.record.names import key_of, labels
from lemmata.record.one_form import in_words, outcome
from lemmata.record.schema import Evidence, FormEntry, FormKey, form_key

__all__ = ["SETTINGS", "Comparison", "compare", "lines", "settings"]

SETTINGS = ("seed", "profile", "device")
"""What is asked for in a run, and that its verdicts depend on."""

Key = tuple[str, FormKey]
"""The key of a claim and that of one of its forms."""


@dataclass(frozen=True)
class Changed:
    """A form whose verdict is another one in the new run."""

    name: str
    form: FormKey
    old: str
    new: str
    expected: str


@dataclass(frozen=True)
class Moved:
    """A form whose sharpest case is another one in the new run; None where a run recorded none."""

    name: str
    form: FormKey
    old: float | None
    new: float | None

    @property
    def ratio(self) -> float | None:
        """The new tightness over the old one."""
        return self.new / self.old if self.old and self.new else None

    @property
    def movement(self) -> float:
        """How far it moved, up or down; without a ratio, further than any."""
        ratio = self.ratio
        return inf if ratio is None or ratio <= 0 else abs(log(ratio))


@dataclass(frozen=True)
class Comparison:
    """What is different between two runs.

    Attributes:
        changed: forms judged in both runs, with different verdicts.
        gone: claims and forms of the old run that the new one does not know.
        added: claims and forms that only the new run knows.
        moved: forms of one verdict whose tightness moved, furthest first.
        same: how many forms have the verdict that they had.
        not_run: how many forms the old run did not judge, and how many the new one.
        settings: what the runs differ in themselves: seed, profile, device, versions.
        incomplete: was the new run cut short?
    """

    changed: tuple[Changed, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    moved: tuple[Moved, ...]
    same: int
    not_run: tuple[int, int]
    settings: tuple[str, ...]
    incomplete: bool

    @property
    def fails(self) -> bool:
        """Did a verdict change, or is a form gone?"""
        return bool(self.changed or self.gone)


def compare(old: Evidence, new: Evidence) -> Comparison:
    """What is different in the new document. A form that either run did not judge is no change."""
    label = labels([*old["claims"], *new["claims"]])
    before, after = _forms(old), _forms(new)
    both = [(key, before[key], after[key]) for key in before if key in after]
    judged = [(key, a, b) for key, a, b in both if "not_run" not in (outcome(a), outcome(b))]
    changed = [
        Changed(label[claim], form, outcome(a), outcome(b), b["expected"])
        for (claim, form), a, b in judged
        if outcome(a) != outcome(b)
    ]
    moved = [
        Moved(label[claim], form, a["tightness"], b["tightness"])
        for (claim, form), a, b in judged
        if outcome(a) == outcome(b) and a["tightness"] != b["tightness"]
    ]
    return Comparison(
        changed=tuple(changed),
        gone=tuple(_missing(old, new, label)),
        added=tuple(_missing(new, old, label)),
        moved=tuple(sorted(moved, key=lambda m: -m.movement)),
        same=len(judged) - len(changed),
        not_run=(_count_not_run(before.values()), _count_not_run(after.values())),
        settings=tuple(f"{name}: {a} → {b}" for name, a, b in settings(old["run"], new["run"])),
        incomplete=not new["run"]["complete"],
    )


def settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What two runs differ in themselves: seed, profile, device, and each library with its two versions."""
    for name in SETTINGS:
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)
    versions = [run.get("versions", {}) for run in (old, new)]
    for name in sorted({*versions[0], *versions[1]}):
        a, b = (found.get(name) or "not installed" for found in versions)
        if a != b:
            yield name, a, b


def lines(comparison: Comparison) -> list[str]:
    """The comparison as text: what fails first, counts last."""
    parts = [
        _part("verdicts that changed", [(*_named(c.name, c.form), _change(c)) for c in comparison.changed]),
        _part("gone", [(text,) for text in comparison.gone]),
        _part("added", [(text,) for text in comparison.added]),
        _part("tightness that moved", [(*_named(m.name, m.form), _movement(m)) for m in comparison.moved]),
        _part("runs that differ in", [(text,) for text in comparison.settings]),
    ]
    counts = [
        f"{comparison.same} verdicts as before",
        f"{len(comparison.changed)} changed",
        f"{len(comparison.gone)} gone",
        f"{len(comparison.added)} added",
        f"tightness moved in {len(comparison.moved)}",
        f"not run: {comparison.not_run[0]} in the old run, {comparison.not_run[1]} in the new one",
    ]
    last = [" · ".join(counts)]
    if comparison.incomplete:
        last.append("the new run is incomplete: what it did not judge is not compared")
    return [line for part in parts for line in part] + last


def _forms(document: Evidence) -> dict[Key, FormEntry]:
    return {(key_of(claim), form_key(form)): form for claim in document["claims"] for form in claim["forms"]}


def _count_not_run(forms: Iterable[FormEntry]) -> int:
    return sum(outcome(form) == "not_run" for form in forms)


def _missing(there: Evidence, here: Evidence, label: Mapping[str, str]) -> Iterator[str]:
    """Claims that only `there` has, as one line each; forms that only `there` has of a claim that both know."""
    known = {key_of(claim) for claim in here["claims"]}
    kept = _forms(here)
    for claim in there["claims"]:
        if key_of(claim) not in known:
            yield f"{label[key_of(claim)]}, with all its {len(claim['forms'])} forms and grades"
    for key, form in _forms(there):
        if key in known and (key, form) not in kept:
            yield "  ".join(_named(label[key], form))


def _named(name: str, form: FormKey) -> tuple[str, str]:
    return name, in_words(form)


def _change(change: Changed) -> str:
    return f"{change.old} → {change.new}" + ("" if change.new == change.expected else f", expected {change.expected}")


def _movement(moved: Moved) -> str:
    old, new = ("–" if value is None else f"{value:.6g}" for value in (moved.old, moved.new))
    return f"{old} → {new}" + ("" if moved.ratio is None else f"  × {moved.ratio:.6g}")


def _part(title: str, rows: list[tuple[str, ...]]) -> list[str]:
    """A title with its count and a row for each entry, in columns; nothing where there is no entry."""
    if not rows:
        return []
    return [f"{title}: {len(rows)}", *(f"  {line}" for line in columns(rows, gap=2)), ""]
