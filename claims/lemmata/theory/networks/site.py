"""A generator g and one point x of its range, in one arithmetic: what a claim about g⁻¹ or its Jacobian looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.vocabulary import diagonal
from lemmata.theory.networks.activations import Activation
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.linear_regions import step_inside

__all__ = ["Site", "site_of"]


@dataclass(frozen=True)
class Site:
    """g at x.

    Attributes:
        g: the generator.
        x: the point, d×1.
        z: the latent point with g(z) = x (None for symbols, where x is free).
        seen: h_1 … h_l as seen on the way forward from z (None for symbols).
        side: at a kink of a piecewise-linear g⁻¹, the direction v (d×1) from which slopes and secants are taken.
        memo: truth sides computed once for all formulas that are held against this site.
    """

    g: Generator
    x: Matrix
    z: Matrix | None = None
    seen: Layers[Matrix] | None = None
    side: Matrix | None = None
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def W(self) -> Layers[Matrix]:
        return self.g.W

    @property
    def b(self) -> Layers[Matrix]:
        return self.g.b

    @property
    def activation(self) -> Activation:
        return self.g.activation

    @property
    def d(self) -> int:
        return self.g.dimension

    @property
    def l(self) -> int:
        return self.g.depth

    @cached_property
    def h(self) -> Layers[Matrix]:
        """h_1 … h_l.

        Where z is known they come from the way forward: independent of the recursion that the lecture claims, and well
        conditioned, where a chain of |W⁻¹| would widen the rounding bounds of a network of size (64, 8) beyond use.
        """
        return self.seen if self.seen is not None else self.g.hidden(self.x)

    @cached_property
    def slopes(self) -> Layers[Matrix]:
        """s′(h_k), k = 2 … l; at a kink, their limits from the given side."""
        if self.side is None:
            return self.g.slopes(self.h)
        near = self.x + self.side * step_inside(self.g, self.x, self.side)
        return self.g.slopes(self.g.hidden(near))

    @cached_property
    def D(self) -> Layers[Matrix]:
        """diag(s′(h_k)), k = 2 … l."""
        return Layers([diagonal(v) for v in self.slopes], first=2)

    def last_layer(self) -> Site:
        """The site of the map x ↦ s(W_l⁻¹(x − b_l)) alone: a generator of depth 2 with W_1 = I, b_1 = 0."""
        one, zero = self.x.entry(1) * 0 + 1, self.x.entry(1) * 0
        identity = one.stack([[one if i == j else zero for j in range(self.d)] for i in range(self.d)])
        l = self.l
        g = Generator(Layers([identity, self.W[l]]), Layers([self.b[l] * 0, self.b[l]]), self.activation)
        if self.seen is None:
            return Site(g, self.x)
        latent = self.activation.s(self.seen[l])
        return Site(g, self.x, latent, Layers([latent, self.seen[l]]), self.side)


def site_of(g: Generator, z: Matrix, side: Matrix | None = None) -> Site:
    """The site x = g(z), with the h_k that are seen on the way there."""
    h = g.layers_of(z)
    return Site(g, g.outermost(h), z, seen=h, side=side)
