"""Positive numbers, and their roots: exact where they are rational, otherwise from above."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from lemmata.numerics.exact_numbers import exact_number, rational_root
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import sqrt
from lemmata.theory.exact.spelling import typed

__all__ = [
    "at_least_one",
    "positive",
    "root",
    "root_above",
]

# Roots that are irrational are rounded up to a multiple of 2⁻⁶⁴.
_ROOT_BITS = 64


def positive(value: Any, what: str) -> Fraction:
    """An exact number above 0. Raises ValueError, naming what it is, for any other."""
    exact = exact_number(value)
    if exact <= 0:
        raise ValueError(f"{what} must be positive, got {typed(exact)}")
    return exact


def at_least_one(value: int, what: str) -> int:
    """A whole number from 1 on. Raises ValueError, naming what it is, for any other."""
    if value < 1:
        raise ValueError(f"{what} must be at least 1, got {value}")
    return value


def root(square: int | Fraction, like: Matrix) -> Matrix:
    """√square in the arithmetic of ``like``; where rationals do not hold it they raise OutsideArithmetic."""
    q = Fraction(square)
    rational = rational_root(q, 2)
    return sqrt(like.constant(q)) if rational is None else like.constant(rational)


def root_above(square: Fraction) -> Fraction:
    """√square where that is rational, otherwise the next multiple of 2⁻⁶⁴ above it."""
    rational = rational_root(square, 2)
    if rational is not None:
        return rational
    return Fraction(isqrt(square.numerator * 4**_ROOT_BITS // square.denominator) + 1, 2**_ROOT_BITS)
