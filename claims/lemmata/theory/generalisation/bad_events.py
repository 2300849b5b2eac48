"""Bad events, one for each θ of a net: their probabilities, and the probability that one of them happens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.numbers import Number, exact_number
from lemmata.theory.exact.spelling import typed

__all__ = ["CellDeviations", "Events", "EventsCase", "IndependentEvents", "cell_deviations", "events", "independent"]


@dataclass(frozen=True)
class Events:
    """Probabilities of events in one arithmetic: of each, and of their union."""

    each: list[Matrix]
    union: Matrix


class _Case(ABC):
    """What the cases share: exact probabilities, lifted."""

    @abstractmethod
    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        """That of each event, and of the union."""

    def into(self, arithmetic: Any) -> Events:
        if isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("an event has a number for its probability")
        each, union = self.probabilities()
        return Events([arithmetic.matrix([[p]]) for p in each], arithmetic.matrix([[union]]))


@dataclass(frozen=True, repr=False)
class EventsCase(_Case):
    """Sets of outcomes of a finite space."""

    weights: tuple[Fraction, ...]
    sets: tuple[frozenset[int], ...]

    @property
    def generic(self) -> bool:
        """Two events at least that overlap without one holding the other."""
        return any(a & b and a - b and b - a for a in self.sets for b in self.sets)

    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        def mass(event: frozenset[int]) -> Fraction:
            return sum((self.weights[i] for i in event), Fraction(0))

        return [mass(event) for event in self.sets], mass(frozenset().union(*self.sets))

    def __repr__(self) -> str:
        weights = "[" + ", ".join(typed(w) for w in self.weights) + "]"
        return f"events({weights}, [{', '.join(str(sorted(event)) for event in self.sets)}])"


@dataclass(frozen=True, repr=False)
class IndependentEvents(_Case):
    """K independent events of probability p: P(∪) = 1 − (1 − p)^K."""

    p: Fraction
    K: int

    @property
    def generic(self) -> bool:
        """All events are alike."""
        return False

    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        return [self.p] * self.K, 1 - (1 - self.p) ** self.K

    def __repr__(self) -> str:
        return f"independent({typed(self.p)}, {self.K})"


@dataclass(frozen=True, repr=False)
class CellDeviations(_Case):
    """N i.i.d. points in cells of given probabilities; event j: the share of cell j deviates by t or more."""

    weights: tuple[Fraction, ...]
    N: int
    t: Fraction

    @property
    def generic(self) -> bool:
        """Three cells, not all equally likely."""
        return len(self.weights) >= 3 and len(set(self.weights)) > 1

    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        cells = len(self.weights)
        each, union = [Fraction(0)] * cells, Fraction(0)
        for head in product(range(self.N + 1), repeat=cells - 1):
            if sum(head) > self.N:
                continue
            counts = (*head, self.N - sum(head))
            probability, left = Fraction(1), self.N
            for count, weight in zip(counts, self.weights, strict=True):
                probability *= comb(left, count) * weight**count
                left -= count
            bad = [abs(Fraction(c, self.N) - w) >= self.t for c, w in zip(counts, self.weights, strict=True)]
            each = [p + probability * hit for p, hit in zip(each, bad, strict=True)]
            union += probability * any(bad)
        return each, union

    def __repr__(self) -> str:
        weights = "[" + ", ".join(typed(w) for w in self.weights) + "]"
        return f"cell_deviations({weights}, N={self.N}, t={typed(self.t)})"


def _law(weights: Sequence[Number]) -> tuple[Fraction, ...]:
    law = tuple(exact_number(w) for w in weights)
    if not law or any(w < 0 for w in law) or sum(law) != 1:
        raise ValueError(
            f"probabilities are ≥ 0 and sum to 1, got {[str(w) for w in law]} with sum {sum(law, Fraction(0))}"
        )
    return law


def events(weights: Sequence[Number], sets: Sequence[Sequence[int]]) -> EventsCase:
    """Events as sets of outcomes 0, 1, …: ``events(["1/2", "1/2"], [[0], [1]])``.

    Raises ValueError for weights that do not sum to 1, for no events, and for an outcome that does not exist.
    """
    law, chosen = _law(weights), tuple(frozenset(event) for event in sets)
    if not chosen:
        raise ValueError("at least one event is needed")
    if any(not 0 <= i < len(law) for event in chosen for i in event):
        raise ValueError(f"outcomes are numbered 0 to {len(law) - 1}, got {[sorted(event) for event in chosen]}")
    return EventsCase(law, chosen)


def independent(p: Number, K: int) -> IndependentEvents:
    """K independent events of probability p. Raises ValueError for p outside [0, 1] or K < 1."""
    probability = exact_number(p)
    if not 0 <= probability <= 1 or K < 1:
        raise ValueError(f"K ≥ 1 events of a probability in [0, 1] are needed, got K = {K}, p = {probability}")
    return IndependentEvents(probability, K)


def cell_deviations(weights: Sequence[Number], *, N: int, t: Number) -> CellDeviations:
    """Deviations of the shares of cells. Raises ValueError for weights that do not sum to 1, N < 1 or t ≤ 0."""
    deviation = exact_number(t)
    if N < 1 or deviation <= 0:
        raise ValueError(f"N ≥ 1 points and a deviation t > 0 are needed, got N = {N}, t = {deviation}")
    return CellDeviations(_law(weights), N, deviation)
