"""Several evidence files as one: shards of a run, judged by several processes or machines.

What they found has to come from one judge on one text: the same settings, library and sources. A form that several have
judged counts once, and has to have one verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lemmata.record.comparison import settings
from lemmata.record.evidence_file import why_incomplete
from lemmata.record.names import in_order, key_of, labels
from lemmata.record.one_form import in_words, outcome
from lemmata.record.record import BUDGET, error_probability
from lemmata.record.schema import SCHEMA, ClaimEntry, Evidence, FormEntry, FormKey, Run, form_key
from lemmata.record.shaken import with_shaken

__all__ = ["Merged", "Unlike", "merge"]

FOUND = ("forms", "shaken_by", "data", "power", "constants", "file")
"""What two entries of one claim may differ in: what was found, and the folder that a file's name begins at."""


class Unlike(ValueError):
    """Evidence that does not belong together, in one sentence."""


@dataclass(frozen=True)
class Merged:
    """What came of a merge.

    Attributes:
        document: the whole, with all that was found of each form.
        conflicts: forms with two verdicts, a line each; the document is of no use then.
        unjudged: forms that no file has a verdict on, a line each.
        over_budget: the sentence that too much error probability was spent; empty where it was not.
    """

    document: Evidence
    conflicts: tuple[str, ...]
    unjudged: tuple[str, ...]
    over_budget: str


def merge(files: Mapping[str, Evidence]) -> Merged:
    """The evidence of these files, by name, as one. Raises Unlike, in one sentence, where it does not belong together."""
    _demand_one_judge(files)
    shards = _different(files)
    found: dict[str, list[tuple[str, ClaimEntry]]] = {}
    for name, shard in shards.items():
        for entry in shard["claims"]:
            found.setdefault(key_of(entry), []).append((name, entry))
    label = labels(entries[0][1] for entries in found.values())
    claims: list[ClaimEntry] = []
    conflicts: list[str] = []
    for key, entries in found.items():
        claim, two_verdicts = _claim(label[key], entries)
        claims.append(claim)
        conflicts += two_verdicts
    claims = with_shaken(in_order(claims))
    unjudged = [
        f"{label[key_of(claim)]}  {in_words(form_key(form))}"
        for claim in claims
        for form in claim["forms"]
        if outcome(form) == "not_run"
    ]
    known = {key for document in shards.values() for key in document["run"]["known"]}
    missing = sorted(known - found.keys())
    spent = error_probability(form for claim in claims for form in claim["forms"])
    too_much = (
        f"the statistical forms of these runs spent an error probability of {spent}, more than the {BUDGET} that one run "
        "may spend"
    )
    document: Evidence = {
        "schema": SCHEMA,
        "run": _run(shards, claims, len(unjudged), missing),
        "claims": claims,
    }
    unseen = [*unjudged, *(f"{key}  in all its forms" for key in missing)]
    return Merged(document, tuple(conflicts), tuple(unseen), too_much if spent > BUDGET else "")


def _demand_one_judge(files: Mapping[str, Evidence]) -> None:
    """Raises Unlike where the runs differ in what their verdicts depend on, or do not say it."""
    for name, document in files.items():
        if not document["run"]["code"]:
            raise Unlike(
                f"{name} does not say which code has judged it, as lemmata 0.1 did not: judge its claims again"
            )
    (first, document), *others = files.items()
    sources: dict[str, tuple[str, str]] = {}
    for name, other in others:
        for what, here, there in settings(document["run"], other["run"]):
            raise Unlike(
                f"{first} and {name} are of two runs: {what} is {here} in the first, and {there} in the second"
            )
        if document["run"]["code"] != other["run"]["code"]:
            raise Unlike(f"{first} and {name} were judged by two versions of the code of lemmata")
    for name, document in files.items():
        for claim in document["claims"]:
            source, before = sources.setdefault(claim["text"], (claim["source"], name))
            if source != claim["source"]:
                raise Unlike(f"{before} and {name} have claims of two versions of the text {claim['text']}")


