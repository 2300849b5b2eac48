"""The blocked sweep beside exact values and certified suprema, for any size of the blocks, any dtype and any batching."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
import torch
from torch import Tensor

from lemmata.numerics.rationals import Rationals
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import CosineFeatures
from lemmata.theory.discriminators.shallow import Linear, ReluUnits
from lemmata.theory.discriminators.supremum import supremum
from lemmata.theory.discriminators.sweep import difference_of_laws, parameters_on_the_sphere, sweep

F = Fraction
WIDE = F(100)
SMALL = [
    Linear(2, WIDE),
    Linear(3, WIDE, clipped=True),
    BiasFreeNetworks(2, (2,), radius_squared=WIDE),
    BiasFreeNetworks(2, (3,), "leaky_relu(1/3)", WIDE, clipped=True),
    BiasFreeNetworks(2, (2, 2), radius_squared=WIDE, clipped=True),
    ReluUnits(2, WIDE),
]
LARGE = [
    Linear(2, clipped=True),
    Linear(8, clipped=True),
    Linear(64, clipped=True),
    BiasFreeNetworks(4, (8,), radius_squared=WIDE),
    BiasFreeNetworks(4, (8,), radius_squared=WIDE, clipped=True),
    BiasFreeNetworks(16, (32,), radius_squared=WIDE, clipped=True),
    CosineFeatures([[1, 2], [3, 4], [0, 1]], [0, 1, 2]),
]


def samples(family: Family, N: int, n: int, dtype: torch.dtype = torch.float64, seed: int = 1) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(family.dimension, N + n, generator=generator, dtype=torch.float64)
    return tuple(points.to(dtype).split([N, n], 1))  # type: ignore[return-value]


def bound(family: Family, P: Tensor, Q: Tensor) -> float:
    return family.rounding_of_sums(*difference_of_laws(P, Q))


def all_thetas(family: Family, count: int, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.cat(list(parameters_on_the_sphere(family.m, count, 2, dtype=dtype)))


# ── exact values ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("family", SMALL, ids=repr)
def test_the_maximum_is_the_exact_one_up_to_rounding(family: Family, dtype: torch.dtype) -> None:
    rng, exact = random.Random(3), Rationals()
    rows = [[F(rng.randint(-6, 6), 3) for _ in range(9)] for _ in range(family.dimension)]
    thetas = [[F(rng.randint(-4, 4), 3 * family.m) for _ in range(family.m)] for _ in range(20)]
    P, Q = torch.tensor([[float(v) for v in row] for row in rows], dtype=dtype).split([3, 6], 1)
    found = sweep(family, torch.tensor([[float(v) for v in theta] for theta in thetas], dtype=dtype), P, Q)
    values = []
    for theta in thetas:
        column = exact.matrix([[v] for v in family.inside(theta)])
        f = [family.value(column, exact.matrix([[row[i]] for row in rows])).raw[0, 0] for i in range(9)]
        g = [F(int(v.p), int(v.q)) for v in f]
        values.append(abs(sum(g[:3], F(0)) / 3 - sum(g[3:], F(0)) / 6))
    rounding = F(bound(family, P, Q))
    assert abs(F(found.value) - max(values)) <= rounding
    assert max(values) - values[found.index] <= 2 * rounding
    assert found.count == 20 and found.value > 0
    assert found.theta.tolist() == torch.tensor([float(v) for v in thetas[found.index]], dtype=dtype).tolist()
    assert rounding <= 2000 * torch.finfo(dtype).eps


@pytest.mark.parametrize(
    "family", [Linear(2, WIDE), Linear(3, WIDE, True), BiasFreeNetworks(2, (1,), "relu", WIDE)], ids=repr
)
def test_no_sweep_exceeds_the_certified_supremum(family: Family) -> None:
    P, Q = samples(family, 12, 20)
    points, weights = difference_of_laws(P, Q)
    enclosure = supremum(family, points, weights, 2.0**-10)
    found = sweep(family, all_thetas(family, 20_000), P, Q)
    assert found.value <= enclosure.upper + bound(family, P, Q)
    # 20,000 points of the sphere come close to the supremum of these three
    assert found.value >= 0.98 * enclosure.lower


def test_means_by_hand() -> None:
    P, Q = torch.tensor([[3.0, 0.5]]), torch.tensor([[-2.0, 0.0, 0.25, 0.25]])
    clipped = sweep(Linear(1, clipped=True), torch.tensor([[0.5], [1.0], [-1.0]]), P, Q)
    # (1 + ½)/2 − (−1 + 0 + ¼ + ¼)/4 = ¾ + ⅛
    assert (clipped.value, clipped.count) == (0.875, 3) and clipped.index in (1, 2)
    assert sweep(Linear(1), torch.tensor([[0.5]]), P, Q).value == 1.0625


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("family", LARGE, ids=repr)
def test_the_size_of_the_blocks_changes_rounding_only(family: Family) -> None:
    P, Q = samples(family, 60, 75)
    thetas = all_thetas(family, 150)
    whole = sweep(family, thetas, P, Q)
    rounding = bound(family, P, Q)
    for block_bytes in (256 if isinstance(family, BiasFreeNetworks) else 8, 1000, 5 * 1024, 77_777):
        parts = sweep(family, thetas, P, Q, block_bytes=block_bytes)
        assert abs(parts.value - whole.value) <= 2 * rounding
        assert parts.count == whole.count == 150
    points, weights = difference_of_laws(P, Q)
    plain = (family.values(thetas, points) @ weights).abs()
    assert abs(whole.value - float(plain.max())) <= 2 * rounding
    assert float(plain.max()) - float(plain[whole.index]) <= 2 * rounding
    assert torch.equal(whole.theta, thetas[whole.index])


def test_parameters_may_come_in_parts() -> None:
    family = BiasFreeNetworks(4, (8,), radius_squared=WIDE, clipped=True)
    P, Q = samples(family, 30, 40)
    thetas = all_thetas(family, 1000)
    whole, parts = sweep(family, thetas, P, Q), sweep(family, iter(thetas.split(77)), P, Q)
    assert parts.index == whole.index and parts.count == 1000 and torch.equal(parts.theta, whole.theta)
    assert abs(parts.value - whole.value) <= 2 * bound(family, P, Q)


def test_more_points_than_a_block_holds() -> None:
    family = Linear(2, WIDE, clipped=True)
    P, Q = samples(family, 5000, 7000)
    thetas = all_thetas(family, 40)
    points, weights = difference_of_laws(P, Q)
    plain = float((family.values(thetas, points) @ weights).abs().max())
    assert abs(sweep(family, thetas, P, Q).value - plain) <= 2 * bound(family, P, Q)


@pytest.mark.parametrize("family", LARGE, ids=repr)
def test_float32_agrees_with_float64(family: Family) -> None:
    P, Q = samples(family, 40, 50, torch.float32)
    thetas = all_thetas(family, 60, torch.float32)
    narrow, wide = sweep(family, thetas, P, Q), sweep(family, thetas.double(), P.double(), Q.double())
    assert abs(narrow.value - wide.value) <= bound(family, P, Q) + bound(family, P.double(), Q.double())
    assert narrow.theta.dtype == torch.float32


def test_arguments_are_left_alone() -> None:
    family = Linear(3, clipped=True)
    P, Q = (sample * 5 for sample in samples(family, 10, 10))
    thetas = all_thetas(family, 10)
    before = [tensor.clone() for tensor in (thetas, P, Q)]
    sweep(family, thetas, P, Q)
    assert all(torch.equal(a, b) for a, b in zip(before, (thetas, P, Q), strict=True))


def test_no_block_is_larger_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    product = torch.mm

    def recorded(*arguments: Tensor, out: Tensor) -> Tensor:
        sizes.append(out.numel() * out.element_size())
        return product(*arguments, out=out)

    monkeypatch.setattr(torch, "mm", recorded)
    family = BiasFreeNetworks(4, (8,), radius_squared=WIDE, clipped=True)
    P, Q = samples(family, 3000, 3000)
    sweep(family, all_thetas(family, 64), P, Q, block_bytes=1 << 18)
    assert max(sizes) <= 1 << 18 and sum(sizes) == 64 * 8 * 6000 * 8
    assert len(sizes) < 2 * sum(sizes) / (1 << 18)


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_parameters_lie_on_the_sphere_and_depend_on_the_seed_alone() -> None:
    parts = list(parameters_on_the_sphere(5, 1000, 7, at_once=300))
    assert [len(part) for part in parts] == [300, 300, 300, 100]
    thetas = torch.cat(parts)
    assert (thetas.norm(dim=1) - 1).abs().max() <= 8 * torch.finfo(torch.float64).eps
    assert float(thetas.mean(0).abs().max()) < 0.1
    again, other = (torch.cat(list(parameters_on_the_sphere(5, 1000, seed, at_once=300))) for seed in (7, 8))
    assert torch.equal(thetas, again) and not torch.equal(thetas, other)
    assert next(parameters_on_the_sphere(2, 4, 1, dtype=torch.float32)).dtype == torch.float32


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("fault", ["clip forgotten", "relu forgotten", "one law's mean", "last points dropped"])
def test_a_planted_fault_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = BiasFreeNetworks(4, (8,), radius_squared=WIDE, clipped=True)
    P, Q = (4 * sample for sample in samples(family, 3000, 3000))
    thetas = all_thetas(family, 50)
    points, weights = difference_of_laws(P, Q)
    plain = float((family.values(thetas, points) @ weights).abs().max())
    if fault == "clip forgotten":
        monkeypatch.setattr(Tensor, "clamp_", lambda self, *_: self)
    elif fault == "relu forgotten":
        monkeypatch.setattr(Tensor, "clamp_min_", lambda self, *_: self)
    elif fault == "one law's mean":
        monkeypatch.setattr(
            "lemmata.theory.discriminators.sweep.difference_of_laws", lambda P, Q: (points, weights.clamp_min(0))
        )
    else:
        monkeypatch.setattr(
            "lemmata.theory.discriminators.sweep.difference_of_laws", lambda P, Q: (points[:, :-9], weights[:-9])
        )
    assert abs(sweep(family, thetas, P, Q).value - plain) > 2 * bound(family, P, Q)


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
ONE, TWO = torch.ones(2, 3), torch.ones(2, 4)


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ((Linear(2), torch.ones(5, 3), ONE, TWO), {}, "θ must have shape (T, 2) and x (2, N), got (5, 3) and (2, 7)"),
        ((Linear(2), torch.ones(2), ONE, TWO), {}, "parameters must have shape (T, m), got (2,)"),
        ((Linear(2), torch.ones(0, 2), ONE, TWO), {}, "a maximum needs at least one parameter"),
        ((Linear(2), iter([]), ONE, TWO), {}, "a maximum needs at least one parameter"),
        (
            (Linear(2), torch.ones(5, 2), ONE, TWO[:1]),
            {},
            "samples must have shapes (d, N) and (d, n), got (2, 3) and (1, 4)",
        ),
        ((Linear(2), torch.ones(5, 2), ONE, TWO[:, :0]), {}, "samples must have shapes (d, N) and (d, n)"),
        ((Linear(2), torch.ones(5, 2), ONE, TWO.double()), {}, "samples must agree in dtype and device"),
        ((Linear(2), torch.ones(5, 2).double(), ONE, TWO), {}, "θ and x must agree in dtype and device"),
        (
            (BiasFreeNetworks(2, (8,)), torch.ones(5, 24), ONE, TWO),
            {"block_bytes": 31},
            "a block of 31 bytes is too small: BiasFreeNetworks(2, (8,), 'relu', radius_squared=1) needs 32 for one parameter",
        ),
        ((Linear(2), torch.tensor([[1.0, 0], [float("nan"), 0]]), ONE, TWO), {}, "is not finite at parameter 1"),
        ((Linear(2), torch.full((5, 2), 1e38), ONE, TWO * 1e38), {}, "is not finite at parameter 0"),
        (
            (Linear(2), torch.ones(5, 2), ONE, torch.tensor([[1, 1, float("nan")], [1, 1, 1]])),
            {},
            "samples must be finite: point 2 of the second one is not",
        ),
        (
            # clipped, the value at infinity would be finite
            (Linear(2, clipped=True), torch.ones(5, 2), ONE / 0, TWO),
            {},
            "samples must be finite: point 0 of the first one is not",
        ),
    ],
)
def test_refusals_are_one_sentence(arguments: Any, options: dict[str, int], sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        sweep(*arguments, **options)
    assert sentence in str(error.value) and "\n" not in str(error.value)
