"""Cases are exact: their text builds them again, bad input is refused, and batches hold the networks they name."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from rebuilt import rebuilt

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats
from lemmata.numerics.matrix import Layers
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.series import derivative_along
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import inverse, total
from lemmata.theory.densities.cells import cell
from lemmata.theory.networks.activations import by_name, names
from lemmata.theory.networks.derivatives import derivative_of_inverse, directions
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import Shape, generator
from lemmata.theory.networks.linear_regions import on_a_kink, pattern, step_inside
from lemmata.theory.networks.matrix_pairs import SymbolicPair, matrix_pair
from lemmata.theory.networks.seeded_networks import Batch, Seeded
from lemmata.theory.networks.site import Site

ARITHMETICS = {"rationals": Rationals(), "balls": Balls(), "floats": Floats(), "symbols": Symbols()}
two_layers = generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], z=[1, "-1/2"])

EVALUABLE = [
    two_layers,
    generator([[["-3/4"]]], z=["5/2"]),
    *(generator([[[2]], [[-1]]], [[0], ["1/3"]], name, z=["1/7"]) for name in names()),
    generator([[[1]], [[1]]], z=[0], side=["-1/2"]),
    Seeded(2, 3, "asinh", 7),
    Seeded(3, 2, "leaky_relu(1/2)", 7, "dyadic"),
    Seeded(1, 1, "tanh", 2**40, dtype="float32"),
    Batch(2, 2, "sinh", 3, 5),
    Shape(2, 3),
    SymbolicPair(2),
    matrix_pair([[1, "-1/2"], [0, 3]], [[0, 0], [0, 0]]),
]


@pytest.mark.parametrize("case", EVALUABLE, ids=repr)
def test_the_text_of_a_case_builds_it_again(case: Any) -> None:
    again = rebuilt(case)
    assert again == case and repr(again) == repr(case)


def test_the_text_of_a_cell_builds_it_again() -> None:
    case = cell(generator([[[1]], [[2]]], z=[0]), -1, "3/2")
    assert eval(repr(case), {"cell": cell, "generator": generator}) == case


def test_a_case_is_written_in_small_numbers() -> None:
    assert repr(two_layers) == (
        "generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], 'leaky_relu(1/2)', z=[1, '-1/2'])"
    )
    assert generator([[[1]]]) == generator([[[1]]], [[0]], "leaky_relu(1/2)", z=[0]), "the defaults"


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────────────────────
BAD: list[tuple[Any, type[Exception], str]] = [
    (lambda: generator([]), ValueError, "a generator needs at least one layer of weights"),
    (lambda: generator([[]]), ValueError, "a generator needs at least one layer of weights"),
    (
        lambda: generator([[[1, 2]]]), ValueError,
        "W_1 is not a 1×1 matrix: all weights of a generator are square and of one size",
    ),
    (
        lambda: generator([[[1]], [[1, 0], [0, 1]]]), ValueError,
        "W_2 is not a 1×1 matrix: all weights of a generator are square and of one size",
    ),
    (
        lambda: generator([[[1, 0], [0, 1]], [[1, 2], [2, 4]]]), ValueError,
        "W_2 is singular: a generator is 1-to-1 only with invertible weights",
    ),
    (lambda: generator([[[1]]], [[1], [2]]), ValueError, "expected 1 biases of length 1, got lengths [1, 1]"),
    (lambda: generator([[[1]], [[1]]], [[1], [1, 2]]), ValueError, "expected 2 biases of length 1, got lengths [1, 2]"),
    (lambda: generator([[[1]]], z=[1, 2]), ValueError, "z has length 2, the generator has dimension 1"),
    (lambda: generator([[[1]]], z=["-25/2"]), ValueError, "|z_i| ≤ 12 is expected, got z = ['-25/2']"),
    (lambda: generator([[[0.5]]]), TypeError, "write 0.5 as a Fraction: a case is exact"),
    (lambda: generator([[[1]]], [[0.25]]), TypeError, "write 0.25 as a Fraction: a case is exact"),
    (lambda: generator([[[1]]], z=[1.5]), TypeError, "write 1.5 as a Fraction: a case is exact"),
    (lambda: cell(two_layers, 0, 1), ValueError, "a cell of the line needs d = 1, got d = 2"),
    (lambda: cell(generator([[[1]]]), 1, 1), ValueError, "a cell needs start < end, got 1 and 1"),
    (lambda: matrix_pair([[1, 2], [3, 4]], [[1]]), ValueError, "a pair needs two square matrices of one size"),
    (lambda: matrix_pair([[1, 2]], [[1, 2]]), ValueError, "a pair needs two square matrices of one size"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "error", "sentence"), BAD, ids=[sentence for _, _, sentence in BAD])
def test_bad_input_is_refused_in_one_sentence(build: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as raised:
        build()
    assert str(raised.value) == sentence


def test_the_edges_of_what_is_allowed_are_allowed() -> None:
    assert generator([[[1]]], z=[12]).z == (12,) and generator([[[1]]], z=[-12]).z == (-12,)
    assert generator([[["1/1024"]]]).weights == (((Fraction(1, 1024),),),)


# ── lifting ────────────────────────────────────────────────────────────────────────────────────────────────────────
def can_lift(case: Any) -> set[str]:
    lifted = set()
    for name, arithmetic in ARITHMETICS.items():
        try:
            case.into(arithmetic)
        except OutsideArithmetic:
            continue
        lifted.add(name)
    return lifted


def test_every_case_names_the_arithmetics_it_lies_outside_of() -> None:
    numbers = {"rationals", "balls", "floats"}
    assert can_lift(two_layers) == {*numbers, "symbols"}
    assert can_lift(generator([[[1]], [[1]]], activation="asinh")) == {"balls", "floats", "symbols"}
    assert can_lift(generator([[[1]], [[1]]], z=[0], side=[1])) == {"rationals", "symbols"}, "a kink is decided exactly"
    assert can_lift(Shape(2, 2)) == can_lift(SymbolicPair(2)) == {"symbols"}
    assert can_lift(matrix_pair([[1]], [[2]])) == numbers
    assert can_lift(Batch(2, 2, "asinh", 2, 0)) == {"floats"}
    assert can_lift(Seeded(2, 2, "leaky_relu(1/2)", 0, "dyadic")) >= numbers
    assert can_lift(cell(generator([[[1]]]), 0, 1)) == {"balls"}


def test_a_site_lies_where_the_generator_takes_z() -> None:
    site = two_layers.into(Rationals())
    # W_1 z + b_1 = (3/2, −1/2), σ of it (3/2, −1/4), W_2 of that plus b_2 = (1, 3/4)
    assert (str(site.x), str(site.z), site.d, site.l) == ("[1, 3/4]", "[1, -1/2]", 2, 2)
    assert equal(site.g.inverse(site.x), site.z).verdict is Verdict.HOLDS
    again = site.g.hidden(site.x)
    assert [str(h) for h in site.h] == [str(h) for h in again], "the way forward and the way back see the same layers"
    assert str(site.slopes[2]) == "[1, 2]" and str(site.D[2]) == "[[1, 0], [0, 2]]"
    last = site.last_layer()
    assert equal(last.g.inverse(last.x), last.z).verdict is Verdict.HOLDS


def test_sizes_and_what_counts_as_generic() -> None:
    generic = generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]])
    assert generic.size == (2, 2) and generic.generic
    for less, why in [
        (generator([[[1, 1], [0, 1]]], [[1, 0]]), "one layer"),
        (generator([[[2]], [[3]]], [[0], [1]]), "one dimension"),
        (generator([[[1, 1], [0, 1]], [[1, 2], [2, 1]]], [[1, 0], [0, 1]]), "a symmetric matrix"),
        (generator([[[1, 0], [0, 2]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]]), "a diagonal matrix"),
        (generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [1, 0]]), "equal biases"),
    ]:
        assert not less.generic, why


# ── seeded networks and batches ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("entries", ["gaussian", "dyadic"])
def test_a_seed_gives_one_network(entries: str) -> None:
    def network(seed: int) -> Any:
        return Seeded(3, 2, "leaky_relu(1/2)", seed, entries).written()

    assert network(5) == network(5) and network(5) != network(6)
    assert all(case.size == (3, 2) and case.generic for case in map(network, range(10)))


def test_dyadic_networks_are_quarters_invertible_and_off_kinks() -> None:
    for seed in range(60):
        case = Seeded(1 + seed % 3, 2, "leaky_relu(1/2)", seed, "dyadic").written()
        numbers = [v for W in case.weights for row in W for v in row] + [v for b in case.biases for v in b] + [*case.z]
        assert all(v.denominator in (1, 2, 4) and abs(v) <= 1 for v in numbers), case
        assert all(Rationals().matrix(W).raw.det() != 0 for W in case.weights), case
        assert not case.on_a_kink(), case


def exactly(tensor: torch.Tensor) -> Any:
    """Nested lists of the exact values of floats."""
    return np.vectorize(lambda v: Fraction(float(v)), otypes=[object])(tensor.numpy()).tolist()


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("activation", ["asinh", "leaky_relu(1/2)"])
def test_a_batch_holds_exactly_the_networks_it_names(dtype: torch.dtype, activation: str) -> None:
    batch = Batch(3, 2, activation, count=4, seed=11)
    site = batch.into(Floats(dtype))
    singles = list(batch.singles(str(dtype).removeprefix("torch.")))
    assert len(singles) == 4 == site.x.mid.shape[0] and len(set(map(repr, singles))) == 4
    for i, single in enumerate(singles):
        case = single.written()
        for k in (1, 2):
            assert (site.W[k].rad == 0).all() and (site.b[k].rad == 0).all() and (site.z.rad == 0).all()
            assert exactly(site.W[k].mid[i]) == [list(row) for row in case.weights[k - 1]], f"W_{k} of network {i}"
            assert exactly(site.b[k].mid[i]) == [[v] for v in case.biases[k - 1]], f"b_{k} of network {i}"
        assert exactly(site.z.mid[i]) == [[v] for v in case.z], f"z of network {i}"
        # the batch sees the same point: its ball holds the one that balls give
        with precision(200):
            sharp = single.into(Balls()).x.entries()
        for mid, rad, x in zip(site.x.mid[i, :, 0], site.x.rad[i, :, 0], sharp, strict=True):
            with precision(200):
                assert abs(x - mid.item()) <= rad.item(), f"x of network {i}"


def test_batches_of_one_seed_continue_each_other() -> None:
    whole, tail = Batch(2, 2, "asinh", 4, 10), Batch(2, 2, "asinh", 2, 12)
    assert list(whole.singles())[2:] == list(tail.singles())


# ── kinks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_kink_is_a_zero_that_an_activation_acts_on() -> None:
    assert generator([[[1]], [[1]]], z=[0]).on_a_kink()
    assert not generator([[[1]], [[1]]], [[1], [0]], z=[0]).on_a_kink(), "h_2 = σ(0 + 1)"
    assert generator([[[1]], [[1]]], [[-1], [0]], z=[1]).on_a_kink()
    assert not generator([[[1]]], z=[0]).on_a_kink(), "with one layer no activation acts"
    assert generator([[[1, 0], [0, 1]]] * 2, z=[1, 0]).on_a_kink(), "one coordinate is enough"


def test_steps_stay_inside_one_piece() -> None:
    # h_2 = x here: the kink is at 0
    for z, direction, longest in [("1/8", -1, Fraction(1, 8)), ("1/8", 1, Fraction(1)), ("-3/8", 1, Fraction(3, 8))]:
        site = generator([[[1]], [[1]]], z=[z]).into(Rationals())
        v = site.x * 0 + direction
        t = step_inside(site.g, site.x, v)
        assert 0 < t <= longest and pattern(site.g, site.x + v * t) == pattern(site.g, site.x), z


@pytest.mark.parametrize("d", [1, 2, 3])
def test_secants_inside_a_piece_are_the_derivative_and_steps_from_a_kink_do_not_cross_the_next(d: int) -> None:
    for seed in range(20):
        site = Seeded(d, 3, "leaky_relu(1/2)", seed, "dyadic").into(Rationals())
        v = site.x.stack([[site.x.constant(1 + i)] for i in range(d)])
        t = step_inside(site.g, site.x, v)
        ends = [site.g.inverse(site.x + v * (t * s)) for s in (0, Fraction(1, 2), 1)]
        assert equal(ends[1] * 2, ends[0] + ends[2]).verdict is Verdict.HOLDS, f"g⁻¹ bends within the step, seed {seed}"


def test_one_sided_sites_take_slopes_and_secants_from_their_side() -> None:
    wide = {1: "1", -1: "2"}  # s(y) = y above 0 and 2y below
    for side, slope in wide.items():
        site = generator([[[1]], [[1]]], z=[0], side=[side]).into(Rationals())
        assert str(site.slopes[2]) == slope, "the limit of s′ from the side"
        assert str(directions(site)) == str(side)
        assert str(derivative_of_inverse(site)) == str(int(slope) * side), "the secant in the direction of the side"
        assert on_a_kink(site.g, site.x)


def test_one_sided_secants_in_two_dimensions_match_the_product_of_their_side() -> None:
    case = generator([[[1, 0], [0, 1]], [[1, 1], [0, 1]]], z=[0, 1], side=[-3, 1])
    site = case.into(Rationals())
    chain = inverse(site.W[1]) @ site.D[2] @ inverse(site.W[2])
    assert equal(chain @ directions(site), derivative_of_inverse(site)).verdict is Verdict.HOLDS
    other = generator([[[1, 0], [0, 1]], [[1, 1], [0, 1]]], z=[0, 1], side=[3, 1]).into(Rationals())
    assert equal(chain @ directions(other), derivative_of_inverse(other)).verdict is Verdict.REFUTED


def test_a_secant_across_a_kink_is_refused() -> None:
    with pytest.raises(ValueError, match="give the side it is approached from"):
        derivative_of_inverse(generator([[[1]], [[1]]], z=[0]).into(Rationals()))


def test_a_truth_side_is_computed_once_for_a_site() -> None:
    site = two_layers.into(Rationals())
    assert derivative_of_inverse(site) is derivative_of_inverse(site)
    assert derivative_of_inverse(two_layers.into(Rationals())) is not derivative_of_inverse(site)


@pytest.mark.parametrize("activation", ["sinh", "asinh", "tanh", "logistic", "smooth_leaky_relu", "leaky_relu(1/2)"])
def test_the_derivative_of_the_inverse_inverts_that_of_the_generator(activation: str) -> None:
    for (d, l), seed in product(((1, 1), (1, 3), (2, 2), (3, 2)), range(5)):
        with precision(256):
            site = Seeded(d, l, activation, seed).into(Balls())
            columns = [derivative_along(site.g, site.z, v) for v in columns_of(directions(site))]
            forth = site.x.stack([[column.entry(i) for column in columns] for i in range(1, d + 1)])
            back = derivative_of_inverse(site)
            assert equal(back @ forth, directions(site)).verdict is Verdict.HOLDS, (d, l, seed)


def columns_of(A: Any) -> list[Any]:
    return [A.stack([[A.entry(i, j)] for i in range(1, A.rows + 1)]) for j in range(1, A.columns + 1)]


def test_the_derivative_in_balls_is_that_of_whatever_the_inverse_is() -> None:
    class Square(Generator):
        def inverse(self, x: Any) -> Any:
            return x * total(x * x)

    x = Balls().matrix([[1], [2]])
    site = Site(Square(Layers([Balls().matrix([[1, 0], [0, 1]])]), Layers([x * 0]), by_name("asinh")), x)
    assert equal(derivative_of_inverse(site), Balls().matrix([[7, 4], [4, 13]])).verdict is Verdict.HOLDS
