"""Classes G of generators with P_real = P_g, g ∈ G, for which the main theorem's probability of failure is known exactly.

F := {log P_a − log P_b : a, b ∈ G}. Given the samples, d_F(P_samples, P_g) and J(P_real, P_g) have closed forms; the theorem
fails where some g ∈ G has d_F(P_samples, P_g) ≤ ε and yet J(P_real, P_g) > 2ε.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from claims.numerics.balls import ball
from claims.theory.cases import Number, exact_number, spell
from claims.theory.chi_square import squared_norm_above, squared_norm_below

__all__ = ["Realisable", "Scales", "Shifts", "scales", "shifts_within"]


class Realisable(ABC):
    """A class of affine generators on R^d, whose P_real is N(0, I_d).

    Attributes:
        d: the dimension.
    """

    d: int

    @property
    @abstractmethod
    def parameters(self) -> int:
        """p, the number of parameters of g."""

    @abstractmethod
    def failure(self, N: int, epsilon: Fraction) -> arb:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) for N i.i.d. samples."""


@dataclass(frozen=True)
class Shifts(Realisable):
    """G = {N(b, I_d) : ‖b‖ ≤ R}, all d coordinates of b free.

    log P_a − log P_b = ⟨a − b, x⟩ + const, so d_F(P, Q) = 2R‖E_P x − E_Q x‖, and J(N(0, I), N(b, I)) = ‖b‖². The theorem
    fails where the ball of radius ρ = ε/(2R) around the mean x̄ of the samples reaches a b with 2ε < ‖b‖² ≤ R²:
    √(2ε) − ρ < ‖x̄‖ ≤ R + ρ if 2ε < R², and never otherwise. N‖x̄‖² is χ²_d.
    """

    d: int
    radius: Fraction

    @property
    def parameters(self) -> int:
        return self.d

    def failure(self, N: int, epsilon: Fraction) -> arb:
        if 2 * epsilon >= self.radius**2:
            return arb(0)
        # ρ < √(2ε)/2, since √(2ε) < R
        rho = ball(epsilon / (2 * self.radius))
        inner, outer = (2 * ball(epsilon)).sqrt() - rho, ball(self.radius) + rho
        return squared_norm_above(self.d, N * inner**2) - squared_norm_above(self.d, N * outer**2)

    def __repr__(self) -> str:
        return f"shifts_within({spell(self.radius)}, d={self.d})"


@dataclass(frozen=True)
class Scales(Realisable):
    """G = {N(0, vI_d) : 1/r ≤ v ≤ r}, one parameter whatever d is.

    log P_a − log P_b = c‖x‖² + const with |c| ≤ C = (r − 1/r)/2, so d_F(P, Q) = C·|E_P‖x‖² − E_Q‖x‖²|, and
    J(N(0, I), N(0, vI)) = d(v − 1)²/(2v), more than 2ε where v > u or v < 1/u, u + 1/u = 2 + 4ε/d. With M the mean of
    ‖x‖²/d over the samples and e = ε/(Cd) the theorem fails where [M − e, M + e] reaches (u, r] or [1/r, 1/u), and never if u ≥ r.
    NdM is χ²_{Nd}.
    """

    d: int
    largest: Fraction

    @property
    def parameters(self) -> int:
        return 1

    def failure(self, N: int, epsilon: Fraction) -> arb:
        r, k = self.largest, N * self.d
        eta = epsilon / self.d
        # u < r where r + 1/r > 2 + 4ε/d, as t + 1/t grows from 1 on
        if r + 1 / r <= 2 + 4 * eta:
            return arb(0)
        u = 1 + 2 * ball(eta) + 2 * ball(eta + eta * eta).sqrt()
        e = ball(eta / ((r - 1 / r) / 2))
        # e < 1 − 1/u < u − 1: the two events are on either side of 1
        above = squared_norm_above(k, k * (u - e)) - squared_norm_above(k, k * (ball(r) + e))
        lowest = 1 / r - eta / ((r - 1 / r) / 2)
        below = squared_norm_below(k, k * (1 / u + e))
        if lowest > 0:
            below -= squared_norm_below(k, k * ball(lowest))
        return above + below

    def __repr__(self) -> str:
        return f"scales({spell(self.largest)}, d={self.d})"


def shifts_within(radius: Number, *, d: int) -> Shifts:
    """N(b, I_d) with ‖b‖ ≤ radius. Raises ValueError for d < 1 and a radius that is not positive."""
    R = exact_number(radius)
    if d < 1 or R <= 0:
        raise ValueError(f"d ≥ 1 and a positive radius are needed, got d = {d}, radius {R}")
    return Shifts(d, R)


def scales(largest: Number, *, d: int) -> Scales:
    """N(0, vI_d) with 1/largest ≤ v ≤ largest. Raises ValueError for d < 1 and a largest variance of 1 or less."""
    r = exact_number(largest)
    if d < 1 or r <= 1:
        raise ValueError(f"d ≥ 1 and a largest variance above 1 are needed, got d = {d}, {r}")
    return Scales(d, r)
