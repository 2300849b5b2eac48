"""`lemmata run`: pytest, on the texts of this library where no other claims are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lemmata.commands.source import ALREADY_IMPORTED
from lemmata.record.texts import own_claims

if TYPE_CHECKING:
    import pytest

__all__ = ["run"]


class _Paths:
    """A pytest plugin that asks whether any path was named, and ends there: pytest alone can tell an option's value."""

    named: bool | None = None

    def pytest_cmdline_main(self, config: pytest.Config) -> int:
        self.named = config.args_source is config.ArgsSource.ARGS
        return 0


class _Untouched(click.Command):
    """Everything after `run` is for pytest, in the order given; only a first -h is ours."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] in (["-h"], ["--help"]) and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()
        ctx.params["arguments"] = args[1:] if args[:1] == ["--"] else args
        return []


@click.command(
    short_help="Judge claims: the same as `pytest claims`.",
    cls=_Untouched,
    epilog="""\b
Examples:
  lemmata run                                   the same as `pytest claims`
  lemmata run -k jacobian -n 2                  some of it, in two processes
  lemmata run my_claims --claims-evidence evidence.json
  lemmata run -- --help                         the options of pytest""",
)
@click.argument("arguments", nargs=-1, metavar="[ARGUMENTS OF PYTEST]...", type=click.Path())
def run(arguments: list[str]) -> int:
    """Judge claims: the same as `pytest claims`, with every option of pytest.

    Paths take the place of the texts of this library. The exit code is that of pytest: 0 when every form got the
    verdict it should.
    """
    import pytest

    options = arguments.index("--") if "--" in arguments else len(arguments)
    arguments = [
        *arguments[:options],
        *ALREADY_IMPORTED,
        *arguments[options:],
    ]  # the last of several -W is the one that counts
    paths = _Paths()
    refused = pytest.main(arguments, plugins=[paths])
    if paths.named is None:
        return int(refused)
    return int(pytest.main([*([] if paths.named else own_claims()), *arguments]))
