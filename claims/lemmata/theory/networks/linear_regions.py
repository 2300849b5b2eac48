"""The linear pieces of a piecewise-linear g⁻¹: sign patterns of h_2 … h_l, and steps that stay inside one piece."""

from __future__ import annotations

from fractions import Fraction

from lemmata.numerics.matrix import Matrix
from lemmata.theory.networks.generator import Generator

__all__ = ["on_a_kink", "pattern", "step_inside"]

# Halvings of a step before giving up: a work limit that no point with numbers of a few hundred digits reaches.
_HALVINGS = 2000


def pattern(g: Generator, x: Matrix) -> tuple[int, ...]:
    """The signs of h_2 … h_l. Points that share a strict pattern lie in one piece: it is convex, as an intersection of
    preimages of half-spaces under maps that are affine on it."""
    h = g.hidden(x)
    return tuple((v > 0) - (v < 0) for k in range(2, g.depth + 1) for v in h[k].entries())  # type: ignore[attr-defined]


def on_a_kink(g: Generator, x: Matrix) -> bool:
    """Whether some coordinate that an activation acts on is exactly 0."""
    return 0 in pattern(g, x)


def step_inside(g: Generator, x: Matrix, v: Matrix) -> Fraction:
    """A t > 0 such that x and x + t·v lie in the closure of one linear piece (x itself may sit on a kink).

    Raises ValueError when no step above 2⁻²⁰⁰⁰ does.
    """
    here, t = pattern(g, x), Fraction(1)
    for _ in range(_HALVINGS):
        there = pattern(g, x + v * t)
        # a zero sign at x may turn into either: then x lies in the closure of the piece of x + t·v, which is convex
        if 0 not in there and all(a in (0, b) for a, b in zip(here, there, strict=True)):
            return t
        t /= 2
    raise ValueError(f"no step above 2^-{_HALVINGS} stays in one linear piece")
