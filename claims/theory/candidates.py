"""Candidates for the generator class: any weights, any σ that maps rationals to rationals, and what goes wrong with them.

Exact arithmetic needs rational examples: softsign t/(1+|t|) stands for tanh (bounded range), the cube for any σ with a
flat point, ReLU for any σ that is not 1-to-1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from claims.numerics.rationals import Rationals
from claims.numerics.verdict import OutsideArithmetic
from claims.theory.cases import spell

__all__ = ["ACTIVATIONS", "Candidate", "RationalActivation", "candidate"]

Vector = tuple[Fraction, ...]
Rows = tuple[Vector, ...]

# Steps 2⁻⁵ … 2⁻¹²: where a derivative of g vanishes or jumps to 0, secants shrink by a fixed factor at each halving.
_STEPS = tuple(Fraction(1, 2**k) for k in (5, 12))


@dataclass(frozen=True)
class RationalActivation:
    """σ on the rationals, with the traits that a class of generators may ask for."""

    name: str
    sigma: Callable[[Fraction], Fraction]
    reaches: Callable[[Fraction], bool]
    one_to_one: bool
    onto: bool
    differentiable: bool
    slope_never_zero: bool


ACTIVATIONS = {
    a.name: a
    for a in (
        RationalActivation("leaky_relu", lambda t: t if t >= 0 else t / 2, lambda y: True, True, True, True, True),
        RationalActivation("t_plus_cube", lambda t: t + t**3, lambda y: True, True, True, True, True),
        RationalActivation("relu", lambda t: max(t, Fraction(0)), lambda y: y >= 0, False, False, True, False),
        RationalActivation("cube", lambda t: t**3, lambda y: True, True, True, True, False),
        RationalActivation("softsign", lambda t: t / (1 + abs(t)), lambda y: abs(y) < 1, True, False, True, True),
    )
}


@dataclass(frozen=True)
class Candidate:
    """Two layers x = W_2 σ(W_1 z + b_1) + b_2, a latent point z, and a target y for the hidden layer's output."""

    weights: tuple[Rows, Rows]
    biases: tuple[Vector, Vector]
    activation: RationalActivation
    z: Vector
    y: Vector

    @property
    def generic(self) -> bool:
        d = len(self.z)
        return d >= 2 and all(any(W[i][j] != W[j][i] for i in range(d) for j in range(i)) for W in self.weights)

    def __repr__(self) -> str:
        def rows(W: Rows) -> str:
            return "[" + ", ".join(vector(r) for r in W) + "]"

        def vector(v: Vector) -> str:
            return "[" + ", ".join(spell(q) for q in v) + "]"

        weights = ", ".join(rows(W) for W in self.weights)
        biases = ", ".join(vector(b) for b in self.biases)
        return f"candidate([{weights}], [{biases}], {self.activation.name!r}, z={vector(self.z)}, y={vector(self.y)})"

    def into(self, arithmetic: Any) -> Candidate:
        if not isinstance(arithmetic, Rationals):
            raise OutsideArithmetic("candidates are rational")
        return self

    @property
    def full_rank(self) -> tuple[bool, bool]:
        """Whether W_1 and W_2 are invertible."""
        first, second = (Rationals().matrix(W).raw.rank() == len(self.z) for W in self.weights)
        return first, second

    def __call__(self, z: Vector) -> Vector:
        """g(z)."""
        hidden = tuple(self.activation.sigma(v) for v in _affine(self.weights[0], self.biases[0], z))
        return _affine(self.weights[1], self.biases[1], hidden)

    def fault(self) -> str | None:
        """Why P_g has no finite positive density at g(z) and at W_2 y + b_2, or None where nothing is wrong there.

        Decided on g itself: its secants around z must span a volume that neither vanishes nor collapses as the step
        shrinks, and the hidden layer must be able to output y.
        """
        volumes = [self._secant_volume(t) for t in _STEPS]
        if any(v == 0 for v in volumes):
            return f"g collapses a neighbourhood of z: its secants span volume {volumes[-1]}"
        # a slope bounded away from 0 keeps the ratio near 1; one that vanishes like t divides it by 2⁷ or more
        if abs(volumes[1] / volumes[0]) < Fraction(1, 8):
            return (
                f"the slope of g vanishes at z, so P_g is infinite at g(z): secant volumes {volumes[0]}, {volumes[1]}"
            )
        if not all(map(self.activation.reaches, self.y)):
            return f"no z maps to W_2 y + b_2: {[str(v) for v in self.y]} is outside the range of σ, so P_g is 0 there"
        return None

    def _secant_volume(self, t: Fraction) -> Fraction:
        d = len(self.z)
        columns = []
        for j in range(d):
            there = self(tuple(v + (t if i == j else 0) for i, v in enumerate(self.z)))
            back = self(tuple(v - (t if i == j else 0) for i, v in enumerate(self.z)))
            # two-sided: a kink on one side only must not look like a collapse
            columns.append([(a - b) / (2 * t) for a, b in zip(there, back, strict=True)])
        determinant = Rationals().matrix([list(row) for row in zip(*columns, strict=True)]).raw.det()
        return Fraction(int(determinant.p), int(determinant.q))


def _affine(W: Rows, b: Vector, v: Vector) -> Vector:
    return tuple(sum((w * u for w, u in zip(row, v, strict=True)), c) for row, c in zip(W, b, strict=True))


def candidate(weights: Any, biases: Any, activation: str, *, z: Any, y: Any) -> Candidate:
    """A candidate from small exact numbers. Raises ValueError for an unknown activation or mismatched lengths."""
    if activation not in ACTIVATIONS:
        raise ValueError(f"unknown activation {activation!r}; known: {', '.join(ACTIVATIONS)}")
    d = len(z)
    W = tuple(tuple(tuple(Fraction(v) for v in row) for row in w) for w in weights)
    b = tuple(tuple(Fraction(v) for v in c) for c in biases)
    if (
        len(W) != 2
        or len(b) != 2
        or any(len(row) != d for w in W for row in (*w, w))
        or any(len(c) != d for c in (*b, y))
    ):
        raise ValueError("a candidate has two d×d weights, two biases, z and y of one length d")
    return Candidate(
        (W[0], W[1]), (b[0], b[1]), ACTIVATIONS[activation], tuple(map(Fraction, z)), tuple(map(Fraction, y))
    )
