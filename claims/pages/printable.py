"""Text of claims on a terminal: a claim's text may hold anything, and a terminal obeys some of it."""

from __future__ import annotations

__all__ = ["printable"]

OBEYED = dict.fromkeys(
    [
        *range(9), *range(11, 32), *range(127, 160),  # moves the cursor, changes colours, sets the title
        *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # turns a line around
        *range(0xD800, 0xE000),  # half a pair of surrogates: no character, and it cannot be written
    ],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip


def printable(text: str) -> str:
    """The text without what would do something else than be read; line breaks and tabs stay."""
    return text.translate(OBEYED)
