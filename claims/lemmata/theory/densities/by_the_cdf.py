"""The density of P_g once more, by differentiating a distribution function: erf, in sympy or in arb, never our own formula."""

from __future__ import annotations

from flint import arb

from lemmata.late import sympy
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.series import value_and_derivative
from lemmata.numerics.symbols import SymbolicMatrix
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.numerics.vocabulary import total
from lemmata.theory.networks.site import Site

__all__ = ["density_from_the_cdf", "log_density_from_the_cdf", "squared_slope_of_the_cdf"]


def squared_slope_of_the_cdf(site: Site) -> SymbolicMatrix:
    """(d/dx Φ(g⁻¹(x)))² for d = 1 and symbols: g is monotone, so P(g(Z) ≤ x) is Φ(g⁻¹(x)) or one minus it."""
    z, x = site.g.inverse(site.x), site.x
    assert isinstance(z, SymbolicMatrix) and isinstance(x, SymbolicMatrix)
    ((argument,), (variable,)) = z.entries(), x.entries()
    slope = sympy.diff(sympy.erf(argument / sympy.sqrt(2)) / 2, variable)
    return SymbolicMatrix(sympy.Matrix([[slope**2]]))


def log_density_from_the_cdf(u: Matrix) -> Matrix:
    """Σ_i log Φ′(u_i), the log-density of independent standard normal coordinates, with Φ′ from a derivative of erf."""
    if isinstance(u, BallMatrix):
        # the value Φ(u) is not needed, only its slope: arb differentiates its own erf
        scaled = u / BallMatrix.of([[arb(2).sqrt()]])
        assert isinstance(scaled, BallMatrix)
        _, slopes = value_and_derivative(lambda t: t.apply("erf"), scaled)
        return total((slopes / BallMatrix.of([[2 * arb(2).sqrt()]])).apply("log"))
    raise OutsideArithmetic("erf is known to balls; for symbols see density_from_the_cdf")


def density_from_the_cdf(u: Matrix) -> SymbolicMatrix:
    """Π_i Φ′(u_i) for symbols, with Φ′ from sympy's derivative of erf."""
    assert isinstance(u, SymbolicMatrix)
    density = sympy.Integer(1)
    for v in u.entries():
        # differentiated as a function, so that a point like u = 0 may be put in
        t = sympy.Symbol("t", real=True)
        density *= sympy.diff(sympy.erf(t / sympy.sqrt(2)) / 2, t).subs(t, v)
    return SymbolicMatrix(sympy.Matrix([[density]]))
