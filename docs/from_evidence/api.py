"""The reference: a page for each package that claims are written with, made from its docstrings."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import lemmata.theory
from from_evidence import markup

__all__ = ["PACKAGES", "escaped", "pages"]

SUBJECTS = tuple(sorted(f"theory.{info.name}" for info in pkgutil.iter_modules(lemmata.theory.__path__)))
PACKAGES = ("evidence", "numerics", *SUBJECTS, "record", "pages")


def pages() -> dict[str, str]:
    """A page of Markdown for each package, its modules in alphabetical order, and one that lists the packages."""
    found = {f"{package}.md": _page(f"lemmata.{package}") for package in PACKAGES}
    links = [f"- [lemmata.{package}]({package}.md)" for package in PACKAGES]
    contents = markup.fenced("{toctree}", "\n".join(["---", "hidden:", "---", *PACKAGES]))
    return {**found, "index.md": "\n\n".join(["# Reference", "\n".join(links), contents, ""])}


def _page(package: str) -> str:
    module = importlib.import_module(package)
    parts = [f"# {package}", _module(package)]
    for info in pkgutil.iter_modules(module.__path__):
        parts += [f"## {info.name}", _module(f"{package}.{info.name}")]
    return "\n\n".join([*parts, ""])


def _module(name: str) -> str:
    """What a module defines of what it exports: what it passes on stands where it is defined."""
    module = importlib.import_module(name)
    own = [
        export
        for export in getattr(module, "__all__", ())
        if getattr(getattr(module, export), "__module__", name) == name
    ]
    members = f"   :members: {', '.join(own)}" if own else "   :no-members:"
    return markup.fenced("{eval-rst}", f".. automodule:: {name}\n{members}")


def escaped(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Absolute values and subscripts of our docstrings mean nothing to reStructuredText."""
    for index, line in enumerate(lines):
        parts = re.split(r"(``.*?``|`[^`]+`)", line)
        parts[::2] = [re.sub(r"(?<!\\)\|", r"\|", part) for part in parts[::2]]
        parts[::2] = [re.sub(r"(?<=\w)_(?=\W|$)", r"\_", part) for part in parts[::2]]
        lines[index] = "".join(parts)
