"""log P_g of a batch of generators: our kernel, its peers, and what the machine could do at best.

    pytest benchmarks --benchmark-only

The table at the end (and `extra_info` in ``--benchmark-json``) tells how many times longer each contender takes than
our kernel, measured in pairs that alternate; the columns of pytest-benchmark above it are each contender by itself.
Bare ``pytest`` does not come here, and ``-n`` is refused. ``--claims-device cuda`` runs all of it on that device.

Before anything is timed, a contender's values at all points must agree with ours within a derived bound, which itself
must be small enough to show a single wrong slope. Weights are Gaussian/√d, biases and z Gaussian, all from one seed
(one of those for which eight layers of size 64 do not use up the precision of float64). Points are x = g(z), because
s = sinh grows too fast for any others; for σ = sinh, where x = g(z) overflows and every x is reachable, they are
Gaussian themselves. Each timed call sees points that it has not seen in the call before, so no cache can answer.

*Set-up*: ours inverts and factorises the weights, a peer does the same and builds its objects. Both columns are given.
Limits: *matrix products* is the l products alone, of the same sizes, into memory that is there already; *copy* reads
all points and writes as many numbers.
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

from benchmarks.agreement import disagreement_bound, jacobian_determinant_bound, same_number
from benchmarks.interleave import Ratio, interleaved
from benchmarks.peers import LEAKY_SLOPE, PEERS, LogDensity
from lemmata.theory.networks.activations import Activation, by_name, hyperbolic_sine, inverse_hyperbolic_sine
from lemmata.theory.networks.batched import GeneratorBatch

SEED = 5
# B, N, d, l
SIZES = [(1, 100_000, 2, 3), (1, 100_000, 16, 4), (1000, 100, 4, 3), (1000, 100, 16, 4), (1, 10_000, 64, 8)]
ACTIVATIONS: dict[str, Activation] = {
    "leaky_relu": by_name("leaky_relu(1/2)"),
    "asinh": inverse_hyperbolic_sine,
    "sinh": hyperbolic_sine,
}
PAIRS, PAIRS_IF_SLOW = 21, 3  # slow: jacrev, and Python loops over 1000 networks
JACREV = "jacrev + slogdet"
ONE_WRONG_SLOPE = -math.log(LEAKY_SLOPE)


@dataclass(frozen=True)
class Problem:
    """Networks with two sets of points each, in our layout and in that of the peers."""

    weights: Tensor
    biases: Tensor
    name: str
    columns: tuple[Tensor, Tensor]
    rows: tuple[Tensor, Tensor]

    def ours(self) -> GeneratorBatch:
        return GeneratorBatch(self.weights, self.biases, ACTIVATIONS[self.name])


@lru_cache(maxsize=1)
def problem(size: tuple[int, int, int, int], name: str, device: torch.device) -> Problem:
    """The weights, biases and points of one benchmark."""
    networks, points, d, layers = size
    generator = torch.Generator().manual_seed(SEED)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator, dtype=torch.float64).to(device)

    weights, biases = normal(networks, layers, d, d) / math.sqrt(d), normal(networks, layers, d)
    first, second = normal(networks, d, points), normal(networks, d, points)
    if name != "sinh":
        batch = GeneratorBatch(weights, biases, ACTIVATIONS[name])
        first, second = batch.forward(first), batch.forward(second)
    return Problem(weights, biases, name, (first, second), (first.mT.contiguous(), second.mT.contiguous()))


@lru_cache(maxsize=1)
def bounds(size: tuple[int, int, int, int], name: str, device: torch.device) -> tuple[Tensor, ...]:
    """How far a contender may be from ours, at both sets of points."""
    p = problem(size, name, device)
    return tuple(disagreement_bound(p.weights, p.biases, name, x) for x in p.columns)


def assert_same_number(size: tuple[int, int, int, int], p: Problem, contender: str, log_density: LogDensity) -> float:
    """The contender's values against ours, at all points of both sets; the largest difference in units of the bound."""
    worst = 0.0
    for ours, theirs, bound in zip(p.columns, p.rows, bounds(size, p.name, p.weights.device), strict=True):
        assert float(bound.max()) < ONE_WRONG_SLOPE, "the bound would not notice a wrong slope"
        if contender == JACREV:
            bound = bound + jacobian_determinant_bound(p.weights, p.biases, p.name, ours)
        worst = max(worst, same_number(p.ours().log_density(ours), log_density(theirs), bound, contender))
    return worst


