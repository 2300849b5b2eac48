"""Libraries that are loaded when something of them is first asked for: whoever lists claims asks for nothing.

``from lemmata.late import torch`` stands where ``import torch`` would, in modules that a text loads as it is imported. Types
come from torch itself, for type checkers alone. `load` brings all of them before claims are judged: no form waits for one.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy as sympy
    import torch as torch

__all__ = ["load", "sympy", "torch"]

# torch takes a second, sympy a quarter of one
_LATE = ("sympy", "torch")
_taken: dict[str, ModuleType] = {}


class _Late(ModuleType):
    """A module by its name. Nothing of it is kept here: what is set in the module itself is seen."""

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.modules.get(self.__name__) or import_module(self.__name__), name)


def __getattr__(name: str) -> ModuleType:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _taken.setdefault(name, _Late(name))


def load() -> None:
    """Load what some module has taken from here, and give it to all that have: a name that asks takes longer than a name."""
    for name, late in _taken.items():
        library = import_module(name)
        for module in list(sys.modules.values()):
            if getattr(module, "__dict__", {}).get(name) is late:
                setattr(module, name, library)
