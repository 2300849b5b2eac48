"""The lines of a journal: how one is written, and what all of them say when they are read again.

Each line is the CRC-32 of a JSON object, a space, and the object. The first says which run this is, each other holds
one decided form, and `{"ended": true}` closes a run whose evidence file holds them all.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lemmata.record.comparison import SETTINGS, settings

__all__ = ["ENDED", "SCHEMA", "Lines", "difference", "fingerprint", "line", "parse"]

SCHEMA = "lemmata-journal/1"
ENDED: Mapping[str, Any] = {"ended": True}
FORM = {"node", "source", "entry", "data"}
START = b' {"schema": "lemmata-journal/'  # after the eight digits, in every journal of ours


@dataclass
class Lines:
    """What a journal says. One that was cut off within its first line, after START, says nothing: ``run`` is empty.

    Attributes:
        run: the first line: what the verdicts of this run depend on.
        forms: the decided forms by node id, the latest of each.
        ended: is the last line ENDED?
        size: the bytes of all whole lines; what follows was being written when the run died.
    """

    run: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    ended: bool = False
    size: int = 0


def line(content: Mapping[str, Any]) -> bytes:
    """One line."""
    text = json.dumps(content, allow_nan=False).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def parse(content: bytes) -> Lines:
    """What a journal says. Raises ValueError, with the end of a sentence about it, where it is damaged or none of ours."""
    if content and not content[8:].startswith(START):
        raise ValueError("is not a journal of lemmata")
    found = Lines(size=content.rfind(b"\n") + 1)
    for number, text in enumerate(content[: found.size].split(b"\n")[:-1], start=1):
        said = _checked(text)
        if number == 1 and "schema" in said:
            if said["schema"] != SCHEMA:
                raise ValueError(f"is a journal of another version: its schema is {said['schema']!r}, not {SCHEMA!r}")
            found.run = said
        elif said.keys() >= FORM:  # not on the first line: that begins like a schema, or is none of ours
            found.forms[said["node"]] = said
        elif number == 1 or said != ENDED:
            raise ValueError(f"cannot be read: line {number} is damaged")
        found.ended = said == ENDED
    return found


def _checked(text: bytes) -> dict[str, Any]:
    """The object of one line; an empty one where its sum does not agree, or it is no object."""
    try:
        said = json.loads(text[9:]) if text[:9] == b"%08x " % zlib.crc32(text[9:]) else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The first thing in which two runs differ, in words; the empty string where their verdicts are the same."""
    for name, then, here in settings(before, now):
        return f"{name} {then}, and {'this run has' if name in SETTINGS else 'here it is'} {here}"
    return "" if before.get("code") == now["code"] else "other code of lemmata than there is now"


def fingerprint(folder: Path, files: Iterable[Path]) -> str:
    """One number for these files of a folder: it changes with any of their names and with what they hold."""
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):  # an editor's lock may be a link to nothing
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()
