"""The evidence file: one JSON document, written in one step and read with one sentence for whatever else is there."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, cast

from lemmata.record.atomic import write_text
from lemmata.record.fields import odd
from lemmata.record.names import key_of
from lemmata.record.schema import (
    SCHEMA,
    SCHEMAS,
    BestConstant,
    ClaimEntry,
    Counterexample,
    Evidence,
    FormEntry,
    Power,
    Run,
    Survivor,
    form_key,
)  # fmt: skip
from lemmata.record.shaken import with_shaken

__all__ = ["Unreadable", "passed_over_in_words", "read", "why_incomplete", "write"]


NOT_WAITING = getattr(os, "O_NONBLOCK", 0)
"""Do not wait at a pipe until somebody opens its other end. Windows has none of those."""


class Unreadable(ValueError):
    """This is no evidence file: why, in one sentence."""


def read(path: Path) -> Evidence:
    """The document in an evidence file, with all that came since it was written.

    Raises Unreadable, in one sentence, for anything else.
    """
    try:
        text = _text_of(path)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not an evidence file: it is not text") from None
    if not text and path.is_fifo():
        raise Unreadable(f"{path} is a pipe, and nobody writes to it")
    if not text.strip():
        raise Unreadable(f"{path} is empty: no run has written its evidence there")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        ours = any(schema in text[:200] for schema in SCHEMAS)
        kind = "is truncated or damaged" if ours else "is not an evidence file"
        raise Unreadable(f"{path} {kind}: line {error.lineno} is not JSON ({error.msg})") from None
    except RecursionError:
        raise Unreadable(f"{path} is not an evidence file: it is nested too deeply") from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise Unreadable(f"{path} is not an evidence file: a number in it is too long") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema not in SCHEMAS:
        its = f"its schema is {schema!r}" if schema is not None else "it names no schema"
        raise Unreadable(f"{path} is not an evidence file of this version: {its}, not {SCHEMA!r}")
    version = SCHEMAS.index(schema) + 1
    if wrong := _wrong(document, version):
        raise Unreadable(f"{path} is damaged: {wrong}")
    found = cast(Evidence, document) if version > 1 else _of_the_first(document)
    counted = Counter(map(key_of, found["claims"]))
    for claim in found["claims"]:
        if counted[key_of(claim)] > 1:
            raise Unreadable(f"{path} is damaged: claim {claim['id']!r} stands in it twice")
    return found


def _text_of(path: Path) -> str:
    """The text of a file, or of a pipe that somebody writes to: a pipe that nobody has open for that is empty at once."""
    with open(path, encoding="utf-8", opener=lambda name, flags: os.open(name, flags | NOT_WAITING)) as file:
        if NOT_WAITING:
            os.set_blocking(file.fileno(), True)
        return file.read()


def write(document: Mapping[str, Any], path: Path) -> None:
    """Write the document in one step. Raises OSError, and then leaves what was there before."""
    write_text(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n", path)


def why_incomplete(uncollected: Sequence[str], passed_over: Sequence[str], left: str = "") -> str:
    """Why a run is not complete in which these files could not be collected, those were passed over, and forms were left."""
    reasons = [f"{', '.join(uncollected)} could not be collected"] if uncollected else []
    reasons += [passed_over_in_words(passed_over)] if passed_over else []
    reasons += [left] if left else []
    return "; ".join(reasons) or "the run was cut short"


def passed_over_in_words(files: Sequence[str]) -> str:
    """What is said of files that look like claims and of which a run cannot tell that they are claims of ours."""
    one = len(files) == 1
    return f"{', '.join(files)} {'looks' if one else 'look'} like claims and {'was' if one else 'were'} passed over"


def _wrong(document: Mapping[str, Any], version: int) -> str:
    """What an evidence file must have and this one has not, in words; the empty string where nothing is wrong."""
    if not isinstance(claims := document.get("claims"), list):
        return "it has no list of claims"
    if field := odd(document.get("run"), Run, version):
        return f"its run {field}"
    for number, claim in enumerate(claims, start=1):
        if isinstance(claim, dict) and _names_no_claim(claim):
            return f"claim {claim.get('id')!r} uses something that is no id"
        if field := odd(claim, ClaimEntry, version):
            return f"claim {number} of {len(claims)} {field}"
        if version > 1 and len(claim["place"]) != 2:
            return f"claim {number} of {len(claims)} has an odd 'place'"
        for place, form in enumerate(claim["forms"], start=1):
            found = odd(form, FormEntry, version) or (
                form["counterexample"] is not None and odd(form["counterexample"], Counterexample, version)
            )
            if found:
                return f"form {place} of claim {claim['id']!r} {found}"
        if len(set(map(form_key, claim["forms"]))) < len(claim["forms"]):
            return f"claim {claim['id']!r} has a form twice"
        if found := _odd_power(claim):
            return f"claim {claim['id']!r} {found}"
        if not _can_be_written(claim["data"]):
            return f"the data of claim {claim['id']!r} hold a number that JSON has not"
    return ""


def _odd_power(claim: ClaimEntry) -> str:
    """What is wrong with what is said of variants and constants, in words; the empty string where nothing is."""
    parts: list[tuple[object, type]] = []
    if "power" in claim:
        if found := odd(claim["power"], Power, len(SCHEMAS)):
            return f"has a power that {found}"
        parts += [(survivor, Survivor) for survivor in claim["power"]["survivors"]]
    parts += [(constant, BestConstant) for constant in claim.get("constants", ())]
    return next(
        (f"has a {kind.__name__} that {found}" for part, kind in parts if (found := odd(part, kind, len(SCHEMAS)))), ""
    )


def _can_be_written(data: Mapping[str, Any]) -> bool:
    """Python's reader takes NaN and the infinities for numbers; JSON has none of them."""
    try:
        json.dumps(data, allow_nan=False)
    except ValueError:
        return False
    return True


def _names_no_claim(claim: Mapping[str, Any]) -> bool:
    names = [claim.get(field) for field in ("uses", "shaken_by")]
    return any(isinstance(name, list) and not all(isinstance(id, str) for id in name) for name in names)


def _of_the_first(document: Mapping[str, Any]) -> Evidence:
    """A document of the first version, sound as far as that goes, with the fields that came after it."""
    run = {"uncollected": [], "passed_over": [], "known": [], **document["run"]}
    why = "" if run["complete"] else why_incomplete(run["uncollected"], run["passed_over"])
    claims = []
    for number, claim in enumerate(document["claims"]):
        text = _text(claim["file"])
        title = claim.get("lecture")  # some later files of that version have one
        forms = [{"elusive": None, **form} for form in claim["forms"]]
        claims.append({
            **{name: value for name, value in claim.items() if name != "lecture"}, "forms": forms, "text": text,
            "text_title": title if isinstance(title, str) else text, "place": [0, number], "source": "",
        })  # fmt: skip
    made = {**document, "schema": SCHEMA, "run": {"code": "", "why": why, **run}, "claims": claims}
    made["claims"] = with_shaken(made["claims"])
    return cast(Evidence, made)


def _text(file: str) -> str:
    """The text that a file of the first version belongs to: its folder, or its module where it lies in none."""
    path = PurePosixPath(file)
    parts = path.parent.parts
    parts = parts[1:] if parts[:1] == ("claims",) else parts  # once a package of ours, now a folder of texts
    return ".".join(parts) or path.stem
