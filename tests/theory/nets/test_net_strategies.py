"""Drawn nets: they lie where they should, reach every kind, and shrink to what one can read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from drawn_cases import DRAWS, drawn, minimal

from lemmata.evidence.drawing import smallest
from lemmata.numerics.rationals import Rationals
from lemmata.theory.nets.parameter_sets import Finite, Shell, norm_squared
from lemmata.theory.nets.sizes import AnyNet, GivenNet, GreedyNet, ProjectedGrid
from lemmata.theory.nets.strategies import (
    all_nets,
    all_radii,
    constants,
    finite_sets,
    greedy_nets,
    net_problems,
    nets,
    parameter_sets,
    radii,
    seeded_nets,
    seeded_radii,
    volumes,
)


def test_radii_have_one_digit_and_stay_where_a_net_is_built_quickly() -> None:
    for m, least in ((1, "1/10"), (2, "1/5"), (3, "2/5"), (4, "7/10")):
        found = set(drawn(radii(m)))
        assert all(Fraction(least) <= eps <= 2 and eps.denominator <= 10 for eps in found)
        assert len(found) > 10 and min(found) < Fraction(3, 4) < 1 < max(found)
    assert smallest({"value": radii()}, 1, DRAWS, lambda _: True) == {"value": 1}


def test_finite_sets_lie_in_the_ball_and_differ() -> None:
    found = drawn(finite_sets(2))
    assert all(norm_squared(p) <= 1 for theta in found for p in theta.points)
    assert {len(theta.points) for theta in found} >= {2, 3, 5, 8}
    assert minimal(finite_sets(1)) == "finite([0, 1])"


def test_parameter_sets_are_balls_shells_and_points() -> None:
    kinds = {"shell" if theta.inner else "ball" for theta in drawn(parameter_sets(2)) if isinstance(theta, Shell)}
    assert kinds == {"ball", "shell"} and any(isinstance(theta, Finite) for theta in drawn(parameter_sets(3)))
    assert minimal(parameter_sets(3)) == "ball(3)"


def test_problems_reach_every_dimension_and_are_mostly_generic() -> None:
    found = drawn(net_problems())
    assert {p.theta.m for p in found} == {1, 2, 3}
    assert sum(p.generic for p in found) > len(found) // 3
    assert minimal(net_problems()) == "to_cover(ball(1), 1)"
    assert minimal(net_problems(), lambda p: p.theta.m == 2 and p.eps < 1) == "to_cover(ball(2), '1/2')"


def test_greedy_nets_begin_anywhere_in_the_ball() -> None:
    found = drawn(greedy_nets())
    assert all(isinstance(n.theta, Shell) and not n.theta.inner for n in found)
    assert any(n.start is None for n in found) and any(n.start is not None and any(n.start) for n in found)
    assert any(isinstance(n.theta, Finite) for n in drawn(greedy_nets(balls_only=False)))
    assert minimal(greedy_nets()) == "greedy_net(ball(1), 1)"
    assert minimal(greedy_nets(), lambda n: len(n.points) > 3) == "greedy_net(ball(2), 1)"


def test_nets_of_every_kind_are_certified() -> None:
    found = drawn(nets())
    assert {type(n) for n in found} == {GivenNet, GreedyNet, ProjectedGrid}
    assert all(n.into(Rationals()).known for n in found)
    # as few as ⌈1/ε⌉ points on the line, and fewer than the cube of that in space
    assert any(n.m == 1 and len(n.points) == 2 for n in found)
    assert any(n.m >= 3 and len(n.points) < (-(-1 // n.eps)) ** n.m for n in found)
    assert minimal(nets()) == "net(ball(1), '1/2', ['-1/2', '1/2'])"


def test_all_nets_stay_below_radius_one() -> None:
    found = drawn(all_nets())
    assert all(isinstance(n, AnyNet) and 0 < n.eps < 1 for n in found)
    assert any(5 / n.eps**n.m < n.m + 1 for n in found), "some refute a constant of five"
    assert minimal(all_nets()) == "any_net(1, '1/2')"


def test_constants_are_whole() -> None:
    assert set(drawn(constants())) == set(range(1, 13)) and minimal(constants()) == "1"


@pytest.mark.parametrize("m", [2, 4])
def test_seeded_nets_differ_and_repeat(m: int) -> None:
    case = seeded_nets(m, between=("1/2", "3/5"))
    found = [case(seed) for seed in range(30)]
    assert found == [case(seed) for seed in range(30)] and len({repr(c) for c in found}) == 30
    assert all(Fraction(1, 2) <= net.eps <= Fraction(3, 5) for net in found)
    assert {net.m for net in found} == {m}


def test_volumes_reach_dimension_twelve() -> None:
    found = drawn(volumes())
    assert {v.m for v in found} == set(range(1, 13))
    assert minimal(volumes()) == "ball_of_radius(1, 1)"
    assert [a.m for a in all_radii(3)] == [1, 2, 3]
    assert len({repr(seeded_radii(12)(seed)) for seed in range(60)}) > 50
