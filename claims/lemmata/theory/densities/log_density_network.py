"""Log P_g written out as a network: the discriminator that the lecture promises, unit by unit.

Layers of affine maps; every hidden unit carries exactly one of the activations s, (·)², log|s′|. There are no skip
connections and no linear hidden units: a value t that must be carried past a layer is ((t + ½)² − (t − ½)²)/2.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.numerics.compare import counted
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, all_of
from lemmata.numerics.vocabulary import inverse, log_abs_determinant, log_two_pi
from lemmata.theory.networks.activations import Activation
from lemmata.theory.networks.generator import Generator

__all__ = [
    "Block", "Design", "Network", "carried_by_squares", "halves", "is_as_drawn", "log_density_network", "parameter_count", "row",
]  # fmt: skip


@dataclass(frozen=True)
class Block:
    """Units that share an activation: activation(Σ weights[source] @ source + bias), one row a unit."""

    activation: str
    weights: Mapping[str, Matrix]
    bias: Matrix | None

    @property
    def parameters(self) -> int:
        """Connections and biases."""
        matrices = [*self.weights.values(), *([] if self.bias is None else [self.bias])]
        return sum(m.rows * m.columns for m in matrices)


@dataclass(frozen=True)
class Network:
    """Layers of named blocks, read from "x" to the one block of the last layer, which is affine."""

    layers: tuple[Mapping[str, Block], ...]
    activation: Activation

    @property
    def depth(self) -> int:
        """The number of affine layers, the output layer included."""
        return len(self.layers)

    @property
    def parameters(self) -> int:
        """All connections and biases."""
        return sum(block.parameters for layer in self.layers for block in layer.values())

    @property
    def activations(self) -> set[str]:
        """The names of the activations of hidden units."""
        return {block.activation for layer in self.layers[:-1] for block in layer.values()}

    @property
    def ends_affinely(self) -> bool:
        """Whether no activation follows the output layer."""
        return all(block.activation == "identity" for block in self.layers[-1].values())

    def __call__(self, x: Matrix) -> Matrix:
        """The output at x, d×1 ↦ 1×1."""
        functions: dict[str, Callable[[Any], Any]] = {
            "s": self.activation.s,
            "log|s'|": self.activation.log_abs_ds,
            "square": lambda t: t * t,
            "identity": lambda t: t,
        }
        values = {"x": x}
        for layer in self.layers:
            values = {name: functions[block.activation](_affine(block, values)) for name, block in layer.items()}
        (output,) = values.values()
        return output


@dataclass(frozen=True)
class Design:
    """A network with the depth and the number of parameters that are claimed for it."""

    network: Network
    depth: int
    parameters: int


def is_as_drawn(
    network: Network, parameters: int, activations: Collection[str] = ("s", "square", "log|s'|")
) -> Comparison:
    """Whether its hidden units have these activations alone, its output is affine, and all connections and biases, counted one
    by one in the network as it is built, are this many."""
    others = network.activations - set(activations)
    return all_of(
        counted(len(others), 0, f"other activations of hidden units {sorted(others) or ''}".rstrip()),
        counted(int(network.ends_affinely), 1, "affine output layers"),
        counted(network.parameters, parameters, "parameters"),
    )


def _affine(block: Block, values: Mapping[str, Matrix]) -> Matrix:
    terms = [W @ values[source] for source, W in block.weights.items()]
    return sum(terms[1:] if block.bias is None else [*terms[1:], block.bias], start=terms[0])


def log_density_network(g: Generator, *, carry: str = "squares", last: str = "square") -> Network:
    """The network that equals log P_g: l hidden layers and an affine output.

    Hidden layer j works on h_{l+1−j}: d units s and d units log|s′| (both need the same affine map), and, once there is
    something to carry, two units (t ± ½)² for the sum t of the log-slopes so far. The last hidden layer has d units
    (·)² of h_1 instead. False variants: ``carry="linear"`` carries t by one linear hidden unit, ``carry="nothing"`` and
    another ``last`` activation leave a part out.
    """
    l, d = g.depth, g.dimension
    one = g.b[1].entry(1) * 0 + 1
    layers: list[dict[str, Block]] = []
    source, shift = "x", g.b[l]
    carried: dict[str, Matrix] = {}
    for k in range(l, 0, -1):
        V = inverse(g.W[k])
        bias = -(V @ (shift if k == l else g.b[k]))
        if k > 1:
            layer = {name: Block(name, {source: V}, bias) for name in ("s", "log|s'|")}
        else:
            layer = {"square": Block(last, {source: V}, bias)}
        if carried and carry == "linear":
            layer["t"] = Block("identity", dict(carried), None)
        if carried and carry == "squares":
            layer |= carried_by_squares(one, carried)
        layers.append(layer)
        if k > 1:
            carried = halves(one) if "t+" in layer else {"t": one} if "t" in layer else {}
            carried["log|s'|"] = row(one, [1] * d)
        source = "s"
    sums = {"squares": halves(one), "linear": {"t": one}, "nothing": {}}[carry] if l > 1 else {}
    output = {"square": row(one, [Fraction(-1, 2)] * d)} | sums
    layers.append({"log P_g": Block("identity", output, _constant(g))})
    return Network(tuple(layers), g.activation)


def carried_by_squares(one: Matrix, terms: Mapping[str, Matrix]) -> dict[str, Block]:
    """Two units (t ± ½)² of the sum t of these terms."""
    ends = {"t+": Fraction(1, 2), "t-": Fraction(-1, 2)}
    return {name: Block("square", dict(terms), one * half) for name, half in ends.items()}


def halves(one: Matrix) -> dict[str, Matrix]:
    """t = ½(t + ½)² − ½(t − ½)²."""
    return {"t+": one * Fraction(1, 2), "t-": one * Fraction(-1, 2)}


def row(one: Matrix, values: list[Any]) -> Matrix:
    """Output weights: a row of these numbers."""
    return one.stack([[one * v for v in values]])


def _constant(g: Generator) -> Matrix:
    """−Σ log|det W_k| − (d/2) log 2π."""
    constant = log_two_pi(g.b[1]) * Fraction(-g.dimension, 2)
    for W in g.W:
        constant = constant - log_abs_determinant(W)
    return constant


def parameter_count(d: int, l: int) -> int:
    """(2l − 1)(d² + 2d) + 6l − 7 for l ≥ 2, d² + 2d + 1 for l = 1."""
    return (2 * l - 1) * (d * d + 2 * d) + 6 * l - 7 if l >= 2 else d * d + 2 * d + 1
