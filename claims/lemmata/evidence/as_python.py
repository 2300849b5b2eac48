"""The text of a case: the repr of its values, the same in every process, with nothing left out."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

__all__ = ["TOO_LONG", "in_order", "readable", "spelled", "tree_of"]

TOO_LONG = re.compile(rf"\d{{{sys.int_info.default_max_str_digits + 1},}}")
"""A whole number that Python neither writes nor reads where nobody has told it to."""


def spelled(case: Mapping[str, Any]) -> str:
    """A case as the keyword arguments that it is given in."""
    return ", ".join(f"{name}={in_order(value)}" for name, value in case.items())


def in_order(value: Any) -> str:
    """The repr of a value with every set in it in one order: Python's depends on the process, for text and other things.

    Arrays are written out, to the last digit of each number, and so are whole numbers of any length. A set is found in the
    text, so that it may lie in anything; a repr that is no Python stays as it is.
    """
    with _written_out():
        text = _whole_repr(value)
        return _sets_in_order(text) if "{" in text else text


def _sets_in_order(text: str) -> str:
    try:
        tree = tree_of(text)
    except SyntaxError:
        return text
    sets = [node for node in ast.walk(tree) if isinstance(node, ast.Set)]
    for node in reversed(sets):  # inner ones first
        node.elts.sort(key=lambda element: (len(ast.unparse(element)), ast.unparse(element)))
    return ast.unparse(tree) if sets else text


def _whole_repr(value: Any) -> str:
    """The repr of a value in which arrays of numpy are not abridged, and their numbers have all digits."""
    text = repr(value)
    if "array(" not in text or "numpy" not in sys.modules:
        return text
    with sys.modules["numpy"].printoptions(threshold=sys.maxsize, floatmode="unique"):
        return repr(value)


@contextmanager
def _written_out() -> Iterator[None]:
    """Python writes and reads whole numbers of more than some thousand digits."""
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(digits)


def tree_of(text: str) -> ast.Expression:
    """The syntax tree of a case's text. Raises SyntaxError where it is no expression."""
    with _written_out():
        return ast.parse(text, mode="eval")


def readable(value: Any) -> str:
    """The text of a value with whole numbers that are too long for Python to read in hexadecimal."""
    text = in_order(value)
    if not TOO_LONG.search(text):
        return text
    lines = text.encode().split(b"\n")
    found = [
        (node.lineno - 1, node.col_offset, node.end_col_offset, node.value)
        for node in ast.walk(tree_of(text))
        if isinstance(node, ast.Constant) and type(node.value) is int
    ]
    for number, start, end, value in sorted(found, reverse=True):  # from the end, so that the places before stay
        line = lines[number]
        if TOO_LONG.fullmatch(line[start:end].decode()):
            lines[number] = line[:start] + hex(value).encode() + line[end:]
    return b"\n".join(lines).decode()
