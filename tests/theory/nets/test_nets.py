"""Nets: certificates that say yes and no, packings beside brute force, volumes, and sentences for bad input."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import isqrt
from random import Random
from typing import Any

import pytest

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved, Verdict
from lemmata.theory.exact.points import Point
from lemmata.theory.nets.constructions import (
    grid_projected,
    grid_within,
    is_packing,
    maximal_packing,
    packing_of_a_grid,
    packing_on_grid,
)
from lemmata.theory.nets.coverings import completed, covering, packing_argument
from lemmata.theory.nets.definition import is_net, to_cover
from lemmata.theory.nets.parameter_sets import (
    ParameterSet,
    Shell,
    ball,
    finite,
    grid_points,
    norm_squared,
    shell,
    squared_distance,
)
from lemmata.theory.nets.sizes import any_net, greedy_net, hard_for, net, projected_grid
from lemmata.theory.nets.volumes import ball_of_radius, slices, volume_of_the_unit_ball

F = Fraction
three_discs = net(ball(2), "9/10", [["1/2", 0], ["-1/4", "43/100"], ["-1/4", "-43/100"]])


def points_of(*rows: Any) -> tuple[Point, ...]:
    return tuple(tuple(F(v) for v in (row if isinstance(row, (list, tuple)) else [row])) for row in rows)


def some_parameters(theta: Shell, count: int = 300) -> list[Point]:
    """Random rational points of Θ, up to its rims."""
    rng, found = Random(7), []
    while len(found) < count:
        p = tuple(F(rng.randint(-200, 200), 200) for _ in range(theta.m))
        if norm_squared(p) > 1 or norm_squared(p) < theta.inner**2:
            p = theta.projected(p)
        found.append(p)
    return found


# ── parameter sets ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_ball_holds_its_rim_and_a_shell_both_of_its_rims() -> None:
    assert ball(2).contains((F(3, 5), F(4, 5))) and not ball(2).contains((F(3, 5), F(81, 100)))
    assert shell(2, "1/2").contains((F(1, 2), F(0))) and not shell(2, "1/2").contains((F(0), F(0)))
    assert finite([0, "1/2"]).contains((F(1, 2),)) and not finite([0, "1/2"]).contains((F(1),))


@pytest.mark.parametrize("theta", [ball(1), ball(3), ball(4), shell(2, "1/2"), shell(3, "99/100")], ids=repr)
def test_a_projection_lies_in_the_set_and_near_the_sphere(theta: Shell) -> None:
    for i in range(-3, 4):
        for j in range(3):
            p = (F(i, 2), *(F(j, 3),) * (theta.m - 1))
            q = theta.projected(p)
            assert theta.contains(q)
            assert (q == p) == theta.contains(p)
            if norm_squared(p) > 1:  # moved along its ray, and by less than a rounding from the sphere
                assert norm_squared(q) > (1 - F(theta.m, 1024)) ** 2


def test_the_grid_of_a_set_is_the_part_of_the_grid_inside() -> None:
    for theta in (ball(2), shell(2, "2/3"), shell(3, "1/2")):
        inside = [p for p in product([F(i, 6) for i in range(-6, 7)], repeat=theta.m) if theta.contains(p)]
        assert [tuple(F(int(v), 6) for v in row) for row in theta.grid(6)] == inside
    assert finite([[0, "1/2"], ["1/3", 0], [-1, 0]]).grid(2).tolist() == [[-2, 0], [0, 1]]


# ── coverings ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_interval_is_swept_exactly() -> None:
    thirds = points_of("-2/3", 0, "2/3")
    assert covering(ball(1), thirds, F(1, 3)).verdict is Verdict.HOLDS, "the pieces touch and nothing is left between"
    assert covering(ball(1), thirds, F(33, 100)).missed == (F(-1),)
    assert covering(ball(1), points_of("-3/5", 0, "3/5"), F(3, 10)).missed == (F(-1),)
    assert covering(ball(1), points_of(-1, "-2/5", "2/5", 1), F(3, 10)).missed == (F(0),)
    assert covering(ball(1), points_of("-3/5", 0), F(2, 5)).missed == (F(1),)
    assert covering(shell(1, "1/2"), points_of("-3/4", "3/4"), F(1, 4)).verdict is Verdict.HOLDS
    assert covering(shell(1, "1/2"), points_of("-3/4"), F(1, 4)).missed == (F(1, 2),)


def test_the_sweep_agrees_with_brute_force() -> None:
    rng = Random(3)
    for _ in range(300):
        theta = ball(1) if rng.random() < 0.5 else shell(1, F(rng.randint(1, 5), 6))
        points = points_of(*{F(rng.randint(-6, 6), 6) for _ in range(rng.randint(1, 5))})
        eps = F(rng.randint(1, 6), 12)
        # every end of a gap is a multiple of 1/12, so each gap holds a multiple of 1/24
        missed = [
            p for i in range(-24, 25) if theta.contains(p := (F(i, 24),))
            if all(squared_distance(p, q) > eps**2 for q in points)
        ]  # fmt: skip
        found = covering(theta, points, eps)
        assert (found.verdict is Verdict.REFUTED) == bool(missed)
        if found.missed is not None:
            assert theta.contains(found.missed) and found.distance_squared(points) > eps**2


def test_a_finite_set_is_covered_point_by_point() -> None:
    theta = finite([[1, 0], [0, 1], ["-3/5", "-4/5"]])
    assert covering(theta, points_of([1, 0], ["-3/5", "-4/5"]), F(3, 2)).verdict is Verdict.HOLDS
    assert covering(theta, points_of([1, 0], ["-3/5", "-4/5"]), F(1)).missed == (F(0), F(1))


def test_three_discs_cover_the_disc_at_nine_tenths_and_not_at_six_sevenths() -> None:
    assert covering(ball(2), three_discs.points, F(9, 10)).verdict is Verdict.HOLDS
    found = covering(ball(2), three_discs.points, F(6, 7))  # √3/2 = .866 is the least radius of three discs
    assert found.missed is not None and found.distance_squared(three_discs.points) > F(36, 49)


@pytest.mark.parametrize("theta", [ball(2), ball(3), shell(2, "1/2"), shell(3, "3/4")], ids=repr)
def test_a_certificate_of_boxes_is_never_contradicted(theta: Shell) -> None:
    parameters = some_parameters(theta)
    for numerator in (3, 4, 5):
        eps = F(numerator, 5)
        for points in (maximal_packing(theta, eps), maximal_packing(theta, eps)[1:], maximal_packing(theta, 2 * eps)):
            found = covering(theta, points, eps)
            if found.verdict is Verdict.HOLDS:
                assert all(min(squared_distance(p, q) for q in points) <= eps**2 for p in parameters)
            else:
                assert found.missed is not None and theta.contains(found.missed)
                assert found.distance_squared(points) > eps**2


def test_a_small_gap_is_found() -> None:
    whole = maximal_packing(ball(2), F(1, 2))
    for gone in range(len(whole)):
        found = covering(ball(2), whole[:gone] + whole[gone + 1 :], F(2, 5))
        assert found.verdict is Verdict.REFUTED
    # the middle of a cell of a grid is the only point that it misses: a little less than √2/4 is too little
    cells = tuple(grid_within(2, F(1, 2)))
    assert covering(ball(2), cells, F(3536, 10000)).verdict is Verdict.HOLDS
    found = covering(ball(2), cells, F(3535, 10000))
    assert found.missed is not None and all((v * 4).denominator == 1 for v in found.missed)


def test_one_point_may_cover_all_with_equality() -> None:
    assert covering(ball(4), points_of([0, 0, 0, 0]), F(1)).verdict is Verdict.HOLDS
    assert covering(ball(4), points_of(["1/5"] * 4), F(7, 5)).verdict is Verdict.HOLDS
    assert covering(ball(4), points_of(["1/5"] * 4), F(139, 100)).verdict is Verdict.REFUTED


def test_points_found_deep_down_do_not_spoil_the_certificate() -> None:
    case = greedy_net(shell(2, "3/4"), "3/10", start=["-1/4", "1/2"])
    assert max(v.denominator for p in case.points for v in p) > 1000
    assert is_net(case.points, case.theta, case.eps).verdict is Verdict.HOLDS


def test_no_points_cover_nothing_and_few_boxes_decide_nothing() -> None:
    assert covering(ball(3), (), F(1)).missed == (F(-1), F(0), F(0))
    assert covering(ball(2), maximal_packing(ball(2), F(1, 4)), F(1, 4), boxes=20).verdict is Verdict.UNDECIDED
    with pytest.raises(Unresolved, match="20 boxes do not decide whether"):
        completed(ball(2), maximal_packing(ball(2), F(1, 4)), F(1, 4), boxes=20)


def test_an_undecided_net_is_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lemmata.theory.nets.definition.covering", lambda *a: covering(*a, boxes=20))
    case = greedy_net(ball(2), "1/4")
    comparison = is_net(case.points, case.theta, case.eps)
    assert comparison.verdict is Verdict.UNDECIDED and "boxes" in comparison.needs
    with pytest.raises(OutsideArithmetic, match="is not known to be an ε-net: more than"):
        case.into(Rationals())


# ── packings ───────────────────────────────────────────────────────────────────────────────────────────────────────
def brute_force(theta: ParameterSet, k: int, separation: Fraction, start: Point) -> list[Point]:
    """The greedy packing of the grid of step 1/k, point by point."""
    grid = [p for p in product([F(i, k) for i in range(-k, k + 1)], repeat=theta.m) if theta.contains(p)]
    chosen: list[Point] = []
    for p in sorted(grid, key=lambda p: squared_distance(p, start)):
        if all(squared_distance(p, q) >= separation**2 for q in chosen):
            chosen.append(p)
    return chosen


@pytest.mark.parametrize("start", [[-1], [0], ["1/2"]])
@pytest.mark.parametrize("eps", ["1/5", "1/2", "3/4", "5/2"])
def test_the_greedy_packing_of_a_line_beside_brute_force(eps: str, start: list[Any]) -> None:
    for theta in (ball(1), shell(1, "1/3")):
        begin = points_of(start)[0]
        assert list(packing_on_grid(theta, 12, F(eps), begin)) == brute_force(theta, 12, F(eps), begin)


@pytest.mark.parametrize("start", [[-1, 0], [0, 0], ["1/2", "-3/4"]])
@pytest.mark.parametrize("eps", ["1/4", "1/2", "2/3", "9/8", "3"])
def test_the_greedy_packing_of_a_disc_beside_brute_force(eps: str, start: list[Any]) -> None:
    for theta in (ball(2), shell(2, "1/2")):
        begin = points_of(start)[0]
        assert list(packing_on_grid(theta, 8, F(eps), begin)) == brute_force(theta, 8, F(eps), begin)


def test_the_greedy_packing_in_three_and_four_dimensions_beside_brute_force() -> None:
    begin = (F(1, 2), F(0), F(-1, 2), F(1, 4))
    assert list(packing_on_grid(ball(3), 5, F(3, 5), begin[:3])) == brute_force(ball(3), 5, F(3, 5), begin[:3])
    assert list(packing_on_grid(ball(4), 3, F(1), begin)) == brute_force(ball(4), 3, F(1), begin)


PACKED = [
    (ball(1), "1/2"), (ball(1), "3/7"), (ball(2), "1/3"), (ball(2), "9/10"), (ball(3), "1/2"), (ball(4), "3/4"),
    (shell(2, "3/4"), "1/3"), (shell(3, "1/2"), "1/2"), (finite([[0, 0], [1, 0], ["1/2", "1/2"], [0, "-1/2"]]), "3/5"),
]  # fmt: skip


@pytest.mark.parametrize(("theta", "eps"), PACKED, ids=repr)
def test_a_maximal_packing_is_a_packing_and_a_net(theta: ParameterSet, eps: str) -> None:
    points = maximal_packing(theta, F(eps))
    assert is_packing(points, F(eps))
    assert is_net(points, theta, F(eps)).verdict is Verdict.HOLDS


@pytest.mark.parametrize(("theta", "eps"), PACKED, ids=repr)
def test_a_packing_of_a_grid_is_a_net(theta: ParameterSet, eps: str) -> None:
    assert is_net(packing_of_a_grid(theta, F(eps)), theta, F(eps)).verdict is Verdict.HOLDS


def test_a_packing_that_is_not_maximal_is_told() -> None:
    points = maximal_packing(ball(2), F(1, 2))
    assert is_packing(points[:-1], F(1, 2)) and not is_packing((*points, (F(0), F(1, 7))), F(1, 2))
    comparison = is_net(points[:3], ball(2), F(1, 2))
    assert comparison.verdict is Verdict.REFUTED and "over 3 points" in comparison.sentence
    assert set(points[:3]) < set(completed(ball(2), points[:3], F(1, 2)))


def test_the_packing_argument_needs_the_whole_way_to_a_grid_point_inside() -> None:
    # (1/√2, 1/√2) is √2/2·(1/k) from the nearest grid point, but that one may lie outside the ball
    assert packing_argument(ball(2), 6, F(3, 4), F(1)) and not packing_argument(ball(2), 5, F(3, 4), F(1))
    assert not packing_argument(ball(2), 6, F(1), F(1)) and not packing_argument(ball(2), 6, F(5, 4), F(1))
    assert not packing_argument(shell(2, "3/4"), 6, F(3, 4), F(1)), "a thin shell needs a finer grid"


def test_known_sizes() -> None:
    assert [len(greedy_net(ball(1), F(1, n)).points) for n in (1, 2, 3, 5)] == [3, 5, 7, 11], "1 + 2/ε, with equality"
    assert len(greedy_net(ball(2), "99/100", start=[0, 0]).points) == 5
    assert len(greedy_net(ball(2), 1, start=[0, 0]).points) == 6
    assert len(greedy_net(ball(3), 2, start=[0, 0, 0]).points) == 1


# ── grids ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_grid_inside_the_interval_leaves_a_gap_that_projection_closes() -> None:
    inside = tuple(p for p in grid_within(1, F(3, 5)) if ball(1).contains(p))
    assert inside == points_of("-3/5", 0, "3/5") and covering(ball(1), inside, F(3, 10)).missed == (F(-1),)
    assert grid_projected(ball(1), F(3, 5)) == points_of(-1, "-3/5", 0, "3/5", 1)
    assert covering(ball(1), grid_projected(ball(1), F(3, 5)), F(3, 10)).verdict is Verdict.HOLDS


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_a_projected_grid_is_a_net(m: int) -> None:
    for eps in ("9/10", "1/2") if m < 4 else ("9/10",):
        case = projected_grid(ball(m), eps)
        assert is_net(case.points, case.theta, case.eps).verdict is Verdict.HOLDS


def test_a_grid_of_step_two_eps_is_a_net_of_the_interval_alone() -> None:
    for m, verdict in ((1, Verdict.HOLDS), (2, Verdict.REFUTED), (3, Verdict.REFUTED)):
        assert covering(ball(m), grid_projected(ball(m), F(4, 5)), F(2, 5)).verdict is verdict


# ── the definition and the sizes ───────────────────────────────────────────────────────────────────────────────────
def test_a_point_outside_is_no_part_of_a_net() -> None:
    comparison = is_net(points_of([1, 0], [0, 0]), finite([[1, 0]]), F(1))
    assert comparison.sentence == "refuted: θ̂ = [0, 0] ∈ Θ_ε, but not θ̂ ∈ Θ"


def test_what_a_net_misses_is_named_with_its_distance() -> None:
    assert is_net(points_of("-3/5", 0, "3/5"), ball(1), F(3, 10)).sentence == (
        "refuted: min ‖θ − θ̂‖² = 4/25 over 3 points θ̂, at θ = [-1] > ε² = 9/100"
    )


def test_what_is_no_net_has_no_size() -> None:
    with pytest.raises(ValueError, match="is no ε-net: refuted: min"):
        net(ball(1), "1/4", [0]).into(Rationals())
    sized = net(ball(1), 1, [0]).into(Rationals())
    assert (str(sized.size), str(sized.eps), sized.known) == ("1", "1", True)


def test_all_nets_at_once_have_more_points_than_dimensions() -> None:
    sized = any_net(7, "1/2").into(Rationals())
    assert (str(sized.size), sized.known) == ("8", False)
    for C in range(1, 30):
        hard = hard_for(C)
        assert C / hard.eps**hard.m < hard.m + 1


def test_only_exact_arithmetic_knows_nets() -> None:
    for case in (to_cover(ball(1), 1), greedy_net(ball(1), 1), projected_grid(ball(1), 1)):
        for arithmetic in (Balls(), Symbols()):
            with pytest.raises(OutsideArithmetic, match="a net is decided exactly"):
                case.into(arithmetic)


def test_generic_cases_need_the_plane_and_more_than_one_point() -> None:
    assert (
        to_cover(ball(2), "1/2").generic and not to_cover(ball(2), 1).generic and not to_cover(ball(1), "1/2").generic
    )
    assert to_cover(finite([[0, 0], ["1/2", "1/2"], [1, 0], ["1/4", "1/4"], [0, "1/3"]]), 1).generic
    assert not to_cover(finite([[0, 0], ["1/2", 0], [1, 0]]), 1).generic


# ── volumes ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_slices_give_the_known_volumes() -> None:
    # V_1 = 2r, V_2 = πr², V_3 = 4πr³/3, V_4 = π²r⁴/2, V_5 = 8π²r⁵/15
    assert [slices(m)[m] for m in range(1, 6)] == [2, 1, F(4, 3), F(1, 2), F(8, 15)]
    for m in range(13):
        assert slices(m) == (0,) * m + (volume_of_the_unit_ball(m),)


def test_the_volume_of_the_disc_beside_a_count_of_grid_points() -> None:
    # k²·π differs from the count by less than the cells that the circle meets, at most 8k of them
    k = 400
    count = sum(2 * isqrt(k * k - i * i) + 1 for i in range(-k, k + 1))
    assert abs(F(count, k**2) - F(355, 113) * slices(2)[2]) < F(8, k)


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────────────────────
BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "no radius": (lambda: to_cover(ball(1), 0), r"a net needs a radius ε above 0, got 0"),
    "negative radius": (lambda: greedy_net(ball(1), "-1/2"), r"a net needs a radius ε above 0, got -1/2"),
    "no points": (lambda: net(ball(1), 1, []), r"a net needs at least one point"),
    "outside": (lambda: net(ball(2), 1, [[1, 1]]), r"the net has the point \[1, 1\] outside Θ = ball\(2\)"),
    "in the hole": (lambda: net(shell(1, "1/2"), 1, [0]), r"the net has the point \[0\] outside Θ = shell\(1, '1/2'\)"),
    "other space": (lambda: net(ball(2), 1, [[0]]), r"the net has a point of dimension 1 in R\^2: \[0\]"),
    "dimension 0": (lambda: ball(0), r"nets are built in R\^1 to R\^4, got m = 0"),
    "dimension 5": (lambda: ball(5), r"nets are built in R\^1 to R\^4, got m = 5"),
    "thick": (lambda: shell(2, 1), r"a shell needs an inner radius above 0 and up to 99/100, got 1"),
    "empty set": (lambda: finite([]), r"a parameter set needs at least one point"),
    "mixed set": (lambda: finite([[0], [0, 0]]), r"the points of a parameter set have one dimension, got 1 and 2"),
    "far set": (lambda: finite([[1, "1/9"]]), r"Θ lies in the unit ball, got the point \[1, '1/9'\]"),
    "twice": (lambda: finite([0, 0]), r"a parameter is listed twice: \[0, 0\]"),
    "no memory": (
        lambda: grid_points(4, 100),
        r"a grid of step 1/100 in R\^4 has 1,632,240,801 points, above the limit",
    ),
    "tiny radius": (
        lambda: greedy_net(ball(3), "1/500").points,
        r"in R\^3 has 8,012,006,001 points, above the limit of",
    ),
    "tiny step": (
        lambda: grid_within(2, F(1, 1000)),
        r"a grid of step 1/1000 in R\^2 has [0-9,]+ points, above the limit",
    ),
    "no step": (lambda: projected_grid(ball(1), 1, step=0), r"a grid needs a step above 0, got 0"),
    "start": (lambda: greedy_net(ball(2), 1, start=[0]), r"the start \[0\] is not a point of R\^2"),
    "any net, large": (lambda: any_net(2, 1), r"for ε = 1 ≥ 1 one point covers the ball"),
    "any net, flat": (lambda: any_net(0, "1/2"), r"a ball has a dimension m ≥ 1, got 0"),
    "volume": (lambda: ball_of_radius(13, 1), r"volumes are taken in R\^1 to R\^12, got m = 13"),
    "no volume": (lambda: ball_of_radius(2, 0), r"a ball has a radius above 0, got 0"),
    "fine": (
        lambda: covering(ball(2), points_of([F(1, 10**9), 0]), F(1)),
        r"common denominator 1000000000: write them",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_one_sentence(name: str) -> None:
    build, sentence = BAD[name]
    with pytest.raises(ValueError, match=sentence):
        build()


def test_a_float_is_no_radius() -> None:
    with pytest.raises(TypeError, match=r"write 0\.5 as a Fraction"):
        to_cover(ball(1), 0.5)  # type: ignore[arg-type]
