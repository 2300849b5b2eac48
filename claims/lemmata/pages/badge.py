"""A badge for a README: one small SVG that says what became of the claims."""

from __future__ import annotations

from html import escape

from lemmata.record.schema import Evidence
from lemmata.record.tally import counts, judged, plural

__all__ = ["badge", "message"]

GREEN, RED, GREY = "#2e7d32", "#c62828", "#616161"  # white text on each has a contrast of at least 5 : 1
LABEL = "lemmata"
LETTER, MARGIN = 6.2, 6.0
"""The usual width of a letter of 11 px Verdana, and the space on either side of a text."""


def message(document: Evidence) -> tuple[str, str]:
    """What the badge says, and its colour. What went wrong comes first, for a run cut short may have shown it."""
    claims = document["claims"]
    wrong = counts(claims).wrong
    if wrong:
        return plural(wrong, "form") + " wrong", RED
    if not document["run"]["complete"]:
        return "incomplete", GREY
    return plural(sum(bool(judged(claim["forms"])) for claim in claims), "claim") + " decided", GREEN


def badge(document: Evidence) -> str:
    """The badge of an evidence file as SVG: no font, style or link from elsewhere."""
    text, colour = message(document)
    return svg(LABEL, text, colour)


def svg(label: str, text: str, colour: str) -> str:
    """Two fields side by side: a label on grey, a text on its colour."""
    left, right = (round(len(field) * LETTER + 2 * MARGIN) for field in (label, text))
    name = escape(f"{label}: {text}")
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{name}">
<title>{name}</title>
<clipPath id="round"><rect width="{left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)">
<rect width="{left}" height="20" fill="#444"/>
<rect x="{left}" width="{right}" height="20" fill="{escape(colour)}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">
{_text(label, left / 2, left)}
{_text(text, left + right / 2, right)}
</g>
</svg>
"""


def _text(text: str, centre: float, width: int) -> str:
    """The text in its field, stretched to fit whatever font there is."""
    return f'<text x="{centre:g}" y="14" textLength="{width - 2 * MARGIN:g}">{escape(text)}</text>'
