"""P_real through samples: finite classes by hand, ε, masses of cells, birthdays by enumeration, and bad input."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import exp, log
from typing import Any

import pytest
import torch
from drawn_cases import drawn
from flint import arb
from rebuilt import rebuilt
from scipy.integrate import quad
from scipy.special import logsumexp
from scipy.stats import norm

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.birthday import birthdays, draws_until_a_collision
from lemmata.theory.densities.integration import standard_normal_cdf
from lemmata.theory.networks.generator_case import GeneratorCase, generator
from lemmata.theory.training.mixtures import modes
from lemmata.theory.training.observed_cases import observed
from lemmata.theory.training.strategies import observed_affine, observed_on_the_line, several_modes

F = Fraction


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Training promises one result on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def normal(mean: Any, spread: Any = 1) -> GeneratorCase:
    return generator([[[spread]]], [[mean]])


def leaky(outer: Any = 1, bias: Any = 0, slope: str = "leaky_relu(1/2)") -> GeneratorCase:
    return generator([[[1]], [[outer]]], [[0], [bias]], slope)


# ── P_real through samples ─────────────────────────────────────────────────────────────────────────────────────────
def test_numbers_worked_out_by_hand() -> None:
    # log N(0, 1) − log N(2, 1) = 2 − 2x, at the samples 1 and 2 on average −1; −2 under N(2, 1), 2 under N(0, 1)
    P = observed(normal(0), normal(2), [[1], [2]], epsilon=3).into(Rationals())
    assert [as_fraction(v) for v in (P.jeffreys, P.distance, P.sampling_error, P.epsilon)] == [4, 1, 3, 3]
    assert P.within_epsilon
    # log N(0, 1) deviates by ½|5/2 − 5|, x by ½ and x² by 5/2
    assert as_fraction(P.from_samples(P.log_densities)) == F(5, 4)
    assert [as_fraction(v) for v in P.deviations([*P.coordinates, *P.products])] == [F(1, 2), F(5, 2)]


def test_a_law_more_in_g_brings_more_discriminators() -> None:
    few, more = (
        observed(normal(0), normal(2), [[1], [2]], others=others).into(Rationals()) for others in ((), [normal(-4)])
    )
    assert (len(few.differences), len(more.differences)) == (1, 3)
    assert [as_fraction(P.distance) for P in (few, more)] == [1, 3]


def test_all_products_of_coordinates_are_there_once() -> None:
    P = observed(generator([[[1, 0], [0, 1]]]), generator([[[2, 0], [0, 1]]]), [[3, 5]]).into(Rationals())
    assert [as_fraction(f(P.samples[0])) for f in (*P.coordinates, *P.products)] == [3, 5, 9, 25, 15]


@pytest.mark.parametrize(
    "case",
    [
        observed(normal(0), normal(1), [["1/3"]]),
        observed(leaky(), leaky(2, 1), [["1/3"], [2]], others=[leaky(3, "1/2")]),
    ],
    ids=["affine", "line"],
)
def test_without_an_epsilon_one_is_found_that_holds(case: Any) -> None:
    arithmetic = Rationals() if case.pair.size[1] == 1 else Balls()
    with precision(128):
        P = case.into(arithmetic)
        assert P.within_epsilon
        assert (
            not observed(case.pair.g, case.pair.h, case.samples, epsilon=case.epsilon - F(1, 64), others=case.others)
            .into(arithmetic)
            .within_epsilon
        )


def test_samples_on_the_line_are_averaged_like_one_by_one() -> None:
    points = [["1/3"], ["-5/2"], [7]]
    with precision(128):
        together = observed(leaky(), leaky(2, 1), points, epsilon=0).into(Balls())
        f = together.differences[0]
        alone = [observed(leaky(), leaky(2, 1), [x], epsilon=0).into(Balls()) for x in points]
        signed = sum((f(P.samples[0]) - f(P.samples[0] * 0) for P in alone), start=alone[0].epsilon * 0)
        total = sum((f(together.samples[0]) - f(together.epsilon * 0)).entries(), arb(0))
        assert total.overlaps(signed.entries()[0]) and total.rad() < arb(2) ** -100


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: observed(normal(0), normal(0), [[1]]), "are equal"),
        (lambda: observed(normal(0), normal(1), []), "one or more samples in R\\^1"),
        (lambda: observed(normal(0), normal(1), [[1, 2]]), "one or more samples in R\\^1"),
        (lambda: observed(normal(0), normal(1), [[1]], epsilon=-1), "ε ≥ 0"),
        (lambda: observed(normal(0), normal(1), [[1]], others=[leaky()]), "one size and one σ"),
        (lambda: observed(leaky(), leaky(2), [[1]], others=[leaky(3, slope="leaky_relu(3)")]), "one size and one σ"),
        (lambda: observed(leaky(), leaky(2, 1), [[1]]), "lies on a kink"),
        (lambda: observed(leaky(slope="softplus_like"), leaky(2, slope="softplus_like"), [[1]]), "piecewise-linear σ"),
        (lambda: modes([0], normal(0), [1], spread=1), "two or more centres"),
        (lambda: modes([1, 0], normal(0), [1], spread=1), "two or more centres in increasing order"),
        (lambda: modes([0, 1], normal(0), [], spread=1), "one or more samples"),
        (lambda: modes([0, 1], normal(0), [1], spread=0), "the spread must be positive"),
        (lambda: modes([0, 1], leaky(slope="sinh"), [1], spread=1), "piecewise-linear σ"),
        (lambda: modes([0, 1], normal(0), [1], spread=1, epsilon=-1), "ε ≥ 0"),
        (lambda: birthdays([], s=2), "not all 0"),
        (lambda: birthdays([1, -1], s=2), "not all 0"),
        (lambda: birthdays([1], s=1), "s ≥ 2"),
    ],
)
def test_bad_input_gets_one_sentence(wrong: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong()


def test_an_arithmetic_without_closed_forms_is_refused() -> None:
    for case, arithmetic in (
        (observed(normal(0), normal(1), [[1]]), Balls()),
        (observed(leaky(), leaky(2, 1), [[3]]), Rationals()),
        (modes([0, 1], normal(0), [1], spread=1), Rationals()),
    ):
        with pytest.raises(OutsideArithmetic):
            case.into(arithmetic)


# ── modes ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("turned", [1, -1])
def test_masses_of_cells_are_differences_of_phi(turned: int) -> None:
    with precision(128):
        M = modes([0, 2, 8], normal(1, turned * 2), [0, 3, 3, 9], spread="1/2").into(Balls())
        p, q = M.cells.p.entries(), M.cells.q.entries()  # type: ignore[attr-defined]
        assert sum(p, arb(0)).overlaps(arb(1)) and sum(q, arb(0)).overlaps(arb(1))
        assert q[0].overlaps(standard_normal_cdf(arb(0))) and q[2].overlaps(1 - standard_normal_cdf(arb(2)))
        # the first mode is within 1 = 2·½ of the first edge, and the others further than 2·½ and 14·½ on its other side
        left = (standard_normal_cdf(arb(2)) + standard_normal_cdf(arb(-2)) + standard_normal_cdf(arb(-14))) / 3
        assert p[0].overlaps(left)
        assert [float(v) for v in M.shares.entries()] == [0.25, 0.5, 0.25]  # type: ignore[attr-defined]
        assert M.moment_apart(1).entries()[0].overlaps(arb(11) / 4)  # type: ignore[attr-defined]
        assert M.moment_apart(2).entries()[0].overlaps(abs(arb(99) / 4 - 5))  # type: ignore[attr-defined]
        assert M.within_epsilon


def test_a_mode_far_in_the_tail_keeps_its_digits() -> None:
    with precision(128):
        M = modes([-10, 0, 10], normal(0, "1/8"), [0], spread=1, epsilon=0).into(Balls())
        assert all(q > 0 and q.rad() < q * arb(2) ** -80 for q in M.cells.q.entries())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("centres", "mean", "spread"), [([-1, 1], 0.5, 1.0), ([-2, 0, 2], 0.0, 0.5), ([0, 3], 1.0, 2.0)]
)
def test_j_on_cells_is_less_than_j(centres: list[int], mean: float, spread: float) -> None:
    def integrand(x: float) -> float:
        log_p = logsumexp([norm.logpdf(x, m, 0.5) for m in centres]) - log(len(centres))
        log_q = norm.logpdf(x, mean, spread)
        return float((exp(log_p) - exp(log_q)) * (log_p - log_q))

    J, error = quad(integrand, -20, 20, limit=500, points=centres)
    case = modes(centres, normal(F(mean), F(spread)), [0], spread="1/2", epsilon=0)
    with precision(128):
        on_cells = float(case.into(Balls()).jeffreys_of_cells.entries()[0])  # type: ignore[attr-defined]
    assert 0 < on_cells < J - error


# ── birthdays ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("counts", "s"), [([1, 1], 2), ([1, 2, 3], 2), ([1, 2, 3], 3), ([4, 0, 1, 5], 3), ([1, 1], 3)])
def test_all_draws_are_looked_at(counts: list[int], s: int) -> None:
    total = sum(counts)
    found = F(0)
    for outcome in product(range(len(counts)), repeat=s):
        weight = F(1)
        for i in outcome:
            weight *= F(counts[i], total)
        found += weight * (len(set(outcome)) == s)
    assert birthdays(counts, s=s).all_different == found
    assert birthdays(counts, s=s).into(Rationals()).uniform == (len(set(counts)) == 1)


def test_twenty_three_people() -> None:
    assert draws_until_a_collision([1] * 365) == 23
    assert draws_until_a_collision([1]) == 2


# ── what is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("strategy", [observed_affine, observed_on_the_line, several_modes], ids=lambda s: s.__name__)
def test_drawn_cases_are_typed_as_they_are_built_and_some_are_trained(strategy: Any) -> None:
    cases = drawn(strategy(), 60, seed=3)
    assert all(rebuilt(case) == case for case in cases)
    long = [case for case in cases if len(case.samples) > 8]
    assert 5 <= len(long) <= 50


def test_the_matrix_of_a_row_of_samples() -> None:
    with precision(64):
        assert isinstance(observed(leaky(), leaky(2, 1), [[3], [4]]).into(Balls(64)).samples[0], BallMatrix)
