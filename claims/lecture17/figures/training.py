"""What training shows, in numbers to draw: distances that three classes of discriminators see, beside J. Nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lemmata.late import torch
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.theory.concentration.birthday import draws_until_a_collision
from lemmata.theory.networks.activations import by_name
from lemmata.theory.training.critics import CLASSES, opponent
from lemmata.theory.training.mixtures import modes
from lemmata.theory.training.runs import (
    CENTRES,
    SIGMA,
    SPREAD,
    between,
    drawn_generators,
    jeffreys,
    mixture_runs,
    runs,
)
from lemmata.theory.training.wgan import Plan, trained

__all__ = ["atoms", "collapse", "training"]

Row = dict[str, Any]

_NETWORKS, _LAYERS = 3, 2


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
            name, CENTRES, float(SPREAD), _LAYERS, networks=_NETWORKS, N=256, seed=seed, plan=Plan()
        )  # fmt: skip
        for iterate in found.iterates:
            for run in range(_NETWORKS):
                samples = [x for (x,) in found.data(run)]
                generated = found.generated(run, iterate)
                with precision(128):
                    case = modes(CENTRES, generated, samples, spread=SPREAD, epsilon=0).into(Balls(128))
                    least, masses = as_ball(case.jeffreys_of_cells), [float(q) for q in case.cells.q.entries()]
                yield {
                    "class": name, "run": run, "step": iterate.step, "distance": float(iterate.distance[run]),
                    "jeffreys_at_least": float(least), "masses": masses,
                }  # fmt: skip


def atoms(seed: int) -> Iterator[Row]:
    """Generators that put equal mass on K atoms, trained against N = 256 samples of N(0, 1): the distance that is left, and
    the number of draws until two agree with probability ½."""
    random = torch.Generator().manual_seed(seed)
    samples = between(torch.randn(1, 1, 256, generator=random, dtype=torch.float64))
    for K in (4, 64):
        start = torch.randn(1, 1, K, generator=random, dtype=torch.float64)
        for name in ("linear", "relu network"):
            rival = opponent(name, drawn_generators(1, _LAYERS, 1, random), by_name(SIGMA), random)
            *_, last = trained((start,), lambda parameters, z: parameters[0], samples, rival, random, Plan())
            # atoms that training has brought together are one point
            counts = last.parameters[0].unique(return_counts=True)[1].tolist()
            yield {
                "class": name, "atoms": K, "distinct": len(counts), "distance": float(last.distance),
                "draws_until_a_collision": draws_until_a_collision(counts),
            }  # fmt: skip
