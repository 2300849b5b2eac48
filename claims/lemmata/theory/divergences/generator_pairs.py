"""Two generators of one class: affine ones in any dimension and networks of the line in exact numbers, all by samples."""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.sampling import Samples
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import transpose
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.divergences.mixture_samples import MixtureSamples
from lemmata.theory.divergences.pullback import Pullback
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.bilipschitz import slopes_of_the_inverse
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["GeneratorPairCase", "same_law", "two_generators"]


@dataclass(frozen=True)
class GeneratorPairCase(Case):
    """Two generators in exact numbers; their latent points play no part."""

    arithmetics = (Rationals, Balls, Samples)
    elsewhere = "laws are compared exactly, in balls, or by samples"

    g: GeneratorCase
    h: GeneratorCase

    @property
    def size(self) -> tuple[int, int]:
        """(d, l)."""
        return self.g.size

    @property
    def generic(self) -> bool:
        """Weights that are not symmetric where d ≥ 2; two or more layers with distinct biases where d = 1."""
        d, l = self.size
        if d == 1:
            return l > 1 and len(set(self.g.biases)) > 1
        weights = (*self.g.weights, *self.h.weights)
        return any(W[i][j] != W[j][i] for W in weights for i in range(d) for j in range(i))

    def lift(self, arithmetic: Rationals | Balls | Samples) -> AffinePair | LinePair | MixtureSamples:
        """The pair in this arithmetic. Raises OutsideArithmetic where means of log-densities have no closed form there."""
        if isinstance(arithmetic, Samples):
            return MixtureSamples(self.g, self.h, arithmetic)
        d, l = self.size
        if l == 1 and (d > 1 or isinstance(arithmetic, Rationals)):
            return AffinePair(self.g.into(arithmetic).g, self.h.into(arithmetic).g)
        if d > 1 or not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("networks of two layers or more are integrated in balls, on the line")
        return LinePair(Pullback(self.g, self.h), Pullback(self.h, self.g))


@makes(GeneratorPairCase)
def two_generators(g: GeneratorCase, h: GeneratorCase) -> GeneratorPairCase:
    """P_g against P_h, of one class: one dimension, one depth, one σ.

    Raises ValueError where they differ in these, where J is infinite (a bounded σ from l = 2 on), where σ is not
    bi-Lipschitz from l = 2 on, and for one law twice.
    """
    if g.size[0] != h.size[0]:
        raise ValueError(
            f"P_g lives on R^{g.size[0]} and P_h on R^{h.size[0]}: nothing compares laws on different spaces"
        )
    if g.size[1] != h.size[1]:
        raise ValueError(f"a class of generators has one depth, got {g.size[1]} and {h.size[1]} layers")
    if g.size[1] > 1:
        if g.activation is not h.activation and g.activation.name != h.activation.name:
            raise ValueError(f"a class of generators has one σ, got {g.activation!r} and {h.activation!r}")
        if g.activation.range is not None:
            raise ValueError(f"{g.activation!r} is bounded: from l = 2 on supports differ, and J is infinite")
        slopes_of_the_inverse(g.activation)
    if same_law(g, h):
        raise ValueError("P_g and P_h are equal: every divergence between them is 0")
    return GeneratorPairCase(g, h)


def same_law(g: GeneratorCase, h: GeneratorCase) -> bool:
    """Whether P_g = P_h: exactly for affine generators and piecewise-linear σ on the line; else only if g = ±h in writing."""
    d, l = g.size
    if l == 1:
        mine, its = (Rationals().matrix(case.weights[0]) for case in (g, h))
        same = mine @ transpose(mine) - its @ transpose(its)
        return g.biases == h.biases and same.is_zero()
    if d == 1 and g.activation.piecewise_linear:
        # T = h⁻¹∘g is ±identity: r vanishes
        return all(coefficient == 0 for piece in Pullback(g, h).ratio for coefficient in piece)
    return (g.weights, g.biases) == (h.weights, h.biases)
