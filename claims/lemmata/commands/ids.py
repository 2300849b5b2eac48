"""The ids of claims, read from their files without importing anything: quick enough for a shell that completes a word."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from lemmata.record.names import id_of

__all__ = ["claim_ids"]


def claim_ids(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The text and the id of each claim in the files of these folders and, of packages, in those below.

    What cannot be read is passed over.
    """
    for place in places:
        inside = place.rglob("*.py") if (place / "__init__.py").is_file() else place.glob("*.py")
        for path in sorted(inside):
            try:
                source = path.read_text(encoding="utf-8")
                body = ast.parse(source).body if "claim(" in source else []
            except (OSError, ValueError, SyntaxError):
                continue
            for node in body:
                if isinstance(node, ast.FunctionDef):
                    yield from ((_text(path), id) for id in _ids(node))


def _text(path: Path) -> str:
    """The package that a file lies in, or its module where it lies in none."""
    names, folder = [], path.resolve().parent
    while (folder / "__init__.py").is_file():
        names.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(names)) or path.stem


def _ids(check: ast.FunctionDef) -> Iterator[str]:
    """The id that a decorated check is given, or the one that follows from its name."""
    for call in check.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "claim":
            given = [word.value for word in call.keywords if word.arg == "id"]
            if not given:
                yield id_of(check.name)
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
