"""Claims as rows: what `lemmata list` shows, and which of them it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lemmata.record.tally import judged, of_role, unexpected, verdict

__all__ = ["COLUMNS", "VERDICTS", "as_expected", "columns", "row", "selected"]

Claim = Mapping[str, Any]

COLUMNS = ("claim", "slide", "as printed", "corrected", "decided by", "file")
VERDICTS = ("holds", "refuted", "undecided", "error", "not-run", "unexpected")


def as_expected(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Claims that nobody has judged, with the verdicts that they expect."""
    return [{**claim, "forms": [{**form, "verdict": form["expected"]} for form in claim["forms"]]} for claim in claims]


def selected(claims: Iterable[Claim], slide: str | None, found: str | None) -> list[Claim]:
    """The claims whose slide has this text in its title, and whose printed form has this verdict.

    "unexpected" stands for the claims of which any form went wrong. Capitals and small letters are the same in a title.
    """
    return [
        claim
        for claim in claims
        if (slide is None or slide.casefold() in claim["slide"].casefold()) and (found is None or _has(claim, found))
    ]


def _has(claim: Claim, found: str) -> bool:
    if found == "unexpected":
        return bool(unexpected(claim["forms"]))
    return verdict(claim, "printed").rstrip("!") == found.replace("-", " ")


def row(claim: Claim) -> tuple[str, ...]:
    """One claim, a text for each of the columns. Grades that were not run are named where nothing was."""
    forms = judged(claim["forms"]) or of_role(claim, "control")
    grades = dict.fromkeys(form["grade"] for form in forms)
    as_printed, corrected = (verdict(claim, role) or "–" for role in ("printed", "corrected"))
    cells = (claim["id"], claim["slide"], as_printed, corrected, " · ".join(grades), claim["file"])
    return tuple(" ".join(cell.split()) for cell in cells)


def columns(rows: Sequence[Sequence[str]], *, gap: int = 3) -> list[str]:
    """Rows as lines, nothing cut off, every column as wide as its widest cell and the gap."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [(" " * gap).join(map(str.ljust, row, widths)).rstrip() for row in rows]
