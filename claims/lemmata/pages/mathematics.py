"""Unicode mathematics as MathML: `typeset` turns a statement into HTML with its formulas set.

The notation is that of `lemmata.pages.notation`. Any text is taken: what is not understood is shown as it stands.
Browsers do not break lines within a formula, so a long one is set in several pieces, each with its source as ``alttext``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from lemmata.pages.notation import ACCENTS, NAMES, Item, read
from lemmata.record.printable import printable

__all__ = ["typeset"]

WIDEST = 24
"""Formulas wider than this many letters are set in pieces."""

RELATIONS = {*"=≠≈≉≡≢∼<>≤≥≲≳≪≫∈∉⊂⊆⊃⊇→↦⇒⇔←↔", ":=", "<=", ">=", "==", "!=", "->", "=>"}
BINARY = frozenset("+−-±∓∪∩×")
SIGNS = frozenset("+−-±∓")
THIN_SPACE, WORD_SPACE = "0.17em", "0.25em"
BIG = frozenset("∑∏∫∬∭∮⋃⋂")
OPERANDS = frozenset({"simple", "name", "fraction", "group", "close", "text"})


@dataclass(frozen=True)
class Node:
    """A part of a formula as MathML; for brackets, ``inner`` is the opening one, what they enclose, and the closing one."""

    kind: str  # simple (a variable, a number, a root), name, group, open, close, operator, big, middle, separator, text, space
    text: str
    xml: str = ""
    width: float = 1.0
    tall: bool = False
    inner: tuple[Node, ...] = ()


def typeset(text: str) -> str:
    """HTML phrasing content for a text with formulas in Unicode: escaped prose and ``math`` elements."""
    html: list[str] = []
    for words, formula in _runs(read(printable(re.sub(r"\s+", " ", text)))):
        if html:  # ends with a formula
            after, space, words = words.partition(" ")
            html[-1] = _unbroken("", html[-1], after)
            words = space + words
        head, space, before = words.rpartition(" ")
        html.append(escape(head + space))
        if formula:
            first, *others = _formula(formula)
            html.append(" ".join([_unbroken(before, first, ""), *others[:-1]]))
            html += [" ", others[-1]] if others else []
        else:
            html.append(escape(before))
    return "".join(html)


def _runs(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Words and the formula that follows them, in turn; after the last words there is none."""
    words = ""
    formula: list[Item] = []
    for item in [*items, Item("prose", "")]:
        loose = item.kind in {"space", "bracket", "middle"} and not formula
        if not loose and item.kind not in {"prose", "word", "separator"}:
            formula.append(item)
            continue
        space = formula.pop().text if formula and formula[-1].kind == "space" else ""
        if _worth_setting(formula):
            yield words, formula
            words, formula = "", []
        words += _source(formula) + space + item.text
        formula = []
    yield words, []


def _unbroken(before: str, formula: str, after: str) -> str:
    """A formula with what touches it, as in ε-net: otherwise browsers begin a line with the full stop."""
    inside = f"{escape(before)}{formula}{escape(after)}"
    return f'<span style="white-space:nowrap">{inside}</span>' if before or after else formula


def _worth_setting(items: Sequence[Item]) -> bool:
    """Whether this is more than a number, a lone sign, or a word such as max."""
    kinds = {item.kind for item in items}
    return (
        bool(kinds & {"fraction", "sub", "sup", "root"})
        or ("number" in kinds and bool(kinds & {"operator", "name"}))
        or any(item.kind == "letter" and item.text not in {"…", "!"} for item in items)
        or any(item.kind == "name" and (item.text[0].isupper() or "group" in kinds) for item in items)
        or any(item.kind == "group" and _worth_setting(item.items) for item in items)
    )


def _formula(items: Sequence[Item]) -> list[str]:
    pieces = _pieces(_with_fractions(_nodes(items)))
    return [
        f'<math alttext="{escape(_source(piece))}">{"".join(_row(piece, continued=number > 0))}</math>'
        for number, piece in enumerate(pieces)
    ]


