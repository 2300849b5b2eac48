"""Balls: midpoints with rigorous radii (flint's arb), whose precision doubles until a comparison is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite
from typing import Any, ClassVar, Self

import flint
from flint import arb, arb_mat

from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.matrix import Matrix, written
from lemmata.numerics.operators import meet
from lemmata.numerics.verdict import Comparison, Grade, Unresolved, Verdict

__all__ = ["ACCURACY_BITS", "BallMatrix", "Balls", "ball", "ceiling", "precision"]

# Overlap confirms an equality only where the radius of the difference is below 2⁻⁵³ of the compared quantity:
# as sharp as if every double had been compared without any error.
ACCURACY_BITS = 53


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Run at this many bits."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def ball(value: Any) -> arb:
    """An exact number as a ball at the current precision."""
    return value if isinstance(value, arb) else arb(rational(value))


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "abs": abs, "exp": arb.exp, "log": arb.log, "log1p": arb.log1p, "sqrt": arb.sqrt, "sinh": arb.sinh,
    "sin": arb.sin, "cos": arb.cos,
    "cosh": arb.cosh, "asinh": arb.asinh, "tanh": arb.tanh, "atanh": arb.atanh, "erf": arb.erf,
    "sigmoid": lambda v: 1 / (1 + (-v).exp()),
}  # fmt: skip


class BallMatrix(FlintMatrix):
    """A matrix of balls: each holds the exact entry."""

    called: ClassVar[str] = "balls"
    kind: ClassVar[Any] = arb_mat
    number = staticmethod(ball)
    functions = _FUNCTIONS

    def log_abs_determinant(self) -> BallMatrix:
        return self.single(abs(self.determinant().scalar).log())

    def log_two_pi(self) -> BallMatrix:
        return self.single((2 * arb.pi()).log())

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        # a ball that straddles 0 may be on either side: both answers
        return n if v < 0 else p if v >= 0 else arb.nan() if v.is_nan() else n.union(p)

    def largest(self, other: Any) -> BallMatrix:
        return self._entrywise(other, arb.max)

    def root(self, n: int, power: int = 1) -> Matrix:
        return self._each(lambda v: v.root(n)) ** power

    def pi(self) -> BallMatrix:
        return self.single(arb.pi())

    def possible_signs(self) -> tuple[int, ...]:
        v = self.scalar
        # of a ball that is nan nothing is certain, so it may have every sign
        may = {-1: not v >= 0, 0: not (v > 0 or v < 0), 1: not v <= 0}
        return tuple(sign for sign in may if may[sign])

    def midpoint(self) -> BallMatrix:
        return self._each(arb.mid)

    def widened(self, radius: Any) -> BallMatrix:
        return self._new(
            *self.shape,
            [m.mid() + arb(0, abs(r).upper()) for m, r in zip(self.entries(), radius.entries(), strict=True)],
        )

    def is_zero(self) -> bool:
        return all(v == 0 for v in self.entries())

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        """Separation refutes; overlap confirms only where the radius is at most 2⁻⁵³ of the scale of the compared quantity.

        The scale is the largest entry of either side, or ``unit`` where that is larger: the size of the terms that cancel in
        a quantity which may be 0 (1 for latent coordinates and for logarithms).
        """
        if self.shape != other.shape:
            raise ValueError(f"the two sides have shapes {self.shape} and {other.shape}")
        mine, its = self.entries(), other.entries()
        words = str(self), str(other)
        if any(not a.is_finite() or not b.is_finite() for a, b in zip(mine, its, strict=True)):
            return Comparison(Verdict.UNDECIDED, *words, needs="a ball is infinite: more bits, or no division by 0")
        if any(not a.overlaps(b) for a, b in zip(mine, its, strict=True)):
            return Comparison(Verdict.REFUTED, *words)
        # of a unit only what is certain counts: a wide one must not confirm more than a narrow one
        units = [] if unit is None else [abs(v).lower() for v in meet(self, unit)[1].entries() if v.is_finite()]
        scale = max([abs(v).upper() for v in mine + its] + units)
        radius = max((a - b).rad() for a, b in zip(mine, its, strict=True))
        if radius <= scale * arb(2) ** -ACCURACY_BITS:
            return Comparison(Verdict.HOLDS, *words, trivial=all(v == 0 for v in mine + its))
        return Comparison(
            Verdict.UNDECIDED,
            *words,
            needs=f"radius {radius.str(3)} is above 2⁻⁵³ of the scale {scale.str(3)}: more bits",
        )

    def at_most(self, other: Self) -> Comparison:
        """left ≤ right for two numbers: decided only where the balls are apart."""
        if self.shape != (1, 1) or other.shape != (1, 1):
            raise ValueError(f"≤ compares two numbers, got shapes {self.shape} and {other.shape}")
        a, b = self.scalar, other.scalar
        words = str(self), str(other)
        ratio = float(a.mid() / b.mid()) if b > 0 else inf
        tightness = ratio if isfinite(ratio) else None  # against a bound such as 2⁻²⁰⁰⁰ no float holds it
        if a.upper() <= b.lower():
            return Comparison(Verdict.HOLDS, *words, relation="≤", tightness=tightness, trivial=bool(a == 0 and b == 0))
        if a.lower() > b.upper():
            return Comparison(Verdict.REFUTED, *words, relation="≤", tightness=tightness)
        return Comparison(
            Verdict.UNDECIDED,
            *words,
            relation="≤",
            needs="the balls overlap: more bits; where both sides are equal no bits tell: square them (at_most_squared), or "
            "leave such cases out with assumes=[…]",
        )

    def __str__(self) -> str:
        return written([[v.str(12) for v in row] for row in self.raw.tolist()])


@dataclass(frozen=True)
class Balls(Numbers):
    """The certified arithmetic at one precision."""

    bits: int = 128
    grade: ClassVar[Grade] = Grade.CERTIFIED

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> BallMatrix:
        return BallMatrix.of(rows)


def ceiling(v: BallMatrix) -> int:
    """⌈v⌉ of a number. Raises Unresolved where its ball does not tell, ValueError for what is not a number."""
    if v.shape != (1, 1):
        raise ValueError(f"⌈·⌉ needs a number, got shape {v.shape}")
    up = v.entries()[0].ceil()
    if not up.is_finite() or (whole := up.unique_fmpz()) is None:
        raise Unresolved(f"⌈{v}⌉ is not determined")
    return int(whole)
