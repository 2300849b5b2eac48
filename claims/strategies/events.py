"""Events, calculations of sample sizes and coins that Hypothesis may draw."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from claims.theory.events import CellDeviations, EventsCase, IndependentEvents, cell_deviations, events, independent
from claims.theory.substitution import SizeCase, sample_size

__all__ = ["cell_events", "event_pairs", "event_systems", "sample_sizes"]


def _laws(size: int) -> st.SearchStrategy[list[Fraction]]:
    counts = st.lists(st.integers(1, 4), min_size=size, max_size=size)
    return counts.map(lambda c: [Fraction(v, sum(c)) for v in c])


@st.composite
def _on_finite_spaces(draw: st.DrawFn, min_events: int, max_events: int, outcomes: int = 2) -> EventsCase:
    # half of the space stays good, so that a sum of probabilities says something
    bad = draw(st.integers(outcomes, 6))
    law = [Fraction(1, 2), *(w / 2 for w in draw(_laws(bad)))]
    event = st.lists(st.integers(1, bad), min_size=outcomes // 2, max_size=bad - 1, unique=True)
    return events(law, draw(st.lists(event, min_size=min_events, max_size=max_events)))


def event_pairs() -> st.SearchStrategy[EventsCase]:
    """Two events on a finite space: apart, overlapping or nested."""
    return _on_finite_spaces(2, 2, outcomes=4)


@st.composite
def cell_events(draw: st.DrawFn) -> CellDeviations:
    """Deviations of the shares of two or three cells among at most eight points."""
    law = draw(_laws(draw(st.integers(2, 3))))
    N = draw(st.integers(1, 8))
    return cell_deviations(law, N=N, t=draw(st.sampled_from([Fraction(p, 12) for p in range(1, 12)])))


def event_systems() -> st.SearchStrategy[EventsCase | IndependentEvents | CellDeviations]:
    """Several events: sets of outcomes, independent copies, or deviations of multinomial counts."""
    copies = st.builds(independent, st.sampled_from([Fraction(1, q) for q in range(2, 60)]), st.integers(2, 30))
    return st.one_of(_on_finite_spaces(2, 5), copies, cell_events())


@st.composite
def sample_sizes(draw: st.DrawFn) -> SizeCase:
    """Small c, m, ε, Δ and a logarithm of either sign."""
    positive = st.sampled_from([Fraction(p, q) for q in (1, 2, 3) for p in range(1, 6)])
    logarithm = draw(st.sampled_from([Fraction(p, 2) for p in range(-4, 9)]))
    assume(logarithm != 0)
    m = draw(st.integers(1, 6))
    return sample_size(c=draw(positive), m=m, epsilon=draw(positive), width=draw(positive), logarithm=logarithm)
