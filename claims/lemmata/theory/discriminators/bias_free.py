"""Bias-free networks of depth l with all weights trained."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from lemmata.numerics.matrix import Matrix
from lemmata.theory.discriminators.contractions import CLIP, IDENTITY, clip, contraction
from lemmata.theory.discriminators.families import Family, Stages, norms
from lemmata.theory.exact.roots import at_least_one, positive, root_above
from lemmata.theory.exact.spelling import typed

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["BiasFreeNetworks"]


@dataclass(frozen=True, repr=False)
class BiasFreeNetworks(Family):
    """f_θ(x) = W_l σ(W_{l−1} … σ(W_1 x)), θ = (W_1, …, W_l) row by row, for ‖x‖² ≤ radius_squared = B²; clipped or not.

    ‖W_k‖ is the Frobenius norm, so Σ‖W_k‖² = ‖θ‖² ≤ 1. σ is a contraction with σ(0) = 0: layer k − 1 puts out at most
    B Π_{j<k}‖W_j‖, and what is changed there is multiplied by at most Π_{j>k}‖W_j‖. So |f| ≤ B Π‖W_j‖, and along the segment
    from θ to θ̂, which stays in B^m, f changes by at most B Σ_k ‖dW_k‖ Π_{j≠k}‖W_j‖. With s_k = ‖W_k‖², Σs_k ≤ 1, and by
    Cauchy–Schwarz and Maclaurin's inequality

        L² = B² max Σ_k Π_{j≠k} s_j = B² l (1/l)^{l−1} = B² l^{2−l},    |f| ≤ B max √(Π s_j) = B l^{−l/2}.

    Δ = 2B l^{−l/2}, at most 2 where clipped. Clipping is a contraction: L stays. −f is f with −W_l, clipped or not.

    Arguments:
        d: the dimension of x.
        hidden: the widths of the l − 1 hidden layers, none for l = 1.
    """

    d: int
    hidden: tuple[int, ...]
    sigma: str = "relu"
    radius_squared: Fraction = Fraction(1)
    clipped: bool = False

    def __post_init__(self) -> None:
        at_least_one(self.d, "d")
        for n in self.hidden:
            at_least_one(n, "the width of a hidden layer")
        contraction(self.sigma)
        object.__setattr__(self, "hidden", tuple(self.hidden))
        square = positive(self.radius_squared, "the squared radius of the domain")
        object.__setattr__(self, "radius_squared", square)

    def __repr__(self) -> str:
        return (
            f"BiasFreeNetworks({self.d}, {self.hidden}, {self.sigma!r}, radius_squared={typed(self.radius_squared)}"
            f"{', clipped=True' if self.clipped else ''})"
        )

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(rows, columns) of W_1, …, W_l."""
        sizes = (self.d, *self.hidden, 1)
        return tuple(zip(sizes[1:], sizes[:-1], strict=True))

    @property
    def depth(self) -> int:
        return len(self.hidden) + 1

    @property
    def m(self) -> int:
        return sum(rows * columns for rows, columns in self.shapes)

    @property
    def dimension(self) -> int:
        return self.d

    @property
    def lipschitz_squared(self) -> Fraction:
        return self.radius_squared * Fraction(self.depth) ** (2 - self.depth)

    @property
    def width(self) -> Fraction:
        length = 2 * root_above(self.radius_squared * Fraction(1, self.depth**self.depth))
        return min(length, Fraction(2)) if self.clipped else length

    def layers(self, theta: Matrix) -> list[Matrix]:
        """W_1, …, W_l."""
        found, first = [], 1
        for rows, columns in self.shapes:
            index = [[first + i * columns + j for j in range(columns)] for i in range(rows)]
            found.append(theta.stack([[theta.entry(k) for k in row] for row in index]))
            first += rows * columns
        return found

    def value(self, theta: Matrix, x: Matrix) -> Matrix:
        self.require_columns(theta, x)
        first, *others = self.layers(theta)
        y = first @ x
        for W in others:
            y = W @ contraction(self.sigma).sigma(y)
        return clip(y) if self.clipped else y

    def tensors(self, thetas: Tensor) -> list[Tensor]:
        """W_1, …, W_l of T parameters, (T, rows, columns) each."""
        sizes = [rows * columns for rows, columns in self.shapes]
        return [
            part.reshape(len(part), *shape) for part, shape in zip(thetas.split(sizes, dim=1), self.shapes, strict=True)
        ]

    def values(self, thetas: Tensor, points: Tensor) -> Tensor:
        self.require_batches(thetas, points)
        first, *others = self.tensors(thetas)
        # one product for all parameters: the points are the same
        y = (first.reshape(-1, self.d) @ points).view(len(thetas), first.shape[1], points.shape[1])
        for W in others:
            y = W @ contraction(self.sigma).sigma(y)
        return clip(y[:, 0]) if self.clipped else y[:, 0]

    @property
    def degree(self) -> int:  # type: ignore[override]
        return self.depth

    @property
    def roundings(self) -> int:
        """Layer k adds, in norm, γ_{columns}‖W_k‖‖y‖ for its product and one rounding for W_k, and what is wrong with y
        grows by at most ‖W_k‖; so the errors relative to ‖x‖Π‖W_j‖ add up [Higham 2002, Lemma 3.1]."""
        sigma = contraction(self.sigma)
        return 4 + sum(columns + 1 + sigma.roundings for _, columns in self.shapes)

    def size(self, points: Tensor, reach: float = 1.0) -> Tensor:
        """‖x‖Π‖W_k‖ ≤ ‖x‖(reach²/l)^{l/2}."""
        return (reach * reach / self.depth) ** (self.depth / 2) * norms(points)

    def stages(self, points: Tensor) -> tuple[Tensor, Stages]:
        after = [*(contraction(self.sigma) for _ in self.hidden), CLIP if self.clipped else IDENTITY]
        return points, tuple(zip(self.shapes, after, strict=True))
