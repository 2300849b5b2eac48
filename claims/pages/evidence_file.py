"""The evidence file: one JSON document, written in one step and read with one sentence for whatever else is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claims.pages.in_one_step import write_text

__all__ = ["SCHEMA", "Unreadable", "read", "write"]

SCHEMA = "lemmata-evidence/1"

RUN = frozenset({"seed", "profile", "device", "complete", "error_probability", "seconds", "versions"})
CLAIM = frozenset({
    "id", "title", "slide", "lecture", "file", "status", "statement_printed", "statement_corrected", "scope", "uses",
    "shaken_by", "far_controls", "forms", "data",
})  # fmt: skip
FORM = frozenset({
    "role", "name", "grade", "expected", "verdict", "cases", "search_cases", "survives", "tightness", "erratum",
    "blindness", "needs", "counterexample", "seconds", "node",
})  # fmt: skip


class Unreadable(ValueError):
    """What stands in the place of an evidence file, in one sentence."""


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
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        found = f"its schema is {schema!r}" if schema is not None else "it names no schema"
        raise Unreadable(f"{path} is not an evidence file of this version: {found}, not {SCHEMA!r}")
    if missing := _missing(document):
        raise Unreadable(f"{path} is damaged: {missing}")
    return dict(document)


def _missing(document: Mapping[str, Any]) -> str:
    """What an evidence file must have and this one has not, in words; the empty string where nothing is missing."""
    run, claims = document.get("run"), document.get("claims")
    if not isinstance(run, dict) or RUN - run.keys():
        return "its run does not say how it was made"
    if not isinstance(claims, list):
        return "it has no list of claims"
    for place, claim in enumerate(claims, start=1):
        if not isinstance(claim, dict) or CLAIM - claim.keys() or not isinstance(claim["forms"], list):
            return f"claim {place} of {len(claims)} is not whole"
        for form in claim["forms"]:
            if not isinstance(form, dict) or FORM - form.keys():
                return f"a form of claim {claim['id']!r} is not whole"
    return ""


def write(document: Mapping[str, Any], path: Path) -> None:
    """Write the document in one step. Raises OSError, and then leaves what was there before."""
    write_text(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n", path)
