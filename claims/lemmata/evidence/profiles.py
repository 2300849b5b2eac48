"""How much evidence a run asks for. Work is counted in cases, bits and networks, never in seconds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROFILES", "Profile", "profile_named"]


@dataclass(frozen=True)
class Profile:
    """Floors of one run.

    Attributes:
        cases: distinct cases that every form and grade must compare before it may hold.
        largest: how many of them at the largest size named.
        heaviest: how many more of a size that takes seconds each, where a claim names such cases.
        search: examples given to a false form to be found without its written case.
        volume: the share of the seeded networks of the rounded grade.
        sampled: cases of the statistical grade: each spends error probability, so they do not grow with the others.
        variants: how many variants of its true form a claim has to judge at least; None for all of them, attack included.
        device: where the rounded grade computes.
    """

    name: str
    cases: int
    largest: int
    heaviest: int
    search: int
    volume: float
    sampled: int
    variants: int | None
    device: str = "cpu"


PROFILES = {
    p.name: p
    for p in (
        Profile("smoke", cases=10, largest=2, heaviest=0, search=10, volume=0.01, sampled=10, variants=0),
        Profile("default", cases=100, largest=20, heaviest=0, search=100, volume=0.25, sampled=100, variants=4),
        Profile("thorough", cases=1000, largest=60, heaviest=3, search=1000, volume=5.0, sampled=200, variants=4),
        Profile("power", cases=100, largest=20, heaviest=0, search=100, volume=0.25, sampled=100, variants=None),
        Profile("search", cases=100, largest=20, heaviest=0, search=1000, volume=0.25, sampled=100, variants=0),
    )
}


def profile_named(name: str) -> Profile:
    """The profile of this name. Raises ValueError, listing those there are."""
    if name not in PROFILES:
        raise ValueError(f"unknown profile {name!r}; known: {', '.join(PROFILES)}")
    return PROFILES[name]
