"""What training shows, in numbers to draw: distances that three classes of discriminators see, beside J. No verdict rests on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import torch
from scipy.stats import pearsonr, spearmanr
from torch import Tensor

from claims.numerics.balls import Balls, precision
from claims.theory.activations import by_name
from claims.theory.birthday import draws_until_a_collision
from claims.theory.generator_pairs import two_generators
from claims.theory.line_laws import as_ball
from claims.theory.modes import modes
from claims.theory.opponents import CLASSES, opponent
from claims.theory.training import (
    SIGMA,
    between,
    drawn_generators,
    jeffreys,
    mixture_runs,
    runs,
    written,
)
from claims.theory.wgan import Plan, estimated, pushed, trained

__all__ = ["atoms", "collapse", "correlations", "perturbations", "training"]

Row = dict[str, Any]

_NETWORKS, _LAYERS = 4, 2
_CENTRES, _SPREAD = (-2, 0, 2), 0.25
_SCALES = (0.02, 0.05, 0.1, 0.2, 0.4)


def training(dimensions: tuple[int, ...], seed: int) -> Iterator[Row]:
    """Runs on a P_real that is the law of a generator: the distance of every iterate, J, and its standard error (0: exact)."""
    for d in dimensions:
        for name in CLASSES:
            found = runs(name, d, _LAYERS, networks=_NETWORKS, N=128 * (d + 1), seed=seed, plan=Plan())
            for iterate in found.iterates:
                for run in range(_NETWORKS):
                    J, error = jeffreys(found.pair(run, iterate), seed)
                    yield {
                        "class": name, "d": d, "run": run, "step": iterate.step,
                        "distance": float(iterate.distance[run]), "jeffreys": J, "standard_error": error,
                    }  # fmt: skip


def collapse(seed: int) -> Iterator[Row]:
    """Runs on a mixture of three Gaussians, which is the law of no generator: J on the cells around its modes, at most J."""
    for name in CLASSES:
        found = mixture_runs(
            name, _CENTRES, _SPREAD, _LAYERS, networks=_NETWORKS, N=256, seed=seed, plan=Plan()
        )  # fmt: skip
        for iterate in found.iterates:
            for run in range(_NETWORKS):
                samples = [x for (x,) in found.data(run)]
                generated = found.generated(run, iterate)
                with precision(128):
                    case = modes(_CENTRES, generated, samples, spread=Fraction(_SPREAD), epsilon=0).into(Balls(128))
                    least, masses = as_ball(case.jeffreys_of_cells), [float(q) for q in case.cells.q.entries()]  # type: ignore[attr-defined]
                yield {
                    "class": name, "run": run, "step": iterate.step, "distance": float(iterate.distance[run]),
                    "jeffreys_at_least": float(least), "masses": masses,
                }  # fmt: skip


def atoms(seed: int) -> Iterator[Row]:
    """Generators that put equal mass on K atoms, trained against N = 256 samples of N(0, 1): the distance that is left, and
    the number of draws until two agree with probability ½."""
    random = torch.Generator().manual_seed(seed)
    samples = between(torch.randn(1, 1, 256, generator=random, dtype=torch.float64))
    for K in (4, 16, 64):
        start = torch.randn(1, 1, K, generator=random, dtype=torch.float64)
        for name in ("linear", "relu network"):
            rival = opponent(name, *drawn_generators(1, _LAYERS, 1, random), by_name(SIGMA), random)
            *_, last = trained((start,), lambda g, z: g[0], samples, rival, random, Plan())
            yield {
                "class": name, "atoms": K, "distance": float(last.distance),
                "draws_until_a_collision": draws_until_a_collision([1] * K),
            }  # fmt: skip


def perturbations(dimensions: tuple[int, ...], seed: int, pairs: int = 12) -> Iterator[Row]:
    """P_real beside the law of the same generator with perturbed weights [Bai, Ma and Risteski 2019]: the distance that each
    class sees after a fixed number of ascents on 1024 samples, and J."""
    plan, sigma = Plan(settling=200, estimated_from=1024), by_name(SIGMA)
    for d in dimensions:
        random = torch.Generator().manual_seed(seed)
        weights, biases = drawn_generators(pairs * len(_SCALES), _LAYERS, d, random)
        scale = torch.tensor(_SCALES, dtype=torch.float64).repeat_interleave(pairs)
        near = tuple(_moved(tensor, scale, random) for tensor in (weights, biases))
        z = torch.randn(len(scale), d, 1024, generator=random, dtype=torch.float64)
        samples = between(pushed(weights, biases, sigma, z))
        seen = {}
        for name in CLASSES:
            rival = opponent(name, *near, sigma, random)
            seen[name] = estimated(near, lambda g, z: pushed(*g, sigma, z), samples, rival, random, plan)
        for i, s in enumerate(scale.tolist()):
            pair = two_generators(written(weights[i], biases[i]), written(near[0][i], near[1][i]))
            J, error = jeffreys(pair, seed)
            for name in CLASSES:
                yield {
                    "class": name, "d": d, "scale": s, "distance": float(seen[name][i]), "jeffreys": J,
                    "standard_error": error,
                }  # fmt: skip


def _moved(tensor: Tensor, scale: Tensor, random: torch.Generator) -> Tensor:
    noise = torch.randn(tensor.shape, generator=random, dtype=tensor.dtype) / tensor.shape[-1] ** 0.5
    return (256 * (tensor + scale.view(-1, *[1] * (tensor.ndim - 1)) * noise)).round() / 256


def correlations(rows: list[Row]) -> Iterator[Mapping[str, Any]]:
    """Pearson's and Spearman's correlation of the distance with J, for each class and d."""
    for name, d in sorted({(row["class"], row["d"]) for row in rows}):
        pairs = [(row["distance"], row["jeffreys"]) for row in rows if (row["class"], row["d"]) == (name, d)]
        distance, J = zip(*pairs, strict=True)
        yield {
            "class": name, "d": d, "pairs": len(pairs), "pearson": float(pearsonr(distance, J).statistic),
            "spearman": float(spearmanr(distance, J).statistic),
        }  # fmt: skip
