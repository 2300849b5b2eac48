"""The proof graph: each claim a node, an edge from what it uses, as printed and as corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from lemmata.pages.layers import Drawing, components, draw, without_circles
from lemmata.record.tally import of_role, unexpected, verdict

__all__ = ["as_corrected", "as_printed", "proof_graph"]

Claim = Mapping[str, Any]

WIDTH, HEIGHT = 124, 42
"""Of a node, in pixels."""
ACROSS, DOWN = 136, 78
"""From the middle of a node to that of the next one beside it, and of the next one below."""
EDGE = 8
"""Above the first layer and below the last."""
BEND = 18
"""How much room a passing edge has."""
LARGE = 900
"""A part wider than this scrolls on a small screen rather than shrink."""
LINE = 17
"""How many letters of an id stand in one line of a node."""

MARKS = {"holds": "✓", "shaken": "~", "refuted": "✗", "wrong": "!", "open": "?"}


def as_printed(claim: Claim) -> str:
    """How a claim stands with the printed forms: "holds", "shaken" by what it uses, "refuted", "wrong" or "open"."""
    found = verdict(claim, "printed") or ("refuted" if claim["status"] == "typo" else "not run")
    if found.endswith("!"):
        return "wrong"
    if found == "not run":
        return "open"
    return "shaken" if found == "holds" and claim["shaken_by"] else found


def as_corrected(claim: Claim) -> str:
    """How a claim stands with the corrected forms in the place of those refuted: "holds", "wrong" or "open"."""
    if unexpected(claim["forms"]):
        return "wrong"
    true = "corrected" if of_role(claim, "corrected") else "printed"
    return "holds" if verdict(claim, true) == "holds" else "open"


def proof_graph(claims: Sequence[Claim]) -> str:
    """SVG for each part of the graph that hangs together, the largest first, and a list of the claims that stand alone."""
    by_id = {claim["id"]: claim for claim in claims}
    ids = list(by_id)
    edges = without_circles(ids, [(used, claim["id"]) for claim in claims for used in claim["uses"]])
    parts = components(ids, edges)
    drawn = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    alone = [by_id[part[0]] for part in parts if len(part) == 1]
    figures = [_figure([by_id[id] for id in part], edges) for part in drawn]
    drawn_parts = f'<div class="parts">{"".join(figures)}</div>' if figures else ""
    links = " ".join(_lone(claim) for claim in alone)
    return drawn_parts + (f'<p class="alone">On their own: {links}</p>' if alone else "")


def _figure(claims: Sequence[Claim], edges: Sequence[tuple[str, str]]) -> str:
    by_id = {claim["id"]: claim for claim in claims}
    inside = [edge for edge in edges if edge[0] in by_id]
    drawing = draw(list(by_id), inside, node=ACROSS, bend=BEND)
    width, height = round(drawing.width), round((drawing.layers - 1) * DOWN + HEIGHT + 2 * EDGE)
    used = {edge[0] for edge in inside}
    ends = [id for id in by_id if id not in used]
    kind = "graph large" if width > LARGE else "graph"
    parts = [
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{len(by_id)} claims and what they use, down to {escape(", ".join(ends[:3]))}">',
        *(_edge(edge, by_id[edge[0]], drawing) for edge in inside),
        *(_node(claim, drawing) for claim in claims),
        "</svg>",
    ]
    return '<div class="wide" tabindex="0" role="group" aria-label="proof graph">' + "\n".join(parts) + "</div>"


def _edge(edge: tuple[str, str], used: Claim, drawing: Drawing) -> str:
    """A smooth line through the layers, broken where what it stands on is false or shaken."""
    points = [(round(x), layer * DOWN + HEIGHT / 2 + EDGE) for x, layer in drawing.routes[edge]]
    (x, y), *rest = points
    path = [f"M{x} {round(y + HEIGHT / 2)}"]
    y += HEIGHT / 2
    for place, (to, level) in enumerate(rest):
        end = level - HEIGHT / 2 if place == len(rest) - 1 else level
        middle = round((y + end) / 2)
        path.append(f"C{x} {middle} {to} {middle} {to} {round(end)}")
        x, y = to, end
    return f'<path class="edge p-{as_printed(used)} c-{as_corrected(used)}" d="{" ".join(path)}"/>'


def _node(claim: Claim, drawing: Drawing) -> str:
    x, layer = drawing.places[claim["id"]]
    left, top = round(x - WIDTH / 2), layer * DOWN + EDGE
    lines = _lines(claim["id"])
    first = 25 if len(lines) == 1 else 18
    text = "".join(
        f'<text x="{WIDTH // 2}" y="{first + 14 * place}">{escape(line)}</text>' for place, line in enumerate(lines)
    )
    return (
        f'<a class="node {_classes(claim)}" href="#claim-{escape(claim["id"])}" transform="translate({left} {top})">'
        f"<title>{escape(claim['id'])}: {_words(claim)}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="7"/>{text}{_mark(claim)}</a>'
    )


def _mark(claim: Claim) -> str:
    """A sign in the corner for each of the two views; the page shows one."""
    printed, corrected = as_printed(claim), as_corrected(claim)
    signs = {"p": MARKS[printed], "c": MARKS[corrected]}
    return "".join(
        f'<g class="mark mark-{view}"><circle cx="{WIDTH - 3}" cy="3" r="8"/>'
        f'<text x="{WIDTH - 3}" y="7">{sign}</text></g>'
        for view, sign in signs.items()
    )


def _lone(claim: Claim) -> str:
    printed, corrected = as_printed(claim), as_corrected(claim)
    return (
        f'<a class="lone {_classes(claim)}" href="#claim-{escape(claim["id"])}" title="{_words(claim)}">'
        f'<span class="mark-p">{MARKS[printed]}</span><span class="mark-c">{MARKS[corrected]}</span> '
        f"{escape(claim['id'])}</a>"
    )


def _classes(claim: Claim) -> str:
    return f"p-{as_printed(claim)} c-{as_corrected(claim)}"


def _words(claim: Claim) -> str:
    printed = {
        "holds": "holds as printed",
        "shaken": "holds as printed, but builds on steps that are false as printed",
        "refuted": "a typo" if claim["status"] == "typo" else "false as printed",
        "wrong": "went wrong",
        "open": "not decided",
    }[as_printed(claim)]
    corrected = {"holds": "holds as corrected", "wrong": "went wrong", "open": "not decided"}[as_corrected(claim)]
    return f"{printed}; {corrected}" if of_role(claim, "corrected") else printed


def _lines(id: str) -> list[str]:
    """The id in one or two lines, broken at a hyphen and cut where even that is too long."""
    if len(id) <= LINE:
        return [id]
    words = id.split("-")
    breaks = ["-".join(words[:place]) + "-" for place in range(1, len(words))]
    first = max((part for part in breaks if len(part) <= LINE + 1), key=len, default=id[: LINE - 1] + "…")
    rest = id[len(first) :] if id.startswith(first) else ""
    return [first, rest if len(rest) <= LINE else rest[: LINE - 1] + "…"] if rest else [first]
