"""Claims as rows: what `lemmata list` shows, and which of them it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lemmata.record.names import key_of, labels
from lemmata.record.schema import ClaimEntry
from lemmata.record.tally import judged, of_role, unexpected, verdict

__all__ = ["COLUMNS", "VERDICTS", "as_expected", "columns", "rows", "selected"]

COLUMNS = ("claim", "slide", "as printed", "corrected", "decided by", "file")
VERDICTS = ("holds", "refuted", "undecided", "error", "not-run", "unexpected")


def as_expected(claims: Iterable[ClaimEntry]) -> list[ClaimEntry]:
    """Claims that nobody has judged, with the verdicts that they expect."""
    return [{**claim, "forms": [{**form, "verdict": form["expected"]} for form in claim["forms"]]} for claim in claims]


def selected(claims: Iterable[ClaimEntry], slide: str | None, found: str | None) -> list[ClaimEntry]:
    """The claims whose slide has this text in its title, and whose printed form has this verdict.

    "unexpected" stands for the claims of which any form went wrong. Capitals and small letters are the same in a title.
    """
    return [
        claim
        for claim in claims
        if (slide is None or slide.casefold() in claim["slide"].casefold()) and (found is None or _has(claim, found))
    ]


def _has(claim: ClaimEntry, found: str) -> bool:
    if found == "unexpected":
        return bool(unexpected(claim["forms"]))
    return verdict(claim, "printed").rstrip("!") == found.replace("-", " ")


def rows(claims: Sequence[ClaimEntry], known: Iterable[ClaimEntry]) -> list[tuple[str, ...]]:
    """For each of these claims a text for each of the columns, named such that it is told from all that are known.

    Grades that were not run are named where nothing was.
    """
    label = labels(known)
    return [tuple(" ".join(cell.split()) for cell in _row(claim, label[key_of(claim)])) for claim in claims]


def _row(claim: ClaimEntry, label: str) -> tuple[str, ...]:
    forms = judged(claim["forms"]) or of_role(claim, "control")
    grades = dict.fromkeys(form["grade"] for form in forms)
    as_printed, corrected = (verdict(claim, role) or "–" for role in ("printed", "corrected"))
    return label, claim["slide"], as_printed, corrected, " · ".join(grades), claim["file"]


def columns(table: Sequence[Sequence[str]], *, gap: int = 3) -> list[str]:
    """Rows as lines, nothing cut off, every column as wide as its widest cell and the gap."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [(" " * gap).join(map(str.ljust, row, widths)).rstrip() for row in table]
