"""The command inside this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from lemmata.commands.main import lemmata

Command = Callable[..., Result]


@pytest.fixture
def command() -> Command:
    """Runs `lemmata` with these arguments."""

    def call(*arguments: object, **environment: str) -> Result:
        return CliRunner().invoke(lemmata, [str(a) for a in arguments], env=environment, prog_name="lemmata")

    return call
