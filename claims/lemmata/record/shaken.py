"""What a step that is false as printed does to the claims that build on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["shaken", "shaken_lines", "used_by"]

Claim = Mapping[str, Any]

CONCLUSIONS, STEPS = 3, 2
"""How many claims the closing lines name, and how many false steps of each."""


def shaken(claims: Sequence[Claim]) -> dict[str, list[str]]:
    """By id: the claims that it uses, directly or through others, whose printed form was refuted in this run.

    They come in the order of the lecture. What is not part of the run is not known to be false, nor what it uses.
    """
    uses = {claim["id"]: claim["uses"] for claim in claims}
    false = [claim["id"] for claim in claims if _refuted_as_printed(claim)]
    below = {id: _below(id, uses) for id in uses}
    return {id: [step for step in false if step in below[id]] for id in uses}


def used_by(id: str, claims: Iterable[Claim]) -> list[str]:
    """The claims that name this one among those that they use."""
    return [claim["id"] for claim in claims if id in claim["uses"]]


def shaken_lines(claims: Sequence[Claim], width: int) -> list[str]:
    """A line or two on the claims that build on false steps; none where no claim does.

    They name those on which no other one builds, the conclusions, most shaken first. Of the false steps of each, those
    that it uses itself come first.
    """
    found = {id: steps for id, steps in shaken(claims).items() if steps}
    if not found:
        return []
    used = {step for claim in claims if claim["id"] in found for step in claim["uses"] if step != claim["id"]}
    conclusions = [claim for claim in claims if claim["id"] in found and claim["id"] not in used]
    conclusions = conclusions or [claim for claim in claims if claim["id"] in found]  # all of them in circles
    conclusions.sort(key=lambda claim: -len(found[claim["id"]]))
    one = len({step for steps in found.values() for step in steps}) == 1
    line = "1 claim builds" if len(found) == 1 else f"{len(found)} claims build"
    lines = [line + (" on a step that is false as printed:" if one else " on steps that are false as printed:")]
    parts = [f"{claim['id']} ({_named(claim, found[claim['id']])})" for claim in conclusions[:CONCLUSIONS]]
    if len(found) > len(parts):
        parts.append(f"{len(found) - len(parts)} more")
    for place, part in enumerate(parts):
        entry = f"{part}," if place < len(parts) - 1 else part
        if len(lines[-1]) + 1 + len(entry) <= width:
            lines[-1] += f" {entry}"
        else:
            lines.append(f"  {entry}")
    return lines


def _named(claim: Claim, steps: Sequence[str]) -> str:
    first = sorted(steps, key=lambda step: step not in claim["uses"])
    return ", ".join(first[:STEPS]) + (f" +{len(first) - STEPS}" if len(first) > STEPS else "")


def _refuted_as_printed(claim: Claim) -> bool:
    return any(form["role"] == "printed" and form["verdict"] == "refuted" for form in claim["forms"])


def _below(id: str, uses: Mapping[str, Iterable[str]]) -> set[str]:
    """All that a claim uses, directly or through others of the run; never itself, even in a circle."""
    found: set[str] = set()
    waiting = list(uses[id])
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(uses.get(step, ()))
    return found - {id}
