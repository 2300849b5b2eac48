"""Which way a check compares its formula, where its source shows that in plain sight."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["NEVER_NEGATIVE", "Bound", "bound_of"]

NEVER_NEGATIVE = frozenset({"probability_at_most", "at_most_squared", "at_most_count"})
"""Comparisons whose left side is never negative."""
_AT_MOST = NEVER_NEGATIVE | {"at_most"}


@dataclass(frozen=True)
class Bound:
    """What a check does with its formula: the comparison by name, and whether the formula bounds from above."""

    comparison: str
    above: bool


@cache
def bound_of(check: Callable[..., Any]) -> Bound | None:
    """The comparison in which a formula is one side of ≤; None where that is not in plain sight.

    It is where the check holds one ``at_most(…, formula(…))`` or ``at_most(formula(…), …)`` and asks for the formula
    nowhere else.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    except (OSError, SyntaxError, TypeError):
        return None
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return None
    formula = function.args.args[0].arg
    if sum(isinstance(node, ast.Name) and node.id == formula for node in ast.walk(function)) != 1:
        return None
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _AT_MOST:
            for side, above in zip(node.args[:2], (False, True), strict=False):
                if isinstance(side, ast.Call) and isinstance(side.func, ast.Name) and side.func.id == formula:
                    return Bound(node.func.id, above)
    return None
