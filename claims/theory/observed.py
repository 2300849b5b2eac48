"""P_real seen through N samples, beside P_g, with a finite class F of differences of log-densities: what training sees.

F = {log P_a − log P_b : a, b ∈ G} for a finite G that holds both laws. Discriminators are explicit networks, asked at the
samples and averaged exactly over P_real and P_g: affine generators in rationals, leaky ReLUs on the line in balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations
from math import floor
from typing import Any

from claims.numerics.balls import BallMatrix, Balls, precision
from claims.numerics.compare import at_most
from claims.numerics.matrix import Matrix, absolute, total
from claims.numerics.rationals import Rationals
from claims.numerics.verdict import OutsideArithmetic, Verdict
from claims.theory.affine_laws import AffinePair
from claims.theory.cases import GeneratorCase, Number, exact_number, spell
from claims.theory.differences import difference_network
from claims.theory.discriminator import Network, log_density_network
from claims.theory.generator import Generator
from claims.theory.generator_pairs import GeneratorPairCase, two_generators
from claims.theory.line_laws import as_ball, as_fraction, kinks
from claims.theory.line_pairs import LinePair
from claims.theory.pair_networks import Function, without_logarithms

__all__ = ["Observed", "ObservedCase", "observed", "on_kinks"]

# A sampling error that is no rational is bounded by a multiple of 1/64.
_STEPS = 64


@dataclass(frozen=True)
class Observed:
    """P_real, P_g and further laws of G, and the samples, in one arithmetic.

    Attributes:
        samples: on the line one row of N numbers, else N columns.
        epsilon: what d_F(P_samples, P_real) is said to be at most.
        kinks: where log-densities of the further laws have theirs.
    """

    pair: AffinePair | LinePair
    others: tuple[Generator, ...]
    samples: tuple[Matrix, ...]
    epsilon: Matrix
    kinks: tuple[Fraction, ...] = ()

    @property
    def jeffreys(self) -> Matrix:
        """J(P_real, P_g), in closed form or integrated: no discriminator takes part."""
        return self.pair.jeffreys

    # ── classes ──────────────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def log_densities(self) -> tuple[Network, ...]:
        """log P_a for a ∈ G."""
        return tuple(log_density_network(g) for g in (self.pair.g, self.pair.h, *self.others))

    @cached_property
    def differences(self) -> tuple[Network, ...]:
        """log P_a − log P_b: F, up to sign."""
        return tuple(difference_network(a, b) for a, b in combinations(self.log_densities, 2))

    @property
    def coordinates(self) -> tuple[Function, ...]:
        """x ↦ x_i."""
        one = self.epsilon * 0 + 1
        d = self.pair.g.dimension
        rows = (one.stack([[one * int(i == j) for j in range(d)]]) for i in range(d))
        return tuple(lambda x, row=row: row @ x for row in rows)  # type: ignore[misc]

    @property
    def products(self) -> tuple[Function, ...]:
        """x ↦ x_i x_j, i ≤ j."""
        pairs = combinations((*self.coordinates,), 2)
        return tuple(
            lambda x, f=f, k=k: f(x) * k(x)  # type: ignore[misc]
            for f, k in (*((f, f) for f in self.coordinates), *pairs)
        )

    # ── distances ────────────────────────────────────────────────────────────────────────────────────────────────
    def deviations(self, F: Sequence[Function]) -> list[Matrix]:
        """|E_{P_samples} f − E_{P_g} f| for each f."""
        return [self._from_samples(f, generated=True) for f in F]

    def from_samples(self, F: Sequence[Function]) -> Matrix:
        """d_F(P_samples, P_g), the largest of them."""
        return _largest(self.deviations(F))

    @property
    def distance(self) -> Matrix:
        """d_F(P_samples, P_g) for the class of all differences."""
        return self.from_samples(self.differences)

    @property
    def sampling_error(self) -> Matrix:
        """d_F(P_samples, P_real) for the class of all differences."""
        return _largest([self._from_samples(f, generated=False) for f in self.differences])

    @property
    def within_epsilon(self) -> bool:
        """Whether d_F(P_samples, P_real) ≤ ε for certain."""
        return at_most(self.sampling_error, self.epsilon).verdict is Verdict.HOLDS

    def _from_samples(self, f: Function, *, generated: bool) -> Matrix:
        """|N⁻¹ Σ (f(x_i) − E f)|: logarithms that f has as constants cancel sample by sample."""
        mean = self._mean(f, generated=generated)
        parts = [total(without_logarithms(f(x) - mean)) for x in self.samples]
        return absolute(sum(parts[1:], start=parts[0])) / sum(x.columns for x in self.samples)

    def _mean(self, f: Function, *, generated: bool) -> Matrix:
        if isinstance(self.pair, AffinePair):
            return self.pair.mean_Q(f) if generated else self.pair.mean_P(f)
        side = self.pair.from_h if generated else self.pair.from_g
        return BallMatrix.of([[side.mean_of(f, self.kinks)]])


def _largest(numbers: Sequence[Matrix]) -> Matrix:
    """The largest. Balls that overlap count as one value: any of them may be it."""
    best, *others = numbers
    for value in others:
        if at_most(best, value).verdict is Verdict.HOLDS:
            best = value
    return best


@dataclass(frozen=True)
class ObservedCase:
    """P_real and P_g, exact samples, ε, and the further generators of G."""

    pair: GeneratorPairCase
    samples: tuple[tuple[Fraction, ...], ...]
    epsilon: Fraction
    others: tuple[GeneratorCase, ...] = ()

    @property
    def generic(self) -> bool:
        return self.pair.generic

    def __repr__(self) -> str:
        points = "[" + ", ".join("[" + ", ".join(map(spell, x)) + "]" for x in self.samples) + "]"
        others = f", others=[{', '.join(map(repr, self.others))}]" if self.others else ""
        return f"observed({self.pair.g!r}, {self.pair.h!r}, {points}, epsilon={spell(self.epsilon)}{others})"

    def into(self, arithmetic: Any) -> Observed:
        """Raises OutsideArithmetic but for rationals where l = 1, and for balls where l ≥ 2."""
        d, layers = self.pair.size
        if (layers == 1) != isinstance(arithmetic, Rationals):
            raise OutsideArithmetic("affine generators are decided exactly, networks in balls")
        columns = [[v for (v,) in self.samples]] if d == 1 else None
        return Observed(
            self.pair.into(arithmetic),
            tuple(case.into(arithmetic).g for case in self.others),
            (arithmetic.matrix(columns),)
            if columns
            else tuple(arithmetic.matrix([[v] for v in x]) for x in self.samples),
            arithmetic.matrix([[self.epsilon]]),
            () if layers == 1 else tuple(chain.from_iterable(kinks(case) for case in self.others)),
        )

    def within(self) -> ObservedCase:
        """The same with ε = d_F(P_samples, P_real), or, where that is no rational, the next multiple of 1/64 above."""
        if self.pair.size[1] == 1:
            return replace(self, epsilon=as_fraction(self.into(Rationals()).sampling_error))
        with precision(64):
            error = as_ball(self.into(Balls(64)).sampling_error).upper()
            return replace(self, epsilon=Fraction(floor(float(error) * _STEPS) + 1, _STEPS))


def on_kinks(samples: Sequence[Sequence[Fraction]], *generators: GeneratorCase) -> bool:
    """Whether a sample lies where some log-density of networks of the line jumps."""
    return any((x,) in {tuple(point) for point in samples} for g in generators if g.size[1] > 1 for x in kinks(g))


def observed(
    real: GeneratorCase,
    generated: GeneratorCase,
    samples: Sequence[Sequence[Number]],
    *,
    epsilon: Number | None = None,
    others: Sequence[GeneratorCase] = (),
) -> ObservedCase:
    """P_real through samples beside P_g, with G = {real, generated, *others}; without an ε, one that holds.

    Raises ValueError where `two_generators` does, for d ≥ 2 with l ≥ 2 and for σ that is not piecewise linear from l = 2 on, for
    no samples, samples of another dimension or on a kink of a log-density, and for a negative ε.
    """
    pair = two_generators(real, generated)
    d, layers = pair.size
    points = tuple(tuple(exact_number(v) for v in x) for x in samples)
    if layers > 1 and (d > 1 or not real.activation.piecewise_linear):
        raise ValueError("from l = 2 on, means of log-densities are known on the line, for piecewise-linear σ")
    if not points or any(len(x) != d for x in points):
        raise ValueError(f"one or more samples in R^{d} are needed, got lengths {[len(x) for x in points]}")
    for other in others:
        if other.size != pair.size or (layers > 1 and other.activation.name != real.activation.name):
            raise ValueError(f"a class of generators has one size and one σ, got {other!r} beside {real!r}")
    if on_kinks(points, real, generated, *others):
        raise ValueError("a sample lies on a kink of a log-density, which has no value there")
    case = ObservedCase(pair, points, exact_number(epsilon or 0), tuple(others))
    if case.epsilon < 0:
        raise ValueError(f"ε ≥ 0 is expected, got {case.epsilon}")
    return case.within() if epsilon is None else case
