"""Text of claims in Markdown: it may hold anything, and Markdown reads some of it as markup."""

from __future__ import annotations

import re
from html import escape

__all__ = ["fenced", "line"]


def line(text: str) -> str:
    """The text as one line of Markdown that says just that: no markup, no HTML, no end of a table's cell or of a heading."""
    return re.sub(r"([\\`*_\[\]{}|~$#])", r"\\\1", escape(" ".join(text.split()), quote=False))


def fenced(kind: str, text: str) -> str:
    """A block of Markdown that this text cannot end."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{kind}\n{text}\n{fence}"
