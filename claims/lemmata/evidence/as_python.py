"""The text of a case, and the import lines under which Python reads it: exact names, each from the module that has it."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

__all__ = ["NoPython", "imports", "in_order", "spelled"]


_MODULES = {"np": "numpy"}
"""Names that texts have for a module: np.float64(0.5). Others write the module's own: datetime.date(2020, 4, 1)."""


class NoPython(ValueError):
    """A value whose text is no expression of Python, so that nobody can build it again from that."""


def spelled(case: Mapping[str, Any]) -> str:
    """A case as the keyword arguments that it is given in."""
    return ", ".join(f"{name}={in_order(value)}" for name, value in case.items())


def in_order(value: Any) -> str:
    """The repr of a value with every set in it in one order: Python's depends on the process, for text and other things.

    A set is found in the text, so that it may lie in anything; a repr that is no Python stays as it is.
    """
    text = repr(value)
    if "{" not in text:
        return text
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return text
    sets = [node for node in ast.walk(tree) if isinstance(node, ast.Set)]
    for node in reversed(sets):  # inner ones first
        node.elts.sort(key=lambda element: (len(ast.unparse(element)), ast.unparse(element)))
    return ast.unparse(tree) if sets else text


def imports(case: Mapping[str, Any], module: str = "builtins", *names: str) -> list[str]:
    """The import lines under which the text of a case builds it again, in the order of their modules.

    A name in the text is that of a class in the case, or it stands in the module of such a class (a function that makes
    one), or in ``module``: in this order, and a name that a module has from elsewhere is imported from where it is defined.

    Args:
        case: values by name; a value is spelled by its repr.
        module: the module that wrote the case; names that are found nowhere else are imported from it.
        names: what else is imported from there.

    Raises:
        NoPython: for a value whose repr is no expression.
    """
    wanted: dict[str, set[str]] = {module: set(names)} if names else {}
    types = list(dict.fromkeys(_types(list(case.values()), set())))
    packages = {kind.__module__.partition(".")[0] for kind in types}
    whole: list[str] = []
    for name, dotted in _names(case).items():
        if dotted and _MODULES.get(name, name) in packages:
            whole.append(f"import {_MODULES[name]} as {name}" if name in _MODULES else f"import {name}")
        else:
            wanted.setdefault(_home(name, types, module), set()).add(name)
    lines = [f"from {home} import {', '.join(sorted(found))}" for home, found in sorted(wanted.items())]
    return [*whole, *lines]


def _names(case: Mapping[str, Any]) -> dict[str, bool]:
    """The names that a case is spelled in, but for those of Python itself: is the name only there for a part of it?"""
    loaded: dict[str, bool] = {}
    for parameter, value in case.items():
        try:
            tree = ast.parse(in_order(value), mode="eval")
        except SyntaxError:
            kind = type(value).__name__
            raise NoPython(
                f"the text of {parameter} is no Python, {value!r}: give {kind} a __repr__ that builds it again"
            ) from None
        nodes = list(ast.walk(tree))
        owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
        bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        for node in nodes:
            if isinstance(node, ast.Name) and node.id not in bound and not hasattr(builtins, node.id):
                loaded[node.id] = loaded.get(node.id, True) and id(node) in owners
    return dict(sorted(loaded.items()))


def _home(name: str, types: list[type], module: str) -> str:
    """The module that a name is imported from."""
    for kind in types:
        if kind.__name__ == name:
            return kind.__module__
    for place in (*(kind.__module__ for kind in types), module, "math"):  # Python writes inf and nan, and has neither
        found = getattr(sys.modules.get(place), name, None)
        if found is not None:
            its = getattr(found, "__module__", None)
            return str(its) if getattr(sys.modules.get(str(its)), name, None) is found else place
    return module


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
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    else:
        parts = list(getattr(value, "__dict__", {}).values())
    for part in parts:
        yield from _types(part, seen)
