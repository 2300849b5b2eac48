"""The page of one claim: what is printed, what is true, and how that was decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from from_evidence import markup
from from_evidence.pictures import Shown
from from_evidence.source import Sources
from lemmata.record.names import key_of, relative, resolved
from lemmata.record.one_form import clipped, command, numbers, percent, refutation, word
from lemmata.record.schema import ClaimEntry, Evidence, FormEntry, Run
from lemmata.record.shaken import used_by
from lemmata.record.tally import (
    best_counterexample,
    by_name,
    by_search,
    is_blind,
    of_role,
    refuted_as_printed,
    unexpected,
    verdict,
)

__all__ = ["name", "page"]

# Titles come from names of functions, which have no capitals.
PEOPLE = {
    "gaussian": "Gaussian", "jacobian": "Jacobian", "jeffreys": "Jeffreys", "jensen shannon": "Jensen–Shannon",
    "lipschitz": "Lipschitz",
}  # fmt: skip


def page(claim: ClaimEntry, document: Evidence, sources: Sources, shown: Mapping[str, Shown]) -> str:
    """The whole page in Markdown."""
    parts = [f"# {markup.plain(name(claim))}", _head(claim), *_statements(claim), *_failure(claim, document["run"])]
    parts += ["## How it is decided", *_decided(claim), *_controls(claim), *_neighbours(claim, document["claims"])]
    if picture := shown.get(key_of(claim)):
        page = f"../../{picture.page}"
        parts += ["## Figure", f"![{picture.words}](../../{picture.file})", f"From [{picture.page}]({page})."]
    if source := sources.of(claim):
        where = f"From `{claim['file']}`: the check, and what it uses of that file."
        parts += ["## Source", where, markup.fenced("python", source)]
    return "\n\n".join([*parts, ""])


def name(claim: ClaimEntry) -> str:
    """The title of a claim as a heading."""
    title: str = re.sub("|".join(PEOPLE), lambda found: PEOPLE[found[0]], claim["title"])
    return title[:1].upper() + title[1:]


def _head(claim: ClaimEntry) -> str:
    words = [f"{role}: {markup.verdict(found)}" for role in ("printed", "corrected") if (found := verdict(claim, role))]
    if not of_role(claim, "printed"):
        words.insert(0, "printed: a typo without a reading")
    parts = [markup.plain(claim["slide"]), f"`{claim['id']}`"]
    return f"Slide {' · '.join(parts)}\n\n" + markup.html(f'<p class="verdicts">{" · ".join(words)}</p>')


def _statements(claim: ClaimEntry) -> Iterable[str]:
    yield from ("## As printed", markup.statement(claim["statement_printed"]))
    if claim["statement_corrected"]:
        false = claim["status"] in ("F", "I", "typo")
        yield from ("## As corrected" if false else "## In full", markup.statement(claim["statement_corrected"]))
    if claim["scope"]:
        yield from ("## What the verdict covers", markup.html(f"<p>{markup.typeset(claim['scope'])}.</p>"))


def _failure(claim: ClaimEntry, run: Run) -> Iterable[str]:
    """Why the printed form fails: nothing where it does not."""
    form = refuted_as_printed(claim)
    if form is None:
        return
    found = refutation(form)
    rows = [("case", found["case"]), ("numbers", numbers(found))]
    yield "## Why the printed form fails"
    if form["erratum"]:
        yield markup.html(f"<p>What is wrong: {markup.typeset(form['erratum'])}.</p>")
    if form.get("kindest"):
        yield markup.html(f"<p>Its kindest reading: {markup.typeset(form['kindest'])}.</p>")
    yield "The smallest counterexample:"
    yield markup.table(("", ""), [(word, markup.code(text)) for word, text in rows])
    yield "Run by itself, this prints it:"
    yield markup.fenced("python", found["snippet"])
    yield "To judge the printed form again:"
    yield markup.fenced("sh", command(run, found["node"]))


def _decided(claim: ClaimEntry) -> Iterable[str]:
    head = ("form", "formula", "grade", "verdict", "cases", "largest", "escalated", "tightness")
    yield markup.table(head, map(_row, [*of_role(claim, "printed"), *of_role(claim, "corrected")]))
    yield (
        "*Cases* are distinct ones in which the comparison said something, *largest* are those of the largest size. "
        "*Escalated* went from floats to balls. *Tightness* is the largest ratio of the two sides of an inequality. "
        "What each grade proves, and what it does not: [Grades](../../grades.md)."
    )


def _row(form: FormEntry) -> Sequence[str]:
    counted = (str(form.get(key) or "–") for key in ("cases", "at_largest", "escalated"))
    tightness = "–" if form["tightness"] is None else f"{form['tightness']:.3g}"
    return form["role"], markup.identifier(form["name"]), form["grade"], markup.verdict(word(form)), *counted, tightness


def _controls(claim: ClaimEntry) -> Iterable[str]:
    controls = by_name(of_role(claim, "control"))
    if not controls:
        return
    yield "## Controls"
    yield (
        "False variants that the same check must refute. *Search* is the number of draws after which the error was found "
        "without its written case, *survives* the share of drawn cases on which it goes unseen; both in each grade. "
        "*Blind* are those that a check is known not to see: there they have to hold."
    )
    yield markup.table(("control", "decided by", "refuted by", "search", "survives"), map(_control, controls))
    if claim["far_controls"]:
        yield markup.html(f"<p>{markup.typeset(claim['far_controls'])}.</p>")


def _control(forms: Sequence[FormEntry]) -> Sequence[str]:
    """A row of one control in all of its grades, with the counterexample that is the shortest to write."""
    smallest = best_counterexample(forms)
    found = [] if smallest is None else [refutation(smallest)["case"], numbers(refutation(smallest))]
    parts = [markup.code(clipped(text, markup.LONGEST)) for text in found]
    parts += [f"{markup.verdict(word(form))} ({form['grade']})" for form in unexpected(forms)]
    blind = [form for form in forms if form["expected"] == "holds" and not unexpected([form])]
    if blind:
        where = "" if is_blind(forms) else f" ({', '.join(form['grade'] for form in blind)})"
        parts.append(f"{markup.verdict('blind')}{where}: {markup.typeset(blind[0]['blindness'] or '')}")
    search = (str(form["search_cases"]) if by_search([form]) else "–" for form in forms)
    survives = ("–" if form["survives"] is None else percent(form["survives"]) for form in forms)
    grades = "<br>".join(form["grade"] for form in forms)
    return markup.identifier(forms[0]["name"]), grades, "<br>".join(parts), "<br>".join(search), "<br>".join(survives)


def _neighbours(claim: ClaimEntry, claims: Sequence[ClaimEntry]) -> Iterable[str]:
    """What it builds on and what builds on it."""
    by_key = {key_of(other): other for other in claims}
    text = claim["text"]
    lists = (
        ("Builds on", [resolved(name, text) for name in claim["uses"]]),
        ("Shaken, as printed, by", [resolved(name, text) for name in claim["shaken_by"]]),
        ("Used by", used_by(claim, claims)),
    )
    if any(keys for _, keys in lists):
        yield "## In the proof"
    for title, keys in lists:
        if keys:
            links = [
                f"[{markup.plain(name(by_key[key]))}](../{key}.md)" if key in by_key else f"`{relative(key, text)}`"
                for key in keys
            ]
            yield f"{title}: {' · '.join(links)}"
