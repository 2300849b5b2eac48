"""Generators that Hypothesis may draw: small dyadic numbers, weights first, so that they shrink to networks one can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from hypothesis import assume, strategies as st

from lemmata.theory.exact.strategies import dyadics, tuples_of
from lemmata.theory.networks.activations import by_name, names
from lemmata.theory.networks.candidates import ACTIVATIONS, Candidate
from lemmata.theory.networks.generator_case import GeneratorCase, Shape
from lemmata.theory.networks.matrix_pairs import MatrixPair, SymbolicPair
from lemmata.theory.networks.seeded_networks import Batch, Seeded

__all__ = [
    "DEEPEST",
    "GENTLE",
    "PIECEWISE_LINEAR",
    "SMOOTH",
    "UNBOUNDED",
    "batches",
    "candidates",
    "generators",
    "matrix_pairs",
    "seeded_networks",
    "shapes",
    "shared_biases",
    "symbolic_pairs",
    "weights",
]

PIECEWISE_LINEAR = tuple(n for n in names() if by_name(n).piecewise_linear)
SMOOTH = tuple(n for n in names() if not by_name(n).piecewise_linear)
# For volume: the rounding bounds stay small through many layers.
GENTLE = ("leaky_relu(1/2)", "decreasing(leaky_relu(1/2))", "asinh", "softplus_like", "smooth_leaky_relu")
UNBOUNDED = tuple(n for n in names() if by_name(n).range is None)


Rows = tuple[tuple[Fraction, ...], ...]

# Weights of one batch, all networks together: more would be no faster.
_WEIGHTS = 2**17

# A tower of three exponentials is out of reach of any precision.
DEEPEST = {"sinh": 2}


@cache
def _orders(n: int) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(n))


@cache
def _sizes(smallest: int, largest: int) -> st.SearchStrategy[int]:
    """Small sizes first, for shrinking; the larger ones more often, since d = 1 and l = 1 hide most errors."""
    return st.sampled_from([smallest, *list(range(smallest + 1, largest + 1)) * 3])


@cache
def _names(activations: tuple[str, ...], depth: int) -> st.SearchStrategy[str]:
    return st.sampled_from([n for n in activations if depth <= DEEPEST.get(n, depth)])


_SIGNS, _KINDS = st.sampled_from((1, -1)), st.sampled_from(("generic", "orthogonal", "nearly singular"))
_ONE_IN_TWO, _ONE_IN_THREE = st.booleans(), st.sampled_from((False, False, True))


def _determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    if len(rows) == 1:
        return rows[0][0]
    minors = ([row[:j] + row[j + 1 :] for row in map(tuple, rows[1:])] for j in range(len(rows)))
    return sum(((-1) ** j * rows[0][j] * _determinant(m) for j, m in enumerate(minors)), Fraction(0))


@cache
@st.composite
def weights(draw: st.DrawFn, d: int, *, edges: bool = True) -> Rows:
    """An invertible d×d matrix of dyadic numbers (d ≤ 3): generic ones, and the edges of the class.

    Edges: a signed permutation (orthogonal, determinant of either sign), and a matrix whose determinant is ±2⁻¹⁰.
    The simplest draw is the identity; edges come last, so that shrinking drops them and keeps the entries.
    """
    drawn = draw(tuples_of(d, tuples_of(d, dyadics())))
    rows = [[v + (i == j) for j, v in enumerate(row)] for i, row in enumerate(drawn)]
    kind = draw(_KINDS) if edges else "generic"
    if kind == "generic":
        assume(_determinant(rows) != 0)
        return tuple(map(tuple, rows))
    order, signs = draw(_orders(d)), draw(tuples_of(d, _SIGNS))
    permutation = [[Fraction(signs[i] if order[i] == j else 0) for j in range(d)] for i in range(d)]
    if kind == "orthogonal":
        return tuple(map(tuple, permutation))
    # a unit lower triangle with its first column scaled down, times a signed permutation
    lower = [[rows[i][j] if j < i else Fraction(int(i == j)) for j in range(d)] for i in range(d)]
    scaled = [[v * (Fraction(1, 1024) if j == 0 else 1) for j, v in enumerate(row)] for row in lower]
    return tuple(
        tuple(sum((scaled[i][k] * permutation[k][j] for k in range(d)), Fraction(0)) for j in range(d))
        for i in range(d)
    )


@st.composite
def generators(
    draw: st.DrawFn,
    activations: Sequence[str] = UNBOUNDED,
    *,
    min_dimension: int = 1,
    max_dimension: int = 3,
    min_depth: int = 1,
    max_depth: int = 3,
    spread: int = 4,
    off_kinks: bool = True,
    with_edges: bool = True,
) -> GeneratorCase:
    """A generator with a latent point z, |z_i| ≤ spread (or up to 12: far out, where σ is bi-Lipschitz).

    ``with_edges`` lets orthogonal and nearly singular weights in. With ``off_kinks`` no coordinate that an activation
    acts on is 0, so that g⁻¹ has a derivative at x.
    """
    d = draw(_sizes(min_dimension, max_dimension))
    l = draw(_sizes(min_depth, max_depth))
    name = draw(_names(tuple(activations), l))
    edges = with_edges and draw(_ONE_IN_THREE)
    W = tuple(draw(weights(d, edges=edges)) for _ in range(l))
    b = tuple(draw(tuples_of(d, dyadics())) for _ in range(l))
    far = by_name(name).piecewise_linear and draw(_ONE_IN_TWO)
    z = draw(tuples_of(d, dyadics(limit=12 if far else spread)))
    case = GeneratorCase(W, b, by_name(name), z)
    if off_kinks and by_name(name).piecewise_linear:
        assume(not case.on_a_kink())
    return case


def shared_biases(networks: st.SearchStrategy[GeneratorCase]) -> st.SearchStrategy[GeneratorCase]:
    """The same networks with the first layer's bias in every layer."""
    return networks.map(lambda case: replace(case, biases=(case.biases[0],) * len(case.biases)))


