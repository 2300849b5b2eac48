"""What is written to a terminal gets colours and a table; anything else gets plain lines, complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lemmata.record.printable import printable

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

__all__ = ["say", "write_table", "write_text"]

COLOURS = {"holds": "green", "refuted": "yellow", r"[a-z]+!": "bold red", "not run": "dim"}
"""The words for a verdict, where one of them stands in a column by itself."""

WHOLE = ("claim", "as printed", "corrected")
"""Columns that are never wrapped, however narrow the terminal is."""

WIDE = 10_000
"""A width in which every table finds room."""


def say(text: str) -> None:
    """Lines of text without colours. Where nobody reads on, as in ``| head``, the command goes on and its exit code counts.

    Raises click.ClickException, in one sentence, where they cannot be written.
    """
    try:
        print(printable(text), flush=True)  # click would write UTF-8 where the stream has asked for ASCII
    except OSError as error:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # what is left must not fail again when Python ends
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise click.ClickException(f"standard output cannot be written: {error.strerror}") from None


def write_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], plain: Sequence[str]) -> None:
    """A table where there is a terminal, otherwise the plain lines in its place."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        say("\n".join(plain))
        return
    table = _table(title, head, rows)
    if console.measure(table, options=console.options.update(width=WIDE)).maximum > console.width:
        table = _table(title, head[:-1], rows)  # the last column is the one to do without
    console.print(table)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, "bold"), title_justify="left", box=None, padding=(0, 1), header_style="dim")
    for name in head:
        table.add_column(Text(name), no_wrap=name in WHOLE)
    for row in rows:
        table.add_row(*map(_coloured, row[: len(head)]))
    return table


def write_text(text: str) -> None:
    """Lines of text, verdicts in their colours where there is a terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        say(text)
        return
    console.print(_coloured(text), soft_wrap=True)


def _coloured(text: str) -> Text:
    from rich.text import Text

    coloured = Text(printable(text))
    for pattern, style in COLOURS.items():
        coloured.highlight_regex(rf"(?m)(?:^|(?<=   )){pattern}(?=$|   )", style)
    return coloured
