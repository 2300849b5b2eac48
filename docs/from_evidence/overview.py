"""The list of all texts, and for each of them that of its claims, in its order, with their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from from_evidence import markup
from from_evidence.claim_page import name
from lemmata.record.schema import ClaimEntry, Evidence
from lemmata.record.tally import by_slide, by_text, controls, counts, grades_of, spent, verdict

__all__ = ["page", "page_of_text"]


def page(document: Evidence) -> str:
    """The page in Markdown that leads to all texts."""
    claims, run = document["claims"], document["run"]
    texts = [(title, of_text[0]["text"], of_text) for title, of_text in by_text(claims)]
    rows = [f"- [{markup.plain(title)}]({text}/index.md): {markup.plain(str(counts(c)))}" for title, text, c in texts]
    contents = ["---", "hidden:", "---", *(f"{text}/index" for _, text, _ in texts)]
    parts = [
        "# The claims",
        f"{markup.plain(str(counts(claims)))}.",
        f"Profile {run['profile']}, seed {run['seed']}; {spent(run['error_probability'])}.",
        'Which claims build on which: <a href="../report.html#graph">the proof graph</a>, in the report.',
        "\n".join(rows),
    ]
    return "\n\n".join([*parts, markup.fenced("{toctree}", "\n".join(contents)), ""])


def page_of_text(title: str, claims: Sequence[ClaimEntry]) -> str:
    """The page in Markdown of one text: for each run of claims on one slide a table."""
    parts = [
        f"# {markup.plain(title)}",
        f"{markup.plain(str(counts(claims)))}.",
        "A claim is *refuted* as printed where one reading of the slide is false; the corrected form then holds. The "
        "order is that of the text.",
    ]
    for slide, group in by_slide(claims):
        rows = ["| claim | as printed | corrected | controls | decided by |", "|---|---|---|---|---|"]
        rows += [_row(claim) for claim in group]
        parts += [f"## {markup.plain(slide)}", "\n".join(rows)]
    contents = ["---", "hidden:", "---", *(claim["id"] for claim in claims)]
    return "\n\n".join([*parts, markup.fenced("{toctree}", "\n".join(contents)), ""])


def _row(claim: ClaimEntry) -> str:
    grades = " · ".join(grades_of(claim))
    cells = (verdict(claim, "printed") or "–", verdict(claim, "corrected") or "–", controls(claim), grades)
    words = [f"**{cell}**" if cell == "refuted" else markup.plain(cell) for cell in cells]
    return f"| [{markup.plain(name(claim))}]({claim['id']}.md) | {' | '.join(words)} |"
