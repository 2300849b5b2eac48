"""The modules of a source root, what each imports, and the floor that it stands on. Nothing is imported to find out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

__all__ = ["Import", "Modules", "read"]

LIBRARY = "lemmata"


@dataclass(frozen=True)
class Import:
    """One name that one module imports: from which module of the root, or else from which library."""

    importer: str
    module: str
    name: str
    at_start: bool  # as the module is loaded: not in a function, and not for type checkers alone


class Modules:
    """The modules of one source root by their names: 'lemmata.numerics.balls', 'lecture17.chernoff'."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax tree of every module."""
        return {name: ast.parse(source, name) for name, source in self.sources.items()}

    @property
    def texts(self) -> list[str]:
        """Every package but the library: a text is found, and stands in no list."""
        return sorted({name.partition(".")[0] for name in self.sources} - {LIBRARY})

    def part(self, module: str) -> str:
        """The part of the library that a module lies in, 'numerics' or 'theory.nets'; of a text its name; else ''."""
        first, *rest = module.split(".")
        if first != LIBRARY:
            return first if first in self.texts else ""
        deep = 2 if rest[:1] == ["theory"] else 1
        return ".".join(rest[:deep])

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of every module, in the order in which they are written."""
        return [found for module, tree in self.trees.items() for found in self._of(module, tree)]

    def _of(self, module: str, tree: ast.Module) -> Iterator[Import]:
        start = {id(node) for node in _executed(tree.body)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    known = alias.name in self.trees
                    yield Import(module, alias.name if known else alias.name.split(".")[0], "", id(node) in start)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                for alias in node.names:
                    full = f"{base}.{alias.name}"
                    name = base if node.level == 0 else "." * node.level + base
                    target = full if full in self.trees else name if name in self.trees else name.split(".")[0] or name
                    yield Import(module, target, alias.name, id(node) in start)

    def loaded_with(self, module: str) -> dict[str, str]:
        """All that importing a module loads, modules of the root and libraries, with the module that asks for each."""
        found: dict[str, str] = {}
        waiting = [(module, module)]
        while waiting:
            name, asker = waiting.pop()
            if name in found:
                continue
            found[name] = asker
            if name in self.trees:
                package = name.rpartition(".")[0]
                waiting += [(package, name)] if package in self.trees else []
                waiting += [(each.module, name) for each in self.imports if each.importer == name and each.at_start]
        return found


def _executed(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run as a module is loaded, those in its branches and classes too."""
    for node in body:
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for_types = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for field in ("orelse", "finalbody") if for_types else ("body", "orelse", "finalbody"):
            yield from _executed(part for part in getattr(node, field, []) if isinstance(part, ast.stmt))
        for handler in getattr(node, "handlers", []):
            yield from _executed(handler.body)


@cache
def read(root: Path) -> Modules:
    """The modules below a source root."""
    return Modules({
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.py"))
    })  # fmt: skip
