"""The law P_g of g(Z) for d = 1 and piecewise-linear g, and the mean of a piecewise-linear f: over x, and over z.

Over x only the distribution function of P_g is used: E|X − k| = ∫_{−∞}^k F + ∫_k^∞ (1 − F). Over z a piece A + Bz of f∘g adds
A(Φ(b) − Φ(a)) + B(φ(a) − φ(b)). Where the pieces end is found on the way back through g for x, on the way forward for z.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import isqrt
from typing import Any

from flint import acb, arb, ctx

from lemmata.numerics.balls import BallMatrix, Balls, ball
from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.rationals import RationalMatrix, Rationals
from lemmata.theory.densities.integration import standard_normal_cdf, zeros_of_layers
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase

__all__ = ["Pushforward", "PushforwardCase", "pushforward"]

Line = Callable[[Fraction], Fraction]


def _phi(z: arb) -> arb:
    return (-z * z / 2).exp() / (2 * arb.pi()).sqrt()


@lru_cache(maxsize=4096)
def _integral_of_the_cdf(u: Fraction, bits: int) -> arb:
    """∫_{−∞}^u Φ for u ≤ 0, by rigorous integration: no antiderivative is trusted, so that φ plays no part over x."""
    far = arb(-isqrt(bits) - 1)
    # Φ(−t) ≤ ½e^{−t²/2}, so that at most e^{−T²/2} lies below −T
    rest = (-far * far / 2).exp() / 2
    rest = rest + arb(0, rest)
    if ball(u) <= far:
        return rest
    root, fine = acb(2).sqrt(), arb(2) ** (-bits // 2)
    area = acb.integral(lambda t, _: (-t / root).erfc() / 2, acb(far), acb(ball(u)), rel_tol=fine, abs_tol=fine * fine)
    return area.real + rest


def _mass_below(u: Fraction | None) -> arb:
    """∫_{−∞}^u Φ; 0 at −∞. As Φ(u) = 1 − Φ(−u), it is u more than ∫_{−∞}^{−u} Φ."""
    if u is None:
        return arb(0)
    return ball(max(u, Fraction(0))) + _integral_of_the_cdf(-abs(u), ctx.prec)


def _on_a_line(map_: Callable[[Any], Any]) -> Line:
    def at(t: Fraction) -> Fraction:
        return as_fraction(map_(RationalMatrix.of([[t]])))

    return at


def _pieces(breaks: Sequence[Fraction]) -> list[tuple[Fraction | None, Fraction | None]]:
    """The intervals between neighbouring breaks, infinite ones (None) included."""
    return list(pairwise([None, *sorted(set(breaks)), None]))


def _affine(h: Line, a: Fraction | None, b: Fraction | None) -> tuple[Fraction, Fraction]:
    """A and B with h(t) = A + Bt between a and b."""
    s = a if a is not None else (b if b is not None else Fraction(0)) - 1
    t = b if b is not None else s + 1
    slope = (h(t) - h(s)) / (t - s)
    return h(s) - slope * s, slope


def _with_zeros(h: Line, breaks: Sequence[Fraction]) -> list[Fraction]:
    """The breaks of a piecewise-linear h, and the points where it crosses 0."""
    found = list(breaks)
    for a, b in _pieces(breaks):
        constant, slope = _affine(h, a, b)
        if slope:
            t = -constant / slope
            if (a is None or a < t) and (b is None or t < b):
                found.append(t)
    return found


@dataclass(frozen=True)
class Pushforward:
    """P_g and f(x) = slope·x + Σ c_i|x − k_i|, in balls."""

    case: PushforwardCase

    @cached_property
    def _exact(self) -> Generator:
        return self.case.generator.into(Rationals()).g

    @property
    def g(self) -> Line:
        return _on_a_line(self._exact)

    @property
    def inverse(self) -> Line:
        return _on_a_line(self._exact.inverse)

    def f(self, x: Any) -> Any:
        """f at a rational number or at a ball."""
        number = ball if isinstance(x, arb) else Fraction
        return number(self.case.slope) * x + sum(
            (number(c) * abs(x - number(k)) for c, k in self.case.corners), number(Fraction(0))
        )

    def number(self, value: Any) -> BallMatrix:
        return BallMatrix.of([[value]])

    # ── over x ────────────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def _kinks(self) -> list[Fraction]:
        """The x where some h_k, k ≥ 2, is 0."""
        return [as_fraction(x) for x in zeros_of_layers(self._exact)]

    @cached_property
    def _areas(self) -> dict[Fraction, tuple[arb, arb]]:
        """∫_{−∞}^k F and ∫_k^∞ (1 − F) for k = 0 and the corners of f."""
        return {k: self._areas_around(k) for k in {Fraction(0), *(k for _, k in self.case.corners)}}

    def _areas_around(self, k: Fraction) -> tuple[arb, arb]:
        """∫_{−∞}^k F and ∫_k^∞ (1 − F), F(x) = P(g(Z) ≤ x) = Φ(u(x)) with u = ±g⁻¹ increasing."""
        way = 1 if self.inverse(Fraction(1)) > self.inverse(Fraction(0)) else -1
        below = above = arb(0)
        for a, b in _pieces([*self._kinks, k]):
            _, slope = _affine(self.inverse, a, b)
            at = [None if x is None else way * self.inverse(x) for x in (a, b)]
            if b is not None and b <= k:
                below += (_mass_below(at[1]) - _mass_below(at[0])) / ball(abs(slope))
            else:
                minus = [None if u is None else -u for u in at]
                above += (_mass_below(minus[0]) - _mass_below(minus[1])) / ball(abs(slope))
        return below, above

    @cached_property
    def mean_under_the_law(self) -> BallMatrix:
        """E_{P_g} f."""
        below, above = self._areas[Fraction(0)]
        mean = ball(self.case.slope) * (above - below)
        return self.number(mean + sum((ball(c) * sum(self._areas[k], arb(0)) for c, k in self.case.corners), arb(0)))

    @property
    def size(self) -> BallMatrix:
        """|slope| E|X| + Σ |c_i| E|X − k_i|: the terms that may cancel."""
        mean = abs(ball(self.case.slope)) * sum(self._areas[Fraction(0)], arb(0))
        return self.number(
            mean + sum((abs(ball(c)) * sum(self._areas[k], arb(0)) for c, k in self.case.corners), arb(0))
        )

    # ── over z ────────────────────────────────────────────────────────────────────────────────────────────────
    def _breaks_of_g(self) -> list[Fraction]:
        breaks: list[Fraction] = []
        for k in range(1, self._exact.depth):
            W, b = self._exact.W[k], self._exact.b[k]

            def before(z: Any, k: int = k, W: Any = W, b: Any = b) -> Any:
                return W @ self._exact.layers_of(z)[k] + b

            breaks = _with_zeros(_on_a_line(before), breaks)
        return breaks

    def _mean(self, h: Line, breaks: list[Fraction], scale: arb) -> arb:
        """E f(h(scale·Z)) for a piecewise-linear h with these breaks."""
        for _, k in self.case.corners:
            breaks = _with_zeros(lambda z, k=k: h(z) - k, breaks)  # type: ignore[misc]
        total = arb(0)
        for a, b in _pieces(breaks):
            constant, slope = _affine(lambda z: self.f(h(z)), a, b)
            Phi = [arb(end) if z is None else standard_normal_cdf(ball(z) / scale) for z, end in ((a, 0), (b, 1))]
            phi = [arb(0) if z is None else _phi(ball(z) / scale) for z in (a, b)]
            total += ball(constant) * (Phi[1] - Phi[0]) + ball(slope) * scale * (phi[0] - phi[1])
        return total

    def mean_of_f_of_g(self, variance: int = 1) -> BallMatrix:
        """E f(g(Z)), Z ~ N(0, variance)."""
        return self.number(self._mean(self.g, self._breaks_of_g(), arb(variance).sqrt()))

    def mean_of_f_of_the_inverse(self) -> BallMatrix:
        """E f(g⁻¹(Z))."""
        return self.number(self._mean(self.inverse, self._kinks, arb(1)))

    @property
    def mean_of_g(self) -> arb:
        """E g(Z)."""
        identity = Pushforward(PushforwardCase(self.case.generator, Fraction(1), ()))
        return identity.mean_of_f_of_g().entries()[0]


@dataclass(frozen=True)
class PushforwardCase(Case):
    """A piecewise-linear generator of the line, and f by its slope and its corners (c_i, k_i)."""

    arithmetics = (Balls,)
    elsewhere = "Gaussian integrals are balls"

    generator: GeneratorCase
    slope: Fraction
    corners: tuple[tuple[Fraction, Fraction], ...]

    @property
    def generic(self) -> bool:
        """d = 1 has no more: at least two layers, distinct biases, and an f with a corner."""
        return len(self.generator.weights) > 1 and len(set(self.generator.biases)) > 1 and bool(self.corners)

    def lift(self, arithmetic: Balls) -> Pushforward:
        return Pushforward(self)


@makes(PushforwardCase)
def pushforward(
    generator: GeneratorCase, *, slope: Number = 0, corners: Sequence[Sequence[Number]] = ()
) -> PushforwardCase:
    """g and f(x) = slope·x + Σ c_i|x − k_i|. Raises ValueError unless d = 1, σ is piecewise linear and f is not constant."""
    chosen = tuple((exact_number(c), exact_number(k)) for c, k in corners)
    if generator.size[0] != 1 or not generator.activation.piecewise_linear:
        raise ValueError(
            f"a piecewise-linear generator of the line is expected, got d = {generator.size[0]} and {generator.activation.name}"
        )
    if exact_number(slope) == 0 and not any(c for c, _ in chosen):
        raise ValueError("a constant f has the same mean under every law")
    return PushforwardCase(generator, exact_number(slope), chosen)
