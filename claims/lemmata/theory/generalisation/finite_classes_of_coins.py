"""Finite classes of laws on two points, for which the main theorem's probability of failure is known exactly.

P_g(1) = g = 1 − P_g(0), and G = {g_0, …, g_{n−1}} with P_real = P_{g_0}. With logit g = ln(g/(1 − g)) and
S = max logit − min logit, F = {log P_a − log P_b : a, b ∈ G} has d_F(P, Q) = S·|P(1) − Q(1)|. So d_F(P_samples, P_g) ≤ ε
where the number of ones among the N samples is at most Nε/S away from Ng, and that number is binomial.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from lemmata.numerics.balls import BallMatrix, ball, ceiling
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.verdict import Unresolved
from lemmata.theory.exact.spelling import makes
from lemmata.theory.generalisation.generator_classes import FiniteClass

__all__ = ["Coins", "coins", "jeffreys", "jensen_shannon"]

Divergence = Callable[[arb, arb], arb]


def jeffreys(p: arb, q: arb) -> arb:
    """J = KL(P‖Q) + KL(Q‖P) = (p − q)(logit p − logit q) of two laws on two points."""
    return (p - q) * (_logit(p) - _logit(q))


def jensen_shannon(p: arb, q: arb) -> arb:
    """JS = H(½(P + Q)) − ½H(P) − ½H(Q) of two laws on two points, in natural logarithms."""
    return _entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2


def _logit(p: arb) -> arb:
    return (p / (1 - p)).log()


def _entropy(p: arb) -> arb:
    return -p * p.log() - (1 - p) * (1 - p).log()


@dataclass(frozen=True)
class Coins(FiniteClass):
    """The laws with these probabilities of a one, different from each other; the first of them is P_real."""

    probabilities: tuple[Fraction, ...]

    @property
    def size(self) -> int:  # type: ignore[override]
        return len(self.probabilities)

    @property
    def steepness(self) -> arb:
        """S, the largest difference of two logits."""
        return _logit(ball(max(self.probabilities))) - _logit(ball(min(self.probabilities)))

    @property
    def largest_log_ratio(self) -> arb:
        ends = [(ball(p), 1 - ball(p)) for p in (min(self.probabilities), max(self.probabilities))]
        (low, rest_of_low), (high, rest_of_high) = ends
        return (high / low).log().max((rest_of_low / rest_of_high).log())

    def failure_of_jensen_shannon(self, N: int, epsilon: Fraction) -> arb:
        return self._failure(N, epsilon, jensen_shannon, epsilon / 2)

    def failure_of_jeffreys(self, N: int, epsilon: Fraction) -> arb:
        return self._failure(N, epsilon, jeffreys, 2 * epsilon)

    def _failure(self, N: int, epsilon: Fraction, divergence: Divergence, beyond: Fraction) -> arb:
        """P(∃g∈G: d_F(P_samples, P_g) ≤ ε and the divergence of P_g from P_real > ``beyond``) for N i.i.d. samples.

        Raises Unresolved where balls do not tell whether the divergence is beyond, or whether a number of ones is near.
        """
        p, reach = self.probabilities[0], ball(epsilon) / self.steepness
        near: list[tuple[int, int]] = []
        for g in self.probabilities[1:]:
            far = divergence(ball(p), ball(g))
            if far > ball(beyond):
                near.append((max(0, _ceiling(N * (ball(g) - reach))), min(N, -_ceiling(-N * (ball(g) + reach)))))
            elif not far <= ball(beyond):
                raise Unresolved(f"whether {far} is more than {beyond} is not determined")
        found = arb(0)
        for low, high in _joined(near):
            found += _between(N, p, low, high)
        return found


def _ceiling(v: arb) -> int:
    return ceiling(BallMatrix.of([[v]]))


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same whole numbers in ranges that do not meet."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(r for r in ranges if r[0] <= r[1]):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return joined


def _between(N: int, p: Fraction, low: int, high: int) -> arb:
    """P(low ≤ B ≤ high) of a binomial B, by the tail on the side where it is small."""
    if low < N * p:
        return _at_least(N, 1 - p, N - high) - _at_least(N, 1 - p, N - low + 1)
    return _at_least(N, p, low) - _at_least(N, p, high + 1)


def _at_least(N: int, p: Fraction, k: int) -> arb:
    """P(B ≥ k), the distribution function at p of the beta law with parameters k and N − k + 1."""
    if k <= 0:
        return arb(1)
    return arb(0) if k > N else ball(p).beta_lower(arb(k), arb(N - k + 1), regularized=True)


@makes(Coins)
def coins(probabilities: Sequence[Number]) -> Coins:
    """Laws on {0, 1} by their probabilities of 1; the first is P_real.

    Raises ValueError for fewer than two, for one that is given twice, and for one outside (0, 1).
    """
    found = exact_row(probabilities)
    if len(found) < 2 or len(set(found)) < len(found):
        raise ValueError(f"two laws or more are needed, each once, got {len(found)} of which {len(set(found))} differ")
    if not all(0 < p < 1 for p in found):
        raise ValueError("the probability of a one lies strictly between 0 and 1: log P is finite on both points")
    return Coins(found)
