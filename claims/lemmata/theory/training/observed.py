"""P_real seen through N samples, beside P_g, with a finite class F of differences of log-densities.

F = {log P_a − log P_b : a, b ∈ G} for a finite G that holds both laws. Discriminators are explicit networks, asked at the
samples and averaged exactly over P_real and P_g: affine generators in rationals, leaky ReLUs on the line in balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.compare import at_most
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import absolute, total
from lemmata.theory.densities.difference_network import difference_network
from lemmata.theory.densities.log_density_network import Network, log_density_network
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.divergences.pair_networks import Function, largest, without_logarithms
from lemmata.theory.networks.generator import Generator

__all__ = ["Observed"]


@dataclass(frozen=True)
class Observed:
    """P_real, P_g and further laws of G, and the samples, in one arithmetic. What all formulas ask for is computed once.

    Attributes:
        samples: on the line one row of N numbers, else N columns.
        epsilon: the claimed bound of d_F(P_samples, P_real).
        kinks: where log-densities of the further laws have theirs.
    """

    pair: AffinePair | LinePair
    others: tuple[Generator, ...]
    samples: tuple[Matrix, ...]
    epsilon: Matrix
    kinks: tuple[Fraction, ...] = ()

    @cached_property
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

    @cached_property
    def coordinates(self) -> tuple[Function, ...]:
        """x ↦ x_i."""
        one = self.epsilon * 0 + 1
        d = self.pair.g.dimension
        rows = (one.stack([[one * int(i == j) for j in range(d)]]) for i in range(d))
        return tuple(lambda x, row=row: row @ x for row in rows)

    @cached_property
    def products(self) -> tuple[Function, ...]:
        """x ↦ x_i x_j, i ≤ j."""
        pairs = combinations((*self.coordinates,), 2)
        return tuple(lambda x, f=f, k=k: f(x) * k(x) for f, k in (*((f, f) for f in self.coordinates), *pairs))

    # ── distances ────────────────────────────────────────────────────────────────────────────────────────────────
    def deviations(self, F: Sequence[Function]) -> list[Matrix]:
        """|E_{P_samples} f − E_{P_g} f| for each f."""
        return [self._from_samples(f, generated=True) for f in F]

    def from_samples(self, F: Sequence[Function]) -> Matrix:
        """d_F(P_samples, P_g), the largest of them."""
        return largest(self.deviations(F))

    @cached_property
    def distance(self) -> Matrix:
        """d_F(P_samples, P_g) for the class of all differences."""
        return self.from_samples(self.differences)

    @cached_property
    def sampling_error(self) -> Matrix:
        """d_F(P_samples, P_real) for the class of all differences."""
        return largest([self._from_samples(f, generated=False) for f in self.differences])

    @cached_property
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
