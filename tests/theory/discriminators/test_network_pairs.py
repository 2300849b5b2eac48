"""Pairs of networks: what is drawn lies in the ball and shrinks, ascent nearly attains the bound, and faults are seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from drawn_cases import drawn as drawn_from
from rebuilt import rebuilt

from lecture17 import the_generalisation_theorem
from lemmata.evidence.drawing import smallest
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.balls import Balls
from lemmata.numerics.compare import at_most_squared
from lemmata.numerics.floats import Floats
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.theory.discriminators import bias_free as biasfree, contractions
from lemmata.theory.discriminators.adversarial_pairs import adversarial_pair
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.network_pairs import NetworkPair, TwoNetworks, network_pair
from lemmata.theory.discriminators.strategies_of_networks import (
    PIECEWISE_LINEAR_CONTRACTIONS,
    adversarial_pairs,
    network_pairs,
)

CLAIM = the_generalisation_theorem.claim_lipschitz_in_the_parameters
FEW = replace(profile_named("smoke"), cases=40, largest=4)


def drawn(seed: int = 1, examples: int = 200, **options: Any) -> list[NetworkPair]:
    return drawn_from(network_pairs(**options), examples, seed)


def squared_norm(net: Any) -> Fraction:
    return sum((v * v for W in net for row in W for v in row), Fraction(0))


def ratio(pair: NetworkPair) -> float:
    """|f_θ(x) − f_θ̂(x)| / (L‖θ − θ̂‖)."""
    nets = pair.into(Rationals())
    tightness = at_most_squared(nets.difference, nets.family.lipschitz_squared * nets.distance_squared).tightness
    assert tightness is not None
    return tightness


# ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_drawn_pairs_lie_in_the_ball_and_in_the_domain() -> None:
    pairs = drawn()
    for pair in pairs:
        assert squared_norm(pair.weights) <= 1 and squared_norm(pair.other) <= 1
        assert sum(v * v for v in pair.x) <= pair.family.radius_squared
        assert pair.weights != pair.other and any(pair.x) and pair.epsilon > 0
    assert {pair.family.depth for pair in pairs} == {1, 2, 3, 4}
    assert {n for pair in pairs for n in pair.family.hidden} == {1, 2, 3}
    assert {pair.sigma for pair in pairs} == set(PIECEWISE_LINEAR_CONTRACTIONS)
    assert {pair.clipped for pair in pairs} == {True, False}
    assert sum(squared_norm(pair.weights) > Fraction(1, 2) for pair in pairs) > len(pairs) / 2
    assert sum(pair.generic for pair in pairs) > len(pairs) / 4


def test_depths_stay_within_their_limits() -> None:
    assert {pair.family.depth for pair in drawn(min_depth=2, max_depth=3, examples=60)} == {2, 3}
    assert {pair.family.depth for pair in drawn(max_depth=1, examples=40)} == {1}


def test_pairs_shrink_to_one_weight() -> None:
    case = smallest({"nets": network_pairs()}, 1, 100, lambda case: True)
    assert (
        case is not None and repr(case["nets"]) == "network_pair([[[1]]], [[['1/2']]], x=[1], epsilon=1, sigma='relu')"
    )


@cache
def some() -> list[NetworkPair]:
    return [*drawn(examples=25), adversarial_pair(2, (2,), "tanh", 3)]


@pytest.mark.parametrize("number", range(26))
def test_the_repr_builds_the_pair_again(number: int) -> None:
    pair, *others = some()[number:]
    assert rebuilt(pair) == pair
    assert len(others) == 25 - number, "one test for each"


def test_each_arithmetic_has_its_networks() -> None:
    straight = network_pair([[[1]]], [[[-1]]], x=[1], epsilon=1)
    bent = replace(straight, sigma="tanh")
    assert str(straight.into(Rationals()).difference) == "2"
    for pair, arithmetic in ((straight, Balls()), (bent, Rationals()), (straight, Symbols()), (bent, Floats())):
        with pytest.raises(OutsideArithmetic):
            pair.into(arithmetic)


# ── ascent ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("sigma", ["relu", "abs"])
@pytest.mark.parametrize(("hidden", "reached"), [((2,), 0.98), ((3, 2), 0.9), ((3, 3, 3), 0.9)])
def test_ascent_nearly_attains_the_bound(sigma: str, hidden: tuple[int, ...], reached: float) -> None:
    pairs = [adversarial_pair(3, hidden, sigma, seed) for seed in range(8)]
    for pair in pairs:
        assert squared_norm(pair.weights) <= 1 and squared_norm(pair.other) <= 1
        assert pair.generic
    ratios = [ratio(pair) for pair in pairs]
    assert reached < sorted(ratios)[4] and max(ratios) <= 1


def test_ascent_depends_on_its_seed_alone() -> None:
    cases = adversarial_pairs(3, [2, 2], ["relu", "abs"])
    assert cases(7) == cases(7)
    assert len({repr(cases(seed)) for seed in range(0, 512 * 6, 256)}) == 12
    assert {cases(seed).sigma for seed in range(4)} == {"relu", "abs"}


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"weights": [[[1, 1]]]}, "W_1 needs rows of length 1, got lengths [2]"),
        ({"weights": [[[1], [0]], [[1]]]}, "W_2 needs rows of length 2, got lengths [1]"),
        ({"weights": [[[1], [0]]]}, "a network has at least one layer, and its last layer has one row"),
        ({"weights": []}, "a network has at least one layer, and its last layer has one row"),
        ({"weights": [[[0], [0]], [[0, 0]]]}, "the two networks differ in shape"),
        ({"weights": [[[-1]]]}, "the two networks are the same: there is nothing to compare"),
        ({"weights": [[["4/3"]]]}, "θ lies outside of the unit ball: ‖θ‖² = 16/9"),
        ({"x": [0]}, "a point other than 0 is needed: all networks without biases are 0 there"),
        ({"radius_squared": "1/2"}, "x lies outside of its domain: ‖x‖² = 1 > 1/2"),
        ({"radius_squared": 0}, "the squared radius of the domain must be positive, got 0"),
        ({"epsilon": "-1/2"}, "ε must be positive, got '-1/2'"),
        ({"sigma": "leaky_relu(2)"}, "σ must not expand: a slope in [0, 1] is expected, got 2"),
    ],
)
def test_refusals_are_one_sentence(options: dict[str, Any], sentence: str) -> None:
    sound: dict[str, Any] = {"weights": [[[1]]], "other": [[[-1]]], "x": [1], "epsilon": 1}
    network_pair(**sound)
    with pytest.raises(ValueError) as error:
        network_pair(**{**sound, **options})
    assert str(error.value) == sentence


# ── comparing squares ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("arithmetic", [Rationals(), Balls()], ids=["rationals", "balls"])
def test_a_root_is_compared_by_its_square(arithmetic: Any) -> None:
    def number(v: Any) -> Any:
        return arithmetic.matrix([[Fraction(v)]])

    holds, fails = (at_most_squared(number(v), number(2)) for v in ("-7/5", "-71/50"))
    assert (holds.verdict, fails.verdict) == (Verdict.HOLDS, Verdict.REFUTED)
    assert holds.tightness is not None and 0.9899 < holds.tightness < 0.98996  # 7/5/√2
    assert not holds.trivial and at_most_squared(number(0), number(2)).trivial
    assert not at_most_squared(number(0), number(-1)).trivial
    assert holds.relation == "≤"


def test_squares_are_written_as_such() -> None:
    sides = (Rationals().matrix([[v]]) for v in (Fraction(-1, 2), Fraction(1, 9)))
    assert at_most_squared(*sides).sentence == "refuted: (-1/2)² = 1/4 > 1/9"


# ── faults that the claim sees ───────────────────────────────────────────────────────────────────────────────────────
def expanding_relu(m: pytest.MonkeyPatch) -> None:
    m.setattr(biasfree, "contraction", lambda name: replace(contractions.contraction(name), sigma=lambda t: t + t))


def values_added(m: pytest.MonkeyPatch) -> None:
    m.setattr(
        TwoNetworks,
        "difference",
        property(lambda s: s.family.value(s.theta, s.x) + s.family.value(s.other, s.x)),
    )


def distance_of_one_coordinate(m: pytest.MonkeyPatch) -> None:
    m.setattr(
        TwoNetworks, "distance_squared", property(lambda s: (s.theta - s.other).entry(1) * (s.theta - s.other).entry(1))
    )


def constant_of_one_layer_more(m: pytest.MonkeyPatch) -> None:
    m.setattr(
        BiasFreeNetworks,
        "lipschitz_squared",
        property(lambda s: s.radius_squared * Fraction(s.depth + 1) ** (1 - s.depth)),
    )


def last_layer_forgotten(m: pytest.MonkeyPatch) -> None:
    def value(self: BiasFreeNetworks, theta: Any, x: Any) -> Any:
        return (self.layers(theta)[0] @ x).entry(1)

    m.setattr(BiasFreeNetworks, "value", value)


FAULTS = [expanding_relu, values_added, distance_of_one_coordinate, constant_of_one_layer_more, last_layer_forgotten]


@pytest.mark.parametrize("grade", ["exact", "certified"])
@pytest.mark.parametrize("plant", FAULTS)
def test_a_planted_fault_is_killed(plant: Any, grade: str, monkeypatch: pytest.MonkeyPatch) -> None:
    form = CLAIM.form("L_times_the_distance_of_the_parameters")
    assert judge(CLAIM, form, CLAIM.decider(grade), FEW, run_seed=1)[0].verdict is Verdict.HOLDS
    plant(monkeypatch)
    assert judge(CLAIM, form, CLAIM.decider(grade), FEW, run_seed=1)[0].verdict is Verdict.REFUTED


def test_the_bound_is_recorded_as_nearly_attained() -> None:
    form = CLAIM.form("L_times_the_distance_of_the_parameters")
    tightness = {d.grade.value: judge(CLAIM, form, d, FEW, run_seed=2)[0].tightness for d in CLAIM.deciders}
    assert tightness["exact"] == 1
    assert tightness["certified"] is not None and 0.999 < tightness["certified"] < 1
