"""The import lines under which Python reads a case: exact names, each from the module that has it."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import sys
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from types import MappingProxyType, ModuleType, SimpleNamespace
from typing import Any
from unicodedata import normalize

from lemmata.evidence.as_python import TOO_LONG, in_order, spelled, tree_of
from lemmata.record.one_form import clipped

__all__ = ["NoPython", "imports"]

Place = tuple[str, str]
"""A module, and what something is called in it."""

MODULES = {"np": "numpy"}
"""Names that texts have for a module: np.float64(0.5). Others write the module's own: datetime.date(2020, 4, 1)."""

OTHERWISE = {
    "mappingproxy": ("types", "MappingProxyType", MappingProxyType),
    "namespace": ("types", "SimpleNamespace", SimpleNamespace),
}
"""Names that texts have for a class, and the name under which it can be imported."""

NAMED = (bytearray, frozenset, range, set, slice)
"""The types of Python that can have their own name in their text."""

TAKEN = ("import_module", "print", "Symbol", "sys")
"""Names that the lines around a case use."""

READABLE = 200
"""How many characters of a text a sentence shows."""


class NoPython(ValueError):
    """A value whose text is no expression of Python, so that nobody can build it again from that."""


def imports(case: Mapping[str, Any], module: str = "builtins", *names: str) -> list[str]:
    """The import lines under which the text of a case builds it again, in the order of their modules.

    A name in the text is that of a class in the case, or it stands in the module of such a class (a function that makes
    one), or in ``module``: in this order, and a name that a module has from elsewhere is imported from where it is defined.
    What is imported is there: each name is looked up.

    Args:
        case: values by name; a value is spelled by its repr.
        module: the module that wrote the case; names that are found nowhere else are imported from it.
        names: what else is imported from there.

    Raises:
        NoPython: for a value whose repr is no expression, or holds a name that nothing is found under, or one that two
            things have.
    """
    places: dict[str, Place] = {name: (module, name) for name in names}
    inside = _Inside(case)
    whole, symbols = [], []
    if TOO_LONG.search(spelled(case)):
        whole += ["import sys", "sys.set_int_max_str_digits(0)"]
    for name, (parameter, dotted) in _names(case, inside).items():
        what = f"the text of {parameter} has {name!r} in it"
        if dotted and MODULES.get(name, name) in inside.packages:
            whole.append(f"import {MODULES[name]} as {name}" if name in MODULES else f"import {name}")
            continue
        if name in inside.symbols:
            symbols.append(f"{name} = {inside.symbols[name]}")
            places.setdefault("Symbol", ("sympy", "Symbol"))
            continue
        place = _place(name, inside, module, what)
        if place is None:
            continue
        if name in TAKEN or places.get(name, place) != place:
            raise NoPython(f"{what}, which is the name of something else there: give one of them another name")
        places[name] = place
    return [*whole, *_import_lines(places), *symbols]


def _import_lines(places: Mapping[str, Place]) -> Iterator[str]:
    """A line for each module. One whose name is no name of Python, as that of class.py, is imported by a call."""
    wanted: dict[str, list[str]] = {}
    for name, (module, original) in sorted(places.items()):
        wanted.setdefault(module, []).append(name if name == original else f"{original} as {name}")
    for module, found in sorted(wanted.items()):
        if all(map(_is_a_name, module.split("."))):
            yield f"from {module} import {', '.join(found)}"
            continue
        yield "from importlib import import_module"
        for name in found:
            original, _, short = name.partition(" as ")
            yield f"{short or original} = import_module({module!r}).{original}"


def _is_a_name(part: str) -> bool:
    """Does Python find a module of this name by an import statement? It reads µ, the sign, as μ, the letter."""
    return part.isidentifier() and not iskeyword(part) and normalize("NFKC", part) == part


