"""`python -O` takes assertions out: in the library and the texts they may tell a type to mypy, and guard nothing."""

from __future__ import annotations

import ast
from pathlib import Path

from modules import read

CLAIMS = Path(__file__).parents[2] / "claims"


def tells_a_type(test: ast.expr) -> bool:
    """``isinstance(a, B)``, ``a is not None``, or several of these joined by ``and``."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return all(map(tells_a_type, test.values))
    if isinstance(test, ast.Compare):
        (operator, *others), right = test.ops, test.comparators[0]
        return (
            not others and isinstance(operator, ast.IsNot) and isinstance(right, ast.Constant) and right.value is None
        )
    return isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance"


def guards(name: str, tree: ast.AST) -> list[str]:
    """The assertions of a module that say more than a type."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    return [f"{name}:{node.lineno}: {ast.unparse(node)}" for node in found if not tells_a_type(node.test)]


def test_no_assertion_of_ours_guards_anything() -> None:
    assert [line for name, tree in read(CLAIMS).trees.items() for line in guards(name, tree)] == []


def test_an_assertion_that_guards_is_told() -> None:
    fine = "assert isinstance(a, B) and a.b is not None\nassert isinstance(c, D)\n"
    told = [
        "assert a",
        "assert a > 0, 'words'",
        "assert None not in a",
        "assert isinstance(a, B) and a > 0",
        "assert a is None",
    ]
    found = guards("m", ast.parse(fine + "\n".join(told)))
    assert found == [f"m:{number}: {line}" for number, line in enumerate(told, start=3)]
