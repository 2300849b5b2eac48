"""What a strategy draws from one seed, and what Hypothesis shrinks it to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from hypothesis.strategies import SearchStrategy

from lemmata import theory
from lemmata.evidence.drawing import draw, smallest

__all__ = ["DRAWS", "drawn", "minimal", "rebuilt"]

DRAWS = 150


def drawn(strategy: SearchStrategy[Any], examples: int = DRAWS) -> list[Any]:
    """So many draws."""
    found: list[Any] = []
    draw({"value": strategy}, 1, examples, lambda case: found.append(case["value"]))
    return found


def minimal(strategy: SearchStrategy[Any], condition: Callable[[Any], bool] = lambda _: True) -> str:
    """The text of what Hypothesis shrinks the first draw with this property to."""
    case = smallest({"value": strategy}, 1, DRAWS, lambda case: condition(case["value"]))
    assert case is not None, "no draw has this property"
    return repr(case["value"])


@cache
def _public_names() -> dict[str, Any]:
    modules = [import_module(found.name) for found in walk_packages(theory.__path__, f"{theory.__name__}.")]
    return {name: getattr(module, name) for module in modules for name in getattr(module, "__all__", ())}


def rebuilt(case: Any) -> Any:
    """What the text of a case evaluates to, over all public names of the theory."""
    return eval(repr(case), dict(_public_names()))
