"""P_real through samples beside P_g: drawn, perturbed, or trained against a class of discriminators; birthdays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import accumulate
from operator import add

from hypothesis import assume, strategies as st

from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.rationals import Rationals
from lemmata.theory.concentration.birthday import BirthdaysCase, birthdays
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, same_law
from lemmata.theory.divergences.strategies import LEAKY, affine_pairs, line_pairs
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.networks.seeded_networks import Seeded
from lemmata.theory.training.mixtures import ModesCase, modes
from lemmata.theory.training.observed_cases import ObservedCase, observed, on_kinks
from lemmata.theory.training.runs import CENTRES, SPREAD, Runs, mixture_runs, runs
from lemmata.theory.training.wgan import Plan

__all__ = ["any_birthdays", "observed_affine", "observed_on_the_line", "seeded_observed", "several_modes"]

# Runs that cases are taken from: short, of few samples, the same in every run of the suite.
_RUNS, _SAMPLES, _SEED = 8, 24, 17
_SHORT = Plan(steps=60, points=128, settling=0, settled_on=1, measured_on=1, every=5)
_AGAINST = st.sampled_from(("differences", "linear"))
_LATENT = dyadics(limit=3)
_NEAR_A_MODE = st.sampled_from([Fraction(k, 16) for k in range(-5, 6)])
_ONE_IN_TWO = st.sampled_from((False, True))


@st.composite
def _trained(draw: st.DrawFn, d: int, layers: int) -> ObservedCase:
    """One of the iterates of eight runs against the theorem's class or the weak one."""
    found = runs(draw(_AGAINST), d, layers, networks=_RUNS, N=_SAMPLES, seed=_SEED, plan=_SHORT)
    return _as_observed(found, draw(st.integers(0, _RUNS - 1)), draw(st.integers(0, len(found.iterates) - 1)))


@cache
def _as_observed(found: Runs, run: int, number: int) -> ObservedCase:
    pair = found.pair(run, found.iterates[number])
    return observed(pair.g, pair.h, found.data(run))


@st.composite
def _near(draw: st.DrawFn, pair: GeneratorPairCase) -> GeneratorCase:
    """P_real with one bias moved a little."""
    shift = draw(st.sampled_from((Fraction(1, 16), Fraction(-1, 8), Fraction(1, 4))))
    first, *rest = pair.g.biases
    return replace(pair.g, biases=((first[0] + shift, *first[1:]), *rest))


@st.composite
def _drawn(draw: st.DrawFn, pairs: st.SearchStrategy[GeneratorPairCase]) -> ObservedCase:
    """One to four samples of the law of g, beside any h or one near g; G may hold one more law."""
    pair = draw(pairs)
    g, h = pair.g, draw(_near(pair)) if draw(_ONE_IN_TWO) else pair.h
    assume(not same_law(g, h))
    others = (pair.h,) if h is not pair.h and draw(_ONE_IN_TWO) else ()
    real = g.into(Rationals()).g
    latent = draw(st.lists(st.tuples(*[_LATENT] * pair.size[0]), min_size=1, max_size=4))
    images = [real(Rationals().matrix([[v] for v in z])) for z in latent]
    samples = [[as_fraction(x.entry(i)) for i in range(1, x.rows + 1)] for x in images]
    assume(not on_kinks(samples, g, h, *others))
    return observed(g, h, samples, others=others)


@cache
def observed_affine() -> st.SearchStrategy[ObservedCase]:
    """Affine generators, d ≤ 3; one in four trained, in the plane."""
    drawn = _drawn(affine_pairs())
    return st.sampled_from((drawn, drawn, drawn, _trained(2, 1))).flatmap(lambda chosen: chosen)


@cache
def observed_on_the_line() -> st.SearchStrategy[ObservedCase]:
    """Leaky-ReLU networks of two layers on the line; one in two trained."""
    return st.one_of(_drawn(line_pairs(LEAKY, min_depth=2)), _trained(1, 2))


def seeded_observed(d: int, N: int) -> Callable[[int], ObservedCase]:
    """Seed ↦ N points with quarter-integers as coordinates and two affine generators of R^d."""

    def case(seed: int) -> ObservedCase:
        g, h, *points = (Seeded(d, 1, LEAKY[0], (N + 2) * seed + i, "dyadic").written() for i in range(N + 2))
        return observed(g, h, [p.z for p in points])

    return case


@st.composite
def _trained_modes(draw: st.DrawFn) -> ModesCase:
    """One of the iterates of eight runs on samples of three modes."""
    against = draw(_AGAINST)
    found = mixture_runs(against, CENTRES, float(SPREAD), 2, networks=_RUNS, N=_SAMPLES, seed=_SEED, plan=_SHORT)
    return _as_modes(found, draw(st.integers(0, _RUNS - 1)), draw(st.integers(0, len(found.iterates) - 1)))


@cache
def _as_modes(found: Runs, run: int, number: int) -> ModesCase:
    samples = [x for (x,) in found.data(run)]
    return modes(CENTRES, found.generated(run, found.iterates[number]), samples, spread=SPREAD)


@st.composite
def _drawn_modes(draw: st.DrawFn, generators: st.SearchStrategy[GeneratorPairCase]) -> ModesCase:
    """Two to four modes of a smaller spread, one to six samples, and a generator of the line."""
    gaps = draw(st.lists(st.sampled_from((Fraction(1, 2), Fraction(1), Fraction(3))), min_size=1, max_size=3))
    centres = list(accumulate(gaps, initial=draw(dyadics())))
    samples = draw(st.lists(st.builds(add, st.sampled_from(centres), _NEAR_A_MODE), min_size=1, max_size=6))
    return modes(centres, draw(generators).g, samples, spread=draw(st.sampled_from((Fraction(1, 8), Fraction(1, 4)))))


@cache
def several_modes() -> st.SearchStrategy[ModesCase]:
    """A mixture beside a generator of the line; one in three trained."""
    drawn = _drawn_modes(line_pairs(LEAKY))
    return st.sampled_from((drawn, drawn, _trained_modes())).flatmap(lambda chosen: chosen)


@st.composite
def any_birthdays(draw: st.DrawFn) -> BirthdaysCase:
    """Laws on up to 40 points, half of them uniform or nearly so, and 2 to 12 draws."""
    K, s = draw(st.integers(2, 40)), draw(st.integers(2, 12))
    counts = draw(st.lists(st.integers(0, 6), min_size=K, max_size=K).filter(any)) if draw(_ONE_IN_TWO) else [6] * K
    if draw(_ONE_IN_TWO):
        counts = [draw(st.integers(1, 12)), *counts[1:]]
    return birthdays(counts, s=s)
