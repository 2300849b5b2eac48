"""Which files can hold claims, told from their text: no file is imported to ask, and none is read twice.

What a claim is shows when its file is imported, whatever the spelling. A file is worth importing where two things meet:
it imports lemmata, itself or by modules of the same repository, and at module level stands something that can be a claim.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lemmata.run.copies import HERE

__all__ = ["Finder"]

NEVER = ("conftest.py", "setup.py", "__main__.py")
"""Files that are run for something else, and never imported to look for claims."""

_ELSEWHERE = ("site-packages", "dist-packages")
_WORD = r"(?:(?<![A-Za-z])claim|Claim)(?![a-z])"
_CALLED_CLAIM = re.compile(_WORD)
# Of a file without the word lemmata a tree is made only where a decorator or an assigned call is named after claims.
_MAY_NAME_ONE = re.compile(rb"^[ \t]*@[^\n(]*[cC]laim|=\s*[\w.]*[cC]laim\w*\s*\(", re.MULTILINE)
_DECORATED = re.compile(rf"^[ \t]*@[^\n(]*{_WORD}".encode(), re.MULTILINE)
_IMPORTS_US = re.compile(rb"^[ \t]*(?:from|import)[ \t]+lemmata\b", re.MULTILINE)
_IMPORT = re.compile(rb"[ \t]*((?:from|import)[ \t](?:[^\n;#(\\]|\\\r?\n)*(?:\((?:#[^\n]*|[^)#])*\))?)")


@dataclass(frozen=True)
class _Told:
    """What the text of a file tells.

    Attributes:
        imports_us: does it import lemmata?
        can_hold: stands something at module level that can be a claim?
        named: is anything of that named after claims?
        decorated: is one of these names a decorator?
        imports: its import statements.
    """

    imports_us: bool = False
    can_hold: bool = False
    named: bool = False
    decorated: bool = False
    imports: tuple[bytes, ...] = ()


class Finder:
    """Tells files that can hold claims from others, in a run of pytest with this root directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[Path, _Told] = {}
        self._ours: dict[Path, bool] = {}
        self._without: set[Path] = set()

    def can_hold_claims(self, path: Path) -> bool:
        """Is this file to be imported, for it may hold claims?"""
        if path.name in NEVER or self._of_the_library(path):
            return False
        told = self._told(path)
        return told.can_hold and (told.imports_us or (told.named and self._reaches_us(path)))

    def names_claims(self, path: Path) -> bool:
        """Can it hold claims, and is something in it named after them?"""
        return self.can_hold_claims(path) and self._told(path).named

    def looks_like_claims(self, path: Path) -> bool:
        """Is a function of the file decorated by something that is named after claims?"""
        return not self._of_the_library(path) and self._told(path).decorated

    def _of_the_library(self, path: Path) -> bool:
        folder = path.parent
        if folder not in self._ours:
            self._ours[folder] = folder.resolve().is_relative_to(HERE)
        return self._ours[folder]

    def _told(self, path: Path) -> _Told:
        if path not in self._texts:
            try:
                self._texts[path] = _read(path.read_bytes())
            except OSError:
                self._texts[path] = _Told()
        return self._texts[path]

    def _reaches_us(self, path: Path) -> bool:
        """Does the file import a module of this repository that imports lemmata, or one that imports such a module?"""
        seen, waiting = {path}, [path]
        for file in waiting:  # which grows under way
            if self._told(file).imports_us:
                return True
            for target in self._imported(file):
                if target not in seen and target not in self._without:
                    seen.add(target)
                    waiting.append(target)
        self._without |= seen
        return False

    def _imported(self, file: Path) -> Iterator[Path]:
        """The files of this repository that one file may import."""
        for node in map(_statement, self._told(file).imports):
            if isinstance(node, ast.Import):
                names = [(0, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                stem = f"{node.module}." if node.module else ""
                names = [(node.level, stem + alias.name) for alias in node.names if alias.name != "*"]
                names += [(node.level, node.module or "")]
            else:
                continue
            for level, name in names:
                parts = name.split(".") if name else []
                for folder in self._folders(file, level, parts):
                    package = folder.joinpath(*parts, "__init__.py")
                    module = [folder.joinpath(*parts[:-1], f"{parts[-1]}.py")] if parts else []
                    yield from (target for target in (package, *module) if target.is_file())

    def _folders(self, file: Path, level: int, parts: list[str]) -> Iterable[Path]:
        """Where a module is looked for that this file imports: beside it, up to the root, and on Python's path."""
        if level:
            return [file.parents[level - 1]] if level <= len(file.parents) else []
        if not parts or parts[0] in sys.stdlib_module_names:
            return []
        above = [folder for folder in file.parents if folder.is_relative_to(self.root)] or [file.parent]
        on_path = [folder for folder in map(Path, sys.path) if folder.is_relative_to(self.root)]
        return dict.fromkeys([*above, *(folder for folder in on_path if not set(_ELSEWHERE) & set(folder.parts))])


def _read(source: bytes) -> _Told:
    imports = tuple(_import_statements(source))
    if b"lemmata" not in source and not (b"laim" in source and _MAY_NAME_ONE.search(source)):
        return _Told(imports=imports)
    tree = _parsed(source)
    if tree is None:  # importing it will say where the error is; passing over it would drop its claims without a word
        decorated = bool(_DECORATED.search(source))
        return _Told(bool(_IMPORTS_US.search(source)), True, decorated, decorated, imports)
    nodes = list(ast.walk(tree)) if b"lemmata" in source else []
    renamed = {
        alias.asname
        for node in nodes
        if isinstance(node, ast.ImportFrom) and _is_ours(node.module or "") and node.level == 0
        for alias in node.names
        if alias.name == "claim"
    }
    decorators, calls = [], []
    for statement in _at_module_level(tree.body):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            decorators += [_name(decorator) for decorator in statement.decorator_list]
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
            name = _name(statement.value)
            if isinstance(statement.value.func, ast.Call | ast.Name) or _CALLED_CLAIM.search(name):
                calls.append(name)
    return _Told(
        imports_us=any(map(_imports_us, nodes)),
        can_hold=bool(decorators or calls),
        named=any(name in renamed or _CALLED_CLAIM.search(name) for name in [*decorators, *calls]),
        decorated=any(name in renamed or _CALLED_CLAIM.search(name) for name in decorators),
        imports=imports,
    )


def _import_statements(source: bytes) -> Iterator[bytes]:
    """What looks like an import statement. A search for the word takes a tenth of the time of one for the statement."""
    at = -1
    while (at := source.find(b"import", at + 1)) >= 0:
        if match := _IMPORT.match(source, source.rfind(b"\n", 0, at) + 1):
            yield match.group(1)
            at = max(at, match.end())


def _parsed(source: bytes) -> ast.Module | None:
    """The syntax tree; None where Python cannot read the file. What it warns of is not our business."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _statement(source: bytes) -> ast.stmt | None:
    tree = _parsed(source)
    return tree.body[0] if tree is not None and tree.body else None


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "lemmata"


def _imports_us(node: ast.AST) -> bool:
    """Is this ``import lemmata…``, ``from lemmata… import …``, or a call like ``import_module("lemmata…")``?"""
    if isinstance(node, ast.Import):
        return any(_is_ours(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and _is_ours(node.module or "")
    if not isinstance(node, ast.Call) or _name(node) not in ("import_module", "__import__", "importorskip"):
        return False
    first = node.args[0] if node.args else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and _is_ours(first.value)


def _at_module_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that importing the file may run, those under if, try, with and the like among them."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        inner = [] if _only_as_a_program(statement) else getattr(statement, "body", [])
        for branch in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            inner = [*inner, *branch.body]
        yield from _at_module_level([*inner, *getattr(statement, "orelse", ()), *getattr(statement, "finalbody", ())])


def _only_as_a_program(statement: ast.stmt) -> bool:
    """Is this ``if __name__ == "__main__":``?"""
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == "__name__ == '__main__'"


def _name(node: ast.expr) -> str:
    """The last name of what is called, or stands as a decorator: ``ev.claim(…)(check)`` is called ``claim``."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
