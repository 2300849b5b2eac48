"""Drawn laws, events, expectations and instances of the theorem: every kind appears, and they shrink to what one can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from drawn_cases import drawn as drawn_from, unrepeated
from hypothesis.strategies import SearchStrategy
from rebuilt import rebuilt

from lemmata.evidence.drawing import seed_for, smallest
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.theory.concentration.strategies import (
    averages,
    coin_tests,
    coordinate_classes,
    lattices,
    network_levels,
    seeded_averages,
)
from lemmata.theory.generalisation.bad_events import CellDeviations, EventsCase, IndependentEvents
from lemmata.theory.generalisation.sampled_classes import LAWS, Cells, HeavyTail, RareBumps
from lemmata.theory.generalisation.small_support import CloudCase
from lemmata.theory.generalisation.strategies import (
    coins_at_every_scale,
    promises,
    promises_for_any_n,
    rare_values,
    repeated,
    seeded_promise,
    uniform_classes,
)
from lemmata.theory.generalisation.strategies_of_small_support import (
    cell_classes,
    clouds,
    fooled_discriminators,
    many_cells,
    mean_gaps,
)
from lemmata.theory.generalisation.strategies_of_steps import (
    cell_events,
    centred_expectations,
    event_pairs,
    event_systems,
    linear_nets,
    sample_sizes,
    telescopes,
    three_expectations,
)
from lemmata.theory.transport.small_support_is_far import DISTANCES

DRAWS = 200
STRATEGIES: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "averages": averages,
    "cell_classes": cell_classes,
    "cell_events": cell_events,
    "centred_expectations": centred_expectations,
    "clouds": clouds,
    "coins_at_every_scale": coins_at_every_scale,
    "coin_tests": coin_tests,
    "coordinate_classes": coordinate_classes,
    "event_pairs": event_pairs,
    "event_systems": event_systems,
    "fooled_discriminators": fooled_discriminators,
    "lattices": lattices,
    "linear_nets": linear_nets,
    "mean_gaps": mean_gaps,
    "network_levels": network_levels,
    "promises": promises,
    "promises_for_any_n": promises_for_any_n,
    "rare_values": rare_values,
    "sample_sizes": sample_sizes,
    "telescopes": telescopes,
    "three_expectations": three_expectations,
    "uniform_classes": uniform_classes,
}
every_strategy = pytest.mark.parametrize("name", STRATEGIES)


@cache
def drawn(name: str) -> tuple[Any, ...]:
    return tuple(drawn_from(STRATEGIES[name](), DRAWS))


def minimal(name: str, condition: Callable[[Any], bool] = lambda _: True) -> str:
    """The text of what Hypothesis shrinks the first draw with this property to."""
    case = smallest({"value": STRATEGIES[name]()}, 1, DRAWS, lambda case: condition(case["value"]))
    assert case is not None, "no draw has this property"
    return repr(case["value"])


# ── every strategy ─────────────────────────────────────────────────────────────────────────────────────────────────
@every_strategy
def test_the_text_of_every_drawn_case_builds_it_again(name: str) -> None:
    for case in drawn(name):
        assert rebuilt(case) == case, case


@every_strategy
def test_draws_differ_and_enough_of_them_are_generic(name: str) -> None:
    found: Sequence[Any] = drawn(name)
    if (
        len({repr(case) for case in found}) <= len(found) // 2
    ):  # a small class, or one that draws the same over and over?
        found = unrepeated(STRATEGIES[name](), DRAWS)
    assert len({repr(case) for case in found}) > len(found) // 2
    # a floor asks for half of its cases to be generic, and rounds of drawing treble what is missing
    assert sum(getattr(case, "generic", True) for case in found) > len(found) // 8, "too few to reach the floor"


SIMPLEST = {
    "averages": "average(lattice([1, 1], lowest=0, step=1), N=1, epsilon=2)",
    "cell_classes": "cell_class([1, 1], epsilon='3/2')",
    "cell_events": "cell_deviations(['1/2', '1/2'], N=1, t='1/12')",
    "centred_expectations": "expectations(f=[0, 0], hat=[0, 0], real=[0, 1], samples=[0, 1], gen=[0, 1])",
    "clouds": "cloud([[1], [-1]], ['1/2', '1/2'], epsilon='3/2')",
    "coin_tests": "coin_test([1, 1], m=1, epsilon='3/4')",
    "coordinate_classes": "coordinates(1, t=1, delta='19/20', patience=1)",
    "event_pairs": "events(['1/2', '1/8', '1/8', '1/8', '1/8'], [[1, 2], [1, 2]])",
    "event_systems": "independent('1/2', 2)",
    "fooled_discriminators": "fooled(d=16, m=1, L=1, epsilon='1/4', distance='wasserstein')",
    "lattices": "lattice([1, 1], lowest=0, step=1)",
    "linear_nets": "linear_net(L=1, epsilon=1, net=[[0]], difference=[2])",
    "network_levels": "lattice([1, 1], lowest=0, step=1)",
    "promises": (
        "promise(one_function(lattice([1, 1], lowest=0, step='1/2'), m=1, L=1), epsilon='1/32', c='1/10', delta='1/10', "
        "times=1)"
    ),
    "rare_values": (
        "promise(one_function(lattice([9999, 1], lowest=0, step=100), m=3, L='1/1000'), epsilon='64/25', c=1, "
        "delta='1/500', times=1)"
    ),
    "sample_sizes": "sample_size(c=1, m=1, epsilon=1, width=1, logarithm=-2)",
    "telescopes": "expectations(f=[3, -1], hat=[2, 0], real=['1/2', '1/2'], samples=[1, 0], gen=[0, 1])",
    "three_expectations": "expectations(f=[0, 0], hat=[0, 0], real=[0, 1], samples=[0, 1], gen=[0, 1])",
    "uniform_classes": "one_function(lattice([1, 1], lowest=0, step='1/2'), m=1, L=1)",
}


@pytest.mark.parametrize("name", SIMPLEST)
def test_cases_shrink_to_what_one_can_read(name: str) -> None:
    assert minimal(name) == SIMPLEST[name]


# ── laws and means ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_lattices_reach_coins_gaps_networks_and_every_range() -> None:
    laws = drawn("lattices")
    assert all(sum(c > 0 for c in law.counts) > 1 for law in laws), "a law on one value never deviates"
    assert {len(law.counts) for law in laws} >= set(range(2, 10)) and {law.width for law in laws} >= {1, 2, 3}
    assert any(law.lowest < 0 for law in laws) and any(law.lowest == 0 for law in laws)
    assert any(0 in law.counts[1:-1] for law in laws) and any(law.counts[0] == 0 for law in laws)
    assert any(law.counts != law.counts[::-1] for law in laws)
    networks = drawn("network_levels")
    assert all(law.lowest == 0 and law.width == 1 and law.counts[-1] > 0 for law in networks), "scaled onto [0, 1]"
    assert minimal("lattices", lambda law: law.lowest < 0) == "lattice([1, 1], lowest='-1/2', step=1)"


def test_averages_deviate_by_what_a_mean_can_show() -> None:
    cases = drawn("averages")
    for case in cases:
        sums = (case.law.mean + s * case.epsilon / 4 - case.law.lowest for s in (-1, 1))
        k = [case.N * v / case.law.step for v in sums]
        assert any(v.denominator == 1 and 0 <= v <= case.N * (len(case.law.counts) - 1) for v in k), case
        assert 0 < case.law.tail(case.N, case.epsilon / 4) <= 1, "at ε/4 the tail jumps"
    assert min(case.N for case in cases) == 1 and max(case.N for case in cases) > 100
    assert all(case.N <= 20 for case in drawn_from(averages(max_samples=20), 50, seed=2))


def test_coin_tests_can_miss() -> None:
    for case in drawn("coin_tests"):
        furthest = max(Fraction(c, sum(case.coin.counts)) for c in case.coin.counts)
        assert case.epsilon / 4 <= furthest and case.coin.tail(1, case.epsilon / 4) > 0
    assert {case.m for case in drawn("coin_tests")} == {1, 2, 3, 4, 5}


def test_coordinate_classes_are_finite_countable_and_joined() -> None:
    cases = drawn("coordinate_classes")
    assert {case.count for case in cases} == {1, 2, 3, 5, 20, 100, 1000, None}
    assert {case.joined for case in cases} == {True, False} and {case.t for case in cases} >= {1, Fraction(1, 8)}
    assert minimal("coordinate_classes", lambda case: case.count is None) == (
        "coordinates(None, t=1, delta='19/20', patience=1)"
    )


# ── events ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_events_reach_every_kind_and_leave_half_of_the_space_good() -> None:
    kinds = Counter(type(case) for case in drawn("event_systems"))
    assert set(kinds) == {EventsCase, IndependentEvents, CellDeviations} and min(kinds.values()) >= DRAWS // 20, kinds
    spaces = [case for case in drawn("event_systems") if isinstance(case, EventsCase)]
    assert {len(case.sets) for case in spaces} >= {2, 3, 4, 5}
    for case in spaces:
        assert case.weights[0] == Fraction(1, 2) and not any(0 in event for event in case.sets)
        assert case.probabilities()[1] <= Fraction(1, 2)


def test_event_pairs_are_apart_overlap_and_are_nested() -> None:
    pairs = [case.sets for case in drawn("event_pairs")]
    assert all(len(sets) == 2 and all(sets) for sets in pairs)
    assert any(not a & b for a, b in pairs) and any(a < b or b < a for a, b in pairs)
    assert any(a & b and a - b and b - a for a, b in pairs)


def test_deviations_of_cells_are_sometimes_certain_and_sometimes_not() -> None:
    unions = [case.into(Rationals()).union.entries()[0] for case in drawn("cell_events")]
    assert 0 in unions and 1 in unions and sum(0 < p < 1 for p in unions) > DRAWS // 3
    assert {len(case.weights) for case in drawn("cell_events")} == {2, 3}


def test_sample_sizes_have_logarithms_of_either_sign() -> None:
    logarithms = {case.logarithm for case in drawn("sample_sizes")}
    assert min(logarithms) < 0 < max(logarithms) and 0 not in logarithms
    assert {case.m for case in drawn("sample_sizes")} == set(range(1, 7))


# ── expectations and nets ──────────────────────────────────────────────────────────────────────────────────────────
def test_expectations_live_on_two_to_four_points() -> None:
    assert {len(case.f) for case in drawn("three_expectations")} == {2, 3, 4}
    for case in drawn("centred_expectations"):
        assert sum(v * w for v, w in zip(case.f, case.gen, strict=True)) == 0
    assert any(any(case.f) for case in drawn("centred_expectations"))


def test_telescopes_pull_one_way() -> None:
    for case in drawn("telescopes"):
        E = case.into(Rationals())
        steps = [E.samples - E.hat_samples, E.hat_samples - E.hat_gen, E.hat_gen - E.gen]
        assert all(step.entries()[0] > 0 for step in steps), "then the bound is attained"


def test_linear_nets_are_intervals_and_finite_sets_with_the_least_epsilon() -> None:
    cases = drawn("linear_nets")
    assert {len(case.difference) for case in cases} == {1, 2, 3}
    assert any(len(case.net) == 1 for case in cases) and any(len(case.net) > 3 for case in cases)
    for case in cases:
        assert case.into(Rationals()).net_deviation <= case.epsilon / 2, "the premise on the net's deviations holds"
    beyond = [case for case in cases if case.into(Rationals()).deviation > case.epsilon]
    assert beyond, "some nets are too coarse for their ε"
    assert minimal("linear_nets", lambda case: case.theta is not None).startswith("linear_net(L=1, epsilon=")


# ── the theorem ────────────────────────────────────────────────────────────────────────────────────────────────────
def kinds_of(name: str) -> set[str]:
    return {repr(getattr(case, "F", case)).split("(")[0] for case in drawn(name)}


def test_classes_reach_every_kind() -> None:
    known = {"one_function", "on_a_line", "cube_corners", "two_cells", "bumps"}
    assert known <= kinds_of("uniform_classes") and known <= kinds_of("promises")
    assert {F.m for F in drawn("uniform_classes") if repr(F).startswith("bumps")} == {*range(1, 9), 200, 10**12, 10**18}
    assert {F.q for F in drawn("uniform_classes") if repr(F).startswith("bumps")} == {
        2,
        10,
        10**4,
        10**8,
        10**60,
        10**600,
    }
    assert {F.width for F in drawn("uniform_classes") if repr(F).startswith("bumps")} == {2, Fraction(2, 10**30)}


def test_promises_ask_for_what_can_be_computed_and_for_deviations_that_happen() -> None:
    cases = drawn("promises")
    assert {case.times for case in cases} == {1, 2}
    assert not any(case.times == 2 and repr(case.F).startswith("cube_corners") for case in cases)
    assert {case.delta for case in cases} >= {Fraction(1, 10), Fraction(1, 2), Fraction(1, 100), Fraction(1, 500)}
    with precision(128):
        happening = [case.into(Balls()).failure(1).entries()[0] > 0 for case in cases]
    assert all(happening), "one draw against another exceeds ε"


def test_promises_for_any_n_reach_infinitely_many_samples() -> None:
    assert {case.times for case in drawn("promises_for_any_n")} == {1, 2, 20, None}
    for case in drawn("promises_for_any_n"):
        assert case.times == 1 or not repr(case.F).startswith("cube_corners"), "no exact law there"


def test_rare_values_have_a_moment_of_one() -> None:
    for case in drawn("rare_values"):
        assert 1 in (case.F.second_moment, case.F.first_moment), case
        assert case.F.width > 50 * case.epsilon / 2 or case.F.width >= 100
    assert any(case.F.second_moment == 1 for case in drawn("rare_values"))
    assert any(case.F.first_moment == 1 for case in drawn("rare_values"))
    assert len(set(drawn("rare_values"))) > DRAWS // 2


def test_coins_come_at_every_scale() -> None:
    cases = drawn("coins_at_every_scale")
    assert {case.F.width for case in cases} == {1, 10**30, Fraction(1, 10**30)}
    assert {case.F.m for case in cases} >= {1, 12, 200, 10**12} and min(case.delta for case in cases) == Fraction(
        1, 10**30
    )
    assert {case.epsilon / case.F.width for case in cases} >= {Fraction(1, 10), Fraction(3, 8), Fraction(1, 10**20)}


# ── supports ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_supports_reach_their_ends() -> None:
    assert {len(case.counts) for case in drawn("cell_classes")} == {*range(2, 13), 200}
    assert any(len(set(case.counts)) == 1 for case in drawn("cell_classes"))
    finite = [case for case in drawn("clouds") if isinstance(case, CloudCase)]
    assert {len(case.points[0]) for case in finite} == set(range(1, 7))
    assert {len(case.points) for case in finite} >= {2, 3, 4, 5}
    assert {case.d for case in drawn("clouds") if case not in finite} == {*range(1, 7), 20, 40}
    corners = [case for case in finite if all(sum(v * v for v in x) == 1 for x in case.points)]
    assert corners, "as far apart as the ball allows"
    dimensions = {case.d for case in drawn("fooled_discriminators")}
    assert min(dimensions) == 2 and max(dimensions) > 150
    sizes = {case.m for case in drawn("fooled_discriminators")}
    assert (
        min(sizes) == 1 and max(sizes) > 15 and {c.distance for c in drawn("fooled_discriminators")} == set(DISTANCES)
    )


def test_mean_gaps_reach_both_ends() -> None:
    cases = drawn("mean_gaps")
    assert {case.n is None for case in cases} == {case.learnt for case in cases} == {False, True}
    assert {case.N for case in cases} >= {1, 2, 9} and {case.count for case in cases} >= {1, 2, 8, 40}
    assert any(case.n is not None and case.n < case.N for case in cases)


# ── seeded cases ───────────────────────────────────────────────────────────────────────────────────────────────────
SEEDED = {
    "averages": seeded_averages(K=10, N=2000),
    "promises": seeded_promise,
    "cells": many_cells(40),
    "repeated": repeated(),
    "repeated laws": repeated(laws=True),
}


@pytest.mark.parametrize("name", SEEDED)
def test_seeded_cases_repeat_differ_and_build_again(name: str) -> None:
    seeds = [seed_for("seeded", i) for i in range(40)]
    cases = [SEEDED[name](seed) for seed in seeds]
    assert cases == [SEEDED[name](seed) for seed in seeds] and len({repr(case) for case in cases}) > 30
    assert all(rebuilt(case) == case for case in cases)


def test_seeded_cases_have_the_size_named() -> None:
    found = {
        name: [at(seed_for("size", i)) for i in range(150 if "repeated" in name else 20)] for name, at in SEEDED.items()
    }
    assert all(case.N == 2000 and len(case.law.counts) == 11 for case in found["averages"])
    for case in found["averages"]:
        # three to seven standard deviations
        ratio = (case.epsilon / 4) ** 2 * case.N / case.law.variance
        assert 8 < ratio < 50
    assert {len(case.counts) for case in found["cells"]} == {40}
    assert {repr(case.F).split("(")[0] for case in found["promises"]} == {"cube_corners", "on_a_line", "bumps"}
    assert max(case.F.m for case in found["repeated"]) == 10**4
    assert {type(case.F).__name__ for case in found["repeated"]} == {"Cells", "Corners", "WeightedFeatures"}
    of_laws = [case.F for case in found["repeated laws"]]
    assert {F.law for F in of_laws if isinstance(F, Cells)} == set(LAWS) - {"degenerate"}
    assert any(isinstance(F, HeavyTail) for F in of_laws) and any(isinstance(F, RareBumps) for F in of_laws)
    assert all(F.m == 4 for F in of_laws if isinstance(F, Cells) and F.law == "pushforward")
