"""The closing table: a row for each claim, and last lines that count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from lemmata.record.evidence_file import passed_over_in_words
from lemmata.record.names import labels
from lemmata.record.power import power_line, with_power
from lemmata.record.printable import printable
from lemmata.record.record import BUDGET, Record
from lemmata.record.remarks import remarks
from lemmata.record.schema import ClaimEntry, FormEntry
from lemmata.record.shaken import shaken_lines
from lemmata.record.tally import by_text, controls, counts, grades_of, judged, plural, spent, verdict
from lemmata.run.budget import seconds_of
from lemmata.run.finding import NEVER

__all__ = ["beyond", "closing_table", "left_in_words", "left_out", "not_looked_into", "over_budget"]


def closing_table(record: Record, seed: int, seconds: float, *, width: int, colour: bool) -> str:
    """The table of what was run, one part for each text, in what a terminal shows."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    )
    claims = [claim for claim in record.claims.values() if judged(claim["forms"])]
    for heading, group in by_text(claims):
        table = _table(group)
        title = Text(f"── {_line(heading)} ", "bold")
        rule = max(Measurement.get(console, console.options, table).maximum, title.cell_len + 2)
        console.print(title + Text("─" * (min(rule, width) - title.cell_len), "dim"))
        console.print(table)
        console.print()
    console.print(Text(f" {counts(claims)}"), soft_wrap=True)
    powers = power_line(with_power(claim) for claim in claims)
    for line in [*([powers] if powers else []), *shaken_lines(claims, width - 1), *remarks(claims)]:
        console.print(Text(f" {line}"), soft_wrap=True)
    console.print(Text(f" {spent(record.error_probability)} · seed {seed} · {seconds:.0f} s"), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def left_out(forms: Sequence[FormEntry]) -> str:
    """The sentence with which a run fails in which pytest has left out or excused forms: skips and expected failures."""
    first = forms[0]
    why = first.get("error") or f"{first['verdict']}, expected {first['expected']}"
    return (
        f"{plural(len(forms), 'form')} did not get the verdict expected, though pytest counts no failure: "
        f"{first['node']} ({printable(why)})" + (", …" if len(forms) > 1 else "")
    )


def not_looked_into(files: Sequence[str]) -> str:
    """The sentence with which a run fails that has passed over files which look like claims."""
    return (
        f"{passed_over_in_words(files)}: in a folder only files are looked into that import lemmata, by modules of yours or "
        f"themselves, and never {', '.join(NEVER)}; name such a file to pytest, or leave it out with --ignore"
    )


def left_in_words(record: Record, time: str) -> str:
    """How many forms a budget of time has left, of those that were selected; and how many the run did not come to."""
    selected = [form for form in record.forms.values() if form["selected"]]
    unreached = len(selected) - len(judged(selected)) - len(record.left)
    more = f"; {unreached} more {'was' if unreached == 1 else 'were'} not reached" if unreached else ""
    return f"{len(record.left)} of {plural(len(selected), 'form')} did not fit in --claims-budget {time}{more}"


def beyond(record: Record, time: str, *, resumable: bool) -> list[str]:
    """The sentences with which a run fails that has left forms: which claims they are of, and how to go on with them."""
    label = labels(record.claims.values())
    claims = []
    for key, claim in record.claims.items():
        forms = [form["node"] for form in claim["forms"] if form["selected"]]
        left = sum(node in record.left for node in forms)
        if left:
            claims.append(label[key] if left == len(forms) else f"{label[key]} ({left} of {len(forms)})")
    said = [f"{left_in_words(record, time)}. Not judged for want of time: {', '.join(claims)}"]
    if never := sum(record.forms[node].get("cost", 0.0) > seconds_of(time) for node in record.left):
        said.append(
            f"{never} of these took longer than {time} when {'it was' if never == 1 else 'they were'} last judged: "
            "only without such a budget are they judged"
        )
    if never < len(record.left):
        first = "" if resumable else "name a file with --claims-evidence PATH; then "
        said.append(f"to go on with them, {first}add --claims-resume")
    return said


def over_budget(record: Record) -> str:
    """The sentence with which a run fails that has spent more than it may."""
    return (
        f"the statistical forms of this run spent an error probability of {record.error_probability}, "
        f"more than the {BUDGET} that one run may spend: run fewer claims at a time"
    )


def _table(claims: Iterable[ClaimEntry]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("claim", no_wrap=True)
    table.add_column("slide", no_wrap=True, overflow="ellipsis", max_width=40)
    table.add_column("as printed", no_wrap=True)
    table.add_column("corrected", no_wrap=True)
    table.add_column("controls", no_wrap=True)
    table.add_column("decided by")
    for claim in claims:
        table.add_row(
            claim["id"], Text(_line(claim["slide"])), _verdict(claim, "printed"), _verdict(claim, "corrected"),
            _controls(claim), " · ".join(grades_of(claim)),
        )  # fmt: skip
    return table


def _line(text: str) -> str:
    """The text in one line: Text keeps rich from reading [brackets] as its markup, and this what a terminal would obey."""
    return printable(" ".join(text.split()))


def _verdict(claim: ClaimEntry, role: str) -> Text:
    found = verdict(claim, role)
    if found.endswith("!"):
        return Text(found.upper(), "bold red")
    if found == "refuted":
        return Text("REFUTED", "yellow")
    return Text(found, "green") if found == "holds" else Text(found or "–", "dim")


def _controls(claim: ClaimEntry) -> Text:
    found = controls(claim)
    if not found.partition("/")[1]:
        return Text(found or "–", "dim")
    return Text(found, "bold red" if found.endswith("!") else "green")
