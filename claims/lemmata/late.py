"""torch, loaded when something of it is first asked for: it takes a second, and whoever lists claims asks for nothing.

``from lemmata.late import torch`` stands where ``import torch`` would, in modules that a text loads as it is imported. Types
come from torch itself, for type checkers alone. `load` brings it before claims are judged, so that no form waits for it.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["load", "torch"]


class _Late(ModuleType):
    """A module of this name; nothing is kept here, so that what is set in the module itself is seen."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


if TYPE_CHECKING:
    import torch as torch
else:
    torch = _Late("torch")


def load() -> None:
    """Load what was put off."""
    import_module("torch")
