"""What a page of the documentation shows, and programs run to see whether it is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import forked


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language, those within a list too."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", page, re.MULTILINE | re.DOTALL)
    return ["".join(line.removeprefix(margin) for line in text.splitlines(keepends=True)) for margin, text in found]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in a process that knows nothing of this run of pytest."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return forked.run([sys.executable, *command], cwd=cwd, env=environment)


def assert_sessions(page: str, folder: Path) -> None:
    """Each session of Python on the page prints in this folder what the page says."""
    sessions = blocks(page, "pycon")
    assert sessions, "a page without a session"
    for k, session in enumerate(sessions):
        (folder / f"session_{k}.txt").write_text(session, encoding="utf-8")
        ran = run("-m", "doctest", f"session_{k}.txt", cwd=folder)
        assert ran.returncode == 0, ran.stdout + ran.stderr
