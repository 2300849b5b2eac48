"""`lemmata show`: one claim in full."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from lemmata.commands.ids import claim_ids
from lemmata.commands.source import PACKAGE, claims_of, evidence_option, paths_argument
from lemmata.commands.terminal import write_text
from lemmata.pages.one_claim import one_claim

__all__ = ["show"]


def _ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids that start with what is typed already: those of this package, and of files in this folder."""
    return [CompletionItem(id) for id in dict.fromkeys(claim_ids([PACKAGE, Path()])) if id.startswith(begun)]


@click.command(
    short_help="Show one claim, and how to run it.",
    epilog="""\b
Examples:
  lemmata show jacobian-order
  lemmata show geometric-sum powers.py
  lemmata show jacobian-order --evidence evidence.json      with verdicts and the counterexample""",
)
@click.argument("claim", shell_complete=_ids)
@paths_argument
@evidence_option
def show(claim: str, paths: tuple[str, ...], evidence: Path | None) -> None:
    """Show one claim: its statements, its forms and verdicts, its erratum, and the lines that run it.

    CLAIM is its id. PATHS are files and folders of claims, by default those of this package.
    """
    claims = {found["id"]: found for found in claims_of(paths, evidence)}
    if claim not in claims:
        raise click.UsageError(_unknown(claim, list(claims)))
    write_text(one_claim(claims[claim], found=evidence is not None))


def _unknown(id: str, known: Sequence[str]) -> str:
    close = get_close_matches(id.lower(), known, n=3) or [other for other in known if id and id.lower() in other][:3]
    hint = f"did you mean {', '.join(close[:-1])}{' or ' if close[1:] else ''}{close[-1]}?" if close else ""
    return f"there is no claim {id!r} here; {hint or '`lemmata list` names those there are'}"
