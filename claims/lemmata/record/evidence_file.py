"""The evidence file: one JSON document, written in one step and read with one sentence for whatever else is there."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lemmata.record.atomic import write_text
from lemmata.record.shaken import shaken

__all__ = ["SCHEMA", "Unreadable", "read", "write"]

SCHEMA = "lemmata-evidence/1"

NUMBER = (int, float)
LARGEST = sys.float_info.max
"""JSON has longer numbers, and some readers take NaN and Infinity for one; no run writes any of these."""
NOTHING = type(None)
Kinds = tuple[type, ...]

# What every evidence file has, and the kinds of value that each may be; further fields may stand beside these.
RUN: Mapping[str, Kinds] = {
    "seed": (int,), "profile": (str,), "device": (str,), "complete": (bool,), "error_probability": NUMBER,
    "seconds": NUMBER, "versions": (dict,),
}  # fmt: skip
CLAIM: Mapping[str, Kinds] = {
    "id": (str,), "title": (str,), "slide": (str,), "file": (str,), "status": (str,),
    "statement_printed": (str,), "statement_corrected": (str, NOTHING), "scope": (str,), "uses": (list,),
    "far_controls": (str, NOTHING), "forms": (list,), "data": (dict,),
}  # fmt: skip
# What they may have besides: some of it came after 0.1.0, some is there only where it is needed.
MORE_OF_RUN: Mapping[str, Kinds] = {"uncollected": (list,)}
MORE_OF_CLAIM: Mapping[str, Kinds] = {"lecture": (str,), "shaken_by": (list,)}
MORE_OF_FORM: Mapping[str, Kinds] = {"elusive": (str, NOTHING), "error": (str,)}
FORM: Mapping[str, Kinds] = {
    "role": (str,), "name": (str,), "grade": (str,), "expected": (str,), "verdict": (str,), "selected": (bool,),
    "node": (str,), "cases": (int,), "at_largest": (int,), "generic": (int,), "escalated": (int,),
    "search_cases": (int, NOTHING), "survives": (*NUMBER, NOTHING), "tightness": (*NUMBER, NOTHING),
    "error_probability": (*NUMBER, NOTHING), "erratum": (str, NOTHING), "blindness": (str, NOTHING), "needs": (str,),
    "counterexample": (dict, NOTHING), "seconds": NUMBER,
}  # fmt: skip
COUNTEREXAMPLE: Mapping[str, Kinds] = dict.fromkeys(("case", "sentence", "confirmed_by", "node", "snippet"), (str,))


class Unreadable(ValueError):
    """This is no evidence file: why, in one sentence."""


def read(path: Path) -> dict[str, Any]:
    """The document in an evidence file. Raises Unreadable, in one sentence, for anything else."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not an evidence file: it is not text") from None
    if not text.strip():
        raise Unreadable(f"{path} is empty: no run has written its evidence there")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        found = "is truncated or damaged" if SCHEMA in text[:200] else "is not an evidence file"
        raise Unreadable(f"{path} {found}: line {error.lineno} is not JSON ({error.msg})") from None
    except RecursionError:
        raise Unreadable(f"{path} is not an evidence file: it is nested too deeply") from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise Unreadable(f"{path} is not an evidence file: a number in it is too long") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        found = f"its schema is {schema!r}" if schema is not None else "it names no schema"
        raise Unreadable(f"{path} is not an evidence file of this version: {found}, not {SCHEMA!r}")
    if wrong := _wrong(document):
        raise Unreadable(f"{path} is damaged: {wrong}")
    shaken_by = shaken(document["claims"])
    added = [{"lecture": _folder(claim["file"]), "shaken_by": shaken_by[claim["id"]]} for claim in document["claims"]]
    return {**document, "claims": [{**a, **claim} for a, claim in zip(added, document["claims"], strict=True)]}


def _folder(file: str) -> str:
    """The dotted name of the folder, or of the file where it lies in none: a lecture that has no other name."""
    path = PurePosixPath(file)
    return ".".join(path.parent.parts) or path.stem


def _wrong(document: Mapping[str, Any]) -> str:
    """What an evidence file must have and this one has not, in words; the empty string where nothing is wrong."""
    if not isinstance(claims := document.get("claims"), list):
        return "it has no list of claims"
    if field := _odd(document.get("run"), RUN, MORE_OF_RUN):
        return f"its run {field}"
    if not all(isinstance(node, str) for node in document["run"].get("uncollected", ())):
        return "its run has an odd 'uncollected'"
    known: set[str] = set()
    for place, claim in enumerate(claims, start=1):
        if field := _odd(claim, CLAIM, MORE_OF_CLAIM):
            return f"claim {place} of {len(claims)} {field}"
        if claim["id"] in known:
            return f"claim {claim['id']!r} stands in it twice"
        known.add(claim["id"])
        if not all(isinstance(id, str) for id in (*claim["uses"], *claim.get("shaken_by", ()))):
            return f"claim {claim['id']!r} uses something that is no id"
        for form in claim["forms"]:
            found = _odd(form, FORM, MORE_OF_FORM) or (
                form["counterexample"] is not None and _odd(form["counterexample"], COUNTEREXAMPLE, {})
            )
            if found:
                return f"a form of claim {claim['id']!r} {found}"
    return ""


def _odd(found: object, fields: Mapping[str, Kinds], more: Mapping[str, Kinds]) -> str:
    """The first field that is missing or of another kind, in words; the empty string where there is none.

    Those in ``more`` may be missing.
    """
    if not isinstance(found, dict):
        return "is missing"
    for name, kinds in (*fields.items(), *((name, more[name]) for name in more if name in found)):
        if name not in found:
            return f"has no {name!r}"
        value = found[name]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            return f"has an odd {name!r}"
        if isinstance(value, NUMBER) and not abs(value) <= LARGEST:
            return f"has an odd {name!r}"
    return ""


def write(document: Mapping[str, Any], path: Path) -> None:
    """Write the document in one step. Raises OSError, and then leaves what was there before."""
    write_text(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n", path)