def _different(files: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """The files without those that say what one before them says: a file named twice counts once."""
    kept: dict[str, Evidence] = {}
    for name, document in files.items():
        if document not in kept.values():
            kept[name] = document
    return kept


def _claim(label: str, entries: Sequence[tuple[str, ClaimEntry]]) -> tuple[ClaimEntry, list[str]]:
    """One claim with all that was found of it, and a line for each form on which two files disagree.

    Raises Unlike where the files describe two claims.
    """
    (first, claim), *others = entries
    for name, other in others:
        if _described(claim) != _described(other):
            raise Unlike(f"{first} and {name} describe the claim {label} in two ways")
    found: dict[FormKey, list[tuple[str, FormEntry]]] = {}
    data: dict[str, Any] = {}
    for name, entry in entries:
        data = {**entry["data"], **data}
        for form in entry["forms"]:
            found.setdefault(form_key(form), []).append((name, form))
    forms = [_form([form for _, form in each]) for each in found.values()]
    conflicts = [f"{label}  {in_words(key)}: {words}" for key, each in found.items() if (words := _conflict(each))]
    merged: ClaimEntry = {**claim, "forms": forms, "data": dict(sorted(data.items()))}
    for _, entry in entries:  # the part that has judged its true form
        if "power" in entry:
            merged["power"] = entry["power"]
        if "constants" in entry:
            merged["constants"] = entry["constants"]
    return merged, conflicts


def _described(claim: ClaimEntry) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """All that two entries of one claim must agree in, whatever was judged of it."""
    forms = [(*form_key(form), form["expected"]) for form in claim["forms"]]
    return {name: value for name, value in claim.items() if name not in FOUND}, forms


def _form(entries: Sequence[FormEntry]) -> FormEntry:
    """The first entry of a form that has a verdict; it was selected where any of them was."""
    judged = [entry for entry in entries if outcome(entry) != "not_run"]
    return {**(judged or entries)[0], "selected": any(entry["selected"] for entry in entries)}


def _conflict(entries: Sequence[tuple[str, FormEntry]]) -> str:
    """The first verdict on a form and the first other one, with their files; the empty string where all agree."""
    judged = [(name, outcome(entry)) for name, entry in entries if outcome(entry) != "not_run"]
    for name, verdict in judged:
        if verdict != judged[0][1]:
            return f"{judged[0][1]} in {judged[0][0]}, {verdict} in {name}"
    return ""


def _run(shards: Mapping[str, Evidence], claims: Sequence[ClaimEntry], unjudged: int, missing: Sequence[str]) -> Run:
    runs = {name: document["run"] for name, document in shards.items()}
    uncollected = sorted({file for run in runs.values() for file in run["uncollected"]})
    passed_over = sorted({file for run in runs.values() for file in run["passed_over"]})
    reasons = [why_incomplete(uncollected, passed_over)] if uncollected or passed_over else []
    if unjudged:
        reasons.append(f"{unjudged} of the forms {'was' if unjudged == 1 else 'were'} judged in no part")
    if missing:
        reasons.append(f"{', '.join(missing)} {'was' if len(missing) == 1 else 'were'} judged in no part")
    # A run that was cut short after its last form, or before its first claim was known, leaves no form to miss.
    reasons += [
        f"{name} is incomplete: {document['run']['why']}"
        for name, document in shards.items()
        if not document["run"]["complete"] and not _names_a_file(document["run"]) and not _misses_a_form(document)
    ]
    return {
        **next(iter(runs.values())),
        "complete": not reasons and bool(claims),
        "why": "; ".join(reasons) or ("" if claims else "no claim was judged"),
        "uncollected": uncollected,
        "passed_over": passed_over,
        "known": sorted({key for run in runs.values() for key in run["known"]}),
        "error_probability": float(error_probability(form for claim in claims for form in claim["forms"])),
        "seconds": sum(run["seconds"] for run in runs.values()),
    }


def _names_a_file(run: Run) -> bool:
    return bool(run["uncollected"] or run["passed_over"])


def _misses_a_form(document: Evidence) -> bool:
    return any(
        form["selected"] and outcome(form) == "not_run" for claim in document["claims"] for form in claim["forms"]
    )
