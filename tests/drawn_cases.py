"""What a strategy draws from one seed, and what Hypothesis shrinks it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lemmata.evidence.drawing import draw, smallest

__all__ = ["DRAWS", "drawn", "minimal"]

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
