"""The errata as a page for the lecture's author: what is printed, what it should be, why, and with which numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from from_evidence import markup
from from_evidence.claim_page import name
from lemmata.pages.errata import END
from lemmata.record.one_form import numbers
from lemmata.record.tally import by_slide, refuted_as_printed

__all__ = ["page"]

HEAD = """# Errata

*{lecture}*

Every mathematical statement on these slides was checked by machine. {printed} of {all} say something, as printed, that is
not so. Most need a factor, an index or an assumption, and all are listed here, in the order of the slides: as printed (with s
for σ⁻¹), as it should read, and a small example that tells the two apart. In an example with an equation, the printed
formula stands on the left, and on the right the truth, computed another way.

We may have read a statement otherwise than it was meant. Each title leads to the page of that statement, which says how
it was read, how far the check goes, and how to run it again. Corrections of these corrections are welcome."""


def page(document: Mapping[str, Any], committed: str) -> str:
    """The page in Markdown. Of the committed one it keeps what is written by hand at the end."""
    claims = document["claims"]
    refuted = [claim for claim in claims if refuted_as_printed(claim)]
    lecture = " · ".join(dict.fromkeys(claim["lecture"] for claim in refuted))
    parts = [HEAD.format(lecture=markup.plain(lecture), printed=len(refuted), all=len(claims))]
    for slide, group in by_slide(refuted):
        parts.append(f"## {markup.plain(slide)}")
        for claim in group:
            parts += [f"### [{markup.plain(name(claim))}](lecture/{claim['id']}.md)", _entry(claim)]
    return "\n\n".join(parts) + "\n" + committed.partition(END)[2]


def _entry(claim: Mapping[str, Any]) -> str:
    form = refuted_as_printed(claim)
    assert form is not None
    found = form["counterexample"]
    rows = {
        "printed": markup.typeset(claim["statement_printed"]),
        "should read": markup.typeset(claim["statement_corrected"]),
        "why": f"{markup.typeset(form['erratum'])}.",
        "example": markup.code(found["case"]),
        "numbers": markup.code(numbers(found)),
    }
    body = "\n".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows.items())
    return markup.html(f'<dl class="erratum">\n{body}\n</dl>')
