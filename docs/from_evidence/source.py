"""The text of a claim: its function, and all that this one uses of its own file, in the order of the file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from pathlib import Path

from lemmata.record.evidence_file import Unreadable
from lemmata.record.schema import ClaimEntry

__all__ = ["Sources"]


class Sources:
    """The files of the claims of an evidence file, as far as they lie below one of these folders.

    Raises Unreadable where a file there lacks a claim.
    """

    def __init__(self, roots: Sequence[Path], claims: Iterable[ClaimEntry]) -> None:
        self.files: dict[str, tuple[list[str], dict[str, ast.stmt]]] = {}
        for claim in claims:
            file = claim["file"]
            path = next((root / file for root in roots if (root / file).is_file()), None)
            if path is None:
                continue
            if file not in self.files:
                text = path.read_text(encoding="utf-8")
                self.files[file] = text.splitlines(), _defined(ast.parse(text))
            if function(claim) not in self.files[file][1]:
                raise Unreadable(f"the evidence file is out of date: {file} has no {function(claim)}")

    def of(self, claim: ClaimEntry) -> str:
        """The text of one claim; the empty string where its file is not here."""
        if claim["file"] not in self.files:
            return ""
        lines, defined = self.files[claim["file"]]
        wanted, found = [function(claim)], set[str]()
        while wanted:
            name = wanted.pop()
            if name in defined and name not in found:
                found.add(name)
                wanted += [node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)]
        text, before = "", False
        for first, last in sorted({_extent(defined[name], lines) for name in found}):
            block = any(line.startswith(("def ", "class ")) for line in lines[first - 1 : last])
            text += ("\n\n" if text and (block or before) else "") + "\n".join(lines[first - 1 : last]) + "\n"
            before = block
        return text


def function(claim: ClaimEntry) -> str:
    """The name of the function that is the claim."""
    return claim["forms"][0]["node"].partition("::")[2].partition("[")[0]


def _defined(module: ast.Module) -> dict[str, ast.stmt]:
    """The functions, classes and values of a module by name."""
    found: dict[str, ast.stmt] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            names = [name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            found.update(dict.fromkeys(names, node))
    return found


def _extent(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """Its first line, that of its decorators and of the comment above it if it has any, and its last."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    while first > 1 and lines[first - 2].startswith("# ") and not lines[first - 2].startswith("# ──"):
        first -= 1
    return first, node.end_lineno or node.lineno
