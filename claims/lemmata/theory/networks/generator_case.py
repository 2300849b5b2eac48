"""Generators written down exactly, in small numbers that one reads.

A case knows no arithmetic; ``into`` lifts it into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lemmata.late import sympy
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import Number, exact_row
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes, typed
from lemmata.theory.networks.activations import Activation, by_name
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.linear_regions import on_a_kink
from lemmata.theory.networks.site import Site, site_of

__all__ = [
    "GeneratorCase",
    "Shape",
    "generator",
    "normal",
]

# Latent points beyond 12 standard deviations carry mass 4e-33 and overflow s = sinh.
_LATENT_LIMIT = 12


@dataclass(frozen=True)
class GeneratorCase(Case):
    """A generator and a latent point in exact numbers: the point is x = g(z), or g(z) seen from one side of a kink.

    Among symbols it stands for all generators of its size, see `Shape`.
    """

    arithmetics = (Numbers, Symbols)

    weights: tuple[tuple[tuple[Fraction, ...], ...], ...]
    biases: tuple[tuple[Fraction, ...], ...]
    activation: Activation
    z: tuple[Fraction, ...]
    side: tuple[Fraction, ...] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(d, l)."""
        return len(self.z), len(self.weights)

    @property
    def generic(self) -> bool:
        """d ≥ 2, l ≥ 2, every W neither diagonal nor symmetric, and distinct biases."""
        d, l = self.size
        pairs = [(i, j) for i in range(d) for j in range(i)]
        return (
            d >= 2
            and l >= 2
            and all(any(W[i][j] != W[j][i] for i, j in pairs) for W in self.weights)
            and len(set(self.biases)) == l
        )

    def on_a_kink(self) -> bool:
        """Whether z hits a kink: some coordinate that a piecewise-linear activation acts on is exactly 0."""
        site = self.into(Rationals())
        return on_a_kink(site.g, site.x)

    def argument(self, name: str) -> Any:
        return self.activation.name if name == "activation" else super().argument(name)

    def lift(self, arithmetic: Numbers | Symbols) -> Site:
        """The site g, x = g(z). Raises OutsideArithmetic among rationals where σ leaves them, and elsewhere on a kink."""
        if isinstance(arithmetic, Symbols):
            return Shape(*self.size).lift(arithmetic)
        exact = isinstance(arithmetic, Rationals)
        if exact and not self.activation.piecewise_linear and len(self.weights) > 1:
            raise OutsideArithmetic(f"{self.activation.name} of a rational is not rational")
        if self.side is not None and not exact:
            raise OutsideArithmetic("a kink is decided by exact arithmetic")
        g, z = self._generator(arithmetic), arithmetic.matrix([[v] for v in self.z])
        side = None if self.side is None else arithmetic.matrix([[v] for v in self.side])
        return site_of(g, z, side)

    def _generator(self, arithmetic: Numbers) -> Generator:
        W = Layers([arithmetic.matrix(w) for w in self.weights])
        b = Layers([arithmetic.matrix([[v] for v in column]) for column in self.biases])
        return Generator(W, b, self.activation)


@makes(GeneratorCase)
def generator(
    weights: Sequence[Sequence[Sequence[Number]]],
    biases: Sequence[Sequence[Number]] | None = None,
    activation: str | Activation = "leaky_relu(1/2)",
    *,
    z: Sequence[Number] | None = None,
    side: Sequence[Number] | None = None,
) -> GeneratorCase:
    """A generator from small exact numbers: ``generator([[[1, 1], [0, 1]]], z=[1, 0])``; zero biases and z by default.

    Raises ValueError for weights that are singular or not square, for mismatched shapes, and for |z_i| > 12.
    """
    matrices = tuple(tuple(exact_row(row) for row in w) for w in weights)
    if not matrices or not matrices[0]:
        raise ValueError("a generator needs at least one layer of weights")
    d = len(matrices[0])
    for k, w in enumerate(matrices, start=1):
        if len(w) != d or any(len(row) != d for row in w):
            raise ValueError(f"W_{k} is not a {d}×{d} matrix: all weights of a generator are square and of one size")
        if Rationals().matrix(w).raw.det() == 0:
            raise ValueError(f"W_{k} is singular: a generator is 1-to-1 only with invertible weights")
    columns = tuple(exact_row(b) for b in biases) if biases is not None else ((Fraction(0),) * d,) * len(matrices)
    if len(columns) != len(matrices) or any(len(b) != d for b in columns):
        raise ValueError(f"expected {len(matrices)} biases of length {d}, got lengths {[len(b) for b in columns]}")
    point = exact_row(z) if z is not None else (Fraction(0),) * d
    if len(point) != d:
        raise ValueError(f"z has length {len(point)}, the generator has dimension {d}")
    if any(abs(v) > _LATENT_LIMIT for v in point):
        raise ValueError(f"|z_i| ≤ {_LATENT_LIMIT} is expected, got z = {typed(point)}")
    if side is not None and (len(side) != d or not any(side)):
        raise ValueError(f"side is a direction in R^{d} that is not 0, got {list(side)}")
    chosen = by_name(activation) if isinstance(activation, str) else activation
    return GeneratorCase(matrices, columns, chosen, point, None if side is None else exact_row(side))


def normal(mean: Number, spread: Number = 1) -> GeneratorCase:
    """g(z) = spread·z + mean, whose law is N(mean, spread²) on the line."""
    return generator([[[spread]]], [[mean]])


@dataclass(frozen=True)
class Shape(Case):
    """All generators of one size at once: symbols for every weight, bias and coordinate, and an abstract σ."""

    arithmetics = (Symbols,)
    elsewhere = "a shape has no numbers"

    d: int
    l: int

    @property
    def size(self) -> tuple[int, int]:
        return self.d, self.l

    @property
    def generic(self) -> bool:
        return self.d >= 2 and self.l >= 2

    def lift(self, arithmetic: Symbols) -> Site:
        d, l = self.d, self.l
        V = [sympy.Matrix(d, d, sympy.symbols(f"v{k}_1:{d + 1}_1:{d + 1}", real=True)) for k in range(1, l + 1)]
        b = [sympy.Matrix(d, 1, sympy.symbols(f"b{k}_1:{d + 1}", real=True)) for k in range(1, l + 1)]
        g = Generator(
            Layers([SymbolicMatrix.with_free_inverse(v) for v in V]),
            Layers([SymbolicMatrix(c) for c in b]),
            abstract,
        )
        x: Matrix = SymbolicMatrix(sympy.Matrix(d, 1, sympy.symbols(f"x1:{d + 1}", real=True)))
        return Site(g, x)


# All that the symbolic claims know of σ: it has an inverse s, and s′ exists.
abstract = Activation(
    "abstract",
    sigma=lambda t: t.apply("sigma"),
    s=lambda y: y.apply("s"),
    ds=lambda y: y.apply("ds"),
    log_abs_ds=lambda y: y.apply("ds").apply("abs").apply("log"),
)
