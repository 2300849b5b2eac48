"""Checks so small that one sees what a decider should make of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.deciders import Decider
from lemmata.evidence.grades import exact
from lemmata.evidence.profiles import PROFILES, profile_named
from lemmata.evidence.question import Decision, Question
from lemmata.numerics.compare import equal
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Comparison, OutsideArithmetic, Verdict

__all__ = [
    "HOLDS",
    "REFUTED",
    "SMOKE",
    "UNDECIDED",
    "WIDE",
    "Number",
    "decide",
    "doubled",
    "says",
    "squares",
    "toy",
    "truly_squared",
    "zero",
]

HOLDS, REFUTED, UNDECIDED = Verdict.HOLDS, Verdict.REFUTED, Verdict.UNDECIDED
SMOKE = PROFILES["smoke"]  # 10 cases, 2 at the largest size, 10 for a search
WIDE = st.integers(0, 10**6)


def zero(n: int) -> int:
    """The toy formula that every toy check compares with 0."""
    return 0


def says(verdict: Verdict, **fields: Any) -> Comparison:
    return Comparison(verdict, "left", "right", **fields)


def toy(formula: Callable[[int], int], n: int) -> Comparison:
    """formula(n) = 0."""
    value = formula(n)
    return Comparison(HOLDS if value == 0 else REFUTED, f"{value} at {n}", "0")


def decide(
    formula: Callable[..., Any] = zero,
    *,
    check: Callable[..., Comparison] = toy,
    written: tuple[Any, ...] = (),
    decider: Decider | None = None,
    profile: str = "smoke",
    seed: int = 0,
) -> Decision:
    question = Question(check, formula, [{"n": n} for n in written])
    return (decider or exact(n=WIDE)).decide(question, profile_named(profile), seed)


@dataclass(frozen=True)
class Number:
    """One number."""

    value: Fraction | int

    def into(self, arithmetic: Any) -> Matrix:
        if isinstance(arithmetic, Symbols) or (arithmetic == Rationals() and self.value == 7):
            raise OutsideArithmetic("balls decide this one")
        return arithmetic.matrix([[self.value]])


def squares(formula: Callable[[Any], Any], n: Any) -> Comparison:
    """formula(n) = n²."""
    return equal(formula(n), n * n)


def truly_squared(n: Any) -> Any:
    return n * n


def doubled(n: Any) -> Any:
    return n + n
