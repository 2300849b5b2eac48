"""Events, sample sizes, expectations and nets that Hypothesis may draw: the steps of the proof."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, strategies as st

from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.generalisation.bad_events import (
    CellDeviations,
    EventsCase,
    IndependentEvents,
    cell_deviations,
    events,
    independent,
)
from lemmata.theory.generalisation.detours import ExpectationsCase, expectations
from lemmata.theory.generalisation.linear_net import LinearNetCase, linear_net
from lemmata.theory.generalisation.sample_size import SizeCase, sample_size

__all__ = [
    "cell_events",
    "centred_expectations",
    "event_pairs",
    "event_systems",
    "linear_nets",
    "sample_sizes",
    "telescopes",
    "three_expectations",
]


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


@st.composite
def three_expectations(draw: st.DrawFn) -> ExpectationsCase:
    """Two functions on two to four points, and three laws there."""
    points = draw(st.integers(2, 4))
    law = st.lists(st.integers(0, 5), min_size=points, max_size=points).filter(any)
    values = st.lists(dyadics(), min_size=points, max_size=points)
    real, samples, gen = ([Fraction(c, sum(counts)) for c in counts] for counts in draw(st.tuples(law, law, law)))
    return expectations(f=draw(values), hat=draw(values), real=real, samples=samples, gen=gen)


def centred_expectations() -> st.SearchStrategy[ExpectationsCase]:
    """The same with f_θ shifted so that E_gen f_θ = 0."""

    def centre(case: ExpectationsCase) -> ExpectationsCase:
        mean = sum((v * w for v, w in zip(case.f, case.gen, strict=True)), Fraction(0))
        return expectations(
            f=[v - mean for v in case.f], hat=case.hat, real=case.real, samples=case.samples, gen=case.gen
        )

    return three_expectations().map(centre)


@st.composite
def telescopes(draw: st.DrawFn) -> ExpectationsCase:
    """Samples and generator at a point each, and three steps between E_samples f_θ and E_gen f_θ that pull one way."""
    start, steps = draw(dyadics()), draw(st.tuples(*[st.integers(1, 4)] * 3))
    hat = [start + 2 * steps[1], start]
    f = [hat[0] + steps[0], hat[1] - steps[2]]
    return expectations(f=f, hat=hat, real=["1/2", "1/2"], samples=[1, 0], gen=[0, 1])


@st.composite
def linear_nets(draw: st.DrawFn) -> LinearNetCase:
    """[−1, 1] with a net of one to eight points, or a finite Θ in the plane or in space with some of its points.

    ε is the least one for which the net's deviations are at most ε/2 and the net is fine enough for a drawn constant.
    """
    L = draw(st.integers(1, 8))
    m = draw(st.sampled_from((1, 1, 2, 3)))
    if m == 1:
        # a net that keeps away from the ends of the interval sees little of what happens there
        # and one that reaches 15/32 is just too coarse
        reach = draw(st.sampled_from([Fraction(p, 4) for p in (0, 4, 8, 12, 12, 15, 16, 24, 28, 32)]))
        eighths = st.sampled_from([Fraction(p, 8) for p in range(-int(reach), int(reach) + 1)])
        ends = {(-reach / 8,), (reach / 8,)}
        net = sorted(ends | {(draw(eighths),) for _ in range(draw(st.integers(0, 8)))})
        theta = None
        difference = (draw(st.sampled_from((Fraction(2), Fraction(2), Fraction(1)))),)
    else:
        coordinates = st.sampled_from([Fraction(p, 4) for p in range(-4, 5)])
        point = st.tuples(*[coordinates] * m).filter(lambda p: sum(v * v for v in p) <= 1)
        theta = sorted(draw(st.lists(point, min_size=2, max_size=6, unique=True)))
        net = sorted(draw(st.lists(st.sampled_from(theta), min_size=1, max_size=len(theta), unique=True)))
        difference = draw(point.filter(any))
    case = linear_net(L=L, epsilon=1, net=net, difference=difference, theta=theta)
    on_the_net = 2 * max(abs(case.deviation(p)) for p in case.net)
    # in the plane the radius is irrational: one from above will do
    radius = Fraction(float(case.radius_squared()) ** 0.5).limit_denominator(64) + (Fraction(1, 64) if m > 1 else 0)
    fine_enough = draw(st.sampled_from([Fraction(p, 2) for p in (2, 4, 6, 7, 8, 8, 12)])) * L * radius
    epsilon = max(on_the_net, fine_enough)
    assume(epsilon > 0)
    return linear_net(L=L, epsilon=epsilon, net=net, difference=difference, theta=theta)
