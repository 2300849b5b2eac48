"""Two networks on the way to log P_g, unit by unit: g⁻¹ itself, and log|det J_x g⁻¹(x)|."""

from __future__ import annotations

from collections.abc import Mapping

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import inverse, log_abs_determinant
from lemmata.theory.densities.log_density_network import Block, Network, carried_by_squares, halves, row
from lemmata.theory.networks.generator import Generator

__all__ = ["inverse_network", "log_determinant_network", "log_determinant_parameter_count"]


def inverse_network(g: Generator, *, activation: str = "s", biases_inside: bool = False) -> Network:
    """The network that equals g⁻¹: l affine maps W_k⁻¹(· − b_k), k = l … 1, with s after each but the last.

    False variants: another ``activation``; ``biases_inside`` reads s(W_{k+1}⁻¹(…) − b_k), as the parentheses are printed.
    """
    layers: list[Mapping[str, Block]] = []
    source = "x"
    for k in range(g.depth, 0, -1):
        V = inverse(g.W[k])
        bias = -(V @ g.b[k])
        if biases_inside:
            below = g.b[k - 1] if k > 1 else g.b[1] * 0
            bias = (-(V @ g.b[k]) if k == g.depth else below * 0) - below
        layers.append({"s": Block("identity" if k == 1 else activation, {source: V}, bias)})
        source = "s"
    return Network(tuple(layers), g.activation)


def log_determinant_network(g: Generator, *, chain: str = "s") -> Network:
    """The network that equals log|det J_x g⁻¹(x)|: l − 1 hidden layers and an affine output.

    Hidden layer j works on h_{l+1−j}: d units log|s′|, d units s where a layer below needs them, and two squares that carry
    the sum so far. A false variant has another activation in the place of s.
    """
    l, d = g.depth, g.dimension
    one = g.b[1].entry(1) * 0 + 1
    layers: list[Mapping[str, Block]] = []
    source, carried = "x", dict[str, Matrix]()
    for k in range(l, 1, -1):
        V = inverse(g.W[k])
        bias = -(V @ g.b[k])
        layer = {"log|s'|": Block("log|s'|", {source: V}, bias)}
        if k > 2:
            layer["s"] = Block(chain, {source: V}, bias)
        if carried:
            layer |= carried_by_squares(one, carried)
            carried = halves(one)
        carried["log|s'|"] = row(one, [1] * d)
        layers.append(layer)
        source = "s"
    constant = -sum((log_abs_determinant(W) for W in g.W), start=one * 0)
    output = carried if l > 1 else {"x": row(one, [0] * d)}
    layers.append({"log|det|": Block("identity", output, constant)})
    return Network(tuple(layers), g.activation)


def log_determinant_parameter_count(d: int, l: int) -> int:
    """(2l − 3)(d² + 2d) + 6l − 13 for l ≥ 3; d² + 2d + 1 for l = 2 and d + 1 for l = 1."""
    if l < 3:
        return d + 1 if l == 1 else d * d + 2 * d + 1
    return (2 * l - 3) * (d * d + 2 * d) + 6 * l - 13
