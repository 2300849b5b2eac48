"""What a field of a JSON entry may hold: this follows from the entry's type, and so does what is wrong with one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints

__all__ = ["Within", "odd"]

SHOWN = 40
"""How many characters of an odd value a sentence shows."""

LARGEST = sys.float_info.max
"""JSON has longer numbers, and some readers take NaN and Infinity for one; no run writes any of these."""


@dataclass(frozen=True)
class Within:
    """What the value of a field is, other than null: one of these words, or a number from ``low`` to ``high``."""

    words: tuple[str, ...] = ()
    low: float = 0
    high: float = LARGEST

    def fits(self, value: object) -> bool:
        if isinstance(value, str):
            return value in self.words
        return not isinstance(value, int | float) or self.low <= value <= self.high


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
    within: tuple[Within, ...]

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
            within += [each for each in more if isinstance(each, Within)]
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
