"""Laws and networks as kinds: what they draw and refuse, what it shrinks to and how it is typed, and what decides a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from drawn_cases import drawn, minimal
from rebuilt import rebuilt

from lemmata import (
    ClaimError,
    all_of,
    claim,
    equal,
    from_torch,
    generator,
    inverse,
    judge,
    law,
    laws,
    matrices,
    networks,
    polynomials,
    rationals,
    refuted,
    vectors,
)
from lemmata.evidence.kind import Kind
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Verdict
from lemmata.theory.exact.measures import measure
from lemmata.theory.networks.activations import by_name, names
from lemmata.theory.networks.site import Site
from lemmata.theory.networks.strategies import UNBOUNDED

LEAKY = "leaky_relu(1/2)"

# ── what is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────
KINDS: dict[str, tuple[Kind, Callable[[Any], bool], str]] = {
    "laws": (laws(), lambda X: X.d == 1 and 1 <= len(X.points) <= 4, "law([0])"),
    "laws on two points": (laws(2), lambda X: X.d == 1 and len(X.points) == 2, "law([0, 1])"),
    "laws in the plane": (
        laws((2, 5), dimension=2), lambda X: X.d == 2 and 2 <= len(X.points) <= 5, "law([[0, 0], [0, 1]])"
    ),
    "networks": (
        networks(), lambda g: g.size[0] in (1, 2, 3) and g.size[1] in (1, 2, 3) and g.activation.name in UNBOUNDED,
        f"generator([[[1]]], [[0]], '{LEAKY}', z=[0])",
    ),
    "networks of one size": (
        networks(2, 2), lambda g: g.size == (2, 2),
        "generator([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], [[0, 0], [0, 0]], 'sinh', z=[0, 0])",
    ),
    "networks with tanh": (
        networks((1, 2), (2, 3), activation="tanh"), lambda g: g.size[1] in (2, 3) and g.activation is by_name("tanh"),
        "generator([[[1]], [[1]]], [[0], [0]], 'tanh', z=[0])",
    ),
    "networks with one of two": (
        networks(1, 1, activation=["leaky_relu(3)", "sinh"]), lambda g: g.activation.name in ("leaky_relu(3)", "sinh"),
        "generator([[[1]]], [[0]], 'leaky_relu(3)', z=[0])",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "kept", "simplest"), KINDS.values(), ids=KINDS)
def test_draws_keep_their_conditions_are_typed_as_they_are_built_and_shrink(
    kind: Kind, kept: Callable[[Any], bool], simplest: str
) -> None:
    found = drawn(kind.strategy(), examples=100)
    assert all(map(kept, found)) and len(set(found)) > 50
    for value in found:
        assert kind.value(value) is value
    for value in found[:10]:
        assert rebuilt(value) == value and kind.value(rebuilt(value)) == value
    assert minimal(kind.strategy()) == simplest


def test_every_size_and_every_activation_is_drawn() -> None:
    found = drawn(networks((1, 2), (1, 2)).strategy(), examples=200)
    assert {g.size for g in found} == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert {g.activation.name for g in found} == set(UNBOUNDED)
    assert sum(g.generic for g in drawn(networks().strategy(), examples=200)) > 100
    assert {len(X.points) for X in drawn(laws((3, 5)).strategy())} == {3, 4, 5}


def test_the_check_gets_a_lifted_law_and_a_network_at_its_point() -> None:
    X = laws().value(law([0, 1, 4], weights=[1, 2, 1])).into(Rationals())
    assert (str(X.mean), str(X.probabilities), [str(x) for x in X.points]) == (
        "3/2",
        "[1/4, 1/2, 1/4]",
        ["0", "1", "4"],
    )
    g = networks().value(generator([[[2]], [[3]]], [[1], [0]], z=[1])).into(Rationals())
    assert isinstance(g, Site) and (str(g.x), str(g.z), str(g.h[2]), str(g.g(g.z))) == ("9", "1", "3", "9")


def test_a_torch_network_is_a_value() -> None:
    net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh(), torch.nn.Linear(2, 2))
    case = from_torch(net, z=[1, "-1/2"])
    assert networks(2, 2, activation="tanh").value(case) is case


# ── in words, and in symbols ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (laws(), "X a law on 1 to 4 points of Q"),
        (laws(1), "X a law on 1 point of Q"),
        (laws(3, dimension=2), "X a law on 3 points of Q^2"),
        (networks(), "X a network of dimension 1 to 3 and 1 to 3 layers, any known σ onto R"),
        (networks(2, 1, activation="tanh"), "X a network of dimension 2 and 1 layer, σ = tanh"),
        (
            networks(1, (2, 3), activation=("asinh", LEAKY)),
            f"X a network of dimension 1 and 2 to 3 layers, σ = asinh or {LEAKY}",
        ),
    ],
)
def test_a_kind_in_words(kind: Kind, words: str) -> None:
    assert kind.words("X") == words


def test_symbols_stand_for_all_laws_on_few_points() -> None:
    assert list(map(repr, laws().symbols("X"))) == [f"a law on {n} points of R^1" for n in (1, 2, 3)]
    assert list(map(repr, laws(2, dimension=2).symbols("X"))) == ["a law on 2 points of R^2"]
    assert laws((4, 6)).symbols("X") == () == laws(2, dimension=3).symbols("X")
    X, Y = (laws(2).symbols(name)[0].into(Symbols()) for name in ("X", "Y"))
    assert str(X.points[0]) == "X₁" and not "X₁".isidentifier()
    assert equal(X.expectation(lambda x: 1), X.mean.constant(1)).verdict is Verdict.HOLDS
    assert str(X.probabilities).replace(" ", "") == "[w(X₁)/(w(X₁)+w(X₂)),w(X₂)/(w(X₁)+w(X₂))]"
    # (X₁ − X₂)² p(1 − p)
    p, q = X.probabilities.entry(1), X.probabilities.entry(2)
    difference = X.points[0] - X.points[1]
    assert equal(X.variance, difference * difference * p * q).verdict is Verdict.HOLDS
    assert equal(X.mean, Y.mean).verdict is not Verdict.HOLDS, "two laws have symbols of their own"
    plane = laws(2, dimension=2).symbols("X")[0].into(Symbols())
    assert plane.d == 2 and str(plane.points[1].entry(2)) == "X₂₂"


def test_no_symbols_stand_for_networks_whose_activations_differ() -> None:
    assert networks().symbols("g") == networks(activation=LEAKY).symbols("g") == ()


def test_two_arguments_of_a_check_share_no_symbol() -> None:
    @claim(
        "x₁ is p₁", printed=lambda X, X1, p, p1: X.points[0] - X1 + p.coefficients[1] - p1,
        X=laws(2), X1=rationals(), p=polynomials(1), p1=rationals(),
    )  # fmt: skip
    def claim_nonsense(formula: Any, X: Any, X1: Any, p: Any, p1: Any) -> Any:
        """Two names are one number."""
        return equal(formula(X, X1, p, p1), X.mean * 0)

    assert {form["verdict"] for form in judge(claim_nonsense).forms} == {"refuted"}

    @claim("x₁₂ is x1₂", printed=lambda A, A1, x: x, A=matrices(2), A1=vectors(2), x=vectors(1), x1=rationals())
    def claim_more_nonsense(formula: Any, A: Any, A1: Any, x: Any, x1: Any) -> Any:
        """An entry is a number, or that of another matrix."""
        return all_of(equal(A.entry(1, 2), A1.entry(2)), equal(formula(A, A1, x), x1))

    assert {form["verdict"] for form in judge(claim_more_nonsense).forms} == {"refuted"}


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────────────
POINTS = "the number of points of a law is a whole number from 1 to 12, or two for a range such as (1, 3), got "
REFUSED: list[tuple[Callable[[], Any], type[Exception], str]] = [
    (lambda: laws(0), ValueError, f"{POINTS}0"),
    (lambda: laws(13), ValueError, f"{POINTS}13"),
    (lambda: laws((3, 2)), ValueError, f"{POINTS}(3, 2)"),
    (lambda: laws((1, 2, 3)), ValueError, f"{POINTS}(1, 2, 3)"),
    (lambda: laws(True), ValueError, f"{POINTS}True"),
    (lambda: laws(2.0), ValueError, f"{POINTS}2.0"),
    (
        lambda: laws(dimension=9), ValueError,
        "the dimension of a law is a whole number from 1 to 8, or two for a range such as (1, 3), got 9",
    ),
    (lambda: laws(dimension=(1, 2)), ValueError, "laws(…) are on one space: its dimension is one number, got (1, 2)"),
    (lambda: laws().value([0, 1]), TypeError, "a law is typed as law([0, 1, 4], weights=[1, 2, 1]), got [0, 1]"),
    (
        lambda: laws().value(measure([0], [1])), TypeError,
        "a law is typed as law([0, 1, 4], weights=[1, 2, 1]), got measure([0], [1])",
    ),
    (lambda: laws().value(law([[0, 1]])), ValueError, "law([[0, 1]]) is a law on R^2, not on R^1"),
    (lambda: laws((2, 3)).value(law([0])), ValueError, "law([0]) is a law on 1 point, not on 2 to 3 points"),
    (
        lambda: networks(6), ValueError,
        "the dimension of a network is a whole number from 1 to 5, or two for a range such as (1, 3), got 6",
    ),
    (
        lambda: networks(layers=0), ValueError,
        "the number of layers of a network is a whole number from 1 to 6, or two for a range such as (1, 3), got 0",
    ),
    (lambda: networks(activation=[]), ValueError, "networks(…) needs at least one activation to choose from"),
    (
        lambda: networks(activation="relu"), ValueError,
        f"unknown activation 'relu'; known: {', '.join(names())}",
    ),
    (
        lambda: networks(activation="sinh"), ValueError,
        "networks with sinh have at most 2 layers: a tower of more is out of reach",
    ),
    (
        lambda: networks().value(torch.nn.Sequential()), TypeError,
        "a network is typed as generator([[[2]], [[1]]], z=[1]), or from_torch(net), got Sequential()",
    ),
    (
        lambda: networks(2).value(generator([[[2]]])), ValueError,
        f"generator([[[2]]], [[0]], '{LEAKY}', z=[0]) has dimension 1 and 1 layer, not dimension 2 and 1 to 3 layers",
    ),
    (
        lambda: networks(activation="tanh").value(generator([[[2]]])), ValueError,
        f"generator([[[2]]], [[0]], '{LEAKY}', z=[0]) has the activation {LEAKY}, not tanh",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("build", "error", "sentence"), REFUSED, ids=[sentence[:70] for _, _, sentence in REFUSED])
def test_what_is_no_such_kind_or_value_is_refused(build: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        build()
    assert str(refusal.value) == sentence


# ── claims ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def second_moment(X: Any) -> Any:
    return X.expectation(lambda x: x * x)


def less_the_square_of_the_mean(X: Any) -> Any:
    return X.expectation(lambda x: x * x) - X.mean * X.mean


def test_a_claim_on_laws_is_decided_for_all_of_them() -> None:
    @claim(
        "Var X = E X²",
        printed=refuted(second_moment, "the square of the mean is to be subtracted"),
        corrected=less_the_square_of_the_mean,
        X=laws(),
    )
    def claim_variance(formula: Any, X: Any) -> Any:
        """Var X = E X² − (E X)²."""
        return equal(formula(X), X.variance)

    verdicts = judge(claim_variance)
    assert verdicts.as_expected and claim_variance.scope == "X a law on 1 to 4 points of Q"
    assert [form["grade"] for form in verdicts.forms] == ["symbolic", "exact"] * 2
    counterexample = verdicts.form("second_moment", "exact")["counterexample"]
    assert counterexample is not None and counterexample["case"] == "X=law([1])"


def first_weights_inverted(g: Any) -> Any:
    return inverse(g.W[1]) @ (g.x - g.b[1])


def last_weights_inverted(g: Any) -> Any:
    return inverse(g.W[g.l]) @ (g.x - g.b[g.l])


@pytest.mark.parametrize(("activation", "grades"), [(None, ["certified"]), (LEAKY, ["exact"]), ("tanh", ["certified"])])
def test_the_activation_says_which_arithmetic_decides(activation: str | None, grades: list[str]) -> None:
    @claim(
        "h_l = W_1⁻¹(x − b_1)",
        printed=refuted(first_weights_inverted, "the last layer comes off first"),
        corrected=last_weights_inverted,
        g=networks(activation=activation),
    )
    def claim_last_layer(formula: Any, g: Any) -> Any:
        """h_l = W_l⁻¹(x − b_l)."""
        return equal(formula(g), g.h[g.l], unit=1)

    verdicts = judge(claim_last_layer)
    assert verdicts.as_expected
    assert [form["grade"] for form in verdicts.forms] == grades * 2


def test_a_written_case_of_another_kind_is_refused_with_its_number() -> None:
    with pytest.raises(ClaimError) as refusal:

        @claim("E X = 0", printed=second_moment, X=laws(2), cases=[dict(X=law([0, 1])), dict(X=law([0]))])
        def claim_mean(formula: Any, X: Any) -> Any:
            """E X = 0."""
            return equal(formula(X), X.mean)

    assert str(refusal.value) == "claim 'mean', case 2, X: law([0]) is a law on 1 point, not on 2 points"
