"""`lemmata diff`: what became of the verdicts of an earlier run."""

from __future__ import annotations

from pathlib import Path

import click

from lemmata.commands.source import evidence
from lemmata.commands.terminal import write_text
from lemmata.record.comparison import compare, lines

__all__ = ["diff"]


@click.command(
    short_help="Compare two evidence files, as a gate.",
    epilog="""\b
Examples:
  lemmata diff main.json evidence.json            exit code 1 fails the job
  lemmata diff before.json after.json | less""",
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def diff(old: Path, new: Path) -> int:
    """Compare two evidence files: verdicts that changed, claims and forms that came or went, tightness that moved.

    The exit code is 1 where a verdict changed or a form is gone, otherwise 0. A form that one of the runs did not judge
    is counted, and is no change.
    """
    found = compare(evidence(old), evidence(new))
    write_text("\n".join(lines(found)))
    return int(found.fails)
