"""Jensen–Shannon and total variation of P_g and P_h on the line, over x.

For piecewise-linear σ, g⁻¹(x) = αx + β on each piece, with α and β exact by secants, so that both log-densities are known
quadratics. Beyond [a, b] ⊃ g([−R, R]) ∪ h([−R, R]) the integrand of JS is at most ln 2 · ½(P_g + P_h), whose integral is at
most ln 2 times the mass of N(0, 1) beyond R, since a monotone g or h puts no more there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from flint import acb, arb

from lemmata.numerics.balls import BallMatrix, ceiling
from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.flint import rational
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.theory.densities.integration import inside, standard_normal_cdf
from lemmata.theory.divergences.pullback import Pullback, kinks
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["jensen_shannon_over_x", "log_of_twice_the_share", "total_variation_over_x"]

Log = Callable[[acb], acb]
# α, β
Line = tuple[Fraction, Fraction]


def jensen_shannon_over_x(pair: Pullback) -> arb:
    """JS = ∫ ½ P_g log(2P_g/(P_g + P_h)) + ½ P_h log(2P_h/(P_g + P_h)) dx."""

    def integrand(log_p: acb, log_q: acb, analytic: bool) -> acb:
        r = log_p - log_q
        return (
            log_p.exp() * log_of_twice_the_share(r, analytic) + log_q.exp() * log_of_twice_the_share(-r, analytic)
        ) / 2

    return _over_x(pair, integrand)


def total_variation_over_x(pair: Pullback) -> arb:
    """TV = ½ Σ |P_g(I) − P_h(I)| over intervals I on which P_g − P_h keeps its sign.

    Between the kinks of both, log(P_g/P_h) is a quadratic, whose roots are cut points. A cut more than needed changes
    nothing, so a root that is perhaps none, or perhaps beyond the piece, is cut at all the same.
    """
    g, h = (case.into(Rationals()).g for case in (pair.g_case, pair.h_case))
    middle = sorted({x for case in (pair.g_case, pair.h_case) for x in kinks(case)})
    ends = [arb("-inf"), *(arb(rational(x)) for x in middle), arb("inf")]
    found = arb(0)
    for a, b in pairwise(ends):
        lines = [_inverse(f, a, b) for f in (g, h)]
        cuts = [a, *sorted(_roots(*lines), key=lambda x: float(x.mid())), b]
        for low, high in pairwise(_within(x, a, b) for x in cuts):
            masses = (abs(_cdf(line, high) - _cdf(line, low)) for line in lines)
            found += abs(next(masses) - next(masses))
    return found / 2


def _inverse(g: Generator, a: arb, b: arb) -> Line:
    """α and β with g⁻¹(x) = αx + β between a and b, by a secant."""
    centre, step = (Fraction(int(v.p), int(v.q)) for v in (u.fmpq() for u in inside(a, b)))
    low, high = (as_fraction(g.inverse(RationalMatrix.of([[x]]))) for x in (centre - step, centre + step))
    alpha = (high - low) / (2 * step)
    return alpha, low - alpha * (centre - step)


def _roots(p: Line, q: Line) -> list[arb]:
    """Where −½(αx + β)² + log|α| is the same for both lines."""
    (a, b), (c, d) = p, q
    bend, slope, rest = (c * c - a * a) / 2, c * d - a * b, (d * d - b * b) / 2
    constant = arb(rational(rest)) + arb(rational(abs(a / c))).log()
    if bend == 0:
        return [] if slope == 0 else [-constant / arb(rational(slope))]
    discriminant = arb(rational(slope)) ** 2 - 4 * arb(rational(bend)) * constant
    if discriminant < 0:
        return []
    # a discriminant around 0: both roots, if there are any, lie within the ball around the vertex
    root = discriminant.sqrt() if discriminant > 0 else arb(0, abs(discriminant).upper().sqrt().upper())
    return [(sign * root - arb(rational(slope))) / arb(rational(2 * bend)) for sign in (-1, 1)]


def _within(x: arb, a: arb, b: arb) -> arb:
    return x.max(a).min(b)


def _cdf(line: Line, x: arb) -> arb:
    """Φ(αx + β)."""
    alpha, beta = line
    if not x.is_finite():
        return arb(1 if (x > 0) == (alpha > 0) else 0)
    return standard_normal_cdf(arb(rational(alpha)) * x + arb(rational(beta)))


def log_of_twice_the_share(r: acb, analytic: bool) -> acb:
    """log(2/(1 + e^(−r))), in the one of two forms whose exponential is small."""
    positive = not r.real.mid() < 0
    sum_of_both = 1 + (-r if positive else r).exp()
    if not (sum_of_both.real > 0 or not sum_of_both.imag.contains(0)):
        return acb("nan")
    return acb(2).log() - sum_of_both.log() + (0 if positive else r)


def _over_x(pair: Pullback, integrand: Callable[[acb, acb, bool], acb]) -> arb:
    g, h = (case.into(Rationals()).g for case in (pair.g_case, pair.h_case))
    R = Fraction(ceiling(BallMatrix.of([[pair.reach]])))
    ends = [as_fraction(f(RationalMatrix.of([[z]]))) for f in (g, h) for z in (-R, R)]
    between = {x for case in (pair.g_case, pair.h_case) for x in kinks(case) if min(ends) < x < max(ends)}
    found = arb(0)
    for a, b in pairwise(sorted({min(ends), max(ends), *between})):
        log_p, log_q = (_log_density(case, f, a, b) for case, f in ((pair.g_case, g), (pair.h_case, h)))

        def on_piece(x: acb, analytic: bool, log_p: Log = log_p, log_q: Log = log_q) -> acb:
            return integrand(log_p(x), log_q(x), analytic)

        found += pair.integral(on_piece, arb(rational(a)), arb(rational(b)))
    beyond = (arb(rational(R)) / arb(2).sqrt()).erfc()
    return found + arb(0, beyond.upper())


def _log_density(case: GeneratorCase, g: Generator, a: Fraction, b: Fraction) -> Log:
    """log P_g between a and b: −½(αx + β)² + log|α| − ½ log 2π."""
    low, high = (as_fraction(g.inverse(RationalMatrix.of([[x]]))) for x in (a, b))
    slope = (high - low) / (b - a)
    alpha, beta = arb(rational(slope)), arb(rational(low - slope * a))
    constant = abs(alpha).log() - (2 * arb.pi()).log() / 2

    def log_p(x: acb) -> acb:
        z = alpha * x + beta
        return constant - z * z / 2

    return log_p
