"""Slide "Simpson's rule": which polynomials a parabola through three points integrates without error."""

from lemmata import Verdict, blind, claim, decided, equal, exact, implied, symbolic
from numerical_integration.cases import EveryPolynomial, polynomial, polynomials

UNSEEN = "a symbol is never 0: among symbols this says no more than degree at most 3"


def up_to_cubics(f):
    return f.degree <= 3


def up_to_quartics(f):
    return f.degree <= 4


def without_a_fourth_power(f):
    return f.degree <= 3 or f.c[4].is_zero()


def on_a_symmetric_interval(f):
    return f.degree <= 3 or (f.a + f.b).is_zero()


@claim(
    id="simpson-degree",
    slide="Simpson's rule",
    status="T",
    says="Simpson's rule integrates cubics exactly",
    printed=up_to_cubics,
    controls=[
        up_to_quartics,
        blind(without_a_fourth_power, UNSEEN, grades=["symbolic"]),
        blind(on_a_symmetric_interval, UNSEEN, grades=["symbolic"]),
    ],
    cases=[
        polynomial([0, 0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 0, 0, 0, 1], over=[0, 1]),
        polynomial([0, 0, 0, 0, 1], over=[-1, 1]),
    ],
    scope="all polynomials up to degree 3 on all intervals; its variants meet degrees up to 6",
)
@decided(
    symbolic(f=[EveryPolynomial(k) for k in range(7)]),
    exact(f=polynomials([1, 2, 3, 3, 3, 4, 4, 5, 5, 6])),
)
def claim_degree_of_simpsons_rule(formula, f):
    """∫f = (b − a)/6 · (f(a) + 4f(m) + f(b)), m = (a + b)/2, for every polynomial f of degree at most 3."""
    rule = f.width / 6 * (f(f.a) + 4 * f(f.midpoint) + f(f.b))
    same = equal(rule, f.integral).verdict is Verdict.HOLDS
    return implied(formula(f), same, f"f has degree {f.degree}", f"rule = ∫f (rule {rule}, ∫f {f.integral})")
