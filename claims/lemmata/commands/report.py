"""`lemmata report`: a page made from an evidence file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from lemmata.commands.source import evidence
from lemmata.commands.target import write_file
from lemmata.commands.terminal import say
from lemmata.pages.badge import badge
from lemmata.pages.summary import summary
from lemmata.record.schema import Evidence

__all__ = ["report"]

Page = Callable[[Evidence], str]


def _report(document: Evidence) -> str:
    from lemmata.pages.report import report

    return report(document)


PAGES: Mapping[str, tuple[str, Page]] = {
    ".html": ("the report", _report),
    ".md": ("a summary table", summary),
    ".svg": ("a badge", badge),
}


@click.command(
    short_help="Make a report, a summary or a badge.",
    epilog="""\b
Examples:
  lemmata report evidence.json                    report.html
  lemmata report evidence.json -o summary.md      a table for the page of a CI job
  lemmata report evidence.json -o badge.svg       a badge for a README""",
)
@click.argument("file", metavar="EVIDENCE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(path_type=Path), default=Path("report.html"), show_default=True,
    help="The file to write; its ending says what is made.",
)  # fmt: skip
def report(file: Path, output: Path) -> None:
    """Make a page from an evidence file: the report (.html), a summary table (.md) or a badge (.svg).

    The page is written in one step; what was there before is replaced. No page depends on anything but the evidence.
    """
    if output.suffix.lower() not in PAGES:
        kinds = ", ".join(f"{ending} for {what}" for ending, (what, _) in PAGES.items())
        raise click.UsageError(f"the ending of {output} does not say what to make: {kinds}")
    _, page = PAGES[output.suffix.lower()]
    write_file(page(evidence(file)), output)
    say(f"wrote {output}")
