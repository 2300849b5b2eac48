"""Linear discriminators with a net, expectations under three laws, and the numbers of the sample-size calculation."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import sympy

from lemmata.numerics.balls import Balls
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.theory.generalisation.detours import AllExpectations, expectations
from lemmata.theory.generalisation.linear_net import LinearNet, linear_net
from lemmata.theory.generalisation.sample_size import AllSizes, sample_size

LINES = [["-1"], ["-1/3", "1/3"], ["0"], ["-1", "-1/2", "3/4"], ["1/8", "1/4", "-7/8"]]
THETA = [[0, 0], ["3/5", "4/5"], [-1, 0], ["1/2", "-1/2"]]


def lifted(**options: Any) -> LinearNet:
    return linear_net(**options).into(Rationals())


@pytest.mark.parametrize("net", LINES)
def test_the_radius_of_a_net_of_the_interval_is_that_of_a_fine_grid(net: list[str]) -> None:
    points = [Fraction(v) for v in net]
    # every gap of these nets has its middle on this grid
    grid = [Fraction(k, 48) for k in range(-48, 49)]
    furthest = max(min(abs(theta - p) for p in points) for theta in grid)
    case = linear_net(L=1, epsilon=1, net=[[v] for v in net], difference=[1])
    assert case.radius_squared() == furthest**2
    F, one = case.into(Rationals()), Rationals().matrix([[1]])
    assert F.radius_is_at_most(one * furthest) and F.radius_is_at_most(one * furthest * 2)
    assert not F.radius_is_at_most(one * (furthest - Fraction(1, 10**9)))


@pytest.mark.parametrize("chosen", [[0], [1, 2], [0, 1, 2, 3], [3]])
def test_the_radius_of_a_net_of_points_is_the_largest_of_the_least_distances(chosen: list[int]) -> None:
    points = [tuple(Fraction(v) for v in p) for p in THETA]

    def squared(p: tuple[Fraction, ...], q: tuple[Fraction, ...]) -> Fraction:
        return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2

    net = [points[i] for i in chosen]
    worst = max(min(squared(p, q) for q in net) for p in points)
    case = linear_net(L=2, epsilon=1, net=net, difference=[1, "-1/2"], theta=THETA)
    assert case.radius_squared() == worst and case.generic
    # L⟨θ, d⟩ over Θ and over the net
    values = [abs(2 * (p[0] - p[1] / 2)) for p in points]
    assert case.into(Rationals()).deviation == max(values)
    assert case.into(Rationals()).net_deviation == max(values[i] for i in chosen)


def test_the_deviation_over_the_interval_is_attained_at_an_end() -> None:
    F = lifted(L=3, epsilon=4, net=[["-1/3"], ["1/3"]], difference=["-3/2"])
    grid = [Fraction(k, 12) for k in range(-12, 13)]
    assert F.deviation == max(abs(3 * theta * Fraction(-3, 2)) for theta in grid) == Fraction(9, 2)
    assert F.net_deviation == Fraction(3, 2) and (str(F.L), str(F.epsilon)) == ("3", "4")
    # |f_θ(x) − f_θ′(x)| = L|θ − θ′||x| with |x| = 1: L is the constant and no less
    values = {theta: 3 * theta for theta in grid}
    assert max((abs(values[a] - values[b]) / abs(a - b)) for a, b in product(grid, repeat=2) if a != b) == 3


# ── expectations ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_expectations_are_sums_of_values_times_weights() -> None:
    case = expectations(
        f=[1, "1/2", -3], hat=[2, 0, 7], real=["1/2", "1/2", 0], samples=[0, 0, 1], gen=["1/6", "1/3", "1/2"]
    )
    E = case.into(Rationals())
    assert [str(v) for v in (E.real, E.samples, E.gen)] == ["3/4", "-3", "-7/6"]
    assert [str(v) for v in (E.hat_real, E.hat_samples, E.hat_gen)] == ["1", "7", "23/6"]
    assert case.generic and not expectations(f=[1], hat=[1], real=[1], samples=[1], gen=[1]).generic


def test_all_expectations_are_six_free_symbols() -> None:
    E = AllExpectations().into(Symbols())
    names = [v.entries()[0] for v in (E.real, E.samples, E.gen, E.hat_real, E.hat_samples, E.hat_gen)]  # type: ignore[attr-defined]
    assert len(set(names)) == 6 and all(isinstance(v, sympy.Symbol) and v.is_real for v in names)


# ── the sample size ────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_size_is_c_m_logarithm_over_epsilon_squared() -> None:
    size = sample_size(c="2/3", m=5, epsilon="1/2", width=4, logarithm="-3/7").into(Rationals())
    assert str(size.N) == str(Fraction(2, 3) * 5 * Fraction(-3, 7) * 4)
    every = AllSizes().into(Symbols())
    wanted = every.c * every.m * every.logarithm / every.epsilon / every.epsilon
    assert equal(every.N, wanted).verdict is Verdict.HOLDS
    assert equal(every.N, wanted * every.width).verdict is Verdict.REFUTED
    assert every.logarithm.entries()[0].is_positive is None, "of either sign"  # type: ignore[attr-defined]


def test_numbers_and_symbols_stay_in_their_arithmetic() -> None:
    number = expectations(f=[1], hat=[1], real=[1], samples=[1], gen=[1])
    size = sample_size(c=1, m=1, epsilon=1, width=1, logarithm=1)
    for case in (number, size, linear_net(L=1, epsilon=1, net=[[0]], difference=[1])):
        with pytest.raises(OutsideArithmetic):
            case.into(Symbols())
    for every in (AllExpectations(), AllSizes()):
        with pytest.raises(OutsideArithmetic):
            every.into(Rationals())


@pytest.mark.parametrize("arithmetic", [Balls(), Floats()], ids=["balls", "floats"])
def test_the_radius_of_a_net_is_compared_in_rationals_alone(arithmetic: Any) -> None:
    with pytest.raises(OutsideArithmetic, match="the radius of a net is compared exactly"):
        linear_net(L=1, epsilon=1, net=[[0]], difference=[1]).into(arithmetic)
