"""Adam, beside torch's own and by its formula in rational numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
import torch
from flint import arb

from lemmata.numerics.balls import precision
from lemmata.theory.training.adam import Adam


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_it_moves_as_that_of_torch_to_the_last_bit(dtype: torch.dtype) -> None:
    random = torch.Generator().manual_seed(3)
    ours = [torch.randn(shape, generator=random, dtype=dtype).requires_grad_() for shape in ((2, 3, 3), (2, 3, 1))]
    theirs = [parameter.detach().clone().requires_grad_() for parameter in ours]
    adam, reference = Adam(ours, 0.1), torch.optim.Adam(theirs, 0.1, (0.5, 0.9))
    for step in range(40):
        adam.rate = reference.param_groups[0]["lr"] = 0.1 * (1 - step / 50)
        gradients = [torch.randn(parameter.shape, generator=random, dtype=dtype) for parameter in ours]
        for parameter, gradient in zip(theirs, gradients, strict=True):
            parameter.grad = gradient.clone()
        adam.step(gradients)
        reference.step()
        assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True)), step


def test_two_steps_by_the_formula() -> None:
    parameter, gradients, rate = (
        torch.tensor([1.0], dtype=torch.float64),
        (Fraction(1, 2), Fraction(-3, 4)),
        Fraction(1, 8),
    )
    adam, expected, mean, square = Adam([parameter], float(rate)), arb(1), Fraction(0), Fraction(0)
    for t, gradient in enumerate(gradients, 1):
        adam.step([torch.tensor([float(gradient)], dtype=torch.float64)])
        mean = mean / 2 + gradient / 2
        square = square * Fraction(9, 10) + gradient**2 / 10
        m, v = mean / (1 - Fraction(1, 2) ** t), square / (1 - Fraction(9, 10) ** t)
        with precision(128):
            root = (arb(v.numerator) / v.denominator).sqrt() + arb(10) ** -8
            expected -= arb(rate.numerator) / rate.denominator * m.numerator / m.denominator / root
        assert abs(parameter.item() - float(expected.mid())) < 1e-15


def test_parameters_that_are_trained_record_no_step() -> None:
    parameter = torch.ones(2, requires_grad=True)
    Adam([parameter], 0.1).step([torch.ones(2)])
    assert parameter.is_leaf and parameter.requires_grad and parameter.grad_fn is None
