"""sin, cos, erf and the sigmoid of floats: the bounds hold what 300-bit arithmetic computes, and are not vacuous."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction

import flint
import pytest
import torch
from flint import arb
from torch import Tensor

from lemmata.numerics import rounded_functions, rounding
from lemmata.numerics.floats import Floats, RoundedMatrix, exactly

DTYPES = [torch.float32, torch.float64]
EXACTLY: dict[str, Callable[[arb], arb]] = {
    "sin": arb.sin, "cos": arb.cos, "erf": arb.erf, "sigmoid": lambda v: 1 / (1 + (-v).exp()),
}  # fmt: skip
in_each = pytest.mark.parametrize("dtype", DTYPES, ids=str)
of_each = pytest.mark.parametrize("name", EXACTLY)


@pytest.fixture(autouse=True)
def at_300_bits() -> Iterator[None]:
    bits, flint.ctx.prec = flint.ctx.prec, 300
    yield
    flint.ctx.prec = bits


def arguments(dtype: torch.dtype, n: int = 2000) -> Tensor:
    """Tiny, ordinary and huge numbers of either sign, and those next to multiples of π/2: a column."""
    info, g = torch.finfo(dtype), torch.Generator().manual_seed(3)

    def powers(low: float, high: float) -> Tensor:
        return torch.exp2(low + (high - low) * torch.rand(n // 4, dtype=torch.float64, generator=g))

    quarters = torch.arange(1, n // 4 + 1, dtype=torch.float64) * (math.pi / 2)
    x = torch.cat(
        [powers(math.log2(info.tiny * info.eps), 0), powers(-10, 7), powers(7, math.log2(info.max)), quarters]
    )
    return (x * (1 - 2 * (torch.arange(len(x)) % 2))).to(dtype)[None, :, None]


def encloses(found: RoundedMatrix, points: Tensor, of: Callable[[arb], arb]) -> bool:
    """Whether the value at every point lies in its ball. Both are compared at 300 bits, or more for a huge argument."""
    entries = zip(points.flatten().tolist(), found.mid.flatten().tolist(), found.rad.flatten().tolist(), strict=True)
    for x, mid, rad in entries:
        flint.ctx.prec = 300 + 2 * max(0, math.frexp(x)[1])
        if not abs(of(arb(x)) - arb(mid)) <= arb(rad):
            return False
    return True


@in_each
@of_each
def test_the_bound_holds_and_is_a_few_roundings_wide(name: str, dtype: torch.dtype) -> None:
    x = arguments(dtype)
    found = exactly(x).apply(name)
    assert torch.isfinite(found.rad).all()
    assert encloses(found, x, EXACTLY[name])
    roundings = 2 * rounding.ULPS if name != "sigmoid" else 3 * rounding.ULPS + 2
    # the last factor is that of `up`
    assert (found.rad <= roundings * rounding.unit(dtype) * found.mid.abs() * 1.001 + rounding.tiny(dtype)).all()


@in_each
@of_each
@pytest.mark.parametrize("fuzz", [1e-6, 0.01, 0.7])
def test_every_number_of_a_ball_is_enclosed(name: str, fuzz: float, dtype: torch.dtype) -> None:
    x = arguments(dtype, 400)
    ball = RoundedMatrix(x, (x.abs() * fuzz).clamp(max=3))
    found = ball.apply(name)
    for share in (-1, -0.5, 0, 0.25, 1):
        # a point that is certainly inside: the product is rounded towards the midpoint
        inside = torch.where(ball.rad > 0, x + share * ball.rad * (1 - 4 * torch.finfo(dtype).eps), x)
        inside = torch.where((inside.double() - x.double()).abs() <= ball.rad.double(), inside, x)
        assert encloses(found, inside, EXACTLY[name]), share


@in_each
def test_how_wide_a_result_is_follows_the_function(dtype: torch.dtype) -> None:
    def radius(name: str, mid: float, rad: float) -> float:
        column = torch.tensor([[[mid]]], dtype=dtype)
        return RoundedMatrix(column, torch.full_like(column, rad)).apply(name).rad.item()

    # 1-Lipschitz, and never beyond [−1, 1]
    assert 0.125 <= radius("sin", 1.0, 0.125) <= 0.126 and 1.5 <= radius("cos", math.pi / 3, 100.0) <= 1.501
    # increasing: the slope at 0 is 2/√π and ¼, and far out they are flat
    assert 2 / math.sqrt(math.pi) * 2**-7 * 0.99 <= radius("erf", 0.0, 2**-7) <= 2 / math.sqrt(math.pi) * 2**-7 * 1.01
    assert 0.99 * 2**-9 <= radius("sigmoid", 0.0, 2**-7) <= 1.01 * 2**-9
    assert radius("sigmoid", -80.0, 1.0) <= 1e-34 and radius("erf", 9.0, 1.0) <= 1e-6


@of_each
def test_where_nothing_is_known_the_radius_is_infinite(name: str) -> None:
    nan, inf = math.nan, math.inf
    column = torch.tensor([[[1.0], [nan], [inf], [2.0]]], dtype=torch.float64)
    found = RoundedMatrix(column, torch.tensor([[[0.0], [0.0], [0.0], [inf]]], dtype=torch.float64)).apply(name)
    assert found.rad.isinf().flatten().tolist() == [False, True, True, True] and not found.rad.isnan().any()


def test_an_exact_zero_stays_one_where_the_function_has_one() -> None:
    zero = exactly(torch.zeros(1, 1, 1))
    assert zero.apply("sin").is_zero() and zero.apply("erf").is_zero() and not zero.apply("cos").is_zero()
    half = zero.apply("sigmoid")
    assert abs(Fraction(half.mid.item()) - Fraction(1, 2)) <= Fraction(half.rad.item())


@in_each
def test_pi_is_enclosed(dtype: torch.dtype) -> None:
    found = Floats(dtype).matrix([[1]]).pi()
    assert abs(arb.pi() - arb(found.mid.item())) <= arb(found.rad.item()) <= arb(4 * rounding.unit(dtype))


@of_each
def test_a_bound_of_half_the_size_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x = arguments(torch.float32, 400)
    wide = RoundedMatrix(x, x.abs() * 0.01)
    found = wide.apply(name)
    shifted = RoundedMatrix(found.mid + 2 * found.rad + torch.finfo(torch.float32).tiny, found.rad)
    assert not encloses(shifted, x, EXACTLY[name])
    monkeypatch.setattr(rounding, "ULPS", 0)
    monkeypatch.setattr(rounded_functions, "gamma", lambda n, dtype: 0.0)
    assert not encloses(exactly(x).apply(name), x, EXACTLY[name]), "without the error of torch the bound is too small"
