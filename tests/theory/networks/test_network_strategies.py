"""What is drawn reaches what its docstring promises, keeps what it promises, and shrinks to what one can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from drawn_cases import DRAWS, drawn
from hypothesis.strategies import SearchStrategy

from lemmata.evidence.drawing import smallest
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.densities.points import point
from lemmata.theory.densities.strategies import cells, points
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.networks.activations import by_name, names
from lemmata.theory.networks.generator_case import GeneratorCase, generator
from lemmata.theory.networks.matrix_pairs import matrix_pair
from lemmata.theory.networks.strategies import (
    PIECEWISE_LINEAR,
    SMOOTH,
    UNBOUNDED,
    batches,
    generators,
    matrix_pairs,
    seeded_networks,
    shapes,
    weights,
)


def minimal(strategy: SearchStrategy[Any], condition: Callable[[Any], bool] = lambda _: True) -> Any:
    """What Hypothesis shrinks the first draw with this property to."""
    case = smallest({"value": strategy}, 1, DRAWS, lambda case: condition(case["value"]))
    assert case is not None, "no draw has this property"
    return case["value"]


def matrix(rows: Any) -> RationalMatrix:
    return Rationals().matrix(rows)


def det(rows: Any) -> Fraction:
    value = matrix(rows).raw.det()
    return Fraction(int(value.p), int(value.q))


def is_orthogonal(rows: Any) -> bool:
    W = matrix(rows)
    return (W.transpose() @ W).entries() == matrix(
        [[int(i == j) for j in range(len(rows))] for i in range(len(rows))]
    ).entries()


@cache
def networks() -> tuple[GeneratorCase, ...]:
    return tuple(drawn(generators(names()), examples=2 * DRAWS))


# ── dyadic numbers ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_dyadics_are_small_and_reach_their_ends() -> None:
    numbers = set(drawn(dyadics(limit=3)))
    assert all(abs(q) <= 3 and q.denominator in (1, 2, 4) for q in numbers)
    assert {Fraction(3), Fraction(-3), Fraction(0), Fraction(1, 4), Fraction(-1, 2)} <= numbers
    assert minimal(dyadics()) == 0 and minimal(dyadics(), bool) == 1
    assert minimal(dyadics(), lambda q: q.denominator == 4) == Fraction(1, 4)


# ── weights ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("d", [1, 2, 3])
def test_weights_are_invertible_and_reach_the_edges_of_the_class(d: int) -> None:
    found = drawn(weights(d))
    determinants = [det(W) for W in found]
    assert 0 not in determinants, "a singular matrix was drawn"
    assert all(len(W) == d and all(len(row) == d for row in W) for W in found)
    assert min(determinants) < 0 < max(determinants), "both signs of the determinant"
    assert any(abs(q) == Fraction(1, 1024) for q in determinants), "nearly singular"
    assert any(is_orthogonal(W) for W in found), "orthogonal"
    if d > 1:
        assert any(tuple(zip(*W, strict=True)) != W for W in found), "not symmetric"
        assert any(is_orthogonal(W) and det(W) < 0 for W in found), "a reflection"
        nearly = [W for W in found if abs(det(W)) == Fraction(1, 1024)]
        assert any(sum(v != 0 for row in W for v in row) > d for W in nearly), "not only a scaled permutation"


def test_weights_shrink_to_what_one_can_read() -> None:
    assert minimal(weights(1)) == ((1,),)
    one, nearly = minimal(weights(2)), minimal(weights(2), lambda W: abs(det(W)) < Fraction(1, 100))
    assert sum(v != 0 for row in one for v in row) == 2 and {v for row in one for v in row} == {0, 1}, one
    assert abs(det(nearly)) < Fraction(1, 100) and {abs(v) for row in nearly for v in row} <= {0, 1, Fraction(1, 1024)}


# ── generators ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_generators_reach_every_size_and_activation() -> None:
    assert {case.size for case in networks()} == {(d, l) for d in (1, 2, 3) for l in (1, 2, 3)}
    assert {case.activation.name for case in networks()} == set(names())
    assert any(not case.activation.increasing and case.size[1] > 1 for case in networks()), "a decreasing σ that acts"
    assert any(case.generic for case in networks())


def test_generators_have_invertible_weights_and_latent_points_in_reach() -> None:
    for case in networks():
        assert all(det(W) != 0 for W in case.weights), case
        limit = 12 if case.activation.piecewise_linear else 4
        assert all(abs(v) <= limit for v in case.z), case
    assert any(abs(v) > 4 for case in networks() for v in case.z), "far out, where σ is bi-Lipschitz"
    narrow = drawn(generators(SMOOTH, spread=1), examples=50)
    assert all(abs(v) <= 1 for case in narrow for v in case.z)


def test_generators_are_valid_cases() -> None:
    for case in networks():
        assert generator(case.weights, case.biases, case.activation.name, z=case.z) == case


def test_generators_stay_off_kinks_unless_asked() -> None:
    off = [case for case in networks() if case.activation.piecewise_linear]
    assert len(off) > 20 and not any(case.on_a_kink() for case in off)
    anywhere = drawn(generators(PIECEWISE_LINEAR, off_kinks=False), examples=40)
    assert any(case.on_a_kink() for case in anywhere)


def test_generators_keep_their_bounds() -> None:
    for case in drawn(generators(min_dimension=2, max_dimension=2, min_depth=2, max_depth=3), examples=40):
        d, l = case.size
        assert d == 2 and 2 <= l <= 3 and case.activation.name in UNBOUNDED


def test_generators_shrink_to_what_one_can_read() -> None:
    assert repr(minimal(generators())) == "generator([[[1]]], [[0]], 'leaky_relu(1/2)', z=[0])"
    far = minimal(generators(max_dimension=1, max_depth=1), lambda case: case.z[0] < 0)
    assert (far.weights, far.biases, far.z) == ((((1,),),), ((0,),), (-1,))


def test_the_activations_are_sorted_into_their_classes() -> None:
    assert set(PIECEWISE_LINEAR) | set(SMOOTH) == set(names()) and not set(PIECEWISE_LINEAR) & set(SMOOTH)
    assert all(by_name(name).piecewise_linear for name in PIECEWISE_LINEAR)
    assert all(by_name(name).range is None for name in UNBOUNDED)
    assert {name for name in names() if by_name(name).range is not None} == {"tanh", "logistic"}


# ── the other cases ────────────────────────────────────────────────────────────────────────────────────────────────
def test_matrix_pairs_are_of_one_size_and_include_singular_ones() -> None:
    pairs = drawn(matrix_pairs())
    assert {len(pair.a) for pair in pairs} == {1, 2, 3} and all(len(pair.a) == len(pair.b) for pair in pairs)
    assert any(det(pair.a) == 0 != det(pair.b) for pair in pairs)
    assert minimal(matrix_pairs()) == matrix_pair([[0]], [[0]])


def test_points_and_cells_shrink_to_what_one_can_read() -> None:
    assert minimal(points()) == point([0]) and minimal(points(), lambda p: p.generic) == point([0, 1])
    found = drawn(cells(PIECEWISE_LINEAR), examples=40)
    assert all(case.start < case.end and case.generator.size[0] == 1 for case in found)
    assert any(case.generic for case in found)
    assert (
        repr(minimal(cells(PIECEWISE_LINEAR))) == "cell(generator([[[1]]], [[0]], 'leaky_relu(1/2)', z=[0]), 0, '1/2')"
    )


def test_shapes_are_all_sizes_up_to_the_largest() -> None:
    assert [s.size for s in shapes(2, 3)] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


def test_seeded_networks_have_the_size_named_and_go_through_the_activations() -> None:
    at = seeded_networks(16, 4, ("asinh", "sinh"))
    cases = [at(seed) for seed in range(8)]
    assert {case.size for case in cases} == {(16, 4)} and {case.activation for case in cases} == {"asinh", "sinh"}
    assert at(2**63) != at(2**63 + 2**9), "the seed counts, not only its last bits"


def test_batches_share_no_network_and_hold_as_many_as_asked_for() -> None:
    sizes = ((2, 2, 100), (3, 2, 40))
    for share, wanted in ((1.0, [100, 40]), (0.1, [10, 4]), (0.0, [2, 2])):
        found = list(batches(sizes, ("asinh", "sinh", "leaky_relu(1/2)"))(7, share))
        counts = [sum(b.count for b in found if (b.d, b.l) == (d, l)) for d, l, _ in sizes]
        assert counts == wanted, f"share {share}"
        seeds = [(single.d, single.seed) for batch in found for single in batch.singles()]
        assert len(set(seeds)) == len(seeds), "a network appears twice"
    first, second = (list(batches(sizes, ("asinh",))(seed, 1.0)) for seed in (7, 8))
    assert not {s.seed for b in first for s in b.singles()} & {s.seed for b in second for s in b.singles()}


def test_more_networks_are_more_batches_and_not_larger_ones() -> None:
    sizes, names = ((4, 3, 2500), (64, 8, 20)), ("asinh", "sinh")
    numbers = [[b.count * b.l * b.d**2 for b in batches(sizes, names)(7, share)] for share in (4.0, 12.0)]
    assert len(numbers[1]) >= 2 * len(numbers[0]) and max(numbers[0]) == max(numbers[1])
    for d, _, count in sizes:
        for name in names:
            of_one = [b for b in batches(sizes, names)(7, 4.0) if (b.d, b.activation) == (d, name)]
            whole = replace(of_one[0], count=2 * count)
            assert [s for b in of_one for s in b.singles()] == list(whole.singles()), (
                "the same networks as in one batch"
            )


def test_what_is_drawn_for_an_arithmetic_lies_in_it() -> None:
    linear, smooth = ([c for c in networks() if c.activation.name in kind] for kind in (PIECEWISE_LINEAR, SMOOTH))
    assert all(case.into(Rationals()).d == case.size[0] for case in linear[:20])
    for case in smooth:
        if case.size[1] > 1:
            with pytest.raises(OutsideArithmetic):
                case.into(Rationals())
