"""Discriminator families F = {f_θ : θ ∈ B^m}: what the generalisation theorem asks of them, and their values.

B^m is the closed unit ball. Each family derives in its docstring the constant L of |f_θ(x) − f_θ̂(x)| ≤ L‖θ − θ̂‖ (for
all θ, θ̂ ∈ B^m and every x of its domain) and an interval that holds its values. Squares and lengths are exact; a length
that is irrational is replaced by a slightly larger rational one.

Points are columns (d×1 matrices), and batches of them (d, N) tensors; parameters are columns of length m, and batches
of them (T, m) tensors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from lemmata.late import torch
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rounding import gamma, require_dtype, tiny
from lemmata.theory.discriminators.contractions import Contraction
from lemmata.theory.exact.roots import root_above

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "Family",
    "Stages",
    "dot",
]

Stages = tuple[tuple[tuple[int, int], Contraction], ...]


# A family writes its own repr: its class is called with the sizes by place, and the rule of `Spelled` would name them.
class Family(ABC):
    """f_θ for θ ∈ B^m.

    Attributes:
        m: the number of trainable weights.
        dimension: of the points x.
        degree: the number of trained layers.
        symmetric: whether −F ⊂ F + constants, so that sup_F |E_P f − E_Q f| = sup_F (E_P f − E_Q f).
    """

    symmetric: bool = True
    degree: int = 1

    @property
    @abstractmethod
    def m(self) -> int: ...

    @property
    @abstractmethod
    def dimension(self) -> int: ...

    @property
    @abstractmethod
    def lipschitz_squared(self) -> Fraction:
        """L² over B^m. Raises ValueError for a family that has none."""

    @property
    @abstractmethod
    def width(self) -> Fraction | None:
        """Δ, the length of an interval that holds all values; None for unbounded f."""

    @abstractmethod
    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        """f_θ(x) in the arithmetic of both."""

    @abstractmethod
    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        """f_θ(x) for T parameters and N points: (T, m) and (d, N) to (T, N)."""

    @property
    @abstractmethod
    def roundings(self) -> int:
        """n such that `values` differ from f_θ(x) by at most γ_n times `size`. θ and x may be the nearest floats of the
        numbers that are meant: that error is included."""

    @abstractmethod
    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """(N,): a bound of |f_θ(x)| for ‖θ‖ ≤ reach at each point, and of the absolute values that are added up in it."""

    def rounding(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """(N,): how far `values` may lie from f_θ(x), for ‖θ‖ ≤ reach."""
        underflow = tiny(points.dtype) * max(reach, 1.0) ** self.degree * self.m
        return gamma(self.roundings, points.dtype) * self.size(points, reach) + underflow

    def rounding_of_sums(self, points: Tensor, weights: Tensor, reach: float = 1.0) -> float:
        """How far Σ_i w_i f_θ(x_i), added up from `values` in any order, may lie from the exact sum, for ‖θ‖ ≤ reach.

        With s = Σ_i |w_i| size_i: the values are wrong by γ_roundings s in all, and weights (nearest floats of what is
        meant), products and sums add γ_{N+2}: at most γ_{N + roundings + 8} s, in which s itself is rounded up.
        """
        n = len(weights) + self.roundings + 8
        size = float((weights.abs().double() * self.size(points, reach).double()).sum()) * (1 + 2.0**-20)
        underflow = float(self.rounding(points[:, :1] * 0, reach).sum()) * (float(weights.abs().sum()) + 1)
        return gamma(n, points.dtype) * size + underflow + n * tiny(points.dtype)

    def steepness(self, points: Tensor) -> Tensor:
        """(N,): a Lipschitz constant of θ ↦ f_θ(x) over B^m for each point; at most L on the family's domain.

        In each family it is `degree` times the bound of |f_θ(x)|.
        """
        return self.degree * self.size(points)

    def stages(self, points: Tensor) -> tuple[Tensor, Stages] | None:
        """f as a chain of trained layers, (shape of W_k, what is applied after it), and the points that enter it.

        None for a family that is no such chain.
        """
        return None

    @property
    def lipschitz(self) -> Fraction:
        """L, rounded up where it is irrational."""
        return root_above(self.lipschitz_squared)

    @property
    def bounded_width(self) -> Fraction:
        """Δ. Raises ValueError for unbounded f, about which the theorem says nothing."""
        if self.width is None:
            raise ValueError(f"{self!r} is unbounded: no interval of finite length holds its values")
        return self.width

    def inside(self, theta: Sequence[Number]) -> tuple[Fraction, ...]:
        """θ in exact numbers. Raises ValueError for another length than m, and outside of the unit ball."""
        exact = exact_row(theta)
        if len(exact) != self.m:
            raise ValueError(f"{self!r} has {self.m} parameters, got {len(exact)}")
        if (square := sum((v * v for v in exact), Fraction(0))) > 1:
            raise ValueError(f"θ lies outside of the unit ball: ‖θ‖² = {square}")
        return exact

    def require_columns(self, theta: Matrix, x: Matrix) -> None:
        """Raises ValueError unless θ is an m×1 and x a d×1 matrix."""
        if theta.shape != (self.m, 1) or x.shape != (self.dimension, 1):
            raise ValueError(f"θ must be {self.m}×1 and x {self.dimension}×1, got shapes {theta.shape} and {x.shape}")

    def require_batches(self, thetas: Tensor, points: Tensor) -> None:
        """Raises ValueError unless θ is (T, m), x is (d, N), and both are of one floating dtype and on one device."""
        if thetas.ndim != 2 or thetas.shape[1] != self.m or points.ndim != 2 or points.shape[0] != self.dimension:
            raise ValueError(
                f"θ must have shape (T, {self.m}) and x ({self.dimension}, N), "
                f"got {tuple(thetas.shape)} and {tuple(points.shape)}"
            )
        require_dtype(thetas.dtype)
        if thetas.dtype != points.dtype or thetas.device != points.device:
            raise ValueError(
                f"θ and x must agree in dtype and device, got {thetas.dtype} on {thetas.device} "
                f"and {points.dtype} on {points.device}"
            )


def dot(a: Matrix, b: Matrix) -> Matrix:
    """⟨a, b⟩ of two columns."""
    return a.transpose() @ b


def norms(points: Tensor) -> Tensor:
    """(N,): ‖x‖ of each point, rounded up: the squares, their sum and the root lose less than d + 4 roundings."""
    d, eps = points.shape[0], torch.finfo(points.dtype).eps
    return torch.linalg.vector_norm(points, dim=0) * (1 + (d + 8) * eps) + torch.finfo(points.dtype).tiny ** 0.5
