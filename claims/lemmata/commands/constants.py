"""`lemmata constants`: how good the constants of a bound are."""

from __future__ import annotations

import click

from lemmata.commands.show import claim_argument, the_one
from lemmata.commands.source import collected_items, paths_argument
from lemmata.commands.terminal import say, write_table
from lemmata.record.claim_list import columns
from lemmata.record.defaults import DEFAULT_SEED
from lemmata.record.names import key_of

__all__ = ["constants"]


@click.command(
    short_help="Find how good the constants of a bound are.",
    epilog="""\b
Examples:
  lemmata constants net-size
  lemmata constants my-bound my_claims.py
  lemmata constants chernoff --seed 7           another search""",
)
@claim_argument
@paths_argument
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(min=0, max=2**64 - 1),
    default=DEFAULT_SEED,
    show_default=True,
    help="Seed of the cases and of the search.",
)
def constants(claim: str, paths: tuple[str, ...], seed: int) -> None:
    """Find how good the constants of a bound are: for each, up to where a case refutes it, and from where on none does.

    CLAIM is its id, or TEXT/ID where several texts use that id. PATHS are files and folders of claims, by default the
    texts of this library. Each value is tried on the claim's own cases and then attacked: a refutation is a proof, the
    other side is what a search has not refuted.
    """
    items = collected_items(paths)
    from lemmata.run.catalogue import catalogue

    entries = catalogue(items)
    wanted = key_of(the_one(claim, entries))
    found = next(item.claim for item in items if key_of(catalogue([item])[0]) == wanted)
    from lemmata.evidence.profiles import profile_named
    from lemmata.variants.best_constants import best_constants

    rows = []
    for constant in best_constants(
        found, profile_named("power"), seed, lambda words: click.echo(f"  {words}", err=True)
    ):
        rows.append(
            [
                constant["name"],
                constant["stated"],
                constant["refuted_at"] or "–",
                constant["stands_at"],
                constant["case"] or "–",
            ]
        )
    if not rows:
        say(f"{wanted}: no constant that exact or certified cases could tell of")
        return
    head = ["constant", "stated", "refuted at", "stands at", "case"]
    write_table(wanted, head, rows, columns([head, *rows]))
