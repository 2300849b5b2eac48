"""Text of claims for a terminal or a page: it may hold anything, and a terminal obeys some of it."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["LOOK_ALIKES", "all_printable", "look_alikes", "printable"]

OBEYED = dict.fromkeys(
    [
        *range(9), *range(11, 32), *range(127, 160),  # moves the cursor, changes colours, sets the title
        *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # turns a line around
        *range(0xD800, 0xE000),  # half a pair of surrogates: no character, and it cannot be written
        *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF,  # no character either, and not allowed in a page
    ],
    "\N{REPLACEMENT CHARACTER}",
)  # fmt: skip


LIKE = {
    **dict.fromkeys("─━–—‑−", "-"), **dict.fromkeys("·•…", "."), **dict.fromkeys("‘’", "'"), **dict.fromkeys("“”„", '"'),
    "×": "x", "│": "|", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip
"""ASCII that looks like a character and says the same. No < for ≤ and no 2 for ², which say something else."""


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


def _look_alikes(error: UnicodeError) -> tuple[str, int]:
    """What is written for characters that an encoding does not have: one for one, so that columns stay columns."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_alike, error.object[error.start : error.end])), error.end


def _alike(character: str) -> str:
    first = unicodedata.normalize("NFD", character)[0]  # a letter without its accents; ≠ would become = in this way
    return LIKE.get(character) or (first if character.isalpha() and first.isascii() else "?")


LOOK_ALIKES = "lemmata-look-alikes"
"""The name under which Python's codecs find that: ``errors=`` of a stream."""
codecs.register_error(LOOK_ALIKES, _look_alikes)


@contextmanager
def look_alikes(stream: Any) -> Iterator[None]:
    """Write a character that the stream does not have as one that looks like it, or as "?", for as long as this lasts.

    A stream that would not fail, since somebody has chosen what it does instead, is left as it is.
    """
    before = getattr(stream, "errors", None)
    if before not in ("strict", "surrogateescape") or not hasattr(stream, "reconfigure"):
        yield
        return
    stream.reconfigure(errors=LOOK_ALIKES)
    try:
        yield
    finally:
        stream.reconfigure(errors=before)
