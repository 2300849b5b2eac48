"""Plans and potentials: against brute force, distribution functions and float solvers; wrong certificates are rejected."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.stats import wasserstein_distance

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.theory.exact.measures import Measure, measure
from lemmata.theory.transport import wasserstein
from lemmata.theory.transport.costs import length, norm, scaled, squared_norm
from lemmata.theory.transport.plans import Transport, cheapest, check_marginals
from lemmata.theory.transport.potentials import steepest
from lemmata.theory.transport.wasserstein import apart, between, lipschitz_supremum, on_the_line, transport_cost

HALF = Fraction(1, 2)
UNIT_ROUNDOFF = Fraction(1, 2**53)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


def exactly(number: Any) -> Fraction:
    value = number.entries()[0]
    return Fraction(int(value.p), int(value.q))


def cloud(random: Random, points: int, d: int, *, uniform: bool = False, reach: int = 8) -> Measure:
    chosen: set[tuple[Fraction, ...]] = set()
    while len(chosen) < points:
        chosen.add(tuple(Fraction(random.randint(-reach, reach), 2) for _ in range(d)))
    counts = [1 if uniform else random.randint(1, 5) for _ in chosen]
    return measure(sorted(chosen), [Fraction(c, sum(counts)) for c in counts])


# ── lengths ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_lengths_in_three_norms() -> None:
    x, y = (Fraction(0), Fraction(1)), (Fraction(3), Fraction(-3))
    assert (norm(x, y, "sum"), norm(x, y, "maximum"), squared_norm(x, y, "euclidean")) == (7, 4, 25)
    assert squared_norm(x, y, "sum") == 49
    assert length(x[:1], y[:1], "euclidean", Fraction) == 3, "on the line all norms are one"
    with pytest.raises(ValueError, match="the euclidean norm of a rational vector need not be rational"):
        norm(x, y, "euclidean")


def test_whole_numbers_in_proportion() -> None:
    assert scaled([[HALF, Fraction(1, 3)]], False, 0) == ([[3, 2]], Fraction(1, 6))
    (row,), unit = scaled([[Fraction(2), Fraction(9, 4)]], True, 100)
    assert row[1] * unit == Fraction(3, 2) and (row[0] * unit) ** 2 <= 2 < ((row[0] + 1) * unit) ** 2


# ── against other roads ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["sum", "maximum"])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_uniform_measures_are_matched_by_the_best_permutation(n: int, name: str) -> None:
    # the extreme points of the doubly stochastic matrices are the permutations
    random = Random(n)
    for d in (1, 2, 3):
        P, Q = (cloud(random, n, d, uniform=True) for _ in range(2))
        best = min(
            sum((norm(x, y, name) for x, y in zip(P.points, order, strict=True)), Fraction(0)) / n
            for order in permutations(Q.points)
        )
        assert exactly(transport_cost(P, Q, name, Rationals())) == best
        assert exactly(lipschitz_supremum(P, Q, name, Rationals())) == best


@pytest.mark.parametrize("seed", range(10))
def test_on_the_line_three_roads_agree_and_scipy_within_its_rounding(seed: int) -> None:
    random = Random(seed)
    P, Q = cloud(random, 7, 1), cloud(random, 9, 1)
    value = on_the_line(P, Q)
    assert exactly(transport_cost(P, Q, "sum", Rationals())) == value
    assert exactly(lipschitz_supremum(P, Q, "maximum", Rationals())) == value
    points, weights = (
        [[float(v) for x in M.points for v in x] for M in (P, Q)],
        [[float(w) for w in M.weights] for M in (P, Q)],
    )
    found = Fraction(float(wasserstein_distance(*points, *weights)))
    # Σ |F_P − F_Q| Δx over 15 steps: each F is a quotient of sums of at most 9 rounded weights, and the steps are exact, as
    # half-integers are; each |F_P − F_Q| is off by at most 2·(2·9 + 3) roundings of numbers ≤ 1, and products and sums add 15
    reach = max(abs(x[0] - y[0]) for x in (*P.points, *Q.points) for y in (*P.points, *Q.points))
    assert abs(found - value) <= (2 * (2 * 9 + 3) + 2 * 15) * UNIT_ROUNDOFF * reach


@pytest.mark.parametrize(("points", "name"), [(4, "sum"), (6, "maximum"), (12, "sum"), (40, "maximum"), (60, "sum")])
def test_a_float_solver_whose_answer_is_repaired_encloses_the_same_number(points: int, name: str) -> None:
    random = Random(points)
    P, Q = (cloud(random, points, 2, reach=20) for _ in range(2))
    costs = [[norm(x, y, name) for y in Q.points] for x in P.points]
    n = points
    rows = np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))
    found = linprog(
        [float(c) for row in costs for c in row],
        A_eq=np.concatenate(rows),
        b_eq=[float(w) for w in (*P.weights, *Q.weights)],
        method="highs",
    )
    # any prices u prove a lower bound once v_j = min_i c_ij − u_i
    u = [Fraction(float(v)) for v in found.eqlin.marginals[:n]]
    v = [min(costs[i][j] - u[i] for i in range(n)) for j in range(n)]
    lower = sum(w * x for w, x in zip((*P.weights, *Q.weights), (*u, *v), strict=True))
    # what its plan moves too much stays behind, and travels the longest way
    plan = [[max(Fraction(float(x)), Fraction(0)) for x in row] for row in found.x.reshape(n, n)]
    plan = [[x * min(1, p / sum(row)) for x in row] for row, p in zip(plan, P.weights, strict=True)]
    brought = [sum(row[j] for row in plan) for j in range(n)]
    plan = [[row[j] * min(1, Q.weights[j] / brought[j]) for j in range(n)] for row in plan]
    left = 1 - sum(x for row in plan for x in row)
    upper = sum(x * c for row, of in zip(plan, costs, strict=True) for x, c in zip(row, of, strict=True))
    upper += left * max(c for row in costs for c in row)
    value = exactly(transport_cost(P, Q, name, Rationals()))
    assert lower <= value <= upper and upper - lower < value / 1000
    assert exactly(lipschitz_supremum(P, Q, name, Rationals())) == value


@pytest.mark.parametrize("points", [1, 2, 5, 24])
def test_euclidean_lengths_are_enclosed_and_both_sides_agree(points: int) -> None:
    random = Random(points)
    P, Q = cloud(random, points, 3), cloud(random, points, 3)
    mine, its = (of(P, Q, "euclidean", Balls()) for of in (transport_cost, lipschitz_supremum))
    assert equal(mine, its).verdict is Verdict.HOLDS
    with precision(512):
        assert transport_cost(P, Q, "euclidean", Balls()).entries()[0].overlaps(mine.entries()[0])


def test_a_euclidean_length_that_is_known() -> None:
    pair = apart(measure([[0, 0]], [1]), measure([[3, 4], [0, 0]], [HALF, HALF]), norm="euclidean").into(Balls())
    assert str(pair.W1) == str(pair.lipschitz_supremum("euclidean")) == str(pair.W1.constant(Fraction(5, 2)))
    with pytest.raises(OutsideArithmetic):
        apart(measure([0], [1]), measure([1], [1]), norm="euclidean").into(Rationals())


def test_distances_behave_as_distances() -> None:
    random = Random(5)
    for _ in range(20):
        P, Q, S = (cloud(random, random.randint(1, 4), 2) for _ in range(3))
        d = {(a, b): exactly(transport_cost(a, b, "maximum", Rationals())) for a in (P, Q, S) for b in (P, Q, S)}
        assert d[P, P] == 0 and d[P, Q] == d[Q, P] and d[P, Q] <= d[P, S] + d[S, Q]
        assert P == Q or d[P, Q] > 0


def test_the_other_numbers_of_a_pair() -> None:
    P, Q = measure([0, 2], [HALF, HALF]), measure([1], [1])
    pair = apart(P, Q).into(Rationals())
    assert [exactly(v) for v in (pair.W1, pair.least_squared_cost, pair.independent_cost)] == [1, 1, 1]
    assert exactly(pair.distance_of_the_means) == 0
    wider = apart(measure([[0, 0]], [1]), measure([[1, 2], [0, 0]], [HALF, HALF])).into(Rationals())
    assert [exactly(v) for v in (wider.W1, wider.least_squared_cost)] == [Fraction(3, 2), Fraction(9, 2)]
    assert exactly(wider.largest_square_of_a_linear_function) == Fraction(5, 4)


# ── what is wrong is rejected ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ([[HALF, HALF]], "a plan from 2 to 2 points has that many rows and columns"),
        ([[HALF], [HALF]], "a plan from 2 to 2 points has that many rows and columns"),
        ([[1, -HALF], [-HALF, 1]], "a plan moves no negative mass"),
        ([[HALF, HALF], [0, 0]], "the plan does not take away what is there"),
        ([[HALF, 0], [HALF, 0]], "the plan does not bring what is needed"),
    ],
)
def test_a_plan_that_is_none_is_rejected(plan: list[list[Any]], sentence: str) -> None:
    with pytest.raises(ArithmeticError, match=sentence):
        check_marginals(plan, [HALF, HALF], [HALF, HALF])


def test_solvers_that_stop_early_say_so() -> None:
    weights, costs = [Fraction(1, 3)] * 3, [[1, 2, 3], [2, 1, 2], [3, 2, 1]]
    with pytest.raises(
        ArithmeticError, match="the solver stopped early: 2 paths did not bring all the mass where it is needed"
    ):
        cheapest(weights, weights, costs, steps=2)
    crossed = [[3, 1, 2], [1, 3, 2], [1, 1, 3]]
    with pytest.raises(
        ArithmeticError, match="the solver stopped early: after 1 pivots a steeper function is still asked for"
    ):
        steepest(weights, weights, crossed, steps=1)
    P, Q = (cloud(Random(seed), 6, 2) for seed in (1, 2))
    for of in (transport_cost, lipschitz_supremum):
        with pytest.raises(ArithmeticError, match="the solver stopped early"):
            of(P, Q, "sum", Rationals(), steps=1)


def test_halves_that_do_not_meet_are_rejected() -> None:
    with pytest.raises(
        ArithmeticError, match="the solver stopped early: its plan costs 5, its potential proves only 4"
    ):
        between(Fraction(4), Fraction(5))
    assert between(Fraction(5), Fraction(5)) == 5


def test_a_plan_that_is_too_dear_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def independent(p: Any, q: Any, costs: Any, **_: Any) -> Transport:
        found = cheapest(p, q, costs)
        return Transport(tuple(tuple(a * b for b in q) for a in p), found.u, found.v)

    P, Q = (cloud(Random(seed), 4, 2) for seed in (1, 2))
    monkeypatch.setattr(wasserstein, "cheapest", independent)
    with pytest.raises(ArithmeticError, match="the solver stopped early: its plan costs"):
        transport_cost(P, Q, "sum", Rationals())
    # in balls what is proved is an interval, too wide to confirm anything
    wide = transport_cost(P, Q, "euclidean", Balls())
    assert equal(wide, lipschitz_supremum(P, Q, "euclidean", Balls())).verdict is Verdict.UNDECIDED


def test_prices_that_are_wrong_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_prices(p: Any, q: Any, costs: Any, **_: Any) -> Transport:
        return Transport(cheapest(p, q, costs).plan, (0,) * len(p), (0,) * len(q))

    monkeypatch.setattr(wasserstein, "cheapest", without_prices)
    P, Q = measure([0, 3], [HALF, HALF]), measure([1, 4], [HALF, HALF])
    assert exactly(transport_cost(P, P, "sum", Rationals())) == 0
    with pytest.raises(ArithmeticError, match="its potential proves only"):
        transport_cost(P, measure([4, 5], [HALF, HALF]), "sum", Rationals())
    assert on_the_line(P, Q) == 1
    with pytest.raises(ValueError, match="distribution functions are compared on the line, got measures on R\\^2"):
        on_the_line(measure([[0, 0]], [1]), measure([[0, 0]], [1]))
