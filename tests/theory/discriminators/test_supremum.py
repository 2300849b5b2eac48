"""Certified suprema: closed forms lie inside, exact values on grids lie below, and faults make the enclosure miss."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor

from lemmata.numerics.rationals import Rationals
from lemmata.theory.discriminators import supremum as module
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import Features
from lemmata.theory.discriminators.shallow import Cells, Linear, ReluUnits
from lemmata.theory.discriminators.slopes import enclosed_slopes
from lemmata.theory.discriminators.supremum import Enclosure, supremum

F = Fraction
DOUBLE = torch.float64
WIDE = F(100)


def doubles(rows: Any) -> Tensor:
    return torch.tensor([[float(v) for v in row] for row in rows], dtype=DOUBLE)


def two_samples(family: Family, seed: int, n: int = 6) -> tuple[list[list[Fraction]], list[Fraction]]:
    """n quarter-integer points against 2n others, as columns, and the weights 1/n and −1/(2n): thirds are no floats."""
    rng = random.Random(seed)
    if isinstance(family, Cells):
        cells = [rng.randrange(family.m) for _ in range(3 * n)]
        rows = [[F(int(i == cell)) for cell in cells] for i in range(family.m)]
    else:
        rows = [[F(rng.randint(-4, 4), 4) for _ in range(3 * n)] for _ in range(family.dimension)]
    return rows, [F(1, n)] * n + [F(-1, 2 * n)] * (2 * n)


def exactly(family: Family, theta: Any, rows: list[list[Fraction]], weights: list[Fraction]) -> Fraction:
    """|Σ w_i f_θ(x_i)| in rational arithmetic."""
    arithmetic, total = Rationals(), F(0)
    lifted = arithmetic.matrix([[F(v)] for v in theta])
    for i, w in enumerate(weights):
        value = family.value(lifted, arithmetic.matrix([[row[i]] for row in rows])).raw[0, 0]
        total += w * F(int(value.p), int(value.q))
    return abs(total)


def found(family: Family, rows: Any, weights: Any, tolerance: float, **options: Any) -> Enclosure:
    return supremum(family, doubles(rows), doubles([weights])[0], tolerance, **options)


NETWORKS = [
    BiasFreeNetworks(1, (1,), radius_squared=WIDE),
    BiasFreeNetworks(2, (1,), radius_squared=WIDE),
    BiasFreeNetworks(2, (1,), "leaky_relu(1/3)", WIDE, True),
    BiasFreeNetworks(2, (1,), "abs", WIDE, True),
    BiasFreeNetworks(1, (1, 1), "abs", WIDE),
    BiasFreeNetworks(3, (), radius_squared=WIDE),
    Linear(2, WIDE, clipped=True),
    ReluUnits(1, WIDE),
    ReluUnits(2, WIDE),
]


# ── closed forms ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("tolerance", [2.0**-3, 2.0**-10, 2.0**-24])
@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_linear_class_attains_the_norm_of_the_difference_of_means(d: int, tolerance: float) -> None:
    for seed in range(5):
        rows, weights = two_samples(Linear(d), seed)
        square = sum((sum((w * v for w, v in zip(weights, row, strict=True)), F(0)) ** 2 for row in rows), F(0))
        enclosure = found(Linear(d, WIDE), rows, weights, tolerance)
        assert F(enclosure.lower) ** 2 <= square <= F(enclosure.upper) ** 2
        assert enclosure.complete and enclosure.upper - enclosure.lower <= tolerance


@pytest.mark.parametrize("sigma", ["relu", "leaky_relu(1/3)", "abs"])
def test_networks_on_the_line_attain_half_of_one_side(sigma: str) -> None:
    # v·σ(wx) is |vw| times a function of the signs alone, and |vw| ≤ ½
    slope = {"relu": F(0), "leaky_relu(1/3)": F(1, 3), "abs": F(-1)}[sigma]
    for seed in range(6):
        family = BiasFreeNetworks(1, (1,), sigma, WIDE)
        rows, weights = two_samples(family, seed)
        sides = [
            sum((w * (v if v * side > 0 else slope * v) for w, v in zip(weights, rows[0], strict=True)), F(0))
            for side in (1, -1)
        ]
        supremum_found = max(abs(side) for side in sides) / 2
        # where everything cancels no box may be dropped early, and their number grows like 1/tolerance
        enclosure = found(family, rows, weights, 2.0**-26 if supremum_found else 2.0**-8)
        assert enclosure.lower <= supremum_found <= enclosure.upper
        assert enclosure.complete


@pytest.mark.parametrize("m", [1, 2, 3])
def test_cells_attain_the_total_variation_of_their_masses(m: int) -> None:
    for seed in range(3):
        rows, weights = two_samples(Cells(m), seed)
        masses = sum((abs(sum((w * v for w, v in zip(weights, row, strict=True)), F(0))) for row in rows), F(0))
        enclosure = found(Cells(m), rows, weights, 2.0**-3 if m == 3 else 2.0**-6)
        assert enclosure.lower <= masses <= enclosure.upper and enclosure.complete


def test_features_are_bounded_by_their_lipschitz_constants_alone() -> None:
    family = Features([[1, 2], ["-1/2", 1]], [0, "1/2"], "leaky_relu(1/3)", radius_squared=2)
    rows, weights = two_samples(family, 1)
    columns = [[[row[i]] for row in rows] for i in range(len(weights))]
    means = [F(0), F(0)]
    for w, column in zip(weights, columns, strict=True):
        for j, value in enumerate(family.features(Rationals().matrix(column)).entries()):
            means[j] += w * F(int(value.p), int(value.q))
    enclosure = found(family, rows, weights, 2.0**-8)
    assert F(enclosure.lower) ** 2 <= means[0] ** 2 + means[1] ** 2 <= F(enclosure.upper) ** 2
    assert enclosure.complete


# ── exact values ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("family", NETWORKS, ids=repr)
def test_no_exact_value_on_a_grid_exceeds_the_upper_bound(family: Family) -> None:
    rows, weights = two_samples(family, 3)
    enclosure = found(family, rows, weights, 2.0**-12)
    grid = [F(k, 5) for k in range(-5, 6)]
    inside = [theta for theta in itertools.product(grid, repeat=family.m) if sum(v * v for v in theta) <= 1]
    values = [exactly(family, theta, rows, weights) for theta in inside[:: max(1, len(inside) // 120)]]
    assert max(values) <= enclosure.upper
    assert max(values) > 0 and enclosure.complete


@pytest.mark.parametrize("family", NETWORKS, ids=repr)
def test_the_witness_lies_in_the_ball_and_attains_the_lower_bound(family: Family) -> None:
    for seed in range(4):
        rows, weights = two_samples(family, seed)
        enclosure = found(family, rows, weights, 2.0**-9)
        family.inside(enclosure.witness)
        value = exactly(family, enclosure.witness, rows, weights)
        assert enclosure.lower <= value <= enclosure.upper
        # the lower bound is not merely valid: only rounding separates it from the value at the witness
        assert value - F(enclosure.lower) <= F(1, 2**40)


def test_a_finer_search_stays_inside_of_a_coarser_one() -> None:
    family = BiasFreeNetworks(2, (1,), "tanh", WIDE)
    rows, weights = two_samples(family, 5)
    coarse, fine = (found(family, rows, weights, tolerance) for tolerance in (2.0**-4, 2.0**-16))
    assert fine.lower <= coarse.upper and coarse.lower <= fine.upper
    assert fine.complete and fine.boxes > coarse.boxes


def test_a_search_that_reaches_its_cap_still_encloses() -> None:
    family = BiasFreeNetworks(2, (1,), radius_squared=WIDE)
    rows, weights = two_samples(family, 2)
    full = found(family, rows, weights, 2.0**-20)
    for cap in (1, 10, 200):
        capped = found(family, rows, weights, 2.0**-20, max_boxes=cap)
        assert capped.lower <= full.upper and full.lower <= capped.upper
        assert not capped.complete and capped.boxes < 4 * cap
    assert full.complete


@pytest.mark.parametrize("family", [*NETWORKS[:4], Cells(2)], ids=repr)
def test_a_comparison_needs_fewer_boxes_than_an_enclosure(family: Family) -> None:
    rows, weights = two_samples(family, 4)
    full = found(family, rows, weights, 2.0**-10)
    for share in (0.0, 0.5, 0.9, 1.1, 2.0, 20.0):
        number = share * full.upper
        asked = found(family, rows, weights, 2.0**-10, against=number)
        assert asked.exceeds(number) is (share < 1) and asked.boxes <= full.boxes
        assert asked.lower <= full.upper and full.lower <= asked.upper
    assert found(family, rows, weights, 2.0**-10, against=20 * full.upper).boxes < full.boxes / 8
    assert full.exceeds((full.lower + full.upper) / 2) is None


def test_equal_points_are_taken_together() -> None:
    # 4,000 points on four atoms: the two laws differ by little, and only their difference is searched
    family, corners = (
        BiasFreeNetworks(2, (1,), "relu", F(2), True),
        torch.tensor([[-1, -1, 1, 1], [-1, 1, -1, 1]]).double(),
    )
    generator = torch.Generator().manual_seed(5)
    which = torch.randint(0, 4, (4000,), generator=generator)
    weights = torch.tensor([1 / 2000, -1 / 2000], dtype=DOUBLE).repeat(2000)
    merged = torch.zeros(4, dtype=DOUBLE).index_add_(0, which, weights)
    spread_out = supremum(family, corners[:, which], weights, 2.0**-14)
    together = supremum(family, corners, merged, 2.0**-14)
    assert spread_out.complete and spread_out.boxes == together.boxes < 2000
    assert spread_out.lower <= together.lower and together.upper <= spread_out.upper


def test_a_measure_that_cancels_has_the_supremum_zero() -> None:
    enclosure = found(BiasFreeNetworks(2, (1,)), [[F(1, 2)] * 2, [0, 0]], [1, -1], 2.0**-4)
    assert enclosure.lower <= 0 <= enclosure.upper <= 2.0**-4
    assert found(Linear(1, F(1)), [[0]], [1], 2.0**-10).upper <= 2.0**-10


def test_clipping_is_seen() -> None:
    # at x = ±10 the two values ±v|w| are clipped to at most 1 each: 2 in all instead of 10
    rows, weights = [[10, -10], [0, 0]], [1, -1]
    plain = found(BiasFreeNetworks(2, (1,), "leaky_relu(1)", WIDE), rows, weights, 2.0**-8)
    clipped = found(BiasFreeNetworks(2, (1,), "leaky_relu(1)", WIDE, True), rows, weights, 2.0**-8)
    assert plain.lower <= 10 <= plain.upper and clipped.lower <= 2 <= clipped.upper


# ── slopes ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "family",
    [
        *NETWORKS,
        BiasFreeNetworks(1, (1, 1), "tanh", WIDE, True),
        BiasFreeNetworks(2, (2,), "leaky_relu(1/3)", WIDE),
        BiasFreeNetworks(2, (3, 2), "abs", WIDE, True),
        BiasFreeNetworks(2, (2, 2), "tanh", WIDE),
    ],
    ids=repr,
)
def test_chords_lie_in_the_enclosure_of_slopes(family: Family) -> None:
    torch.manual_seed(7)
    rows, weights = two_samples(family, 11)
    points, signed = doubles(rows), doubles([weights])[0]
    stages = family.stages(points)
    assert stages is not None
    centre = torch.rand(200, family.m, dtype=DOUBLE) - 0.5
    half = torch.rand(200, family.m, dtype=DOUBLE) * torch.logspace(-4, -1, 200, 10, dtype=DOUBLE).unsqueeze(1)
    middle, radius = enclosed_slopes(stages[1], centre, half, stages[0], signed)
    reach = float((centre.abs() + half).norm(dim=1).max())
    rounding = float(family.rounding(points, reach).max()) * 8
    for _ in range(20):
        theta = centre + half * (2 * torch.rand(200, family.m, dtype=DOUBLE) - 1)
        change = family.values(theta, points) @ signed - family.values(centre, points) @ signed
        error = (change - (middle * (theta - centre)).sum(1)).abs()
        assert (error <= (radius * (theta - centre).abs()).sum(1) + rounding).all()
    # and it is no wider than it must be: on a point it is the gradient itself, off the kinks
    tight = enclosed_slopes(stages[1], centre, torch.zeros_like(half), stages[0], signed)
    centre.requires_grad_()
    (gradient,) = torch.autograd.grad((family.values(centre, points) @ signed).sum(), centre)
    assert float(tight[1].median()) < 2.0**-40
    assert ((gradient - tight[0]).abs() <= tight[1] + rounding).all()


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def misses(family: Family, tolerance: float = 2.0**-7) -> bool:
    """Whether some enclosure lies below an exact value that another, sound search has found."""
    for seed in range(8):
        rows, weights = two_samples(family, seed)
        enclosure = found(family, rows, weights, tolerance)
        if F(enclosure.upper) < truth(family, seed):
            return True
    return False


NETWORK = BiasFreeNetworks(2, (1,), radius_squared=WIDE)
PLANE = Linear(2, WIDE)
# f_θ(x) = θx for |x| ≤ 1, as a family that is no chain of layers: its Lipschitz constants alone decide, and are attained
MULTIPLES = Features([[1]], [0], "leaky_relu(1)")


@cache
def truth(family: Family, seed: int) -> Fraction:
    """An exact value that is nearly the supremum."""
    rows, weights = two_samples(family, seed)
    return exactly(family, found(family, rows, weights, 2.0**-10).witness, rows, weights)


def halved_lipschitz_constants(m: pytest.MonkeyPatch) -> Family:
    sound = Family.steepness
    m.setattr(Family, "steepness", lambda self, points: sound(self, points) / 2)
    return MULTIPLES


def slopes_without_a_radius(m: pytest.MonkeyPatch) -> Family:
    def point_slopes(*arguments: Any) -> tuple[Tensor, Tensor]:
        middle, radius = enclosed_slopes(*arguments)
        return middle, radius * 0

    m.setattr(module, "enclosed_slopes", point_slopes)
    return NETWORK


def linear_part_halved(m: pytest.MonkeyPatch) -> Family:
    sound = module._linear
    m.setattr(module, "_linear", lambda *arguments: sound(*arguments) / 2)
    return PLANE


def half_space_of_a_smaller_ball(m: pytest.MonkeyPatch) -> Family:
    sound = module._linear
    m.setattr(module, "_linear", lambda M, c, h: sound(M, c, h) - M.norm(dim=1) / 16)
    return PLANE


def boxes_at_the_sphere_dropped(m: pytest.MonkeyPatch) -> Family:
    m.setattr(module, "_meets_the_ball", lambda c, h: (c.abs() + h).square().sum(1) <= 1)
    return NETWORK


def upper_halves_dropped(m: pytest.MonkeyPatch) -> Family:
    sound = module._halves

    def lower_halves(*arguments: Tensor) -> tuple[Tensor, Tensor]:
        centre, half = sound(*arguments)
        n = len(centre) // 2
        return torch.cat([centre[:n], centre[:n]]), half

    m.setattr(module, "_halves", lower_halves)
    return NETWORK


@pytest.mark.parametrize(
    "plant",
    [
        halved_lipschitz_constants, slopes_without_a_radius, linear_part_halved, half_space_of_a_smaller_ball,
        boxes_at_the_sphere_dropped, upper_halves_dropped,
    ],
)  # fmt: skip
def test_a_planted_fault_makes_the_enclosure_miss(
    plant: Callable[[pytest.MonkeyPatch], Family], monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(8):
        for family in (NETWORK, PLANE, MULTIPLES):
            truth(family, seed)
    assert misses(plant(monkeypatch))


@pytest.mark.parametrize("family", [NETWORK, PLANE, MULTIPLES], ids=repr)
def test_without_a_fault_nothing_is_missed(family: Family) -> None:
    assert not misses(family)


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
POINTS, WEIGHTS = doubles([[1, 2]]), doubles([[1, -1]])[0]


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ((Linear(4, F(1)), torch.ones(4, 2).double(), WEIGHTS, 0.1), {}, "at most 3 dimensions"),
        ((Linear(1, F(1)), POINTS.float(), WEIGHTS, 0.1), {}, "points and weights must be float64, got torch.float32"),
        ((Linear(2, F(1)), POINTS, WEIGHTS, 0.1), {}, "points must have shape (2, N) and weights (N,), N ≥ 1"),
        ((Linear(1, F(1)), POINTS, WEIGHTS[:1], 0.1), {}, "got (1, 2) and (1,)"),
        ((Linear(1, F(1)), POINTS[:, :0], WEIGHTS[:0], 0.1), {}, "N ≥ 1, got (1, 0) and (0,)"),
        ((Linear(1, F(1)), POINTS / 0, WEIGHTS, 0.1), {}, "points and weights must be finite"),
        ((Linear(1, F(1)), POINTS, WEIGHTS, 0.0), {}, "is expected: float64 has no more; got 0.0"),
        ((Linear(1, F(1)), POINTS, WEIGHTS, 2.0**-52), {}, "float64 has no more"),
        ((Linear(1, F(1)), POINTS, WEIGHTS, float("nan")), {}, "float64 has no more; got nan"),
        ((Linear(1, F(1)), POINTS, WEIGHTS, 0.1), {"max_boxes": 0}, "max_boxes must be at least 1, got 0"),
        (
            (Linear(1, F(1)), POINTS, WEIGHTS, 0.1),
            {"against": -1.0},
            "compared with a finite number from 0 on, got -1.0",
        ),
    ],
)
def test_refusals_are_one_sentence(arguments: Any, options: dict[str, int], sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        supremum(*arguments, **options)
    assert sentence in str(error.value) and "\n" not in str(error.value)
