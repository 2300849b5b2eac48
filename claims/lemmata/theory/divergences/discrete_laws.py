"""Two laws on the same finitely many points, with rational weights: divergences as sums of logarithms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lemmata.numerics.balls import Balls
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import absolute, log, tanh, total
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["DiscretePair", "DiscretePairCase", "discrete"]

Function = Callable[[Matrix], Matrix]


@dataclass(frozen=True)
class DiscretePair:
    """P and Q as columns of weights on n points. A function on the points is asked once, for all of them: of the column 1 … n.

    Attributes:
        p, q: the weights.
        ratios: p/q exactly, point by point; nothing where they are not rational.
    """

    p: Matrix
    q: Matrix
    ratios: tuple[Fraction, ...] = ()

    @property
    def equally_unlike(self) -> bool:
        """Whether |log(p/q)| is the same at every point."""
        return len({max(r, 1 / r) for r in self.ratios}) == 1

    @property
    def equally_unlike_where_unlike(self) -> bool:
        """Whether it is at every point where it is not 0."""
        return len({max(r, 1 / r) for r in self.ratios} - {1}) == 1

    @property
    def largest_log_ratio(self) -> Matrix | None:
        """max |log(p/q)|; None where it is not known."""
        return None if not self.ratios else log(self.p.constant(max(max(r, 1 / r) for r in self.ratios)))

    @property
    def points(self) -> Matrix:
        one = self.p.entry(1) * 0 + 1
        return one.stack([[one * i] for i in range(1, self.p.rows + 1)])

    def log_p(self, x: Matrix) -> Matrix:
        """log P, point by point."""
        return log(self.p)

    def log_q(self, x: Matrix) -> Matrix:
        """log Q, point by point."""
        return log(self.q)

    def log_ratio(self, x: Matrix) -> Matrix:
        """log P − log Q."""
        return self.log_p(x) - self.log_q(x)

    def mean_P(self, f: Function) -> Matrix:
        """E_P f."""
        return total(self.p * f(self.points))

    def mean_Q(self, f: Function) -> Matrix:
        """E_Q f."""
        return total(self.q * f(self.points))

    def deviation(self, f: Function) -> Matrix:
        """|E_P f − E_Q f|."""
        return absolute(self.mean_P(f) - self.mean_Q(f))

    def saturated_deviation(self, steepness: Fraction) -> Matrix:
        """E_P t − E_Q t for the bounded t = tanh(steepness·(log P − log Q))."""
        t = tanh(self.log_ratio(self.points) * steepness)
        return total(self.p * t) - total(self.q * t)

    @property
    def kl(self) -> Matrix:
        """KL(P‖Q) = Σ p log(p/q)."""
        return total(self.p * log(self.p / self.q))

    @property
    def kl_reversed(self) -> Matrix:
        """KL(Q‖P) = Σ q log(q/p)."""
        return total(self.q * log(self.q / self.p))

    @property
    def jeffreys(self) -> Matrix:
        """J = KL(P‖Q) + KL(Q‖P)."""
        return self.kl + self.kl_reversed

    @property
    def kl_to_the_mixture(self) -> Matrix:
        """KL(P‖M), M = ½(P + Q)."""
        return total(self.p * log(2 * self.p / (self.p + self.q)))

    @property
    def kl_reversed_to_the_mixture(self) -> Matrix:
        """KL(Q‖M)."""
        return total(self.q * log(2 * self.q / (self.p + self.q)))

    @property
    def jensen_shannon(self) -> Matrix:
        """JS = H(½(P + Q)) − ½H(P) − ½H(Q), entropies in natural logarithms."""
        m = (self.p + self.q) / 2
        return _entropy(m) - (_entropy(self.p) + _entropy(self.q)) / 2

    @property
    def total_variation(self) -> Matrix:
        """TV = max_A |P(A) − Q(A)| = ½ Σ |p − q|."""
        return total(absolute(self.p - self.q)) / 2


def _entropy(p: Matrix) -> Matrix:
    return -total(p * log(p))


@dataclass(frozen=True)
class DiscretePairCase(Case):
    """Two laws by their counts: point i has weight counts[i] / Σ counts."""

    arithmetics = (Balls,)
    elsewhere = "the logarithms of weights are no rationals: balls decide"

    first: tuple[int, ...]
    second: tuple[int, ...]

    @property
    def generic(self) -> bool:
        """More than two points."""
        return len(self.first) > 2

    def lift(self, arithmetic: Balls) -> DiscretePair:
        columns = ([[Fraction(c, sum(counts))] for c in counts] for counts in (self.first, self.second))
        n, m = sum(self.first), sum(self.second)
        ratios = tuple(Fraction(a * m, b * n) for a, b in zip(self.first, self.second, strict=True))
        p, q = map(arithmetic.matrix, columns)
        return DiscretePair(p, q, ratios)


@makes(DiscretePairCase)
def discrete(first: Sequence[int], second: Sequence[int]) -> DiscretePairCase:
    """Two different laws with the same support: ``discrete([1, 1], [1, 3])`` is (½, ½) against (¼, ¾).

    Raises ValueError for counts of different lengths, fewer than two points, negative counts, one law twice, and where J
    is infinite: a point that only one of the two charges.
    """
    if len(first) != len(second) or len(first) < 2:
        raise ValueError(
            f"two laws on the same two or more points are needed, got {len(first)} and {len(second)} points"
        )
    # not (…): NaN is no whole number either
    if any(not (c >= 0 and c == c // 1) for c in (*first, *second)) or not any(first) or not any(second):
        raise ValueError(f"counts are whole numbers ≥ 0 that are not all 0, got {list(first)} and {list(second)}")
    for i, (a, b) in enumerate(zip(first, second, strict=True), start=1):
        if not a or not b:
            charges = "neither law charges" if a == b else "only one of the two laws charges"
            raise ValueError(f"{charges} point {i}: " + ("leave it out" if a == b else "J is infinite"))
    if all(a * sum(second) == b * sum(first) for a, b in zip(first, second, strict=True)):
        raise ValueError("the two laws are equal: every divergence between them is 0")
    return DiscretePairCase(tuple(map(int, first)), tuple(map(int, second)))
