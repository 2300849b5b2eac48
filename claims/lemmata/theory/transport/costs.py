"""What it costs to move a unit of mass from one point to another: a norm of the difference."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt, lcm
from typing import Any

from lemmata.theory.exact.points import Point

__all__ = ["DUAL", "NORMS", "length", "norm", "scaled", "squared_norm"]

# Euclidean lengths are irrational: balls decide them.
NORMS = ("sum", "maximum", "euclidean")
DUAL = {"sum": "maximum", "maximum": "sum", "euclidean": "euclidean"}


def norm(x: Point, y: Point, name: str) -> Fraction:
    """‖x − y‖ in the sum norm ℓ1 or in the maximum norm ℓ∞. Raises ValueError for a norm that is not rational."""
    steps = [abs(a - b) for a, b in zip(x, y, strict=True)]
    if name == "sum" or len(steps) == 1:
        return sum(steps, Fraction(0))
    if name == "maximum":
        return max(steps)
    raise ValueError(f"the {name} norm of a rational vector need not be rational")


def squared_norm(x: Point, y: Point, name: str) -> Fraction:
    """‖x − y‖², rational in each of the norms."""
    if name == "euclidean":
        return sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))
    return norm(x, y, name) ** 2


def length(x: Point, y: Point, name: str, number: Callable[[Fraction], Any]) -> Any:
    """‖x − y‖ as this kind of number; a Euclidean length is the square root of one."""
    if name != "euclidean" or len(x) == 1:
        return number(norm(x, y, name if len(x) > 1 else "sum"))
    return number(squared_norm(x, y, name)).sqrt()


def scaled(costs: list[list[Fraction]], root: bool, bits: int) -> tuple[list[list[int]], Fraction]:
    """Whole numbers proportional to the costs, and the unit they are counted in.

    With ``root`` the costs are squares, and their roots are rounded down to 2^(−bits): solvers then find a plan and a
    potential that are optimal for nearby costs, and what these prove about the true costs is worked out in balls.
    """
    if root:
        return [[isqrt((v.numerator << 2 * bits) // v.denominator) for v in row] for row in costs], Fraction(1, 2**bits)
    unit = lcm(*(v.denominator for row in costs for v in row))
    return [[int(v * unit) for v in row] for row in costs], Fraction(1, unit)
