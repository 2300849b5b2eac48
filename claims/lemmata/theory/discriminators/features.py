"""Frozen-feature networks: a fixed layer of features, and one trained weight for each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics.exact_numbers import exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rounding import ULPS
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.discriminators.contractions import contraction
from lemmata.theory.discriminators.families import Family, dot, norms
from lemmata.theory.exact.roots import positive, root_above
from lemmata.theory.exact.spelling import typed

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["CosineFeatures", "Features"]

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, repr=False)
class _OfFrozen(Family):
    """f_θ(x) = ⟨θ, φ(x)⟩ with ‖φ‖ ≤ 1, where φ is made of a frozen A (m×d) and c (m): L = 1, |f| ≤ 1 and Δ = 2."""

    frozen: Rows
    shift: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        """Exact entries of A and c. Raises ValueError for shapes that do not fit."""
        rows, shift = tuple(exact_row(row) for row in self.frozen), exact_row(self.shift)
        lengths = {len(row) for row in rows}
        if len(lengths) != 1 or 0 in lengths or len(shift) != len(rows):
            raise ValueError(
                f"frozen weights need rows of one length and a shift for each, "
                f"got rows of lengths {[len(row) for row in rows]} and {len(shift)} shifts"
            )
        object.__setattr__(self, "frozen", rows)
        object.__setattr__(self, "shift", shift)

    @property
    def m(self) -> int:
        return len(self.frozen)

    @property
    def dimension(self) -> int:
        return len(self.frozen[0])

    @property
    def lipschitz_squared(self) -> Fraction:
        return Fraction(1)

    @property
    def width(self) -> Fraction:
        return Fraction(2)

    def floats(self, like: Tensor) -> tuple[Tensor, Tensor]:
        """A and c in the dtype and on the device of a tensor."""
        rows = [[float(v) for v in row] for row in self.frozen]
        return like.new_tensor(rows), like.new_tensor([[float(v)] for v in self.shift])


@dataclass(frozen=True, repr=False)
class Features(_OfFrozen):
    """f_θ(x) = ⟨θ, φ(x)⟩ with frozen features φ(x) = σ(Ax + c)/s, for ‖x‖² ≤ radius_squared = B².

    σ is a contraction with σ(0) = 0, so ‖σ(Ax + c)‖² ≤ Σ_i (‖a_i‖B + |c_i|)², and s is a rational number at least as large
    as the root of that: ‖φ‖ ≤ 1. Hence L = 1 (as for linear functions of φ) and |f| ≤ 1: Δ = 2.
    """

    sigma: str = "relu"
    radius_squared: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        super().__post_init__()
        contraction(self.sigma)
        square = positive(self.radius_squared, "the squared radius of the domain")
        object.__setattr__(self, "radius_squared", square)
        if not self.scale:
            raise ValueError("features that are 0 everywhere make no family")

    def __repr__(self) -> str:
        parts = f"{typed(self.frozen)}, {typed(self.shift)}, {self.sigma!r}"
        return f"Features({parts}, radius_squared={typed(self.radius_squared)})"

    @property
    def scale(self) -> Fraction:
        """s ≥ sup ‖σ(Ax + c)‖."""
        sizes = [
            root_above(sum((v * v for v in row), Fraction(0)) * self.radius_squared) + abs(c)
            for row, c in zip(self.frozen, self.shift, strict=True)
        ]
        return root_above(sum((s * s for s in sizes), Fraction(0)))

    def features(self, x: Matrix) -> Matrix:
        """φ(x), m×1."""
        frozen = x.stack([[x.constant(v) for v in row] for row in self.frozen])
        shift = x.stack([[x.constant(v)] for v in self.shift])
        return contraction(self.sigma).sigma(frozen @ x + shift) / x.constant(self.scale)

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        self.require_columns(theta, x)
        return dot(theta, self.features(x))

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        frozen, shift = self.floats(points)
        return thetas @ (contraction(self.sigma).sigma(frozen @ points + shift) / float(self.scale))

    @property
    def roundings(self) -> int:
        """The product and sum inside φ, the data, σ, the division by the rounded s, and the sum over the features."""
        return self.dimension + contraction(self.sigma).roundings + self.m + 12

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """‖θ‖‖t‖/s with t = |A||x| + |c| ≥ |σ(Ax + c)|."""
        frozen, shift = self.floats(points)
        return reach * norms(frozen.abs() @ points.abs() + shift.abs()) / float(self.scale)


@dataclass(frozen=True, repr=False)
class CosineFeatures(_OfFrozen):
    """f_θ(x) = ⟨θ, φ(x)⟩ with φ_i(x) = cos(⟨a_i, x⟩ + c_i)/√m, on all of R^d: random Fourier features, frozen.

    ‖φ‖² ≤ m·(1/m) = 1: L = 1, |f| ≤ 1 and Δ = 2. Cosines are known in floats only.
    """

    def __repr__(self) -> str:
        return f"CosineFeatures({typed(self.frozen)}, {typed(self.shift)})"

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        raise OutsideArithmetic("cosines are computed in floats only")

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        frozen, shift = self.floats(points)
        return thetas @ (torch.cos(frozen @ points + shift) / sqrt(self.m))

    @property
    def roundings(self) -> int:
        """Those of the argument, which cos does not enlarge; ULPS for cos itself, where |cos| ≤ 1; and the sum."""
        return self.dimension + 2 * ULPS + self.m + 12

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """‖θ‖(1 + ‖t‖/√m) with t = |A||x| + |c|: 1 bounds ‖φ‖, and t what is added up in its arguments."""
        frozen, shift = self.floats(points)
        return reach * (1 + norms(frozen.abs() @ points.abs() + shift.abs()) / sqrt(self.m))

    def steepness(self, points: Tensor) -> Tensor:
        """‖φ(x)‖ ≤ 1."""
        return torch.ones_like(points[0])
