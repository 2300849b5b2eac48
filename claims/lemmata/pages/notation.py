"""Formulas in running text: which parts of a text are mathematics, and how these are nested.

The notation is plain Unicode, as one would write it in a docstring:

- single letters, Greek or Latin, are variables: ``θ̂∈Θ``, ``x̄``, ``s′``, ``s'(x)``; ``Lm``, ``dx`` beside others are products
- scripts: ``x²``, ``W₁⁻¹``, ``vvᵀ``, ``x_i``, ``n^2``, ``P_samples``, ``e^{−m}``, ``d_{F∪F′}``, ``ε^(m/2)``, whose brackets go
- names of functions are upright: ``log P``, ``det A``, ``sup_θ``, ``KL(P‖Q)``, and any word right before brackets: ``area(r)``
- ``√d``, ``√(2/d)``, ``½``, ``1/ε``, ``Σ_{k=1}^l``, ``∫₀^∞``, ``∀θ: …``, and every other sign of Unicode's mathematics
- brackets that stand right after mathematics may hold words: ``P(all different)``
- words are words, and so are ``[Hoeffding 1963]``, ``ε-net``, ``i.i.d.``, and the article in ``a compact Θ``
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["ACCENTS", "NAMES", "Item", "read"]


@dataclass(frozen=True)
class Item:
    """A part of a text: its kind, its source, and the parts that it encloses (a group or a script)."""

    kind: str
    text: str
    items: tuple[Item, ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES = _words(
    "arg argmax argmin clip cos cosh Cov deg det diag dim exp gcd inf JS ker KL lcm lim liminf limsup Lip ln log max min mod "
    "poly Pr rank relu sgn sign sin sinh sup tan tanh tr TV Var vol"
)
SHORT_WORDS = _words(
    "al am an as at be by cf do eg eq he id ie if in is it me my nd no of ok on or pp rd re so st th to up us vs we"
)
NOT_AFTER_AN_ARTICLE = _words("and are as at be for from has if in is lies of on or so then to where with")

ACCENTS = {"\u0302": "ˆ", "\u0304": "¯", "\u0303": "˜", "\u0307": "˙", "\u0308": "¨", "\u20d7": "→"}

_SCRIPTS = [c for c in map(chr, range(0xB2, 0x2C80)) if unicodedata.category(c) in {"No", "Lm", "Sm", "Ps", "Pe"}]
_SUP = re.escape("".join(c for c in _SCRIPTS if unicodedata.decomposition(c).startswith("<super>")))
_SUB = re.escape("".join(c for c in _SCRIPTS if unicodedata.decomposition(c).startswith("<sub>")))
_MARKS = r"[\u0300-\u036f\u20d0-\u20ff]*"
_LATIN = r"[A-Za-zÀ-ÖØ-öø-ɏ]"
_SYMBOL = r"[\u0370-\u03ff\u2102-\u2138\U0001d400-\U0001d7ff∞∂∇∅ℏ…]"  # variables that no word is written in
_ONE = f"(?:(?:{_LATIN}|{_SYMBOL}){_MARKS}|[0-9]+|[+−*])"

TOKENS = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<prose>\[[A-Z][a-z][^\[\]]{{,200}}[0-9]{{4}}[^\[\]]{{,99}}\]      # a citation
        | https?://\S+ | (?:[A-Za-z]\.){{2,}} | w/o?(?=\s) | [A-Z]-[A-Z]{{2,}}
        | [\u0370-\u03ff]{{4,}}
        | {_LATIN}{{2,}}(?:_[A-Za-z][A-Za-z0-9]+)+                       # max_iter
        | (?:{_LATIN}{_MARKS}){{2,}}(?:['’-](?:{_LATIN}{_MARKS})+)+      # don't, log-density
        | (?<=[^\s(])['’-](?:{_LATIN}{_MARKS}){{2,}} | (?<=[0-9])-{_LATIN} | ['’]s\b)
    | (?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9]) | [0-9]+(?:\.[0-9]+)?(?:[eE][-−+]?[0-9]+\b)? | (?<![\w)])\.[0-9]+)
    | (?P<fraction>[¼-¾⅐-⅞])
    | (?P<open>[_^][{{(⌊⌈] | [(\[{{⟨⌊⌈])
    | (?P<close>[)\]}}⟩⌋⌉])
    | (?P<bar>[|‖])
    | (?P<sub>_(?:[A-Za-z]{{2,}}|{_ONE}) | [{_SUB}]+)
    | (?P<sup>\^[-−+]?{_ONE} | [{_SUP}]+ | [′″‴]+
        | (?<!['’][A-Za-z])(?<=\b[A-Za-z])'{{1,3}}(?=\s?[=+−(/]))                   # f'(x), but not the word 'a'
    | (?P<word>(?:{_LATIN}{_MARKS})+)
    | (?P<letter>{_SYMBOL}{_MARKS})
    | (?P<root>√)
    | (?P<operator>:= | [<>=!]= | [-=]> | [+<>=~*/·×÷−±∓¬] | [\u2190-\u22ff\u27c0-\u2aff]
        | (?<![A-Za-z]{{2}})-(?=[0-9]) | -(?=(?:{_LATIN}|{_SYMBOL})\b) | (?<=\s)-(?=\s))
    | (?P<separator>[,;:])
    | (?P<factorial>!)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

CLOSES = {")": "([", "]": "([", "}": "{", "⟩": "⟨", "⌋": "⌊", "⌉": "⌈"}
DEEPEST = 12
"""Brackets nested deeper than this are shown as they are."""


def read(text: str) -> list[Item]:
    """The parts of a text in order: prose, spaces, separators, and the parts of formulas. Together they are the text."""
    return list(_grouped(_with_words(list(_tokens(text)))))


def _tokens(text: str) -> Iterator[Item]:
    for match in TOKENS.finditer(text):
        kind, token, start, end = str(match.lastgroup), match[0], match.start(), match.end()
        if kind == "word":
            yield from _word(token, text[max(0, start - 2) : start], text[end : end + 2])
        elif kind in {"sub", "sup"}:
            content = token[1:] if token[0] in "_^" else unicodedata.normalize("NFKC", token)
            prime = "′″‴"[len(token) - 1] if token[0] == "'" else token if token[0] in "′″‴" else ""
            yield Item(kind, token, (Item("letter", prime),) if prime else tuple(_tokens(content)))
        elif kind == "other":
            yield Item("prose", token)
        else:
            yield Item(kind, token)


def _word(word: str, before: str, after: str) -> Iterator[Item]:
    """A run of Latin letters: a name, a variable, a product of two variables, or a word."""
    letters = re.findall(f"{_LATIN}{_MARKS}", word)
    plain = unicodedata.normalize("NFD", word)
    if word in NAMES:
        yield Item("name", word)
    elif plain[:1].isascii() and plain[1:] in {"", *ACCENTS}:
        yield Item("letter", word)
    elif len(letters) == 2 and word.lower() not in SHORT_WORDS and _beside_mathematics(word, before, after):
        yield from (Item("letter", letter) for letter in letters)
    else:
        yield Item("word", word)


def _beside_mathematics(word: str, before: str, after: str) -> bool:
    if re.fullmatch("d[r-z]", word):
        return True  # dx
    return bool(
        re.match(rf"[_^/·|‖′{_SUP}{_SUB}]|{_SYMBOL}|\s?[=≤≥<>∈+−]", after)
        or re.search(rf"(?:[/·|‖√^{{0-9]|{_SYMBOL}|[=≤≥<>∈+−]\s?)\Z", before)
        or (re.match(r"[)}]", after) and re.search(r"[({]\Z", before))
        or (not before and not after)
    )


def _with_words(tokens: list[Item]) -> list[Item]:
    """The same tokens, but the article a, the pronoun I, and the mark of exclamation are prose."""
    for i, token in enumerate(tokens):
        if token.kind == "factorial":
            of = tokens[i - 1].kind if i else ""
            tokens[i] = Item("letter" if of in OPERANDS or of in {"close", "bar"} else "prose", token.text)
        if token.kind != "letter" or token.text not in {"a", "A", "I"}:
            continue
        following = tokens[i + 1 : i + 3]
        if len(following) < 2 or following[0].kind != "space":
            continue
        previous = next((t for t in reversed(tokens[max(0, i - 2) : i]) if t.kind != "space"), Item("prose", "."))
        word = following[1].kind in {"word", "prose"} and following[1].text.lower() not in NOT_AFTER_AN_ARTICLE
        if token.text == "a":
            after_a_word = previous.kind in {"word", "prose"} or previous.text in {":", ";"}
            one_more = following[1].kind in {"letter", "number", "fraction"}
            article = previous.kind not in {"operator", "open"} and (word or (after_a_word and one_more))
        else:
            article = previous.text[-1] in ".!?:" and (word or following[1].kind == "number")
        if article:
            tokens[i] = Item("prose", token.text)
    return tokens


OPERANDS = frozenset({"number", "fraction", "letter", "name", "sub", "sup", "group"})


class _Frame:
    """What has been read since an opening bracket; ``glued`` where that stands right after mathematics."""

    def __init__(self, opening: str, glued: bool) -> None:
        self.opening, self.glued = opening, glued
        self.items: list[Item] = []

    def add(self, item: Item) -> None:
        self.items.append(item)

    def last(self) -> str:
        """The kind of the last part that is no space."""
        return next((item.kind for item in reversed(self.items[-2:]) if item.kind != "space"), "")


def _grouped(tokens: Sequence[Item]) -> list[Item]:
    """Brackets and bars are matched. What does not match stays as it is; brackets around prose are prose."""
    stack = [_Frame("", False)]
    for token, following in zip(tokens, [*tokens[1:], Item("space", "")], strict=False):
        top = stack[-1]
        has_base = bool(top.items) and top.items[-1].kind in OPERANDS | {"operator", "bracket"}
        if token.kind in {"sub", "sup"} and not has_base:
            token = Item("prose", token.text)
        if token.kind in {"prose", "word"} and following.text != "(":
            _give_up_bars(stack)
            stack[-1].add(token)
        elif token.kind == "close":
            partners = [i for i, frame in enumerate(stack) if frame.opening[-1:] in tuple(CLOSES[token.text])]
            while partners and len(stack) > partners[-1] + 1:
                _give_up(stack)
            if partners:
                _close(stack, token)
            else:
                top.add(Item("bracket", token.text))
        elif (
            token.kind == "bar"
            and top.opening == token.text
            and top.last() in OPERANDS - {"name" if following.kind in OPERANDS else ""}
        ):
            _close(stack, token)
        elif token.kind in {"open", "bar"}:
            glued = bool(top.items) and top.items[-1].kind in OPERANDS
            if len(stack) > DEEPEST or (token.text[0] in "_^" and not has_base):
                top.add(Item("middle" if token.kind == "bar" else "bracket", token.text))
            else:
                stack.append(_Frame(token.text, glued))
        else:
            top.add(token)
    while len(stack) > 1:
        _give_up(stack)
    return stack[0].items


def _give_up(stack: list[_Frame]) -> None:
    """The last opening bracket has no partner."""
    frame = stack.pop()
    stack[-1].items += [Item("middle" if frame.opening in "|‖" else "bracket", frame.opening), *frame.items]


def _give_up_bars(stack: list[_Frame]) -> None:
    """Bars stand around formulas only: where there is prose, those that are open are not brackets."""
    while stack[-1].opening in {"|", "‖"}:
        _give_up(stack)


def _close(stack: list[_Frame], token: Item) -> None:
    frame = stack.pop()
    source = frame.opening + "".join(item.text for item in frame.items) + token.text
    prose = any(item.kind in {"prose", "word"} for item in frame.items)
    above = stack[-1].items
    after_a_word = bool(above) and above[-1].kind == "word"
    if frame.opening[0] in "_^":
        inside = frame.items if frame.opening[1] in "{(" else [Item("group", source[1:], tuple(frame.items))]
        above.append(Item("sub" if frame.opening[0] == "_" else "sup", source, tuple(inside)))
    elif after_a_word and source in {"(s)", "(es)"}:
        above.append(Item("prose", source))
    elif prose and not frame.glued:
        _give_up_bars(stack)
        stack[-1].items += [Item("prose", frame.opening), *frame.items, Item("prose", token.text)]
    else:
        if after_a_word:
            above[-1] = Item("name", above[-1].text)
        above.append(Item("group", source, tuple(frame.items)))
