"""Certified suprema: boxes needed for a tolerance, and boxes per second beside interval arithmetic.

    pytest benchmarks/test_bench_supremum.py --benchmark-only

The function is Σ_i w_i f_θ(x_i) for two Gaussian samples of 20 points and m = 2 or 3 parameters. *Boxes needed* is given for
several tolerances, for our bounds and for the Lipschitz constants alone (at most 300,000 boxes). For *boxes per second* the
peers enclose the values of the same function over one box at a time, by interval arithmetic at 53 bits (mpmath's intervals,
flint's balls): the natural extension, one of the bounds from which ours takes the better, and which alone would need more
boxes. *Many boxes*: searches that are stopped after 1e5, 3e5 and 1e6 boxes, with the Lipschitz constants alone. The limit is
the bounds of as many boxes, in blocks of the same size, without choosing, cutting or keeping any.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import pytest
import torch
from flint import arb
from torch import Tensor

from benchmarks.interleave import interleaved
from lemmata.numerics.balls import precision
from lemmata.theory.discriminators import supremum as module
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.shallow import Linear, ReluUnits
from lemmata.theory.discriminators.supremum import supremum

SEED, SAMPLE, WIDE = 11, 20, Fraction(100)
TOLERANCES = tuple(2.0**-k for k in (6, 12, 20))
CAP, MANY = 300_000, (10**5, 3 * 10**5, 10**6)
FAMILIES: dict[str, Family] = {
    "linear, m=3": Linear(3, WIDE),
    "v relu(wx), m=2": BiasFreeNetworks(1, (1,), radius_squared=WIDE),
    "v relu(<w,x>), m=3": BiasFreeNetworks(2, (1,), radius_squared=WIDE),
    "clip(v relu(<w,x>)), m=3": BiasFreeNetworks(2, (1,), radius_squared=WIDE, clipped=True),
    "v tanh(<w,x>), m=3": BiasFreeNetworks(2, (1,), "tanh", WIDE),
    "relu(<w,x>+b), m=3": ReluUnits(2, WIDE),
}
BOXES, PAIRS = 2048, 9


@lru_cache
def problem(name: str) -> tuple[Family, Tensor, Tensor]:
    family = FAMILIES[name]
    generator = torch.Generator().manual_seed(SEED)
    points = torch.randn(family.dimension, 2 * SAMPLE, generator=generator, dtype=torch.float64)
    weights = torch.tensor([1 / SAMPLE] * SAMPLE + [-1 / SAMPLE] * SAMPLE, dtype=torch.float64)
    return family, points, weights


@pytest.mark.parametrize("tolerance", TOLERANCES, ids=lambda v: f"{v:.0e}")
@pytest.mark.parametrize("name", FAMILIES)
def test_boxes_for_a_tolerance(
    benchmark: Any, name: str, tolerance: float, rows: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    family, points, weights = problem(name)
    found = benchmark.pedantic(
        lambda: supremum(family, points, weights, tolerance, max_boxes=CAP), rounds=5, warmup_rounds=1
    )
    assert found.complete
    monkeypatch.setattr(type(family), "stages", lambda self, points: None)
    alone = supremum(family, points, weights, tolerance, max_boxes=CAP)
    assert alone.lower <= found.upper and found.lower <= alone.upper
    benchmark.group = f"supremum {name}"
    benchmark.extra_info["boxes"] = found.boxes
    benchmark.extra_info["boxes per second"] = found.boxes / benchmark.stats.stats.median
    benchmark.extra_info["boxes with Lipschitz constants alone"] = alone.boxes if alone.complete else f"> {CAP}"
    rows.append(
        {
            "order": (10**4, list(FAMILIES).index(name), TOLERANCES.index(tolerance)),
            "size": f"sup to {tolerance:.0e}",
            "activation": f"{found.boxes} boxes",
            "contender": f"{name}; L alone: {benchmark.extra_info['boxes with Lipschitz constants alone']}",
            "ours_ms": 1e3 * benchmark.stats.stats.median,
        }
    )


@pytest.mark.parametrize("share", [1.2, 2.0])
def test_a_comparison_alone(benchmark: Any, share: float) -> None:
    """Only whether the supremum exceeds a number somewhat above it: what a claim asks of thousands of samples."""
    family, points, weights = problem("v relu(<w,x>), m=3")
    number = share * supremum(family, points, weights, TOLERANCES[0]).upper
    asked = benchmark.pedantic(
        lambda: supremum(family, points, weights, TOLERANCES[1], against=number), rounds=21, warmup_rounds=1
    )
    assert asked.exceeds(number) is False
    benchmark.group = "supremum, comparison"
    benchmark.extra_info["boxes"] = asked.boxes


@pytest.mark.parametrize("boxes", MANY)
def test_many_boxes(benchmark: Any, boxes: int, rows: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    name = "v tanh(<w,x>), m=3"
    family, points, weights = problem(name)
    monkeypatch.setattr(type(family), "stages", lambda self, points: None)
    looked_at = supremum(family, points, weights, TOLERANCES[-1], max_boxes=boxes).boxes
    assert looked_at >= boxes, "the search ended before its cap"
    limit = module._Search(family, points, weights)
    block = 2 * (module._NUMBERS // len(weights))
    generator = torch.Generator().manual_seed(SEED)
    centre = 2 * torch.rand(block, 3, generator=generator, dtype=torch.float64) - 1
    half = torch.full_like(centre, 2.0**-6)

    def bounds_alone() -> None:
        for first in range(0, looked_at, block):
            limit.bounds(centre[: looked_at - first], half[: looked_at - first])

    def search() -> None:
        supremum(family, points, weights, TOLERANCES[-1], max_boxes=boxes)

    ratio = interleaved(search, bounds_alone, 3)
    benchmark.group = "supremum, many boxes"
    each = 1e6 * ratio.ours_seconds / looked_at
    benchmark.extra_info["microseconds per box"] = each
    benchmark.extra_info["bounds alone / ours"] = ratio.median
    rows.append(
        {
            "order": (10**4 + 2, boxes), "size": f"{looked_at} boxes", "activation": f"{each:.2f} µs each",
            "contender": "bounds alone", "ours_ms": 1e3 * ratio.ours_seconds,
            "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
        }
    )  # fmt: skip
    benchmark.pedantic(search, rounds=1, warmup_rounds=0)


@dataclass(frozen=True)
class System:
    """Numbers of an interval library: the interval [a, b], and max(t, 0)."""

    interval: Callable[[float, float], Any]
    relu: Callable[[Any], Any]


def _relu_of_mpmath(t: Any) -> Any:
    return mpmath.iv.mpf([max(t.a, 0), max(t.b, 0)])


PEERS = {
    "mpmath intervals": System(lambda a, b: mpmath.iv.mpf([a, b]), _relu_of_mpmath),
    "arb balls": System(lambda a, b: arb((a + b) / 2, (b - a) / 2), lambda t: t.max(arb(0))),
}


@pytest.mark.parametrize("peer", PEERS)
def test_boxes_per_second(benchmark: Any, peer: str, rows: list[dict[str, Any]]) -> None:
    name, system, few = "v relu(<w,x>), m=3", PEERS[peer], 4
    family, points, weights = problem(name)
    generator = torch.Generator().manual_seed(SEED)
    centre = (torch.rand(BOXES, 3, generator=generator, dtype=torch.float64) - 0.5).mul(2**10).round() / 2**10
    half = torch.full_like(centre, 2.0**-6)
    search = module._Search(family, points, weights)
    before = mpmath.iv.prec
    try:
        mpmath.iv.prec = 53
        with precision(53):
            points_and_weights = [
                [system.interval(v, v) for v in (*x, w)]
                for x, w in zip(points.mT.tolist(), weights.tolist(), strict=True)
            ]
            lows, highs = (centre - half).tolist(), (centre + half).tolist()
            turn = itertools.cycle(range(0, BOXES, few))

            def theirs() -> None:
                first = next(turn)
                for low, high in zip(lows[first : first + few], highs[first : first + few], strict=True):
                    w1, w2, v = (system.interval(a, b) for a, b in zip(low, high, strict=True))
                    total = system.interval(0.0, 0.0)
                    for x1, x2, weight in points_and_weights:
                        total += weight * system.relu(w1 * x1 + w2 * x2)
                    v * total

            ratio = interleaved(lambda: search.bounds(centre, half), theirs, PAIRS)
            benchmark.pedantic(lambda: search.bounds(centre, half), rounds=PAIRS, warmup_rounds=1)
    finally:
        mpmath.iv.prec = before
    per_box = BOXES / few
    benchmark.group = "supremum, boxes per second"
    benchmark.extra_info["boxes per second"] = BOXES / ratio.ours_seconds
    benchmark.extra_info[f"{peer} / ours, per box"] = ratio.median * per_box
    rows.append(
        {
            "order": (10**4 + 1, 0, len(rows)),
            "size": f"{BOXES} boxes",
            "activation": "relu",
            "contender": f"{peer}, per box",
            "ours_ms": 1e3 * ratio.ours_seconds,
            "alone": f"{ratio.median * per_box:.0f} [{ratio.lower * per_box:.0f}, {ratio.upper * per_box:.0f}]",
        }
    )
