"""The pytest module that collects a file of claims, and the files that a text is made of."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest import skip

from lemmata.run.copies import out_of_place
from lemmata.run.frames import error_in_words, own_frames
from lemmata.run.syntax import lost


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
        except skip.Exception as error:  # its claims would be missed without a word
            raise self.CollectError(self._sentence(error, f"leaves itself out ({error})")) from None
        except SystemExit as error:  # pytest would end here
            code = "" if error.code is None else f" ({error.code})"
            raise self.CollectError(self._sentence(error, f"ends the program where it is imported{code}")) from None
        except ValueError as error:
            if type(error).__module__.partition(".")[0] != "lemmata":
                raise
            raise self.CollectError(self._sentence(error)) from None
        for name, first, second, known in lost(self.path.read_bytes()):
            if known or is_claim(vars(module).get(name)):
                again = f"{name} is defined again here, and the claim of line {first} is lost"
                raise self.CollectError(f"{self.path.name}:{second}: {again}: give one of them another name")
        if unbound := _unbound(module):
            names = ", ".join(repr(claim.id) for claim in unbound)
            raise self.CollectError(
                f"{self.path.name}: {names} would be missed, for no name of the module is bound to it: write claim_x = …"
            )
        if self.with_tests:
            return super().collect()
        items: list[pytest.Item | pytest.Collector] = []
        for name, value in list(vars(module).items()):
            if is_claim(value):
                items += self.ihook.pytest_pycollect_makeitem(collector=self, name=name, obj=value)
        return items

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What became of looking for claims in a file that was imported: a kind may draw cases for that, or try a formula."""
        option, error = self.config.option, excinfo.value
        whole = option.fulltrace or option.tbstyle in ("long", "native")
        if whole or isinstance(error, self.CollectError) or getattr(self, "_obj", None) is None:
            return super().repr_failure(excinfo)
        return "\n".join([error_in_words(error), *own_frames(error, self.path.parent)])

    def _sentence(self, error: BaseException | None, what: str = "") -> str:
        """The error, or in its place what it means, after the last line of this file that led to it."""
        line, traceback = 0, None if error is None else error.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == str(self.path):
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        where = f"{self.path.name}:{line}" if line else self.path.name
        return f"{where}: {what or error}"


def _unbound(module: ModuleType) -> list[Any]:
    """The claims that a module has made while it was imported, and that none of its names is bound to."""
    made = getattr(sys.modules.get("lemmata.evidence.claim"), "MADE", [])
    own = [claim for by, claim in made if by is module]
    made[:] = [(by, claim) for by, claim in made if by is not module]
    names = list(vars(module).values())
    return [claim for claim in own if not any(value is claim for value in names)]


def is_claim(value: object) -> bool:
    """Is this a `Claim`? Told by its class's name, for the library is not loaded to ask."""
    return any(kind.__module__ == "lemmata.evidence.claim" and kind.__name__ == "Claim" for kind in type(value).__mro__)
