"""The places of a function where a number may stand: each expression, what it is there for, and how another gets there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Path", "Place", "as_number", "changed", "expressions", "line_of"]

# Where an expression stands: the fields that lead to it, each with its index where it is a list.
Path = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Place:
    """What an expression is there for, which decides how it can be changed."""

    exponent: bool = False
    index: bool = False
    called: bool = False
    counted: bool = False


def expressions(function: ast.FunctionDef) -> Iterator[tuple[Path, ast.expr, Place]]:
    """Every expression that a value of the function may depend on: not its docstring, annotations and loops' conditions."""
    for number, default in enumerate(function.args.defaults):
        yield from _below(default, (("args", None), ("defaults", number)), Place())
    for number, statement in enumerate(function.body):
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):  # a docstring
            yield from _below(statement, (("body", number),), Place())


def _below(node: ast.AST, path: Path, place: Place) -> Iterator[tuple[Path, ast.expr, Place]]:
    if isinstance(node, ast.While | ast.FunctionDef | ast.Lambda | ast.JoinedStr | ast.Raise | ast.Assert):
        return  # a loop may never end; words are no mathematics
    if isinstance(node, ast.expr):
        yield path, node, place
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "keywords" if _is_words(node) else ""):
            continue
        inner = Place(
            exponent=isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and field == "right",
            index=isinstance(node, ast.Subscript) and field == "slice",
            called=isinstance(node, ast.Call) and field == "func",
            counted=place.counted or (isinstance(node, ast.Call) and ast.unparse(node.func) == "range"),
        )
        if isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _below(item, (*path, (field, number)), inner)
        elif isinstance(value, ast.AST):
            yield from _below(value, (*path, (field, None)), inner)


def _is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def _put(tree: ast.AST, path: Path, replacement: ast.expr) -> None:
    node: ast.AST = tree
    for field, index in path[:-1]:
        value = getattr(node, field)
        node = value if index is None else value[index]
    field, index = path[-1]
    if index is None:
        setattr(node, field, deepcopy(replacement))
    else:
        getattr(node, field)[index] = deepcopy(replacement)


def changed(function: ast.FunctionDef, path: Path, replacement: ast.expr) -> ast.FunctionDef:
    """The function with another expression in this place."""
    tree = deepcopy(function)
    _put(tree, path, replacement)
    return ast.fix_missing_locations(tree)


def line_of(node: ast.expr, function: ast.FunctionDef) -> int:
    """The line of an expression in its function, from 1."""
    return node.lineno - function.lineno + 1


def as_number(value: Fraction) -> ast.expr:
    """The number as source: a whole one, or a Fraction."""
    if value.denominator == 1:
        number: ast.expr = ast.Constant(abs(value.numerator))
        return ast.UnaryOp(ast.USub(), number) if value < 0 else number
    name = ast.Name("Fraction", ast.Load())
    return ast.Call(name, [as_number(Fraction(value.numerator)), ast.Constant(value.denominator)], [])
