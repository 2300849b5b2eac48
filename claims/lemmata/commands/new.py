"""`lemmata new`: a claim file to start from."""

from __future__ import annotations

import keyword
import os
import re
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from lemmata.commands.target import write_file
from lemmata.commands.terminal import say

__all__ = ["TEMPLATE", "new"]

TEMPLATE = Path(__file__).with_name("claim.py.template")


@click.command(
    short_help="Write a claim file to start from.",
    epilog="""\b
Examples:
  lemmata new my_claims                          my_claims.py, which runs as it is
  lemmata new trapezoid --directory lectures""",
)
@click.argument("name")
@click.option(
    "--directory", metavar="DIR", type=click.Path(path_type=Path), default=Path(), help="The folder to write it to."
)
def new(name: str, directory: Path) -> None:
    """Write NAME.py, a file with one claim to start from: printed, corrected, and three controls.

    It runs as it is. Its comments say what to replace by what.
    """
    module = _module(name)
    path = directory / f"{module}.py"
    if not os.path.isdir(directory):
        raise click.UsageError(f"there is no folder {directory}: make it first")
    if os.path.lexists(path):
        raise click.UsageError(f"{path} is there already: choose another name")
    write_file(TEMPLATE.read_text(encoding="utf-8"), path)
    say(f"wrote {path}\nrun it: pytest {shlex.quote(str(path))}")


def _module(name: str) -> str:
    """The name as that of a module. Refuses what no module is called, and what would hide another one."""
    module = re.sub(r"[-\s]+", "_", name.strip().removesuffix(".py"))
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", module) or keyword.iskeyword(module):
        raise click.UsageError(f"{name!r} is no name for a Python file: take letters, digits and _, as in my_claims")
    if module == "conftest" or re.fullmatch("__.*__", module):
        raise click.UsageError(f"{module}.py has a meaning of its own for Python or pytest: choose another name")
    if module in sys.stdlib_module_names or (find_spec(module) is not None and not Path(f"{module}.py").exists()):
        raise click.UsageError(f"{module}.py would hide the module {module!r} that others import: choose another name")
    return module
