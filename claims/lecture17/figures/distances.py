"""W₁ between N(0, I_d) and d² points, in units of √(2d), the distance of two independent points: rows for a figure."""

from __future__ import annotations

from itertools import count

from flint import arb

from lemmata.late import torch
from lemmata.numerics.balls import precision
from lemmata.theory.transport.dyadic_upper_bounds import GaussianLine, mean_distance_from_above
from lemmata.theory.transport.gaussian_points import random_points_from_below
from lemmata.theory.transport.neighbours import nearest
from lemmata.theory.transport.norms_of_gaussians import mean_norm, wasserstein_from_below

__all__ = ["first_dimensions", "rows"]

_DIMENSIONS = (2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64)
_QUERIES = 1000
_BITS = 128
_SLIDE = arb(11) / 10


def rows(seed: int) -> list[dict[str, float]]:
    """For each d: bounds for every law on N = d² points and for the mean over samples, and the mean distance of fresh points
    from their nearest sample, measured once: the witness that certifies W₁ from below."""
    found = []
    for d in _DIMENSIONS:
        N = d**2
        with precision(_BITS):
            unit = arb(2 * d).sqrt()
            every = wasserstein_from_below(N, d)
            above = mean_distance_from_above(GaussianLine(), d, N).min(arb(2).sqrt() * mean_norm(d))
            bounds = {"every law from": every, "samples from": arb(2).sqrt() * every, "samples to": above}
            row = {name: float((bound / unit).mid()) for name, bound in bounds.items()}
        # numbers drawn from the low bits of the seed: torch's generator takes no more
        generator = torch.Generator().manual_seed((seed + d) % 2**32)
        points = torch.randn(d, N + _QUERIES, generator=generator, dtype=torch.float64)
        witness = nearest(points[:, :N], points[:, N:]).distance.mean()
        found.append({"d": d, "N": N, **row, "witness": float(witness) / (2 * d) ** 0.5})
    return found


def first_dimensions() -> list[dict[str, int]]:
    """For N = d, d², …: the d from which on the bounds are above the slide's 1.1, for every law on N points, for samples with high
    probability, and for samples of N(0, I_d/d) likewise."""
    found = []
    for power in (1, 2, 3, 4):
        with precision(_BITS):
            every = next(d for d in count(2) if wasserstein_from_below(d**power, d) > _SLIDE)
            samples = next(d for d in count(2) if random_points_from_below(d, d**power) > _SLIDE)
            unit = next(d for d in count(every) if random_points_from_below(d, d**power) > _SLIDE * arb(d).sqrt())
        found.append({"power": power, "every law": every, "samples": samples, "samples of norm one": unit})
    return found