# The parts of the text become nodes.


def _nodes(items: Sequence[Item], script: bool = False) -> list[Node]:
    nodes, place = [], 0
    while place < len(items):
        node, place = _node(items, place, script)
        nodes.append(node)
    return nodes


def _node(items: Sequence[Item], place: int, script: bool) -> tuple[Node, int]:
    """The node that begins here, with its scripts, and the place after it."""
    item, place = items[place], place + 1
    following = items[place] if place < len(items) else Item("space", " ")
    if item.kind == "root" and following.kind == "group" and following.text[0] == "(":
        inside = _inside(following, script)
        xml = f"<msqrt>{''.join(_row(inside))}</msqrt>"
        tall = any(node.tall for node in inside)
        node, place = Node("simple", item.text + following.text, xml, _width(inside) + 1, tall), place + 1
    elif item.kind == "root" and following.kind in {"letter", "number", "fraction"}:
        under, place = _node(items, place, script)
        return replace(
            under, text=item.text + under.text, xml=f"<msqrt>{under.xml}</msqrt>", width=under.width + 1
        ), place
    elif item.text == "∂" and following.kind == "letter" and following.text != "∂":
        under, place = _node(items, place, script)
        xml = f"<mrow>{_letter(item.text)}{under.xml}</mrow>"
        return Node("simple", item.text + under.text, xml, under.width + 1), place
    else:
        node = _plain(item, script, is_sum=item.text == "Σ" and _is_sum(items, place))
    start = place
    while (
        node.kind not in {"space", "separator", "text"} and place < len(items) and items[place].kind in {"sub", "sup"}
    ):
        place += 1
    return _with_scripts(node, items[start:place]), place


def _plain(item: Item, script: bool, is_sum: bool) -> Node:
    """The node of one part, without its scripts."""
    text, safe = item.text, escape(item.text)
    if is_sum or text in BIG:
        return Node("big", text, f"<mo>{'∑' if is_sum else text}</mo>", 1.5)
    if item.kind == "letter":
        return Node("simple", text, _letter(text))
    if item.kind == "number":
        return Node("simple", text, f"<mn>{safe}</mn>", len(text))
    if item.kind == "fraction":
        over, under = unicodedata.normalize("NFKC", text).split("⁄")
        return Node("simple", text, f"<mfrac><mn>{over}</mn><mn>{under}</mn></mfrac>", tall=True)
    if item.kind == "name":
        return Node("name", text, f"<mi>{safe}</mi>", len(text))
    if item.kind in {"word", "prose"}:
        return Node("text", text, f"<mtext>{safe}</mtext>", len(text))
    if item.kind == "group":
        return _group(item, script)
    if item.kind in {"bracket", "middle"}:
        room = "0.2em" if item.kind == "middle" else "0"
        return Node("middle", text, f'<mo stretchy="false" lspace="{room}" rspace="{room}">{safe}</mo>')
    if item.kind in {"space", "separator"}:
        return Node(item.kind, text, f"<mo>{safe}</mo>", 0.3)
    return Node("operator", text, f"<mo>{'−' if text == '-' else safe}</mo>", 0.7 if text == "/" else 1.7)


def _group(item: Item, script: bool) -> Node:
    """Brackets are as high as what they enclose where that is high; subscripts do not make them grow."""
    inside = _inside(item, script)
    tall = any(node.tall for node in inside)
    stretchy = "" if tall else ' stretchy="false"'
    opening = Node("open", item.text[0], f'<mo form="prefix"{stretchy}>{escape(item.text[0])}</mo>', 0.5)
    closing = Node("close", item.text[-1], f'<mo form="postfix"{stretchy}>{escape(item.text[-1])}</mo>', 0.5)
    inner = (opening, *inside, closing)
    return Node("group", item.text, f"<mrow>{''.join(_row(inner))}</mrow>", _width(inner), tall, inner)


