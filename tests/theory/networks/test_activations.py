"""Every activation is what it says: s inverts σ, s′ and log|s′| are its derivative, in its range and its direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import absolute, log
from lemmata.theory.networks.activations import Activation, by_name, cube, decreasing, leaky_relu, names, tangent

ALL = [*(by_name(name) for name in names()), cube, decreasing(tangent)]
HOLDS = Verdict.HOLDS
Map = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def at_256_bits() -> Iterator[None]:
    with precision(256):
        yield


def inputs(limit: int = 6) -> list[Fraction]:
    """Points of R off 0, in increasing order."""
    return [Fraction(n, 7) for n in range(-7 * limit, 7 * limit + 1, 6) if n != 0]


def outputs(activation: Activation) -> list[Fraction]:
    """Points of σ(R) off 0, in increasing order, close to both ends where the range is bounded."""
    if activation.range is None:
        return inputs()
    low, high = activation.range
    shares = [Fraction(1, 1000), *(Fraction(n, 15) for n in range(1, 15)), Fraction(999, 1000)]
    return [low + (high - low) * t for t in shares]


def column(points: list[Fraction]) -> BallMatrix:
    return Balls().matrix([[q] for q in points])


def agree(left: Any, right: Any) -> bool:
    """Certified equality: the balls overlap and are narrow. Logarithms and s(y) near 0 are measured against 1."""
    return equal(left, right, unit=1).verdict is HOLDS


def faults(activation: Activation) -> list[str]:
    """The parts of an activation that contradict each other, in certified arithmetic."""
    y, t = column(outputs(activation)), column(inputs())
    value, slope = value_and_derivative(activation.s, y)
    parts = {
        "σ(s(y)) = y": agree(activation.sigma(activation.s(y)), y),
        "s(σ(t)) = t": agree(activation.s(activation.sigma(t)), t),
        "s in series": agree(value, activation.s(y)),
        "s′": agree(activation.ds(y), slope),
        "log|s′|": agree(activation.log_abs_ds(y), log(absolute(slope))),
    }
    return [name for name, fine in parts.items() if not fine]


@pytest.mark.parametrize("activation", ALL, ids=repr)
def test_an_activation_agrees_with_itself(activation: Activation) -> None:
    assert faults(activation) == []


@pytest.mark.parametrize(
    ("part", "fault", "seen"),
    [
        ("ds", lambda a: lambda y: -a.ds(y), "s′"),
        ("ds", lambda a: lambda y: a.ds(y) * (1 + Fraction(1, 2**50)), "s′"),
        ("ds", lambda a: lambda y: a.ds(-y), "s′"),
        ("log_abs_ds", lambda a: lambda y: -a.log_abs_ds(y), "log|s′|"),
        ("sigma", lambda a: lambda t: a.sigma(-t), "σ(s(y)) = y"),
    ],
)
def test_a_planted_fault_is_seen(part: str, fault: Callable[[Activation], Map], seen: str) -> None:
    for activation in ALL:
        wrong = replace(activation, **{part: fault(activation)})
        even = agree(wrong.ds(column(outputs(activation))), activation.ds(column(outputs(activation))))
        assert seen in faults(wrong) or (part == "ds" and even), f"{activation}: a wrong {part} passes"


@pytest.mark.parametrize("activation", ALL, ids=repr)
def test_the_direction_is_the_one_it_names(activation: Activation) -> None:
    def increases(values: list[Any]) -> bool:
        return all(a < b for a, b in pairwise(values))

    for f, points in ((activation.sigma, inputs()), (activation.s, outputs(activation))):
        values = f(column(points)).entries()
        assert increases(values if activation.increasing else values[::-1]), activation
    slopes = activation.ds(column(outputs(activation))).entries()
    assert all(v > 0 if activation.increasing else v < 0 for v in slopes), "s′ has the sign of the direction"


@pytest.mark.parametrize("activation", ALL, ids=repr)
def test_the_range_is_reached_and_not_left(activation: Activation) -> None:
    reached = activation.sigma(column([Fraction(-12), *inputs(), Fraction(12)])).entries()
    if activation.range is None:
        far = activation.sigma(column([Fraction(-(10**6)), Fraction(10**6)])).entries()
        assert max(abs(far[0]), abs(far[1])) > 14, "asinh(10⁶) = 14.5 is the slowest of them"
        assert far[0] * far[1] < 0
        return
    low, high = column(list(activation.range)).entries()
    assert all(low < v < high for v in reached)
    assert agree(activation.sigma(activation.s(column(outputs(activation)))), column(outputs(activation))), "all of it"


@pytest.mark.parametrize("activation", [a for a in ALL if a.piecewise_linear], ids=repr)
def test_a_piecewise_linear_activation_is_exact_over_the_rationals(activation: Activation) -> None:
    y = Rationals().matrix([[q] for q in [*inputs(), Fraction(0)]])
    assert equal(activation.sigma(activation.s(y)), y).verdict is HOLDS
    assert equal(activation.s(activation.sigma(y)), y).verdict is HOLDS
    off_zero = Rationals().matrix([[q] for q in inputs()])
    step = Fraction(1, 100)
    secant = (activation.s(off_zero + step) - activation.s(off_zero)) / step
    assert equal(secant, activation.ds(off_zero)).verdict is HOLDS, "no kink but 0"
    assert equal(activation.log_abs_ds(off_zero), log(absolute(secant))).verdict is HOLDS


@pytest.mark.parametrize("activation", [a for a in ALL if not a.piecewise_linear], ids=repr)
def test_only_piecewise_linear_activations_keep_rationals(activation: Activation) -> None:
    if activation is cube:  # t³ is rational; its inverse is not
        with pytest.raises(TypeError):
            activation.s(Rationals().matrix([[2]]))
    else:
        with pytest.raises(TypeError):
            activation.sigma(Rationals().matrix([[2]]))


@pytest.mark.parametrize("activation", [by_name(name) for name in names()], ids=repr)
def test_floats_enclose_the_balls(activation: Activation) -> None:
    y = outputs(activation)
    for part in (activation.s, activation.ds, activation.log_abs_ds):
        rounded, exact = part(Floats().matrix([[q] for q in y])), part(column(y)).entries()
        for mid, rad, value in zip(rounded.mid.flatten(), rounded.rad.flatten(), exact, strict=True):
            assert abs(value - mid.item()) <= rad.item(), f"{activation}: {mid} ± {rad} misses {value}"


def test_the_steepest_slope_is_a_bound_that_is_nearly_reached() -> None:
    for activation in ALL:
        if activation.steepest is None:
            continue
        far = column([Fraction(-(10**6)), *inputs(), Fraction(10**6), Fraction(1, 10**6), Fraction(-1, 10**6)])
        slopes = [abs(v) for v in activation.ds(far).entries()]
        bound = column([Fraction(activation.steepest)]).entries()[0]
        assert not any(v > bound for v in slopes), activation
        assert any(v > bound * 99 / 100 for v in slopes), f"{activation}: sup|s′| is far below {activation.steepest}"


@pytest.mark.parametrize("slope", [0, -1, Fraction(-1, 2)])
def test_leaky_relu_needs_a_positive_slope(slope: Fraction | int) -> None:
    with pytest.raises(ValueError) as raised:
        leaky_relu(slope)
    assert str(raised.value) == f"leaky ReLU needs a positive slope, got {slope}"


def test_leaky_relu_has_its_slopes() -> None:
    third = leaky_relu(Fraction(1, 3))
    t = Rationals().matrix([[-3], [0], [3]])
    assert (str(third.sigma(t)), str(third.s(t)), str(third.ds(t))) == ("[-1, 0, 3]", "[-9, 0, 3]", "[3, 1, 1]")


def test_decreasing_turns_an_activation_round() -> None:
    base = by_name("asinh")
    turned = decreasing(base)
    t = column(inputs())
    assert agree(turned.sigma(t), -base.sigma(t)) and agree(turned.s(t), base.s(-t)) and not turned.increasing
    twice = decreasing(turned)
    assert twice.increasing and agree(twice.sigma(t), base.sigma(t)) and agree(twice.s(t), base.s(t))
    assert decreasing(by_name("logistic")).range == (-1, 0)


def test_names_are_those_of_the_activations() -> None:
    assert len(set(names())) == len(names()) > 1
    assert all(by_name(name).name == name == repr(by_name(name)) for name in names())


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ValueError) as raised:
        by_name("relu")
    assert str(raised.value) == f"unknown activation 'relu'; known: {', '.join(names())}"
