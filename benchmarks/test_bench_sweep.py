"""The largest difference of means over many parameters: our sweep, its peers, and the matrix product alone.

    OPENBLAS_NUM_THREADS=1 pytest benchmarks/test_bench_sweep.py --benchmark-only

(torch is held to one thread here; numpy's own library takes its number of threads when it is loaded.)

Families are clipped: f_θ(x) = clip(⟨θ, x⟩, −1, 1) in d dimensions, and clip(Σ_h v_h relu(⟨w_h, x⟩), −1, 1) with H hidden units.
T parameters from the unit sphere, N + N Gaussian points (scaled so that a good part of the values is clipped), float64.
Before anything is timed, a contender's maximum must agree with ours within the derived bound. Each timed call sees
parameters that it has not seen in the call before.

Limit: *matrix product* is θx (for hidden layers Wx) alone, for the same blocks, into memory that is there already. The
fraction of the limit is the time of that product over ours. A second test sweeps more parameters than would fit into memory
at once, and reports values f_θ(x) per second.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
import torch
from torch import Tensor

from benchmarks.interleave import Ratio, interleaved
from benchmarks.sweep_peers import PEERS
from lemmata.theory.discriminators import sweep as module
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.shallow import Linear
from lemmata.theory.discriminators.sweep import difference_of_laws, parameters_on_the_sphere, sweep

SEED = 3
POINTS = 1000
# T for the comparison: small enough that contenders without blocks fit into memory
FAMILIES: dict[str, tuple[Family, int]] = {
    "d=2": (Linear(2, clipped=True), 4000),
    "d=8": (Linear(8, clipped=True), 4000),
    "d=64": (Linear(64, clipped=True), 4000),
    "d=4 H=8": (BiasFreeNetworks(4, (8,), clipped=True), 1000),
    "d=16 H=32": (BiasFreeNetworks(16, (32,), clipped=True), 500),
}
PAIRS, PAIRS_IF_SLOW = 21, 5


@dataclass(frozen=True)
class Problem:
    """A family, two samples, and two sets of parameters to take in turn."""

    family: Family
    P: Tensor
    Q: Tensor
    thetas: tuple[Tensor, Tensor]

    def ours(self) -> Callable[[], float]:
        turn = itertools.cycle(self.thetas)
        return lambda: sweep(self.family, next(turn), self.P, self.Q).value


@lru_cache(maxsize=1)
def problem(name: str, device: torch.device) -> Problem:
    family, count = FAMILIES[name]
    generator = torch.Generator().manual_seed(SEED)
    # values of a few units: about half of them are clipped
    scale = 2.0 if isinstance(family, Linear) else 8.0
    points = scale * torch.randn(family.dimension, 2 * POINTS, generator=generator, dtype=torch.float64).to(device)
    first, second = (
        torch.cat(list(parameters_on_the_sphere(family.m, count, seed))).to(device) for seed in (SEED, SEED + 1)
    )
    return Problem(family, points[:, :POINTS].contiguous(), points[:, POINTS:].contiguous(), (first, second))


def waiting(device: torch.device) -> Callable[[], object]:
    return torch.cuda.synchronize if device.type == "cuda" else lambda: None


def note(benchmark: Any, rows: list[dict[str, Any]], name: str, contender: str, ratio: Ratio) -> None:
    """Keeps a ratio in the benchmark's record and in the closing table."""
    benchmark.extra_info["times slower than ours"] = vars(ratio)
    rows.append(
        {
            "order": (10**3, list(FAMILIES).index(name), len(rows)),
            "size": f"sweep {name}",
            "activation": f"T={FAMILIES[name][1]}",
            "contender": contender,
            "ours_ms": 1e3 * ratio.ours_seconds,
            "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
        }
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("name", FAMILIES, scope="module")


def test_ours(benchmark: Any, name: str, device: torch.device, rows: list[dict[str, Any]]) -> None:
    """Our sweep, and the share of its time that the matrix products alone would take."""
    p, wait = problem(name, device), waiting(device)
    ours, turn = p.ours(), itertools.cycle(p.thetas)
    points, _ = difference_of_laws(p.P, p.Q)
    H = p.family.hidden[0] if isinstance(p.family, BiasFreeNetworks) else 1
    numbers = (module._BLOCK_CPU if device.type == "cpu" else module._BLOCK_DEVICE) // points.element_size()
    n = min(points.shape[1], module._POINTS, numbers // H)
    parts = [part.contiguous() for part in points.split(n, 1)]
    room = points.new_empty(numbers)

    def products() -> None:
        for block in next(turn).split(numbers // (H * n)):
            left = block[:, : H * p.family.dimension].reshape(-1, p.family.dimension)
            for part in parts:
                torch.mm(left, part, out=room[: len(left) * part.shape[1]].view(len(left), part.shape[1]))

    ratio = interleaved(ours, products, PAIRS, wait)
    note(benchmark, rows, name, "limit: matrix product", ratio)
    benchmark.extra_info["fraction of the limit"] = ratio.median
    benchmark.extra_info["values per second"] = len(p.thetas[0]) * points.shape[1] / ratio.ours_seconds
    benchmark.group = f"sweep {name}"
    benchmark.pedantic(lambda: (ours(), wait()), rounds=PAIRS, warmup_rounds=1)


@pytest.mark.parametrize("contender", PEERS)
def test_peer(benchmark: Any, name: str, contender: str, device: torch.device, rows: list[dict[str, Any]]) -> None:
    """A peer beside our sweep, after both have shown the same maximum."""
    p, wait = problem(name, device), waiting(device)
    differences = PEERS[contender](p.family, p.P, p.Q)
    bound = p.family.rounding_of_sums(*difference_of_laws(p.P, p.Q))
    for thetas in p.thetas:
        mine, its = sweep(p.family, thetas, p.P, p.Q).value, float(differences(thetas).abs().max())
        assert abs(mine - its) <= 2 * bound, f"{contender} and ours differ by {abs(mine - its) / bound} bounds"
    turn = itertools.cycle(p.thetas)
    theirs = lambda: float(differences(next(turn)).abs().max())  # noqa: E731
    pairs = PAIRS_IF_SLOW if contender == "Python loop" else PAIRS
    note(benchmark, rows, name, contender, interleaved(p.ours(), theirs, pairs, wait))
    benchmark.group = f"sweep {name}"
    benchmark.pedantic(lambda: (theirs(), wait()), rounds=pairs, warmup_rounds=1)


def test_more_parameters_than_fit_at_once(benchmark: Any, name: str, device: torch.device) -> None:
    """Ten times as many parameters (and for d ≤ 8 a hundred), made block by block from a seed."""
    p = problem(name, device)
    count = FAMILIES[name][1] * (100 if p.family.m <= 8 else 10)

    def ours() -> float:
        thetas = parameters_on_the_sphere(p.family.m, count, SEED, device=str(device))
        return sweep(p.family, thetas, p.P, p.Q).value

    benchmark.group = "many parameters"
    benchmark.pedantic(ours, rounds=3, warmup_rounds=0)
    benchmark.extra_info["parameters"] = count
    benchmark.extra_info["values per second"] = count * 2 * POINTS / benchmark.stats.stats.median
