"""log P_g − log P_h of a batch of pairs: our kernel beside two densities, one after the other.

    pytest benchmarks/test_bench_density_ratio.py --benchmark-only [--claims-device cuda]

Both sides subtract at the end. *Two densities* are our own, from two `GeneratorBatch`es; a peer computes each of the two as
in `test_bench_density`. Weights, biases and points are made as there: x = g(z), and Gaussian for σ = sinh, whose s = asinh
no point of the other network can overflow; σ = asinh is left out, for s = sinh of such points does. Before anything is timed,
all contenders show the same differences, up to what two rounded densities may be apart. Each timed call sees points that it
has not seen in the call before. The last two sizes are those of a training step, where a call is a handful of small products.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
import torch
from torch import Tensor

from benchmarks.agreement import disagreement_bound, same_number
from benchmarks.interleave import interleaved
from benchmarks.peers import PEERS
from lemmata.theory.densities.density_ratio import DensityRatio
from lemmata.theory.networks.activations import Activation, by_name, hyperbolic_sine
from lemmata.theory.networks.batched import GeneratorBatch

SEED = 5
# B, N, d, l
SIZES = [(1, 100_000, 2, 3), (1, 10_000, 16, 4), (1, 10_000, 64, 8), (1000, 100, 4, 3), (1, 256, 2, 2), (1, 256, 8, 3)]
ACTIVATIONS: dict[str, Activation] = {"leaky_relu": by_name("leaky_relu(1/2)"), "sinh": hyperbolic_sine}
TWO = "two densities"
# these take a batch of pairs; the others would loop over 1000 networks in Python, and jacrev over points
BESIDE = ("torch.distributions", "zuko", "nflows", "normflows")
IN_BATCHES = ("torch.distributions", "zuko")
PAIRS = 21

Way = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Problem:
    """Pairs of networks with two sets of points each, in our layout and in that of the peers."""

    weights: Tensor
    biases: Tensor
    name: str
    columns: tuple[Tensor, Tensor]
    rows: tuple[Tensor, Tensor]

    def ours(self) -> Way:
        return DensityRatio(self.weights, self.biases, ACTIVATIONS[self.name])

    def two_densities(self) -> Way:
        g, h = (GeneratorBatch(self.weights[:, i], self.biases[:, i], ACTIVATIONS[self.name]) for i in (0, 1))
        return lambda x: g.log_density(x) - h.log_density(x)

    def of_peer(self, peer: str) -> Way:
        g, h = (PEERS[peer](self.weights[:, i], self.biases[:, i], self.name) for i in (0, 1))
        return lambda x: g(x) - h(x)

    def bound(self, x: Tensor) -> Tensor:
        """Two densities a side, each as far from that of the other side as rounding allows, and the two subtractions."""
        u = torch.finfo(x.dtype).eps / 2
        each = sum(disagreement_bound(self.weights[:, i], self.biases[:, i], self.name, x) for i in (0, 1))
        return each + 2 * u * self.ours()(x).abs()


@lru_cache(maxsize=1)
def problem(size: tuple[int, int, int, int], name: str, device: torch.device) -> Problem:
    """The weights, biases and points of one benchmark."""
    networks, points, d, layers = size
    generator = torch.Generator().manual_seed(SEED)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64).to(device)

    weights, biases = normal(networks, 2, layers, d, d) / math.sqrt(d), normal(networks, 2, layers, d)
    first, second = normal(networks, d, points), normal(networks, d, points)
    if name != "sinh":
        batch = GeneratorBatch(weights[:, 0], biases[:, 0], ACTIVATIONS[name])
        first, second = batch.forward(first), batch.forward(second)
    return Problem(weights, biases, name, (first, second), (first.mT.contiguous(), second.mT.contiguous()))


def in_turn(way: Way, points: tuple[Tensor, Tensor]) -> Callable[[], Tensor]:
    turn = itertools.cycle(points)
    return lambda: way(next(turn))


def waiting(device: torch.device) -> Callable[[], object]:
    return torch.cuda.synchronize if device.type == "cuda" else lambda: None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Problems outermost, so that each is made once; with each the contenders that take its batch."""
    problems = [
        (size, name, contender)
        for size in SIZES
        for name in ACTIVATIONS
        for contender in (TWO, *(IN_BATCHES if size[0] > 1 else BESIDE))
    ]
    ids = [f"{'x'.join(map(str, size))}-{name}-{contender}" for size, name, contender in problems]
    metafunc.parametrize("size, name, contender", problems, ids=ids)


def test_density_ratio(
    benchmark: Any, size: Any, name: str, contender: str, device: torch.device, rows: list[dict[str, Any]]
) -> None:
    """A contender beside our kernel, after both have shown the same differences."""
    p = problem(size, name, device)
    ours = p.ours()
    theirs, layout = (p.two_densities(), p.columns) if contender == TWO else (p.of_peer(contender), p.rows)
    benchmark.extra_info["difference in units of the bound"] = max(
        same_number(ours(mine), theirs(its), p.bound(mine), contender)
        for mine, its in zip(p.columns, layout, strict=True)
    )
    ratio = interleaved(in_turn(ours, p.columns), in_turn(theirs, layout), PAIRS, waiting(device))
    benchmark.extra_info["times slower than ours"] = vars(ratio)
    rows.append(
        {
            "order": (len(rows),), "size": f"ratio {size}", "activation": name, "contender": contender,
            "ours_ms": 1e3 * ratio.ours_seconds, "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
        }
    )  # fmt: skip
    benchmark.group = f"ratio {size} {name}"
    benchmark.pedantic(in_turn(theirs, layout), rounds=3, warmup_rounds=1)
