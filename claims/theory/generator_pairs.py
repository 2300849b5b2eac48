"""Two generators of one class, g and h: the laws P_g and P_h, their log-densities as networks, and divergences.

Affine generators (l = 1) in any dimension have closed forms: P_g = N(b, WWᵀ), and a quadratic function has its mean from
2d + 1 values. On the line the rest goes through `claims.theory.line_laws`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import acb, arb

from claims.numerics.balls import BallMatrix, Balls
from claims.numerics.compare import at_most
from claims.numerics.complexballs import ComplexBallMatrix
from claims.numerics.flint import rational
from claims.numerics.logarithms import LogMatrix
from claims.numerics.matrix import Matrix, absolute, inverse, log_abs_determinant, stack, total, transpose
from claims.numerics.rationals import Rationals
from claims.numerics.verdict import OutsideArithmetic, Verdict
from claims.theory.bilipschitz import slopes_of_the_inverse
from claims.theory.cases import GeneratorCase
from claims.theory.differences import difference_network
from claims.theory.discriminator import Network, log_density_network
from claims.theory.gaussian_pieces import fitted, joined
from claims.theory.generator import Generator
from claims.theory.line_laws import Pullback, as_ball, complex_generator
from claims.theory.line_overlap import jensen_shannon_over_x, log_of_twice_the_share, total_variation_over_x

__all__ = ["AffinePair", "Discriminator", "GeneratorPairCase", "LinePair", "same_law", "two_generators"]

Function = Callable[[Matrix], Matrix]
Reading = Callable[[Generator, Matrix], Matrix]


class GeneratorPair:
    """What all pairs have: the networks log P_g, log P_h and their difference."""

    g: Generator
    h: Generator

    @cached_property
    def log_p(self) -> Function:
        """log P_g, a network of depth l + 1."""
        return log_density_network(self.g)

    @cached_property
    def log_q(self) -> Function:
        """log P_h, a network of depth l + 1."""
        return log_density_network(self.h)

    @cached_property
    def log_ratio(self) -> Function:
        """log P_g − log P_h, one network of depth l + 1: two copies with a common output."""
        return difference_network(log_density_network(self.g), log_density_network(self.h))

    def mean_P(self, f: Function) -> Matrix:
        """E_{P_g} f for an f that is quadratic wherever log P_g and log P_h are."""
        raise NotImplementedError

    def mean_Q(self, f: Function) -> Matrix:
        """E_{P_h} f for such an f."""
        raise NotImplementedError

    def deviation(self, f: Function) -> Matrix:
        """|E_{P_g} f − E_{P_h} f|."""
        return absolute(without_logarithms(self.mean_P(f) - self.mean_Q(f)))

    def distance(self, F: Sequence[Function]) -> Matrix:
        """d_F(P_g, P_h), the largest deviation. Balls that overlap count as one value: any of them may be the largest."""
        best, *others = (self.deviation(f) for f in F)
        for value in others:
            if at_most(best, value).verdict is Verdict.HOLDS:
                best = value
        return best


def without_logarithms(number: Matrix) -> Matrix:
    """The number itself where its logarithms have cancelled: then it belongs to the arithmetic below."""
    if isinstance(number, LogMatrix) and number.q_is_one() and number.c == 0:
        return number.a
    return number


@dataclass(frozen=True)
class AffinePair(GeneratorPair):
    """g(z) = Wz + b and h(z) = Vz + c on R^d, in rationals or balls."""

    g: Generator
    h: Generator

    def mean_P(self, f: Function) -> Matrix:
        return _mean_of_a_quadratic(self.g, f)

    def mean_Q(self, f: Function) -> Matrix:
        return _mean_of_a_quadratic(self.h, f)

    @property
    def kl(self) -> Matrix:
        """KL(P_g‖P_h) = ½(tr Σ_h⁻¹Σ_g + δᵀΣ_h⁻¹δ − d) + log|det V| − log|det W|, Σ = WWᵀ and VVᵀ, δ = b − c."""
        return _kl_of_gaussians(self.g, self.h)

    @property
    def kl_reversed(self) -> Matrix:
        """KL(P_h‖P_g)."""
        return _kl_of_gaussians(self.h, self.g)

    @property
    def jeffreys(self) -> Matrix:
        """J = KL(P_g‖P_h) + KL(P_h‖P_g): the logarithms cancel, so it is rational where W, V, b, c are."""
        return without_logarithms(self.kl + self.kl_reversed)


def _mean_of_a_quadratic(g: Generator, f: Function) -> Matrix:
    """E f(b + WZ) = f(b) + ½ Σ_i (f(b + We_i) + f(b − We_i) − 2f(b)) for a quadratic f."""
    W, b = g.W[1], g.b[1]
    one, zero, d = b.entry(1) * 0 + 1, b.entry(1) * 0, g.dimension
    centre = f(b)
    bends = [
        f(b + step) + f(b - step) - 2 * centre
        for i in range(d)
        for step in [W @ stack([[one if j == i else zero] for j in range(d)])]
    ]
    return centre + sum(bends[1:], start=bends[0]) / 2


def _kl_of_gaussians(g: Generator, h: Generator) -> Matrix:
    between = inverse(h.W[1]) @ g.W[1]
    shift = inverse(h.W[1]) @ (g.b[1] - h.b[1])
    traces = (total(between * between) + total(shift * shift) - g.dimension) / 2
    return traces + log_abs_determinant(h.W[1]) - log_abs_determinant(g.W[1])


@dataclass(frozen=True)
class Discriminator:
    """A network of balls that also takes complex ones, as integrands do."""

    network: Network
    complex_network: Network

    def __call__(self, x: Matrix) -> Matrix:
        return (self.complex_network if isinstance(x, ComplexBallMatrix) else self.network)(x)

    def minus(self, other: Discriminator) -> Discriminator:
        """This − the other, as one network."""
        return Discriminator(
            difference_network(self.network, other.network),
            difference_network(self.complex_network, other.complex_network),
        )


def _log_density(g: Generator) -> Discriminator:
    return Discriminator(log_density_network(g), log_density_network(complex_generator(g)))


@dataclass(frozen=True)
class LinePair(GeneratorPair):
    """Two generators of the line with a bi-Lipschitz σ, in balls at the current precision."""

    from_g: Pullback
    from_h: Pullback

    @property
    def g(self) -> Generator:  # type: ignore[override]
        return self.from_g.g

    @property
    def h(self) -> Generator:  # type: ignore[override]
        return self.from_h.g

    @cached_property
    def log_p(self) -> Discriminator:
        return _log_density(self.g)

    @cached_property
    def log_q(self) -> Discriminator:
        return _log_density(self.h)

    @cached_property
    def log_ratio(self) -> Discriminator:
        return self.log_p.minus(self.log_q)

    def mean_P(self, f: Function) -> Matrix:
        return _number(self.from_g.mean_of(f))

    def mean_Q(self, f: Function) -> Matrix:
        return _number(self.from_h.mean_of(f))

    def deviation_of_readings(self, log_density: Reading, kinks: Callable[[Generator], list[Fraction]]) -> Matrix:
        """|E_{P_g} f − E_{P_h} f| for f = log_density(g, ·) − log_density(h, ·), any quadratics between the given kinks.

        ``kinks`` takes a generator of rationals. Each log_density is read off once and then asked as a piecewise polynomial.
        """
        sides = (self.from_g, self.from_h)
        points = [sorted(set(kinks(side.g_case.into(Rationals()).g))) for side in sides]
        first, second = (
            _as_pieces(lambda x, g=side.g: log_density(g, x), at)  # type: ignore[misc]
            for side, at in zip(sides, points, strict=True)
        )
        more = (*points[0], *points[1])
        mine, its = (side.mean_of(lambda x: first(x) - second(x), more) for side in sides)
        return absolute(_number(mine - its))

    def saturated_deviation(self, steepness: Fraction) -> Matrix:
        """E_{P_g} t − E_{P_h} t for the bounded t = tanh(steepness·(log P_g − log P_h)); steepness ≤ 1."""

        def saturated(r: acb, analytic: bool) -> acb:
            return (r * arb(rational(steepness))).tanh()

        mine, its = (side.mean_of_image(saturated, self.log_ratio) for side in (self.from_g, self.from_h))
        return _number(mine - its)

    @property
    def kl(self) -> Matrix:
        """KL(P_g‖P_h)."""
        return _number(self.from_g.kl)

    @property
    def kl_reversed(self) -> Matrix:
        """KL(P_h‖P_g)."""
        return _number(self.from_h.kl)

    @property
    def jeffreys(self) -> Matrix:
        """J = KL(P_g‖P_h) + KL(P_h‖P_g)."""
        return self.kl + self.kl_reversed

    @property
    def kl_to_the_mixture(self) -> Matrix:
        """KL(P_g‖M), M = ½(P_g + P_h)."""
        return _number(self.from_g.mean_of_image(log_of_twice_the_share))

    @property
    def kl_reversed_to_the_mixture(self) -> Matrix:
        """KL(P_h‖M)."""
        return _number(self.from_h.mean_of_image(log_of_twice_the_share))

    @property
    def jensen_shannon(self) -> Matrix:
        """JS(P_g, P_h), by integration over x."""
        return _number(jensen_shannon_over_x(self.from_g))

    @property
    def total_variation(self) -> Matrix:
        """TV(P_g, P_h), by integration over x."""
        return _number(total_variation_over_x(self.from_g))


def _as_pieces(f: Function, points: list[Fraction]) -> Function:
    breaks = [arb("-inf"), *(arb(rational(x)) for x in points), arb("inf")]
    value = joined(fitted(lambda x: as_ball(f(_number(x))), breaks), breaks)
    return lambda x: _number(value(as_ball(x)))


def _number(value: Any) -> BallMatrix:
    return BallMatrix.of([[value]])


@dataclass(frozen=True)
class GeneratorPairCase:
    """Two generators in exact numbers; their latent points play no part."""

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

    def __repr__(self) -> str:
        return f"two_generators({self.g!r}, {self.h!r})"

    def into(self, arithmetic: Any) -> AffinePair | LinePair:
        """The pair in this arithmetic. Raises OutsideArithmetic where means of log-densities have no closed form there."""
        d, l = self.size
        if l == 1 and (d > 1 or isinstance(arithmetic, Rationals)):
            return AffinePair(self.g.into(arithmetic).g, self.h.into(arithmetic).g)
        if d > 1 or not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("networks of two layers or more are integrated in balls, on the line")
        return LinePair(Pullback(self.g, self.h), Pullback(self.h, self.g))


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
