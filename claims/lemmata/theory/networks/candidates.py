"""Candidates for the generator class: any weights, any σ that maps rationals to rationals, and what goes wrong with them.

Exact arithmetic needs rational examples: softsign t/(1+|t|) stands for tanh (bounded range), the cube for any σ with a
flat point, ReLU for any σ that is not 1-to-1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.numerics.rationals import Rationals
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes

__all__ = ["ACTIVATIONS", "Candidate", "RationalActivation", "candidate"]

Vector = tuple[Fraction, ...]
Rows = tuple[Vector, ...]


@dataclass(frozen=True)
class RationalActivation:
    """σ on the rationals, with the traits that a class of generators may ask for.

    ``reaches`` tells which y are in the range of σ; ``slopes`` gives the derivatives on the left and on the right of t.
    """

    name: str
    sigma: Callable[[Fraction], Fraction]
    reaches: Callable[[Fraction], bool]
    one_to_one: bool
    onto: bool
    differentiable: bool
    slope_never_zero: bool
    slopes: Callable[[Fraction], tuple[Fraction, Fraction]]


def _smooth(slope: Callable[[Fraction], Fraction]) -> Callable[[Fraction], tuple[Fraction, Fraction]]:
    return lambda t: (slope(t), slope(t))


def _kinked(below: Fraction, above: Fraction) -> Callable[[Fraction], tuple[Fraction, Fraction]]:
    return lambda t: (above if t > 0 else below, below if t < 0 else above)


_one, _half, _zero = Fraction(1), Fraction(1, 2), Fraction(0)
ACTIVATIONS = {
    a.name: a
    for a in (
        RationalActivation(
            "leaky_relu", lambda t: t if t >= 0 else t / 2, lambda y: True,
            one_to_one=True, onto=True, differentiable=False, slope_never_zero=True, slopes=_kinked(_half, _one),
        ),
        RationalActivation(
            "t_plus_cube", lambda t: t + t**3, lambda y: True,
            one_to_one=True, onto=True, differentiable=True, slope_never_zero=True, slopes=_smooth(lambda t: 1 + 3 * t**2),
        ),
        RationalActivation(
            "relu", lambda t: max(t, _zero), lambda y: y >= 0,
            one_to_one=False, onto=False, differentiable=False, slope_never_zero=False, slopes=_kinked(_zero, _one),
        ),
        RationalActivation(
            "cube", lambda t: t**3, lambda y: True,
            one_to_one=True, onto=True, differentiable=True, slope_never_zero=False, slopes=_smooth(lambda t: 3 * t**2),
        ),
        RationalActivation(
            "softsign", lambda t: t / (1 + abs(t)), lambda y: abs(y) < 1,
            one_to_one=True, onto=False, differentiable=True, slope_never_zero=True,
            slopes=_smooth(lambda t: 1 / (1 + abs(t)) ** 2),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Candidate(Case):
    """Two layers x = W_2 σ(W_1 z + b_1) + b_2, a latent point z, and a target y for the hidden layer's output."""

    arithmetics = (Rationals,)
    elsewhere = "candidates are rational"

    weights: tuple[Rows, Rows]
    biases: tuple[Vector, Vector]
    activation: RationalActivation
    z: Vector
    y: Vector

    @property
    def generic(self) -> bool:
        d = len(self.z)
        return d >= 2 and all(any(W[i][j] != W[j][i] for i in range(d) for j in range(i)) for W in self.weights)

    def argument(self, name: str) -> Any:
        return self.activation.name if name == "activation" else super().argument(name)

    def lift(self, arithmetic: Rationals) -> Candidate:
        return self

    @property
    def full_rank(self) -> tuple[bool, bool]:
        """Whether W_1 and W_2 are invertible."""
        first, second = (Rationals().matrix(W).raw.rank() == len(self.z) for W in self.weights)
        return first, second

    def fault(self) -> str | None:
        """Why P_g has no finite positive density at g(z) or at W_2 y + b_2, or None where it has one at both.

        Exact: near z, on each side of a kink, the derivative of g is W_2 diag(one-sided slopes) W_1. Where it is singular
        g collapses, or the density is infinite; where the hidden layer cannot output y, nothing is mapped to W_2 y + b_2.
        """
        if not all(self.full_rank):
            return "g maps all of R^d into a hyperplane, or forgets a direction: a weight matrix is singular"
        hidden = _affine(self.weights[0], self.biases[0], self.z)
        flat = [v for v in hidden if 0 in self.activation.slopes(v)]
        if flat:
            return (
                f"the slope of σ vanishes on a side of {', '.join(map(str, flat))}, so no finite density surrounds g(z)"
            )
        if not all(map(self.activation.reaches, self.y)):
            return f"no z maps to W_2 y + b_2: ({', '.join(map(str, self.y))}) is outside the range of σ, so P_g is 0 there"
        return None


def _affine(W: Rows, b: Vector, v: Vector) -> Vector:
    return tuple(sum((w * u for w, u in zip(row, v, strict=True)), c) for row, c in zip(W, b, strict=True))


@makes(Candidate)
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
