"""What a page of the documentation shows, and programs run to see whether it is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language, those within a list too."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", page, re.MULTILINE | re.DOTALL)
    return ["".join(line.removeprefix(margin) for line in text.splitlines(keepends=True)) for margin, text in found]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in a process that knows nothing of this run of pytest."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def assert_session(page: str, folder: Path) -> None:
    """The one session of Python on the page prints in this folder what the page says."""
    (session,) = blocks(page, "pycon")
    lines = session.splitlines()
    program = [line.removeprefix(">>> ") for line in lines if line.startswith(">>> ")]
    ran = run("-c", "\n".join([*program[:-1], f"print(repr({program[-1]}))"]), cwd=folder)
    assert ran.stdout.splitlines() == [line for line in lines if not line.startswith(">>> ")], ran.stderr
