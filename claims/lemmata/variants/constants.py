"""The constants that are written in a function, each with the function in which another number stands in its place."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from lemmata.variants.places import Path, as_number, changed, expressions, line_of

__all__ = ["Constant", "constants", "factors"]


@dataclass(frozen=True)
class Constant:
    """One number that is written in a function, or the factor 1 of the whole of what it returns.

    Attributes:
        within: the expression that it stands in, as source.
        value: the number.
        line: its line in the function, from 1.
        moved: the function with another number in its place.
    """

    within: str
    value: Fraction
    line: int
    moved: Callable[[Fraction], ast.FunctionDef]


def constants(function: ast.FunctionDef) -> Iterator[Constant]:
    """The whole numbers that are written in the body of a function: neither exponents nor indices, nor what is counted to."""
    for path, node, place in expressions(function):
        if path[0][0] != "body" or place.exponent or place.index or place.counted:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool):
            yield Constant(
                _around(function, path), Fraction(node.value), line_of(node, function), _moving(function, path)
            )


def factors(function: ast.FunctionDef) -> Iterator[Constant]:
    """The factor 1 of each value that a function returns."""
    for path, node, _ in expressions(function):
        if path[-1] == ("value", None) and any(
            n.value is node for n in ast.walk(function) if isinstance(n, ast.Return)
        ):
            yield Constant(ast.unparse(node), Fraction(1), line_of(node, function), _scaling(function, path, node))


def _moving(function: ast.FunctionDef, path: Path) -> Callable[[Fraction], ast.FunctionDef]:
    return lambda value: changed(function, path, as_number(value))


def _scaling(function: ast.FunctionDef, path: Path, node: ast.expr) -> Callable[[Fraction], ast.FunctionDef]:
    return lambda value: changed(function, path, ast.BinOp(node, ast.Mult(), as_number(value)))


def _around(function: ast.FunctionDef, path: Path) -> str:
    """The innermost expression around a place, or the statement."""
    node: ast.AST = function
    around: ast.AST = function
    for field, index in path[:-1]:
        value = getattr(node, field)
        node = value if index is None else value[index]
        if isinstance(node, ast.expr):
            around = node
    return ast.unparse(around) if around is not function else ast.unparse(node)
