"""`lemmata time`: where the time of a run went."""

from __future__ import annotations

from pathlib import Path

import click

from lemmata.commands.source import evidence
from lemmata.commands.terminal import say, write_table
from lemmata.record.claim_list import columns
from lemmata.record.times import about, tables

__all__ = ["time"]


@click.command(
    short_help="Show where the time of a run went.",
    epilog="""\b
Examples:
  lemmata time evidence.json                      by grade, by claim, and the dearest forms
  lemmata time evidence.json --forms 1000 | less""",
)
@click.argument("file", metavar="EVIDENCE", type=click.Path(path_type=Path))
@click.option("--forms", metavar="N", type=click.IntRange(min=0), default=20, show_default=True, help="How many forms.")
def time(file: Path, forms: int) -> None:
    """Show where the time of a run went, the dearest first: seconds and cases by grade, by claim, and form by form.

    The seconds are those of judging, by the clock of the machine that judged.
    """
    document = evidence(file)
    say("\n".join(about(document)))
    for table in tables(document, forms):
        plain = ["", table.title, *columns([table.head, *table.rows])]
        write_table(table.title, table.head, table.rows, plain)
