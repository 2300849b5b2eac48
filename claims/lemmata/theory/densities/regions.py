"""Regions of the line and of the plane that say which sign a polynomial has on them, and where the line changes it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from flint import fmpq_mpoly

from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["Quadrant", "Ray", "Region", "coefficients"]


def coefficients(p: fmpq_mpoly) -> dict[tuple[int, ...], Fraction]:
    """The coefficients of uⁱvʲ that are not 0, by (i, j)."""
    return {powers: exact_number(c) for powers, c in p.to_dict().items()}


class Region(ABC):
    """A convex set of points, on which every polynomial that is asked about is to have one sign."""

    @abstractmethod
    def sign(self, q: fmpq_mpoly) -> int:
        """The sign of q inside. Raises OutsideArithmetic where it is not known to have one."""


class Ray(Region):
    """The points u of the line from a start on (None: −∞), as far as all signs asked for stay the same.

    Attributes:
        ends: the points above the start at which one of them changes; the nearest ends the region.
    """

    def __init__(self, start: Fraction | None) -> None:
        self.start = start
        self.ends: set[Fraction] = set()

    def sign(self, q: fmpq_mpoly) -> int:
        found = coefficients(q)
        if not found.keys() <= {(0, 0), (1, 0)}:
            raise OutsideArithmetic(f"the sign of {q} is not that of an affine function")
        slope, constant = found.get((1, 0), Fraction(0)), found.get((0, 0), Fraction(0))
        if not slope:
            return (constant > 0) - (constant < 0)
        zero, upwards = -constant / slope, 1 if slope > 0 else -1
        if self.start is not None and zero <= self.start:
            return upwards
        self.ends.add(zero)
        return -upwards


class Quadrant(Region):
    """The points (u, v) with u > 0 and v > 0."""

    def sign(self, q: fmpq_mpoly) -> int:
        signs = {(c > 0) - (c < 0) for c in coefficients(q).values()}
        if len(signs) > 1:
            raise OutsideArithmetic(f"{q} is not of one sign on a quadrant: there is a kink across it")
        return signs.pop() if signs else 0
