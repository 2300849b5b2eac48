"""A summary of a run in Markdown, for the page of a CI job."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from lemmata.pages import markdown
from lemmata.record.names import key_of, labels
from lemmata.record.one_form import in_words
from lemmata.record.printable import all_printable
from lemmata.record.remarks import remarks
from lemmata.record.schema import ClaimEntry, Evidence, FormEntry, Run, form_key
from lemmata.record.tally import (
    by_slide,
    by_text,
    controls,
    counts,
    grades_of,
    judged,
    plural,
    spent,
    unexpected,
    verdict,
)

__all__ = ["summary"]


def summary(document: Evidence) -> str:
    """One paragraph that counts; then what went wrong, or, where nothing did, a table for each slide of each text."""
    document = all_printable(document)
    claims, run = document["claims"], document["run"]
    said = [str(counts(claims)), *remarks(claims)]
    lines = ["## Lemmata", "", *(f"{markdown.line(line)}  " for line in said), _run(claims, run)]
    wrong = [(claim, form) for claim in claims for form in unexpected(claim["forms"])]
    if wrong:
        label = labels(claims)
        rows = [(label[key_of(claim)], in_words(form_key(form)), form["expected"], _got(form)) for claim, form in wrong]
        lines += ["", "### What went wrong", "", *_table(("claim", "form", "expected", "got"), rows)]
    else:
        texts = by_text(claims)
        for title, group in texts:
            if len(texts) > 1:
                lines += ["", f"### {markdown.line(title)}"]
            for slide, on_it in by_slide(group):
                lines += ["", *_slide(slide, on_it)]
    return "\n".join(lines) + "\n"


def _run(claims: Sequence[ClaimEntry], run: Run) -> str:
    parts = [spent(run["error_probability"]), f"seed {run['seed']}", f"profile {markdown.line(str(run['profile']))}"]
    forms = [form for claim in claims for form in claim["forms"]]
    missing = len(forms) - len(judged(forms))
    if not run["complete"]:
        parts.append(f"**incomplete**: {markdown.line(run['why'])}")
    if missing:
        parts.append(f"{missing} of {len(forms)} forms not run")
    elif run["complete"]:
        parts.append("complete")
    return " · ".join(parts)


def _got(form: FormEntry) -> str:
    """The verdict, with the numbers, what it lacked, or the exception behind it."""
    if form.get("error"):
        return f"error: {form['error']}"
    if form["counterexample"]:
        return str(form["counterexample"]["sentence"])
    return f"{form['verdict']}: {form['needs']}" if form["needs"] else str(form["verdict"])


def _slide(title: str, claims: Iterable[ClaimEntry]) -> list[str]:
    rows = [
        (
            claim["id"],
            verdict(claim, "printed") or "–",
            verdict(claim, "corrected") or "–",
            controls(claim) or "–",
            " · ".join(grades_of(claim)) or "–",
        )
        for claim in claims
    ]
    head = ("claim", "as printed", "corrected", "controls", "decided by")
    title = f"<details><summary>{escape(title, quote=False)} · {plural(len(rows), 'claim')}</summary>"
    return [" ".join(title.split()), "", *_table(head, rows), "", "</details>"]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *([markdown.line(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]
