"""A site: a generator together with one point x of its range, in one arithmetic. What the claims of a network look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from claims.numerics.matrix import Layers, Matrix, diagonal
from claims.theory.activations import Activation
from claims.theory.generator import Generator
from claims.theory.pieces import step_inside

__all__ = ["Site"]


@dataclass(frozen=True)
class Site:
    """g at x.

    Attributes:
        g: the generator.
        x: the point, d×1.
        z: the latent point with g(z) = x, where it is known exactly (rationals, rounded floats); else None.
        seen: h_1 … h_l as seen on the way forward from z, where z is known; else None.
        side: at a kink of a piecewise-linear g⁻¹, the direction v (d×1) from which slopes and secants are taken.
    """

    g: Generator
    x: Matrix
    z: Matrix | None = None
    seen: Layers[Matrix] | None = None
    side: Matrix | None = None

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
    def l(self) -> int:  # noqa: E743
        return self.g.depth

    @cached_property
    def h(self) -> Layers[Matrix]:
        """h_1 … h_l.

        Where z is known they come from the way forward, which is well conditioned: a chain of |W⁻¹| would widen the
        rounding bounds of a network of size (64, 8) beyond use.
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