def in_turn(log_density: LogDensity, points: tuple[Tensor, Tensor]) -> Callable[[], Tensor]:
    """log_density of the two sets of points in turn."""
    turn = itertools.cycle(points)
    return lambda: log_density(next(turn))


def waiting(device: torch.device) -> Callable[[], object]:
    return torch.cuda.synchronize if device.type == "cuda" else lambda: None


def note(benchmark: Any, rows: list[dict[str, Any]], size: Any, name: str, contender: str, **found: Ratio) -> None:
    """Keeps the ratios in the benchmark's record and in the closing table."""
    order = (SIZES.index(size), list(ACTIVATIONS).index(name), len(rows))
    row: dict[str, Any] = {"size": str(size), "activation": name, "contender": contender}
    for column, ratio in found.items():
        key = column.replace("_", " ")
        benchmark.extra_info[f"times slower than ours, {key}"] = vars(ratio)
        row[key.replace("set up", "set-up")] = f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]"
    if "alone" in found:
        row["ours_ms"] = 1e3 * found["alone"].ours_seconds
    rows.append(row | {"order": order})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Problems outermost, so that each is made once."""
    problems = [(size, name) for size in SIZES for name in ACTIVATIONS]
    ids = ["x".join(map(str, size)) + "-" + name for size, name in problems]
    metafunc.parametrize("size, name", problems, ids=ids, scope="module")


def test_ours(benchmark: Any, size: Any, name: str, device: torch.device, rows: list[dict[str, Any]]) -> None:
    """Our kernel, and how close it is to what memory and matrix products alone would take."""
    p, wait = problem(size, name, device), waiting(device)
    ours = in_turn(p.ours().log_density, p.columns)
    inverses, space = torch.linalg.inv(p.weights).transpose(0, 1).contiguous(), torch.empty_like(p.columns[0])

    def products(x: Tensor) -> Tensor:
        for V in inverses:
            torch.bmm(V, x, out=space)
        return space

    limits: dict[str, LogDensity] = {"matrix products": products, "copy": space.copy_}
    for limit, run in limits.items():
        ratio = interleaved(ours, in_turn(run, p.columns), PAIRS, wait)
        note(benchmark, rows, size, name, f"limit: {limit}", alone=ratio)
        benchmark.extra_info[f"fraction of the limit, {limit}"] = ratio.median
    benchmark.group = f"{size} {name}"
    benchmark.pedantic(lambda: (ours(), wait()), rounds=PAIRS, warmup_rounds=1)


@pytest.mark.parametrize("contender", PEERS)
def test_peer(
    benchmark: Any, size: Any, name: str, contender: str, device: torch.device, rows: list[dict[str, Any]]
) -> None:
    """A peer beside our kernel, with and without set-up, after both have shown the same number."""
    p, wait = problem(size, name, device), waiting(device)
    log_density = PEERS[contender](p.weights, p.biases, name)
    benchmark.extra_info["difference in units of the bound"] = assert_same_number(size, p, contender, log_density)
    ours, theirs = in_turn(p.ours().log_density, p.columns), in_turn(log_density, p.rows)
    ours_built = in_turn(lambda x: p.ours().log_density(x), p.columns)
    theirs_built = in_turn(lambda x: PEERS[contender](p.weights, p.biases, name)(x), p.rows)
    slow = contender == JACREV or (contender in ("nflows", "normflows") and size[0] > 1)
    pairs = PAIRS_IF_SLOW if slow else PAIRS
    note(
        benchmark, rows, size, name, contender,
        alone=interleaved(ours, theirs, pairs, wait), with_set_up=interleaved(ours_built, theirs_built, pairs, wait),
    )  # fmt: skip
    benchmark.group = f"{size} {name}"
    benchmark.pedantic(lambda: (theirs(), wait()), rounds=pairs, warmup_rounds=1)
