"""Training steps per second: runs side by side in one batch, beside a loop over runs written with nn.Module.

    pytest benchmarks/test_bench_training.py --benchmark-only [--claims-device cuda]

Both sides train the same generators (l = 2) on the same samples against the same class of discriminators, with the same draws:
five ascents and a descent of Adam to a step, float64. The loop is what one writes first: an nn.Module for the generator and one
for the discriminator of each run, optimizers of torch with their defaults, backward(), points in rows. Before anything is timed,
both have trained for as many steps, and every weight of every generator is the same on the grid of 2⁻⁶ on which iterates are
kept. A *step* moves all runs by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from benchmarks.interleave import interleaved
from lemmata.theory.networks.activations import by_name
from lemmata.theory.training.critics import CLASSES, Differences, ReluNetworks, opponent
from lemmata.theory.training.runs import SIGMA, drawn_generators
from lemmata.theory.training.wgan import Plan, pushed, trained

SEED, STEPS, PAIRS = 7, 12, 7
# d, runs
SIZES = [(1, 4), (2, 4), (8, 4), (2, 64)]
# iterates are kept at the start and at the end, and their distances are not estimated
PLAN = Plan(steps=STEPS, every=STEPS, settling=0, estimated_from=1)
SLOPE = 0.75


@pytest.fixture(autouse=True)
def gradients() -> Iterator[None]:
    """The other benchmarks do without."""
    with torch.enable_grad():
        yield


def ours(name: str, d: int, runs: int, device: torch.device) -> tuple[Tensor, ...]:
    samples, start, random = problem(d, runs, device)
    rival = opponent(name, start, by_name(SIGMA), random)
    steps = trained(start, lambda g, z: pushed(by_name(SIGMA), g, z), samples, rival, random, PLAN)
    (last,) = deque(steps, maxlen=1)
    return last.parameters


def problem(d: int, runs: int, device: torch.device) -> tuple[Tensor, tuple[Tensor, Tensor], torch.Generator]:
    """Samples (B, d, N), the generators to start from, and a source of further draws."""
    first = torch.Generator().manual_seed(SEED)
    start, real = drawn_generators(runs, 2, d, first), drawn_generators(runs, 2, d, first)
    z = torch.randn(runs, d, 128 * (d + 1), generator=first, dtype=torch.float64)
    samples = pushed(by_name(SIGMA), real, z).to(device)
    random = torch.Generator(device).manual_seed(SEED)
    weights, biases = (tensor.to(device) for tensor in start)
    return samples, (weights, biases), random


# ── the loop ───────────────────────────────────────────────────────────────────────────────────────────────────────
class Network(nn.Module):
    """x = g(z), points in rows."""

    def __init__(self, weights: Tensor, biases: Tensor) -> None:
        super().__init__()
        self.W = nn.Parameter(weights.clone())
        self.b = nn.Parameter(biases.clone())

    def forward(self, z: Tensor) -> Tensor:
        for k in range(len(self.W)):
            z = z @ self.W[k].T + self.b[k]
            z = nn.functional.leaky_relu(z, SLOPE) if k + 1 < len(self.W) else z
        return z


class Critic(nn.Module):
    """v·relu(Ux + c), clipped."""

    def __init__(self, rival: ReluNetworks, run: int) -> None:
        super().__init__()
        self.U = nn.Parameter(rival.inner[run].detach().clone())
        self.c = nn.Parameter(rival.shift[run, :, 0].detach().clone())
        self.v = nn.Parameter(rival.outer[run, 0].detach().clone())

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x @ self.U.T + self.c) @ self.v

    @torch.no_grad()
    def project(self) -> None:
        for parameter in self.parameters():
            parameter.clamp_(-1, 1)


class LogDensity(nn.Module):
    """log P_a up to a constant, by V_k = W_k⁻¹ and c_k = −W_k⁻¹b_k of bounded norms."""

    def __init__(self, rival: Differences, at: int) -> None:
        super().__init__()
        self.V = nn.Parameter(rival.inverses[at].detach().clone())
        self.c = nn.Parameter(rival.shifts[at].detach().clone())
        self.bound = rival.bound

    def forward(self, x: Tensor) -> Tensor:
        slopes = 0.0
        for k in reversed(range(len(self.V))):
            x = x @ self.V[k].T + self.c[k].T
            if k:
                slopes = slopes + (x < 0).sum(1) * -torch.tensor(SLOPE, dtype=x.dtype).log()
                x = nn.functional.leaky_relu(x, 1 / SLOPE)
        return slopes - x.square().sum(1) / 2

    @torch.no_grad()
    def project(self) -> None:
        for parameter in self.parameters():
            for layer in parameter:
                layer.mul_(self.bound / max(self.bound, float(layer.norm())))


class Difference(nn.Module):
    """log P_a − log P_b."""

    def __init__(self, rival: Differences, run: int) -> None:
        super().__init__()
        self.raised = LogDensity(rival, run)
        self.lowered = LogDensity(rival, run + len(rival.inverses) // 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.raised(x) - self.lowered(x)

    def project(self) -> None:
        self.raised.project()
        self.lowered.project()


def loop(name: str, d: int, runs: int, device: torch.device) -> tuple[Tensor, ...]:
    samples, start, random = problem(d, runs, device)
    rival = opponent(name, start, by_name(SIGMA), random)
    rows = [x.T.contiguous() for x in samples]
    generators = [Network(W, b) for W, b in zip(*start, strict=True)]
    descents = [torch.optim.Adam(g.parameters(), PLAN.rate, (0.5, 0.9)) for g in generators]
    critics: list[Any] = [None] * runs
    if isinstance(rival, (Differences, ReluNetworks)):
        critics = [Difference(rival, i) if isinstance(rival, Differences) else Critic(rival, i) for i in range(runs)]
    ascents = [critic and torch.optim.Adam(critic.parameters(), PLAN.ascent_rate, (0.5, 0.9)) for critic in critics]
    kept: tuple[Tensor, ...] = ()
    for step in range(STEPS + 1):
        latent = torch.randn(runs, d, PLAN.points, generator=random, dtype=torch.float64, device=device)
        if step in (0, STEPS):  # the draw for the distance of an iterate
            torch.randn(runs, d, 1, generator=random, dtype=torch.float64, device=device)
        if step == STEPS:
            kept = tuple(torch.stack([getattr(g, which).detach() for g in generators]) for which in ("W", "b"))
        for x, z, g, descent, critic, ascent in zip(rows, latent, generators, descents, critics, ascents, strict=True):
            made = g(z.T)
            if critic is None:
                loss = (x.mean(0) - made.mean(0)).norm()
            else:
                fixed = made.detach()
                for _ in range(PLAN.ascents):
                    ascent.zero_grad()
                    (critic(fixed).mean() - critic(x).mean()).backward()
                    ascent.step()
                    critic.project()
                loss = critic(x).mean() - critic(made).mean()
            descent.zero_grad()
            loss.backward()
            descent.param_groups[0]["lr"] = PLAN.rate * (1 - step / STEPS)
            descent.step()
    return tuple((tensor * 64).round() / 64 for tensor in kept)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize(("d", "runs"), SIZES, ids=lambda v: str(v))
def test_training_steps_per_second(
    benchmark: Any, rows: list[dict[str, Any]], d: int, runs: int, name: str, device: torch.device
) -> None:
    for mine, its in zip(ours(name, d, runs, device), loop(name, d, runs, device), strict=True):
        assert torch.equal(mine, its), "the two did not train the same generators"
    wait: Callable[[], object] = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    ratio = interleaved(lambda: ours(name, d, runs, device), lambda: loop(name, d, runs, device), PAIRS, wait)
    steps = STEPS + 1
    benchmark.extra_info |= {"steps per second": steps / ratio.ours_seconds, "loop / ours": vars(ratio)}
    rows.append(
        {
            "order": (3 * 10**6, len(rows)), "size": f"step of {runs} runs, d={d}", "activation": name.removesuffix(" network"),
            "contender": "nn.Module, run by run", "ours_ms": 1e3 * ratio.ours_seconds / steps,
            "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
        }
    )  # fmt: skip
    benchmark.group = f"training, {runs} runs, d={d}"
    benchmark.pedantic(lambda: ours(name, d, runs, device), rounds=3, warmup_rounds=0)
