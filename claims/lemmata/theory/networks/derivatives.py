"""The derivative of g⁻¹ in other ways than by the lecture's product formula.

Symbols: sympy differentiates. Rationals: secants inside one linear region. Balls: power series put into g⁻¹. Floats: autodiff.
"""

from __future__ import annotations

from lemmata.late import sympy
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.series import derivative_along
from lemmata.numerics.symbols import SymbolicMatrix
from lemmata.theory.networks.linear_regions import on_a_kink, step_inside
from lemmata.theory.networks.site import Site

__all__ = ["derivative_of_inverse", "directions"]


def directions(site: Site) -> Matrix:
    """The columns along which g⁻¹ is differentiated: all of R^d, or the side from which a kink is approached."""
    if site.side is not None:
        return site.side
    d = site.d
    one, zero = site.x.entry(1) * 0 + 1, site.x.entry(1) * 0
    return one.stack([[one if i == j else zero for j in range(d)] for i in range(d)])


def derivative_of_inverse(site: Site) -> Matrix:
    """∂g⁻¹/∂v at x for the columns v of `directions`: the Jacobian J_x g⁻¹, or a one-sided derivative at a kink."""
    if "derivative" not in site.memo:
        site.memo["derivative"] = _derivative(site)
    return site.memo["derivative"]


def _derivative(site: Site) -> Matrix:
    x = site.x
    if isinstance(x, SymbolicMatrix):
        z = site.g.inverse(x)
        assert isinstance(z, SymbolicMatrix)
        return SymbolicMatrix(sympy.Matrix([[sympy.diff(e, v) for v in x.entries()] for e in z.entries()]))
    if isinstance(x, RationalMatrix):
        return _secants(site)
    if isinstance(x, BallMatrix):
        return _by_power_series(site, x)
    from lemmata.theory.networks.autodiff import jacobian_by_autodiff

    return jacobian_by_autodiff(site)


def _secants(site: Site) -> Matrix:
    """(g⁻¹(x + t·v) − g⁻¹(x)) / t, exact once both ends lie in the closure of one linear piece."""
    g, x, V = site.g, site.x, directions(site)
    if site.side is None and on_a_kink(g, x):
        raise ValueError("x lies on a kink: no secant equals a derivative there; give the side it is approached from")
    z, columns = g.inverse(x), []
    for j in range(1, V.columns + 1):
        v = x.stack([[V.entry(i, j)] for i in range(1, site.d + 1)])
        t = step_inside(g, x, v)
        columns.append((g.inverse(x + v * t) - z) / t)
    return x.stack([[column.entry(i) for column in columns] for i in range(1, site.d + 1)])


def _by_power_series(site: Site, x: BallMatrix) -> Matrix:
    """g⁻¹ itself, asked for its value at the power series x + t·v for each direction v: the coefficients of t in the answer."""
    V = directions(site)
    columns = []
    for j in range(1, V.columns + 1):
        v = x.stack([[V.entry(i, j)] for i in range(1, site.d + 1)])
        columns.append(derivative_along(site.g.inverse, x, v))
    return x.stack([[column.entry(i) for column in columns] for i in range(1, site.d + 1)])