def _inside(item: Item, script: bool) -> list[Node]:
    nodes = _nodes(item.items, script)
    return nodes if script else _with_fractions(nodes)  # a fraction in an exponent is too small to read


def _letter(text: str) -> str:
    if text[0] in "′″‴":
        return f"<mo>{text}</mo>"
    plain = unicodedata.normalize("NFD", text)
    if len(plain) == 2 and plain[1] in ACCENTS:
        return f'<mover accent="true"><mi>{plain[0]}</mi><mo stretchy="false">{ACCENTS[plain[1]]}</mo></mover>'
    return f"<mi>{text}</mi>"


def _is_sum(items: Sequence[Item], place: int) -> bool:
    """Σ is a sum where something follows that can be summed, and a matrix elsewhere, as in Σ⁻¹ and N(0, Σ)."""
    while place < len(items) and items[place].kind in {"sub", "sup"}:
        if items[place].text == "⁻¹":
            return False
        place += 1
    rest = [item.kind for item in items[place : place + 2] if item.kind != "space"]
    return bool(rest) and rest[0] in {"number", "fraction", "letter", "name", "group", "root"}


def _with_scripts(node: Node, scripts: Sequence[Item]) -> Node:
    rows, width = [], 0.0
    for kind in ("sub", "sup"):
        nodes = [node for script in scripts if script.kind == kind for node in _nodes(script.items, script=True)]
        if nodes:
            rows.append(_one(_row(nodes)))
            width = max(width, 0.7 * _width(nodes))
    if not rows:
        return node
    tag = "msubsup" if len(rows) == 2 else "msub" if scripts[0].kind == "sub" else "msup"
    closing = [_with_scripts(node.inner[-1], scripts)] if node.inner else []
    return replace(
        node,
        text=node.text + _source(scripts),
        xml=f"<{tag}>{node.xml}{''.join(rows)}</{tag}>",
        width=node.width + width,
        inner=(*node.inner[:-1], *closing),
    )


def _with_fractions(nodes: Sequence[Node]) -> list[Node]:
    """The same nodes, but a/b is a fraction where that is short and can only be read in one way."""
    done: list[Node] = []
    rest = list(reversed(nodes))
    while rest:
        node = rest.pop()
        done.append(node)
        if node.text != "/" or not rest or not _is_short(rest[-1]):
            continue
        if len(rest) > 1 and (rest[-2].kind in OPERANDS or rest[-2].text in {"/", *BIG}):
            continue
        start = len(done) - 1
        while start > 0 and done[start - 1].kind == "simple":
            start -= 1
        if start == len(done) - 1 and start > 0 and done[start - 1].kind == "group":
            start -= 1
        over = done[start:-1]
        before = _last(done, start)
        tight = start > 0 and done[start - 1].kind in OPERANDS
        if (
            tight
            or before.kind == "name"
            or before.text == "/"
            or not over
            or not all(map(_is_short, over))
            or _width(over) > 6
        ):
            continue
        under = rest.pop()
        xml = f"<mfrac>{_one(_unwrapped(over))}{_one(_unwrapped([under]))}</mfrac>"
        width = 0.7 * max(_width(over), under.width)
        done[start:] = [Node("fraction", _source(over) + "/" + under.text, xml, width, tall=True)]
    return done


def _is_short(node: Node) -> bool:
    bracketed = node.kind == "group" and node.inner[0].text == "(" and node.inner[-1].text == ")"
    return (node.kind == "simple" or bracketed) and not node.tall and node.width <= 6


def _unwrapped(nodes: Sequence[Node]) -> list[str]:
    return _row(nodes[0].inner[1:-1] if nodes[0].kind == "group" else nodes)


# Nodes become rows, and long rows become pieces.


def _source(parts: Sequence[Item] | Sequence[Node]) -> str:
    return "".join(part.text for part in parts)


