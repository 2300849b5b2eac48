"""The law of ‖Z‖² for Z ~ N(0, I_d), and how far every law on N points stays away from N(0, I_d)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from flint import arb, ctx

__all__ = [
    "best_radius", "mean_norm", "norm_below", "squared_norm_above", "squared_norm_below", "wasserstein_from_below",
]  # fmt: skip

# The search for a radius ends at a relative step of 2⁻²⁰: the bound is flat there.
_STEPS = 20
_CLOSE = arb(2) ** -20
_SEARCH_BITS = 64


@lru_cache(maxsize=1 << 14)
def _norm_below(d: int, radius: Fraction, bits: int) -> arb:
    return squared_norm_below(d, (arb(radius.numerator) / radius.denominator) ** 2)


def norm_below(d: int, radius: Fraction) -> arb:
    """P(‖Z‖ < radius) for Z ~ N(0, I_d), at the current precision."""
    return _norm_below(d, radius, ctx.prec) if radius > 0 else arb(0)


def squared_norm_below(d: int, t: arb) -> arb:
    """P(‖Z‖² < t) for Z ~ N(0, I_d) and t > 0, at the current precision."""
    a, x = arb(d) / 2, t / 2
    if x > 2 * a:
        return x.gamma_lower(a, regularized=1)
    # P(a, x) = xᵃe^{−x}/Γ(a + 1) · (1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …): all terms are positive, so nothing cancels,
    # while flint's enclosures are wider than 10⁵⁰ from d = 1000 on
    term, series, n = arb(1), arb(0), 0
    accurate = arb(2) ** -(ctx.prec + 8)
    while not (term < accurate * series and x < a + n):
        series += term
        n += 1
        term = term * x / (a + n)
    # later terms fall at least as fast as a geometric series
    rest = term / (1 - x / (a + n + 1))
    return (a * x.log() - x - (a + 1).lgamma()).exp() * (series + rest.union(arb(0)))


def squared_norm_above(d: int, t: arb) -> arb:
    """P(‖Z‖² > t) for Z ~ N(0, I_d) and t > 0, to a small relative error far out too."""
    return (t / 2).gamma_upper(arb(d) / 2, regularized=1)


def mean_norm(d: int) -> arb:
    """E‖Z‖ = √2·Γ((d + 1)/2)/Γ(d/2)."""
    return arb(2).sqrt() * ((arb(d + 1) / 2).lgamma() - (arb(d) / 2).lgamma()).exp()


@lru_cache(maxsize=1 << 12)
def best_radius(N: int, d: int) -> Fraction:
    """About the r at which N balls could just hold the whole Gaussian: N·P(‖Z‖ < r) ≈ 1, for N ≥ 2.

    It is only searched for: the bound below holds for every r. P(‖Z‖ < r) ≤ r^d/(2^{d/2}Γ(d/2 + 1)), so the search starts below;
    log P is a concave function of u = log r, so Newton's steps never go beyond the root.
    """
    before, ctx.prec = ctx.prec, _SEARCH_BITS
    try:
        log_constant = arb(d) / 2 * arb(2).log() + (arb(d) / 2 + 1).lgamma()
        u = ((log_constant - arb(N).log()) / d).mid()
        for _ in range(_STEPS):
            r = _exactly(u.exp().mid())
            mass = norm_below(d, r)
            # d log P/du = r·density(r)/P, and r·density(r) = d·r^d·e^{−r²/2}/(2^{d/2}Γ(d/2 + 1))
            slope = d * (d * u - u.exp() ** 2 / 2 - log_constant).exp() / mass
            step = (-(N * mass).log() / slope).mid()
            u = (u + step).mid()
            if abs(step) < _CLOSE:
                break
        return _exactly(u.exp().mid())
    finally:
        ctx.prec = before


def _exactly(r: arb) -> Fraction:
    mantissa, exponent = r.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def wasserstein_from_below(N: int, d: int) -> arb:
    """∫₀^∞ (1 − N·P(‖Z‖ < r))₊ dr ≤ W₁(ν, N(0, I_d)) for every law ν on N points; E‖Z‖ for one point, which is attained.

    W₁ ≥ E min_i ‖Z − p_i‖ = ∫ P(min_i ‖Z − p_i‖ > r) dr. At most N·P(‖Z − p‖ < r) ≤ N·P(‖Z‖ < r) of the Gaussian lies
    within r of the N points, since balls around the origin hold the most [Anderson 1955]. Up to any R, by parts,
    ∫₀^R (1 − N·P(‖Z‖ < r)) dr = R(1 − N·P(‖Z_d‖ < R)) + N·E‖Z_d‖·P(‖Z_{d+1}‖ < R).
    It is at least R(1 − N·P(‖Z‖ < R)), for each R.
    """
    if not (N >= 1 and d >= 1):  # NaN is refused, too
        raise ValueError(f"N ≥ 1 points in d ≥ 1 dimensions are needed, got N = {N}, d = {d}")
    if N == 1:
        return mean_norm(d)
    R = best_radius(N, d)
    r = arb(R.numerator) / R.denominator
    return r * (1 - N * norm_below(d, R)) + N * mean_norm(d) * norm_below(d + 1, R)
