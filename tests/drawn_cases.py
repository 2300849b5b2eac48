"""What a strategy draws from one seed, as the claims draw, and what Hypothesis shrinks it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis.strategies import SearchStrategy

from lemmata.evidence.drawing import draw, plain, smallest

__all__ = ["DRAWS", "drawn", "minimal", "unrepeated"]

DRAWS = 150


def drawn(strategy: SearchStrategy[Any], examples: int = DRAWS, seed: int = 1) -> list[Any]:
    """So many draws, without the engine: its tree of choices costs more than they do, and claims ask for it last."""
    found = [case["value"] for case in plain({"value": strategy}, seed, examples)]
    assert len(found) == examples, "too many draws are rejected"
    return found


def unrepeated(strategy: SearchStrategy[Any], examples: int = DRAWS, seed: int = 1) -> list[Any]:
    """So many draws of the engine, which takes the same choices once; fewer where there are no more."""
    found: list[Any] = []
    draw({"value": strategy}, seed, examples, lambda case: found.append(case["value"]))
    return found


def minimal(strategy: SearchStrategy[Any], condition: Callable[[Any], bool] = lambda _: True) -> str:
    """The text of what Hypothesis shrinks the first draw with this property to."""
    case = smallest({"value": strategy}, 1, DRAWS, lambda case: condition(case["value"]))
    assert case is not None, "no draw has this property"
    return repr(case["value"])
