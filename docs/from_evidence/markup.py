"""The pieces that pages are made of: raw HTML within Markdown, typeset text, tables, verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from lemmata.pages.markdown import fenced
from lemmata.pages.mathematics import typeset

__all__ = ["LONGEST", "code", "fenced", "html", "identifier", "plain", "statement", "table", "verdict"]

LONGEST = 160
"""Longer texts are cut in tables; the evidence file has them whole."""


def html(text: str) -> str:
    """HTML on a page of Markdown."""
    return fenced("{raw} html", text)


def plain(text: str) -> str:
    """A text in which no character means anything to Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def code(text: str) -> str:
    """Code in HTML."""
    return f"<code>{escape(text)}</code>"


def identifier(name: str) -> str:
    """A name of Python in HTML, which may go on in the next line after an underscore."""
    return f'<code class="identifier">{escape(name).replace("_", "_<wbr>")}</code>'


def statement(text: str) -> str:
    """A statement of a text, typeset, in a block of its own."""
    return html(f'<div class="statement">{typeset(text)}</div>')


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML cells that scrolls by itself where the window is narrow."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return html(
        '<div class="table-wrapper docutils container"><table class="docutils align-default evidence">\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def verdict(word: str) -> str:
    """A verdict in HTML; its colour says nothing that the word does not."""
    kind = "wrong" if word.endswith("!") else word.replace(" ", "-")
    return f'<span class="verdict {escape(kind)}">{escape(word)}</span>'
