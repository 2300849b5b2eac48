"""The law of ‖Z‖² against closed forms and integrals, and the bound for laws on N points against true distances."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest
from flint import acb, arb

from lemmata.numerics.balls import precision
from lemmata.theory.transport.norms_of_gaussians import best_radius, mean_norm, norm_below, wasserstein_from_below

HALF = Fraction(1, 2)


@pytest.fixture(autouse=True)
def at_128_bits() -> Iterator[None]:
    with precision(128):
        yield


@pytest.mark.parametrize("radius", [HALF, Fraction(1), Fraction(39, 32), Fraction(5)])
def test_the_norm_has_its_closed_forms_on_the_line_and_in_the_plane(radius: Fraction) -> None:
    r = arb(radius.numerator) / radius.denominator
    one, two = norm_below(1, radius), norm_below(2, radius)
    assert one.overlaps((r / arb(2).sqrt()).erf()) and two.overlaps(1 - (-r * r / 2).exp())
    assert one.rad() < arb(2) ** -100 > two.rad()
    assert norm_below(2, Fraction(0)) == 0


@pytest.mark.parametrize(
    ("d", "radius"),
    [(7, Fraction(3)), (50, Fraction(5)), (50, Fraction(12)), (1000, Fraction(25)), (10**4, Fraction(99))],
)
def test_the_norm_has_the_mass_of_its_density(d: int, radius: Fraction) -> None:
    constant = arb(2).log() * (arb(d) / 2 - 1) + (arb(d) / 2).lgamma()

    def density(r: acb, _: bool) -> acb:
        # r^{d−1} as a whole power: its logarithm is not analytic at 0
        return r ** (d - 1) * (-r * r / 2 - constant).exp()

    mass = acb.integral(density, acb(0), acb(radius.numerator) / radius.denominator).real
    found = norm_below(d, radius)
    assert found.overlaps(mass) and mass.rad() < mass * arb("1e-12")
    assert found.rad() < found * arb(2) ** -90


def test_far_below_the_typical_norm_nothing_is_lost() -> None:
    # P(‖Z‖ < r) ≤ r^d/(2^{d/2}Γ(d/2 + 1)) ≤ e^{r²/2} P(‖Z‖ < r), at d = 10⁴ and r = 80 about 10⁻¹⁹⁰
    d, r = 10**4, arb(80)
    found = norm_below(d, Fraction(80))
    above = (d * r.log() - arb(d) / 2 * arb(2).log() - (arb(d) / 2 + 1).lgamma()).exp()
    assert found <= above <= found * (r * r / 2).exp() and found < arb("1e-180")


@pytest.mark.parametrize("d", [1, 2, 3, 10, 50, 1000])
def test_the_mean_norm_lies_where_it_must(d: int) -> None:
    assert d - 1 < mean_norm(d) ** 2 < d
    assert mean_norm(1).overlaps((2 / arb.pi()).sqrt()) and mean_norm(2).overlaps((arb.pi() / 2).sqrt())


@pytest.mark.parametrize("d", [1, 2, 3, 10, 50])
def test_for_one_point_the_bound_is_the_distance(d: int) -> None:
    # all of the Gaussian travels to the point: E‖Z − p‖, the least at p = 0
    assert wasserstein_from_below(1, d).overlaps(mean_norm(d))


def test_the_best_two_points_on_the_line_are_further_than_the_bound_says() -> None:
    def to_the_nearer_of(c: arb) -> arb:
        """E min(|Z − c|, |Z + c|) = E||Z| − c| = 4φ(c) − 2φ(0) + c(2P(|Z| < c) − 1)."""
        root = (2 * arb.pi()).sqrt()
        return 4 * (-c * c / 2).exp() / root - 2 / root + c * (2 * (c / arb(2).sqrt()).erf() - 1)

    # convex in c, and least at the median .67449 of |Z|
    least, beside = to_the_nearer_of(arb("0.67449")), [to_the_nearer_of(arb(c)) for c in ("0.6", "0.75")]
    assert all(least < other for other in beside) and least > arb("0.47")
    assert wasserstein_from_below(2, 1) < arb("0.47") and wasserstein_from_below(2, 1) < wasserstein_from_below(1, 1)


@pytest.mark.parametrize("d", [1, 2, 12, 40, 10**4])
def test_more_points_are_closer(d: int) -> None:
    bounds = [wasserstein_from_below(N, d) for N in (1, 2, 10, 10**3, 10**6, 10**30, 10**100)]
    assert all(later < earlier for earlier, later in pairwise(bounds)) and bounds[-1] > 0


@pytest.mark.parametrize(("N", "d"), [(2, 1), (64, 2), (11**2, 11), (13**3, 13), (10**6, 500)])
def test_no_radius_does_better(N: int, d: int) -> None:
    best = wasserstein_from_below(N, d)
    R = best_radius(N, d)
    for r in [R * Fraction(k, 20) for k in range(1, 40)]:
        ball = arb(r.numerator) / r.denominator
        simple = ball * (1 - N * norm_below(d, r))
        assert best > simple
        assert best * (1 + arb(2) ** -30) > simple + N * mean_norm(d) * norm_below(d + 1, r)


def test_powers_of_d_are_further_than_the_slide_says_from_some_d_on() -> None:
    one = arb("1.1")
    for power, first in {1: 5, 2: 8, 3: 11, 4: 13}.items():
        assert (
            wasserstein_from_below(first**power, first) > one > wasserstein_from_below((first - 1) ** power, first - 1)
        )


def test_no_points_and_no_dimensions_are_refused() -> None:
    for N, d in ((0, 1), (1, 0), (float("nan"), 1), (1, float("nan"))):
        with pytest.raises(ValueError, match="N ≥ 1 points in d ≥ 1 dimensions"):
            wasserstein_from_below(N, d)  # type: ignore[arg-type]
