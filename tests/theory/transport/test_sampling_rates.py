"""Enclosures of E W₁(P̂_n, P) against exact means, against samples matched exactly, and against simpler bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import arb
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from lemmata.numerics.balls import Balls, ball, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.transport.dyadic_upper_bounds import (
    GaussianLine,
    Line,
    UniformLine,
    gaussian_intervals,
    in_words,
    mean_distance_from_above,
    spread_of,
)
from lemmata.theory.transport.loss_gap import FUNCTIONS, mean_deviation
from lemmata.theory.transport.norms_of_gaussians import mean_norm, wasserstein_from_below
from lemmata.theory.transport.sampling_rates import binomial_deviation, cube_from_below, samples_of, samples_of_atoms

UNIFORM, GAUSSIAN = UniformLine(), GaussianLine()


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


# ── intervals ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [1, 2, 3, 8, 64])
def test_the_moments_of_all_intervals_are_those_of_the_gaussian(count: int) -> None:
    sums = [sum(column, arb(0)) for column in zip(*gaussian_intervals(count, 128), strict=True)]
    for found, expected in zip(sums, (1, 0, 1), strict=True):
        assert found.overlaps(arb(expected)) and found.rad() < arb(2) ** -90


def test_two_halves_of_a_gaussian() -> None:
    # the means are ±√(2/π), and what is left is 1 − 2/π
    lower, upper = gaussian_intervals(2, 128)
    mean = (2 / arb.pi()).sqrt()
    assert (upper[1] / upper[0]).overlaps(mean) and (lower[1] / lower[0]).overlaps(-mean)
    assert spread_of([lower, upper]).overlaps(1 - mean**2)
    assert GAUSSIAN.halves(0).overlaps(mean) and UNIFORM.halves(0).overlaps(arb(1) / 4)


@pytest.mark.parametrize("line", [UNIFORM, GAUSSIAN])
def test_each_cut_leaves_less(line: Line) -> None:
    spreads = [line.spread(a) for a in range(7)]
    assert all(later < earlier for earlier, later in pairwise(spreads))
    # by Cauchy and Schwarz, with equality for intervals of equal mass
    assert all(not line.roots(a) > arb(2) ** (arb(a) / 2) for a in range(7))
    assert spreads[0].overlaps(arb(1) / 12 if line is UNIFORM else arb(1))


def test_intervals_of_the_uniform_law_by_hand() -> None:
    for a in range(5):
        mass = arb(2) ** -a
        assert UNIFORM.roots(a).overlaps(2**a * mass.sqrt())
        assert UNIFORM.halves(a).overlaps(2**a * (mass / 4).sqrt() * mass / 2)
        assert UNIFORM.spread(a).overlaps(mass**2 / 12)


# ── the mean distance ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("n", [1, 2, 5, 12, 30])
def test_on_the_line_the_exact_mean_is_enclosed(n: int) -> None:
    exact = ball(FUNCTIONS["lipschitz"](None, n))
    assert cube_from_below(1, n) < exact < mean_distance_from_above(UNIFORM, 1, n) < 4 * exact


def matched(law: str, d: int, n: int, repetitions: int) -> float:
    """The mean W₁ between two samples of n points, by the cheapest matching."""
    generator = np.random.default_rng(17)
    draw = generator.random if law == "cube" else generator.standard_normal
    costs = []
    for _ in range(repetitions):
        distances = cdist(draw((n, d)), draw((n, d)))
        costs.append(distances[linear_sum_assignment(distances)].mean())
    return float(np.mean(costs))


@pytest.mark.parametrize("law", ["cube", "gaussian"])
@pytest.mark.parametrize(("d", "n"), [(3, 8), (3, 200), (4, 64), (8, 200)])
def test_two_samples_are_as_far_apart_as_the_enclosure_says(law: str, d: int, n: int) -> None:
    # E W₁(P̂, P) ≤ E W₁(P̂, P̂′) ≤ 2·E W₁(P̂, P), by convexity and by the triangle inequality. Means of 40 vary by a few per cent
    approach = samples_of(law, d=d, n=n).into(Balls())
    (enclosure,) = approach.distance.entries()  # type: ignore[attr-defined]
    found = matched(law, d, n, 40)
    assert float(enclosure.lower()) < found < 2 * float(enclosure.upper())


@pytest.mark.parametrize("d", [3, 5, 8])
def test_the_bounds_fall_like_the_power_of_n(d: int) -> None:
    for law, sizes in {"cube": (10**6, 10**12, 10**24), "gaussian": (10**2, 10**4, 10**6)}.items():
        scaled = []
        for n in sizes:
            (enclosure,) = samples_of(law, d=d, n=n).into(Balls()).distance.entries()  # type: ignore[attr-defined]
            rate = (-arb(n).log() / d).exp() * arb(d).sqrt()
            scaled.append((float((enclosure.lower() / rate).mid()), float((enclosure.upper() / rate).mid())))
        lows, highs = zip(*scaled, strict=True)
        assert max(lows) < 1.5 * min(lows) and max(highs) < 3 * min(highs), scaled


@pytest.mark.parametrize("d", [1, 2, 3, 10])
def test_one_sample_is_no_closer_than_two_independent_points(d: int) -> None:
    # E‖X − X′‖ = √2·E‖Z‖, bounded by the root of its square
    assert mean_distance_from_above(GAUSSIAN, d, 1) > arb(2).sqrt() * mean_norm(d)
    assert mean_distance_from_above(GAUSSIAN, d, 1).overlaps((2 * arb(d)).sqrt())


@pytest.mark.parametrize("d", [2, 3, 7])
def test_the_two_bounds_never_cross(d: int) -> None:
    for n in (1, 2, 10, 10**3, 10**5, 10**9):
        assert wasserstein_from_below(n, d) < mean_distance_from_above(GAUSSIAN, d, n)
        assert cube_from_below(d, n) < mean_distance_from_above(UNIFORM, d, n)


def test_balls_in_the_cube_have_their_volumes() -> None:
    # d = 2: ∫ (1 − nπr²)₊ dr = (2/3)/√(nπ); d = 3: ¾(4πn/3)^{−1/3}
    assert cube_from_below(2, 7).overlaps(2 / (7 * arb.pi()).sqrt() / 3)
    assert (cube_from_below(3, 7) ** 3).overlaps(arb(27) / 64 / (28 * arb.pi() / 3))


# ── atoms ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("n", "p"), [(1, "1/2"), (4, "1/2"), (7, "1/3"), (12, "1/12"), (30, "4/5"), (6, "1/6")])
def test_the_mean_deviation_of_a_binomial_has_its_closed_form(n: int, p: str) -> None:
    assert binomial_deviation(n, Fraction(p)).overlaps(n * ball(mean_deviation(n, Fraction(p))))


def test_atoms_are_as_far_as_their_total_variation() -> None:
    law = [Fraction(1, 6), Fraction(1, 3), Fraction(1, 2)]
    approach = samples_of_atoms([1, 2, 3], n=12).into(Balls())
    (distance,) = approach.distance.entries()  # type: ignore[attr-defined]
    assert distance.overlaps(ball(sum((mean_deviation(12, p) for p in law), Fraction(0)) / 2))
    assert (approach.d, approach.finite) == (2, True)


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("law", "d", "n", "words"),
    [
        ("torus", 3, 5, "unknown law 'torus'"),
        ("cube", 2, 5, "d = 1 or d ≥ 3"),
        ("gaussian", 1, 5, "the Gaussian d ≥ 3"),
        ("cube", 3, 0, "1 ≤ n"),
        ("gaussian", 3, 10**7, "1 ≤ n ≤ 1000000"),
    ],
)
def test_other_laws_are_refused(law: str, d: int, n: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        samples_of(law, d=d, n=n)


@dataclass(frozen=True)
class CauchyLine:
    """The law with density 1/(π(1 + x²)): no interval with an infinite end has a mean."""

    steps: int = 3

    def roots(self, a: int) -> arb:
        return arb(2) ** (arb(a) / 2)

    def halves(self, a: int) -> arb:
        return arb("inf")

    def spread(self, a: int) -> arb:
        # E X² = (1/π) ∫ x²/(1 + x²) dx, less the square of a mean that there is not
        return arb("inf") - arb("inf") ** 2


def test_a_law_without_first_moments_is_refused() -> None:
    with pytest.raises(
        ValueError, match="has no finite variance to bound W₁ with; for a law without first moments W₁ is inf"
    ):
        mean_distance_from_above(CauchyLine(), 3, 100)


def test_atoms_that_are_hardly_seen_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at least once"):
        samples_of_atoms([1, 9], n=9)
    with pytest.raises(ValueError, match="two atoms at least"):
        samples_of_atoms([1], n=9)
    with pytest.raises(ValueError, match="two atoms at least"):
        samples_of_atoms([0, 1], n=9)


def test_balls_alone_decide() -> None:
    for case in (samples_of("cube", d=3, n=10), samples_of("gaussian", d=4, n=2), samples_of_atoms([2, 1], n=3)):
        with pytest.raises(OutsideArithmetic):
            case.into(Rationals())


def test_a_wide_ball_is_written_by_its_ends() -> None:
    enclosure = Balls().matrix([[0]]).constant(arb(1).union(arb(2)))
    assert in_words("W₁", enclosure) == "W₁ in [1.00000, 2.00000]"
