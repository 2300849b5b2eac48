"""The report: one HTML page that shows all of an evidence file, and asks nothing of the network.

The same evidence gives the same bytes. Every text of the evidence is escaped, by the template or by `typeset`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from claims.pages.graph import proof_graph
from claims.pages.mathematics import typeset
from claims.pages.tally import (
    by_name,
    controls,
    counts,
    is_blind,
    judged,
    of_role,
    smallest_counterexample,
    spent,
    unexpected,
    verdict,
)  # fmt: skip
from claims.pages.tightness import tightness_plot
from claims.pages.uses import shaken_lines

__all__ = ["report"]

Claim = Mapping[str, Any]
Form = Mapping[str, Any]

GRADES = {
    "symbolic": "computer algebra, for all values at the sizes named",
    "exact": "rational arithmetic, on the cases drawn",
    "certified": "balls with rigorous radii, on the cases drawn",
    "rounded": "floating point against a derived bound, on the networks drawn",
    "statistical": "i.i.d. samples, at a stated error probability",
}
READABLE = 500
"""How many characters of a case or a sentence are shown."""
SIGNS = {"holds": "✓", "refuted": "✗", "not run": "?", "": "–"}


def report(document: Mapping[str, Any]) -> str:
    """The page for one evidence file, as it was read."""
    claims = document["claims"]
    used_by = {claim["id"]: [other["id"] for other in claims if claim["id"] in other["uses"]] for claim in claims}
    known = set(used_by)
    return _template().render(
        title=" · ".join(dict.fromkeys(claim["lecture"] for claim in claims)) or "No claims",
        run=document["run"],
        style=Markup(_resource("report.css")),
        tiles=_tiles(claims),
        counts=counts(claims),
        spent=spent(document["run"]["error_probability"]),
        shaken=shaken_lines(claims, 10_000),
        wrong=[(claim, form) for claim in claims for form in unexpected(claim["forms"])],
        unjudged=sum(form["verdict"] == "not_run" for claim in claims for form in claim["forms"] if form["selected"]),
        graph=Markup(proof_graph(claims)),
        slides=_slides(claims),
        claims=claims,
        used_by=used_by,
        known=known,
        grades=GRADES,
    )


@cache
def _resource(name: str) -> str:
    return resources.files("claims.pages").joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(typeset=lambda text: Markup(typeset(text)), code=_breakable, short=_short)
    environment.globals.update(
        verdict=verdict, controls=controls, sign=lambda word: SIGNS.get(word, "!"), decided=_decided, catches=_catches,
        plot=lambda claim: Markup(tightness_plot(claim)), smallest=smallest_counterexample, of_role=of_role,
        grades_of=_grades_of, command=_command,
    )  # fmt: skip
    return environment.from_string(_resource("report.html"))


def _breakable(name: str) -> Markup:
    """A name that may be broken at its underscores."""
    return Markup("_<wbr>").join(name.split("_"))


def _short(text: str) -> str:
    """A case or a sentence as it is, or its beginning where it fills a screen: snippets have all of it."""
    return text if len(text) <= READABLE else f"{text[:READABLE]} … ({len(text)} characters, all in the snippet)"


def _tiles(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """The numbers on top, each with its words."""
    printed = [verdict(claim, "printed") for claim in claims]
    found = [control for claim in claims for control in by_name(of_role(claim, "control"))]
    seeing = [control for control in found if not is_blind(control)]
    typos = sum(claim["status"] == "typo" and verdict(claim, "corrected") == "holds" for claim in claims)
    corrected = sum(
        verdict(claim, "corrected") == "holds" and verdict(claim, "printed") == "refuted" for claim in claims
    )
    tiles = [
        (str(len(claims)), "claims" if len(claims) != 1 else "claim"),
        (str(printed.count("holds")), "hold as printed"),
        (str(printed.count("refuted")), "are refuted as printed"),
        (str(corrected), "of these are corrected"),
    ]
    if typos:
        tiles.append((str(typos), "misprints are corrected" if typos != 1 else "misprint is corrected"))
    caught = sum(not unexpected(control) for control in seeing)
    tiles.append((f"{caught}/{len(seeing)}", "controls are refuted"))
    return tiles


def _slides(claims: Sequence[Claim]) -> list[tuple[str, list[Claim]]]:
    """The claims by runs of one slide, in the lecture's order: a lecture may come back to a slide."""
    found: list[tuple[str, list[Claim]]] = []
    for claim in claims:
        if not found or found[-1][0] != claim["slide"]:
            found.append((claim["slide"], []))
        found[-1][1].append(claim)
    return found


def _grades_of(claim: Claim) -> list[str]:
    return list(dict.fromkeys(form["grade"] for form in judged(claim["forms"])))


def _decided(claim: Claim) -> list[Form]:
    """The printed and the corrected form in each of its grades."""
    return [form for form in claim["forms"] if form["role"] != "control"]


def _catches(claim: Claim) -> list[dict[str, Any]]:
    """For each control: what refuted it, after how many draws of a search, and how many drawn cases it survives."""
    found = []
    for forms in by_name(of_role(claim, "control")):
        searched = [form for form in forms if form["grade"] != "symbolic" and form["verdict"] == "refuted"]
        found.append({
            "name": forms[0]["name"],
            "blind": next((form["blindness"] for form in forms if form["expected"] == "holds"), None),
            "blind_in": [form["grade"] for form in forms if form["expected"] == "holds"],
            "word": "blind" if is_blind(forms) else "refuted",
            "wrong": bool(unexpected(forms)),
            "example": smallest_counterexample(forms),
            "draws": [(form["grade"], form["search_cases"]) for form in searched],
            "elusive": next((form.get("elusive") for form in forms if form.get("elusive")), None),
            "survives": [
                (form["grade"], _percent(form["survives"])) for form in forms if form["survives"] is not None
            ],
            "seconds": sum(form["seconds"] for form in forms),
        })  # fmt: skip
    return found


def _percent(share: float) -> str:
    """A share in words that are 0 % or 100 % only where it is 0 or 1."""
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def _command(run: Mapping[str, Any], node: str) -> str:
    """The line that judges one form again."""
    line = f"pytest '{node}' --claims-seed {run['seed']}"
    if run["profile"] != "default":
        line += f" --claims-profile {run['profile']}"
    return line if run["device"] == "cpu" else f"{line} --claims-device {run['device']}"
