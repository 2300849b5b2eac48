"""Text of claims for a terminal or a page: it may hold anything, and a terminal obeys some of it."""

from __future__ import annotations

from typing import Any

__all__ = ["all_printable", "printable"]

OBEYED = dict.fromkeys(
    [
        *range(9), *range(11, 32), *range(127, 160),  # moves the cursor, changes colours, sets the title
        *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # turns a line around
        *range(0xD800, 0xE000),  # half a pair of surrogates: no character, and it cannot be written
        *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF,  # no character either, and not allowed in a page
    ],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip


def printable(text: str) -> str:
    """The text without what would do something else than be read; line breaks and tabs stay."""
    return text.translate(OBEYED)


def all_printable(value: Any) -> Any:
    """A JSON value with every text in it printable; names of fields are ours."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: all_printable(item) for name, item in value.items()}
    return [all_printable(item) for item in value] if isinstance(value, list) else value
