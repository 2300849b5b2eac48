"""Discriminator families: values by hand, constants that are attained, floats beside exact numbers, and refusals."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import torch
from rebuilt import rebuilt

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.rounding import gamma
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.contractions import clip, contraction
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.features import CosineFeatures, Features
from lemmata.theory.discriminators.shallow import Cells, Linear, ReluUnits
from lemmata.theory.exact.roots import root_above

F = Fraction
PLANE_FEATURES = Features([[1, 2], [0, "-1/2"], [3, 1]], ["1/2", 1, 0], "leaky_relu(1/3)", radius_squared=2)
EXACT = [
    Linear(3, F(2)),
    Linear(2, F(4), clipped=True),
    PLANE_FEATURES,
    Features([[1], [-2]], [0, 1]),
    Cells(4),
    Cells(1),
    ReluUnits(2, F(2)),
    BiasFreeNetworks(2, ()),
    BiasFreeNetworks(2, (3,), "leaky_relu(1/3)", radius_squared=F(2)),
    BiasFreeNetworks(1, (2, 2), "relu", radius_squared=F(9), clipped=True),
    BiasFreeNetworks(2, (1, 2, 1), "abs", radius_squared=F(2)),
]
SMOOTH = [
    Cells(3),
    BiasFreeNetworks(2, (2,), "tanh", radius_squared=F(2)),
    BiasFreeNetworks(2, (3, 2), "tanh", radius_squared=F(2), clipped=True),
]
COSINES = CosineFeatures([[1, 2], [3, "-1/2"]], [0, "1/3"])


def column(values: list[Fraction]) -> list[list[Fraction]]:
    return [[v] for v in values]


def drawn_point(family: Family, rng: random.Random) -> list[Fraction]:
    if isinstance(family, Cells):
        return [F(int(i == 0)) for i in rng.sample(range(family.m), family.m)]
    # ‖x‖² ≤ 1: inside of every domain here, and thirds are no floats
    return [F(rng.randint(-3, 3), 3 * family.dimension) for _ in range(family.dimension)]


def drawn_theta(family: Family, rng: random.Random) -> tuple[Fraction, ...]:
    whole = [rng.randint(-5, 5) for _ in range(family.m)]
    norm = root_above(F(sum(v * v for v in whole) or 1))
    return family.inside([v / norm for v in whole])


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("family", "theta", "x", "value"),
    [
        (Linear(2), ["3/5", "-4/5"], [5, 10], -5),
        (Linear(2, clipped=True), ["3/5", "-4/5"], [5, 10], -1),
        (Linear(2, clipped=True), ["3/5", "-4/5"], ["1/2", "1/4"], "1/10"),
        (Cells(4), [0, "1/3", "3/5", 0], [0, 1, 0, 0], "2/3"),
        (Cells(4), [0, "1/3", "-3/5", 0], [0, 0, 1, 0], -1),
        (ReluUnits(1), ["3/5", "-4/5"], [2], "2/5"),
        (ReluUnits(1), ["3/5", "-4/5"], [1], 0),
        # ‖(3, −4)‖ = 5 = s
        (Features([[3], [-4]], [0, 0]), ["3/5", "-4/5"], [1], "9/25"),
        (Features([[3], [-4]], [0, 0]), ["3/5", "-4/5"], [-1], "-16/25"),
        # W_1 = (½, −½)ᵀ, W_2 = (½, ½): σ = relu keeps one of the two, abs both
        (BiasFreeNetworks(1, (2,)), ["1/2", "-1/2", "1/2", "1/2"], [3], "3/4"),
        (BiasFreeNetworks(1, (2,), "abs"), ["1/2", "-1/2", "1/2", "1/2"], [3], "3/2"),
        (BiasFreeNetworks(1, (2,), "abs", clipped=True), ["1/2", "-1/2", "1/2", "1/2"], [3], 1),
        (BiasFreeNetworks(1, (2,), "leaky_relu(1/3)"), ["1/2", "-1/2", "1/2", "1/2"], [3], "1/2"),
        # W_1 = (½, ½), W_2 = −½, W_3 = ½ on (2, 4): relu(3) = 3, leaky(−3/2) = −1/2
        (BiasFreeNetworks(2, (1, 1), "leaky_relu(1/3)"), ["1/2", "1/2", "-1/2", "1/2"], [2, 4], "-1/4"),
    ],
)
def test_values_by_hand(family: Family, theta: list, x: list, value: Fraction | str) -> None:
    arithmetic = Rationals()
    found = family.value(arithmetic.matrix(column([F(v) for v in theta])), arithmetic.matrix(column([F(v) for v in x])))
    assert str(found) == str(F(value))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("family", EXACT, ids=repr)
def test_floats_lie_within_the_derived_error_of_exact_values(family: Family, dtype: torch.dtype) -> None:
    rng, exact = random.Random(1), Rationals()
    thetas = [drawn_theta(family, rng) for _ in range(12)]
    points = [drawn_point(family, rng) for _ in range(9)]
    tensors = [
        torch.tensor([[float(v) for v in vector] for vector in vectors], dtype=dtype) for vectors in (thetas, points)
    ]
    found, bound = family.values(tensors[0], tensors[1].mT), family.rounding(tensors[1].mT)
    assert found.shape == (12, 9) and found.dtype == dtype
    worst = 0.0
    for t, theta in enumerate(thetas):
        for n, x in enumerate(points):
            value = family.value(exact.matrix(column(list(theta))), exact.matrix(column(x))).raw[0, 0]
            error = abs(F(found[t, n].item()) - F(int(value.p), int(value.q)))
            assert error <= F(bound[n].item())
            worst = max(worst, float(error))
    # the bound is of the size of a few roundings, not merely large enough
    assert float(bound.max()) <= 400 * torch.finfo(dtype).eps
    assert worst > 0 or family.m == 1


@pytest.mark.parametrize("family", SMOOTH, ids=repr)
def test_floats_lie_within_the_derived_error_of_balls(family: Family) -> None:
    rng = random.Random(2)
    thetas = [drawn_theta(family, rng) for _ in range(8)]
    points = [drawn_point(family, rng) for _ in range(6)]
    tensors = [
        torch.tensor([[float(v) for v in vector] for vector in vectors], dtype=torch.float64)
        for vectors in (thetas, points)
    ]
    found, bound = family.values(tensors[0], tensors[1].mT), family.rounding(tensors[1].mT)
    with precision(200):
        for t, theta in enumerate(thetas):
            for n, x in enumerate(points):
                ball = family.value(Balls().matrix(column(list(theta))), Balls().matrix(column(x))).raw[0, 0]
                assert abs(ball - found[t, n].item()).upper() <= bound[n].item()


def test_cosine_features_are_computed_in_floats_only() -> None:
    thetas, points = torch.tensor([[0.6, 0.8]]), torch.tensor([[1.0], [0.5]])
    expected = (0.6 * torch.cos(torch.tensor(2.0)) + 0.8 * torch.cos(torch.tensor(3 - 0.25 + 1 / 3))) / 2**0.5
    found = COSINES.values(thetas, points)
    assert (found - expected).abs().item() <= COSINES.rounding(points).item()
    in_doubles = COSINES.values(thetas.double(), points.double())
    assert (found - in_doubles).abs().item() <= COSINES.rounding(points).item()
    with pytest.raises(OutsideArithmetic, match="floats only"):
        COSINES.value(Rationals().matrix([[1], [0]]), Rationals().matrix([[0], [0]]))


def test_a_root_that_is_not_rational_is_left_to_balls() -> None:
    theta, x = [[F(1, 2)], [F(0)], [F(0)]], [[F(1)], [F(0)], [F(0)]]
    with pytest.raises(OutsideArithmetic):
        Cells(3).value(Rationals().matrix(theta), Rationals().matrix(x))
    ball = Cells(3).value(Balls().matrix(theta), Balls().matrix(x)).raw[0, 0]
    assert (ball * ball).contains(0.75)
    assert Cells(9).has_rational_root and not Cells(8).has_rational_root


# ── constants ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("family", "m", "square", "width"),
    [
        (Linear(3), 3, None, None),
        (Linear(3, F(4)), 3, 4, 4),
        (Linear(3, F(4), clipped=True), 3, 4, 2),
        (Linear(3, F(1, 4), clipped=True), 3, F(1, 4), 1),
        (Linear(3, clipped=True), 3, None, 2),
        (PLANE_FEATURES, 3, 1, 2),
        (COSINES, 2, 1, 2),
        (Cells(6), 6, 6, 2),
        (ReluUnits(2, F(3)), 3, 4, 2),
        (BiasFreeNetworks(3, (), radius_squared=F(4)), 3, 4, 4),
        (BiasFreeNetworks(3, (2,), radius_squared=F(9)), 8, 9, 3),
        (BiasFreeNetworks(3, (2,), radius_squared=F(9), clipped=True), 8, 9, 2),
        (BiasFreeNetworks(2, (2, 2, 2), radius_squared=F(4)), 14, F(1, 4), F(1, 4)),
    ],
    ids=repr,
)
def test_sizes_and_constants(family: Family, m: int, square: Fraction | None, width: Fraction | None) -> None:
    assert family.m == m
    assert family.width == width
    if square is None:
        with pytest.raises(ValueError, match="has no Lipschitz constant in θ: its domain is unbounded"):
            _ = family.lipschitz_squared
    else:
        assert family.lipschitz_squared == square


def test_the_constant_of_three_layers() -> None:
    three = BiasFreeNetworks(1, (1, 1), radius_squared=F(5))
    assert three.lipschitz_squared == F(5, 3)
    # |f| ≤ √5/(3√3) is irrational: the width is a little above twice that
    assert 0 < three.width**2 - 4 * F(5, 27) < F(1, 10**18)


@pytest.mark.parametrize("square", [F(4, 9), F(0), F(2), F(1, 3), F(10**40 + 1), F(1, 10**6)])
def test_roots_from_above(square: Fraction) -> None:
    above = root_above(square)
    assert above**2 >= square
    assert above**2 == square or (above - F(1, 2**64)) ** 2 < square
    assert root_above(F(4, 9)) == F(2, 3)


# θ, θ̂ and x for which |f_θ(x) − f_θ̂(x)| reaches this share of L‖θ − θ̂‖
@pytest.mark.parametrize(
    ("family", "theta", "other", "x", "share"),
    [
        (Linear(2, F(25)), ["3/5", "4/5"], ["-3/5", "-4/5"], [3, 4], 1),
        (Linear(2, F(25), clipped=True), ["3/25", "4/25"], ["-3/25", "-4/25"], [3, 4], 1),
        (Cells(4), ["1/2", 0, 0, 0], ["-1/2", 0, 0, 0], [1, 0, 0, 0], 1),
        (ReluUnits(1, F(9, 16)), ["3/5", "4/5"], [0, 0], ["3/4"], 1),
        (Features([[3], [4]], [0, 0]), ["3/5", "4/5"], [0, 0], [1], 1),
        (BiasFreeNetworks(1, ()), [1], [-1], [1], 1),
        (BiasFreeNetworks(1, (1,)), ["408/577"] * 2, ["407/577"] * 2, [1], "998/1000"),
        (BiasFreeNetworks(1, (1, 1)), ["56/97"] * 3, ["5599/9700"] * 3, [1], "999/1000"),
        (BiasFreeNetworks(1, (1, 1, 1)), ["1/2"] * 4, ["999/2000"] * 4, [1], "998/1000"),
        (BiasFreeNetworks(1, (1, 1, 1), clipped=True), ["1/2"] * 4, ["999/2000"] * 4, [1], "998/1000"),
    ],
    ids=repr,
)  # fmt: skip
def test_no_smaller_constant_would_do(family: Family, theta: list, other: list, x: list, share: Fraction | str) -> None:
    arithmetic = Rationals()
    a, b = family.inside(theta), family.inside(other)
    point = arithmetic.matrix(column([F(v) for v in x]))
    values = [family.value(arithmetic.matrix(column(list(v))), point).raw[0, 0] for v in (a, b)]
    difference = F(int((values[0] - values[1]).p), int((values[0] - values[1]).q))
    bound = family.lipschitz_squared * sum((p - q) ** 2 for p, q in zip(a, b, strict=True))
    assert F(share) ** 2 * bound <= difference**2 <= bound


@pytest.mark.parametrize("family", [*EXACT, *SMOOTH, COSINES], ids=repr)
def test_no_slope_in_the_parameters_exceeds_the_constant(family: Family) -> None:
    torch.manual_seed(3)
    rng = random.Random(4)
    rows = [[float(v) for v in drawn_point(family, rng)] for _ in range(16)]
    points = torch.tensor(rows, dtype=torch.float64).mT
    if not isinstance(family, (Cells, CosineFeatures)):
        radius = float(getattr(family, "radius_squared", 1)) ** 0.5
        points = points / points.norm(dim=0).clamp_min(torch.finfo(torch.float64).tiny) * radius
    thetas = torch.nn.functional.normalize(torch.randn(64, family.m, dtype=torch.float64), dim=1).requires_grad_()
    for n in range(16):
        (slope,) = torch.autograd.grad(family.values(thetas, points[:, n : n + 1]).sum(), thetas)
        assert float(slope.norm(dim=1).max()) <= float(family.lipschitz) * (1 + gamma(200, torch.float64))
        values = family.values(thetas, points[:, n : n + 1]).detach()
        assert float(values.max() - values.min()) <= float(family.bounded_width) * (1 + gamma(200, torch.float64))


@pytest.mark.parametrize("family", [f for f in (*EXACT, COSINES) if not isinstance(f, ReluUnits)], ids=repr)
def test_symmetric_families_contain_their_negatives(family: Family) -> None:
    assert family.symmetric
    torch.manual_seed(5)
    thetas = torch.nn.functional.normalize(torch.randn(8, family.m, dtype=torch.float64), dim=1)
    points = torch.randn(family.dimension, 10, dtype=torch.float64)
    opposite = thetas.clone()
    last = family.shapes[-1][1] if isinstance(family, BiasFreeNetworks) else family.m
    opposite[:, -last:] *= -1
    assert torch.equal(family.values(opposite, points), -family.values(thetas, points))


def test_a_relu_unit_has_no_negative_in_its_family() -> None:
    assert not ReluUnits(1).symmetric
    # every f is convex in x, and −f with w ≠ 0 is not
    x = torch.tensor([[-1.0, 0.0, 1.0]])
    left, middle, right = ReluUnits(1).values(torch.tensor([[1.0, 0.0]]), x)[0]
    assert -left - right < -2 * middle


@pytest.mark.parametrize("family", [*EXACT, *SMOOTH, COSINES, Linear(2), Linear(2, F(1, 2), True)], ids=repr)
def test_the_repr_builds_the_family_again(family: Family) -> None:
    assert rebuilt(family) == family


# ── contractions ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["relu", "leaky_relu(1/3)", "abs", "tanh", "leaky_relu(1)"])
def test_contractions_and_their_slopes(name: str) -> None:
    torch.manual_seed(6)
    sigma = contraction(name)
    assert sigma.name == name and repr(sigma) == name
    assert sigma.sigma(torch.zeros(1)).item() == 0
    ends = torch.randn(2, 500, dtype=torch.float64).sort(0).values
    low, high = sigma.slopes(*ends)
    chords = (sigma.sigma(ends[1]) - sigma.sigma(ends[0])) / (ends[1] - ends[0])
    slack = 64 * torch.finfo(torch.float64).eps / (ends[1] - ends[0]).clamp_max(1)
    assert (low <= chords + slack).all() and (chords <= high + slack).all()
    assert (low >= -1).all() and (high <= 1).all()
    # at a point the slope itself is known
    point = sigma.slopes(ends[0], ends[0])
    assert float((point[1] - point[0]).max()) <= gamma(60, torch.float64)


def test_clipping() -> None:
    cells = [F(-3), F(-1), F(-1, 2), F(0), F(1, 3), F(1), F(7, 2)]
    assert str(clip(Rationals().matrix([cells]))) == "[[-1, -1, -1/2, 0, 1/3, 1, 1]]"
    assert clip(torch.tensor([float(v) for v in cells])).tolist()[:4] == [-1, -1, -0.5, 0]


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Linear(0), "d must be at least 1, got 0"),
        (lambda: Linear(2, F(-1)), "the squared radius of the domain must be positive, got -1"),
        (lambda: Cells(0), "the number of cells must be at least 1, got 0"),
        (lambda: ReluUnits(1, F(0)), "the squared radius of the domain must be positive, got 0"),
        (lambda: BiasFreeNetworks(2, (2, 0)), "the width of a hidden layer must be at least 1, got 0"),
        (lambda: BiasFreeNetworks(2, (), "sine"), "unknown contraction 'sine'; known: relu, abs, tanh, leaky_relu(p/q)"),
        (lambda: contraction("leaky_relu(3/2)"), "σ must not expand: a slope in [0, 1] is expected, got 3/2"),
        (lambda: Features([[1], [2, 3]], [0, 0]), "frozen weights need rows of one length and a shift for each"),
        (lambda: Features([[1]], [0, 0]), "got rows of lengths [1] and 2 shifts"),
        (lambda: CosineFeatures([], []), "frozen weights need rows of one length"),
        (lambda: Features([[0]], [0]), "features that are 0 everywhere make no family"),
        (lambda: Linear(2).bounded_width, "Linear(2) is unbounded: no interval of finite length holds its values"),
        (lambda: Linear(2).lipschitz, "Linear(2) has no Lipschitz constant in θ: its domain is unbounded"),
        (lambda: Linear(2).inside([1]), "Linear(2) has 2 parameters, got 1"),
        (lambda: Linear(2).inside([1, "1/9"]), "θ lies outside of the unit ball: ‖θ‖² = 82/81"),
        (
            lambda: Linear(2).value(Rationals().matrix([[1]]), Rationals().matrix([[1], [1]])),
            "θ must be 2×1 and x 2×1, got shapes (1, 1) and (2, 1)",
        ),
        (lambda: Linear(2).values(torch.ones(3, 1), torch.ones(2, 5)), "θ must have shape (T, 2) and x (2, N)"),
        (
            lambda: Cells(2).values(torch.ones(3, 2), torch.ones(2, 5).double()),
            "θ and x must agree in dtype and device, got torch.float32 on cpu and torch.float64 on cpu",
        ),
        (lambda: Cells(2).values(torch.ones(3, 2).int(), torch.ones(2, 5).int()), "torch.float32 and torch.float64 only"),
    ],
)  # fmt: skip
def test_refusals_are_one_sentence(build, sentence: str) -> None:
    with pytest.raises(ValueError) as error:
        build()
    assert sentence in str(error.value) and "\n" not in str(error.value)
