"""The errata as a page for the authors of the texts: what is printed, what it should be, why, and with which numbers."""

from __future__ import annotations

from from_evidence import markup
from from_evidence.claim_page import name
from lemmata.pages.errata import END
from lemmata.record.names import key_of
from lemmata.record.one_form import numbers, refutation
from lemmata.record.schema import ClaimEntry, Evidence
from lemmata.record.tally import by_slide, by_text, refuted_as_printed

__all__ = ["page"]

HEAD = """# Errata

*{texts}*

Every mathematical statement on these slides was checked by machine. {printed} of {all} say something, as printed, that is
not so. Most need a factor, an index or an assumption, and all are listed here, in the order of the slides: as printed (with s
for σ⁻¹), as it should read, and a small example that tells the two apart. In an example with an equation, the printed
formula stands on the left, and on the right the truth, computed another way.

We may have read a statement otherwise than it was meant: the kindest reading is the one under which it is right, where we
see one. Each title leads to the page of that statement, which says how
it was read, how far the check goes, and how to run it again. Corrections of these corrections are welcome."""


def page(document: Evidence, committed: str) -> str:
    """The page in Markdown. Of the committed one it keeps what is written by hand at the end."""
    claims = document["claims"]
    refuted = [claim for claim in claims if refuted_as_printed(claim)]
    texts = by_text(refuted)
    named = markup.plain(" · ".join(title for title, _ in texts))
    parts = [HEAD.format(texts=named, printed=len(refuted), all=len(claims))]
    top = "##" if len(texts) == 1 else "###"
    for title, of_text in texts:
        if len(texts) > 1:
            parts.append(f"## {markup.plain(title)}")
        for slide, group in by_slide(of_text):
            parts.append(f"{top} {markup.plain(slide)}")
            for claim in group:
                parts += [f"{top}# [{markup.plain(name(claim))}](texts/{key_of(claim)}.md)", _entry(claim)]
    return "\n\n".join(parts) + "\n" + committed.partition(END)[2]


def _entry(claim: ClaimEntry) -> str:
    form = refuted_as_printed(claim)
    assert form is not None
    found = refutation(form)
    rows = {
        "printed": markup.typeset(claim["statement_printed"]),
        "should read": markup.typeset(claim["statement_corrected"] or ""),
        "why": f"{markup.typeset(form['erratum'] or '')}.",
        **({"kindest reading": f"{markup.typeset(form['kindest'])}."} if form.get("kindest") else {}),
        "example": markup.code(found["case"]),
        "numbers": markup.code(numbers(found)),
    }
    body = "\n".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows.items())
    return markup.html(f'<dl class="erratum">\n{body}\n</dl>')
