"""A 1×1 matrix as a plain number: the ball or the fraction in it."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from flint import arb

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import RationalMatrix

__all__ = [
    "as_ball",
    "as_fraction",
    "just_above",
]


def as_ball(number: Matrix) -> arb:
    """A 1×1 matrix of balls as its ball. Raises TypeError for another arithmetic."""
    if not isinstance(number, BallMatrix):
        raise TypeError(f"a ball is taken from a matrix of balls, not from a {type(number).__name__}")
    return number.entries()[0]


def just_above(number: Matrix) -> Fraction:
    """The next multiple of 1/64 above all of a ball."""
    return Fraction(floor(float(as_ball(number).upper()) * 64) + 1, 64)


def as_fraction(number: Matrix) -> Fraction:
    """A 1×1 matrix of rationals as its number. Raises TypeError for another arithmetic."""
    if not isinstance(number, RationalMatrix):
        raise TypeError(f"a fraction is taken from a matrix of rationals, not from a {type(number).__name__}")
    return exact_number(number.raw[0, 0])
