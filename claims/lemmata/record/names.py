"""What claims are called: a claim is known by its text and its id, and is named by the id alone where that will do.

A key is `text/id`. No text and no id has a slash in it. Within a text a claim is named by its id, elsewhere by its key;
for a reader the id will do where only one of the claims at hand has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lemmata.record.schema import ClaimEntry

__all__ = ["id_of", "in_order", "key_of", "labels", "named", "relative", "resolved", "uses"]


def id_of(check: str) -> str:
    """The id of a claim whose check has this name, where it is given none: "claim_sum_of_powers" ↦ "sum-of-powers"."""
    return check.removeprefix("claim_").replace("_", "-").lower()


def key_of(claim: ClaimEntry) -> str:
    """The key of a claim."""
    return f"{claim['text']}/{claim['id']}"


def resolved(name: str, text: str) -> str:
    """The key of the claim that a claim of this text means by a name."""
    return name if "/" in name else f"{text}/{name}"


def relative(key: str, text: str) -> str:
    """What a claim of this text calls the claim with this key."""
    return key.removeprefix(f"{text}/")


def uses(claim: ClaimEntry) -> list[str]:
    """The keys of the claims that a claim names among those that it uses."""
    return [resolved(name, claim["text"]) for name in claim["uses"]]


def labels(claims: Iterable[ClaimEntry]) -> dict[str, str]:
    """By key: what each claim is called where all of these may be meant."""
    known = {key_of(claim): claim["id"] for claim in claims}
    count = Counter(known.values())
    return {key: id if count[id] == 1 else key for key, id in known.items()}


def named(name: str, claims: Iterable[ClaimEntry]) -> list[ClaimEntry]:
    """The claims that a reader may mean by an id or a key."""
    return [claim for claim in claims if name in (claim["id"], key_of(claim))]


def in_order(claims: Iterable[ClaimEntry]) -> list[ClaimEntry]:
    """The claims text by text, in the order of each, whatever order they come in."""
    return sorted(claims, key=lambda claim: (claim["text"], claim["place"][0], claim["file"], claim["place"][1]))
