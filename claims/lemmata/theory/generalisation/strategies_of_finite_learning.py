"""Finite classes of coins, with an accuracy at which one of them is just too far from P_real, that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from flint import arb
from hypothesis import strategies as st

from lemmata.numerics.balls import ball, precision
from lemmata.theory.concentration.strategies import factors
from lemmata.theory.generalisation.finite_classes_of_coins import coins, jeffreys, jensen_shannon
from lemmata.theory.generalisation.finite_learning import FiniteLearningCase, finite_learning

__all__ = ["classes_of_coins", "seeded_classes_of_coins"]

# Near 1 a failure that every sample brings is too likely.
_FAILURES = st.sampled_from(
    [*(Fraction(1, q) for q in (2, 10, 10**6, 10**1500, 10**1500)), Fraction(9, 10), Fraction(99, 100)]
)
_SLACK = (Fraction(99, 100), Fraction(99, 100), Fraction(1, 2), Fraction(1, 10))
# Some coins hardly ever show a one: there log P is large.
_ONES = st.sampled_from((8, 20, 200)).flatmap(lambda q: st.integers(1, q - 1).map(lambda n: Fraction(n, q)))
_RARE = st.sampled_from((10**3, 10**9, 10**30)).flatmap(lambda q: st.integers(1, 9).map(lambda n: Fraction(n, q)))
_NEVER = Fraction(1, 10**30)
_ANY = st.lists(_ONES | _RARE, min_size=2, max_size=5, unique=True)
_SPECIAL = {
    # two alike: there log P_a − log P_b is small
    5: st.integers(2, 12).map(lambda n: [Fraction(n, 16), Fraction(n, 16) + Fraction(1, 20)]),
    # few ones, and in the other law a fifteenth of them: no two coins need more samples
    6: st.integers(1, 12).map(lambda n: [Fraction(n, 600), Fraction(n, 9000)]),
    # either outcome alone is what one of the others always shows: failures of two laws exclude each other
    7: st.integers(3, 5).map(lambda n: [Fraction(n, 8), _NEVER, 1 - _NEVER]),
}
_PROBABILITIES = st.integers(0, 7).flatmap(lambda kind: _SPECIAL.get(kind, _ANY))
# The smallest ε: samples grow like 1/ε.
_LEAST = Fraction(1, 10**5)
# ε at which the divergence is just what the theorem excludes.
_CRITICAL: dict[str, Callable[[arb, arb], arb]] = {
    "JS": lambda p, q: 2 * jensen_shannon(p, q),
    "J": lambda p, q: jeffreys(p, q) / 2,
}


@st.composite
def classes_of_coins(draw: st.DrawFn, divergence: str) -> FiniteLearningCase:
    """Two to five coins, ε at or below the one at which JS = ε/2 (or J = 2ε) for one of them, δ from 10⁻¹⁵⁰⁰ to 99/100, and c."""
    probabilities = draw(_PROBABILITIES)
    slack, delta, c = draw(st.sampled_from(_SLACK)), draw(_FAILURES), draw(factors)
    return finite_learning(
        coins(probabilities), epsilon=_critical(divergence, probabilities[0], probabilities[1], slack), delta=delta, c=c
    )


def seeded_classes_of_coins(divergence: str, size: int) -> Callable[[int], FiniteLearningCase]:
    """Seed ↦ so many coins, ε and δ."""

    def case(seed: int) -> FiniteLearningCase:
        random = Random(seed)
        probabilities = [Fraction(n, 1000) for n in random.sample(range(1, 1000), size)]
        epsilon = _critical(divergence, probabilities[0], probabilities[1], random.choice(_SLACK))
        return finite_learning(coins(probabilities), epsilon=epsilon, delta=Fraction(1, random.randint(2, 1000)))

    return case


def _critical(divergence: str, p: Fraction, q: Fraction, slack: Fraction) -> Fraction:
    with precision(128):
        found = float(_CRITICAL[divergence](ball(p), ball(q)))
    return max((slack * Fraction(found)).limit_denominator(10**6), _LEAST)
