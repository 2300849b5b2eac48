"""Code that no run of the tests executes: the benchmarks, the tests in a browser. The names that it imports are there."""

from __future__ import annotations

import ast
import importlib
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_RUN = [path for folder in ("benchmarks", "tests/browser") for path in sorted((ROOT / folder).glob("*.py"))]
OURS = ("lemmata", "lecture17")


def missing(source: str) -> list[str]:
    """Names of ours that a file imports and that are not there."""
    wanted = [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in OURS
        for alias in node.names
    ]
    found = {}
    for module, name in wanted:
        try:
            found[module, name] = hasattr(importlib.import_module(str(module)), name) or importlib.util.find_spec(
                f"{module}.{name}"
            )
        except ModuleNotFoundError:
            found[module, name] = False
    return [f"{module}.{name}" for (module, name), there in found.items() if not there]


@pytest.mark.parametrize("path", NOT_RUN, ids=lambda path: path.name)
def test_what_it_imports_is_there(path: Path) -> None:
    assert missing(path.read_text(encoding="utf-8")) == []


def test_what_is_not_there_is_told() -> None:
    source = "from lemmata.numerics.balls import Balls, Bells\nfrom lemmata.nowhere import x\nfrom lemmata.numerics import balls"
    assert missing(source) == ["lemmata.numerics.balls.Bells", "lemmata.nowhere.x"]
