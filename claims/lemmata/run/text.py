"""The texts that claims stand in: what each is called, and the order of its files.

A text is a package of claims. In its `__init__.py` it may say `TITLE`, what it is called where people read, and `SECTIONS`,
the names of its files in their order; files that this does not name come last. A module in no package is a text by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from lemmata.evidence.claim import Claim

__all__ = ["file_number", "place_of", "text_of", "title_of"]


def text_of(claim: Claim) -> str:
    """The name of the text that a claim stands in."""
    return claim.module.rpartition(".")[0] or claim.module


def title_of(text: str) -> str:
    """The title of a text, or its name where it has none."""
    return str(getattr(sys.modules.get(text), "TITLE", text))


def file_number(claim: Claim) -> int:
    """The number of the claim's file in the order of its text, from 0."""
    sections = getattr(sys.modules.get(text_of(claim)), "SECTIONS", ())
    named = list(map(str, sections)) if isinstance(sections, Sequence) and not isinstance(sections, str) else []
    file = claim.module.rpartition(".")[2]
    return named.index(file) if file in named else len(named)


def place_of(claim: Claim) -> list[int]:
    """Where a claim stands in its text: the number of its file, and its own number among the claims of that file."""
    values = vars(sys.modules[claim.module]).values() if claim.module in sys.modules else ()
    own = [value for value in values if isinstance(value, Claim) and value.module == claim.module]
    number = next((number for number, other in enumerate(own) if other is claim), len(own))
    return [file_number(claim), number]
