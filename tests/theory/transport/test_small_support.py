"""Mean distances against all samples and all discriminators, and distances from a Gaussian against their true values."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import arb, fmpq

from lemmata.numerics.balls import Balls, ball, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.generalisation.small_support import CloudCase, cell_class, cloud, cube_cloud
from lemmata.theory.transport import small_support_is_far
from lemmata.theory.transport.norms_of_gaussians import wasserstein_from_below
from lemmata.theory.transport.small_support_is_far import DISTANCES, fooled

HALF = Fraction(1, 2)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def exactly(number: Any) -> Fraction:
    value: fmpq = number.entries()[0]
    return Fraction(int(value.p), int(value.q))


def pairs_of_samples(weights: list[Fraction], N: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Fraction]]:
    for drawn in product(range(len(weights)), repeat=2 * N):
        probability = Fraction(1)
        for i in drawn:
            probability *= weights[i]
        yield drawn[:N], drawn[N:], probability


# ── the cell class ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("counts", "N"), [([1, 1], 1), ([1, 1], 3), ([1, 2], 2), ([1, 1, 1], 2), ([3, 1, 2], 2)])
def test_the_mean_distance_of_the_cell_class_is_that_of_all_samples_and_every_theta(counts: list[int], N: int) -> None:
    m, weights = len(counts), [Fraction(c, sum(counts)) for c in counts]
    # u = √m·θ with ‖u‖² ≤ m; the values of f_θ are those of u, clipped
    ticks = [k * HALF for k in range(-3, 4)]
    discriminators = [
        [min(max(v, Fraction(-1)), Fraction(1)) for v in u]
        for u in product(ticks, repeat=m)
        if sum(v * v for v in u) <= m
    ]
    mean = Fraction(0)
    for mine, other, probability in pairs_of_samples(weights, N):
        shares = [Fraction(mine.count(i) - other.count(i), N) for i in range(m)]
        mean += probability * max(sum(v * d for v, d in zip(f, shares, strict=True)) for f in discriminators)
    crowd = cell_class(counts, epsilon=1).into(Rationals())
    assert exactly(crowd.mean_distance(N)) == mean and crowd.m == m


def test_the_mean_distance_falls_like_one_over_the_root_of_the_sample() -> None:
    # E|S − S′|/N for two fair cells: 2·E|difference of binomials| = 2·N·C(2N, N)/4^N
    crowd = cell_class([1, 1], epsilon=1).into(Rationals())
    assert exactly(crowd.mean_distance(8)) == 2 * Fraction(12870, 4**8)
    assert (
        exactly(crowd.mean_distance(8))
        < 2 * exactly(crowd.mean_distance(32))
        < exactly(crowd.mean_distance(8)) * Fraction(51, 50)
    )


# ── linear discriminators on a cloud ───────────────────────────────────────────────────────────────────────────────
CLOUDS = [
    ([[1], [-1]], [HALF, HALF]),
    ([[0, 1], ["3/5", "4/5"], ["1/2", 0]], [Fraction(1, 6), Fraction(1, 2), Fraction(1, 3)]),
    ([[1, 0, 0], [0, 1, 0], [0, 0, -1]], [Fraction(1, 4), Fraction(1, 4), HALF]),
]


@pytest.mark.parametrize(("points", "weights"), CLOUDS)
@pytest.mark.parametrize("N", [1, 2, 3])
def test_the_mean_squared_distance_of_a_cloud_is_that_of_all_samples(
    points: list[list[Any]], weights: list[Fraction], N: int
) -> None:
    exact = [[Fraction(v) for v in x] for x in points]
    mean = Fraction(0)
    for mine, other, probability in pairs_of_samples(weights, N):
        # the supremum over the unit ball of ⟨θ, x̄ − ȳ⟩ is a norm: see the test of linear functions on the corners of a cube
        difference = [sum(exact[i][k] for i in mine) - sum(exact[j][k] for j in other) for k in range(len(exact[0]))]
        mean += probability * sum(v * v for v in difference) / N**2
    lifted = cloud(points, weights, epsilon="1/4").into(Rationals())
    assert exactly(lifted.mean_squared_distance(N)) == mean
    assert sum((square * Fraction(str(p)) for square, p in lifted.case.law(N).items()), Fraction(0)) == mean
    assert (lifted.d, str(lifted.epsilon)) == (len(points[0]), "1/4")


@pytest.mark.parametrize(("points", "weights"), CLOUDS)
@pytest.mark.parametrize("N", [1, 2])
def test_the_mean_distance_of_a_cloud_is_that_of_all_samples(
    points: list[list[Any]], weights: list[Fraction], N: int
) -> None:
    exact, mean = [[Fraction(v) for v in x] for x in points], arb(0)
    for mine, other, probability in pairs_of_samples(weights, N):
        difference = [sum(exact[i][k] for i in mine) - sum(exact[j][k] for j in other) for k in range(len(exact[0]))]
        mean += ball(probability) * ball(sum((v * v for v in difference), Fraction(0))).sqrt() / N
    found = cloud(points, weights, epsilon=1).into(Balls()).mean_distance(N).entries()[0]
    assert found.overlaps(mean) and found.rad() < arb(2) ** -100


@pytest.mark.parametrize(("d", "N"), [(1, 1), (1, 4), (2, 1), (2, 2), (3, 1)])
def test_the_corners_of_a_cube_are_a_cloud(d: int, N: int) -> None:
    # the same with the corners ±1 of the cube of side 2, whose distances are √d times as long
    corners = [[Fraction(s) for s in x] for x in product((1, -1), repeat=d)]
    as_points = CloudCase(tuple(map(tuple, corners)), (Fraction(1, 2**d),) * 2**d, HALF)
    cube = cube_cloud(d, epsilon="1/2")
    assert {d * square: p for square, p in cube.law(N).items()} == as_points.law(N)
    assert d * cube.mean_squared_step == as_points.mean_squared_step == 2 * d


def test_a_law_out_of_reach_is_no_verdict() -> None:
    for case, N in ((cloud([[1], [-1]], [HALF, HALF], epsilon=1), 10**4), (cube_cloud(20, epsilon=1), 32)):
        with pytest.raises(OutsideArithmetic, match=r"a law on [0-9]+ values is out of reach"):
            case.into(Balls()).mean_distance(N)


def test_the_cell_class_is_for_rationals_alone() -> None:
    with pytest.raises(OutsideArithmetic):
        cell_class([1, 1], epsilon=1).into(Balls())


# ── distances from a Gaussian ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("d", "N"), [(1, 1), (2, 300), (12, 100), (200, 10**6)])
def test_a_law_on_points_and_a_gaussian_live_apart(d: int, N: int) -> None:
    distances = {}
    for name in DISTANCES:
        lifted = fooled(d=d, m=2, L=3, epsilon="1/2", distance=name).into(Balls())
        assert [v.entries()[0] for v in (lifted.m, lifted.L, lifted.width, lifted.epsilon)] == [2, 3, 2, arb(1) / 2]
        distances[name] = lifted.distance(N).entries()[0]
    for name in ("total_variation", "jensen_shannon"):
        assert distances[name].contains(1) and 0 < distances[name].rad() < arb(2) ** -100
    assert distances["wasserstein"].contains(wasserstein_from_below(N, d))
    with pytest.raises(OutsideArithmetic):
        fooled(d=1, m=1, L=1, epsilon=1).into(Rationals())


def test_what_a_gaussian_has_near_points_is_what_is_seen_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # half of the mass near the points: TV ≥ 1/2, and JS of (1, 0) and (1/2, 1/2) is ½(log 4/3 + ½ log 2/3 + ½ log 2)
    monkeypatch.setattr(small_support_is_far, "norm_below", lambda d, r: arb(1) / 2)
    variation = fooled(d=1, m=1, L=1, epsilon=1, distance="total_variation").into(Balls()).distance(1).entries()[0]
    divergence = fooled(d=1, m=1, L=1, epsilon=1, distance="jensen_shannon").into(Balls()).distance(1).entries()[0]
    assert abs(variation.lower() - arb(1) / 2) < arb(2) ** -20 and variation.upper() >= 1
    wanted = ((arb(4) / 3).log() + ((arb(2) / 3).log() + arb(2).log()) / 2) / (2 * arb(2).log())
    assert abs(divergence.lower() - wanted) < arb(2) ** -20 and divergence.upper() >= 1
