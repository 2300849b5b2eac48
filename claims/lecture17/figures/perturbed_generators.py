"""The experiment of Bai, Ma and Risteski [2019]: how the distance between a generator and a perturbed one follows J."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from lemmata.late import torch
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.networks.activations import by_name
from lemmata.theory.training.critics import CLASSES, opponent
from lemmata.theory.training.runs import SIGMA, between, drawn_generators, jeffreys, written
from lemmata.theory.training.wgan import Plan, estimated, pushed

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["correlations", "perturbations"]

Row = dict[str, Any]

_LAYERS = 2
_SCALES = (0.02, 0.05, 0.1, 0.2, 0.4)


def perturbations(dimensions: tuple[int, ...], seed: int, pairs: int = 12) -> Iterator[Row]:
    """P_real beside the law of the same generator with perturbed weights [Bai, Ma and Risteski 2019]: the distance that each
    class sees after a fixed number of ascents on 1024 samples, and J.

    A random perturbation moves the mean as well: here linear functions follow J about as closely as the other classes do,
    while training against them moves a generator just where they see nothing.
    """
    plan, sigma = Plan(settling=200, settled_on=1024), by_name(SIGMA)
    for d in dimensions:
        random = torch.Generator().manual_seed(seed)
        real = drawn_generators(pairs * len(_SCALES), _LAYERS, d, random)
        scale = torch.tensor(_SCALES, dtype=torch.float64).repeat_interleave(pairs)
        near = tuple(_moved(tensor, scale, random) for tensor in real)
        z = torch.randn(len(scale), d, 1024, generator=random, dtype=torch.float64)
        samples = between(pushed(sigma, real, z))
        seen = {}
        for name in CLASSES:
            rival = opponent(name, near, sigma, random)
            seen[name] = estimated(near, partial(pushed, sigma), samples, rival, random, plan)
        for i, s in enumerate(scale.tolist()):
            pair = two_generators(*(written(W[i], b[i]) for W, b in (real, near)))
            J, error = jeffreys(pair, seed)
            for name in CLASSES:
                yield {
                    "class": name, "d": d, "scale": s, "distance": float(seen[name][i]), "jeffreys": J,
                    "standard_error": error,
                }  # fmt: skip


def _moved(tensor: Tensor, scale: Tensor, random: torch.Generator) -> Tensor:
    noise = torch.randn(tensor.shape, generator=random, dtype=tensor.dtype) / tensor.shape[-1] ** 0.5
    return (256 * (tensor + scale.view(-1, *[1] * (tensor.ndim - 1)) * noise)).round() / 256


def correlations(rows: list[Row]) -> Iterator[Row]:
    """Pearson's and Spearman's correlation of the distance with J, for each class and d."""
    from scipy.stats import pearsonr, spearmanr  # a second of import that only the figure needs

    for name, d in sorted({(row["class"], row["d"]) for row in rows}):
        pairs = [(row["distance"], row["jeffreys"]) for row in rows if (row["class"], row["d"]) == (name, d)]
        distance, J = zip(*pairs, strict=True)
        yield {
            "class": name, "d": d, "pairs": len(pairs), "pearson": float(pearsonr(distance, J).statistic),
            "spearman": float(spearmanr(distance, J).statistic),
        }  # fmt: skip
