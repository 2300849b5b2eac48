"""Slides "The trapezoid rule": the error of one trapezoid, and a bound on the error of n of them."""

from math import e, exp

from lemmata import absolute, at_most, certified, claim, decided, equal, exact, refuted, symbolic
from numerical_integration.cases import (
    EveryPolynomial,
    cubic_in_64_panels,
    exponential,
    exponential_in_64_panels,
    exponentials,
    polynomial,
    polynomials,
)

SLIDE = "The trapezoid rule"


# ── the error of one trapezoid ─────────────────────────────────────────────────────────────────────────────────────
def a_twelfth_added(f):
    return f.h**3 / 12 * f.second_derivative(f.midpoint)


def a_twelfth_taken_away(f):
    return -(f.h**3) / 12 * f.second_derivative(f.midpoint)


def a_twenty_fourth_taken_away(f):
    return -(f.h**3) / 24 * f.second_derivative(f.midpoint)


def at_the_left_end(f):
    return -(f.h**3) / 12 * f.second_derivative(f.a)


def with_the_square_of_h(f):
    return -(f.h**2) / 12 * f.second_derivative(f.midpoint)


@claim(
    id="trapezoid-error",
    slide=SLIDE,
    status="F",
    says="∫f = h/2 (f(a) + f(b)) + h³/12 f″(ξ)",
    printed=refuted(a_twelfth_added, "the trapezoid lies above a convex f: the term is taken away"),
    corrected=a_twelfth_taken_away,
    controls=[a_twenty_fourth_taken_away, at_the_left_end, with_the_square_of_h],
    cases=[
        polynomial([0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 1], over=[0, 2]),
    ],
    scope="all cubics on all intervals, where ξ is the midpoint; not that some ξ exists for every smooth f",
)
@decided(symbolic(f=[EveryPolynomial(k) for k in (2, 3)]), exact(f=polynomials([2, 3, 3])))
def claim_error_of_one_trapezoid(formula, f):
    """∫f = h/2 (f(a) + f(b)) − h³/12 f″(ξ), h = b − a; for a cubic ξ is the midpoint."""
    return equal(f.error_of_the_trapezoids, formula(f))


# ── the bound for n of them ────────────────────────────────────────────────────────────────────────────────────────
def a_twenty_fourth(f):
    return f.width * f.h**2 / 24 * f.largest_second_derivative


def a_twelfth(f):
    return f.width * f.h**2 / 12 * f.largest_second_derivative


def a_twelfth_with_the_third_power(f):
    return f.width * f.h**3 / 12 * f.largest_second_derivative


def a_twelfth_without_the_width(f):
    return f.h**2 / 12 * f.largest_second_derivative


def a_twelfth_of_the_left_end(f):
    return f.width * f.h**2 / 12 * absolute(f.second_derivative(f.a))


def errors_by_panels(profile, seed):
    """The error for eˣ on [0, 1], between the printed bound and the corrected one."""

    def row(n):
        error = sum(exp(i / n) + exp((i + 1) / n) for i in range(n)) / (2 * n) - (e - 1)
        return {"n": n, "printed": e / (24 * n**2), "error": error, "corrected": e / (12 * n**2)}

    return {"errors": [row(2**k) for k in range(8)]}


@claim(
    id="trapezoid-bound",
    slide=SLIDE,
    status="F",
    says="|∫f − T_n| ≤ (b − a) h²/24 · max|f″|",
    printed=refuted(a_twenty_fourth, "a twenty-fourth is the constant of the midpoint rule: here it is a twelfth"),
    corrected=a_twelfth,
    controls=[a_twelfth_with_the_third_power, a_twelfth_without_the_width, a_twelfth_of_the_left_end],
    cases=[
        polynomial([0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 1], over=[0, 1], panels=2),
        polynomial([0, 0, 1], over=[0, 2]),
        exponential(1, over=[0, 1]),
        exponential(1, over=[0, 1], panels=2),
        exponential("1/2", over=[0, 2]),
        exponential("1/16", over=[0, 1]),
    ],
    scope="cubics, of which parabolas attain the bound, and e^(kx); up to 64 panels",
    uses=["trapezoid-error"],
    figures=errors_by_panels,
)
@decided(
    exact(f=polynomials([2, 3, 3], most_panels=4), largest=cubic_in_64_panels),
    certified(f=exponentials, largest=exponential_in_64_panels),
)
def claim_bound_for_n_trapezoids(formula, f):
    """|∫f − T_n| ≤ (b − a) h²/12 · max|f″|, h = (b − a)/n."""
    return at_most(absolute(f.error_of_the_trapezoids), formula(f))
