"""`equal` and `at_most`: two sides of one arithmetic, compared as that arithmetic allows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from numbers import Rational
from typing import Any, cast

from flint import fmpq, fmpz

from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import meet
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import Comparison, Verdict

__all__ = [
    "at_most",
    "at_most_count",
    "at_most_squared",
    "counted",
    "equal",
    "implied",
    "nothing_claimed",
    "probability_at_most",
]


def equal(left: Any, right: Any, unit: Matrix | Fraction | int | None = None) -> Comparison:
    """Whether left = right, decided by their arithmetic.

    Rationals, whole numbers and fractions meet every arithmetic; numbers meet exact logarithms as logarithms. ``unit`` is the
    size of the terms that cancel in a quantity which may be exactly 0: a ball around 0 confirms only against it. It plays
    no part in any other arithmetic.

    Raises:
        TypeError: for what is no number of a claim (None, a float, True, a pair), and for two arithmetics that do not meet.
        ValueError: for matrices of two shapes.
    """
    left, right = _both(left, right, "equal")
    return cast(Comparison, left.equals(right, unit))


def at_most(left: Any, right: Any) -> Comparison:
    """Whether left ≤ right, for two numbers, decided by their arithmetic; ``tightness`` is left / right.

    Rationals decide equality too; balls only where they are apart; symbols where right − left is a sum of squares in plain
    sight. Raises what `equal` raises, OutsideArithmetic in an arithmetic that does not decide it, ValueError for matrices
    that are no numbers.
    """
    left, right = _both(left, right, "at_most")
    return cast(Comparison, left.at_most(right))


def _both(left: Any, right: Any, name: str) -> tuple[Any, Any]:
    for side in (left, right):
        if isinstance(side, bool) or not isinstance(side, Matrix | Rational | fmpq | fmpz):
            raise TypeError(f"{name} compares numbers of a claim, got {side!r}")
    mine = left if isinstance(left, Matrix) else RationalMatrix.of([[left]])
    return meet(mine, right, "compare")


def at_most_squared(left: Matrix, square: Matrix) -> Comparison:
    """Whether |left| ≤ √square, decided without the root as left² ≤ square; ``tightness`` is |left| / √square.

    A left side that is 0 says nothing about a bound that is never negative: such a case is trivial.
    """
    comparison = at_most(left * left, square)
    ratio = comparison.tightness
    return replace(
        comparison,
        left=f"({left})² = {comparison.left}",
        tightness=None if ratio is None else ratio**0.5,
        trivial=comparison.verdict is Verdict.HOLDS and left.is_zero(),
    )


def probability_at_most(probability: Matrix, bound: Matrix) -> Comparison:
    """Whether a probability is at most a bound. A bound from 1 on, or a probability 0, makes the case trivial."""
    comparison = at_most(probability, bound)
    vacuous = at_most(bound.constant(1), bound).verdict is Verdict.HOLDS or probability.is_zero()
    return replace(comparison, trivial=comparison.verdict is Verdict.HOLDS and vacuous)


def counted(found: int, claimed: int, what: str) -> Comparison:
    """Whether two whole numbers agree. A bare count is trivial: it never makes a case by itself."""
    verdict = Verdict.HOLDS if found == claimed else Verdict.REFUTED
    return Comparison(verdict, f"{found} {what}", f"{claimed} {what}", trivial=found == claimed)


def at_most_count(found: int, bound: int, what: str) -> Comparison:
    """Whether a whole number is at most another."""
    verdict = Verdict.HOLDS if found <= bound else Verdict.REFUTED
    return Comparison(
        verdict,
        f"{found} {what}",
        f"{bound}",
        relation="≤",
        tightness=found / bound if bound else None,
        trivial=found == bound == 0,
    )


def implied(premise: bool, conclusion: bool, premise_words: str, conclusion_words: str) -> Comparison:
    """premise ⇒ conclusion. A premise that is false says nothing: the case is trivial.

    Both words say what is asserted, whether it is true or not; numbers follow in parentheses. ``"P_real is admitted"``
    and ``"d_F ≥ J (d_F = 1, J = 7/4)"`` give "refuted: P_real is admitted, but not d_F ≥ J (d_F = 1, J = 7/4)".
    """
    for name, given in (("premise", premise), ("conclusion", conclusion)):
        if given is not True and given is not False:
            raise TypeError(f"the {name} of implied(…) is True or False, as x < y is, got {given!r}")
    verdict = Verdict.REFUTED if premise and not conclusion else Verdict.HOLDS
    return Comparison(verdict, premise_words, conclusion_words, relation="⇒", trivial=not premise)


def nothing_claimed(why: str) -> Comparison:
    """A case of which the formula claims nothing, and why: ``nothing_claimed("no N is promised")``. It is trivial."""
    return Comparison(Verdict.HOLDS, why, "nothing is claimed", relation="⇒", trivial=True)
