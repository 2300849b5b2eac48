"""The nearest of N points beside other ways to it: scipy's k-d tree and torch.cdist.

    pytest benchmarks/test_bench_neighbours.py --benchmark-only [--claims-device cuda]

Every contender first shows the distances that ours does. Then it is timed in alternation with ours, which builds its tree or
shifts its points anew in every run, as the others do. The last benchmark asks for a distance of 0.0014 at offset 10⁶.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pytest
import torch
from scipy.spatial import cKDTree
from torch import Tensor

from benchmarks.interleave import interleaved
from lemmata.numerics.rounding import gamma
from lemmata.theory.transport.neighbours import nearest

SEED = 5
SIZES = [(2, 1_000), (2, 10_000), (8, 1_000), (8, 10_000), (64, 1_000), (64, 10_000)]
PAIRS, PAIRS_IF_SLOW = 11, 3

# (points (N, d), queries (M, d)) ↦ distances (M,)
Way = Callable[[Tensor, Tensor], Tensor]


def k_d_tree(points: Tensor, queries: Tensor) -> Tensor:
    return torch.from_numpy(cKDTree(points.numpy()).query(queries.numpy())[0])


def expanded(points: Tensor, queries: Tensor) -> Tensor:
    return torch.cdist(queries, points).amin(1)


def by_differences(points: Tensor, queries: Tensor) -> Tensor:
    return torch.cdist(queries, points, compute_mode="donot_use_mm_for_euclid_dist").amin(1)


PEERS: dict[str, Way] = {
    "scipy cKDTree": k_d_tree,
    "torch.cdist": expanded,
    "torch.cdist, differences": by_differences,
}


@lru_cache(maxsize=2)
def clouds(d: int, N: int, device: torch.device) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(SEED)
    points, queries = (torch.randn(d, N, generator=generator, dtype=torch.float64).to(device) for _ in range(2))
    return points, queries


def waiting(device: torch.device) -> Callable[[], object]:
    return torch.cuda.synchronize if device.type == "cuda" else lambda: None


def contenders(device: torch.device) -> dict[str, Way]:
    return {name: way for name, way in PEERS.items() if device.type == "cpu" or way is not k_d_tree}


@pytest.mark.parametrize(("d", "N"), SIZES, ids=lambda v: str(v))
def test_ours(benchmark: Any, d: int, N: int, device: torch.device) -> None:
    points, queries = clouds(d, N, device)
    wait = waiting(device)
    benchmark.group = f"nearest of {N} points, d={d}"
    benchmark.pedantic(lambda: (nearest(points, queries), wait()), rounds=PAIRS, warmup_rounds=1)
    benchmark.extra_info["queries per second"] = N / benchmark.stats.stats.median


@pytest.mark.parametrize("contender", PEERS)
@pytest.mark.parametrize(("d", "N"), SIZES, ids=lambda v: str(v))
def test_peer(benchmark: Any, rows: list[dict[str, Any]], d: int, N: int, contender: str, device: torch.device) -> None:
    """A peer beside ours, after both have shown the same distances."""
    points, queries = clouds(d, N, device)
    if contender not in contenders(device):
        pytest.fail(f"{contender} knows no {device.type}: deselect it with -k 'not cKDTree'")
    # each in the layout that suits it
    theirs = partial(PEERS[contender], points.mT.contiguous(), queries.mT.contiguous())
    ours = partial(nearest, points, queries)
    mine, its = ours().distance, theirs()
    # ‖x‖² − 2⟨x, y⟩ + ‖y‖² errs by γ(‖x‖ + ‖y‖)²; differences err by less
    longest = float(points.square().sum(0).max().sqrt() + queries.square().sum(0).max().sqrt())
    assert float((mine**2 - its**2).abs().max()) <= 4 * gamma(d + 8, points.dtype) * longest**2
    slow = contender != "torch.cdist" and d * N > 10**5
    ratio = interleaved(ours, theirs, PAIRS_IF_SLOW if slow else PAIRS, waiting(device))
    benchmark.extra_info["times slower than ours"] = vars(ratio)
    rows.append(
        {
            "order": 4 * 10**6 + 10**5 * d + N + list(PEERS).index(contender), "size": f"({N}, {N}, d={d})",
            "activation": "nearest", "contender": contender, "ours_ms": 1e3 * ratio.ours_seconds,
            "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
        }
    )  # fmt: skip
    benchmark.group = f"nearest of {N} points, d={d}"
    benchmark.pedantic(theirs, rounds=1, warmup_rounds=0)


@pytest.mark.parametrize("d", [2, 64])
def test_errors_far_from_the_origin(rows: list[dict[str, Any]], d: int) -> None:
    """The relative error of a distance of 0.0014 between points at 10⁶, in float64."""
    points = torch.full((d, 30), 1e6, dtype=torch.float64)
    points[0] += torch.arange(30) / 512
    query = points[:, 7:8].clone()
    query[1] += 0.0014
    exact = float(query[1, 0]) - 1e6  # exact: both are multiples of 2⁻³³
    found = {"ours": nearest(points, query).distance}
    found |= {name: way(points.mT.contiguous(), query.mT.contiguous()) for name, way in PEERS.items()}
    for order, (name, distance) in enumerate(found.items()):
        error = abs(float(distance) / exact - 1)
        rows.append(
            {
                "order": 5 * 10**6 + 10 * d + order, "size": f"(30, 1, d={d})", "activation": "at 10⁶",
                "contender": f"{name}: relative error", "alone": f"{error:.1e}",
            }
        )  # fmt: skip
    assert float(found["ours"]) == exact
