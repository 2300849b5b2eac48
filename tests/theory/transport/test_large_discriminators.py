"""Points beside a Gaussian, caps of a sphere, gaps between losses and witnesses, each by another road."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, product
from math import factorial, prod
from typing import Any

import numpy as np
import pytest
import torch
from flint import acb, arb

from lecture17.figures.distances import first_dimensions, rows
from lemmata.numerics.balls import Balls, ball, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.transport.gaussian_points import (
    best_points,
    gaussian_points,
    random_points,
    random_points_from_below,
)
from lemmata.theory.transport.lipschitz_witness import witness
from lemmata.theory.transport.loss_gap import large_class
from lemmata.theory.transport.neighbours import nearest
from lemmata.theory.transport.norms_of_gaussians import mean_norm, wasserstein_from_below
from lemmata.theory.transport.sphere import cap, some_pair, sphere_points

HALF = Fraction(1, 2)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def number(matrix: Any) -> Any:
    return matrix.entries()[0]


# ── points beside a Gaussian ───────────────────────────────────────────────────────────────────────────────────────
def test_a_grid_is_as_close_as_it_is_said_to_be() -> None:
    # four points (±√(2/π), ±√(2/π)): E‖Z − nearest‖ by a sum over a fine lattice, good to three digits
    ticks = torch.linspace(-6, 6, 401, dtype=torch.float64)
    grid = torch.cartesian_prod(ticks, ticks).mT
    weights = torch.exp(-grid.square().sum(0) / 2)
    mean = (2 / torch.pi) ** 0.5
    corners = torch.tensor(list(product((-mean, mean), repeat=2)), dtype=torch.float64).mT
    cost = float((nearest(corners, grid).distance * weights).sum() / weights.sum())
    enclosure = best_points(2, 4)
    assert float(enclosure.lower()) < cost < float(enclosure.upper()) < 1.2 * cost


@pytest.mark.parametrize("d", [2, 5, 30])
def test_the_best_point_is_the_origin(d: int) -> None:
    # E‖Z‖, to the 30 bits that the radius of a ball has
    assert best_points(d, 1).overlaps(mean_norm(d)) and best_points(d, 1).rad() < arb(2) ** -20


@pytest.mark.parametrize(("d", "N"), [(2, 16), (3, 200), (5, 25), (8, 64)])
def test_random_points_lie_where_they_must(d: int, N: int) -> None:
    # the witness certifies W₁ from below; its mean over samples is at least √2 times the bound for every law
    generator = torch.Generator().manual_seed(23)
    means = []
    for _ in range(50):
        points = torch.randn(d, N, generator=generator, dtype=torch.float64)
        means.append(float(nearest(points, torch.randn(d, 2000, generator=generator).double()).distance.mean()))
    enclosure = random_points(d, N)
    assert float(wasserstein_from_below(N, d)) * 2**0.5 < np.mean(means)
    assert max(means) < float(enclosure.upper())


@pytest.mark.parametrize(("d", "N"), [(2, 4), (12, 144), (90, 90), (1000, 10**6)])
def test_the_lower_end_is_the_better_of_two(d: int, N: int) -> None:
    every, low = wasserstein_from_below(N, d), random_points_from_below(d, N)
    rare = (2 * arb(100).log() / N).sqrt()
    assert not low < every and not low < arb(2).sqrt() * every - rare
    assert low.overlaps(every) or low.overlaps(arb(2).sqrt() * every - rare)
    assert float(random_points(d, N).lower()) <= float(low)


def test_norms_of_one_are_those_of_d_divided() -> None:
    standard, unit = (number(gaussian_points(d=9, power=2, unit=u).into(Balls()).distance) for u in (False, True))
    assert (3 * unit).overlaps(standard) and float((3 * unit).rad() / standard.rad()) < 1.01
    assert gaussian_points(d=9, power=2).into(Balls()).words.startswith("W₁ in [")


def test_the_slides_number_is_reached_from_some_d_on() -> None:
    found = first_dimensions()
    assert [row["every law"] for row in found] == [5, 8, 11, 13]
    assert [row["samples of norm one"] for row in found] == [85, 169, 288, 418]
    assert all(row["samples"] <= row["every law"] for row in found)


def test_the_witness_lies_above_the_bounds_at_every_d() -> None:
    for row in rows(seed=1):
        assert row["every law from"] < row["samples from"] < row["witness"] * 1.1, "a mean over 1,000 points"
        assert row["witness"] < row["samples to"] <= 1


@pytest.mark.parametrize(("arguments", "words"), [
    ({"d": 1, "power": 2}, "d ≥ 2"), ({"d": 2, "power": 0}, "a power ≥ 1"),
    ({"d": 2, "power": 1, "points": "worst"}, "unknown points 'worst'"),
])  # fmt: skip
def test_other_points_are_refused(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gaussian_points(**arguments)


# ── the sphere ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("t", [Fraction(-1), Fraction(-1, 2), Fraction(0), Fraction(18, 25), Fraction(1)])
def test_caps_have_their_closed_forms_on_a_circle_and_in_space(t: Fraction) -> None:
    height = arb(t.numerator) / t.denominator
    # Archimedes: on the sphere of R³ a coordinate is uniform
    assert cap(3, t).overlaps((1 - height) / 2)
    assert cap(2, t).overlaps(height.acos() / arb.pi())


@pytest.mark.parametrize(
    ("d", "t"), [(9, Fraction(18, 25)), (9, Fraction(-1, 5)), (41, Fraction(1, 4)), (501, Fraction(1, 10))]
)
def test_caps_have_the_mass_of_their_density(d: int, t: Fraction) -> None:
    def density(s: acb, _: bool) -> acb:
        return (1 - s * s) ** ((d - 3) // 2)

    def mass(low: Fraction) -> arb:
        return acb.integral(density, acb(low.numerator) / low.denominator, acb(1)).real

    assert (mass(t) / (2 * mass(Fraction(0)))).overlaps(cap(d, t)) and cap(d, t).rad() < cap(d, t) * arb(2) ** -90


def test_where_the_factor_one_half_is_needed() -> None:
    # e^{−dt²} bounds the cap for d ≤ 8 on a fine grid, and not for d = 9 at t = .72
    for d in range(2, 9):
        for k in range(1, 200):
            t = Fraction(k, 200)
            assert cap(d, t) < (-d * arb(k) ** 2 / 200**2).exp()
    assert cap(9, Fraction(18, 25)) > (-9 * (arb(18) / 25) ** 2).exp()


def test_the_bound_holds_far_out_in_many_dimensions() -> None:
    for t in (Fraction(1, 50), Fraction(1, 10), Fraction(7, 10)):
        height = arb(t.numerator) / t.denominator
        assert cap(10**4, t) < (-(10**4) * height**2 / 2).exp()


def test_points_off_the_sphere_are_refused() -> None:
    for arguments in ({"d": 1, "t": "1/2"}, {"d": 3, "t": 1}, {"d": 3, "t": 0}, {"d": 3, "t": "1/2", "points": 1}):
        with pytest.raises(ValueError, match=r"d ≥ 2, two points and 0 < \|t\| < 1"):
            sphere_points(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(("points", "t"), [(3, "1/2"), (4, "9/10"), (12, "999/1000"), (3, "-9/10")])
def test_the_closest_two_of_points_on_a_circle(points: int, t: str) -> None:
    # all N gaps exceed α with probability (1 − Nα/(2π))^{N−1}, α = arccos t
    alpha = ball(Fraction(t)).acos()
    apart = (1 - points * alpha / (2 * arb.pi())).max(arb(0)) ** (points - 1)
    found = sphere_points(d=2, t=t, points=points).into(Balls()).close.entries()[0]
    assert found.contains(1 - apart)


def test_two_points_are_one_pair() -> None:
    assert some_pair(7, Fraction(1, 3), 2).overlaps(cap(7, Fraction(1, 3)))
    assert some_pair(7, Fraction(1, 3), 2).rad() < arb(2) ** -100


# ── large classes ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("counts", "N"), [([1, 1], 1), ([1, 1], 4), ([1, 2, 3], 3), ([2, 1, 1, 2], 3)])
def test_the_mean_gap_is_that_of_all_samples_and_all_functions(counts: list[int], N: int) -> None:
    law = [Fraction(c, sum(counts)) for c in counts]
    M = len(law)
    signs = list(product((-1, 1), repeat=M))
    # extreme 1-Lipschitz functions on M atoms from 0 to 1 climb or fall by 1/(M − 1) from each to the next
    slopes = [
        list(accumulate((Fraction(s, M - 1) for s in steps), initial=Fraction(0)))
        for steps in product((-1, 1), repeat=M - 1)
    ]
    one = [tuple(1 if i < (M + 1) // 2 else -1 for i in range(M))]
    for functions, family in {"all": signs, "lipschitz": slopes, "one": [one[0], tuple(-v for v in one[0])]}.items():
        mean = Fraction(0)
        for drawn in product(range(M), repeat=N):
            shares = [Fraction(drawn.count(i), N) - p for i, p in enumerate(law)]
            largest = max(sum(f * s for f, s in zip(values, shares, strict=True)) for values in family)
            mean += prod((law[i] for i in drawn), start=Fraction(1)) * largest
        lifted = large_class(functions, N=N, counts=counts).into(Rationals())
        assert str(lifted.gap) == str(mean) and str(lifted.largest_atom) == str(max(law))


def test_an_atomless_law_is_the_limit_of_many_atoms() -> None:
    for functions in ("all", "lipschitz", "one"):
        limit = Fraction(str(large_class(functions, N=3).into(Rationals()).gap))
        near = Fraction(str(large_class(functions, N=3, counts=[1] * 600).into(Rationals()).gap))
        assert abs(near - limit) < Fraction(1, 90)
    # uniform on M atoms, N ≤ M: 2(1 − 1/M)^N
    assert str(large_class("all", N=3, counts=[1] * 5).into(Rationals()).gap) == str(2 * Fraction(4, 5) ** 3)


def test_one_sample_on_the_line() -> None:
    # E|x − U| = 1/3, and E|2·1{U < ½} − 1| = 1
    assert str(large_class("lipschitz", N=1).into(Rationals()).gap) == "1/3"
    assert str(large_class("one", N=1).into(Rationals()).gap) == "1"
    assert str(large_class("lipschitz", N=1, counts=[1, 1]).into(Rationals()).gap) == "1/2"
    assert all(str(large_class("all", N=N).into(Rationals()).gap) == "2" for N in (1, 2, 3, 7, 12))


@pytest.mark.parametrize(("functions", "N", "counts", "words"), [
    ("some", 1, None, "unknown class 'some'"), ("all", 0, None, "at least one sample"), ("all", 1, [1], "two atoms at least"),
    ("all", 1, [1, 0], "two atoms at least"),
])  # fmt: skip
def test_other_classes_are_refused(functions: str, N: int, counts: list[int] | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        large_class(functions, N=N, counts=counts)


# ── witnesses ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_on_the_line_the_matching_is_the_one_in_order() -> None:
    samples, others = [[0], [3], ["1/2"], [-2]], [[1], [5], ["-1/2"], [0]]
    compared = witness(samples, others).into(Rationals())
    x, y = (sorted(Fraction(v[0]) for v in points) for points in (samples, others))  # type: ignore[arg-type]
    assert str(compared.W1) == str(sum(abs(a - b) for a, b in zip(x, y, strict=True)) / 4)
    assert [str(v) for v in (compared.samples.least(), compared.samples.second())] == [
        "[0, 0, 0, 0]",
        "[1/2, 5/2, 1/2, 2]",
    ]
    assert str(compared.others.sums().entry(1)) == str(1 + 2 + HALF + 3)


def test_distances_are_taken_in_the_sum_norm() -> None:
    compared = witness([[0, 0]], [[3, -4]]).into(Rationals())
    assert str(compared.W1) == str(compared.others.least()) == str(compared.others.second()) == "7"


@pytest.mark.parametrize(("samples", "others", "words"), [
    ([], [], "from 1 to 6"), ([[0]], [[0], [1]], "as many samples"), ([[0]] * 7, [[0]] * 7, "from 1 to 6"),
    ([[0]], [[0, 1]], "one space"), ([[]], [[]], "one space"),
])  # fmt: skip
def test_other_witnesses_are_refused(samples: list[Any], others: list[Any], words: str) -> None:
    assert factorial(6) == 720, "as many matchings at most"
    with pytest.raises(ValueError, match=words):
        witness(samples, others)


def test_each_case_has_its_arithmetic() -> None:
    balls = [
        gaussian_points(d=3, power=2, points="best", unit=True),
        gaussian_points(d=2, power=1),
        sphere_points(d=3, t="1/7"),
    ]
    rationals = [large_class("one", N=2, counts=[1, 2]), large_class("all", N=1), witness([[0, "1/2"]], [[1, 2]])]
    for case in (*balls, *rationals):
        with pytest.raises(OutsideArithmetic):
            case.into(Rationals() if case in balls else Balls())
