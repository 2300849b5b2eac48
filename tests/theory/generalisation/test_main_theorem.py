"""The main theorem's failure probabilities, sampling errors and capacities, against brute force and other roads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import comb, sin

import numpy as np
import pytest
from flint import arb
from scipy.stats import chi2, norm

from lemmata.numerics.balls import Balls, ball, precision
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.flint import rational
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.concentration.mean_norms import corners_of_a_cube, mean_distance_row, samples_on_a_line
from lemmata.theory.discriminators.sines import powers_of, sines
from lemmata.theory.generalisation.finite_classes_of_coins import coins, jeffreys, jensen_shannon
from lemmata.theory.generalisation.generator_classes import scales, shifts_within
from lemmata.theory.generalisation.main_theorem_instances import learning
from lemmata.theory.generalisation.rare_regions import rare_region
from lemmata.theory.transport.norms_of_gaussians import squared_norm_above, squared_norm_below

HALF = Fraction(1, 2)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


# ── failures for finite classes ────────────────────────────────────────────────────────────────────────────────────
def fails_with_coins(ones: int, N: int, probabilities: Sequence[float], epsilon: float, *, with_jeffreys: bool) -> bool:
    """Whether some law of the class is near the samples and far from the first one, all of it by sums over the two points."""
    laws = [np.array([1 - p, p]) for p in probabilities]
    samples = np.array([1 - ones / N, ones / N])

    def distance(law: np.ndarray) -> float:
        return max(abs(((samples - law) * (np.log(a) - np.log(b))).sum()) for a in laws for b in laws)

    def far(law: np.ndarray) -> bool:
        p, m = laws[0], (laws[0] + law) / 2
        if with_jeffreys:
            return bool(((p - law) * (np.log(p) - np.log(law))).sum() > 2 * epsilon)
        return bool((p * np.log(p / m) + law * np.log(law / m)).sum() / 2 > epsilon / 2)

    return any(distance(law) <= epsilon and far(law) for law in laws[1:])


@pytest.mark.parametrize("probabilities", [(0.5, 0.75, 0.125), (0.03125, 0.25), (0.75, 0.125, 0.25, 0.9375)])
@pytest.mark.parametrize("epsilon", [1 / 64, 1 / 8, 3 / 8])
@pytest.mark.parametrize("N", [1, 5, 24])
def test_failure_of_coins_is_the_mass_of_the_counts_with_which_some_coin_fools(
    probabilities: tuple[float, ...], epsilon: float, N: int
) -> None:
    G = coins([Fraction(p) for p in probabilities])
    for with_jeffreys in (False, True):
        fooled = [
            n for n in range(N + 1) if fails_with_coins(n, N, probabilities, epsilon, with_jeffreys=with_jeffreys)
        ]
        failure = G.failure_of_jeffreys if with_jeffreys else G.failure_of_jensen_shannon
        p, found = Fraction(probabilities[0]), failure(N, Fraction(epsilon))
        mass = sum((comb(N, n) * p**n * (1 - p) ** (N - n) for n in fooled), Fraction(0))
        assert found.contains(rational(mass)) and found.rad() < 1e-8


def test_a_coin_is_far_where_balls_tell_so() -> None:
    equal = coins(["1/4", "3/4"])
    with pytest.raises(Unresolved, match=r"more than .* is not determined"):
        equal._failure(4, Fraction(1), lambda p, q: arb(1, 1), Fraction(1))
    with pytest.raises(ValueError, match="two laws or more"):
        coins(["1/2", "1/2"])
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        coins(["1/2", 1])


def test_a_rare_region_is_integrated_as_samples_say() -> None:
    """Densities and means by simulation, with its standard error; the lower bound of the failure by the exact law of z."""
    random = np.random.default_rng(17)
    z = random.standard_normal(10**6)
    for a, b, stretch in ((1, 2, 100), (1, 50, 100), (2, 3, 7)):
        region = rare_region(a, b, stretch=stretch)

        def g(t: int, s: int = stretch) -> np.ndarray:
            return np.where(z <= t, z, t + s * (z - t))

        def log_density(x: np.ndarray, t: int, s: int = stretch) -> np.ndarray:
            latent = np.where(x <= t, x, t + (x - t) / s)
            return -(latent**2) / 2 - np.where(x <= t, 0, np.log(s))

        mine, its = (log_density(g(t), a) - log_density(g(t), b) for t in (a, b))
        for exact, sampled in ((region.jeffreys, mine - its), (region.kl_of_the_other, -its)):
            assert abs(float(exact) - sampled.mean()) < 6 * sampled.std() / 10**3
    region = rare_region(3, 4000)
    failure = region.failure_of_jeffreys(214, HALF)
    assert 0.748 < failure.lower() < 0.749 and failure.upper() >= 1
    assert region.failure_of_jensen_shannon(214, HALF) == 0 and region.largest_log_ratio is None
    for not_known in (
        lambda: region.failure_of_jeffreys(1, 1),
        lambda: rare_region(1, 2).failure_of_jensen_shannon(1, HALF / 5),
    ):
        with pytest.raises(OutsideArithmetic, match="known only where"):
            not_known()


def test_what_the_proof_of_the_main_theorem_says_of_divergences() -> None:
    """KL ≥ −2 ln BC ≥ 2(1 − BC) ≥ 2 JS on two points, and E_P r² ≤ (1 + K)J, which the two sample sizes rest on."""
    for p, q in product([Fraction(n, 16) for n in range(1, 16)] + [Fraction(1, 10**6)], repeat=2):
        if p == q:
            continue
        P, Q = [ball(p), 1 - ball(p)], [ball(q), 1 - ball(q)]
        affinity = sum(((a * b).sqrt() for a, b in zip(P, Q, strict=True)), arb(0))
        logs = [(a / b).log() for a, b in zip(P, Q, strict=True)]
        kl = sum((a * r for a, r in zip(P, logs, strict=True)), arb(0))
        assert kl > -2 * affinity.log() > 2 * (1 - affinity) > 2 * jensen_shannon(P[0], Q[0]) > 0
        square, K = sum((a * r * r for a, r in zip(P, logs, strict=True)), arb(0)), abs(logs[0]).max(abs(logs[1]))
        assert square < (1 + K) * jeffreys(P[0], Q[0])


# ── failures of the main theorem, by asking every g on a grid ──────────────────────────────────────────────────────
def fails_with_shifts(mean: float, R: float, epsilon: float) -> bool:
    """Whether some b on a grid of [−R, R] has d_F = 2R|x̄ − b| ≤ ε and J = b² > 2ε."""
    b = np.linspace(-R, R, 8001)
    return bool(((2 * R * abs(mean - b) <= epsilon) & (b * b > 2 * epsilon)).any())


def fails_with_scales(M: float, a: float, b: float, epsilon: float) -> bool:
    """Whether some variance v on a grid of [a, b] has d_F = C|M − v| ≤ ε and J = (v − 1)²/(2v) > 2ε, d = 1."""
    v = np.linspace(a, b, 8001)
    return bool((((1 / a - 1 / b) / 2 * abs(M - v) <= epsilon) & ((v - 1) ** 2 / (2 * v) > 2 * epsilon)).any())


def bounds(
    fails: Callable[[float], bool], cells: Sequence[float], mass: Callable[[float, float], float]
) -> list[float]:
    """The mass of the cells with two failing ends, and of those with one at least: failures fill intervals longer than a cell."""
    fooled = [fails(x) for x in cells]
    pairs = list(zip(pairwise(cells), pairwise(fooled), strict=True))
    return [sum(mass(a, b) for (a, b), ends in pairs if chosen(ends)) for chosen in (all, any)]


@pytest.mark.parametrize(("R", "epsilon"), [(2.0, 0.5), (3.0, 0.1), (0.5, 0.5)])
def test_failure_of_shifts_is_the_mass_of_the_means_with_which_some_generator_fools(R: float, epsilon: float) -> None:
    N = 3

    def mass(a: float, b: float) -> float:
        return float(norm.cdf(b * N**0.5) - norm.cdf(a * N**0.5))

    surely, perhaps = bounds(lambda x: fails_with_shifts(x, R, epsilon), np.linspace(-8, 8, 801).tolist(), mass)
    assert surely <= shifts_within(Fraction(R), d=1).failure(N, Fraction(epsilon)) <= perhaps < surely + 0.1


@pytest.mark.parametrize(
    ("a", "b", "epsilon"),
    [(0.125, 8.0, 1.0), (0.25, 4.0, 0.125), (0.125, 1.0, 1.0), (1.0, 8.0, 1.0), (0.5, 16.0, 1.0), (1.0, 2.0, 1.0)],
)
def test_failure_of_scales_is_the_mass_of_the_second_moments_with_which_some_generator_fools(
    a: float, b: float, epsilon: float
) -> None:
    N = 4

    def mass(a: float, b: float) -> float:
        return float(chi2.cdf(N * b, N) - chi2.cdf(N * a, N))

    surely, perhaps = bounds(lambda x: fails_with_scales(x, a, b, epsilon), np.linspace(0, 30, 1201).tolist(), mass)
    assert surely <= scales(Fraction(a), Fraction(b), d=1).failure(N, Fraction(epsilon)) <= perhaps < surely + 0.1


def test_where_every_generator_is_near_nothing_fails() -> None:
    assert shifts_within(1, d=3).failure(1, HALF) == 0 and scales("2/3", "3/2", d=1).failure(1, Fraction(1)) == 0


@pytest.mark.parametrize("d", [1, 2, 7, 300])
def test_the_two_sides_of_a_chi_square_law_add_up_to_one(d: int) -> None:
    for t in (arb(d) / 3, arb(d), arb(2 * d)):
        both = squared_norm_below(d, t) + squared_norm_above(d, t)
        assert both.overlaps(arb(1)) and both.rad() < arb("1e-25")


# ── sampling errors ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("law", [lattice([1, 1], lowest=-1, step=2), lattice([3, 0, 1, 2]), lattice([15, 1])])
@pytest.mark.parametrize("N", [1, 2, 5])
def test_mean_distances_on_a_line_are_those_of_all_samples(law: Lattice, N: int) -> None:
    levels = [(law.lowest + law.step * k, Fraction(c, law.total)) for k, c in enumerate(law.counts)]
    expected = Fraction(0)
    for sample in product(levels, repeat=N):
        weight = Fraction(1)
        for _, p in sample:
            weight *= p
        expected += weight * abs(sum((x for x, _ in sample), Fraction(0)) / N - law.mean)
    S = samples_on_a_line(law, N=N).into(Rationals())
    assert str(S.mean_distance) == str(Rationals().matrix([[expected]]))
    first = samples_on_a_line(law, N=1).into(Rationals())
    assert str(first.mean_distance) == str(first.absolute_mean)


def test_mean_distances_of_corners_are_those_of_all_samples() -> None:
    N = 3
    corners = list(product((-1, 1), repeat=2))
    norms = (
        arb(sum(sum(x[i] for x in sample) ** 2 for i in range(2))).sqrt() / N for sample in product(corners, repeat=N)
    )
    expected = sum(norms, arb(0)) / 4**N
    found = as_ball(corners_of_a_cube(2, N=N).into(Balls()).mean_distance)
    assert found.overlaps(expected) and found.rad() < arb("1e-30")


def test_signs_are_told_from_other_laws() -> None:
    found = [
        lattice([1, 1], lowest=3, step=2),
        lattice([1, 0, 1], lowest=0, step=1),
        lattice([1, 3]),
        lattice([1, 2, 1]),
    ]
    assert [samples_on_a_line(law, N=4).into(Rationals()).signs for law in found] == [4, 4, 0, 0]


def test_rows_of_the_figure() -> None:
    row = mean_distance_row("signs", samples_on_a_line(lattice([1, 1], lowest=-1, step=2), N=2))
    assert row["mean_distance"] == 0.5 and row["deviation"] == 1 and row["times_root_N"] == 0.5 * 2**0.5


# ── capacities ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("points", "R"), [([1], HALF), ([1, 2], Fraction(2)), ([1, 5, 9], None), (["1/2", -3, 2], Fraction(4))]
)
def test_capacity_is_the_mean_of_the_best_fits(points: list[int | str], R: Fraction | None) -> None:
    case = sines(points, radius=R)
    reach = float(22 / 7 if R is None else R)
    best = []
    for signs in product((-1, 1), repeat=len(points)):
        thetas = (reach * k / 20000 for k in range(20001))
        pairs = [(s, float(x)) for s, x in zip(signs, case.points, strict=True)]
        best.append(max(abs(sum(s * sin(t * x) for s, x in pairs)) for t in thetas) / len(points))
    found = as_ball(case.into(Balls()).capacity)
    # a grid of 20,001 values is short of the supremum by 10⁻⁵ at most
    mean = arb(sum(best) / len(best))
    assert found.lower() <= mean + arb("1e-5") and mean - arb("1e-5") <= found.upper()
    assert found.rad() < arb("0.01")


def test_more_bits_narrow_a_capacity() -> None:
    case = sines([1, 5, 9])
    wide = as_ball(case.into(Balls()).capacity)
    with precision(512):
        narrow = as_ball(case.into(Balls()).capacity)
    assert narrow.rad() < wide.rad() / 16 and wide.contains(narrow.mid())


@pytest.mark.parametrize("signs", list(product((-1, 1), repeat=4)))
def test_digits_fit_any_signs(signs: tuple[int, ...]) -> None:
    case = powers_of(16, n=4)
    digits = [4 if s > 0 else 12 for s in signs]
    turn = sum((Fraction(c, 16 ** (j + 1)) for j, c in enumerate(digits)), Fraction(0))
    fit = sum(
        s * float((2 * arb.pi() * (turn * x).numerator / (turn * x).denominator).sin().mid())
        for s, x in zip(signs, case.points, strict=True)
    )
    assert arb(fit / 4) >= as_ball(case.into(Balls()).capacity).lower()


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: shifts_within(0, d=1), "positive radius"),
        (lambda: shifts_within(1, d=0), "d ≥ 1"),
        (lambda: scales(1, 1, d=1), "up to 1"),
        (lambda: learning(scales(1, 2, d=1), epsilon=2), "0 < ε ≤ 1"),
        (lambda: learning(scales(1, 2, d=1), epsilon=1, delta=1), "strictly between 0 and 1"),
        (lambda: learning(scales(1, 2, d=1), epsilon=1, c=0), "c > 0"),
        (lambda: samples_on_a_line(lattice([1, 1]), N=0), "N ≥ 1"),
        (lambda: corners_of_a_cube(1, N=2), "samples_on_a_line"),
        (lambda: sines([]), "one to ten points"),
        (lambda: sines([1], radius=0), "positive"),
        (lambda: sines([HALF]), "whole numbers"),
        (lambda: sines([1], C=0), "C is positive"),
        (lambda: powers_of(6, n=2), "multiple of 4"),
    ],
)
def test_bad_input_is_one_clear_sentence(build, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        build()


def test_other_arithmetics_are_left_alone() -> None:
    for case in (learning(scales(1, 2, d=1), epsilon=1), corners_of_a_cube(2, N=2), sines([1])):
        with pytest.raises(OutsideArithmetic):
            case.into(Rationals())
    with pytest.raises(OutsideArithmetic):
        samples_on_a_line(lattice([1, 1]), N=1).into(Symbols())
    with pytest.raises(OutsideArithmetic, match="out of reach"):
        learning(scales(1, 2, d=1000), epsilon=1).into(Balls()).failure(10**7)
