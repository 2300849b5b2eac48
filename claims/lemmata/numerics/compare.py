"""`equal` and `at_most`: two sides of one arithmetic, compared as that arithmetic allows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lemmata.numerics.balls import BallMatrix, at_most_balls, equal_balls, precision
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix, at_most_rationals, equal_rationals
from lemmata.numerics.symbols import SymbolicMatrix, equal_symbols
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

# Work allowed to tell two exact logarithms apart, in bits.
_LOG_BITS = (128, 512, 2048)


def equal(left: Matrix, right: Matrix, unit: Matrix | Fraction | int | None = None) -> Comparison:
    """Whether left = right.

    ``unit`` is the size of the terms that cancel in a quantity which may be exactly 0: a ball around 0 confirms only
    against it. It plays no part in any other arithmetic. Raises TypeError when the two sides come from different ones.
    """
    if isinstance(left, LogMatrix) or isinstance(right, LogMatrix):
        return _equal_logarithms(*(v if isinstance(v, LogMatrix) else LogMatrix(v, v * 0 + 1) for v in (left, right)))
    if isinstance(left, RationalMatrix) and isinstance(right, RationalMatrix):
        return equal_rationals(left, right)
    if isinstance(left, BallMatrix) and isinstance(right, BallMatrix):
        lifted = unit if unit is None or isinstance(unit, Matrix) else left.constant(unit)
        return equal_balls(left, right, lifted)  # type: ignore[arg-type]
    if isinstance(left, SymbolicMatrix) and isinstance(right, SymbolicMatrix):
        return equal_symbols(left, right)
    from lemmata.numerics.floats import RoundedMatrix
    from lemmata.numerics.rounded import equal_rounded

    if isinstance(left, RoundedMatrix) and isinstance(right, RoundedMatrix):
        return equal_rounded(left, right)
    raise TypeError(f"cannot compare a {type(left).__name__} with a {type(right).__name__}")


def at_most(left: Matrix, right: Matrix) -> Comparison:
    """Whether left ≤ right, for two numbers; ``tightness`` is left / right.

    Rationals decide equality too; balls only where they are apart. Raises TypeError when the two sides come from
    different arithmetics, ValueError for what is not a number.
    """
    if isinstance(left, RationalMatrix) and isinstance(right, RationalMatrix):
        return at_most_rationals(left, right)
    if isinstance(left, BallMatrix) and isinstance(right, BallMatrix):
        return at_most_balls(left, right)
    raise TypeError(f"cannot compare a {type(left).__name__} with a {type(right).__name__}")


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
    verdict = Verdict.REFUTED if premise and not conclusion else Verdict.HOLDS
    return Comparison(verdict, premise_words, conclusion_words, relation="⇒", trivial=not premise)


def nothing_claimed(why: str) -> Comparison:
    """A case of which the formula claims nothing, and why: ``nothing_claimed("no N is promised")``. It is trivial."""
    return Comparison(Verdict.HOLDS, why, "nothing is claimed", relation="⇒", trivial=True)


def _equal_logarithms(left: LogMatrix, right: LogMatrix) -> Comparison:
    """a + c·log 2π + log|q|: equal if all three agree (q up to sign); otherwise balls must tell the numbers apart."""
    left_words, right_words = _words(left), _words(right)
    if left.c == right.c and equal(left.a, right.a).verdict is Verdict.HOLDS and _equal_in_size(left.q, right.q):
        trivial = left.c == 0 and left.q_is_one() and left.a.is_zero()
        return Comparison(Verdict.HOLDS, left_words, right_words, trivial=trivial)
    if isinstance(left.a, SymbolicMatrix):
        return Comparison(Verdict.REFUTED, left_words, right_words)
    for bits in _LOG_BITS:
        with precision(bits):
            comparison = equal_balls(_as_balls(left), _as_balls(right))
        if comparison.verdict is Verdict.REFUTED:
            return Comparison(
                Verdict.REFUTED, f"{left_words} = {comparison.left}", f"{right_words} = {comparison.right}"
            )
    # two different forms of one number cannot be ruled out by balls alone
    return Comparison(
        Verdict.UNDECIDED, left_words, right_words, needs="the logarithms differ in form but not in value"
    )


def _equal_in_size(left: Matrix, right: Matrix) -> bool:
    """Whether |left| = |right|: numbers are, in any field, where left = ±right; entries where their squares agree."""
    pairs = [(left, right), (left, -right)] if left.shape == right.shape == (1, 1) else [(left * left, right * right)]
    return any(equal(a, b).verdict is Verdict.HOLDS for a, b in pairs)


def _words(number: LogMatrix) -> str:
    return " + ".join(
        [str(number.a)]
        + ([f"{number.c}·log 2π"] if number.c else [])
        + ([] if number.q_is_one() else [f"log|{number.q}|"])
    )


def _as_balls(number: LogMatrix) -> BallMatrix:
    a, q = (BallMatrix.of([list(row) for row in part.raw.tolist()]) for part in (number.a, number.q))  # type: ignore[attr-defined]
    return a + a.log_two_pi() * number.c + q.apply("abs").apply("log")  # type: ignore[return-value]
