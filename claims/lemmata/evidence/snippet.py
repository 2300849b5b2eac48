"""A counterexample as plain Python that anybody can run: the imports it needs, and one line that prints the sentence."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from lemmata.evidence.claim import Claim
from lemmata.evidence.forms import Form
from lemmata.evidence.question import Counterexample

__all__ = ["snippet", "spelled"]


def spelled(case: Mapping[str, Any]) -> str:
    """A case as the keyword arguments that it is given in."""
    return ", ".join(f"{name}={value!r}" for name, value in case.items())


def snippet(claim: Claim, form: Form, found: Counterexample) -> str:
    """Plain Python that prints the refuting sentence as its last line. It imports by name what the case is spelled in."""
    seed = "" if found.seed is None else f"seed={found.seed}, "
    last = f"{claim.__name__}.replay({form.name!r}, {found.confirmed_by.value!r}, {seed}{spelled(found.case)})"
    wanted = {claim.module: {claim.__name__}}
    for name in _free_names(spelled(found.case)):
        wanted.setdefault(_home(name, claim, found.case), set()).add(name)
    lines = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items())]
    return "\n".join([*lines, f"print({last})"])


def _free_names(arguments: str) -> list[str]:
    """The names that these keyword arguments are spelled in, but for those that Python has by itself."""
    try:
        tree = ast.parse(f"f({arguments})", mode="eval")
    except SyntaxError:  # a repr that is no expression: there is nothing to import
        return []
    assert isinstance(tree.body, ast.Call)
    values = [keyword.value for keyword in tree.body.keywords]
    found = {node.id for value in values for node in ast.walk(value) if isinstance(node, ast.Name)}
    return sorted(name for name in found if not hasattr(builtins, name))


def _home(name: str, claim: Claim, case: Mapping[str, Any]) -> str:
    """The module that a name of a case is imported from: that of a type in it, or where such a type is made, or the claim's."""
    types = list(dict.fromkeys(_types(list(case.values()), set())))
    for kind in types:
        if kind.__name__ == name:
            return kind.__module__
    modules: list[ModuleType | None] = [sys.modules.get(kind.__module__) for kind in types]
    for module in (*modules, sys.modules.get(claim.module)):
        if module is not None and hasattr(module, name):
            its = getattr(getattr(module, name), "__module__", None)  # where it is defined, if it is there by that name
            defined = getattr(sys.modules.get(str(its)), name, None) is getattr(module, name)
            return str(its) if defined else module.__name__
    return claim.module


def _types(value: Any, seen: set[int]) -> Iterator[type]:
    """The types of a value and of what it holds, outermost first."""
    if id(value) in seen or isinstance(value, type | ModuleType):
        return
    seen.add(id(value))
    yield type(value)
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    else:
        parts = list(getattr(value, "__dict__", {}).values())
    for part in parts:
        yield from _types(part, seen)
