"""The closing table: a row for each claim, and last lines that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from claims.reporting.record import BUDGET, Record
from claims.reporting.uses import shaken_lines

__all__ = ["closing_table", "over_budget"]

Claim = Mapping[str, Any]
Form = Mapping[str, Any]


def closing_table(record: Record, seed: int, seconds: float, *, width: int, colour: bool) -> str:
    """The table of what was run, one part for each lecture, as text for the terminal."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    )
    claims: list[Claim] = [claim for claim in record.claims.values() if _run(claim["forms"])]
    for lecture in dict.fromkeys(claim["lecture"] for claim in claims):
        table = _table([claim for claim in claims if claim["lecture"] == lecture])
        title = Text(f"── {lecture} ", "bold")
        rule = max(Measurement.get(console, console.options, table).maximum, title.cell_len + 2)
        console.print(title + Text("─" * (min(rule, width) - title.cell_len), "dim"))
        console.print(table)
        console.print()
    console.print(Text(f" {_counts(claims)}"), soft_wrap=True)
    for line in shaken_lines(claims, width - 1):
        console.print(Text(f" {line}"), soft_wrap=True)
    if record.error_probability:
        spent = f"error probability of the whole run ≤ {record.error_probability:.1E}".replace(".0E", "E")
    else:
        spent = "no verdict rests on samples"
    console.print(Text(f" {spent} · seed {seed} · {seconds:.0f} s"), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def over_budget(record: Record) -> str:
    """The sentence with which a run fails that has spent more than it may."""
    return (
        f"the statistical forms of this run spent an error probability of {record.error_probability}, "
        f"more than the {BUDGET} that one run may spend: run fewer claims at a time"
    )


def _table(claims: Iterable[Claim]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("claim", no_wrap=True)
    table.add_column("slide", no_wrap=True, overflow="ellipsis", max_width=40)
    table.add_column("as printed", no_wrap=True)
    table.add_column("corrected", no_wrap=True)
    table.add_column("controls", no_wrap=True)
    table.add_column("decided by")
    for claim in claims:
        grades = dict.fromkeys(form["grade"] for form in _run(claim["forms"]))
        table.add_row(
            claim["id"], claim["slide"], _verdict(claim, "printed"), _verdict(claim, "corrected"), _controls(claim),
            " · ".join(grades),
        )  # fmt: skip
    return table


def _run(forms: Iterable[Form]) -> list[Form]:
    return [form for form in forms if form["verdict"] != "not_run"]


def _wrong(forms: Iterable[Form]) -> list[Form]:
    return [form for form in _run(forms) if form["verdict"] != form["expected"] or form.get("error")]


def _of(claim: Claim, role: str) -> list[Form]:
    return [form for form in claim["forms"] if form["role"] == role]


def _verdict(claim: Claim, role: str) -> Text:
    forms = _of(claim, role)
    run = _run(forms)
    if not run:
        return Text("not run" if forms else "–", "dim")
    if wrong := _wrong(run):
        found = "error" if wrong[0].get("error") else wrong[0]["verdict"]
        return Text(f"{found.upper()}!", "bold red")
    # A grade in which a false form is known to be invisible says nothing about it, so long as another grade sees it.
    if any(form["verdict"] == "refuted" for form in run):
        return Text("REFUTED", "yellow")
    return Text("holds", "green")


def _by_name(forms: Iterable[Form]) -> list[list[Form]]:
    names: dict[str, list[Form]] = {}
    for form in _run(forms):
        names.setdefault(form["name"], []).append(form)
    return list(names.values())


def _is_blind(control: list[Form]) -> bool:
    return all(form["expected"] == "holds" for form in control)


def _by_search(control: list[Form]) -> bool:
    # Symbolic forms go through the shapes named: nothing is searched there.
    return any(form["search_cases"] is not None for form in control if form["grade"] != "symbolic")


def _controls(claim: Claim) -> Text:
    controls = _by_name(_of(claim, "control"))
    if not controls:
        return Text("not run" if _of(claim, "control") else "–", "dim")
    seeing = [control for control in controls if not _is_blind(control)]
    refuted = sum(not _wrong(control) for control in seeing)
    blind = len(controls) - len(seeing)
    wrong = any(_wrong(control) for control in controls)
    text = f"{refuted}/{len(seeing)}" + (f" +{blind} blind" if blind else "") + ("!" if wrong else "")
    return Text(text, "bold red" if wrong else "green")


def _counts(claims: list[Claim]) -> str:
    roles = {claim["id"]: {role: _run(_of(claim, role)) for role in ("printed", "corrected")} for claim in claims}
    sound = [claim for claim in claims if not _wrong(claim["forms"])]
    printed = {claim["id"]: {form["verdict"] for form in roles[claim["id"]]["printed"]} for claim in sound}
    refuted = [claim for claim in sound if "refuted" in printed[claim["id"]]]
    corrected = [claim for claim in refuted if roles[claim["id"]]["corrected"]]
    typos = [claim for claim in sound if claim["status"] == "typo" and roles[claim["id"]]["corrected"]]
    controls = [control for claim in claims for control in _by_name(_of(claim, "control"))]
    seeing = [control for control in controls if not _is_blind(control)]
    caught = [control for control in seeing if not _wrong(control)]
    wrong = sum(len(_wrong(claim["forms"])) for claim in claims)
    parts = [
        _plural(len(claims), "claim"),
        f"{sum(found == {'holds'} for found in printed.values())} hold as printed",
        f"{len(corrected)} refuted as printed, and corrected",
    ]
    if len(refuted) > len(corrected):
        parts.append(f"{len(refuted) - len(corrected)} refuted as printed")
    if typos:
        parts.append(f"{_plural(len(typos), 'typo')} corrected")
    if seeing:
        parts.append(
            f"{len(caught)} of {_plural(len(seeing), 'control')} refuted, {sum(map(_by_search, caught))} by search too"
        )
    if len(controls) > len(seeing):
        parts.append(f"{len(controls) - len(seeing)} blind as expected")
    if wrong:
        parts.append(f"{_plural(wrong, 'form')} WENT WRONG")
    return " · ".join(parts)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
