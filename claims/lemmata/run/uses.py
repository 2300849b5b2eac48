"""Whether the claims that a claim names in ``uses`` are anywhere: pytest may have been given one file of a text.

Where a file is imported, its claims are known. Of another one its text is read, and a name is taken for known as soon as it
stands there outside of ``uses``, in whatever way the claim is made.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path

from lemmata.evidence.claim import Claim
from lemmata.record.names import id_of, relative, resolved
from lemmata.run.files import is_claim, python_files
from lemmata.run.text import text_of

__all__ = ["Uses"]


class Uses:
    """Looks for the claims that others use. Each file is read at most once, and only where a name is not known otherwise."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, Path], list[Path]] = {}
        self._file: Path | None = None
        self._imported: dict[tuple[str, Path], tuple[set[str], list[Path]]] = {}
        self._told: dict[Path, _Told] = {}

    def unknown(self, claim: Claim, file: Path) -> str:
        """Which claim is used that is nowhere, in one sentence with those that may be meant; the empty string if none is.

        ``file`` is that of the claim. Nothing is imported between the claims of one file: what is there is looked up once.
        """
        if file != self._file:
            self._file, self._imported = file, {}
        own, root = text_of(claim), _root(file, claim.module)
        for name in claim.uses:
            text, _, id = resolved(name, own).rpartition("/")
            if (text, root) not in self._places:
                self._places[text, root] = list(_files(text, root)) or ([file] if text == own else [])
            files = self._places[text, root]
            if (text, root) not in self._imported:
                self._imported[text, root] = _known(files, text)
            known, others = self._imported[text, root]
            if id in known:
                continue
            told = [self._told.setdefault(each, _Told(each)) for each in others]
            if not any(id in each.declared for each in told) and not any(id in each.mentioned for each in told):
                return _sentence(claim, name, text, known.union(*(each.declared for each in told)) if files else None)
        return ""


class _Told:
    """The names in a file that may be ids of claims, and those of them that most probably are, found when they are asked for."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of the file; nothing where it cannot be read."""
        try:
            return ast.parse(self.file.read_bytes())
        except (OSError, ValueError, SyntaxError):
            return ast.Module([], [])

    @cached_property
    def declared(self) -> set[str]:
        return set(_ids(self.tree))

    @cached_property
    def mentioned(self) -> set[str]:
        return set(_texts(self.tree))


def _sentence(claim: Claim, name: str, text: str, known: set[str] | None) -> str:
    if known is None:
        return f"claim {claim.id!r} uses {name!r}, and there is no text {text!r} here"
    own = text_of(claim)
    close = [relative(f"{text}/{id}", own) for id in get_close_matches(name.rpartition("/")[2], sorted(known), n=3)]
    hint = f": did you mean {' or '.join(map(repr, close))}?" if close else ""
    return f"claim {claim.id!r} uses {name!r}, which is no claim{'' if text == own else f' of {text}'}{hint}"


def _root(file: Path, module: str) -> Path:
    """The folder from which the module of this file is imported."""
    return file.parents[min(module.count("."), len(file.parents) - 1)]


def _files(text: str, root: Path) -> Iterator[Path]:
    """The files of a text: those of a package, or one that lies in none. Nothing is imported to find them."""
    *outer, last = text.split(".")
    paths = [str(Path(path, *outer)) for path in (str(root), *sys.path)]
    found = PathFinder.find_spec(last, paths)
    if found is None:
        return
    folders = [str(folder) for folder in found.submodule_search_locations or ()]
    for folder in folders:
        yield from python_files(Path(folder))
    if not folders and found.origin and found.origin.endswith(".py"):
        yield Path(found.origin)


def _known(files: Iterable[Path], text: str) -> tuple[set[str], list[Path]]:
    """The ids of the claims of this text in those of the files that are imported, and the other files."""
    modules = {str(getattr(module, "__file__", "")): module for module in list(sys.modules.values())}
    imported = {file: modules[str(file)] for file in files if str(file) in modules}
    known = {
        value.id
        for module in imported.values()
        for value in list(vars(module).values())
        if is_claim(value) and text_of(value) == text
    }
    return known, [file for file in files if file not in imported]


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text in a file outside of ``uses``, and every name that it gives to something, as an id would have it."""
    if isinstance(node, ast.keyword) and node.arg == "uses":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.FunctionDef):
        yield id_of(node.name)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield id_of(node.id)
    for inner in ast.iter_child_nodes(node):
        yield from _texts(inner)


def _ids(tree: ast.Module) -> Iterator[str]:
    """The ids of the decorated functions of a file that say theirs, and those that follow from names."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call):
                said = [word.value for word in call.keywords if word.arg == "id"]
                yield from (id.value for id in said if isinstance(id, ast.Constant) and isinstance(id.value, str))
                if not said:
                    yield id_of(node.name)
