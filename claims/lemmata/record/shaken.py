"""What a step that is false as printed does to the claims that build on it, of its own text or of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lemmata.record.names import key_of, labels, relative, uses
from lemmata.record.schema import ClaimEntry

__all__ = ["shaken", "shaken_lines", "used_by", "with_shaken"]

CONCLUSIONS, STEPS = 3, 2
"""How many claims the closing lines name, and how many false steps of each."""


def shaken(claims: Sequence[ClaimEntry]) -> dict[str, list[str]]:
    """By key: the keys of those that it uses, directly or through others, whose printed form was refuted in this run.

    They come in the order of the claims. What is not part of the run is not known to be false, nor what it uses.
    """
    used = {key_of(claim): uses(claim) for claim in claims}
    false = [key_of(claim) for claim in claims if _refuted_as_printed(claim)]
    below = {key: _below(key, used) for key in used}
    return {key: [step for step in false if step in below[key]] for key in used}


def with_shaken(claims: Sequence[ClaimEntry]) -> list[ClaimEntry]:
    """The claims, each with the names of the steps that shake it."""
    found = shaken(claims)
    return [
        {**claim, "shaken_by": [relative(step, claim["text"]) for step in found[key_of(claim)]]} for claim in claims
    ]


def used_by(claim: ClaimEntry, claims: Iterable[ClaimEntry]) -> list[str]:
    """The keys of the claims that name this one among those that they use."""
    key = key_of(claim)
    return [key_of(other) for other in claims if key in uses(other)]


def shaken_lines(claims: Sequence[ClaimEntry], width: int) -> list[str]:
    """A line or two on the claims that build on false steps; none where no claim does.

    They name those on which no other one builds, the conclusions, most shaken first. Of the false steps of each, those
    that it uses itself come first.
    """
    found = {key: steps for key, steps in shaken(claims).items() if steps}
    if not found:
        return []
    direct, label = {key_of(claim): uses(claim) for claim in claims}, labels(claims)
    used = {step for key in found for step in direct[key] if step != key}
    conclusions = [key for key in found if key not in used] or list(found)  # all of them in circles
    conclusions.sort(key=lambda key: -len(found[key]))
    one = len({step for steps in found.values() for step in steps}) == 1
    line = "1 claim builds" if len(found) == 1 else f"{len(found)} claims build"
    lines = [line + (" on a step that is false as printed:" if one else " on steps that are false as printed:")]
    parts = [f"{label[key]} ({_listed(found[key], direct[key], label)})" for key in conclusions[:CONCLUSIONS]]
    if len(found) > len(parts):
        parts.append(f"{len(found) - len(parts)} more")
    for place, part in enumerate(parts):
        entry = f"{part}," if place < len(parts) - 1 else part
        if len(lines[-1]) + 1 + len(entry) <= width:
            lines[-1] += f" {entry}"
        else:
            lines.append(f"  {entry}")
    return lines


def _listed(steps: Sequence[str], direct: Sequence[str], label: Mapping[str, str]) -> str:
    first = [label[step] for step in sorted(steps, key=lambda step: step not in direct)]
    return ", ".join(first[:STEPS]) + (f" +{len(first) - STEPS}" if len(first) > STEPS else "")


def _refuted_as_printed(claim: ClaimEntry) -> bool:
    return any(form["role"] == "printed" and form["verdict"] == "refuted" for form in claim["forms"])


def _below(key: str, used: Mapping[str, Iterable[str]]) -> set[str]:
    """All that a claim uses, directly or through others of the run; never itself, even in a circle."""
    found: set[str] = set()
    waiting = list(used[key])
    while waiting:
        step = waiting.pop()
        if step not in found:
            found.add(step)
            waiting.extend(used.get(step, ()))
    return found - {key}
