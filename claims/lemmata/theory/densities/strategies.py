"""Points and cells that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, strategies as st

from lemmata.theory.densities.boxes import BoxCase
from lemmata.theory.densities.cells import CellCase
from lemmata.theory.densities.planes import PlaneCase
from lemmata.theory.densities.points import PointCase
from lemmata.theory.densities.pushforward import PushforwardCase, pushforward
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.networks.seeded_networks import Seeded
from lemmata.theory.networks.strategies import PIECEWISE_LINEAR, generators

__all__ = [
    "cells",
    "lines",
    "planes",
    "points",
    "pushforwards",
    "seeded_boxes",
    "seeded_points",
]


def points(*, max_dimension: int = 4, limit: int = 12) -> st.SearchStrategy[PointCase]:
    """Points of R^d with small dyadic coordinates."""
    return st.lists(dyadics(limit=limit), min_size=1, max_size=max_dimension).map(lambda u: PointCase(tuple(u)))


def seeded_points(d: int) -> Callable[[int], PointCase]:
    """Seed ↦ a point of R^d with coordinates in sixteenths."""

    def case(seed: int) -> PointCase:
        rng = Random(seed)
        return PointCase(tuple(Fraction(rng.randint(-64, 64), 16) for _ in range(d)))

    return case


# Where a range lies plays no part in any law: now and then far from 0.
_FAR = st.sampled_from((*[Fraction(0)] * 7, Fraction(10**6)))


def _moved(g: GeneratorCase, by: Fraction) -> GeneratorCase:
    """g + by, on the line."""
    *below, (last,) = g.biases
    return replace(g, biases=(*below, (last + by,)))


@st.composite
def cells(draw: st.DrawFn, activations: Sequence[str], *, max_depth: int = 2) -> CellCase:
    """A generator of the line, its range now and then far out, and a latent interval within [−3, 3]."""
    g = _moved(draw(generators(activations, max_dimension=1, max_depth=max_depth, off_kinks=False)), draw(_FAR))
    start = draw(dyadics(limit=3))
    length = draw(st.sampled_from((Fraction(1, 2), Fraction(1), Fraction(2))))
    return CellCase(g, start, start + length)


def lines(activations: Sequence[str], *, max_depth: int = 3) -> st.SearchStrategy[CellCase]:
    """Generators of the line, for what is integrated over all of R: one interval for all, so that each is counted once."""
    networks = st.builds(_moved, generators(activations, max_dimension=1, max_depth=max_depth, off_kinks=False), _FAR)
    return networks.map(lambda g: CellCase(replace(g, z=(Fraction(0),)), Fraction(-1), Fraction(1)))


def planes(activations: Sequence[str]) -> st.SearchStrategy[PlaneCase]:
    """Generators with d = 2, l = 2 and weights far enough from singular that a mass is not lost to cancellation."""
    networks = generators(
        activations, min_dimension=2, max_dimension=2, min_depth=2, max_depth=2, off_kinks=False, with_edges=False
    )
    return networks.map(lambda g: PlaneCase(replace(g, z=(Fraction(0), Fraction(0)))))


def seeded_boxes(sizes: Sequence[tuple[int, int]], activations: Sequence[str]) -> Callable[[int], BoxCase]:
    """Seed ↦ a seeded generator with a box of its range, over the given sizes and activations in turn."""

    def case(seed: int) -> BoxCase:
        d, l = sizes[seed % len(sizes)]
        activation = activations[(seed // len(sizes)) % len(activations)]
        return BoxCase(Seeded(d, l, activation, seed >> 8))

    return case


_values = dyadics()
_on_the_line = generators(PIECEWISE_LINEAR, max_dimension=1, off_kinks=False)
_corners = st.lists(st.tuples(_values, _values), max_size=3, unique_by=lambda corner: corner[1])


@st.composite
def pushforwards(draw: st.DrawFn) -> PushforwardCase:
    """A piecewise-linear generator of the line, and an f with up to three corners."""
    generator, slope, corners = draw(_on_the_line), draw(_values), draw(_corners)
    assume(slope or any(c for c, _ in corners))
    return pushforward(replace(generator, z=(Fraction(0),)), slope=slope, corners=corners)