def _width(nodes: Sequence[Node]) -> float:
    return sum(node.width for node in nodes)


def _one(row: Sequence[str]) -> str:
    return row[0] if len(row) == 1 else f"<mrow>{''.join(row)}</mrow>"


def _row(nodes: Sequence[Node], continued: bool = False) -> list[str]:
    """The elements of a row, with room where the text has it and MathML has none; ``continued``: a formula goes on."""
    row: list[str] = []
    before, space = "open", False
    alone = len([node for node in nodes if node.kind not in {"open", "close", "space"}]) == 1
    for node in nodes:
        if node.kind == "space":
            space = True
            continue
        xml, first = node.xml, not row
        if node.kind == "operator" and alone:
            xml = f"<mi>{escape(node.text)}</mi>"  # a placeholder, as in (·)²
        elif node.text == "/":
            xml = '<mo lspace="0" rspace="0">/</mo>'
        elif node.text == ":" and node.kind == "separator":
            xml = f'<mo lspace="{0.28 if space else 0}em" rspace="0.28em">:</mo>'
        elif node.kind == "big" and before not in OPERANDS:
            xml = xml.replace("<mo", '<mo lspace="0"', 1)
        elif node.text in {"∀", "∃", "¬"}:
            row.append(f'<mspace width="{WORD_SPACE}"/>' if space and before in OPERANDS else "")
            xml = xml.replace("<mo", '<mo form="prefix"', 1)
        elif node.kind == "operator" and before not in OPERANDS:
            sign = node.text in SIGNS and not (first and continued)
            xml = xml.replace(
                "<mo", '<mo form="prefix"' if sign else '<mo form="infix" lspace="0"' if first else "<mo", 1
            )
        elif (node.kind == "name" and before == "simple") or (space and before in OPERANDS and node.kind in OPERANDS):
            row.append(f'<mspace width="{WORD_SPACE if "text" in (before, node.kind) else THIN_SPACE}"/>')
        row.append(xml)
        before, space = node.kind, False
    return row


def _pieces(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """A formula that is too wide in pieces between which a line may break: before relations first, in brackets last."""
    nodes = list(nodes)
    while nodes and nodes[0].kind == "space":
        nodes = nodes[1:]
    while nodes and nodes[-1].kind == "space":
        nodes = nodes[:-1]
    if _width(nodes) <= WIDEST:
        yield nodes
        return
    ranks = [_break(nodes, place) for place in range(len(nodes))]
    best = max(ranks)
    if best:
        places = [place for place, rank in enumerate(ranks) if rank == best]
        for start, end in zip([0, *places], [*places, len(nodes)], strict=True):
            yield from _pieces(nodes[start:end])
    elif any(node.inner and node.width > WIDEST / 4 for node in nodes):
        parts = [node.inner if node.width > WIDEST / 4 and node.inner else (node,) for node in nodes]
        yield from _pieces([node for part in parts for node in part])
    else:
        yield nodes


def _last(nodes: Sequence[Node], place: int) -> Node:
    """The last one before this place that is no space."""
    return next((node for node in reversed(nodes[max(0, place - 2) : place]) if node.kind != "space"), Node("open", ""))


def _break(nodes: Sequence[Node], place: int) -> int:
    """How good a place this is to begin a new line: 0 for none."""
    node, before = nodes[place], _last(nodes, place)
    if before.kind == "separator" and node.kind != "space":
        return 5
    if node.kind == "operator" and node.text in RELATIONS and before.text:
        return 4 if node.text in {"⇒", "⇔"} else 1 if node.text in {"∈", "∉"} else 3
    if node.text in BINARY and before.kind in OPERANDS:
        return 2
    new_factor = nodes[place - 1].kind == "space" and node.kind in {"name", "group", "big"}
    return 1 if new_factor and before.kind in OPERANDS and before.text not in NAMES else 0
