"""`lemmata list`: the claims, in the order of their texts."""

from __future__ import annotations

from pathlib import Path

import click

from lemmata.commands.source import claims_of, evidence_option, paths_argument
from lemmata.commands.terminal import write_table
from lemmata.record.claim_list import COLUMNS, VERDICTS, columns, rows, selected
from lemmata.record.tally import plural

__all__ = ["list_claims"]


@click.command(
    "list",
    epilog="""\b
Examples:
  lemmata list                                      the texts of this library, nothing judged
  lemmata list my_claims --slide trapezoid          claims of your own, of some slides
  lemmata list --verdict refuted                    what is false as printed
  lemmata list --evidence out.json --verdict unexpected
  lemmata list | awk 'NR > 1 { print $1 }'          ids alone""",
)
@paths_argument
@evidence_option
@click.option("--slide", metavar="TEXT", help="Only slides with this text in their title.")
@click.option(
    "--verdict", type=click.Choice(VERDICTS), help="Only claims with this verdict as printed; unexpected: of any form."
)
def list_claims(paths: tuple[str, ...], evidence: Path | None, slide: str | None, verdict: str | None) -> None:
    """List claims in the order of their texts.

    PATHS are files and folders of claims, by default the texts of this library. Nothing is judged: without --evidence the
    verdicts are those that the claims expect. A "!" marks a verdict that was not expected.
    """
    known = claims_of(paths, evidence)
    claims = selected(known, slide, verdict)
    if not claims:
        click.echo("lemmata: no claim here is like that", err=True)
    kind = "expected" if evidence is None else "found"
    head = [f"{name} ({kind})" if name in ("as printed", "corrected") else name for name in COLUMNS]
    table = rows(claims, known)
    source = "verdicts as expected, nothing was judged" if evidence is None else f"verdicts as found in {evidence}"
    write_table(f"{plural(len(table), 'claim')} · {source}", COLUMNS, table, columns([head, *table]))
