"""The report: one HTML page that shows all of an evidence file, and asks nothing of the network.

The same evidence gives the same bytes. Every text of the evidence is escaped, by the template or by `typeset`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import count
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from lemmata.pages.graph import element, proof_graph
from lemmata.pages.mathematics import typeset
from lemmata.pages.tightness import tightness_plot
from lemmata.record.grades import GRADES
from lemmata.record.names import key_of, labels, resolved
from lemmata.record.one_form import cases_of, clipped, command, percent, word
from lemmata.record.power import in_place, open_variants, power_in_words
from lemmata.record.printable import all_printable
from lemmata.record.schema import ClaimEntry, Evidence, FormEntry
from lemmata.record.shaken import shaken_lines, used_by
from lemmata.record.tally import (
    Counts,
    best_counterexample,
    by_name,
    by_slide,
    by_text,
    controls,
    counts,
    grades_of,
    is_blind,
    of_role,
    refuted_as_printed,
    spent,
    unexpected,
    verdict,
)

__all__ = ["report"]

READABLE = 500
"""How many characters of a case or a sentence are shown."""
SIGNS = {"holds": "✓", "refuted": "✗", "not run": "?", "blind": "–", "": "–"}


def report(document: Evidence) -> str:
    """The page for one evidence file, as it was read."""
    document = all_printable(document)
    run, claims = document["run"], document["claims"]
    counted, texts, number = counts(claims), by_text(claims), count(1)
    return _template().render(
        title=" · ".join(title for title, _ in texts) or "No claims",
        run=run,
        style=Markup(_resource("report.css")),
        tiles=_tiles(counted),
        counts=str(counted),
        spent=spent(run["error_probability"]),
        shaken=shaken_lines(claims, 10_000),
        wrong=[(claim, form) for claim in claims for form in unexpected(claim["forms"])],
        unjudged=sum(form["verdict"] == "not_run" for claim in claims for form in claim["forms"] if form["selected"]),
        graph=Markup(proof_graph(claims)),
        texts=[(title, [(next(number), *slide) for slide in by_slide(of_text)]) for title, of_text in texts],
        claims=claims,
        used_by=lambda claim: used_by(claim, claims),
        label=labels(claims),
        grades=GRADES,
    )


@cache
def _resource(name: str) -> str:
    return resources.files("lemmata.pages").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(
        typeset=lambda text: Markup(typeset(text)), code=_breakable,
        short=lambda text: clipped(text, READABLE, ", all in the snippet"),
    )  # fmt: skip
    environment.globals.update(
        verdict=verdict, controls=controls, sign=lambda word: SIGNS.get(word, "!"), decided=_decided, catches=_catches,
        plot=lambda claim: Markup(tightness_plot(claim)), refuted=refuted_as_printed,
        grades_of=grades_of, command=command, word=word, cases_of=cases_of, key_of=key_of, resolved=resolved, element=element,
        power_in_words=power_in_words, open_variants=open_variants, in_place=in_place,
    )  # fmt: skip
    return environment.from_string(_resource("report.html"))


def _breakable(name: str) -> Markup:
    """A name that may be broken at its underscores."""
    return Markup("_<wbr>").join(name.split("_"))


def _tiles(counted: Counts) -> list[tuple[str, str]]:
    """The numbers on top, each with its words."""
    tiles = [
        (str(counted.claims), "claims" if counted.claims != 1 else "claim"),
        (str(counted.hold), "hold as printed"),
        (str(counted.refuted), "are refuted as printed"),
        (str(counted.corrected), "of these are corrected"),
    ]
    if counted.typos:
        tiles.append((str(counted.typos), "typos are corrected" if counted.typos != 1 else "typo is corrected"))
    tiles.append((f"{counted.caught}/{counted.controls}", "controls are refuted"))
    return tiles


def _decided(claim: ClaimEntry) -> list[FormEntry]:
    """The printed and the corrected form in each of its grades."""
    return [form for form in claim["forms"] if form["role"] != "control"]


def _catches(claim: ClaimEntry) -> list[dict[str, Any]]:
    """For each control: what refuted it, after how many draws of a search, and how many drawn cases it survives."""
    found = []
    for forms in by_name(of_role(claim, "control")):
        searched = [form for form in forms if form["grade"] != "symbolic" and form["verdict"] == "refuted"]
        found.append({
            "name": forms[0]["name"],
            "blind": next((form["blindness"] for form in forms if form["expected"] == "holds"), None),
            "blind_in": [form["grade"] for form in forms if form["expected"] == "holds"],
            "word": next(map(word, unexpected(forms)), "blind" if is_blind(forms) else "refuted"),
            "example": best_counterexample(forms),
            "draws": [(form["grade"], form["search_cases"]) for form in searched],
            "elusive": next((form.get("elusive") for form in forms if form.get("elusive")), None),
            "survives": [
                (form["grade"], percent(form["survives"])) for form in forms if form["survives"] is not None
            ],
            "seconds": sum(form["seconds"] for form in forms),
        })  # fmt: skip
    return found
