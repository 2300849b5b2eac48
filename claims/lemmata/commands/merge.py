"""`lemmata merge`: the evidence of several machines or processes as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from lemmata.commands.source import evidence
from lemmata.commands.terminal import say
from lemmata.record.evidence_file import write
from lemmata.record.merging import Unlike, merge
from lemmata.record.tally import plural

__all__ = ["merge_files"]


@click.command(
    "merge",
    short_help="Join the evidence of several machines.",
    epilog="""\b
Examples:
  lemmata merge first.json second.json -o evidence.json
  lemmata merge shards/*.json -o evidence.json && lemmata report evidence.json""",
)
@click.argument("files", metavar="EVIDENCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(path_type=Path), required=True, help="The file to write."
)  # fmt: skip
def merge_files(files: tuple[Path, ...], output: Path) -> int:
    """Join evidence files that hold parts of one run: of the same library, text, seed, profile, device and versions.

    A form that several files have judged counts once. Forms and claims that none has judged are named, and leave the run
    incomplete: OUT is written, and the exit code is 1. Where two files disagree about a form, or too much error
    probability was spent, nothing is written and the exit code is 1. OUT may be one of the files.
    """
    try:
        merged = merge({str(path): evidence(path) for path in files})
    except Unlike as error:
        raise click.UsageError(str(error)) from None
    if merged.conflicts:
        _say(f"two verdicts on {plural(len(merged.conflicts), 'form')}, nothing is written:", merged.conflicts)
        return 1
    if merged.over_budget:
        say(f"{merged.over_budget}, nothing is written")
        return 1
    try:
        write(merged.document, output)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from None
    if merged.unjudged:
        _say("no file has a verdict on:", merged.unjudged)
    run = merged.document["run"]
    found = "complete" if run["complete"] else f"incomplete: {run['why']}"
    say(f"wrote {output}: {plural(len(merged.document['claims']), 'claim')}, {found}")
    return 0 if run["complete"] else 1


def _say(title: str, lines: Sequence[str]) -> None:
    say("\n".join([title, *(f"  {line}" for line in lines)]))
