"""Text of claims in Markdown: it may hold anything, and Markdown reads some of it as markup."""

from __future__ import annotations

import re
from html import escape

__all__ = ["fenced", "line"]


def line(text: str) -> str:
    """The text as one line of Markdown that says just that: no markup, no HTML, no end of a table's cell or of a heading."""
    return re.sub(r"([\\`*_\[\]{}|~$#])", r"\\\1", escape(" ".join(text.split()), quote=False))


def fenced(text: str) -> str:
    """The text as it is, between fences that are longer than any row of backticks in it."""
    fence = "`" * max([3, *(len(row) + 1 for row in re.findall(r"`{3,}", text))])
    return f"{fence}text\n{text}\n{fence}"
