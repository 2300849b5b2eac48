"""What is proved of a variant: that it is its formula in other words, or that nothing but a weaker bound became of it.

Both are computed with a free real symbol in the place of every number that they read of their arguments. An identity of
the results then holds for all values of these, wherever both have one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpz

from lemmata.evidence.question import Question
from lemmata.evidence.shared_cases import Case
from lemmata.late import sympy
from lemmata.numerics.algebra.normal_forms import normal, vanishes
from lemmata.numerics.arithmetic import Arithmetic, in_force
from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.variants.in_plain_sight import NEVER_NEGATIVE, bound_of
from lemmata.variants.trial import NO_VALUE

__all__ = ["arguments", "is_the_same", "is_weaker"]


class _NotFree(TypeError):
    """Something is read of an argument that no real number stands for."""


class _Free:
    """A value of a case, each number of which is a free symbol. Nothing of it can be called."""

    def __init__(self, example: Any, path: str) -> None:
        self._example, self._path = example, path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise _NotFree(f"{self._path}.{name}")
        return _free(getattr(self._example, name), f"{self._path}_{name}")


def _free(example: Any, path: str) -> Any:
    if isinstance(example, bool | str) or example is None:
        raise _NotFree(f"{path} is {example!r}")
    if isinstance(example, int | Fraction | fmpq | fmpz) or (isinstance(example, Matrix) and example.shape == (1, 1)):
        return Symbols().matrix([[path]])
    if isinstance(example, Matrix | tuple | list) or callable(example):
        raise _NotFree(f"{path} is no single number")
    return _Free(example, path)


def arguments(question: Question, arithmetic: Arithmetic, case: Case) -> list[tuple[Any, ...]]:
    """What the check of a question asks its formula about on one case: the arguments of each call, in turn."""
    calls: list[tuple[Any, ...]] = []

    def recorded(*given: Any) -> Any:
        calls.append(given)
        return question.formula(*given)

    replace(question, formula=recorded).ask(arithmetic, case)
    return calls


def _values(formula: Callable[..., Any], variant: Callable[..., Any], given: Sequence[Any]) -> Any:
    """The two values as expressions in the free symbols; None where one of them has none."""
    try:
        with in_force(Symbols()):
            free = [_free(value, f"argument{number}") for number, value in enumerate(given)]
            return [_expression(each(*free)) for each in (formula, variant)]
    except (OutsideArithmetic, *NO_VALUE):
        return None


def _expression(value: Any) -> sympy.Expr:
    if isinstance(value, bool) or not isinstance(value, int | Fraction | fmpq | fmpz | SymbolicMatrix):
        raise _NotFree(f"the result is {value!r}")
    if isinstance(value, SymbolicMatrix):
        return value.raw[0]
    q = exact_number(value)
    return sympy.Rational(q.numerator, q.denominator)


def is_the_same(formula: Callable[..., Any], variant: Callable[..., Any], given: Sequence[Any]) -> bool:
    """Is it proved that both have the same value for all arguments for which they have one? ``given`` shows what these are."""
    values = _values(formula, variant, given)
    return values is not None and vanishes(values[1] - values[0])


def is_weaker(
    check: Callable[..., Any], formula: Callable[..., Any], variant: Callable[..., Any], given: Sequence[Any]
) -> bool:
    """Is it proved that the variant is a bound where the formula is one, and no better?

    So it is where they differ by a constant, on the side that is asked for. Where what is bounded from above is never
    negative, and the formula so neither where it is a bound, a constant ratio variant/formula from 1 on will do.
    """
    bound = bound_of(check)
    values = _values(formula, variant, given) if bound else None
    if bound is None or values is None:
        return False
    difference = normal(values[1] - values[0] if bound.above else values[0] - values[1])
    if difference.is_Rational:
        return bool(difference >= 0)
    if not bound.above or bound.comparison not in NEVER_NEGATIVE or values[0] == 0:
        return False
    ratio = normal(values[1] / values[0])
    return bool(ratio.is_Rational and ratio >= 1)
