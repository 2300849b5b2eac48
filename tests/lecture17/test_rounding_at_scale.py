"""The rounding bounds at the sizes where they matter: sound always, and narrow enough to tell every variant apart."""

from __future__ import annotations

import pytest
import torch

from lecture17.the_jacobian import claim_jacobian_of_the_inverse as product_claim
from lemmata.evidence.question import Question
from lemmata.numerics.floats import Floats
from lemmata.numerics.rounded_comparison import RoundedComparison
from lemmata.theory.networks.seeded_networks import Batch


def question() -> Question:
    form = product_claim.form("product_with_slopes_between")
    return product_claim.question(form, product_claim.decider("rounded"))


def compared(batch: Batch, dtype: torch.dtype) -> tuple[RoundedComparison, list[RoundedComparison]]:
    truth, *rivals = question().ask_with_rivals(Floats(dtype), {"site": batch})
    assert isinstance(truth, RoundedComparison)
    return truth, [rival for rival in rivals if isinstance(rival, RoundedComparison)]


def told_apart(batch: Batch, dtype: torch.dtype) -> float:
    """The share of networks that need no balls."""
    truth, rivals = compared(batch, dtype)
    decided = [truth.together[i] and all(rival.apart[i] for rival in rivals) for i in range(batch.count)]
    return sum(decided) / batch.count


@pytest.mark.parametrize("activation", ["leaky_relu(1/2)", "decreasing(leaky_relu(1/2))"])
def test_gaussian_weights_of_size_64_with_8_layers_are_decided_in_float64(activation: str) -> None:
    assert told_apart(Batch(64, 8, activation, 6, seed=11), torch.float64) == 1


@pytest.mark.parametrize("activation", ["leaky_relu(1/2)", "asinh", "softplus_like", "smooth_leaky_relu"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_small_networks_are_decided_in_either_type(activation: str, dtype: torch.dtype) -> None:
    assert told_apart(Batch(4, 4, activation, 50, seed=12), dtype) > 0.5


@pytest.mark.parametrize("size", [(2, 3), (4, 4), (16, 4), (64, 8)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_true_formula_is_never_apart(size: tuple[int, int], dtype: torch.dtype) -> None:
    for activation in ("leaky_relu(1/4)", "asinh", "softplus_like"):
        truth, _ = compared(Batch(*size, activation, 8, seed=13), dtype)
        assert not any(truth.apart), f"{activation} at {size} in {dtype}"


def test_float32_cannot_decide_what_float64_can() -> None:
    batch = Batch(64, 8, "asinh", 3, seed=14)
    assert told_apart(batch, torch.float32) == 0, "eight layers of size 64 use up single precision: balls decide"
