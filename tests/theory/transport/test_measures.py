"""Measures, classes, games and samples of the slides on distances: against closed forms, brute force, and by their sentences."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

import pytest

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.pushforward import pushforward
from lemmata.theory.discriminators.attainment import interval, line_game
from lemmata.theory.discriminators.bounded_functions import bounded_class, largest_over_events, largest_over_values
from lemmata.theory.discriminators.finite_classes import finite_class, rank
from lemmata.theory.discriminators.minimax import game
from lemmata.theory.discriminators.rademacher import complexity_at, sampled
from lemmata.theory.exact.measures import difference, measure
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.transport.shifts import AnyShift, jensen_shannon, shift, total_variation
from lemmata.theory.transport.wasserstein import apart

HALF = Fraction(1, 2)


def exactly(number: Any) -> Fraction:
    value = number.entries()[0]
    return Fraction(int(value.p), int(value.q))


# ── measures ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_measure_has_points_weights_and_a_mean() -> None:
    P = measure([[0, 1], ["1/2", -1]], ["1/3", "2/3"])
    assert (P.d, P.mean) == (2, (Fraction(1, 3), Fraction(-1, 3)))
    assert P.masses[(HALF, Fraction(-1))] == Fraction(2, 3)
    assert measure([1, 2], [HALF, HALF]).shifted(Fraction(3)) == measure([4, 5], [HALF, HALF])


def test_a_difference_of_measures_has_total_mass_zero() -> None:
    P, Q = measure([2, 0], ["1/4", "3/4"]), measure([0, 1], ["1/2", "1/2"])
    assert difference(P, Q) == {(0,): Fraction(1, 4), (1,): -HALF, (2,): Fraction(1, 4)}
    assert list(difference(P, Q)) == sorted(difference(P, Q)) and sum(difference(P, Q).values()) == 0


REFUSED: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: measure([0, 1], ["1/2", "1/3"]),
        "the weights of a measure are ≥ 0 and sum to 1, got ['1/2', '1/3'] with sum 5/6",
    ),
    (lambda: measure([0, 1], [2, -1]), "the weights of a measure are ≥ 0 and sum to 1, got [2, -1] with sum 1"),
    (lambda: measure([0, 1], [1, 0]), "a point of weight 0 carries no mass: leave it out of [1, 0]"),
    (lambda: measure([], []), "one weight for each point, got 0 points and 0 weights"),
    (lambda: measure([0], [HALF, HALF]), "one weight for each point, got 1 points and 2 weights"),
    (lambda: measure([0, [1, 2]], [HALF, HALF]), "the points of a measure have one dimension, got [1, 2]"),
    (lambda: measure([1, 1], [HALF, HALF]), "a point is given twice: add its weights"),
    (lambda: measure([float("nan")], [1]), "a number of a case is finite, got nan"),
    (lambda: measure([[0, float("inf")]], [1]), "a number of a case is finite, got inf"),
    (lambda: sampled([[0, float("nan")]], P=[HALF, HALF], n=1), "a number of a case is finite, got nan"),
    (lambda: sampled([[0, 1]], P=[HALF, float("nan")], n=1), "a number of a case is finite, got nan"),
    (lambda: measure([0, 1], [0.5, 0.5]), "write 0.5 as a Fraction: a case is exact"),
    (
        lambda: apart(measure([0], [1]), measure([[0, 0]], [1])),
        "two measures on one space are compared, got one on R^1 and one on R^2",
    ),
    (
        lambda: apart(measure([0], [1]), measure([1], [1]), norm="l3"),
        "unknown norm 'l3'; known: sum, maximum, euclidean",
    ),
    (lambda: bounded_class(P=[1], Q=[HALF, HALF]), "two laws on the same points, at most 16, got 1 and 2 weights"),
    (
        lambda: bounded_class(P=["1/17"] * 17, Q=["1/17"] * 17),
        "two laws on the same points, at most 16, got 17 and 17 weights",
    ),
    (lambda: bounded_class(P=[1], Q=[1], low=1), "an interval of values has low < high, got 1 and 1"),
    (lambda: bounded_class(P=[2], Q=[1]), "the weights of P are ≥ 0 and sum to 1, got [2] with sum 2"),
    (lambda: finite_class([], P=[1], Q=[1]), "a class of discriminators has at least one function"),
    (lambda: finite_class([[1]], P=[1], Q=[1, 0]), "all laws are on the same points, got 1 in P, 2 in Q"),
    (lambda: finite_class([[1, 2]], P=[1], Q=[1]), "a discriminator has one value at each of 1 points, got [2] values"),
    (
        lambda: finite_class([[1]], P=[1], Q=[1], middle=[2]),
        "the weights of middle are ≥ 0 and sum to 1, got [2] with sum 2",
    ),
    (lambda: sampled([[1]], P=[1], n=17), "1 ≤ n ≤ 16 and at most 2000 samples up to order, got n = 17, 1 points"),
    (lambda: sampled([[1]], P=[1], n=0), "1 ≤ n ≤ 16 and at most 2000 samples up to order, got n = 0, 1 points"),
    (lambda: sampled([], P=[1], n=1), "a class of discriminators has at least one function"),
    (
        lambda: game([[1, 0]], samples=[1, 0], generators=[[1]]),
        "a game has discriminators and generators, all on the points of the samples",
    ),
    (lambda: line_game("0, 1", "[0, 1]", samples=0), "an interval is written like '[0, 1)' or '(-inf, 2]', got '0, 1'"),
    (lambda: line_game("[0, 1]", "(1, 1]", samples=0), "an interval has a point in it, got '(1, 1]'"),
    (
        lambda: line_game("[0, 1]", "[0, 1]", samples=0, t_jump=1, approaching=True),
        "means that approach the samples do not jump, got t_jump = 1",
    ),
    (lambda: line_game("[2, 1]", "[0, 1]", samples=0), "an interval has a point in it, got '[2, 1]'"),
    (
        lambda: shift(measure([0, 1], [HALF, HALF]), t=1),
        "an atom lands on another one at t = 1: there the distances jump",
    ),
    (lambda: shift(measure([0], [1]), t=0), "an atom lands on another one at t = 0: there the distances jump"),
    (lambda: shift(measure([[0, 0]], [1]), t=1), "a law on the line is shifted, got one on R^2"),
    (lambda: pushforward(generator([[[1]]])), "a constant f has the same mean under every law"),
    (
        lambda: pushforward(generator([[[1]]], activation="asinh"), slope=1),
        "a piecewise-linear generator of the line is expected, got d = 1 and asinh",
    ),
]


@pytest.mark.parametrize(("build", "sentence"), REFUSED)
def test_bad_input_is_refused_in_one_sentence(build: Callable[[], Any], sentence: str) -> None:
    with pytest.raises((ValueError, TypeError)) as refusal:
        build()
    assert str(refusal.value) == sentence


CASES = [
    apart(measure([0], [1]), measure([1], [1]), norm="maximum"),
    bounded_class(P=[1, 0], Q=["1/2", "1/2"], low=0),
    finite_class([[0, 1]], P=[1, 0], Q=[0, 1], middle=["1/2", "1/2"], more=[[1, "1/3"]], hull=True),
    finite_class([[0, 1]], P=[1, 0], Q=[0, 1]),
    sampled([[0, 1], [1, "1/2"]], P=["1/2", "1/2"], n=2),
    game([[0, 1]], samples=[0, 1], generators=[[1, 0]]),
    line_game("[0, 1)", "(-inf, 2]", samples="1/2", theta_jump=0, t_jump=2),
    line_game("(-1/2, inf)", "[1, 1]", samples=0),
    line_game("[1, 1]", "[0, inf)", samples=0, approaching=True),
    shift(measure([0, 1], ["1/3", "2/3"]), t="1/2"),
    AnyShift(-1),
    pushforward(generator([[[2]]], [[1]]), slope="1/2", corners=[[1, -1], ["1/2", 0]]),
]


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_a_case_knows_where_it_has_no_meaning(case: Any) -> None:
    for arithmetic in (Symbols(), Balls()) if not isinstance(case, AnyShift) else (Rationals(), Balls()):
        if isinstance(arithmetic, Balls) and repr(case).startswith(("apart", "pushforward")):
            case.into(arithmetic)
        else:
            with pytest.raises(OutsideArithmetic):
                case.into(arithmetic)


# ── finite classes ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_distance_of_a_finite_class_is_its_largest_difference_of_means() -> None:
    F = finite_class([[0, 1, 2], [1, 0, 0]], P=[1, 0, 0], Q=[0, "1/2", "1/2"], middle=[0, 0, 1]).into(Rationals())
    assert F.differences(F.functions) == [Fraction(-3, 2), 1]
    assert (exactly(F.distance), exactly(F.one_sided)) == (Fraction(3, 2), 1)
    assert [exactly(v) for v in F.distance_through()] == [2, HALF]


@pytest.mark.parametrize(
    ("functions", "expected"), [([], 0), ([(0, 0)], 0), ([(1, 2), (2, 4)], 1), ([(1, 2), (2, 4), (0, 1)], 2)]
)
def test_rank_counts_independent_functions(functions: list[Any], expected: int) -> None:
    assert rank(functions) == expected


# ── bounded functions ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("points", [1, 2, 3, 6])
def test_extreme_values_are_as_good_as_any_on_a_grid(points: int) -> None:
    P = [Fraction(k + 1, points * (points + 1) // 2) for k in range(points)]
    differences = [p - Fraction(1, points) for p in P]
    for low, high in ((-1, 1), (0, 1), (-2, 1)):
        grid = [low + (high - low) * Fraction(k, 3) for k in range(4)]
        best = max(abs(sum(v * d for v, d in zip(f, differences, strict=True))) for f in product(grid, repeat=points))
        assert largest_over_values(differences, Fraction(low), Fraction(high)) == best


def test_the_largest_difference_over_sixteen_points_is_half_the_norm() -> None:
    P = [Fraction((3 * k) % 7 + 1, 60) for k in range(16)]
    P[0] += 1 - sum(P)
    differences = [p - Fraction(1, 16) for p in P]
    assert largest_over_events(differences) == sum(abs(v) for v in differences) / 2
    # numerators beyond 64 bits
    tiny = [Fraction(1, 3**30), -Fraction(1, 3**30)]
    assert largest_over_events(tiny) == Fraction(1, 3**30)
    assert largest_over_values(tiny, Fraction(-1, 5**20), Fraction(1, 7**20)) == (
        Fraction(1, 3**30) * (Fraction(1, 5**20) + Fraction(1, 7**20))
    )


# ── signs and samples ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("n", [1, 2, 5, 16])
def test_the_complexity_of_a_constant_is_the_mean_size_of_a_walk(n: int) -> None:
    # E|S_n|/n for a walk of n steps: n·C(n, n/2)/2ⁿ for even n, n·C(n − 1, (n − 1)/2)/2ⁿ⁻¹ for odd
    walk = Fraction(n * comb(n, n // 2), 2**n) if n % 2 == 0 else Fraction(n * comb(n - 1, n // 2), 2 ** (n - 1))
    assert complexity_at([[Fraction(1)] * n]) == walk / n
    assert complexity_at([[Fraction(1)] * n], absolute=False) == 0


@pytest.mark.parametrize("absolute", [True, False])
def test_the_complexity_at_points_is_that_of_all_signs(absolute: bool) -> None:
    values = [
        [Fraction(1, 3), Fraction(-2), HALF, Fraction(1)],
        [Fraction(0), Fraction(3, 4), Fraction(1), Fraction(-1)],
    ]
    total = Fraction(0)
    for signs in product((1, -1), repeat=4):
        means = [sum(e * v for e, v in zip(signs, row, strict=True)) / 4 for row in values]
        total += max(abs(v) if absolute else v for v in means) / 16
    assert complexity_at(values, absolute=absolute) == total


@pytest.mark.parametrize("n", [1, 2, 3])
def test_means_over_samples_are_those_over_all_ordered_samples(n: int) -> None:
    F = [[Fraction(0), Fraction(1), Fraction(-1, 2)], [Fraction(2), Fraction(0), Fraction(1)]]
    P = [Fraction(1, 6), HALF, Fraction(1, 3)]
    S = sampled(F, P=P, n=n).into(Rationals())
    assert sum(probability for _, probability in S._samples()) == 1
    means = [sum(p * v for p, v in zip(P, f, strict=True)) for f in F]
    distance = complexity = centred = Fraction(0)
    for sample in product(range(3), repeat=n):
        weight = Fraction(1)
        for x in sample:
            weight *= P[x]
        distance += weight * max(abs(sum(f[x] for x in sample) / n - e) for f, e in zip(F, means, strict=True))
        complexity += weight * complexity_at([[f[x] for x in sample] for f in F])
        centred += weight * complexity_at([[f[x] - e for x in sample] for f, e in zip(F, means, strict=True)])
    assert exactly(S.mean_distance) == distance
    assert exactly(S.complexity()) == complexity and exactly(S.complexity(centred=True)) == centred


# ── games ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_loss_of_a_game_is_that_of_its_best_generator() -> None:
    F = [[0, 1, 1], [1, 0, 1]]
    lost = game(F, samples=[0, 0, 1], generators=[[1, 0, 0], [0, 1, 0]]).into(Rationals())
    won = game(F, samples=[0, 0, 1], generators=[[1, 0, 0], [0, 0, 1]]).into(Rationals())
    half = game(F, samples=[0, 0, 1], generators=[[1, 0, 0], ["1/2", 0, "1/2"]]).into(Rationals())
    assert [exactly(G.loss) for G in (lost, won, half)] == [1, 0, HALF]


@pytest.mark.parametrize(
    ("theta", "t", "samples", "jumps", "attained"),
    [
        ("[0, 1]", "[0, 1]", 2, {}, True),
        ("[0, 1)", "[0, 1]", 2, {}, False),
        ("[-1, 1)", "[0, 1]", 2, {}, True),  # θ = −1 does as well
        ("[0, 1]", "[0, 1)", 2, {}, False),
        ("[0, 1]", "[0, 1)", 0, {}, True),
        ("[0, inf)", "[0, 1]", 2, {}, False),
        ("[0, inf)", "[0, 1]", 1, {}, True),  # some generator is the samples
        ("[0, 1)", "[0, 1]", 1, {}, True),
        ("[0, 1]", "(-inf, inf)", 2, {}, True),
        ("[0, 1]", "[0, 1]", 2, {"theta_jump": 1}, False),
        ("[-1, 1]", "[0, 1]", 2, {"theta_jump": 1}, True),
        ("[0, 1]", "[0, 1]", 2, {"t_jump": 1}, False),
        ("[0, 1]", "[0, 1]", 2, {"t_jump": 0}, True),
        ("[1, 1]", "[0, 1)", 2, {}, False),
        ("[0, 0]", "[0, 1)", 2, {}, True),  # f = 0 is all there is
        ("[1, 1]", "[0, 1)", 2, {"theta_jump": 1}, True),
        ("[0, 1]", "[1, 1]", 1, {"t_jump": 1}, True),
        ("[0, 1)", "[1, 1]", 1, {"t_jump": 1}, False),
        ("[0, inf)", "[1, 1]", 1, {"t_jump": 1}, False),
        ("[1, 1]", "[0, inf)", 0, {"approaching": True}, False),  # 1/(1 + t)
        ("[1, 1]", "(-inf, 0]", 0, {"approaching": True}, False),
        ("[0, 0]", "[0, inf)", 0, {"approaching": True}, True),
        ("[0, 1]", "[0, 2]", 1, {"approaching": True}, True),
        ("[0, 1)", "[0, 2]", 1, {"approaching": True}, False),  # the mean 1 + 1/(1 + t) is never 1
        ("[0, 1]", "[-2, 2)", 1, {"approaching": True}, True),
        ("[0, 1]", "(-3, 2]", 1, {"approaching": True}, False),
    ],
)
def test_a_minimum_and_a_maximum_are_taken_or_not(theta: str, t: str, samples: int, jumps: Any, attained: bool) -> None:
    assert line_game(theta, t, samples=samples, **jumps).attained is attained


def test_laws_that_jump_in_their_mean_do_not_jump_themselves() -> None:
    for samples, away in ((2, -1), (0, 1)):
        case = line_game("[0, 1]", "[0, 1]", samples=samples, t_jump=1)
        limit = case.law(Fraction(1))
        assert limit == measure([[1 + away]], [1])
        for h in (Fraction(1, 100), Fraction(1, 3), Fraction(1)):
            P = case.law(1 - h)
            assert sum(w * x[0] for x, w in zip(P.points, P.weights, strict=True)) == 1 - h
            # all but a mass of h lies within h of the limit
            assert sum(w for x, w in zip(P.points, P.weights, strict=True) if abs(x[0] - 1 - away) <= h) >= 1 - h
    assert line_game("[0, 1]", "[0, 1]", samples=2).law(HALF) == measure([["1/2"]], [1])


def test_attainment_agrees_with_finer_and_finer_grids() -> None:
    """What is attained on a grid with the ends stays the value; what is not keeps falling or rising with the grid."""

    def on_a_grid(case: Any, steps: int) -> Fraction:
        def points(ends: Any, jump: Any) -> list[Fraction]:
            grid = [ends.low + (ends.high - ends.low) * Fraction(k, steps) for k in range(steps + 1)]
            return [v for v in grid if v in ends]

        def size(theta: Fraction) -> Fraction:
            return Fraction(0) if theta == case.theta_jump else abs(theta)

        def distance(t: Fraction) -> Fraction:
            return abs(t - case.samples) + (t == case.t_jump)

        thetas, ts = points(case.theta, case.theta_jump), points(case.t, case.t_jump)
        steepest = max(map(size, thetas))
        return min(steepest * distance(t) for t in ts)

    for theta, t in product(("[-2, 1]", "(-2, 1]", "[-2, 1)", "[-2, 2)", "(-2, 2)"), ("[0, 1]", "[0, 1)", "(0, 1]")):
        for samples, jumps in product((-1, 0, 1, 3), ({}, {"theta_jump": -2}, {"t_jump": 1}, {"t_jump": 0})):
            case = line_game(theta, t, samples=samples, **jumps)
            assert case.attained is (on_a_grid(case, 16) == on_a_grid(case, 32)), case


@pytest.mark.parametrize(
    ("text", "bounded", "closed"),
    [("[0, 1]", True, True), ("[0, 1)", True, False), ("[0, inf)", False, True), ("(-inf, inf)", False, True)],
)
def test_intervals_know_their_kind(text: str, bounded: bool, closed: bool) -> None:
    found = interval(text)
    assert (found.bounded, found.closed, found.compact, str(found)) == (bounded, closed, bounded and closed, text)


# ── shifts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_distances_of_laws_that_overlap() -> None:
    P, Q = measure([0, 1], [HALF, HALF]), measure([1, 2], ["1/4", "3/4"])
    assert total_variation(P, Q) == Fraction(3, 4)
    assert jensen_shannon(P, Q) == {2: Fraction(5, 8), Fraction(4, 3): Fraction(1, 4), Fraction(2, 3): Fraction(1, 8)}
    assert jensen_shannon(P, P) == {}


def test_slopes_of_a_shift_are_those_of_its_distances() -> None:
    for t, slope in ((HALF, 1), (Fraction(-3), -1)):
        S = shift(measure([0, 1], ["1/3", "2/3"]), t=t).into(Rationals())
        assert [int(v.p) for v in S.slopes.entries()] == [0, 0, slope] and exactly(S.t) == t
    assert [str(AnyShift(s).into(Symbols()).slopes) for s in (1, -1)] == ["[0, 0, 1]", "[0, 0, -1]"]
