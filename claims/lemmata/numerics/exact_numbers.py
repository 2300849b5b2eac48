"""The one place where a value that somebody typed becomes a number: it is exact, or it is refused in one sentence.

Text is never evaluated: it is a decimal, a fraction, or a name.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unicodedata import normalize

import flint

from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["Number", "exact_number", "exact_row", "name_of", "rational_root"]

Number = Fraction | int | str

# What Python's own Fraction or float would take for a number that is none.
_NO_NUMBERS = {"nan", "inf", "infinity"}


def exact_number(value: Any) -> Fraction:
    """The rational number that a value is.

    Whole numbers and fractions of Python, numpy, sympy and flint, decimals (`decimal.Decimal`), and text such as "-1/2",
    "0.1" or "1e-20", which is one tenth and 10⁻²⁰ exactly.

    Raises:
        TypeError: for a float, since its binary value is not the decimal that was meant, and for what is no number.
        ValueError: for NaN and ±∞, and for text that is no number.
        OutsideArithmetic: for a name, which stands for every number and is none.
    """
    if isinstance(value, Fraction):
        return value
    if type(value) is int:  # before the abstract classes of numbers, which are slow to ask
        return Fraction(value)
    if isinstance(value, numbers.Integral):  # numpy's too, which would overflow in silence
        return Fraction(int(value))
    if isinstance(value, str):
        return _written(value)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, flint.fmpz | flint.fmpq):
        q = flint.fmpq(value)
        return Fraction(int(q.p), int(q.q))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"a number of a case is finite, got {value}")
        return Fraction(value)
    if isinstance(value, numbers.Real):
        if not math.isfinite(value):
            raise ValueError(f"a number of a case is finite, got {float(value)}")
        raise TypeError(f"write {float(value)!r} as a Fraction: a case is exact")
    raise TypeError(f"a number of a case is an int, a Fraction or text such as '1/2', got {value!r}")


def exact_row(values: Sequence[Any]) -> tuple[Fraction, ...]:
    """A row of exact numbers. Raises what `exact_number` raises, and TypeError for a number in the place of a row."""
    if isinstance(values, numbers.Number | str):
        raise TypeError(f"a row of numbers is typed as a list, [{values}], got {values!r}")
    return tuple(exact_number(v) for v in values)


def rational_root(q: Fraction, n: int) -> Fraction | None:
    """ⁿ√q where that is rational, else None. Raises ValueError for q < 0."""
    if q < 0:
        raise ValueError(f"a root needs numbers from 0 on, got {q}")
    roots = [int(flint.fmpz(part).root(n)) for part in (q.numerator, q.denominator)]
    return Fraction(*roots) if Fraction(*roots) ** n == q else None


def name_of(value: Any) -> str | None:
    """The name that a text is, such as x, ε, N or lambda, whatever it may mean elsewhere; None for all other values.

    Python takes µ, the sign, and μ, the letter, for one name, and so it is here.
    """
    if isinstance(value, str) and value.isidentifier() and value.lower() not in _NO_NUMBERS:
        return normalize("NFKC", value)
    return None


def _written(text: str) -> Fraction:
    if name_of(text) is not None:
        raise OutsideArithmetic(f"the name {text} stands for every number: computer algebra decides it")
    try:
        return Fraction(text)
    except ValueError:
        kind = "finite" if text.strip(" +-").lower() in _NO_NUMBERS else "a decimal, a fraction or a name"
        raise ValueError(f"a number of a case is {kind}, got {text!r}") from None
    except ZeroDivisionError:
        raise ValueError(f"a number of a case has no denominator 0, got {text!r}") from None
