"""Generators of the lecture, with a point of their range, as arguments of a check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.kinds.spans import span_of
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.networks.strategies import DEEPEST, UNBOUNDED, generators

__all__ = ["Networks", "networks"]

_LARGEST_DIMENSION = 5
_MOST_LAYERS = 6


class Networks(Kind):
    """Generators at a latent point: see `networks`.

    No symbols stand for them: those that there are (`Shape`) share one σ, and two arguments of a check need not.
    """

    def __init__(
        self, dimension: int | tuple[int, int], layers: int | tuple[int, int], activation: str | Iterable[str] | None
    ) -> None:
        self.dimensions = span_of(dimension, "the dimension of a network", _LARGEST_DIMENSION)
        self.layers = span_of(layers, "the number of layers of a network", _MOST_LAYERS)
        self.any = activation is None
        named = UNBOUNDED if activation is None else (activation,) if isinstance(activation, str) else tuple(activation)
        if not named:
            raise ValueError("networks(…) needs at least one activation to choose from")
        self.activations = tuple(by_name(name).name for name in named)
        for name in self.activations:
            if not self.any and self.layers[-1] > DEEPEST.get(name, self.layers[-1]):
                raise ValueError(
                    f"networks with {name} have at most {DEEPEST[name]} layers: a tower of more is out of reach"
                )

    def strategy(self) -> st.SearchStrategy[GeneratorCase]:
        return generators(
            self.activations,
            min_dimension=self.dimensions[0],
            max_dimension=self.dimensions[-1],
            min_depth=self.layers[0],
            max_depth=self.layers[-1],
        )

    def value(self, given: Any) -> GeneratorCase:
        if not isinstance(given, GeneratorCase):
            raise TypeError(
                f"a network is typed as generator([[[2]], [[1]]], z=[1]), or from_torch(net), got {given!r}"
            )
        d, l = given.size
        if d not in self.dimensions or l not in self.layers:
            raise ValueError(f"{given!r} has dimension {d} and {_layers(range(l, l + 1))}, not {self._size}")
        if not self.any and given.activation.name not in self.activations:
            raise ValueError(f"{given!r} has the activation {given.activation}, not {' or '.join(self.activations)}")
        return given

    @property
    def _size(self) -> str:
        dimensions = (
            f"{self.dimensions[0]} to {self.dimensions[-1]}" if len(self.dimensions) > 1 else self.dimensions[0]
        )
        return f"dimension {dimensions} and {_layers(self.layers)}"

    def words(self, name: str) -> str:
        sigma = "any known σ onto R" if self.any else f"σ = {' or '.join(self.activations)}"
        return f"{name} a network of {self._size}, {sigma}"


def _layers(sizes: range) -> str:
    if len(sizes) > 1:
        return f"{sizes[0]} to {sizes[-1]} layers"
    return f"{sizes[0]} layer{'s' if sizes[0] > 1 else ''}"


def networks(
    dimension: int | tuple[int, int] = (1, 3),
    layers: int | tuple[int, int] = (1, 3),
    *,
    activation: str | Iterable[str] | None = None,
) -> Networks:
    """A generator g(z) = W_l σ(… σ(W_1 z + b_1) …) + b_l at a point z; a case types it ``g=generator([[[2]], [[1]]], z=[1])``.

    The check gets the network at its point: ``g.z``, ``g.x`` = g(z), ``g.g`` to be called, the layers ``g.W``, ``g.b``, ``g.h``,
    the slopes of σ⁻¹ and their diagonal matrices ``g.D``, counted from 1. Numbers are small, weights are invertible (some are
    orthogonal, some nearly singular), and no coordinate lies on a kink.

    Args:
        dimension: d of R^d, or from which to which.
        layers: l, or from how many to how many.
        activation: the name of σ, or several, such as "leaky_relu(1/2)", which rationals decide, or "tanh", which balls do. By
            default every known σ is drawn that is onto R.

    Raises:
        ValueError: for a size that is no whole number, is below 1, or too large to draw, and for an unknown activation.
    """
    return Networks(dimension, layers, activation)
