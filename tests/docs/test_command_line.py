"""docs/command-line.md: its commands, run one after the other, print what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click

from lemmata.commands.main import lemmata

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
STEP = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def test_the_commands_print_what_the_page_shows(tmp_path: Path) -> None:
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "FORCE_"))}
    steps = STEP.findall(PAGE)
    assert len(steps) > 7
    for command, shown in steps:
        ran = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path, env={**environment, "PATH": here}, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        # a line of … stands for any lines, and a run takes as long as it takes
        pattern = "(?s:.*)".join(map(re.escape, shown.split("…\n"))).replace(r"·\ 5\ s", r"· \d+ s")
        assert re.fullmatch(pattern, ran.stdout), f"{command}\n{ran.stdout}"


def test_every_command_has_its_section() -> None:
    context = click.Context(lemmata)
    assert set(re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)) == set(lemmata.list_commands(context))
    for name in lemmata.list_commands(context):
        assert f"| [`lemmata {name}`](#{name}) | " in PAGE
