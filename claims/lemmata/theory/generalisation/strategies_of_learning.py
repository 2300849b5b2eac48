"""Instances of the main theorem that Hypothesis may draw: a class with P_real in it, an accuracy and a failure probability."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from lemmata.theory.concentration.strategies import factors
from lemmata.theory.generalisation.generator_classes import Realisable, scales, shifts_within
from lemmata.theory.generalisation.main_theorem_instances import LearningCase, learning

__all__ = ["learnings", "seeded_learnings"]


_ACCURACIES = st.sampled_from([Fraction(1, q) for q in (1, 1, 2, 4, 10, 100, 1000, 10**4)])
_FAILURES = st.sampled_from([Fraction(1, q) for q in (2, 10, 10**6, 10**1500, 10**1500)])


@st.composite
def _classes(draw: st.DrawFn, epsilon: Fraction) -> Realisable:
    """Means within a ball, or variances, with room for some J > 2ε."""
    d = draw(st.sampled_from((1, 1, 1, 2, 5, 20, 100, 300)))
    slack = draw(st.sampled_from((Fraction(11, 10), Fraction(3, 2), Fraction(4))))
    if draw(st.booleans()):
        return shifts_within(slack * Fraction(float(2 * epsilon) ** 0.5).limit_denominator(100) + Fraction(1, 100), d=d)
    # u, from which on J > 2ε; P_real in the middle of the variances, or at either end
    u = 1 + 2 * epsilon / d + Fraction(2 * float(epsilon / d + (epsilon / d) ** 2) ** 0.5).limit_denominator(100)
    far = 1 + slack * (u - 1) + Fraction(1, 100)
    least, most = draw(st.sampled_from(((1 / far, far), (1 / far, Fraction(1)), (Fraction(1), far))))
    return scales(least, most, d=d)


@st.composite
def learnings(draw: st.DrawFn) -> LearningCase:
    """A class, ε from 10⁻⁴ to 1, δ from 10⁻¹⁵⁰⁰ to ½, and c·d^power."""
    epsilon = draw(_ACCURACIES)
    return learning(
        draw(_classes(epsilon)),
        epsilon=epsilon,
        delta=draw(_FAILURES),
        c=draw(factors),
        power=draw(st.integers(0, 2)),
    )


def seeded_learnings(d: int) -> Callable[[int], LearningCase]:
    """Seed ↦ a class of means or of variances in this dimension, ε and δ."""

    def case(seed: int) -> LearningCase:
        random = Random(seed)
        epsilon = Fraction(1, random.randint(1, 100))
        G = (
            shifts_within(2 + Fraction(random.randint(0, 64), 16), d=d)
            if random.random() < 0.5
            else scales(Fraction(1, random.randint(2, 8)), random.randint(2, 8), d=d)
        )
        return learning(G, epsilon=epsilon, delta=Fraction(1, random.randint(2, 1000)))

    return case
