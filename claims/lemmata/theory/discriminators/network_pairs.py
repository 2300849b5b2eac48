"""Two bias-free networks of one shape seen at one point, as a case in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from lemmata.numerics.balls import Balls
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.contractions import contraction
from lemmata.theory.discriminators.families import dot
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.roots import positive
from lemmata.theory.exact.spelling import makes

__all__ = ["NetworkPair", "TwoNetworks", "network_pair"]

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class TwoNetworks:
    """f_θ and f_θ̂ of one family at a point x of its domain, and an ε, in one arithmetic."""

    family: BiasFreeNetworks
    theta: Matrix
    other: Matrix
    x: Matrix
    epsilon: Matrix

    @property
    def l(self) -> int:
        """The depth of both."""
        return self.family.depth

    @property
    def difference(self) -> Matrix:
        """f_θ(x) − f_θ̂(x), from the two networks."""
        return self.family.value(self.theta, self.x) - self.family.value(self.other, self.x)

    @property
    def distance_squared(self) -> Matrix:
        """‖θ − θ̂‖²."""
        return dot(self.theta - self.other, self.theta - self.other)


@dataclass(frozen=True)
class NetworkPair(Case):
    """θ, θ̂ ∈ B^m layer by layer, and x with ‖x‖² ≤ radius_squared = B²; where that is None, B = ‖x‖."""

    arithmetics = (Rationals, Balls)

    weights: tuple[Rows, ...]
    other: tuple[Rows, ...]
    x: tuple[Fraction, ...]
    epsilon: Fraction
    sigma: str = "relu"
    radius_squared: Fraction | None = None
    clipped: bool = False

    @property
    def family(self) -> BiasFreeNetworks:
        """The family of both networks."""
        square = self.radius_squared or sum((v * v for v in self.x), Fraction(0))
        hidden = tuple(len(W) for W in self.weights[:-1])
        return BiasFreeNetworks(len(self.x), hidden, self.sigma, square, self.clipped)

    @property
    def generic(self) -> bool:
        """d ≥ 2, l ≥ 2, a hidden layer of two units or more, and no layer in common."""
        return (
            len(self.x) >= 2
            and any(len(W) >= 2 for W in self.weights[:-1])
            and all(V != W for V, W in zip(self.weights, self.other, strict=True))
        )

    def lift(self, arithmetic: Rationals | Balls) -> TwoNetworks:
        """Raises OutsideArithmetic for smooth σ among rationals, and for piecewise-linear σ among balls: such networks attain
        the bound or a kink, which exact numbers decide and balls may not."""
        if contraction(self.sigma).piecewise_linear != isinstance(arithmetic, Rationals):
            raise OutsideArithmetic(f"a network with {self.sigma} is decided in the other arithmetic")
        theta, other, x = (
            arithmetic.matrix([[v] for v in values]) for values in (_flat(self.weights), _flat(self.other), self.x)
        )
        return TwoNetworks(self.family, theta, other, x, arithmetic.matrix([[self.epsilon]]))


@makes(NetworkPair)
def network_pair(
    weights: Sequence[Sequence[Sequence[Number]]],
    other: Sequence[Sequence[Sequence[Number]]],
    *,
    x: Sequence[Number],
    epsilon: Number,
    sigma: str = "relu",
    radius_squared: Number | None = None,
    clipped: bool = False,
) -> NetworkPair:
    """Two networks from small exact numbers: ``network_pair([[[1]]], [[[-1]]], x=[1], epsilon=1)`` is x and −x.

    Raises ValueError for shapes that do not fit, weights outside of the unit ball, x = 0 or outside of the domain, two
    equal networks, an ε ≤ 0, and an activation that is no contraction.
    """
    nets = [tuple(tuple(exact_row(row) for row in W) for W in net) for net in (weights, other)]
    point = exact_row(x)
    if not point or not any(point):
        raise ValueError("a point other than 0 is needed: all networks without biases are 0 there")
    square = None if radius_squared is None else positive(radius_squared, "the squared radius of the domain")
    if square is not None and sum(v * v for v in point) > square:
        raise ValueError(f"x lies outside of its domain: ‖x‖² = {sum(v * v for v in point)} > {square}")
    for net in nets:
        columns = len(point)
        for k, W in enumerate(net, start=1):
            if not W or any(len(row) != columns for row in W):
                raise ValueError(f"W_{k} needs rows of length {columns}, got lengths {[len(row) for row in W]}")
            columns = len(W)
        if not net or columns != 1:
            raise ValueError("a network has at least one layer, and its last layer has one row")
    if [len(W) for W in nets[0]] != [len(W) for W in nets[1]]:
        raise ValueError("the two networks differ in shape")
    if nets[0] == nets[1]:
        raise ValueError("the two networks are the same: there is nothing to compare")
    pair = NetworkPair(nets[0], nets[1], point, positive(epsilon, "ε"), sigma, square, clipped)
    for net in nets:
        pair.family.inside(_flat(net))
    return pair


def _flat(net: Sequence[Rows]) -> list[Fraction]:
    return [v for W in net for v in chain.from_iterable(W)]
