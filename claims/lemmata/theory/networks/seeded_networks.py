"""Networks drawn from a seed, one by one or in batches: the large sizes and the large numbers of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

import flint
import numpy as np

from lemmata.late import torch
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.floats import Floats
from lemmata.numerics.matrix import Layers
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.symbols import Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.networks.site import Site, site_of

__all__ = ["Batch", "Seeded"]


@dataclass(frozen=True)
class Seeded(Case):
    """One network from a seed: W ~ N(0, 1/d), b, z ~ N(0, 1) in floats of the given type ("gaussian"), or all
    quarter-integers in [−1, 1] ("dyadic", for exact arithmetic). Singular dyadic weights and kinks are drawn again."""

    arithmetics = GeneratorCase.arithmetics

    d: int
    l: int
    activation: str
    seed: int
    entries: str = "gaussian"
    dtype: str = "float64"

    @property
    def size(self) -> tuple[int, int]:
        return self.d, self.l

    @property
    def generic(self) -> bool:
        return self.d >= 2 and self.l >= 2

    def arrays(self, attempt: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """W of shape (l, d, d), b of shape (l, d), z of shape (d,)."""
        rng = np.random.default_rng((self.seed, attempt))
        d, l = self.d, self.l
        if self.entries == "gaussian":
            W = rng.standard_normal((l, d, d)) / np.sqrt(d)
            return tuple(v.astype(self.dtype) for v in (W, rng.standard_normal((l, d)), rng.standard_normal(d)))  # type: ignore[return-value]
        W = np.stack([self._invertible(rng) for _ in range(l)])
        b = np.stack([self._quarters(rng, d) for _ in range(l)])
        return W, b, self._quarters(rng, d)

    @staticmethod
    def _quarters(rng: np.random.Generator, *shape: int) -> np.ndarray:
        return rng.integers(-4, 5, size=shape) / 4

    def _invertible(self, rng: np.random.Generator) -> np.ndarray:
        while True:
            W = self._quarters(rng, self.d, self.d)
            if RationalMatrix.of([[_rational(v) for v in row] for row in W.tolist()]).raw.det() != 0:
                return W

    def written(self) -> GeneratorCase:
        """The network in full, in exact numbers."""
        return self._case(Fraction)

    def lift(self, arithmetic: Numbers | Symbols) -> Site:
        # a large network has tens of thousands of numbers, and Fractions take ten times as long
        return self._case(Fraction if isinstance(arithmetic, Floats) else _rational).lift(arithmetic)

    def _case(self, number: Callable[[float], Any]) -> GeneratorCase:
        for attempt in count():
            W, b, z = (part.tolist() for part in self.arrays(attempt))
            case = GeneratorCase(
                tuple(tuple(tuple(map(number, row)) for row in w) for w in W),
                tuple(tuple(map(number, row)) for row in b),
                by_name(self.activation),
                tuple(map(number, z)),
            )
            if self.entries == "gaussian" or not case.activation.piecewise_linear or not case.on_a_kink():
                return case
        raise AssertionError("unreachable: count() does not end")


def _rational(v: float) -> flint.fmpq:
    return flint.fmpq(*v.as_integer_ratio())


@dataclass(frozen=True)
class Batch(Case):
    """``count`` seeded networks of one size and activation, decided together in floating point."""

    arithmetics = (Floats,)
    elsewhere = "a batch is decided in floating point"

    d: int
    l: int
    activation: str
    count: int
    seed: int

    def singles(self, dtype: str = "float64") -> Iterator[Seeded]:
        """The networks one by one, as the same networks in exact numbers."""
        return (Seeded(self.d, self.l, self.activation, self.seed + i, dtype=dtype) for i in range(self.count))

    def lift(self, arithmetic: Floats) -> Site:
        """The batch as one site of (count, d, d) tensors."""
        dtype = str(arithmetic.dtype).removeprefix("torch.")
        arrays = [single.arrays() for single in self.singles(dtype)]
        W, b, z = (torch.from_numpy(np.stack(part)).to(arithmetic.device) for part in zip(*arrays, strict=True))
        g = Generator(
            Layers([arithmetic.tensor(W[:, k]) for k in range(self.l)]),
            Layers([arithmetic.tensor(b[:, k, :, None]) for k in range(self.l)]),
            by_name(self.activation),
        )
        return site_of(g, arithmetic.tensor(z[:, :, None]))
