"""The tightness plot of a claim: for each form that is an inequality, how near its left side came to its right side."""

from __future__ import annotations

from html import escape

from lemmata.record.schema import ClaimEntry, FormEntry
from lemmata.record.tally import judged

__all__ = ["tightness_plot"]

LEFT, SPAN, ROW = 8, 240, 22
"""Where the axis starts, how long 0 to 2 is, and how high a row is, in pixels."""
END = 2.0
"""Ratios beyond this stand at the arrow, with their number."""


def tightness_plot(claim: ClaimEntry) -> str:
    """SVG: a row for each form with a ratio, in its grade; the empty string where no form has one.

    The ratio is the largest of left side / right side met. A disc is a form that holds, a cross one that is refuted; the
    line at 1 is equality.
    """
    forms = [(form, ratio) for form in judged(claim["forms"]) if (ratio := form["tightness"]) is not None]
    if not forms:
        return ""
    height = ROW * len(forms) + 26
    one, width = _x(1.0), 640
    rows = "".join(_row(form, ratio, ROW * place + 14) for place, (form, ratio) in enumerate(forms))
    ticks = "".join(
        f'<text class="tick" x="{_x(tick)}" y="{height - 4}">{words}</text>'
        for tick, words in ((0.0, "0"), (0.5, "½"), (1.0, "1"), (1.5, "1½"), (END, "2"))
    )
    return (
        f'<svg class="tightness" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="largest ratio of left side to right side, for {len(forms)} forms">'
        f'<line class="axis" x1="{LEFT}" x2="{_x(END)}" y1="{height - 18}" y2="{height - 18}"/>'
        f'<line class="one" x1="{one}" x2="{one}" y1="2" y2="{height - 18}"/>{ticks}{rows}</svg>'
    )


def _x(ratio: float) -> int:
    return LEFT + round(SPAN * min(max(ratio, 0.0), END) / END)


def _row(form: FormEntry, ratio: float, y: int) -> str:
    x = _x(ratio)
    kind = "refuted" if form["verdict"] == "refuted" else "holds" if form["verdict"] == "holds" else "open"
    mark = (
        f'<path d="M{x - 4} {y - 4}l8 8m0 -8l-8 8"/>' if kind == "refuted" else f'<circle cx="{x}" cy="{y}" r="4.5"/>'
    )
    beyond = " ▸" if ratio > END else ""
    words = f"{ratio:.3g}{beyond} · {form['role']} {form['name'].replace('_', ' ')}, {form['grade']}"
    return (
        f'<g class="{kind}"><line class="stem" x1="{LEFT}" x2="{x}" y1="{y}" y2="{y}"/>{mark}'
        f'<text x="{_x(END) + 14}" y="{y + 4}">{escape(words)}</text></g>'
    )
