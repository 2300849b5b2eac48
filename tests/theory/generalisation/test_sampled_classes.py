"""Repeated experiments fail as often as exact laws say, and what rounding leaves open is counted on both sides.

Each check of a frequency asks whether an exact interval of Clopper and Pearson holds the true probability. Seeds are fixed; for
a seed taken at random one such check fails with probability 10⁻⁹, and there are fewer than a hundred of them.
"""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from itertools import product
from math import factorial

import numpy as np
import pytest
from flint import arb

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.sampling import Bernoulli, Samples
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.generalisation.exact_classes import cube_corners, two_cells
from lemmata.theory.generalisation.exact_instances import PromiseCase, promise
from lemmata.theory.generalisation.sampled_classes import _BELOW, LAWS, Cells, RareBumps, WeightedFeatures, _shares
from lemmata.theory.generalisation.sampled_instances import (
    RepeatedCase,
    repeated_cells,
    repeated_corners,
    repeated_features,
    repeated_heavy_tail,
    repeated_rare_bumps,
)
from lemmata.theory.generalisation.theorem_inputs import TheoremInputs
from lemmata.theory.networks.seeded_networks import Seeded

ALPHA = 1e-9
REPETITIONS = 4000


def failures(case: RepeatedCase, N: int, seed: int = 1, n: int = REPETITIONS) -> Bernoulli:
    return case.into(Samples(seed, n)).failures(N)


def agrees(trials: Bernoulli, probability: Fraction | arb) -> bool:
    """Whether the interval of the trials holds this probability."""
    low, high = trials.interval(ALPHA)
    return bool(low <= probability <= high)


def multinomials(shares: list[Fraction], N: int) -> dict[tuple[int, ...], Fraction]:
    law = {}
    for counts in product(range(N + 1), repeat=len(shares)):
        if sum(counts) == N:
            probability = Fraction(factorial(N))
            for count, share in zip(counts, shares, strict=True):
                probability *= share**count / factorial(count)
            law[counts] = probability
    return law


# ── cells ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("law", [law for law in LAWS if law != "pushforward"])
@pytest.mark.parametrize(("m", "N"), [(2, 3), (3, 4)])
def test_cells_fail_as_often_as_their_exact_law_says(law: str, m: int, N: int) -> None:
    # the law that the sampler is given, float by float
    shares = [Fraction(float(p)) for p in _shares(law, m, seed=5)]
    exact = multinomials([p / sum(shares) for p in shares], N)
    for epsilon in (Fraction(1, 2), Fraction(2 * (N - 1), N), Fraction(3, 2)):
        wanted = sum(
            (p * q for a, p in exact.items() for b, q in exact.items() if _l1(a, b) > epsilon * N), start=Fraction(0)
        )
        found = failures(repeated_cells(m, law=law, seed=5, epsilon=epsilon), N)
        assert found.surely == found.possibly, "whole numbers leave nothing open"
        assert agrees(found, wanted), f"{found} against {float(wanted)}"


