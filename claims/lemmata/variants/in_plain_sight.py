"""Which way a check compares its formula, where its source shows that in plain sight."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

__all__ = ["NEVER_NEGATIVE", "bounds_from_above"]

NEVER_NEGATIVE = frozenset({"probability_at_most", "at_most_squared", "at_most_count"})
"""Comparisons whose left side is never negative."""
_AT_MOST = NEVER_NEGATIVE | {"at_most"}


@cache
def bounds_from_above(check: Callable[..., Any]) -> str | None:
    """The comparison of a check in which its formula is the right side of ≤; None where that is not in plain sight.

    It is where the check, or what it returns last, is ``at_most(…, formula(…))`` and asks for the formula nowhere else.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(check)))
    except (OSError, SyntaxError, TypeError):
        return None
    function = tree.body[0]
    if not isinstance(function, ast.FunctionDef) or not function.args.args:
        return None
    formula = function.args.args[0].arg
    uses = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == formula]
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _AT_MOST
            and len(node.args) > 1
        ):
            bound = node.args[1]
            if (
                isinstance(bound, ast.Call)
                and isinstance(bound.func, ast.Name)
                and bound.func.id == formula
                and len(uses) == 1
            ):
                return node.func.id
    return None
