"""The reference: the public names, and a page for each package that claims are written with, made from its docstrings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import Any

import lemmata.theory
from from_evidence import markup

__all__ = ["PACKAGES", "escaped", "face", "pages"]

SUBJECTS = tuple(sorted(f"theory.{info.name}" for info in pkgutil.iter_modules(lemmata.theory.__path__)))
PACKAGES = ("evidence", "kinds", "numerics", *SUBJECTS, "record", "pages", "run")


def pages() -> dict[str, str]:
    """A page of Markdown for each package, its modules in alphabetical order, and one with the public names and all packages."""
    found = {f"{package}.md": _page(f"lemmata.{package}") for package in PACKAGES}
    links = [f"- [lemmata.{package}]({package}.md)" for package in PACKAGES]
    contents = markup.fenced("{toctree}", "\n".join(["---", "hidden:", "---", *PACKAGES]))
    return {**found, "index.md": "\n\n".join([face(), "## Packages", "\n".join(links), contents, ""])}


def face() -> str:
    """The public names in alphabetical order, each with the first sentence of its docstring, and what is stable."""
    introduction = [part for part in (lemmata.__doc__ or "").split("\n\n")[:-1] if part]
    rows = ["| from lemmata import … | |", "|---|---|"]
    for name in lemmata.__all__:
        found = getattr(lemmata, name)
        role = "class" if isinstance(found, type) else "func"
        home = getattr(found, "__module__", "")
        rows.append(f"| {{py:{role}}}`{name} <{home}.{name}>` | {_first_sentence(found)} |")
    return "\n\n".join(["# Reference", *introduction, "\n".join(rows)])


def _first_sentence(found: Any) -> str:
    text = " ".join((inspect.getdoc(found) or "").split("\n\n")[0].split())
    return text.replace("``", "`").replace("|", "\\|")


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
