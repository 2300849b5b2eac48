"""Divergences of discrete laws, Gaussians and networks against closed forms, brute force and quadrature; tails; bad input."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import erf, inf, log, sqrt
from typing import Any

import numpy as np
import pytest
from flint import arb
from scipy.integrate import quad
from scipy.stats import norm

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.theory.densities.difference_network import difference_network, difference_parameter_count
from lemmata.theory.densities.gaussian_pieces import fitted, mean, moments
from lemmata.theory.densities.log_density_network import log_density_network
from lemmata.theory.densities.two_at_a_point import at_one_point
from lemmata.theory.divergences import pullback as line_laws
from lemmata.theory.divergences.covered_laws import covered
from lemmata.theory.divergences.discrete_laws import discrete
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.divergences.near_members import off_by
from lemmata.theory.divergences.pullback import Pullback, kinks
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.bilipschitz import majorant, slopes_of_the_inverse
from lemmata.theory.networks.generator_case import generator

# What a double keeps of a quantity of size one, and what scipy's quadrature promises.
DOUBLE = 2.0**-40
QUADRATURE = 2.0**-20


def normal(mean: Any, spread: Any = 1) -> Any:
    return generator([[[spread]]], [[mean]])


def number(value: Any) -> float:
    (entry,) = value.entries()
    return float(entry.mid()) if isinstance(entry, arb) else float(Fraction(int(entry.p), int(entry.q)))


def near(left: float, right: float, error: float) -> bool:
    return abs(left - right) <= error * max(1, abs(left), abs(right))


def contains(value: BallMatrix, exact: arb) -> bool:
    (entry,) = value.entries()
    return bool(entry.overlaps(exact))


# ── discrete laws ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("first", "second"), [([1, 1], [1, 3]), ([1, 2, 3], [3, 2, 1]), ([500, 1, 7, 1], [1, 1, 1, 60])]
)
def test_divergences_of_discrete_laws(first: list[int], second: list[int]) -> None:
    p, q = (np.array(c) / sum(c) for c in (first, second))
    m, P = (p + q) / 2, discrete(first, second).into(Balls())
    by_hand = {
        "kl": sum(a * log(a / b) for a, b in zip(p, q, strict=True)),
        "kl_reversed": sum(b * log(b / a) for a, b in zip(p, q, strict=True)),
        "kl_to_the_mixture": sum(a * log(a / c) for a, c in zip(p, m, strict=True)),
        "kl_reversed_to_the_mixture": sum(b * log(b / c) for b, c in zip(q, m, strict=True)),
        "total_variation": max(
            abs(sum(p[i] - q[i] for i in range(len(p)) if event >> i & 1)) for event in range(2 ** len(p))
        ),
    }
    by_hand["jeffreys"] = by_hand["kl"] + by_hand["kl_reversed"]
    by_hand["jensen_shannon"] = (by_hand["kl_to_the_mixture"] + by_hand["kl_reversed_to_the_mixture"]) / 2
    for name, value in by_hand.items():
        assert near(number(getattr(P, name)), value, DOUBLE), name
    assert near(number(P.deviation(P.log_ratio)), by_hand["jeffreys"], DOUBLE)


# ── Gaussians ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_step_of_one_standard_deviation() -> None:
    with precision(128):
        P = two_generators(normal(0), normal(1)).into(Balls())
        assert contains(P.jeffreys, arb(1)) and contains(P.kl, arb(1) / 2)
        assert contains(P.total_variation, (1 / arb(8).sqrt()).erf())
    assert round(number(P.jensen_shannon), 5) == 0.11142


@pytest.mark.parametrize(("mean", "spread"), [(0, 3), (7, 2), ("1/2", "1/4"), (-3, 1)])
def test_gaussians_of_the_line(mean: Any, spread: Any) -> None:
    mu, s = float(Fraction(mean)), float(Fraction(spread))
    with precision(128):
        P = two_generators(normal(0), normal(mean, spread)).into(Balls())
        assert near(number(P.kl), log(s) + (1 + mu**2) / (2 * s**2) - 0.5, DOUBLE)
        assert near(number(P.kl_reversed), -log(s) + (s**2 + mu**2) / 2 - 0.5, DOUBLE)

        def js(x: float) -> float:
            a, b = norm.pdf(x), norm.pdf(x, mu, s)
            return sum(v * log(2 * v / (a + b)) / 2 for v in (a, b) if v > 0)

        ends = [-40, mu - 6 * s, -3, 0, 3, mu, mu + 6 * s, 40]
        pieces = [quad(js, a, b, limit=200)[0] for a, b in pairwise(sorted(ends))]
        assert near(number(P.jensen_shannon), sum(pieces), QUADRATURE)
        tv = [
            quad(lambda x: abs(norm.pdf(x) - norm.pdf(x, mu, s)) / 2, a, b, limit=200)[0]
            for a, b in pairwise(sorted(ends))
        ]
        assert near(number(P.total_variation), sum(tv), QUADRATURE)
        mixture = (P.kl_to_the_mixture + P.kl_reversed_to_the_mixture) / 2
        assert P.jensen_shannon.entries()[0].overlaps(mixture.entries()[0])


def test_gaussians_in_any_dimension_against_numpy() -> None:
    g = generator([[[1, 2, 0], [0, 1, 1], [1, 0, 1]]], [[1, 0, -1]])
    h = generator([[[2, 0, 1], [1, 1, 0], [0, 0, 1]]], [[0, 2, 0]])
    W, V = (np.array(c.weights[0], dtype=float) for c in (g, h))
    delta = np.array(g.biases[0], dtype=float) - np.array(h.biases[0], dtype=float)
    S, T = W @ W.T, V @ V.T
    kl = (
        np.trace(np.linalg.solve(T, S))
        + delta @ np.linalg.solve(T, delta)
        - 3
        + np.log(np.linalg.det(T) / np.linalg.det(S))
    ) / 2
    back = (
        np.trace(np.linalg.solve(S, T))
        + delta @ np.linalg.solve(S, delta)
        - 3
        - np.log(np.linalg.det(T) / np.linalg.det(S))
    ) / 2
    pair = two_generators(g, h)
    assert near(number(pair.into(Balls()).kl), kl, DOUBLE) and near(
        number(pair.into(Balls()).jeffreys), kl + back, DOUBLE
    )
    exact = pair.into(Rationals())
    assert near(number(exact.jeffreys), kl + back, DOUBLE)
    assert str(exact.deviation(exact.log_ratio)) == str(exact.jeffreys)


def test_with_one_covariance_the_log_densities_give_exactly_half() -> None:
    for step in (1, 2, Fraction(7, 3)):
        P = two_generators(normal(0), normal(step)).into(Rationals())
        assert str(2 * P.distance([P.log_p, P.log_q])) == str(P.jeffreys)


# ── networks of the line ───────────────────────────────────────────────────────────────────────────────────────────
two_layers = two_generators(generator([[[1]], [[2]]], [[1], [-1]]), generator([[[-1]], [["1/2"]]], [[0], [1]]))
three_layers = two_generators(
    generator([[[1]], [[2]], [[1]]], [[1], [-1], [0]], "leaky_relu(3)"),
    generator([[[-1]], [["1/2"]], [[1]]], [[0], [1], [2]], "leaky_relu(3)"),
)


def float_density(case: Any, x: float) -> float:
    """P_g(x) in doubles, layer by layer, for leaky ReLU."""
    slope = float(Fraction(case.activation.name.removeprefix("leaky_relu(").removesuffix(")")))
    weights, biases = (
        [float(v[0][0]) if isinstance(v[0], tuple) else float(v[0]) for v in layers]
        for layers in (case.weights, case.biases)
    )
    h, derivative = (x - biases[-1]) / weights[-1], 1 / weights[-1]
    for w, b in zip(weights[-2::-1], biases[-2::-1], strict=True):
        steep = 1 if h >= 0 else 1 / slope
        h, derivative = (h * steep - b) / w, derivative * steep / w
    return float(norm.pdf(h)) * abs(derivative)


@pytest.mark.parametrize("pair", [two_layers, three_layers], ids=["two layers", "three layers"])
def test_networks_against_quadrature(pair: Any) -> None:
    def over_x(f: Any) -> float:
        breaks = sorted(
            {float(x) for case in (pair.g, pair.h) for x in kinks(case)} | {-90, -30, -9, -3, 0, 3, 9, 30, 90}
        )
        return sum(
            quad(lambda x: f(float_density(pair.g, x), float_density(pair.h, x)), a, b, limit=300)[0]
            for a, b in pairwise(breaks)
        )

    def share(a: float, b: float) -> float:
        return a * log(2 * a / (a + b)) / 2 if a > 0 else 0

    with precision(128):
        P = pair.into(Balls())
        assert near(number(P.kl), over_x(lambda a, b: a * log(a / b) if a > 1e-300 and b > 0 else 0), QUADRATURE)
        assert near(number(P.jensen_shannon), over_x(lambda a, b: share(a, b) + share(b, a)), QUADRATURE)
        assert near(number(P.total_variation), over_x(lambda a, b: abs(a - b) / 2), QUADRATURE)
        saturated = over_x(lambda a, b: (a - b) * (a - b) / (a + b) if a + b > 0 else 0)
        assert near(number(P.saturated_deviation(Fraction(1, 2))), saturated, QUADRATURE)
        assert contains(P.deviation(P.log_ratio) - P.jeffreys, arb(0))


def test_a_smooth_network_is_integrated_with_its_tails() -> None:
    g, h = (generator([[[1]], [[1]]], [[b], [0]], "smooth_leaky_relu") for b in (0, 1))
    with precision(64):
        P = two_generators(g, h).into(Balls())
        (kl,), (means,) = P.kl.entries(), P.mean_P(P.log_ratio).entries()
        # s of the first layer is undone: T(z) = z − 1, so KL = ½
        assert kl.overlaps(arb(1) / 2) and means.overlaps(arb(1) / 2) and kl.rad() < arb(2) ** -20


def test_an_affine_generator_of_two_layers_gives_the_closed_form() -> None:
    g, h = (generator([[[1]], [[1]]], [[b], [0]], "leaky_relu(1)") for b in (0, 2))
    with precision(128):
        P = two_generators(g, h).into(Balls())
        assert contains(P.jeffreys, arb(4)) and contains(P.total_variation, (1 / arb(2).sqrt()).erf())


# ── pieces, majorants, tails ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("a", "b"), [(-inf, inf), (-1, 2), (0, inf), (-inf, -3)])
def test_moments_of_a_piece(a: float, b: float) -> None:
    for i, moment in enumerate(moments(arb(str(a)), arb(str(b)))):
        assert near(float(moment.mid()), quad(lambda z, i=i: z**i * norm.pdf(z), a, b)[0], QUADRATURE)


def test_a_missing_break_is_noticed() -> None:
    breaks = [arb("-inf"), arb("inf")]
    with pytest.raises(ValueError, match="a break is missing"):
        fitted(lambda z: abs(z + arb("0.3")), breaks)
    assert mean(fitted(lambda z: z * z + z, breaks), breaks).overlaps(arb(1))


@pytest.mark.parametrize("pair", [two_layers, three_layers], ids=["two layers", "three layers"])
def test_the_majorant_bounds_both_log_densities_and_its_tail_is_an_integral(pair: Any) -> None:
    with precision(128):
        for side in (Pullback(pair.g, pair.h), Pullback(pair.h, pair.g)):
            T_at_0 = side.h.inverse(side.g(BallMatrix.of([[0]]))).entries()[0]
            bound = majorant(side.g_case, side.h_case, T_at_0)
            for z in (-20, -5, -1, 0, 1, 2, 11):
                x = side.g(BallMatrix.of([[z]]))
                sizes = [abs(log_density_network(f)(x).entries()[0]) for f in (side.g, side.h)]
                assert sizes[0] + sizes[1] <= bound.at(arb(z))
            for R in (0, 1, 3):
                beyond = 2 * quad(lambda z, b=bound: float(b.at(arb(z)).mid()) * norm.pdf(z), R, inf)[0]
                assert near(float(bound.beyond(arb(R)).mid()), beyond, QUADRATURE)


@pytest.mark.parametrize(
    "name",
    [
        "leaky_relu(1/2)",
        "leaky_relu(3)",
        "decreasing(leaky_relu(1/4))",
        "softplus_like",
        "decreasing(smooth_leaky_relu)",
    ],
)
def test_slopes_of_a_bi_lipschitz_activation(name: str) -> None:
    activation = by_name(name)
    m, M = slopes_of_the_inverse(activation)
    slopes = [
        abs(activation.ds(BallMatrix.of([[y]])).entries()[0]) for y in (-50, -3, Fraction(-1, 7), Fraction(1, 9), 2, 60)
    ]
    assert all(
        arb(m.numerator) / m.denominator <= v.upper() and v.lower() <= arb(M.numerator) / M.denominator for v in slopes
    )
    assert (
        min(float(v.mid()) for v in slopes) < float(m) * 1.01 and max(float(v.mid()) for v in slopes) > float(M) / 1.01
    )


def test_a_shorter_reach_only_widens_the_ball(monkeypatch: pytest.MonkeyPatch) -> None:
    with precision(128):
        side = Pullback(two_layers.g, two_layers.h)
        full = side.mean_of_image(lambda r, _: r.tanh())
        monkeypatch.setattr(Pullback, "reach", arb(2))
        short = Pullback(two_layers.g, two_layers.h).mean_of_image(lambda r, _: r.tanh())
        assert short.contains(full) and short.rad() > full.rad()


@pytest.mark.parametrize("evaluations", [3, 30])
def test_an_integral_that_stops_early_only_widens_the_ball(evaluations: int, monkeypatch: pytest.MonkeyPatch) -> None:
    divergences = ("jeffreys", "jensen_shannon")
    with precision(128):
        right = {name: getattr(two_layers.into(Balls()), name) for name in divergences}
        monkeypatch.setattr(line_laws, "_EVALUATIONS", evaluations)
        for name, value in right.items():
            early = getattr(two_layers.into(Balls()), name)
            assert early.entries()[0].contains(value.entries()[0])
            assert equal(early, value).verdict is Verdict.UNDECIDED


# ── the difference network ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("d", "l"), [(1, 1), (2, 1), (1, 3), (2, 2)])
def test_two_copies_with_one_output(d: int, l: int) -> None:
    identity = [[int(i == j) for j in range(d)] for i in range(d)]
    g, h = (generator([identity] * l, [[b] * d] * l).into(Balls()).g for b in (0, 1))
    first, second = log_density_network(g), log_density_network(h)
    network = difference_network(first, second)
    assert network.depth == l + 1 and network.parameters == difference_parameter_count(d, l)
    assert network.activations == first.activations
    x = BallMatrix.of([[Fraction(1, 3)]] * d)
    assert (network(x) - first(x) + second(x)).entries()[0].contains(0)


def test_networks_that_do_not_fit_side_by_side() -> None:
    one, two = (log_density_network(generator([[[1]]] * l).into(Balls()).g) for l in (1, 2))
    with pytest.raises(ValueError, match="depth 2 and 3"):
        difference_network(one, two)
    other = log_density_network(generator([[[1]]], activation="sinh").into(Balls()).g)
    with pytest.raises(ValueError, match="the other sinh"):
        difference_network(one, other)


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: discrete([1, 0], [1, 1]), "only one of the two laws charges point 2: J is infinite"),
        (lambda: discrete([1, 0, 1], [1, 0, 2]), "neither law charges point 2: leave it out"),
        (lambda: discrete([1, 1], [2, 2]), "the two laws are equal"),
        (lambda: discrete([1], [1]), "two or more points"),
        (lambda: discrete([1, 1], [1, 1, 1]), "got 2 and 3 points"),
        (lambda: discrete([1, -1], [1, 1]), "whole numbers ≥ 0"),
        (lambda: discrete([1, float("nan")], [1, 1]), "whole numbers ≥ 0"),
        (lambda: discrete([1, 1], [float("inf"), 1]), "whole numbers ≥ 0"),
        (lambda: two_generators(normal(0), generator([[[1, 0], [0, 1]]])), "lives on R\\^1 and P_h on R\\^2"),
        (lambda: two_generators(normal(0), generator([[[1]], [[1]]])), "has one depth, got 1 and 2 layers"),
        (
            lambda: two_generators(generator([[[1]], [[1]]]), generator([[[1]], [[1]]], activation="leaky_relu(3)")),
            "has one σ",
        ),
        (
            lambda: two_generators(*(generator([[[1]], [[1]]], [[b], [0]], "tanh") for b in (0, 1))),
            "from l = 2 on supports differ, and J is infinite",
        ),
        (
            lambda: two_generators(*(generator([[[1]], [[1]]], [[b], [0]], "asinh") for b in (0, 1))),
            "asinh is not known to be bi-Lipschitz",
        ),
        (lambda: two_generators(normal(0, 2), normal(0, -2)), "P_g and P_h are equal"),
        (
            lambda: two_generators(generator([[[1]], [[1]]]), generator([[[2]], [["1/2"]]])),
            "P_g and P_h are equal",
        ),
        (lambda: two_generators(generator([[[0]]]), normal(0)), "singular"),
        (
            lambda: two_generators(generator([[[1, 2], [2, 4]]]), generator([[[1, 0], [0, 1]]])),
            "W_1 is singular: a generator is 1-to-1 only with invertible weights",
        ),
        (lambda: off_by(discrete([1, 1], [1, 2]), eta=0), "an error η > 0"),
        (lambda: covered(normal(1, -1), normal(0), normal(1)), "P_real and P_h are equal"),
        (lambda: covered(normal(0, 2), generator([[[1]], [[1]]]), normal(1)), "affine generators"),
        (lambda: at_one_point(normal(0), generator([[[1]], [[1]]])), r"got \(1, 1\) and \(1, 2\)"),
    ],
)
def test_bad_input_gets_one_sentence(build: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as error:
        build()
    assert "\n" not in str(error.value)


def test_networks_of_the_plane_have_no_means_yet() -> None:
    identity = [[1, 0], [0, 1]]
    pair = two_generators(*(generator([identity] * 2, [[b, 0], [0, 0]]) for b in (0, 1)))
    with pytest.raises(OutsideArithmetic, match="on the line"):
        pair.into(Balls())


def test_total_variation_where_densities_cross_twice() -> None:
    # N(0, 1) and N(0, 9) cross at ±c, c² = 2 ln 3 · 9/8: TV = 2(Φ(c) − Φ(c/3))
    c = sqrt(2 * log(3) * 9 / 8)
    with precision(128):
        tv = number(two_generators(normal(0), normal(0, 3)).into(Balls()).total_variation)
    assert near(tv, erf(c / sqrt(2)) - erf(c / 3 / sqrt(2)), DOUBLE)
