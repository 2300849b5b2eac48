"""The list of all claims, in the order of the lecture, with their verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from from_evidence import markup
from from_evidence.claim_page import name
from lemmata.record.tally import by_slide, controls, counts, grades_of, spent, verdict

__all__ = ["page"]


def page(document: Mapping[str, Any]) -> str:
    """The page in Markdown: for each run of claims on one slide a table."""
    claims, run = document["claims"], document["run"]
    parts = [
        "# The claims",
        f"{markup.plain(str(counts(claims)))}.",
        f"Profile {run['profile']}, seed {run['seed']}; {spent(run['error_probability'])}.",
        'Which claims build on which: <a href="../report.html#graph">the proof graph</a>, in the report.',
        "A claim is *refuted* as printed where one reading of the slide is false; the corrected form then holds. The "
        "order is that of the lecture.",
    ]
    for slide, group in by_slide(claims):
        rows = ["| claim | as printed | corrected | controls | decided by |", "|---|---|---|---|---|"]
        rows += [_row(claim) for claim in group]
        parts += [f"## {markup.plain(slide)}", "\n".join(rows)]
    contents = ["---", "hidden:", "---", *(claim["id"] for claim in claims)]
    return "\n\n".join([*parts, markup.fenced("{toctree}", "\n".join(contents)), ""])


def _row(claim: Mapping[str, Any]) -> str:
    grades = " · ".join(grades_of(claim))
    cells = (verdict(claim, "printed") or "–", verdict(claim, "corrected") or "–", controls(claim), grades)
    words = [f"**{cell}**" if cell == "refuted" else markup.plain(cell) for cell in cells]
    return f"| [{markup.plain(name(claim))}]({claim['id']}.md) | {' | '.join(words)} |"
