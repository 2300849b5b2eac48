"""The command `lemmata`: its commands, and how each of them ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from lemmata.commands.completion import completion
from lemmata.commands.constants import constants
from lemmata.commands.diff import diff
from lemmata.commands.list import list_claims
from lemmata.commands.merge import merge_files
from lemmata.commands.new import new
from lemmata.commands.report import report
from lemmata.commands.run import run
from lemmata.commands.show import show
from lemmata.commands.time import time

__all__ = ["lemmata"]

WRONG_USAGE, INTERRUPTED = 2, 130


class Commands(click.Group):
    """A group whose refusals are one sentence with exit code 2, whichever command they come from.

    A command returns its exit code; None is 0.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as refusal:
            if not standalone_mode:
                raise
            click.echo(f"lemmata: {' '.join(refusal.format_message().split())}", err=True)
            sys.exit(WRONG_USAGE)
        except click.Abort:
            if not standalone_mode:
                raise
            sys.exit(INTERRUPTED)
        if not standalone_mode:
            return code
        sys.exit(code)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  lemmata list --slide jacobian        the claims of some slides
  lemmata show jacobian-order          one claim, and the lines that run it
  lemmata run -n 2 --claims-evidence evidence.json
  lemmata report evidence.json -o report.html
  lemmata diff main.json evidence.json
  lemmata merge first.json second.json -o evidence.json
  lemmata time evidence.json           where the time went
  lemmata constants net-size           how good the constants of a bound are
  lemmata new my_claims                a file of your own to start from

`lemmata COMMAND --help` has more of each.""",
)
@click.version_option(package_name="lemmata", message="%(prog)s %(version)s")
@click.pass_context
def lemmata(context: click.Context) -> None:
    """Decide the statements of a text: what is printed, what is true, and how sure that is."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (list_claims, show, run, report, diff, merge_files, time, constants, new, completion):
    lemmata.add_command(command)
