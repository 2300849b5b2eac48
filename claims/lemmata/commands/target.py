"""Where a command writes what it was asked for."""

from __future__ import annotations

from pathlib import Path

import click

from lemmata.record.atomic import write_text

__all__ = ["write_file"]


def write_file(text: str, path: Path) -> None:
    """Write the file in one step; one that cannot be written is refused."""
    try:
        write_text(text, path)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
