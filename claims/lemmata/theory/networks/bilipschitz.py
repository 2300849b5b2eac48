"""For σ with bounded slopes, named here: how fast log P_g and log P_h grow along g, by a quadratic majorant with a tail bound.

Let d = 1 and let the slopes of s = σ⁻¹ lie in [m, M] with 0 < m ≤ M < ∞. Then T = h⁻¹∘g has a slope between
m^{l_h − 1} M^{−(l_g − 1)} and M^{l_h − 1} m^{−(l_g − 1)}, times Π|w_k(g)| / Π|w_k(h)|, so |T(z)| ≤ |T(0)| + Λ|z|. And at x = g(z)

    log P_g(x) = −½z² − ½ log 2π + Σ_{k≥2} log|s′(h_k)| − Σ log|w_k|,    log P_h(x) the same of h with T(z) instead of z,

where every log|s′| is at most K = max(|log m|, |log M|) in size. So |log P_g(x)| + |log P_h(x)| ≤ A + Bz² with
B = ½ + Λ², A = T(0)² + log 2π + Σ|log|w_k|| + (l_g + l_h − 2)K, by (a + b)² ≤ 2a² + 2b². Then, with Q = 1 − Φ,

    ∫_{|z|>R} (A + Bz²) φ(z) dz = 2AQ(R) + 2B(R φ(R) + Q(R)).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.flint import rational
from lemmata.numerics.rationals import Rationals
from lemmata.theory.networks.activations import Activation
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Majorant", "majorant", "slopes_of_the_inverse"]

# inf s′ and sup s′ of the smooth ones, whose s′ is monotone: its limits at −∞ and ∞.
_SMOOTH = {"softplus_like": (Fraction(1, 2), Fraction(1)), "smooth_leaky_relu": (Fraction(1), Fraction(4))}


def slopes_of_the_inverse(activation: Activation) -> tuple[Fraction, Fraction]:
    """inf |s′| and sup |s′|. Raises ValueError for a σ that is not known to be bi-Lipschitz."""
    if activation.piecewise_linear:
        slopes = [abs(activation.ds(Rationals().matrix([[y]])).raw[0, 0]) for y in (-1, 1)]
        m, M = (Fraction(int(v.p), int(v.q)) for v in (min(slopes), max(slopes)))
        return m, M
    for name, slopes_of_the_base in _SMOOTH.items():
        if activation.name in (name, f"decreasing({name})"):
            return slopes_of_the_base
    raise ValueError(
        f"{activation.name} is not known to be bi-Lipschitz: no quadratic bounds the log-densities, and the tails of "
        "their integrals are unknown"
    )


@dataclass(frozen=True)
class Majorant:
    """A + Bz² ≥ |log P_g(g(z))| + |log P_h(g(z))|."""

    A: arb
    B: arb

    def at(self, z: arb) -> arb:
        return self.A + self.B * z * z

    def beyond(self, R: arb) -> arb:
        """∫_{|z|>R} (A + Bz²) φ(z) dz."""
        upper_tail = (R / arb(2).sqrt()).erfc() / 2
        phi = (-R * R / 2).exp() / (2 * arb.pi()).sqrt()
        return 2 * self.A * upper_tail + 2 * self.B * (R * phi + upper_tail)


def majorant(g: GeneratorCase, h: GeneratorCase, T_at_0: arb) -> Majorant:
    """The majorant of the two log-densities along g, for d = 1; T(0) = h⁻¹(g(0)) as a ball."""
    depth = len(g.weights) + len(h.weights) - 2
    m, M = (Fraction(1), Fraction(1)) if depth == 0 else slopes_of_the_inverse(g.activation)
    scale = Fraction(1)
    logs = arb(0)
    for case, power in ((g, 1), (h, -1)):
        for ((w,),) in case.weights:
            scale *= abs(w) ** power
            logs += abs(arb(rational(abs(w))).log())
    steepest = scale * M ** (len(h.weights) - 1) / m ** (len(g.weights) - 1)
    K = max(abs(arb(rational(m)).log()), abs(arb(rational(M)).log()), key=lambda v: float(v.mid()))
    return Majorant(
        A=T_at_0 * T_at_0 + (2 * arb.pi()).log() + logs + depth * K, B=arb(rational(Fraction(1, 2) + steepest**2))
    )
