"""The figures of the claims, each with the page that speaks about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from draw import PICTURES, TEXT

__all__ = ["Shown", "pictures"]


@dataclass(frozen=True)
class Shown:
    """A picture beside the pages, the words for it, and the page on which it stands."""

    file: str
    words: str
    page: str


def pictures(docs: Path) -> dict[str, Shown]:
    """By the key of the claim whose figures are drawn: the picture as the pages in this folder show it."""
    found = {}
    for page in sorted(docs.glob("*.md")):
        for words, file in re.findall(r"!\[([^\]]+)\]\(figures/([^)]+\.svg)\)", page.read_text(encoding="utf-8")):
            if file in PICTURES:  # not the one of where the time goes, which is no claim's
                found[f"{TEXT}/{PICTURES[file].claim}"] = Shown(f"figures/{file}", words, page.name)
    return found
