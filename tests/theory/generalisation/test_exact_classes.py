"""Failure probabilities of whole classes, against all samples and every θ of a grid: no closed form of a supremum is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import isqrt
from typing import Any

import pytest
from flint import arb, fmpq

from lemmata.numerics.balls import Balls, ceiling, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.generalisation.exact_classes import (
    CubeCorners,
    OneFunction,
    UniformClass,
    bumps,
    cube_corners,
    on_a_line,
    one_function,
    two_cells,
)
from lemmata.theory.generalisation.exact_instances import promise
from lemmata.theory.nets.constructions import maximal_packing
from lemmata.theory.nets.parameter_sets import ball

Theta = tuple[Fraction, ...]
COIN, SKEW = lattice([1, 1]), lattice([2, 0, 1], lowest="-1/3", step="2/3")


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def grid(m: int, step: Fraction, reach: int = 1) -> list[Theta]:
    """All points of a grid with ‖θ‖² ≤ reach: the end points of the axes among them where they are on the grid."""
    ticks = [k * step for k in range(-int(2 / step), int(2 / step) + 1)]
    return [p for p in product(ticks, repeat=m) if sum(v * v for v in p) <= reach]


@dataclass(frozen=True)
class Model:
    """A class as its definition says: every f_θ(x), on the atoms of P_real and on a grid of θ that holds the extremes.

    Where √m would make θ irrational the grid is one of u = √m·θ, and ``scale`` is m.
    """

    atoms: list[tuple[Any, Fraction]]
    thetas: list[Theta]
    f: Callable[[Theta, Any], Fraction]
    scale: int = 1

    def supremum(self, mine: tuple[Any, ...], other: tuple[Any, ...]) -> Fraction:
        """max_θ |E_mine f_θ − E_other f_θ| over the grid."""
        return max(abs(self._mean(theta, mine) - self._mean(theta, other)) for theta in self.thetas)

    def supremum_against_the_law(self, mine: tuple[Any, ...]) -> Fraction:
        return max(
            abs(self._mean(theta, mine) - self.expected(lambda x, t=theta: self.f(t, x))) for theta in self.thetas
        )

    def _mean(self, theta: Theta, sample: tuple[Any, ...]) -> Fraction:
        return sum((self.f(theta, x) for x in sample), Fraction(0)) / len(sample)

    def expected(self, g: Callable[[Any], Fraction]) -> Fraction:
        return sum((p * g(x) for x, p in self.atoms), Fraction(0))

    def samples(self, N: int) -> Iterator[tuple[tuple[Any, ...], Fraction]]:
        for drawn in product(self.atoms, repeat=N):
            probability = Fraction(1)
            for _, p in drawn:
                probability *= p
            yield tuple(x for x, _ in drawn), probability

    def distance_squared(self, a: Theta, b: Theta) -> Fraction:
        return sum(((v - w) ** 2 for v, w in zip(a, b, strict=True)), Fraction(0)) / self.scale


def of_values(law: Any, thetas: list[Theta], f: Callable[[Theta, Any], Fraction]) -> Model:
    atoms = [(law.lowest + k * law.step, Fraction(c, law.total)) for k, c in enumerate(law.counts) if c]
    return Model(atoms, thetas, f)


def clipped(u: Theta, cell: int) -> Fraction:
    return min(max(u[cell], Fraction(-1)), Fraction(1))


def on_bumps(q: int) -> Callable[[Theta, Any], Fraction]:
    """Σ_j x_j·max(0, 1 − |θ − θ_j|/r) for m = 1: θ_j = −1 + 2j/(q − 1) and r = 1/(q − 1)."""

    def f(theta: Theta, signs: tuple[int, ...]) -> Fraction:
        distances = [abs(theta[0] - (-1 + Fraction(2 * j, q - 1))) for j in range(q)]
        return sum((x * max(Fraction(0), 1 - d * (q - 1)) for x, d in zip(signs, distances, strict=True)), Fraction(0))

    return f


def signs(K: int) -> list[tuple[tuple[int, ...], Fraction]]:
    return [(x, Fraction(1, 2**K)) for x in product((-1, 1), repeat=K)]


# Three bumps have eight atoms: of them no more than pairs of samples with three points in all are enumerated.
MOST_SAMPLES = 8**3
QUARTER, TWELFTH = Fraction(1, 4), Fraction(1, 12)
MODELS: dict[str, tuple[UniformClass, Model]] = {
    "one coin": (one_function(COIN, m=2, L=1), of_values(COIN, grid(2, Fraction(1)), lambda theta, x: x)),
    "one skew": (one_function(SKEW, m=1, L="1/9"), of_values(SKEW, grid(1, Fraction(1)), lambda theta, x: x)),
    "line": (on_a_line(SKEW, m=2), of_values(SKEW, grid(2, QUARTER), lambda theta, x: theta[0] * x)),
    "corner": (
        cube_corners(1),
        Model([(Fraction(s), Fraction(1, 2)) for s in (-1, 1)], grid(1, QUARTER), lambda theta, x: theta[0] * x),
    ),
    "cells": (
        two_cells([1, 2]),
        Model([(0, Fraction(1, 3)), (1, Fraction(2, 3))], grid(2, QUARTER, reach=2), clipped, scale=2),
    ),
    "equal cells": (
        two_cells([3, 3]),
        Model([(0, Fraction(1, 2)), (1, Fraction(1, 2))], grid(2, Fraction(1, 2), reach=2), clipped, scale=2),
    ),
    "two bumps": (bumps(1, 2), Model(signs(2), grid(1, TWELFTH), on_bumps(2))),
    "three bumps": (bumps(1, 3), Model(signs(3), grid(1, TWELFTH), on_bumps(3))),
}
every_model = pytest.mark.parametrize(("F", "model"), MODELS.values(), ids=MODELS)


def exactly(found: fmpq | arb) -> Fraction | arb:
    return found if isinstance(found, arb) else Fraction(int(found.p), int(found.q))


def is_probability(found: fmpq | arb, wanted: Fraction) -> bool:
    """Equal, or enclosed in a ball of which all but the last bits are known."""
    if isinstance(found, arb):
        return bool(found.contains(fmpq(wanted.numerator, wanted.denominator)) and found.rad() <= arb(2) ** -100)
    return exactly(found) == wanted


def between_jumps(suprema: set[Fraction]) -> list[Fraction]:
    jumps = sorted(suprema)
    return [v for v in (*jumps, *((a + b) / 2 for a, b in pairwise(jumps)), jumps[-1] + 1) if v > 0]


# ── what happens ───────────────────────────────────────────────────────────────────────────────────────────────────
@every_model
@pytest.mark.parametrize(("N", "n"), [(1, 1), (2, 2), (1, 2), (1, 3)])
def test_failures_are_those_of_all_samples_and_every_theta(F: UniformClass, model: Model, N: int, n: int) -> None:
    if n != N and isinstance(F, CubeCorners):
        with pytest.raises(OutsideArithmetic, match=f"an exact law for two samples of one size, got {N} and {n}"):
            F.failure(N, n, Fraction(1, 2))
        return
    if len(model.atoms) ** (N + n) > MOST_SAMPLES:
        return
    found = [(model.supremum(a, b), p * q) for a, p in model.samples(N) for b, q in model.samples(n)]
    for epsilon in between_jumps({v for v, _ in found}):
        wanted = sum((p for v, p in found if v > epsilon), Fraction(0))
        assert is_probability(F.failure(N, n, epsilon), wanted), f"ε = {epsilon}: {wanted}"


@every_model
@pytest.mark.parametrize("N", [1, 2, 3])
def test_failures_against_the_law_are_those_of_all_samples(F: UniformClass, model: Model, N: int) -> None:
    if isinstance(F, CubeCorners):
        with pytest.raises(OutsideArithmetic, match="against P_real itself has no exact law here"):
            F.failure_against_the_law(N, Fraction(1, 2))
        return
    if len(model.atoms) ** N >= MOST_SAMPLES:
        return
    found = [(model.supremum_against_the_law(a), p) for a, p in model.samples(N)]
    for epsilon in between_jumps({v for v, _ in found}):
        wanted = sum((p for v, p in found if v > epsilon), Fraction(0))
        assert is_probability(F.failure_against_the_law(N, epsilon), wanted), f"ε = {epsilon}: {wanted}"


# ── what the theorem is told ───────────────────────────────────────────────────────────────────────────────────────
@every_model
def test_the_lipschitz_constant_holds_for_every_pair_of_parameters_and_is_attained(
    F: UniformClass, model: Model
) -> None:
    ratios = [
        (model.f(a, x) - model.f(b, x)) ** 2 / model.distance_squared(a, b)
        for a, b in combinations(model.thetas, 2)
        for x, _ in model.atoms
    ]
    assert all(sum(v * v for v in theta) <= model.scale for theta in model.thetas), "Θ is the unit ball"
    if isinstance(F, OneFunction):
        assert max(ratios) == 0, "one function for all θ"
    else:
        assert max(ratios) == F.lipschitz_squared


@every_model
def test_the_width_and_the_moments_are_those_of_the_values(F: UniformClass, model: Model) -> None:
    values = [model.f(theta, x) for theta in model.thetas for x, _ in model.atoms]
    assert max(values) - min(values) == F.width
    second = max(model.expected(lambda x, t=theta: model.f(t, x) ** 2) for theta in model.thetas)
    first = max(model.expected(lambda x, t=theta: abs(model.f(t, x))) for theta in model.thetas)
    assert second == F.second_moment and first <= F.first_moment
    for theta in model.thetas:
        below = model.expected(lambda x, t=theta: Fraction(abs(model.f(t, x)) <= F.median))
        assert 2 * below >= 1, "at least half of the mass lies at or below the median"


# ── the corners of a cube, where the best θ is irrational ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(("m", "N"), [(1, 3), (2, 1), (2, 2), (3, 1), (4, 1)])
def test_the_corners_of_a_cube_fail_as_all_their_samples_do(m: int, N: int) -> None:
    corners = list(product((-1, 1), repeat=m))
    squares: dict[Fraction, int] = {}
    for drawn in product(corners, repeat=2 * N):
        d = [sum(x[i] for x in drawn[:N]) - sum(x[i] for x in drawn[N:]) for i in range(m)]
        # (max_θ ⟨θ, d⟩)² = ‖d‖², and a corner is 1/√m of these signs
        square = Fraction(sum(v * v for v in d), m * N * N)
        squares[square] = squares.get(square, 0) + 1
    for epsilon in (Fraction(k, 8) for k in range(1, 17)):
        failing = sum(count for square, count in squares.items() if square > epsilon**2)
        assert exactly(cube_corners(m).failure(N, N, epsilon)) == Fraction(failing, 2 ** (2 * m * N)), f"ε = {epsilon}"


@pytest.mark.parametrize("d", [(2, -4), (6, 2), (2, 4, -6), (0, 2, 2), (4, 0, 0)])
def test_the_supremum_of_linear_functions_is_the_norm(d: tuple[int, ...]) -> None:
    square = sum(v * v for v in d)
    assert max(sum(a * b for a, b in zip(theta, d, strict=True)) ** 2 for theta in grid(len(d), QUARTER)) <= square
    # θ = d/r with r a little above ‖d‖ lies in the ball and loses a factor ‖d‖/r ≥ 1 − 1/(k‖d‖) ≥ 1 − 1/k
    k = 10**9
    r = Fraction(isqrt(square * k * k) + 1, k)
    theta = [v / r for v in d]
    assert sum(v * v for v in theta) <= 1
    assert sum(a * b for a, b in zip(theta, d, strict=True)) ** 2 >= square * (1 - Fraction(2, k))


@pytest.mark.parametrize("m", [2, 3])
def test_the_corners_of_a_cube_have_constant_one_and_width_two(m: int) -> None:
    corners, thetas = list(product((-1, 1), repeat=m)), grid(m, Fraction(1, 2))
    ratios = {
        Fraction(sum((a - b) * s for a, b, s in zip(one, two, x, strict=True)) ** 2)
        / (m * sum((a - b) ** 2 for a, b in zip(one, two, strict=True)))
        for one, two in combinations(thetas, 2)
        for x in corners
    }
    assert max(ratios) == 1 == cube_corners(m).lipschitz_squared, "attained where θ − θ′ points to a corner"
    # the value at θ = x is ‖x‖ = 1, at −x it is −1; the second moment of ⟨θ, x⟩ is ‖θ‖²/m
    assert cube_corners(m).width == 2
    for theta in thetas:
        second = Fraction(sum(sum(a * s for a, s in zip(theta, x, strict=True)) ** 2 for x in corners)) / (
            m * len(corners)
        )
        assert second <= cube_corners(m).second_moment and (sum(v * v for v in theta) < 1 or second == Fraction(1, m))


# ── bumps in more dimensions, and many of them ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("m", "q"), [(2, 2), (2, 3), (3, 2)])
def test_bumps_lie_in_the_ball_and_do_not_meet(m: int, q: int) -> None:
    # in u = √m·θ the centres are a grid of step 2/(q − 1) in [−1, 1]^m, and the radius is 1/(q − 1)
    centres = list(product([-1 + Fraction(2 * j, q - 1) for j in range(q)], repeat=m))
    radius = Fraction(1, q - 1)
    assert len(centres) == q**m and all(sum(v * v for v in c) <= m for c in centres)
    for u in grid(m, Fraction(1, 8) if m == 2 else QUARTER, reach=m):
        near = [c for c in centres if sum((a - b) ** 2 for a, b in zip(u, c, strict=True)) < radius**2]
        assert len(near) <= 1, f"two bumps meet at {u}"
    # L = 1/r in θ: along any line through a centre a bump falls from 1 to 0 over the length radius/√m
    assert bumps(m, q).lipschitz_squared == m / radius**2


def test_bumps_of_a_packing_are_wider_than_those_of_a_grid_in_many_dimensions() -> None:
    assert bumps(10, 3).lipschitz_squared == 6**2 < 10 * (3 - 1) ** 2
    assert bumps(10**18, 10**4).lipschitz_squared == (2 * 10**4) ** 2
    for m, q in ((1, 3), (2, 2), (2, 3), (3, 2)):
        assert len(maximal_packing(ball(m), Fraction(1, q))) >= q**m, "there are so many points"


def test_higher_bumps_are_the_same_ones_in_other_units() -> None:
    for height in (Fraction(1, 10**30), Fraction(3)):
        tall, usual = bumps(2, 10, height=height), bumps(2, 10)
        assert (tall.width, tall.second_moment) == (usual.width * height, height**2)
        assert tall.lipschitz_squared == usual.lipschitz_squared * height**2
        for epsilon in (Fraction(1, 2), Fraction(1)):
            assert str(tall.failure(9, 9, epsilon * height)) == str(usual.failure(9, 9, epsilon))
            assert str(tall.failure_against_the_law(9, epsilon * height)) == str(
                usual.failure_against_the_law(9, epsilon)
            )


def test_bumps_in_the_plane_fail_as_all_their_samples_do() -> None:
    # one draw each: some sign of four differs with probability 15/16, and then by 2
    assert is_probability(bumps(2, 2).failure(1, 1, Fraction(3, 2)), Fraction(15, 16))
    assert is_probability(bumps(2, 2).failure(1, 1, Fraction(2)), Fraction(0))
    points = list(product((-1, 1), repeat=4))
    deviations = [
        max(abs(a + b - 2 * c) for a, b, c in zip(x, y, z, strict=True)) for x, y, z in product(points, repeat=3)
    ]
    # a mean of two signs, 1, 0 or −1, against one sign
    wanted = Fraction(sum(d > 2 for d in deviations), len(deviations))
    assert is_probability(bumps(2, 2).failure(2, 1, Fraction(1)), wanted)


@pytest.mark.parametrize("q", [10**8, 10**60])
def test_many_bumps_lose_no_digit(q: int) -> None:
    N, epsilon = 700, Fraction(1)
    p = exactly(lattice([1, 1], lowest=-1, step=2).two_sample_tail(N, N, epsilon))
    assert isinstance(p, Fraction) and 0 < p < Fraction(1, 10**70)
    found = bumps(1, q).failure(N, N, epsilon)
    # Kp − (Kp)²/2 ≤ 1 − (1 − p)^K ≤ Kp
    assert isinstance(found, arb)
    low, high = (fmpq(v.numerator, v.denominator) for v in (q * p - (q * p) ** 2 / 2, q * p))
    assert found > 0 and found.upper() >= arb(low).lower() and found.lower() <= arb(high).upper()
    assert found.rad() <= found * arb(2) ** -100
    assert bumps(50, q).failure(1, 1, epsilon) > arb(1) - arb(10) ** -20, "many coins: some differ"


def test_coins_are_tossed_any_number_of_times() -> None:
    # up to 5,000 draws by polynomials, beyond by balls: 64 draws more make little of a difference
    for F in (one_function(COIN, m=1, L=1), on_a_line(lattice([1, 1], step=7), m=1), bumps(1, 2)):
        assert all(F.affordable(N, N) for N in (5000, 5001, 10**20)) and not F.affordable(10**4, 2 * 10**4)
        epsilon = F.width / 32
        inside, beyond = (arb(F.failure(N, N, epsilon)) for N in (5000, 5064))
        assert 0 < beyond < inside < 8 * beyond
        inside, beyond = (arb(F.failure_against_the_law(N, epsilon)) for N in (5000, 5064))
        assert 0 < beyond < inside < 8 * beyond
    assert bumps(10**12, 10**60).failure(10**14, 10**14, Fraction(1)) * 2 > 1


# ── one instance of the theorem ────────────────────────────────────────────────────────────────────────────────────
def test_an_instance_reads_what_its_class_says() -> None:
    lifted = promise(two_cells([1, 2]), epsilon="1/2", c=3, delta="1/5").into(Balls())
    assert (str(lifted.m), str(lifted.epsilon), str(lifted.c)) == ("2.00000000000", "0.500000000000", "3.00000000000")
    assert ceiling(lifted.L * lifted.L * 1000 - Fraction(1, 2)) == 2000 and str(lifted.width) == "2.00000000000"
    assert str(lifted.second_moment) == str(lifted.first_moment) == str(lifted.median) == "1.00000000000"
    for other in (Rationals(), Symbols()):
        with pytest.raises(OutsideArithmetic):
            promise(two_cells([1, 2]), epsilon=1).into(other)


def test_an_instance_takes_as_many_training_samples_as_it_says() -> None:
    F, epsilon = one_function(COIN, m=1, L=1), Fraction(1, 4)
    for times, wanted in ((1, F.failure(3, 3, epsilon)), (4, F.failure(3, 12, epsilon))):
        assert promise(F, epsilon=epsilon, times=times).into(Balls()).failure(3).entries() == [arb(wanted)]
    against_the_law = promise(F, epsilon=epsilon, times=None).into(Balls())
    assert against_the_law.failure(3).entries() == [arb(F.failure_against_the_law(3, epsilon))]
    assert against_the_law.failure_at(3, Fraction(1, 2)).entries() == [
        arb(F.failure_against_the_law(3, Fraction(1, 2)))
    ]
    assert against_the_law.failure(0).entries() == against_the_law.failure(1).entries(), "a generator has a point"


def test_an_instance_out_of_reach_is_no_verdict() -> None:
    for F, N in ((one_function(lattice([1, 2]), m=1, L=1), 5001), (cube_corners(3), 401), (on_a_line(SKEW, m=1), 2501)):
        with pytest.raises(OutsideArithmetic, match=f"the exact law of {N} against {N} draws is out of reach"):
            promise(F, epsilon=1).into(Balls()).failure(N)
        assert F.affordable(N - 1, N - 1) and not F.affordable(N, N)
    with pytest.raises(OutsideArithmetic, match="the exact law of 10 against 20 draws is out of reach"):
        promise(cube_corners(2), epsilon=1, times=2).into(Balls()).failure(10)
