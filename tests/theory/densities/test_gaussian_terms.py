"""A formula read off a whole region is the formula at each of its points, and every place where it changes is found."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import torch
from flint import arb
from hypothesis import assume, given, settings, strategies as st

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import absolute, by_sign, exp, log, log_abs_determinant, stack
from lemmata.theory.densities.gaussian import log_phi, phi
from lemmata.theory.densities.gaussian_terms import TermMatrix, term_of
from lemmata.theory.densities.integration import mass_of_gaussian_pieces, pieces_on_the_line
from lemmata.theory.densities.planes import plane
from lemmata.theory.densities.regions import Quadrant
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.generator_case import GeneratorCase, generator
from lemmata.theory.networks.strategies import PIECEWISE_LINEAR, generators


def density(g: Any, x: Any) -> Any:
    h = g.hidden(x)
    value = phi(h[1])
    for slopes in g.slopes(h):
        value = value * absolute(slopes)
    for W in g.W:
        value = value / absolute(W)
    return value


@settings(max_examples=60)
@given(generators(PIECEWISE_LINEAR, max_dimension=1, off_kinks=False), st.fractions(-40, 40, max_denominator=16))
def test_pieces_are_the_formula_at_every_point(case: GeneratorCase, x: Fraction) -> None:
    exact, balls = case.into(Rationals()).g, case.into(Balls()).g
    pieces = pieces_on_the_line(lambda v: density(exact, v))
    assert [p.end for p in pieces[:-1]] == [p.start for p in pieces[1:]]
    assert pieces[0].start is None and pieces[-1].end is None
    assume(all(x != p.start for p in pieces))  # there a density may jump
    (here,) = [p for p in pieces if (p.start is None or p.start <= x) and (p.end is None or x < p.end)]
    with precision(128):
        c, slope, bend = here.log
        point = BallMatrix.of([[x]])
        t = as_ball(point)
        assert (c + t * (slope + t * bend)).overlaps(as_ball(density(balls, point)).log())


@pytest.mark.parametrize("at", [-60, -1, 0, 5000])
def test_a_change_that_nobody_foretold_is_found(at: int) -> None:
    pieces = pieces_on_the_line(lambda x: phi(x / 64) / 64 * by_sign(x - at, 3, 1))
    assert [(p.start, p.end) for p in pieces] == [(None, at), (at, None)]
    with precision(128):
        below = (-arb(at) / 64 / arb(2).sqrt()).erfc() / 2
        assert as_ball(mass_of_gaussian_pieces(lambda x: phi(x / 64) / 64 * by_sign(x - at, 3, 1))).overlaps(
            1 + 2 * below
        )


def test_signs_and_zeros_have_their_mass() -> None:
    with precision(128):
        for sign, expected in ((-1, arb(0)), (0, arb(1) / 2)):
            mass = mass_of_gaussian_pieces(lambda x, sign=sign: phi(x) * by_sign(x, sign, 1))
            assert as_ball(mass).overlaps(expected)


@pytest.mark.parametrize(
    ("name", "f"),
    [
        ("a kink of a square", lambda x: phi(x) * by_sign(x * x - 1, 2, 1)),
        ("a polynomial factor", lambda x: phi(x) * x),
        ("two exponentials", lambda x: phi(x) + phi(x - 1)),
        ("a cube in the exponent", lambda x: exp(x * x * x)),
        ("no Gaussian", lambda x: exp(x)),
        ("another function", lambda x: (x * x).apply("sin")),
        ("a quotient", lambda x: phi(x) / (x * x)),
        ("the exponential of an exponential", lambda x: exp(phi(x))),
        ("a column", lambda x: stack([x, x])),
    ],
)
def test_what_is_no_gaussian_piece_is_refused(name: str, f: Any) -> None:
    with pytest.raises(OutsideArithmetic):
        mass_of_gaussian_pieces(f)


def test_logarithms_and_their_exponentials_meet() -> None:
    one, other = (pieces_on_the_line(f) for f in (phi, lambda x: exp(log(phi(x)))))
    assert one == other == pieces_on_the_line(lambda x: exp(log_phi(x)))
    doubled = pieces_on_the_line(lambda x: exp(log_phi(x) + log_abs_determinant(stack([[x * 0 - 2, x], [0, 1]]))))
    assert [p.size for p in doubled] == [2]
    with pytest.raises(ValueError, match="positive"):
        pieces_on_the_line(lambda x: log(x * 0 - 1))


def test_a_number_has_the_same_value_everywhere() -> None:
    (piece,) = pieces_on_the_line(lambda x: Rationals().matrix([[3]]))
    assert (piece.size, piece.bend) == (3, 0)


def test_a_kink_across_a_quadrant_is_refused_and_one_beside_it_is_not() -> None:
    point = TermMatrix.point(Quadrant(), 2)
    u, v = point.entry(1), point.entry(2)
    assert by_sign(u + v, 2, 3).as_rational() == 3 and by_sign(-u - 1, 2, 3).as_rational() == 2
    with pytest.raises(OutsideArithmetic, match="kink"):
        by_sign(u - v, 2, 3)
    assert term_of(phi(point)).c == -1
    place = plane(generator([[[1, 0], [0, 1]], [[2, 0], [0, 1]]])).into(Balls())
    with pytest.raises(OutsideArithmetic):
        place.mass(lambda g, x: phi(x) * by_sign(x.entry(1) - 60, 1, 3))


@pytest.mark.parametrize("activation", PIECEWISE_LINEAR)
def test_the_cells_of_a_plane_have_the_probability_that_samples_have(activation: str) -> None:
    with precision(128):
        case = generator([[[1, 2], [-1, 1]], [[1, 2], [0, 1]]], [[1, -3], [0, 1]], activation)
        place = plane(case).into(Balls())
        z = torch.randn(200_000, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
        h = by_name(activation).sigma(
            z @ torch.tensor([[1.0, -1.0], [2.0, 1.0]], dtype=torch.float64) + torch.tensor([1.0, -3.0])
        )
        for (i, j), p in zip(((1, 1), (1, -1), (-1, 1), (-1, -1)), place.probability.entries(), strict=True):
            share = float(((i * h[:, 0] > 0.5) & (j * h[:, 1] > 0.5)).double().mean())
            assert abs(share - float(p.mid())) < 6 * (share / 200_000) ** 0.5 + 1e-4 and p.rad() < arb(2) ** -100
