"""`lemmata completion`: the script with which a shell completes commands, options and the ids of claims."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from lemmata.commands.terminal import say

__all__ = ["completion"]


@click.command(
    epilog="""\b
Examples:
  eval "$(lemmata completion bash)"               in ~/.bashrc
  eval "$(lemmata completion zsh)"                in ~/.zshrc
  lemmata completion fish > ~/.config/fish/completions/lemmata.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell. It completes commands, options, and for `show` the ids of claims."""
    complete = get_completion_class(shell)
    assert complete is not None
    say(complete(context.find_root().command, {}, "lemmata", "_LEMMATA_COMPLETE").source())
