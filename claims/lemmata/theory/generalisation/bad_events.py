"""Bad events, one for each θ of a net: their probabilities, and the probability that one of them happens."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["CellDeviations", "Events", "EventsCase", "IndependentEvents", "cell_deviations", "events", "independent"]


@dataclass(frozen=True)
class Events:
    """Probabilities of events in one arithmetic: of each, and of their union."""

    each: list[Matrix]
    union: Matrix


class _Probabilities(Case):
    """What the cases share: exact probabilities, lifted."""

    elsewhere = "an event has a number for its probability"

    @abstractmethod
    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        """That of each event, and of the union."""

    def lift(self, arithmetic: Numbers) -> Events:
        each, union = self.probabilities()
        *of_each, of_union = arithmetic.numbers(*each, union)
        return Events(of_each, of_union)


@dataclass(frozen=True)
class EventsCase(_Probabilities):
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

    def argument(self, name: str) -> Any:
        return [sorted(event) for event in self.sets] if name == "sets" else super().argument(name)


@dataclass(frozen=True)
class IndependentEvents(_Probabilities):
    """K independent events of probability p: P(∪) = 1 − (1 − p)^K."""

    p: Fraction
    K: int

    @property
    def generic(self) -> bool:
        """All events are alike."""
        return False

    def probabilities(self) -> tuple[list[Fraction], Fraction]:
        return [self.p] * self.K, 1 - (1 - self.p) ** self.K


@dataclass(frozen=True)
class CellDeviations(_Probabilities):
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


def _law(weights: Sequence[Number]) -> tuple[Fraction, ...]:
    law = exact_row(weights)
    if not law or any(w < 0 for w in law) or sum(law) != 1:
        raise ValueError(
            f"probabilities are ≥ 0 and sum to 1, got {[str(w) for w in law]} with sum {sum(law, Fraction(0))}"
        )
    return law


@makes(EventsCase)
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


@makes(IndependentEvents)
def independent(p: Number, K: int) -> IndependentEvents:
    """K independent events of probability p. Raises ValueError for p outside [0, 1] or K < 1."""
    probability = exact_number(p)
    if not 0 <= probability <= 1 or K < 1:
        raise ValueError(f"K ≥ 1 events of a probability in [0, 1] are needed, got K = {K}, p = {probability}")
    return IndependentEvents(probability, K)


@makes(CellDeviations)
def cell_deviations(weights: Sequence[Number], *, N: int, t: Number) -> CellDeviations:
    """Deviations of the shares of cells. Raises ValueError for weights that do not sum to 1, N < 1 or t ≤ 0."""
    deviation = exact_number(t)
    if N < 1 or deviation <= 0:
        raise ValueError(f"N ≥ 1 points and a deviation t > 0 are needed, got N = {N}, t = {deviation}")
    return CellDeviations(_law(weights), N, deviation)
