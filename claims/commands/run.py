"""`lemmata run`: pytest, on the claims of this package where no others are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claims.commands.source import ALREADY_IMPORTED, own_claims

if TYPE_CHECKING:
    import pytest

__all__ = ["run"]


class _OwnClaims:
    """A pytest plugin that puts these claims where no path was named. Only pytest itself can tell an option's value
    from a path."""

    def pytest_configure(self, config: pytest.Config) -> None:
        if config.args_source is not config.ArgsSource.ARGS:
            *pyargs, name = own_claims()
            config.args[:] = [name]
            config.option.pyargs = bool(pyargs)


@click.command(
    context_settings={"help_option_names": [], "ignore_unknown_options": True, "allow_interspersed_args": False},
    epilog="""\b
Examples:
  lemmata run                                   the same as `pytest claims`
  lemmata run -k jacobian -n 2                  some of it, in two processes
  lemmata run my_claims --claims-evidence evidence.json
  lemmata run -- --help                         the options of pytest""",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS OF PYTEST]...")
@click.pass_context
def run(context: click.Context, arguments: tuple[str, ...]) -> int | None:
    """Judge claims: the same as `pytest claims`, with every option of pytest.

    Paths take the place of the claims of this package. The exit code is that of pytest: 0 when every form got the
    verdict it should.
    """
    # Only a first -h is ours: in `run -k holds -h`, or after `--`, it is for pytest.
    if arguments[:1] in (("-h",), ("--help",)):
        click.echo(context.get_help())
        return None
    import pytest

    return int(pytest.main([*ALREADY_IMPORTED, *arguments], plugins=[_OwnClaims()]))
