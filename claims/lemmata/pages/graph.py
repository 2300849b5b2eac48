"""The proof graph: each claim a node, an edge from what it uses, as printed and as corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from lemmata.pages.graph_layout import Drawing, components, draw, without_circles
from lemmata.record.names import key_of, labels, uses
from lemmata.record.schema import ClaimEntry
from lemmata.record.tally import of_role, unexpected, verdict

__all__ = ["as_corrected", "as_printed", "element", "proof_graph"]

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


def as_printed(claim: ClaimEntry) -> str:
    """How a claim stands with the printed forms: "holds", "shaken" by what it uses, "refuted", "wrong" or "open"."""
    found = verdict(claim, "printed") or ("refuted" if claim["status"] == "typo" else "not run")
    if found.endswith("!"):
        return "wrong"
    if found == "not run":
        return "open"
    return "shaken" if found == "holds" and claim["shaken_by"] else found


def as_corrected(claim: ClaimEntry) -> str:
    """How a claim stands with the corrected forms in the place of those refuted: "holds", "wrong" or "open"."""
    if unexpected(claim["forms"]):
        return "wrong"
    true = "corrected" if of_role(claim, "corrected") else "printed"
    return "holds" if verdict(claim, true) == "holds" else "open"


def element(key: str) -> str:
    """The id of the element of the page that holds the claim with this key."""
    return f"claim-{key}"


def proof_graph(claims: Sequence[ClaimEntry]) -> str:
    """SVG for each part of the graph that hangs together, the largest first, and a list of the claims that stand alone."""
    by_key, label = {key_of(claim): claim for claim in claims}, labels(claims)
    keys = list(by_key)
    edges = without_circles(keys, [(used, key) for key, claim in by_key.items() for used in uses(claim)])
    parts = components(keys, edges)
    drawn = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    alone = [part[0] for part in parts if len(part) == 1]
    figures = [_figure({key: by_key[key] for key in part}, edges, label) for part in drawn]
    drawn_parts = f'<div class="parts">{"".join(figures)}</div>' if figures else ""
    links = " ".join(_lone(by_key[key], label[key]) for key in alone)
    return drawn_parts + (f'<p class="alone">On their own: {links}</p>' if alone else "")


def _figure(by_key: Mapping[str, ClaimEntry], edges: Sequence[tuple[str, str]], label: Mapping[str, str]) -> str:
    inside = [edge for edge in edges if edge[0] in by_key]
    drawing = draw(list(by_key), inside, node=ACROSS, bend=BEND)
    width, height = round(drawing.width), round((drawing.layers - 1) * DOWN + HEIGHT + 2 * EDGE)
    used = {edge[0] for edge in inside}
    ends = [label[key] for key in by_key if key not in used]
    kind = "graph large" if width > LARGE else "graph"
    parts = [
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{len(by_key)} claims and what they use, down to {escape(", ".join(ends[:3]))}">',
        *(_edge(edge, by_key[edge[0]], drawing) for edge in inside),
        *(_node(claim, label[key], drawing) for key, claim in by_key.items()),
        "</svg>",
    ]
    return '<div class="wide" tabindex="0" role="group" aria-label="proof graph">' + "\n".join(parts) + "</div>"


def _edge(edge: tuple[str, str], used: ClaimEntry, drawing: Drawing) -> str:
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


def _node(claim: ClaimEntry, label: str, drawing: Drawing) -> str:
    x, layer = drawing.places[key_of(claim)]
    left, top = round(x - WIDTH / 2), layer * DOWN + EDGE
    lines = _lines(label)
    first = 25 if len(lines) == 1 else 18
    text = "".join(
        f'<text x="{WIDTH // 2}" y="{first + 14 * place}">{escape(line)}</text>' for place, line in enumerate(lines)
    )
    return (
        f'<a class="node {_classes(claim)}" href="#{escape(element(key_of(claim)))}" transform="translate({left} {top})">'
        f"<title>{escape(label)}: {_words(claim)}</title>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="7"/>{text}{_mark(claim)}</a>'
    )


def _mark(claim: ClaimEntry) -> str:
    """A sign in the corner for each of the two views; the page shows one."""
    printed, corrected = as_printed(claim), as_corrected(claim)
    signs = {"p": MARKS[printed], "c": MARKS[corrected]}
    return "".join(
        f'<g class="mark mark-{view}"><circle cx="{WIDTH - 3}" cy="3" r="8"/>'
        f'<text x="{WIDTH - 3}" y="7">{sign}</text></g>'
        for view, sign in signs.items()
    )


def _lone(claim: ClaimEntry, label: str) -> str:
    printed, corrected = as_printed(claim), as_corrected(claim)
    return (
        f'<a class="lone {_classes(claim)}" href="#{escape(element(key_of(claim)))}" title="{_words(claim)}">'
        f'<span class="mark-p">{MARKS[printed]}</span><span class="mark-c">{MARKS[corrected]}</span> '
        f"{escape(label)}</a>"
    )


def _classes(claim: ClaimEntry) -> str:
    return f"p-{as_printed(claim)} c-{as_corrected(claim)}"


def _words(claim: ClaimEntry) -> str:
    printed = {
        "holds": "holds as printed",
        "shaken": "holds as printed, but builds on steps that are false as printed",
        "refuted": "a typo" if claim["status"] == "typo" else "false as printed",
        "wrong": "went wrong",
        "open": "not decided",
    }[as_printed(claim)]
    corrected = {"holds": "holds as corrected", "wrong": "went wrong", "open": "not decided"}[as_corrected(claim)]
    return f"{printed}; {corrected}" if of_role(claim, "corrected") else printed


def _lines(label: str) -> list[str]:
    """The label in one or two lines, broken at a hyphen or a slash and cut where even that is too long."""
    if len(label) <= LINE:
        return [label]
    breaks = [label[: found.end()] for found in re.finditer("[-/]", label)]
    first = max((part for part in breaks if len(part) <= LINE + 1), key=len, default=label[: LINE - 1] + "…")
    rest = label[len(first) :] if label.startswith(first) else ""
    return [first, rest if len(rest) <= LINE else rest[: LINE - 1] + "…"] if rest else [first]
