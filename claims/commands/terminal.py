"""What is written to a terminal gets colours and a table; anything else gets plain lines, complete."""

from __future__ import annotations

from collections.abc import Sequence

import click

__all__ = ["write_table", "write_text"]

COLOURS = {
    r"\b(refuted|undecided|error|holds)!": "bold red",
    r"\brefuted\b(?!!)": "yellow",
    r"\bholds\b(?!!)": "green",
}


def write_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], plain: Sequence[str]) -> None:
    """A table where there is a terminal, otherwise the plain lines in its place."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        click.echo("\n".join(plain))
        return
    table = Table(title=Text(title, "bold"), title_justify="left", box=None, padding=(0, 1), header_style="dim")
    for name in head:
        table.add_column(Text(name), no_wrap=name == "claim", overflow="fold")
    for row in rows:
        table.add_row(*map(_coloured, row))
    console.print(table)


def write_text(text: str) -> None:
    """Lines of text, verdicts in their colours where there is a terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        click.echo(text)
        return
    console.print(_coloured(text), soft_wrap=True)


def _coloured(text: str):  # type: ignore[no-untyped-def]
    from rich.text import Text

    coloured = Text(text)
    for pattern, style in COLOURS.items():
        coloured.highlight_regex(pattern, style)
    return coloured