class _Inside:
    """What a case holds.

    Attributes:
        types: the types of its values and of what these hold, outermost first.
        packages: the first parts of the names of their modules.
        symbols: the symbols of sympy among them, by name, each as the call that makes it.
        algebra: is anything of sympy among them?
    """

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.symbols: dict[str, str] = {}
        seen: set[int] = set()
        found = [part for value in case.values() for part in _parts(value, seen)]
        self.types = list(dict.fromkeys(map(type, found)))
        self.packages = {kind.__module__.partition(".")[0] for kind in self.types}
        self.algebra = "sympy" in self.packages
        sympy: Any = sys.modules.get("sympy")
        for value in found:
            if self.algebra and isinstance(value, sympy.Basic):
                self.symbols |= {str(symbol): sympy.srepr(symbol) for symbol in value.atoms(sympy.Symbol)}


def _names(case: Mapping[str, Any], inside: _Inside) -> dict[str, tuple[str, bool]]:
    """The names that a case is spelled in: which value has each, and is it only there for a part of it?"""
    loaded: dict[str, tuple[str, bool]] = {}
    for parameter, value in case.items():
        text, kind = in_order(value), type(value).__name__
        try:
            nodes = list(ast.walk(tree_of(text)))
        except SyntaxError:
            raise NoPython(
                f"the text of {parameter} is no Python, {clipped(text, READABLE)}: "
                f"give {kind} a __repr__ that builds it again"
            ) from None
        if any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in nodes):
            raise NoPython(f"the text of {parameter} leaves something out, {clipped(text, READABLE)}")
        if inside.algebra and any(map(_divides_numbers, nodes)):
            raise NoPython(
                f"the text of {parameter}, {clipped(text, READABLE)}, has a fraction in it, which Python rounds"
            )
        owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
        bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        for node in nodes:
            if isinstance(node, ast.Name) and node.id not in bound:
                first, dotted = loaded.get(node.id, (parameter, True))
                loaded[node.id] = first, dotted and id(node) in owners
    return dict(sorted(loaded.items()))


def _divides_numbers(node: ast.AST) -> bool:
    """Is this 1/2, as sympy writes it?"""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.right, ast.Constant)
    )


def _place(name: str, inside: _Inside, module: str, what: str) -> Place | None:
    """The module that a name is imported from, and what it is called there; None for a name that is Python's own.

    Raises NoPython, in a sentence that begins with ``what``, where that is nowhere, or two things have the name.
    """
    if name in OTHERWISE and OTHERWISE[name][2] in inside.types:
        return OTHERWISE[name][:2]
    own = getattr(builtins, name, None)
    place = _of_a_class(name, inside, own, what) or _of_a_function(name, inside, own, module)
    if place is not None and own in NAMED and own in inside.types:
        raise NoPython(f"{what}, which is Python's own and a name of {place[0]} too: give one of them another name")
    if place is None and own is None:
        raise NoPython(f"{what}, and nothing of that name is found: give the case a __repr__ that builds it again")
    return place


def _of_a_class(name: str, inside: _Inside, own: Any, what: str) -> Place | None:
    """The place of a class of this name in the case."""
    for kind in inside.types:
        if kind.__name__ == name and kind is not own:
            if getattr(sys.modules.get(kind.__module__), name, None) is not kind:
                raise NoPython(f"{what}, a class that cannot be imported: write it at the top of its module")
            return kind.__module__, name
    return None


def _of_a_function(name: str, inside: _Inside, own: Any, module: str) -> Place | None:
    """The place of a name in the modules of what a case holds, or where it was written."""
    others = ["sympy"] if inside.algebra else []
    for place in (*(kind.__module__ for kind in inside.types), module, *others, "math"):  # inf and nan are there alone
        found = getattr(sys.modules.get(place), name, None)
        if found is not None and found is not own:
            its = str(getattr(found, "__module__", None))
            return (its if getattr(sys.modules.get(its), name, None) is found else place), name
    return None


def _parts(value: Any, seen: set[int]) -> Iterator[Any]:
    """A value and what it holds, outermost first."""
    if id(value) in seen or isinstance(value, type | ModuleType):
        return
    seen.add(id(value))
    yield value
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    elif str(getattr(value, "dtype", "")) == "object":
        parts = list(value.flat)
    else:
        parts = list(getattr(value, "__dict__", {}).values())
    for part in parts:
        yield from _parts(part, seen)
