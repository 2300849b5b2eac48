"""The law P_g on the line beside another, P_h, seen from the latent variable of g: means of functions of x = g(z).

With T = h⁻¹∘g the change of variables gives log(P_g/P_h)(g(z)) = ½T(z)² − ½z² − log|T′(z)| = r(z). For piecewise-linear σ,
T is piecewise linear: its pieces are rational, their slopes are secants. A discriminator that is quadratic on each piece
has its mean in closed form, in Φ and φ; all else (KL = E r(Z), other functions of r, a smooth σ) is integrated rigorously
over |z| ≤ R, and the rest is bounded by the majorant of `lemmata.theory.networks.bilipschitz`, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from flint import acb, arb, ctx

from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.complexballs import integral
from lemmata.numerics.conversions import as_ball, as_fraction
from lemmata.numerics.flint import rational
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.theory.densities.gaussian_pieces import Quadratic, fitted, mean
from lemmata.theory.densities.integration import inside, zeros_of_layers
from lemmata.theory.networks.bilipschitz import Majorant, majorant
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Pullback", "kinks"]

# Evaluations that one piece may take: a work limit, after which the enclosure is merely wide.
_EVALUATIONS = 20_000


def kinks(g: GeneratorCase) -> list[Fraction]:
    """The kinks of g⁻¹, exactly, for d = 1 and a piecewise-linear σ: the x at which some h_k(x), k ≥ 2, is 0."""
    return [as_fraction(x) for x in zeros_of_layers(g.into(Rationals()).g)]


@dataclass(frozen=True)
class Pullback:
    """P_g beside P_h, for d = 1, at the current precision."""

    g_case: GeneratorCase
    h_case: GeneratorCase

    @cached_property
    def g(self) -> Generator:
        return self.g_case.into(Balls()).g

    @cached_property
    def h(self) -> Generator:
        return self.h_case.into(Balls()).g

    @property
    def piecewise_linear(self) -> bool:
        return self.g_case.activation.piecewise_linear or len(self.g_case.weights) == 1

    @cached_property
    def breaks(self) -> list[arb]:
        """−∞, the z at which T may change its slope, ∞; each once, since they are compared as rationals."""
        return self.breaks_at(())

    def breaks_at(self, more: tuple[Fraction, ...]) -> list[arb]:
        """The same, and the z with g(z) in ``more``."""
        if not self.piecewise_linear:
            return [arb("-inf"), arb("inf")]
        exact = self.g_case.into(Rationals()).g
        at = (*kinks(self.g_case), *kinks(self.h_case), *more)
        points = sorted({as_fraction(exact.inverse(RationalMatrix.of([[x]]))) for x in at})
        return [arb("-inf"), *(arb(rational(z)) for z in points), arb("inf")]

    # ── r, by exact secants: the truth side ──────────────────────────────────────────────────────────────────────
    @cached_property
    def kl(self) -> arb:
        """KL(P_g‖P_h) = E r(Z), integrated: the means of discriminators are in closed form, so that no road is shared."""
        if self.piecewise_linear:
            return self.mean_of_image(lambda r, _: r)
        g, h, R = self.g, self.h, self.reach

        def r(z: Matrix) -> Matrix:
            x = g(z)
            hidden = h.hidden(x)
            T = hidden[1]
            return (T * T - z * z) / 2 - _log_slope(h, hidden) + _log_slope(g, g.hidden(x))

        return self._integral_of(r, [-R, arb(0), R])

    @cached_property
    def ratio(self) -> list[Quadratic]:
        """r on each piece, with T = θ + τz by a secant."""
        g, h = (case.into(Rationals()).g for case in (self.g_case, self.h_case))
        found = []
        for a, b in pairwise(self.breaks):
            c, step = (RationalMatrix.of([[v.fmpq()]]) for v in inside(a, b))
            low, high = (as_fraction(h.inverse(g(z))) for z in (c - step, c + step))
            tau = (high - low) / as_fraction(2 * step)
            theta = low - tau * as_fraction(c - step)
            constant = arb(rational(theta * theta / 2)) - arb(rational(abs(tau))).log()
            found.append((constant, arb(rational(theta * tau)), arb(rational((tau * tau - 1) / 2))))
        return found

    # ── functions of x, read off where they are asked ────────────────────────────────────────────────────────────
    def mean_of(self, f: Callable[[Matrix], Matrix], more: tuple[Fraction, ...] = ()) -> arb:
        """E_{P_g} f = E f(g(Z)), for an f that is quadratic between the kinks of g⁻¹, h⁻¹ and ``more``.

        For a smooth σ any f with |f| ≤ 1 + |log P_g| + |log P_h| is integrated.
        """
        if self.piecewise_linear:
            breaks = self.breaks_at(more)
            return mean(fitted(lambda z: as_ball(f(self.g(BallMatrix.of([[z]])))), breaks), breaks)
        g, R = self.g, self.reach
        return self._integral_of(lambda z: f(g(z)), [-R, arb(0), R])

    def mean_of_image(self, psi: Callable[[acb, bool], acb], f: Callable[[Matrix], Matrix] | None = None) -> arb:
        """E ψ(f(g(Z))) for |ψ(t)| ≤ 1 + |t| and an f as in `mean_of`, f∘g = r where none is given; σ piecewise linear.

        ψ is told whether its value must be analytic, as acb.integral asks for it.
        """
        quadratics = (
            self.ratio if f is None else fitted(lambda z: as_ball(f(self.g(BallMatrix.of([[z]])))), self.breaks)
        )
        root, R = (2 * arb.pi()).sqrt(), self.reach
        found = arb(0)
        for (a, b), (c, slope, bend) in zip(pairwise(self.breaks), quadratics, strict=True):

            def integrand(z: acb, analytic: bool, c: arb = c, slope: arb = slope, bend: arb = bend) -> acb:
                return psi(c + z * (slope + z * bend), analytic) * (-z * z / 2).exp() / root

            low, high = a.max(-R), b.min(R)
            if low < high:
                found += self.integral(integrand, low, high)
        return found + self.tail

    # ── integration over z ───────────────────────────────────────────────────────────────────────────────────────
    @property
    def reach(self) -> arb:
        """R, beyond which less than about 2^(−¾ bits) of a Gaussian lies."""
        return arb(3 * ctx.prec / 2).sqrt().mid()

    @cached_property
    def tail(self) -> arb:
        """±∫_{|z|>R} (1 + A + Bz²) φ(z) dz."""
        T_at_0 = as_ball(self.h.inverse(self.g(self.g.b[1] * 0)))
        bound = majorant(self.g_case, self.h_case, T_at_0)
        return arb(0, Majorant(bound.A + 1, bound.B).beyond(self.reach).upper())

    @staticmethod
    def integral(f: Callable[[acb, bool], acb], a: arb, b: arb) -> arb:
        """∫ f from a to b, to about half of the current bits."""
        relative, absolute = arb(2) ** (-ctx.prec // 2), arb(2) ** (-3 * ctx.prec // 4)
        return acb.integral(f, acb(a), acb(b), rel_tol=relative, abs_tol=absolute, eval_limit=_EVALUATIONS).real

    def _integral_of(self, f: Callable[[Matrix], Matrix], ends: list[arb]) -> arb:
        root = BallMatrix.of([[(2 * arb.pi()).sqrt()]])
        weighted = integral(
            lambda z: f(z) * ((z * z / -2).apply("exp") / root),
            ends,
            goal=(ctx.prec // 2, 3 * ctx.prec // 4),
        )
        return as_ball(weighted) + self.tail


def _log_slope(g: Generator, h: Layers) -> Matrix:
    """log|(g⁻¹)′(x)| = Σ_{k≥2} log|s′(h_k)| − Σ_k log|w_k|, from the pre-activations h of x."""
    value = h[1] * 0
    for slopes in g.slopes(h):
        value = value + slopes.apply("abs").apply("log")
    for w in g.W:
        value = value - w.apply("abs").apply("log")
    return value
