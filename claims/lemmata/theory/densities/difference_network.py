"""log P_g − log P_h as one network: two copies side by side that share only the affine output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lemmata.theory.densities.log_density_network import Block, Network, parameter_count

__all__ = ["difference_network", "difference_parameter_count"]


def difference_network(first: Network, second: Network) -> Network:
    """The network x ↦ first(x) − second(x), of the depth of both.

    Raises ValueError where their depths or their activations differ: layer by layer they then do not fit side by side.
    """
    if first.depth != second.depth:
        raise ValueError(f"networks of depth {first.depth} and {second.depth} do not stand side by side")
    if first.activation is not second.activation:
        raise ValueError(f"one network has the activation {first.activation!r}, the other {second.activation!r}")
    hidden: list[Mapping[str, Block]] = []
    for mine, its in zip(first.layers[:-1], second.layers[:-1], strict=True):
        hidden.append(_named("first ", mine) | _named("second ", its))
    (left,), (right,) = (
        _named(name, network.layers[-1]).values() for name, network in (("first ", first), ("second ", second))
    )
    assert left.bias is not None and right.bias is not None
    weights = dict(left.weights) | {source: -W for source, W in right.weights.items()}
    output = Block("identity", weights, left.bias - right.bias)
    return Network((*hidden, {"difference": output}), first.activation)


def _named(copy: str, layer: Mapping[str, Block]) -> dict[str, Block]:
    """The blocks of one copy, under names that the other copy does not use. Both read x."""
    return {
        copy + name: replace(block, weights={(s if s == "x" else copy + s): W for s, W in block.weights.items()})
        for name, block in layer.items()
    }


def difference_parameter_count(d: int, l: int) -> int:
    """Twice the parameters of log P_g, less one: the two output biases are one."""
    return 2 * parameter_count(d, l) - 1
