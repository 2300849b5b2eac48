"""What is asked of the networks on the way to log P_g beside their values: activations, an affine output, every connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lemmata.numerics.balls import Balls
from lemmata.numerics.verdict import Verdict
from lemmata.theory.densities.log_density_network import Network, is_as_drawn, log_density_network, parameter_count
from lemmata.theory.densities.networks_on_the_way import (
    inverse_network,
    log_determinant_network,
    log_determinant_parameter_count,
)
from lemmata.theory.networks.seeded_networks import Seeded


def built(d: int, l: int, **how: str) -> Network:
    return log_density_network(Seeded(d, l, "asinh", 1).into(Balls()).g, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("l", [1, 2, 3, 4])
def test_the_count_is_that_of_the_network_as_built(d: int, l: int) -> None:
    network = built(d, l)
    found = sum(
        len(matrix.entries())  # type: ignore[attr-defined]
        for layer in network.layers
        for block in layer.values()
        for matrix in [*block.weights.values(), *([] if block.bias is None else [block.bias])]
    )
    assert found == parameter_count(d, l)
    assert is_as_drawn(network, found).verdict is Verdict.HOLDS
    assert is_as_drawn(network, found - 1).verdict is Verdict.REFUTED


@pytest.mark.parametrize("l", [2, 3])
def test_linear_hidden_units_are_seen_whatever_is_counted(l: int) -> None:
    network = built(2, l, carry="linear")
    assert is_as_drawn(network, network.parameters).left == "1 other activations of hidden units ['identity']"


def test_an_activation_behind_the_output_is_seen() -> None:
    network = built(2, 2)
    name, block = next(iter(network.layers[-1].items()))
    squared = replace(network, layers=(*network.layers[:-1], {name: replace(block, activation="square")}))
    assert is_as_drawn(squared, network.parameters).verdict is Verdict.REFUTED


@pytest.mark.parametrize("d", [1, 2, 3])
@pytest.mark.parametrize("l", [1, 2, 3, 4, 5])
def test_the_networks_on_the_way_have_their_sizes(d: int, l: int) -> None:
    g = Seeded(d, l, "asinh", 1).into(Balls()).g
    assert is_as_drawn(inverse_network(g), l * (d * d + d), ["s"]).verdict is Verdict.HOLDS
    network = log_determinant_network(g)
    assert is_as_drawn(network, log_determinant_parameter_count(d, l)).verdict is Verdict.HOLDS
    assert network.depth == l == inverse_network(g).depth
