"""Families without a trained hidden layer: linear functions, cells, and single ReLU units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics.matrix import Matrix
from lemmata.theory.discriminators.contractions import CLIP, IDENTITY, clip, contraction
from lemmata.theory.discriminators.families import Family, Stages, dot, norms
from lemmata.theory.exact.roots import at_least_one, positive, root, root_above
from lemmata.theory.exact.spelling import typed

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Cells", "Linear", "ReluUnits"]


@dataclass(frozen=True, repr=False)
class Linear(Family):
    """f_θ(x) = ⟨θ, x⟩, or clip(⟨θ, x⟩, −1, 1), for ‖x‖² ≤ radius_squared = B².

    |f_θ(x) − f_θ̂(x)| ≤ ‖θ − θ̂‖‖x‖, with equality where θ − θ̂ is parallel to x: L = B. |f| ≤ B: Δ = 2B, and at most 2
    where clipped. Without a radius f is unbounded (unless clipped) and has no L.
    """

    d: int
    radius_squared: Fraction | None = None
    clipped: bool = False

    def __post_init__(self) -> None:
        at_least_one(self.d, "d")
        if self.radius_squared is not None:
            object.__setattr__(
                self, "radius_squared", positive(self.radius_squared, "the squared radius of the domain")
            )

    def __repr__(self) -> str:
        radius = "" if self.radius_squared is None else f", radius_squared={typed(self.radius_squared)}"
        return f"Linear({self.d}{radius}{', clipped=True' if self.clipped else ''})"

    @property
    def m(self) -> int:
        return self.d

    @property
    def dimension(self) -> int:
        return self.d

    @property
    def lipschitz_squared(self) -> Fraction:
        if self.radius_squared is None:
            raise ValueError(f"{self!r} has no Lipschitz constant in θ: its domain is unbounded")
        return self.radius_squared

    @property
    def width(self) -> Fraction | None:
        if self.radius_squared is None:
            return Fraction(2) if self.clipped else None
        length = 2 * root_above(self.radius_squared)
        return min(length, Fraction(2)) if self.clipped else length

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        self.require_columns(theta, x)
        return clip(dot(theta, x)) if self.clipped else dot(theta, x)

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        product = thetas @ points
        return product.clamp_(-1, 1) if self.clipped else product

    @property
    def roundings(self) -> int:
        """d for the sum of products, 2 for the data. Clipping is exact."""
        return self.d + 3

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """Σ|θ_j||x_j| ≤ ‖θ‖‖x‖."""
        return reach * norms(points)

    def stages(self, points: Tensor) -> tuple[Tensor, Stages]:
        return points, (((1, self.d), CLIP if self.clipped else IDENTITY),)


@dataclass(frozen=True, repr=False)
class Cells(Family):
    """f_θ(x) = clip(√m θ_{i(x)}, −1, 1): one weight for each of m cells. The point is the unit vector e_{i(x)}.

    |f_θ(x) − f_θ̂(x)| ≤ √m|θ_i − θ̂_i| ≤ √m‖θ − θ̂‖, with equality where they differ in θ_i alone: L² = m. Δ = 2.
    √m is a rational number only where m is a square; elsewhere exact values are left to balls.
    """

    cells: int

    def __post_init__(self) -> None:
        at_least_one(self.cells, "the number of cells")

    def __repr__(self) -> str:
        return f"Cells({self.cells})"

    @property
    def m(self) -> int:
        return self.cells

    @property
    def dimension(self) -> int:
        return self.cells

    @property
    def lipschitz_squared(self) -> Fraction:
        return Fraction(self.cells)

    @property
    def width(self) -> Fraction:
        return Fraction(2)

    @property
    def has_rational_root(self) -> bool:
        """Whether rationals hold √m."""
        return isqrt(self.cells) ** 2 == self.cells

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        self.require_columns(theta, x)
        return clip(root(self.cells, x) * dot(theta, x))

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        return (thetas @ points).mul_(sqrt(self.cells)).clamp_(-1, 1)

    @property
    def roundings(self) -> int:
        """The sum over the cells, √m and its product, and the data."""
        return self.cells + 6

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """√m|θ_i| ≤ √m‖θ‖."""
        return reach * sqrt(self.cells) * norms(points)


@dataclass(frozen=True, repr=False)
class ReluUnits(Family):
    """f_{w,b}(x) = max(⟨w, x⟩ + b, 0) for ‖x‖² ≤ radius_squared = B².

    |f_θ(x) − f_θ̂(x)| ≤ ‖θ − θ̂‖‖(x, 1)‖: L² = B² + 1. 0 ≤ f ≤ √(B² + 1) = Δ. Not symmetric: no −f is an f plus a constant.
    """

    d: int
    radius_squared: Fraction = Fraction(1)
    symmetric = False

    def __post_init__(self) -> None:
        at_least_one(self.d, "d")
        object.__setattr__(self, "radius_squared", positive(self.radius_squared, "the squared radius of the domain"))

    def __repr__(self) -> str:
        return f"ReluUnits({self.d}, radius_squared={typed(self.radius_squared)})"

    @property
    def m(self) -> int:
        return self.d + 1

    @property
    def dimension(self) -> int:
        return self.d

    @property
    def lipschitz_squared(self) -> Fraction:
        return self.radius_squared + 1

    @property
    def width(self) -> Fraction:
        return root_above(self.lipschitz_squared)

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        self.require_columns(theta, x)
        with_one = x.stack([*([x.entry(i)] for i in range(1, self.d + 1)), [x.constant(1)]])
        return contraction("relu").sigma(dot(theta, with_one))

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        return (thetas[:, :-1] @ points).add_(thetas[:, -1:]).clamp_min_(0)

    @property
    def roundings(self) -> int:
        """As for linear functions of (x, 1)."""
        return self.d + 5

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """‖θ‖‖(x, 1)‖."""
        return reach * norms(torch.cat([points, torch.ones_like(points[:1])]))

    def stages(self, points: Tensor) -> tuple[Tensor, Stages]:
        return torch.cat([points, torch.ones_like(points[:1])]), (((1, self.m), contraction("relu")),)