def shapes(d: int, l: int) -> list[Shape]:
    """All sizes up to (d, l): a symbolic decider exhausts them."""
    return [Shape(i, k) for i in range(1, d + 1) for k in range(1, l + 1)]


def seeded_networks(
    d: int,
    l: int,
    activations: Sequence[str],
    entries: str = "gaussian",
) -> Callable[[int], Seeded]:
    """Seed ↦ a network of this size, for the largest size that a claim names."""

    def case(seed: int) -> Seeded:
        return Seeded(d, l, activations[seed % len(activations)], seed >> 8, entries)

    return case


def batches(
    sizes: Sequence[tuple[int, int, int]], activations: Sequence[str]
) -> Callable[[int, float], Iterator[Batch]]:
    """(seed, share) ↦ batches: for each (d, l, count) that many seeded networks, spread over the activations.

    Each batch is small enough to need no more memory, however many networks there are in all.
    """

    def found(seed: int, share: float) -> Iterator[Batch]:
        for size, (d, l, count) in enumerate(sizes):
            wanted = max(2, round(count * share))
            each, rest = divmod(wanted, len(activations))
            for i, name in enumerate(activations):
                # far enough apart that no two batches share a network
                start = (seed % 2**40) * 2**20 + (size * len(activations) + i) * 2**14
                last, at_once = start + each + (i < rest), max(1, _WEIGHTS // (l * d * d))
                for first in range(start, last, at_once):
                    yield Batch(d, l, name, min(at_once, last - first), first)

    return found


@st.composite
def matrix_pairs(draw: st.DrawFn, max_dimension: int = 3) -> MatrixPair:
    """Two square matrices of dyadic numbers, of one size up to ``max_dimension``."""
    d = draw(st.integers(1, max_dimension))
    rows = st.tuples(*[st.tuples(*[dyadics()] * d)] * d)
    return MatrixPair(draw(rows), draw(rows))


def symbolic_pairs(d: int) -> list[SymbolicPair]:
    """All sizes up to d."""
    return [SymbolicPair(i) for i in range(1, d + 1)]


@st.composite
def candidates(draw: st.DrawFn, *, max_dimension: int = 2) -> Candidate:
    """Two layers with any of the rational activations, weights of full rank or not, and z on or off the special point."""
    d = draw(st.sampled_from([1, *range(2, max_dimension + 1)] + [max_dimension] * 2))
    activation = ACTIVATIONS[draw(st.sampled_from(tuple(ACTIVATIONS)))]
    W = []
    for _ in range(2):
        rows = draw(weights(d, edges=False))
        if draw(st.integers(0, 5)) == 5:  # a deficient rank now and then
            rows = (*rows[:-1], tuple(Fraction(0) for _ in range(d)))
        W.append(rows)
    vectors = st.tuples(*[dyadics()] * d)
    b, z, y = (draw(vectors), draw(vectors)), draw(vectors), draw(vectors)
    if draw(st.booleans()):  # W_1 z + b_1 = 0: where flat points and kinks are
        b = (tuple(-sum((w * v for w, v in zip(row, z, strict=True)), Fraction(0)) for row in W[0]), b[1])
    return Candidate((W[0], W[1]), b, activation, z, y)
