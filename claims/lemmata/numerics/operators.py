"""Numbers of a claim behave like numbers: what stands on the two sides of an operator, and what it makes of them.

Two operands of one class meet at once. Of two different ones the first that can takes the other as its own, exactly:
rationals and plain numbers go into everything, balls into complex balls and power series, numbers into exact logarithms.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Collection
from fractions import Fraction
from itertools import count
from math import isfinite
from typing import Any, ClassVar

from lemmata.numerics.verdict import Unresolved

__all__ = ["Operand", "compared", "exact_exponent", "levels", "meet", "on_one_level", "power", "same", "to_the_power"]

# each derivative and each integral has numbers of a level of its own
levels = count(1)


class Operand:
    """What may stand beside another operand of its own class, or of one that it takes as its own."""

    # how this arithmetic is called in a sentence
    called: ClassVar[str] = "matrices of another arithmetic"
    # above 0 for numbers that are built of those of any arithmetic; what is of a lower level is a constant to them
    level: int = 0

    def adopt(self, other: Any) -> Any:
        """The other operand as one of this arithmetic, exactly; None where this arithmetic cannot hold it."""
        return other.lifted_into(self)

    def lifted_into(self, like: Any) -> Any:
        """This operand in the arithmetic of ``like``; None for all but rationals and what is made of them."""
        return None


def meet(left: Any, right: Any, doing: str = "combine") -> tuple[Any, Any]:
    """Both operands in one arithmetic. Raises TypeError where neither takes the other, and what `constant` raises."""
    if not isinstance(right, Operand):
        right = _constant(left, right)
    if type(left) is type(right) or left.level or right.level:
        return on_one_level(left, right)
    if (taken := left.adopt(right)) is not None:
        return left, taken
    if (taken := right.adopt(left)) is not None:
        return taken, right
    kinds = f"a {type(left).__name__} with a {type(right).__name__}"
    raise TypeError(f"cannot {doing} {kinds}: {left.called} and {right.called} are known in different ways")


def on_one_level(left: Any, right: Any) -> tuple[Any, Any]:
    """Two operands of one class, or one that is built of others: the one of the higher level takes the other."""
    if left.level == right.level:
        return left, right
    return (left, left.adopt(right)) if left.level > right.level else (right.adopt(left), right)


def _constant(like: Any, value: Any) -> Any:
    if isinstance(value, float) and isfinite(value):
        raise TypeError(f"a formula is exact: write {_meant(value)} for the float {value!r}, or divide, as in x / 2")
    return like.constant(value)


def _meant(value: float) -> str:
    """The number that a float most probably stands for, as it is typed: 0.3333333333333333 is a third."""
    simple = Fraction(value).limit_denominator(1000)
    q = simple if float(simple) == value else Fraction(repr(float(value)))
    return f"Fraction({q.numerator}, {q.denominator})" if q.denominator != 1 else str(q)


# ── powers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def exact_exponent(n: Any) -> Fraction | None:
    """The rational number that an exponent is; None for another one, such as a ball."""
    if isinstance(n, Operand):
        found: Fraction | None = n.as_rational()  # type: ignore[attr-defined]
        return found
    if isinstance(n, numbers.Rational):
        return Fraction(int(n.numerator), int(n.denominator))
    return None


def to_the_power(base: Any, n: Any) -> Any:
    """baseⁿ, entrywise: by squaring for a whole n, by roots for a fraction, and exp(n·log base) for any other number n."""
    exponent = exact_exponent(n)
    if exponent is None and not isinstance(n, Operand):
        raise TypeError(f"a power is a whole number, a Fraction or a number of the claim, got {n!r}")
    if exponent is None:
        base, n = meet(base, n, "raise")
        return base.raised(n)
    if exponent.denominator != 1:
        return base.root(exponent.denominator, exponent.numerator)
    whole = exponent.numerator
    return power(base, whole) if whole >= 0 else 1 / power(base, -whole)


def power(base: Any, n: int) -> Any:
    """baseⁿ, entrywise, for a whole n ≥ 0, by squaring; the power 0 is 1 everywhere, at 0 too."""
    if n == 0:
        return base * 0 + 1
    result = base
    for bit in f"{n:b}"[1:]:
        result = result * result
        if bit == "1":
            result = result * base
    return result


# ── comparisons ────────────────────────────────────────────────────────────────────────────────────────────────────
def compared(left: Any, right: Any, relation: str, holds: Callable[[int], bool]) -> bool:
    """Whether a relation that depends on the sign of left − right holds, for two numbers.

    Raises ValueError for what is no number, Unresolved where balls do not tell the two apart, and OutsideArithmetic where
    the arithmetic does not know the sign.
    """
    left, right = meet(left, right, "compare")
    if left.shape != (1, 1) or right.shape != (1, 1):
        raise ValueError(f"{relation} compares two numbers, got shapes {left.shape} and {right.shape}")
    return _decided((left - right).possible_signs(), f"{left} {relation} {right}", holds)


def same(left: Any, right: Any) -> bool:
    """Whether two matrices are equal, entry by entry; matrices of two shapes are not. Raises what `compared` raises."""
    left, right = meet(left, right, "compare")
    if left.shape != right.shape:
        return False
    entries = [
        _decided(v.possible_signs(), f"{left} == {right}", lambda sign: sign == 0) for v in (left - right).scalars()
    ]
    return all(entries)


def _decided(signs: Collection[int], question: str, holds: Callable[[int], bool]) -> bool:
    answers = {holds(sign) for sign in signs}
    if len(answers) != 1:
        raise Unresolved(f"whether {question} is not determined")
    return answers.pop()
