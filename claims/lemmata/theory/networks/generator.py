"""The generators of the lecture: x = g(z) = W_l σ(… σ(W_1 z + b_1) …) + b_l, with no activation after W_l.

Written on the common vocabulary, so the same lines run on symbols, rationals, balls and rounded floats.
"""

from __future__ import annotations

from dataclasses import dataclass

from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.vocabulary import inverse
from lemmata.theory.networks.activations import Activation

__all__ = ["Generator", "with_biases_one_layer_off"]


@dataclass(frozen=True)
class Generator:
    """A 1-to-1 network R^d → R^d: square invertible weights W_k (d×d), biases b_k (d×1), an elementwise activation.

    Raises ValueError when the shapes do not fit together.
    """

    W: Layers[Matrix]
    b: Layers[Matrix]
    activation: Activation

    def __post_init__(self) -> None:
        if len(self.W) == 0 or len(self.W) != len(self.b):
            raise ValueError(
                f"a generator needs as many biases as weights, got {len(self.W)} weights, {len(self.b)} biases"
            )
        d = self.W[1].rows
        for k in range(1, self.depth + 1):
            if self.W[k].shape != (d, d) or self.b[k].shape != (d, 1):
                raise ValueError(
                    f"layer {k} has weights of shape {self.W[k].shape} and a bias of shape {self.b[k].shape}; "
                    f"expected {(d, d)} and {(d, 1)}"
                )

    @property
    def depth(self) -> int:
        """l, the number of layers."""
        return len(self.W)

    @property
    def dimension(self) -> int:
        """d."""
        return self.W[1].rows

    def layers_of(self, z: Matrix) -> Layers[Matrix]:
        """h_1 = z, h_{k+1} = σ(W_k h_k + b_k): what the inverse will find again, seen on the way forward."""
        h = [z]
        for k in range(1, self.depth):
            h.append(self.activation.sigma(self.W[k] @ h[-1] + self.b[k]))
        return Layers(h)

    def outermost(self, h: Layers[Matrix]) -> Matrix:
        """W_l h_l + b_l."""
        l = self.depth
        return self.W[l] @ h[l] + self.b[l]

    def __call__(self, z: Matrix) -> Matrix:
        """x = g(z)."""
        return self.outermost(self.layers_of(z))

    def hidden(self, x: Matrix) -> Layers[Matrix]:
        """h_l = W_l⁻¹(x − b_l), h_k = W_k⁻¹(s(h_{k+1}) − b_k); h_1 = g⁻¹(x)."""
        h = [inverse(self.W[self.depth]) @ (x - self.b[self.depth])]
        for k in range(self.depth - 1, 0, -1):
            h.append(inverse(self.W[k]) @ (self.activation.s(h[-1]) - self.b[k]))
        return Layers(h[::-1])

    def inverse(self, x: Matrix) -> Matrix:
        """z = g⁻¹(x)."""
        return self.hidden(x)[1]

    def slopes(self, h: Layers[Matrix]) -> Layers[Matrix]:
        """s′(h_k) for k = 2 … l: the layers that an activation follows on the way back."""
        return Layers([self.activation.ds(h[k]) for k in range(2, self.depth + 1)], first=2)


def with_biases_one_layer_off(g: Generator) -> Generator:
    """The generator that the printed recursion h_{k−1} = W_{k−1}⁻¹(s(h_k) − b_k) inverts: bias b_{k+1} in layer k < l."""
    return Generator(g.W, Layers([*list(g.b)[1:], g.b[g.depth]]), g.activation)
