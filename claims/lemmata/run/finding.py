"""Which files can hold claims, told from their text: no file is imported to ask, and none is read twice.

What a claim is shows when its file is imported, whatever the spelling. A file is worth importing where two things meet:
it imports lemmata, itself or by modules of the same repository, and at module level stands something that can be a claim.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from lemmata.run.copies import HERE
from lemmata.run.syntax import Told, statement, tell

__all__ = ["NEVER", "Finder"]

NEVER = ("conftest.py", "setup.py", "__main__.py")
"""Files that are run for something else, and never imported to look for claims."""

_ELSEWHERE = ("site-packages", "dist-packages")


class Finder:
    """Tells files that can hold claims from others, in a run of pytest with this root directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[Path, Told] = {}
        self._ours: dict[Path, bool] = {}
        self._without: set[Path] = set()
        self._above: dict[Path, list[Path]] = {}
        self._modules: dict[tuple[Path, str], tuple[Path, ...]] = {}
        self._packages: dict[tuple[Path, str], Path | None] = {}

    def can_hold_claims(self, path: Path) -> bool:
        """Is this file to be imported, for it may hold claims?"""
        if path.name in NEVER or self._of_the_library(path):
            return False
        text = self._told(path)
        return text.can_hold and (text.imports_us or (text.named and self._reaches_us(path)))

    def names_claims(self, path: Path) -> bool:
        """Does this file import lemmata itself, and is something named after claims that can be one?"""
        return not self._of_the_library(path) and self._told(path).imports_us and self._told(path).named

    def looks_like_claims(self, path: Path) -> bool:
        """Is a function of the file decorated by something that is named after claims?"""
        return not self._of_the_library(path) and self._told(path).decorated

    def _of_the_library(self, path: Path) -> bool:
        folder = path.parent
        if folder not in self._ours:
            self._ours[folder] = folder.resolve().is_relative_to(HERE)
        return self._ours[folder]

    def _told(self, path: Path) -> Told:
        if path not in self._texts:
            try:
                self._texts[path] = tell(path.read_bytes())
            except OSError:
                self._texts[path] = Told()
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
        for node in map(statement, self._told(file).imports):
            if isinstance(node, ast.Import):
                names = [(0, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                stem = f"{node.module}." if node.module else ""
                names = [(node.level, stem + alias.name) for alias in node.names if alias.name != "*"]
                names += [(node.level, node.module or "")]
            else:
                continue
            for level, name in names:
                if level == 0 and name.partition(".")[0] not in sys.stdlib_module_names:
                    for folder in self._roots(file.parent):
                        yield from self._module(folder, name)
                elif 0 < level <= len(file.parents):
                    yield from self._module(file.parents[level - 1], name)

    def _roots(self, folder: Path) -> list[Path]:
        """Where a module is looked for that a file in this folder imports: beside it, up to the root, on Python's path."""
        if folder not in self._above:
            above = [each for each in (folder, *folder.parents) if each.is_relative_to(self.root)]
            top = folder
            while (top / "__init__.py").is_file():
                top = top.parent
            on_path = [each for each in map(Path, sys.path) if each.is_relative_to(self.root)]
            own = [each for each in on_path if not set(_ELSEWHERE) & set(each.parts)]
            self._above[folder] = list(dict.fromkeys([folder, top, *above, *own]))
        return self._above[folder]

    def _module(self, folder: Path, name: str) -> tuple[Path, ...]:
        """The file of a module, as it is called in this folder; none where there is no such file."""
        if (folder, name) not in self._modules:
            package, _, last = name.rpartition(".")
            place = self._package(folder, package)
            files = [] if place is None else [place / last / "__init__.py", *([place / f"{last}.py"] if last else [])]
            self._modules[folder, name] = tuple(file for file in files if file.is_file())
        return self._modules[folder, name]

    def _package(self, folder: Path, name: str) -> Path | None:
        """The folder of a package, as it is called in this folder; None where there is none."""
        if not name:
            return folder
        if (folder, name) not in self._packages:
            outer, _, last = name.rpartition(".")
            place = self._package(folder, outer)
            self._packages[folder, name] = place / last if place is not None and (place / last).is_dir() else None
        return self._packages[folder, name]
