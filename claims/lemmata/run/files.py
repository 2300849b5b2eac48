"""Which files hold claims, told without importing them, and the pytest module that collects one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from lemmata.run.copies import out_of_place

_MODULES = ("lemmata.evidence", "lemmata.evidence.claim")
_IMPORTS_CLAIM = re.compile(rb"^\s*from\s+lemmata\.evidence(\.claim)?\s+import\b", re.MULTILINE)


def is_claim_file(path: Path) -> bool:
    """Does the file define a function under a decorator ``@claim(...)`` that comes from ``lemmata.evidence``?"""
    try:
        source = path.read_bytes()
    except OSError:
        return False
    if not _IMPORTS_CLAIM.search(source):
        return False
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return True  # importing it will say where the error is; passing over it would drop its claims without a word
    names = {
        alias.asname or "claim"
        for node in body
        if isinstance(node, ast.ImportFrom) and node.module in _MODULES and node.level == 0
        for alias in node.names
        if alias.name in ("claim", "*")
    }
    return any(
        isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id in names
        for node in body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    )


def python_files(folder: Path) -> Iterator[Path]:
    """The Python files of a folder, and of the packages within it where it is a package itself: a text and its figures.

    A folder that is none may be the root of a repository, environments and all: its packages are left alone.
    """
    yield from folder.glob("*.py")
    if (folder / "__init__.py").is_file():
        for inner in folder.glob("*/__init__.py"):
            yield from python_files(inner.parent)


class ClaimFile(pytest.Module):
    """A Python file that holds claims, imported by pytest's own machinery.

    Its claims are collected whatever its name; tests and fixtures beside them only where pytest would have collected
    the file by itself (``with_tests``).
    """

    with_tests = False

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The items of every claim of the file, in order. A claim that is not put together right is one sentence."""
        if wrong := out_of_place(self.path):
            raise self.CollectError(wrong)
        try:
            module = self.obj
        except self.CollectError as error:
            if type(error.__cause__) not in (ImportError, ModuleNotFoundError):
                raise
            raise self.CollectError(self._sentence(error.__cause__)) from None
        except ValueError as error:
            if type(error).__module__.partition(".")[0] != "lemmata":
                raise
            raise self.CollectError(self._sentence(error)) from None
        if self.with_tests:
            return super().collect()
        items: list[pytest.Item | pytest.Collector] = []
        for name, value in list(vars(module).items()):
            if is_claim(value):
                items += self.ihook.pytest_pycollect_makeitem(collector=self, name=name, obj=value)
        return items

    def _sentence(self, error: BaseException | None) -> str:
        """The error, after the last line of this file that led to it."""
        line, traceback = 0, None if error is None else error.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == str(self.path):
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        where = f"{self.path.name}:{line}" if line else self.path.name
        return f"{where}: {error}"


def is_claim(value: object) -> bool:
    """Is this a `Claim`? Told by its class's name, for the library is not loaded to ask."""
    return type(value).__module__ == "lemmata.evidence.claim" and type(value).__name__ == "Claim"
