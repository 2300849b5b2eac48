"""WGAN training: three classes of discriminators against the explicit networks, the loop, exact iterates, and bad input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import Tensor

from lemmata.numerics.rounding import gamma
from lemmata.theory.networks.activations import by_name
from lemmata.theory.networks.batched import GeneratorBatch
from lemmata.theory.training import runs as training
from lemmata.theory.training.critics import CLASSES, Differences, Opponent, ReluNetworks, opponent
from lemmata.theory.training.runs import (
    between,
    drawn_generators,
    jeffreys,
    kept_invertible,
    mixture_runs,
    runs,
    written,
)
from lemmata.theory.training.wgan import Iterate, Plan, estimated, pushed, signed, trained

SHORT = Plan(steps=6, ascents=2, points=32, settling=3, settled_on=64, measured_on=64, every=3)
SIGMA = by_name("leaky_relu(3/4)")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Training promises one result on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def seeded(seed: int = 3) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 5) -> Tensor:
    return torch.randn(shape, generator=seeded(seed), dtype=torch.float64)


def iterates(name: str, samples: Tensor, plan: Plan = SHORT, seed: int = 3) -> list[Iterate]:
    networks, d, _ = samples.shape
    random = seeded(seed)
    start = tuple(tensor.to(samples.dtype) for tensor in drawn_generators(networks, 2, d, random))
    rival = opponent(name, start, SIGMA, random)
    return list(trained(start, partial(pushed, SIGMA), samples, rival, random, plan, kept_invertible))


# ── discriminators ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["leaky_relu(3/4)", "softplus_like", "decreasing(leaky_relu(1/2))"])
@pytest.mark.parametrize(("d", "layers"), [(1, 1), (1, 2), (2, 3)])
def test_differences_deviate_like_the_log_densities_of_two_generators(name: str, d: int, layers: int) -> None:
    sigma = by_name(name)
    first, second = drawn_generators(3, layers, d, seeded(1)), drawn_generators(3, layers, d, seeded(2))
    x, weights = normal(3, d, 20), signed(normal(1, 1, 12), normal(1, 1, 8))
    both = tuple(torch.cat(pair) for pair in zip(first, second, strict=True))
    found = opponent("differences", both, sigma, seeded())
    assert isinstance(found, Differences)
    halves = [parameter[:6] for parameter in found.parameters]
    deviation = Differences(*halves, sigma, bound=9).deviation(x, weights)
    log_ratio = GeneratorBatch(*first, sigma).log_density(x) - GeneratorBatch(*second, sigma).log_density(x)
    terms = sum(GeneratorBatch(*g, sigma).log_density(x).abs() for g in (first, second)) + 2 * d
    error = 1000 * gamma(20 * d * layers, torch.float64) * (terms @ weights.abs())
    assert ((deviation - log_ratio @ weights).abs() <= error).all()


def test_linear_discriminators_see_the_distance_of_the_means() -> None:
    x = torch.tensor([[[0.0, 2.0, 4.0, 4.0], [0.0, 2.0, 5.0, 5.0]]], dtype=torch.float64)
    weights = signed(x[..., :2], x[..., 2:])
    linear = opponent("linear", drawn_generators(1, 1, 2, seeded()), SIGMA, seeded())
    assert linear.deviation(x, weights).tolist() == [5.0]
    assert linear.parameters == []


def test_relu_networks_are_what_they_say() -> None:
    inner, shift, outer = (
        torch.tensor(v, dtype=torch.float64) for v in ([[[1.0], [-1.0]]], [[[0.0], [1.0]]], [[[1.0, 2.0]]])
    )
    x, weights = torch.tensor([[[3.0, 0.0]]], dtype=torch.float64), torch.tensor([1.0, -1.0], dtype=torch.float64)
    # f(3) = 3 and f(0) = 2
    assert ReluNetworks(inner, shift, outer).deviation(x, weights).tolist() == [1.0]


@pytest.mark.parametrize("name", ["differences", "relu network"])
def test_a_step_too_long_is_projected_into_the_class(name: str) -> None:
    found = opponent(name, drawn_generators(2, 2, 2, seeded()), SIGMA, seeded())
    with torch.no_grad():
        for parameter in found.parameters:
            parameter.mul_(100)
    found.project()
    sizes = [parameter.detach().square().sum((2, 3)).max() for parameter in found.parameters if parameter.ndim == 4]
    assert all(size <= 1.5**2 * 2 * (1 + gamma(100, torch.float64)) for size in sizes)
    assert all(parameter.abs().max() <= 1 for parameter in found.parameters if parameter.ndim == 3)
    before = [parameter.clone() for parameter in found.parameters]
    found.project()
    assert all(
        (a - b).abs().max() <= 4 * gamma(9, torch.float64) for a, b in zip(before, found.parameters, strict=True)
    )


def test_ascent_raises_the_deviation() -> None:
    real, near = drawn_generators(4, 2, 2, seeded(1)), drawn_generators(4, 2, 2, seeded(2))
    samples = pushed(SIGMA, real, normal(4, 2, 100))
    for name in ("differences", "relu network"):
        few, many = (
            estimated(
                near, partial(pushed, SIGMA), samples, opponent(name, near, SIGMA, seeded()), seeded(),
                replace(SHORT, settling=settling),
            )
            for settling in (0, 40)
        )  # fmt: skip
        assert (many > few).all()


def test_an_unknown_class_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="known: differences, linear, relu network"):
        opponent("convolutions", drawn_generators(1, 1, 1, seeded()), SIGMA, seeded())


# ── the loop ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_generators_push_as_the_kernel_does() -> None:
    parameters, z = drawn_generators(3, 3, 2, seeded()), normal(3, 2, 50)
    expected = GeneratorBatch(*parameters, SIGMA).forward(z)
    error = 100 * gamma(9, torch.float64) * (1 + expected.abs())
    assert ((pushed(SIGMA, parameters, z) - expected).abs() <= error).all()


@pytest.mark.parametrize("name", CLASSES)
def test_one_seed_gives_one_run(name: str) -> None:
    samples = between(normal(2, 2, 30))
    first, again, other = (iterates(name, samples, seed=seed) for seed in (3, 3, 4))
    assert [i.step for i in first] == [0, 3, 6]
    for a, b in zip(first, again, strict=True):
        assert all(
            torch.equal(v, w) for v, w in zip((*a.parameters, a.distance), (*b.parameters, b.distance), strict=True)
        )
    assert not torch.equal(first[-1].parameters[0], other[-1].parameters[0])


@pytest.mark.parametrize("name", CLASSES)
def test_runs_of_a_batch_know_nothing_of_each_other(name: str) -> None:
    samples = between(normal(2, 1, 30))
    moved = samples.clone()
    moved[1] += 3
    for a, b in zip(iterates(name, samples), iterates(name, moved), strict=True):
        assert torch.equal(a.parameters[0][0], b.parameters[0][0])
        assert a.distance[0] == b.distance[0] and a.distance[1] != b.distance[1]


@pytest.mark.parametrize("name", CLASSES)
def test_float32_stays_float32(name: str) -> None:
    last = iterates(name, between(normal(2, 2, 30)).float())[-1]
    assert all(tensor.dtype == torch.float32 for tensor in (*last.parameters, last.distance))


@pytest.mark.parametrize("name", ["differences", "linear"])
def test_the_layout_in_memory_plays_no_part(name: str) -> None:
    samples, found = between(normal(2, 2, 30)), []
    for contiguous in (True, False):
        random = seeded()
        weights, biases = drawn_generators(2, 2, 2, random)
        start = (weights.contiguous() if contiguous else weights.mT.contiguous().mT, biases)
        rival = opponent(name, start, SIGMA, random)
        *_, last = trained(start, partial(pushed, SIGMA), samples, rival, random, SHORT)
        found.append(last.parameters)
    assert all(torch.equal(a, b) for a, b in zip(*found, strict=True))


def test_training_that_diverges_says_so() -> None:
    with pytest.raises(ArithmeticError, match="training diverged: after 1 steps a weight is no longer finite"):
        iterates("differences", between(normal(2, 1, 30)), replace(SHORT, rate=float("inf")))


def test_the_linear_class_closes_in_on_the_mean() -> None:
    plan = Plan(points=512, settled_on=4096, measured_on=4096)
    first, *_, last = iterates("linear", between(2 + normal(3, 1, 200)), plan)
    assert (last.distance < first.distance / 4).all()


# ── exact iterates ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_iterates_and_samples_are_short_dyadic_numbers() -> None:
    found = runs("linear", 2, 2, networks=2, N=10, seed=1, plan=SHORT)
    assert all(v.denominator <= 64 for W in found.generated(1, found.iterates[-1]).weights for row in W for v in row)
    assert all(v.denominator == 128 for point in found.data(0) for v in point)
    assert len(found.data(0)) == 10 and found.pair(0, found.iterates[0]).size == (2, 2)


def test_weights_that_were_trained_to_0_are_refused() -> None:
    with pytest.raises(ValueError, match="W_2 is singular"):
        written(torch.stack([torch.eye(2), torch.zeros(2, 2)]), torch.zeros(2, 2))


def test_generators_stay_invertible() -> None:
    weights, biases = torch.diag(torch.tensor([2.0, 1e-9])).view(1, 1, 2, 2), torch.zeros(1, 1, 2)
    kept_invertible([weights, biases])
    assert torch.linalg.svdvals(weights).min() >= 1 / 16 * (1 - gamma(9, torch.float32))


def test_mixtures_have_samples_near_each_centre() -> None:
    found = mixture_runs("linear", (-2, 0, 2), 0.125, 2, networks=1, N=60, seed=1, plan=SHORT)
    assert found.real == () and found.samples.round(decimals=0).unique().tolist() == [-2, 0, 2]


def test_an_estimate_of_j_has_a_standard_error_and_a_closed_form_has_none() -> None:
    pairs = [
        runs("linear", d, l, networks=1, N=8, seed=2, plan=SHORT).pair(0, _last(d, l))
        for d, l in ((1, 2), (2, 1), (2, 2))
    ]
    (_, none), (_, closed), (J, error) = (jeffreys(pair, 1) for pair in pairs)
    assert none == closed == 0 and 0 < error < J / 4


def _last(d: int, layers: int) -> Iterate:
    return runs("linear", d, layers, networks=1, N=8, seed=2, plan=SHORT).iterates[-1]


def test_an_estimate_of_j_agrees_with_its_value_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = runs("linear", 1, 2, networks=1, N=8, seed=2, plan=SHORT).pair(0, _last(1, 2))
    exact, _ = jeffreys(pair, 1)
    estimate, error = training.estimated_jeffreys(pair, 1)
    assert abs(estimate - exact) <= 6 * error


def test_every_class_has_parameters_of_its_own() -> None:
    found: list[Opponent] = [opponent(name, drawn_generators(2, 2, 1, seeded()), SIGMA, seeded()) for name in CLASSES]
    counts = [sum(parameter[0].numel() for parameter in o.parameters) for o in found]
    # two networks of 4 weights without their constant, none, and 9 units of 3 weights
    assert counts == [4, 0, 27]
