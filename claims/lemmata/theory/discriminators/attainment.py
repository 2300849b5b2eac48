"""Whether a minimum and a maximum are taken: training games with one parameter on each side, on intervals open or closed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.numerics.exact_numbers import Number, exact_number
from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Measure, measure
from lemmata.theory.exact.spelling import makes

_INFINITE = ("-inf", "inf")

__all__ = ["Interval", "LineGameCase", "interval", "line_game"]


@dataclass(frozen=True)
class Interval:
    """An interval of the line; an end that is None is infinite."""

    low: Fraction | None
    high: Fraction | None
    closed_below: bool
    closed_above: bool

    @property
    def bounded(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def closed(self) -> bool:
        """Whether every end that is a number belongs to it."""
        return (self.low is None or self.closed_below) and (self.high is None or self.closed_above)

    @property
    def single(self) -> bool:
        """Whether it is one point."""
        return self.low is not None and self.low == self.high

    @property
    def compact(self) -> bool:
        return self.bounded and self.closed

    def __contains__(self, t: Fraction) -> bool:
        above = self.low is None or self.low < t or (self.closed_below and self.low == t)
        return above and (self.high is None or t < self.high or (self.closed_above and self.high == t))

    def nearest(self, t: Fraction) -> Fraction:
        """The point of the closure that is nearest to t."""
        low = t if self.low is None else max(self.low, t)
        return low if self.high is None else min(self.high, low)

    def __str__(self) -> str:
        low, high = ("-inf" if self.low is None else str(self.low)), ("inf" if self.high is None else str(self.high))
        return f"{'[' if self.closed_below else '('}{low}, {high}{']' if self.closed_above else ')'}"


def interval(text: str) -> Interval:
    """``interval("[0, 1)")``, ``interval("(-inf, 2]")``. Raises ValueError for what is not an interval with a point in it."""
    body = text.strip()
    ends = body[1:-1].split(",")
    if len(body) < 2 or body[0] not in "[(" or body[-1] not in ")]" or len(ends) != 2:
        raise ValueError(f"an interval is written like '[0, 1)' or '(-inf, 2]', got {text!r}")
    low, high = (
        None if e.strip() == infinite else Fraction(e.strip()) for e, infinite in zip(ends, _INFINITE, strict=True)
    )
    found = Interval(low, high, body[0] == "[" and low is not None, body[-1] == "]" and high is not None)
    if low is not None and high is not None and not (low < high or (low == high and found.closed)):
        raise ValueError(f"an interval has a point in it, got {text!r}")
    return found


@dataclass(frozen=True)
class LineGameCase(Case):
    """f_θ(x) = θx for θ ∈ Θ, generators P_t with mean t for t ∈ T, and samples at one point s.

    Both may jump: f_θ = 0 at θ = ``theta_jump``, and the mean of P_t lies one further from s at t = ``t_jump``. The laws themselves
    never jump (`law`): mass that vanishes there carries the mean away to infinity. With ``approaching`` the mean of P_t is
    s + 1/(1 + |t|) instead: the further out, the better, and none is the best where T has no end.
    """

    arithmetics = (Rationals,)
    elsewhere = "ends of intervals are compared exactly"

    theta: Interval
    t: Interval
    samples: Fraction
    theta_jump: Fraction | None = None
    t_jump: Fraction | None = None
    approaching: bool = False

    @property
    def continuous_in_theta(self) -> bool:
        return self.theta_jump is None or self.theta_jump not in self.theta or self.theta.single

    @property
    def continuous_in_t(self) -> bool:
        return self.t_jump is None or self.t_jump not in self.t or self.t.single

    def law(self, t: Fraction) -> Measure:
        """P_t: δ_t, but within h = |t − t_jump| < 1 of the jump (1 − h)δ_{t+u} + hδ_{t+u−u/h}, u = ±1 on the side away from s. Its
        mean is t for 0 < h ≤ 1, and it converges weakly to δ_{t+u} as h → 0, which is P_t there."""
        if self.approaching:
            return measure([[self.samples + 1 / (1 + abs(t))]], [1])
        h = None if self.t_jump is None else abs(t - self.t_jump)
        if h is None or h >= 1:
            return measure([[t]], [1])
        away = t + (1 if t >= self.samples else -1)
        return measure([[away]], [1]) if h == 0 else measure([[away], [away - (away - t) / h]], [1 - h, h])

    @property
    def weakly_continuous_in_t(self) -> bool:
        """Whether t ↦ P_t is continuous for weak convergence. It always is: near a jump see `law`, elsewhere P_t = δ_t."""
        return True

    @property
    def generic(self) -> bool:
        """Two intervals that are no points, and samples that no generator hits."""
        hit = not self.approaching and self.samples in self.t
        return not self.theta.single and not self.t.single and not hit

    @property
    def attained(self) -> bool:
        """Whether some t reaches inf_t sup_θ |E f_θ − f_θ(s)|, and some θ reaches the supremum for that t."""
        ends = (self.theta.low, self.theta.high)
        if self.theta.single:
            return self._nearest_is_there or self.theta.low in (0, self.theta_jump)
        # the loss is sup|θ| times the distance from s
        steepest = None if None in ends else max(abs(v) for v in ends if v is not None)
        steepest_is_there = steepest is not None and any(
            v in self.theta and v != self.theta_jump for v in (steepest, -steepest)
        )
        hit = self.t.nearest(self.samples) == self.samples and not (self.t.single and self.t_jump == self.samples)
        return self._nearest_is_there and (steepest_is_there or (hit and not self.approaching))

    @property
    def _nearest_is_there(self) -> bool:
        if self.approaching:
            return (
                self.t.low is not None
                and self.t.high is not None
                and (
                    max(self.t.low, self.t.high, key=abs) in self.t
                    or (self.t.low == -self.t.high and self.t.low in self.t)
                )
            )
        nearest = self.t.nearest(self.samples)
        return self.t.single or (nearest in self.t and nearest != self.t_jump)

    def argument(self, name: str) -> Any:
        value = super().argument(name)
        return str(value) if isinstance(value, Interval) else value

    def lift(self, arithmetic: Rationals) -> LineGameCase:
        return self


@makes(LineGameCase)
def line_game(
    theta: str,
    t: str,
    *,
    samples: Number,
    theta_jump: Number | None = None,
    t_jump: Number | None = None,
    approaching: bool = False,
) -> LineGameCase:
    """``line_game("[-1, 1]", "[0, 1)", samples=2)``.

    Raises ValueError for what is not an interval with a point in it, and for means that approach the samples and jump.
    """
    if approaching and t_jump is not None:
        raise ValueError(f"means that approach the samples do not jump, got t_jump = {t_jump}")
    in_theta, in_t = (None if v is None else exact_number(v) for v in (theta_jump, t_jump))
    return LineGameCase(interval(theta), interval(t), exact_number(samples), in_theta, in_t, approaching)