def _l1(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("epsilon", [Fraction(1, 2), Fraction(4, 5), Fraction(1)])
def test_two_equal_cells_agree_with_the_class_of_exact_laws(epsilon: Fraction) -> None:
    exact = two_cells([1, 1]).failure(10, 10, epsilon)
    assert agrees(failures(repeated_cells(2, epsilon=epsilon), 10), Fraction(int(exact.p), int(exact.q)))


def test_shares_are_those_of_the_law_that_is_named() -> None:
    for law in (name for name in LAWS if name != "pushforward"):
        for m in (1, 2, 7):
            shares = _shares(law, m, seed=3)
            assert len(shares) == m and (shares >= 0).all() and abs(Fraction(shares.sum()) - 1) <= Fraction(m, 2**52)
    assert sorted(_shares("degenerate", 5, 1))[-2:] == [0, 1] and set(_shares("uniform", 4, 0)) == {0.25}
    rare = _shares("rare", 3, 0)
    assert [round(36 * float(p / rare[0])) for p in rare] == [36, 9, 4]
    assert (_shares("finite", 50, 1) != _shares("finite", 50, 2)).any(), "the seed counts"
    for law, below in _BELOW.items():
        assert below(0.0) == 0.5 and below(-50.0) < 0.01 < 0.99 < below(50.0), law
        shares = _shares(law, 8, 0)
        assert (shares == shares[::-1]).all() or max(abs(shares - shares[::-1])) < 2.0**-50, f"{law} is symmetric"
    assert _shares("mixture", 8, 0)[1] > _shares("mixture", 8, 0)[3], "two modes off the middle"
    assert _shares("cauchy", 8, 0)[0] > 10 * _shares("gaussian", 8, 0)[0], "the tails beside [−4, 4]"


def test_a_degenerate_law_never_fails() -> None:
    assert failures(repeated_cells(3, law="degenerate", seed=1, epsilon="1/1000000"), 1) == Bernoulli(0, 0, REPETITIONS)


@pytest.mark.parametrize("seed", [1, 2, 8])
def test_a_pushforward_counts_the_quadrants_that_the_generator_reaches(seed: int) -> None:
    N, repetitions = 12, 10
    counts = Cells(4, "pushforward", seed)._counts(N, Samples(7, repetitions))
    assert counts.shape == (repetitions, 4) and (counts.sum(axis=1) == N).all()
    # the same latent points through the same network, in rationals
    written = Seeded(2, 2, "leaky_relu(1/2)", seed).written()
    latents = Samples(7, repetitions).normal(repetitions * N, 2, 1)[..., 0].tolist()
    again = np.zeros((repetitions, 4), dtype=int)
    for i, z in enumerate(latents):
        x, y = _forward(written.weights, written.biases, [Fraction(v) for v in z])
        again[i // N, 2 * (x > 0) + (y > 0)] += 1
    assert (counts == again).all()


def _forward(weights: tuple, biases: tuple, z: list[Fraction]) -> list[Fraction]:
    for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
        # σ stands between two layers
        h = z if k == 0 else [v if v >= 0 else v / 2 for v in z]
        z = [sum((w * v for w, v in zip(row, h, strict=True)), c) for row, c in zip(W, b, strict=True)]
    return z


def test_pushforwards_fail_at_small_samples_and_not_at_large_ones() -> None:
    case = repeated_cells(4, law="pushforward", seed=8, epsilon=1)
    few, many = failures(case, 1, n=400), failures(case, 200, n=400)
    assert few.surely > 200 and many == Bernoulli(0, 0, 400)


# ── linear classes ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("m", "N"), [(1, 5), (2, 4), (3, 7), (30, 6)])
def test_corners_agree_with_the_class_of_exact_laws(m: int, N: int) -> None:
    for epsilon in (Fraction(1, 2), Fraction(4, 5), Fraction(1)):
        exact = cube_corners(m).failure(N, N, epsilon)
        found = failures(repeated_corners(m, epsilon=epsilon), N)
        assert found.surely == found.possibly and agrees(found, Fraction(int(exact.p), int(exact.q)))


@pytest.mark.parametrize(("m", "atoms", "seed"), [(1, 3, 0), (2, 4, 1), (5, 3, 2)])
def test_features_lie_in_the_ball_and_fail_as_often_as_their_exact_law_says(m: int, atoms: int, seed: int) -> None:
    F = WeightedFeatures(m, atoms, seed)
    phi = [[Fraction(float(v)) for v in column] for column in F.phi().T]
    assert len(phi) == atoms and {len(column) for column in phi} == {m} and any(any(column) for column in phi)
    assert all(sum(v * v for v in column) <= 1 for column in phi), "L = 1 and |f| ≤ 1"
    for N, epsilon in ((1, Fraction(1, 3)), (2, Fraction(1, 4)), (2, Fraction(1, 2))):
        failing = 0
        for drawn in product(range(atoms), repeat=2 * N):
            mine, other = drawn[:N], drawn[N:]
            d = [sum(phi[a][i] for a in mine) - sum(phi[b][i] for b in other) for i in range(m)]
            failing += sum(v * v for v in d) > (epsilon * N) ** 2
        found = failures(repeated_features(m, atoms=atoms, seed=seed, epsilon=epsilon), N)
        assert found.surely <= found.possibly
        assert agrees(found, Fraction(failing, atoms ** (2 * N))), f"{found}"


def test_features_that_vanish_on_all_atoms_tell_nothing_apart() -> None:
    F = WeightedFeatures(1, 2, 0)
    assert not F.phi().any() and not F.phi().isnan().any(), "a feature that no atom activates"
    assert failures(repeated_features(1, atoms=2, seed=0, epsilon="1/1000000"), 3, n=50) == Bernoulli(0, 0, 50)


# ── rare values ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("M", "K", "N"), [(2, 2, 3), (2, 5, 2), (3, 3, 6)])
def test_rare_bumps_fail_as_often_as_their_exact_law_says(M: int, K: int, N: int) -> None:
    # one bump alone: values 0 and M, the latter with probability 1/M²
    alone = lattice([M * M - 1, 1], step=M)
    for epsilon in (Fraction(1, 2), Fraction(M, N), Fraction(M + 1, N)):
        p = alone.two_sample_tail(N, N, epsilon)
        wanted = 1 - (1 - Fraction(int(p.p), int(p.q))) ** K
        found = failures(repeated_rare_bumps(M, K, epsilon=epsilon), N)
        assert found.surely == found.possibly and agrees(found, wanted), f"{found} against {float(wanted)}"


def test_what_rare_bumps_say_of_themselves_is_true() -> None:
    M, K = 3, 4
    F, radius = RareBumps(M, K), Fraction(1, K - 1)
    # K bumps of this radius side by side along [−1, 1] rise to M: slope M/r, values 0 to M
    assert F.lipschitz_squared == (M / radius) ** 2 and F.width == M and (2 * radius) * (K - 1) == 2
    assert F.second_moment == M**2 * Fraction(1, M**2) and F.first_moment == M * Fraction(1, M**2) and F.median == 0
    assert M * M >= 2, "f is 0 with probability 1/2 at least"


# ── heavy tails ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_pair_of_heavy_tailed_values_fails_as_often_as_its_integral_says() -> None:
    # a = 2, ε = 1: signs differ (then by 2 at least), or |T − U| > 1, where P = 4∫₀¹ v³/(1 + v)² dv = 4(3 log 2 − 2)
    with precision(128):
        wanted = arb(1) / 2 + 2 * (3 * arb(2).log() - 2)
    assert agrees(failures(repeated_heavy_tail(2, epsilon=1), 1), wanted)
    assert agrees(failures(repeated_heavy_tail(2, epsilon=1), 1, seed=2), wanted)


def test_heavy_tails_know_what_rounding_leaves_open() -> None:
    # with an ε that one experiment attains nearly exactly, rounding decides nothing
    random = Samples(3, 1).part(1).generator
    size = (1 - random.random((2, 5))) ** (-1 / 1.5)
    f = np.where(random.random((2, 5)) < 0.5, -size, size)
    difference = Fraction(float(abs(f[0].mean() - f[1].mean())))
    at, below, above = (
        failures(repeated_heavy_tail("3/2", epsilon=difference * factor), 5, seed=3, n=1)
        for factor in (1, Fraction(99, 100), Fraction(101, 100))
    )
    assert (at.surely, at.possibly) == (0, 1) and (below.surely, above.possibly) == (1, 0)


# ── every class ────────────────────────────────────────────────────────────────────────────────────────────────────
CASES = [
    repeated_cells(3, law="finite", seed=4, epsilon="3/4"),
    repeated_cells(4, law="pushforward", seed=8, epsilon="3/4"),
    repeated_corners(5, epsilon="3/4"),
    repeated_features(6, atoms=8, epsilon="1/3"),
    repeated_heavy_tail("3/2", epsilon=2),
    repeated_rare_bumps(3, 4, epsilon="3/2"),
]
every_case = pytest.mark.parametrize("case", CASES, ids=repr)


@every_case
def test_what_surely_fails_possibly_fails_and_a_seed_repeats(case: RepeatedCase) -> None:
    for N in (1, 3, 40):
        found = failures(case, N, n=200)
        assert 0 <= found.surely <= found.possibly <= found.n == 200 and found == failures(case, N, n=200)
    assert failures(case, 0, n=50) == failures(case, 1, n=50), "a generator has a point"


@every_case
def test_a_larger_epsilon_fails_less_often_on_the_same_samples(case: RepeatedCase) -> None:
    counts = [
        failures(RepeatedCase(case.F, case.epsilon * k, case.delta), 3, n=300).possibly for k in (Fraction(1, 4), 1, 2)
    ]
    assert counts == sorted(counts, reverse=True) and counts[0] > 0


@every_case
def test_experiments_are_for_samplers_alone_and_read_what_their_class_says(case: RepeatedCase) -> None:
    for other in (Rationals(), Balls()):
        with pytest.raises(OutsideArithmetic, match="decided by sampling"):
            case.into(other)
    lifted = case.into(Samples(0, 10))
    assert lifted.m.entries() == [case.F.m] and lifted.samples == Samples(0, 10)
    for ball, value in (
        (lifted.width, case.F.width), (lifted.first_moment, case.F.first_moment),
        (lifted.second_moment, case.F.second_moment), (lifted.median, case.F.median), (lifted.epsilon, case.epsilon),
        (lifted.delta, case.delta), (lifted.L * lifted.L, case.F.lipschitz_squared),
    ):  # fmt: skip
        assert (ball is None) == (value is None)
        assert ball is None or ball.entries()[0].overlaps(arb(value.numerator) / value.denominator)


@pytest.mark.parametrize(
    ("exact", "sampled"),
    [
        (promise(cube_corners(3), epsilon="1/2", delta="1/5"), repeated_corners(3, epsilon="1/2", delta="1/5")),
        (promise(two_cells([1, 1]), epsilon="1/3"), repeated_cells(2, epsilon="1/3")),
    ],
    ids=["corners", "cells"],
)
def test_the_theorem_reads_the_same_of_a_class_whose_failures_are_exact_or_sampled(
    exact: PromiseCase, sampled: RepeatedCase
) -> None:
    mine, its = exact.into(Balls()), sampled.into(Samples(0, 10))
    read = {field.name: str(getattr(mine, field.name)) for field in fields(TheoremInputs)}
    assert read == {name: str(getattr(its, name)) for name in read}
    assert mine.m.entries() == [exact.F.m] and read["epsilon"] != read["delta"]


def test_the_moments_of_a_heavy_tail_are_those_of_its_law() -> None:
    F = repeated_heavy_tail("3/2", epsilon=1).F
    # ∫₀^∞ P(|f| > t) dt = 1 + ∫₁^∞ t^{−a} dt = 1 + 1/(a − 1)
    assert F.first_moment == 3 == 1 + 1 / (Fraction(3, 2) - 1) and F.second_moment is None and F.width is None
    assert F.median == 2 and Fraction(1, 2) ** 3 <= Fraction(1, 2) ** 2, "P(|f| > 2) = 2^{−a} ≤ 1/2 for a ≥ 1"
