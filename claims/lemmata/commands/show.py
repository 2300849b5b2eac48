"""`lemmata show`: one claim in full."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from lemmata.commands.ids import claim_ids
from lemmata.commands.source import claims_of, evidence_option, paths_argument
from lemmata.commands.terminal import write_text
from lemmata.pages.one_claim import one_claim
from lemmata.record.names import key_of, labels, named
from lemmata.record.schema import ClaimEntry
from lemmata.record.texts import folders

__all__ = ["claim_argument", "show", "the_one"]


def _ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids that start with what is typed already: of the texts of this library, and of files in this folder.

    An id that two texts have is offered after the name of its text, and any is once the name of a text is begun with.
    """
    found = list(dict.fromkeys(claim_ids([*folders(), Path()])))
    ids = [id for _, id in found]
    names = [id for id in ids if ids.count(id) == 1] + [
        f"{text}/{id}" for text, id in found if "/" in begun or ids.count(id) > 1
    ]
    return [CompletionItem(name) for name in names if name.startswith(begun)]


claim_argument = click.argument("claim", shell_complete=_ids)


@click.command(
    short_help="Show one claim, and how to run it.",
    epilog="""\b
Examples:
  lemmata show jacobian-order
  lemmata show lecture17/jacobian-order                     where other texts use that id too
  lemmata show geometric-sum powers.py
  lemmata show jacobian-order --evidence evidence.json      with verdicts and the counterexample""",
)
@claim_argument
@paths_argument
@evidence_option
def show(claim: str, paths: tuple[str, ...], evidence: Path | None) -> None:
    """Show one claim: its statements, its forms and verdicts, its erratum, and the lines that run it.

    CLAIM is its id, or TEXT/ID where several texts use that id. PATHS are files and folders of claims, by default the
    texts of this library.
    """
    write_text(one_claim(the_one(claim, claims_of(paths, evidence)), found=evidence is not None))


def the_one(name: str, claims: Sequence[ClaimEntry]) -> ClaimEntry:
    """The claim of this name; where there is none, or several, the command is refused."""
    found = named(name, claims)
    if not found:
        raise click.UsageError(_unknown(name, claims))
    if len(found) > 1:
        raise click.UsageError(
            f"{name!r} is the id of several claims here; which one: {', '.join(map(key_of, found))}?"
        )
    return found[0]


def _unknown(name: str, claims: Sequence[ClaimEntry]) -> str:
    known = list(labels(claims).values() if "/" not in name else map(key_of, claims))
    close = get_close_matches(name.lower(), known, n=3) or [o for o in known if name and name.lower() in o][:3]
    hint = f"did you mean {', '.join(close[:-1])}{' or ' if close[1:] else ''}{close[-1]}?" if close else ""
    return f"there is no claim {name!r} here; {hint or '`lemmata list` names those there are'}"
