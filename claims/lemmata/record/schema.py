"""What an evidence file holds, each field once: the run, its claims, their forms, and the counterexamples of these.

All of it is plain JSON. It travels between processes, lies in the journal and stands in the file as it is. The checks of
a file that is read follow from the types here (`odd`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, NotRequired, TypedDict, get_args, get_origin, get_type_hints

from lemmata.record.grades import GRADES

__all__ = [
    "NOT_RUN", "SCHEMA", "SCHEMAS", "ClaimEntry", "Counterexample", "Evidence", "Finding", "FormEntry", "FormKey", "Run",
    "Settings", "form_key", "odd",
]  # fmt: skip

SCHEMAS = ("lemmata-evidence/1", "lemmata-evidence/2")
"""Of every version so far. A later one has all fields of those before it."""
SCHEMA = SCHEMAS[-1]
"""What a run writes."""

SHOWN = 40  # characters of an odd value in a sentence

LARGEST = sys.float_info.max
"""JSON has longer numbers, and some readers take NaN and Infinity for one; no run writes any of these."""

_SINCE_2 = 2  # the version of the schema that a field came with; all others are as old as the first


@dataclass(frozen=True)
class _Within:
    """What the value of a field is, other than null: one of these words, or a number from ``low`` to ``high``."""

    words: tuple[str, ...] = ()
    low: float = 0
    high: float = LARGEST

    def fits(self, value: object) -> bool:
        if isinstance(value, str):
            return value in self.words
        return not isinstance(value, int | float) or self.low <= value <= self.high


_ROLE = _Within(("printed", "corrected", "control"))
_GRADE = _Within(tuple(GRADES))
_VERDICT = _Within(("holds", "refuted", "undecided", "error", "not_run"))
_EXPECTED = _Within(("holds", "refuted"))
_STATUS = _Within(("T", "F", "I", "Q", "typo"))
_COUNT = _Within()
_SHARE = _Within(high=1)


class Counterexample(TypedDict):
    """A case that refutes a form: its arguments, both sides there, and how to see them again."""

    case: str
    written: NotRequired[bool]
    sentence: str
    confirmed_by: Annotated[str, _GRADE]
    node: str
    snippet: str


class Finding(TypedDict):
    """What judging one form in one grade has found. ``exhausted``: are these all cases that can be drawn?"""

    verdict: Annotated[str, _VERDICT]
    cases: Annotated[int, _COUNT]
    at_largest: Annotated[int, _COUNT]
    generic: Annotated[int, _COUNT]
    escalated: Annotated[int, _COUNT]
    exhausted: NotRequired[bool]
    search_cases: Annotated[int | None, _COUNT]
    survives: Annotated[float | None, _SHARE]
    tightness: float | None
    error_probability: Annotated[float | None, _SHARE]
    needs: str
    counterexample: Counterexample | None
    seconds: Annotated[float, _COUNT]
    error: NotRequired[str]


NOT_RUN: Finding = {
    "verdict": "not_run", "cases": 0, "at_largest": 0, "generic": 0, "escalated": 0, "exhausted": False, "search_cases": None,
    "survives": None, "tightness": None, "error_probability": None, "needs": "", "counterexample": None, "seconds": 0.0,
}  # fmt: skip
"""Of a form that nobody has judged."""


class FormEntry(Finding):
    """One form of a claim in one grade, and what was found."""

    role: Annotated[str, _ROLE]
    name: str
    grade: Annotated[str, _GRADE]
    expected: Annotated[str, _EXPECTED]
    erratum: str | None
    blindness: str | None
    elusive: Annotated[str | None, _SINCE_2]
    node: str
    selected: bool


class ClaimEntry(TypedDict):
    """One claim.

    ``text`` is the package of claims that it stands in, or its module where that lies in none. A claim is known by its
    text and its id. ``place`` is the number of its file in the order of the text, and its own number in that file.
    ``source`` is the fingerprint of the folder that it was read from; a file of the first version has none. Names in
    ``uses`` and ``shaken_by`` are ids of the same text, or ``text/id``.
    """

    id: str
    title: str
    slide: str
    file: str
    status: Annotated[str, _STATUS]
    statement_printed: str
    statement_corrected: str | None
    scope: str
    uses: list[str]
    far_controls: str | None
    text: Annotated[str, _SINCE_2]
    text_title: Annotated[str, _SINCE_2]
    place: Annotated[list[int], _SINCE_2]
    source: Annotated[str, _SINCE_2]
    shaken_by: Annotated[list[str], _SINCE_2]
    forms: list[FormEntry]
    data: dict[str, Any]


class Settings(TypedDict):
    """What the verdicts of a run depend on, but for the claims: ``code`` is the fingerprint of the library.

    A file of the first version has none.
    """

    seed: Annotated[int, _COUNT]
    profile: str
    device: str
    versions: dict[str, Any]
    code: Annotated[str, _SINCE_2]


class Run(Settings):
    """The run itself.

    ``why`` says why it is not complete, and is empty where it is. ``uncollected`` are files that could not be collected,
    ``passed_over`` files that look like claims and were not read. ``known`` are the keys of all claims in the files that it
    read, selected or not: parts of one run that are joined show what none of them has judged.
    """

    complete: bool
    why: Annotated[str, _SINCE_2]
    uncollected: Annotated[list[str], _SINCE_2]
    passed_over: Annotated[list[str], _SINCE_2]
    known: Annotated[list[str], _SINCE_2]
    error_probability: Annotated[float, _COUNT]
    seconds: Annotated[float, _COUNT]


class Evidence(TypedDict):
    """The whole document."""

    schema: str
    run: Run
    claims: list[ClaimEntry]


FormKey = tuple[str, str, str]
"""The role, name and grade of a form: within one claim no two have the same."""


def form_key(form: FormEntry) -> FormKey:
    """What a form is known by within its claim."""
    return form["role"], form["name"], form["grade"]


def odd(found: object, entry: type, version: int) -> str:
    """What is wrong with a JSON value that should be such an entry, in words; the empty string where nothing is.

    Fields that came with a later version of the schema may be missing, and fields that nobody knows may be there.
    """
    if not isinstance(found, dict):
        return "is missing"
    for name, field in _fields(entry).items():
        if name in found:
            if not field.fits(found[name]):
                shown = repr(found[name])
                return f"has an odd {name!r}" + (f", {shown}" if len(shown) <= SHOWN else "")
        elif field.since <= version and not field.optional:
            return f"has no {name!r}"
    return ""


@dataclass(frozen=True)
class _Field:
    """One field: the kinds of value that it may have, and of the items where that is a list; and which of these."""

    kinds: tuple[type, ...]
    items: tuple[type, ...]
    optional: bool
    since: int
    within: tuple[_Within, ...]

    def fits(self, value: object) -> bool:
        items = value if isinstance(value, list) else ()
        right = _is(value, self.kinds) and all(_is(item, self.items) for item in items)
        return right and all(within.fits(value) for within in self.within)


def _is(value: object, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, bool):  # for Python a number too
        return bool in kinds
    return isinstance(value, kinds) and (not isinstance(value, int | float) or abs(value) <= LARGEST)


@cache
def _fields(entry: type) -> Mapping[str, _Field]:
    return {name: _field(hint) for name, hint in get_type_hints(entry, include_extras=True).items()}


def _field(hint: Any) -> _Field:
    optional, since, within = False, 1, []
    while (origin := get_origin(hint)) in (NotRequired, Annotated):
        if origin is Annotated:
            hint, *more = get_args(hint)
            since = max([since, *(each for each in more if isinstance(each, int))])
            within += [each for each in more if isinstance(each, _Within)]
        else:
            (hint,), optional = get_args(hint), True
    parts = get_args(hint) if origin is UnionType else (hint,)
    lists = [part for part in parts if get_origin(part) is list]
    items = tuple(kind for part in lists for item in get_args(part) for kind in _kinds(item))
    kinds = tuple(kind for part in parts for kind in _kinds(part))
    return _Field(kinds, items, optional, since, tuple(within))


def _kinds(part: Any) -> tuple[type, ...]:
    """What JSON makes of a type: any entry is a dict, and a float without a fraction may be read as an int."""
    kind = get_origin(part) or part
    if kind is float:
        return int, float
    return (dict,) if isinstance(kind, type) and issubclass(kind, dict) else (kind,)
