"""The whole experiment, repeated: draw P_gen and P_samples afresh, and see whether some f_θ tells them apart by more than ε."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.sampling import Bernoulli, Samples
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import typed
from lemmata.theory.generalisation.sampled_classes import (
    LAWS,
    Cells,
    Corners,
    HeavyTail,
    RareBumps,
    SampledClass,
    WeightedFeatures,
)
from lemmata.theory.generalisation.theorem_inputs import TheoremInputs

__all__ = [
    "Repeated", "RepeatedCase", "repeated_cells", "repeated_corners", "repeated_features", "repeated_heavy_tail",
    "repeated_rare_bumps",
]  # fmt: skip


@dataclass(frozen=True)
class Repeated(TheoremInputs):
    """What the theorem reads, and how often an experiment failed."""

    case: RepeatedCase
    samples: Samples

    def failures(self, N: int) -> Bernoulli:
        """How many of the repetitions had some θ with |E_gen f_θ − E_samples f_θ| > ε, both laws of support N."""
        return Bernoulli(*self.case.F.exceeded(max(1, N), self.case.epsilon, self.samples.part(1)), self.samples.n)


@dataclass(frozen=True)
class RepeatedCase(Case):
    """A class that is sampled, ε, and δ."""

    arithmetics = (Samples,)
    elsewhere = "this class is decided by sampling"

    F: SampledClass
    epsilon: Fraction
    delta: Fraction

    @property
    def generic(self) -> bool:
        """More than one parameter."""
        return self.F.m > 1

    def __repr__(self) -> str:
        # a function for each kind of class makes such a case, and the rule of `Spelled` has one function for all
        return f"{self.F.spelled()}, epsilon={typed(self.epsilon)}, delta={typed(self.delta)})"

    def lift(self, arithmetic: Samples) -> Repeated:
        return Repeated.of(self.F, self.epsilon, self.delta, case=self, samples=arithmetic)


def _case(F: SampledClass, epsilon: Number, delta: Number) -> RepeatedCase:
    accuracy, failure = exact_number(epsilon), exact_number(delta)
    if accuracy <= 0 or not 0 < failure < 1:
        raise ValueError(f"ε > 0 and 0 < δ < 1 are needed, got ε = {accuracy}, δ = {failure}")
    if F.m < 1:
        raise ValueError(f"a class has at least one parameter, got m = {F.m}")
    return RepeatedCase(F, accuracy, failure)


def repeated_cells(
    m: int, *, law: str = "uniform", seed: int = 0, epsilon: Number, delta: Number = "1/10"
) -> RepeatedCase:
    """The cell class on m cells under one of `LAWS`. Raises ValueError for an unknown law, and for a pushforward on other
    than 4 cells."""
    if law not in LAWS:
        raise ValueError(f"unknown law {law!r}; known: {', '.join(LAWS)}")
    if law == "pushforward" and m != 4:
        raise ValueError(f"the pushforward lives on the 4 quadrants of the plane, got m = {m}")
    return _case(Cells(m, law, seed), epsilon, delta)


def repeated_corners(m: int, *, epsilon: Number, delta: Number = "1/10") -> RepeatedCase:
    """Linear discriminators on the corners of a cube."""
    return _case(Corners(m), epsilon, delta)


def repeated_features(
    m: int, *, atoms: int = 32, seed: int = 0, epsilon: Number, delta: Number = "1/10"
) -> RepeatedCase:
    """m random features. Raises ValueError for fewer than two atoms."""
    if atoms < 2:
        raise ValueError(f"a law on one point has nothing to tell apart, got {atoms} atoms")
    return _case(WeightedFeatures(m, atoms, seed), epsilon, delta)


def repeated_heavy_tail(a: Number, *, epsilon: Number, delta: Number = "1/10") -> RepeatedCase:
    """One function with tail index a. Raises ValueError for a ≤ 1, where E f does not exist."""
    index = exact_number(a)
    if index <= 1:
        raise ValueError(f"E f exists for a tail index above 1, got {index}")
    return _case(HeavyTail(index), epsilon, delta)


def repeated_rare_bumps(M: int, K: int, *, epsilon: Number, delta: Number = "1/10") -> RepeatedCase:
    """K bumps of rare values M. Raises ValueError for M < 2 or K < 2."""
    if M < 2 or K < 2:
        raise ValueError(f"rare values M ≥ 2 and K ≥ 2 bumps are needed, got M = {M}, K = {K}")
    return _case(RareBumps(M, K), epsilon, delta)
