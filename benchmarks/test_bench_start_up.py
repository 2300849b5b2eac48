"""What a process costs before the first claim is judged, beside one that only imports torch.

    pytest benchmarks/test_bench_start_up.py

Every run is a process of its own; the files of compiled modules are there from the run that does not count. *import torch*
is the limit of whatever needs torch: to judge networks does, to list them does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.interleave import interleaved
from lemmata.commands.new import TEMPLATE

ROOT = Path(__file__).parents[1]
LIST = (sys.executable, "-m", "lemmata", "list")
SHOW = (sys.executable, "-m", "lemmata", "show", "jacobian-order")
COLLECT = (sys.executable, "-m", "pytest", "--co", "-q")
IMPORT = (sys.executable, "-c", "import torch")


def process(command: tuple[str, ...], folder: Path) -> Callable[[], object]:
    """A run of this command in this folder; one that fails is an error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)


@pytest.mark.parametrize(
    ("order", "name", "command", "own"),
    [
        (0, "list", LIST, True),
        (1, "list", LIST, False),
        (2, "show", SHOW, False),
        (3, "collect", COLLECT, True),
        (4, "collect", COLLECT, False),
    ],
    ids=["list own", "list lecture", "show lecture", "collect own", "collect lecture"],
)
def test_start_up(rows, tmp_path, order, name, command, own) -> None:
    (tmp_path / "squares.py").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    folder, path = (tmp_path, ".") if own else (ROOT, "claims/lecture17")
    ratio = interleaved(process((*command, path), folder), process(IMPORT, folder), pairs=5)
    row: dict[str, Any] = {
        "order": 3 * 10**6 + order, "size": "own folder" if own else "lecture", "activation": name,
        "contender": "import torch", "ours_ms": ratio.ours_seconds * 1e3,
        "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
    }  # fmt: skip
    rows.append(row)
