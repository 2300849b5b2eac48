"""The kernels against ball arithmetic, with radii that model their rounding.

The reference below evaluates the lecture's formulas entry by entry in balls of 200 bits and shares nothing with the
kernels. After every operation it widens its ball by what that operation may lose at unit roundoff u, so that it
encloses whatever a correct kernel computes (Higham, Accuracy and Stability of Numerical Algorithms; γ_n = nu/(1−nu)):

- *Inverse.* LU with partial pivoting is exact for A + E, |E| ≤ γ_d|L||U|, |L| ≤ 1, |U| ≤ 2^{d−1} max|A|, and a column
  of the computed inverse V solves a system whose matrix is within 3γ_d|L||U| of A [Thm 9.4]. So |V − A⁻¹| is at most
  3γ_d d 2^{d−1} max|A| (|A⁻¹|1)(1ᵀ|A⁻¹|) to first order; taken twice, for what is of second order.
- *Log-determinant.* By the same E, |tr(A⁻¹E)| ≤ γ_d d 2^{d−1} max|A| Σ|A⁻¹|, taken twice; the sum of the logarithms of
  d pivots loses γ_{d+4} of their absolute values, at most 2d log⁺(2^{d−1} max|A|) + |log|det A||.
- *Product.* Vy − Vb with the second product made beforehand: γ_{d+2}|V|(|y| + 2|b|) [§3.5].
- *s*: a relative error of 10u where the kernel has its own formula (at most five roundings, and elementary functions
  good to two units in the last place, 4u); 10u(1 + |y| + |s(y)|) where it takes the activation's, which may cancel.
- *log|s′|*: 10u(1 + |log|s′||) an entry, slopes that are multiplied before the logarithm included; s′ itself, in the
  Jacobian, 10u(1 + |y|)|s′|.
- *Sum*: γ_n of the absolute values of its n = ld + l + 4 terms.

A test asks for a value inside of its ball. The balls are narrow enough to tell: every planted fault leaves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch
from flint import arb, arb_mat, ctx, fmpq
from torch import Tensor

from lemmata.theory.densities.density_ratio import DensityRatio
from lemmata.theory.networks import batched as kernels, batched_maps as entrywise
from lemmata.theory.networks.activations import by_name, leaky_relu, names
from lemmata.theory.networks.batched import GeneratorBatch

Ball = Any  # arb and arb_mat come without types
DTYPES = (torch.float32, torch.float64)
FAST = ("leaky_relu(1/2)", "leaky_relu(1/4)", "leaky_relu(3)", "sinh", "asinh")


@pytest.fixture(autouse=True)
def bits() -> Iterator[None]:
    before, ctx.prec = ctx.prec, 200
    yield
    ctx.prec = before


# The reference.


def signed(y: Ball, below: Ball, above: Ball) -> Ball:
    """``below`` for a negative y, ``above`` for a positive one, their hull for a ball that meets 0."""
    return below if y < 0 else above if y > 0 else below.union(above)


def softplus(y: Ball) -> tuple[Ball, Ball]:
    return (y + (1 + y.exp()).log()) / 2, ((1 + 1 / (1 + (-y).exp())) / 2).log()


def smooth_leaky(y: Ball) -> tuple[Ball, Ball]:
    v = 8 * y + 3
    root = (v * v + 16).sqrt()
    return (5 * v - 3 * root) / 16, ((5 - 3 * v / root) / 2).log()


def leaky(slope: fmpq) -> Callable[[Ball], tuple[Ball, Ball]]:
    return lambda y: (signed(y, y / arb(slope), y), signed(y, -arb(slope).log(), arb(0)))


# s and log|s′| of every activation, written here anew
SLOPES: dict[str, Callable[[Ball], tuple[Ball, Ball]]] = {
    "leaky_relu(1/2)": leaky(fmpq(1, 2)),
    "leaky_relu(1/4)": leaky(fmpq(1, 4)),
    "leaky_relu(3)": leaky(fmpq(3)),
    "sinh": lambda y: (y.asinh(), -(1 + y * y).log() / 2),
    "asinh": lambda y: (y.sinh(), y.cosh().log()),
    "softplus_like": softplus,
    "smooth_leaky_relu": smooth_leaky,
    "tanh": lambda y: (y.atanh(), -(1 - y * y).log()),
    "logistic": lambda y: ((y / (1 - y)).log(), -(y * (1 - y)).log()),
}


def s_and_log_slope(name: str, y: Ball) -> tuple[Ball, Ball]:
    inner = name.removeprefix("decreasing(")
    return SLOPES[name](y) if inner == name else SLOPES[inner[:-1]](-y)


def exactly(values: Tensor) -> Ball:
    """The matrix of balls without radius that holds these floating-point numbers."""
    return arb_mat([[arb(v) for v in row] for row in values.double().tolist()])


def widened(x: Ball, radius: Ball) -> Ball:
    return x + arb(0, abs(radius).upper())


def widened_entries(A: Ball, radii: Ball) -> Ball:
    return arb_mat([[widened(A[i, j], radii[i, j]) for j in range(A.ncols())] for i in range(A.nrows())])


def entries(A: Ball) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(A.nrows()) for j in range(A.ncols()))


def largest(A: Ball) -> Ball:
    return max((abs(A[i, j]).upper() for i, j in entries(A)), key=float)


def absolute(A: Ball) -> Ball:
    return arb_mat([[abs(A[i, j]) for j in range(A.ncols())] for i in range(A.nrows())])


@dataclass
class Enclosure:
    """Balls that hold what a kernel of unit roundoff u may return for one network at one point x."""

    hidden: list[list[Ball]]
    log_density: Ball
    jacobian: Ball


class Reference:
    """One network, as exact as its floating-point weights, with the rounding of unit roundoff u modelled."""

    def __init__(self, weights: Tensor, biases: Tensor, name: str) -> None:
        self.u = arb(torch.finfo(weights.dtype).eps) / 2
        self.name, self.d = name, weights.shape[-1]
        self.weights = [exactly(W) for W in weights]
        self.biases = [exactly(b.unsqueeze(-1)) for b in biases]
        growth = 3 * self.gamma(self.d) * self.d * 2 ** (self.d - 1)
        self.inverses, self.log_dets = [], []
        for W in self.weights:
            V = W.inv()
            size, ones = absolute(V), arb_mat([[1]] * self.d)
            rows, columns = size * ones, size.transpose() * ones
            lost = 2 * growth * largest(W) * (rows * columns.transpose())
            self.inverses.append(widened_entries(V, lost))
            log_det = abs(W.det()).log()
            pivots = 2 * self.d * (2 ** (self.d - 1) * largest(W)).log().max(arb(0)) + abs(log_det)
            backward = 2 * growth * largest(W) * (ones.transpose() * rows)[0, 0]
            self.log_dets.append(widened(log_det, backward + self.gamma(self.d + 4) * pivots))

    def gamma(self, n: int) -> Ball:
        return n * self.u / (1 - n * self.u)

    def forward(self, z: Tensor, activation: Callable[[Ball], Ball]) -> Ball:
        y = exactly(z.unsqueeze(-1))
        for k, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            lost = self.gamma(self.d + 2) * (absolute(W) * absolute(y) + absolute(b))
            y = widened_entries(W * y + b, lost)
            if k + 1 < len(self.weights):
                y = arb_mat([[v * widened(arb(1), 10 * self.u)] for v in (activation(y[i, 0]) for i in range(self.d))])
        return y

    def backward(self, x: Ball) -> Enclosure:
        d, u, layers = self.d, self.u, len(self.weights)
        y, terms, M = x, [-arb(d) / 2 * (2 * arb.pi()).log()], None
        hidden: list[list[Ball]] = []
        for k in reversed(range(layers)):
            V, b = self.inverses[k], self.biases[k]
            lost = self.gamma(d + 2) * (absolute(V) * (absolute(y) + 2 * absolute(b)))
            h = widened_entries(V * y - V * b, lost)
            hidden.insert(0, [h[i, 0] for i in range(d)])
            M = V if M is None else self.product(V, M)
            terms.append(-self.log_dets[k])
            if k == 0:
                break
            pairs = [s_and_log_slope(self.name, h[i, 0]) for i in range(d)]
            terms += [widened(log_slope, 10 * u * (1 + abs(log_slope))) for _, log_slope in pairs]
            cancels = 0 if self.name in FAST else 1
            sizes = [abs(s) + cancels * (1 + abs(h[i, 0])) for i, (s, _) in enumerate(pairs)]
            y = arb_mat([[widened(s, 10 * u * size)] for (s, _), size in zip(pairs, sizes, strict=True)])
            sign = -1 if self.name.startswith("decreasing") else 1
            slopes = [sign * log_slope.exp() for _, log_slope in pairs]
            slopes = [widened(slope, 10 * u * (1 + abs(h[i, 0])) * slope) for i, slope in enumerate(slopes)]
            M = arb_mat([[slopes[i] * M[i, j] for j in range(d)] for i in range(d)])
        terms += [-h * h / 2 for h in hidden[0]]
        total = sum(terms, arb(0))
        spread = sum((abs(t) for t in terms), arb(0))
        return Enclosure(hidden, widened(total, self.gamma(layers * d + layers + 4) * spread), M)

    def product(self, V: Ball, M: Ball) -> Ball:
        return widened_entries(V * M, self.gamma(self.d + 2) * (absolute(V) * absolute(M)))


# Cases.


@dataclass
class Case:
    weights: Tensor
    biases: Tensor
    x: Tensor
    name: str

    @property
    def batch(self) -> GeneratorBatch:
        return GeneratorBatch(self.weights, self.biases, by_name(self.name))

    def enclosures(self) -> list[list[Enclosure]]:
        """One per network and point."""
        references = [Reference(W, b, self.name) for W, b in zip(self.weights, self.biases, strict=True)]
        return [
            [reference.backward(exactly(x.unsqueeze(-1))) for x in points.T]
            for reference, points in zip(references, self.x, strict=True)
        ]


def case(name: str, dtype: torch.dtype, networks: int = 2, d: int = 3, layers: int = 3, points: int = 5) -> Case:
    """Weights I + Gaussian/4 (invertible, not symmetric), distinct biases, points x = g(z) rounded to ``dtype``."""
    generator = torch.Generator().manual_seed(100 * d + layers)
    weights = torch.eye(d).double() + torch.randn(networks, layers, d, d, generator=generator, dtype=torch.float64) / 4
    biases = torch.randn(networks, layers, d, generator=generator, dtype=torch.float64) / 2
    z = torch.randn(networks, d, points, generator=generator, dtype=torch.float64) / 2
    weights, biases = weights.to(dtype), biases.to(dtype)
    return Case(weights, biases, GeneratorBatch(weights, biases, by_name(name)).forward(z.to(dtype)), name)


def outside(values: list[float], balls: list[Ball]) -> int:
    """How many values lie outside of their balls; 0 is what a correct kernel gives."""
    assert len(values) == len(balls) > 0
    return sum(not ball.contains(arb(value)) for value, ball in zip(values, balls, strict=True))


def densities_outside(c: Case, values: Tensor) -> int:
    return outside(values.flatten().tolist(), [e.log_density for row in c.enclosures() for e in row])


# Tests.


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", names())
def test_density_hidden_and_jacobian_are_within_rounding(name: str, dtype: torch.dtype) -> None:
    c = case(name, dtype, layers=2 if by_name(name).range else 3)
    batch, enclosures = c.batch, c.enclosures()
    assert densities_outside(c, batch.log_density(c.x)) == 0
    hidden, jacobian = batch.hidden(c.x), batch.jacobian_of_inverse(c.x)
    assert torch.equal(hidden[0], batch.inverse(c.x))
    for network, row in enumerate(enclosures):
        for n, e in enumerate(row):
            for k, h in enumerate(hidden):
                assert outside(h[network, :, n].tolist(), e.hidden[k]) == 0
            J = jacobian[network, n]
            assert outside(J.flatten().tolist(), [e.jacobian[i, j] for i, j in entries(e.jacobian)]) == 0


@pytest.mark.parametrize("d, layers", [(1, 1), (1, 3), (2, 1), (2, 4), (4, 2)])
@pytest.mark.parametrize("name", ("leaky_relu(1/4)", "sinh", "asinh", "smooth_leaky_relu"))
def test_every_size(name: str, d: int, layers: int) -> None:
    c = case(name, torch.float64, d=d, layers=layers)
    assert densities_outside(c, c.batch.log_density(c.x)) == 0


@pytest.mark.parametrize("size", [8, 64, 200, 400, 4096])
@pytest.mark.parametrize("name", ("leaky_relu(1/2)", "sinh", "asinh", "softplus_like"))
def test_blocks_change_nothing_but_rounding(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one point, of some points, of some networks: every value stays in its ball."""
    c = case(name, torch.float64, networks=3, points=7)
    whole = c.batch
    monkeypatch.setattr(kernels, "_BLOCK_CPU", size)
    assert len(list(whole._blocks(c.x))) == {8: 21, 64: 12, 200: 3, 400: 2, 4096: 1}[size]
    assert densities_outside(c, whole.log_density(c.x)) == 0
    z, balls = whole.inverse(c.x), [h for row in c.enclosures() for e in row for h in e.hidden[0]]
    assert outside(z.mT.flatten().tolist(), balls) == 0


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FAST)
def test_a_network_alone_and_in_a_batch(name: str, dtype: torch.dtype) -> None:
    c = case(name, dtype, networks=3)
    for b in range(3):
        alone = Case(c.weights[b : b + 1], c.biases[b : b + 1], c.x[b : b + 1], name)
        assert densities_outside(alone, alone.batch.log_density(alone.x)) == 0
        assert densities_outside(alone, c.batch.log_density(c.x)[b : b + 1]) == 0


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "name, sigma",
    [("leaky_relu(1/2)", lambda t: signed(t, t / 2, t)), ("sinh", lambda t: t.sinh()), ("asinh", lambda t: t.asinh())],
)
def test_there_and_back(name: str, sigma: Callable[[Ball], Ball], dtype: torch.dtype) -> None:
    """x = g(z) is in its ball, and the ball of g⁻¹ over the ball of g(z) holds z and the computed g⁻¹(x)."""
    c = case(name, dtype, networks=1)
    z = c.batch.inverse(c.x)
    x = c.batch.forward(z)
    back = c.batch.inverse(x)
    reference = Reference(c.weights[0], c.biases[0], name)
    for n in range(x.shape[2]):
        there = reference.forward(z[0, :, n], sigma)
        assert outside(x[0, :, n].tolist(), [there[i, 0] for i in range(3)]) == 0
        balls = reference.backward(there).hidden[0]
        assert outside(z[0, :, n].tolist(), balls) == 0 == outside(back[0, :, n].tolist(), balls)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FAST)
def test_tiny_and_huge_arguments_keep_their_digits(name: str, dtype: torch.dtype) -> None:
    """With d = 1, W = 1, b = 0 and l = 2 the inverse is s itself and exact apart from s: a relative error of 10u."""
    finite = torch.finfo(dtype)
    magnitudes = torch.logspace(-37, 37, 75, dtype=torch.float64) if dtype == torch.float32 else torch.logspace(
        -300, 300, 201, dtype=torch.float64
    )  # fmt: skip
    if name == "asinh":
        magnitudes = magnitudes[magnitudes < (80 if dtype == torch.float32 else 700)]  # sinh overflows at 89 and 710
    assert magnitudes.min() > finite.tiny
    x = torch.cat([-magnitudes, magnitudes]).to(dtype).view(1, 1, -1)
    batch = GeneratorBatch(torch.ones(1, 2, 1, 1, dtype=dtype), torch.zeros(1, 2, 1, dtype=dtype), by_name(name))
    balls = []
    for value in x.flatten().tolist():
        s = s_and_log_slope(name, arb(value))[0]
        balls.append(widened(s, 10 * arb(finite.eps) / 2 * s))
    assert outside(batch.inverse(x).flatten().tolist(), balls) == 0


@pytest.mark.parametrize(
    "dtype, value", [(torch.float32, 1e6), (torch.float32, 1e25), (torch.float64, 1e30), (torch.float64, 1e200)]
)
def test_products_of_slopes_may_overflow(dtype: torch.dtype, value: float) -> None:
    """(1 + y²)^16, and then 1 + y² itself, exceed the range; log P_g of σ = sinh does not."""
    d = 16
    x = torch.full((1, d, 3), value, dtype=dtype) * torch.tensor([1.0, -1.0, 1e-9], dtype=dtype)
    weights, biases = torch.eye(d, dtype=dtype).expand(1, 2, d, d), torch.zeros(1, 2, d, dtype=dtype)
    batch = GeneratorBatch(weights, biases, by_name("sinh"))
    squares = batch._fast
    assert isinstance(squares, entrywise.SquaredMaps)
    assert not (1 + x[0, : squares.factors, 0] ** 2).prod().isfinite()
    values = batch.log_density(x)
    assert values.isfinite().all()
    assert densities_outside(Case(weights, biases, x, "sinh"), values) == 0


def test_outside_of_the_range_the_density_is_zero() -> None:
    """σ = tanh: g(R^2) is the image of the open square. Beyond it log P_g = −inf, and there is no inverse to return."""
    c = case("tanh", torch.float64, networks=1, d=2, layers=2)
    beyond = c.x.clone()
    beyond[0, :, 1] = 100
    values = c.batch.log_density(beyond)
    assert values[0, 1].isneginf() and values.isfinite().sum() == values.numel() - 1
    inside = [0, 2, 3, 4]
    assert densities_outside(Case(c.weights, c.biases, c.x[..., inside], "tanh"), values[:, inside]) == 0
    for method in (c.batch.hidden, c.batch.inverse, c.batch.jacobian_of_inverse):
        with pytest.raises(ValueError, match=r"^a point lies outside of g\(R\^d\): its h_2 is not in σ\(R\)$"):
            method(beyond)


@pytest.mark.parametrize("dtype", DTYPES)
def test_shapes_and_dtypes(dtype: torch.dtype) -> None:
    c = case("asinh", dtype, networks=2, d=3, layers=4, points=6)
    batch = c.batch
    assert [tuple(h.shape) for h in batch.hidden(c.x)] == [(2, 3, 6)] * 4
    assert batch.log_density(c.x).shape == (2, 6) and batch.jacobian_of_inverse(c.x).shape == (2, 6, 3, 3)
    for value in (batch.forward(c.x), batch.inverse(c.x), batch.log_density(c.x), batch.jacobian_of_inverse(c.x)):
        assert value.dtype == dtype and value.is_contiguous() and not value.requires_grad
    before = c.x.clone()
    rows = c.x.mT.contiguous().mT  # the same points, not contiguous along the last axis
    assert densities_outside(c, batch.log_density(rows)) == 0
    assert torch.equal(c.x, before)
    assert batch.log_density(c.x[..., :0]).shape == (2, 0) and batch.inverse(c.x[..., :0]).shape == (2, 3, 0)


@pytest.mark.parametrize("name", FAST)
def test_a_point_with_nan_spoils_no_other_one(name: str) -> None:
    c = case(name, torch.float64)
    x = c.x.clone()
    x[0, 1, 2] = torch.nan
    values = c.batch.log_density(x)
    assert values.isnan().nonzero().tolist() == [[0, 2]]
    kept = [0, 1, 3, 4]
    assert densities_outside(replace(c, x=c.x[..., kept]), values[:, kept]) == 0


def test_fast_maps_are_chosen_by_the_activation() -> None:
    assert isinstance(entrywise.fast_maps(leaky_relu(7), torch.float64), entrywise.LeakyMaps)
    assert isinstance(entrywise.fast_maps(by_name("decreasing(asinh)"), torch.float64), entrywise.PlainMaps)
    for name in FAST:
        assert not isinstance(entrywise.fast_maps(by_name(name), torch.float64), entrywise.PlainMaps)


def good(**changes: Any) -> tuple[Tensor, Tensor]:
    weights, biases = torch.eye(2).expand(3, 2, 2, 2).clone(), torch.zeros(3, 2, 2)
    return changes.get("weights", weights), changes.get("biases", biases)


SINGULAR = torch.eye(2).expand(3, 2, 2, 2).clone()
SINGULAR[1, 1] = 1
HUGE = torch.eye(2).expand(3, 2, 2, 2).clone()
HUGE[0, 0, 0, 0] = torch.inf


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"weights": torch.eye(2)}, r"weights must have shape \(B, l, d, d\) without a zero, got \(2, 2\)"),
        ({"weights": torch.zeros(3, 2, 2, 3)}, r"weights must have shape \(B, l, d, d\) without a zero, got .*"),
        ({"weights": torch.zeros(0, 2, 2, 2)}, r"weights must have shape \(B, l, d, d\) without a zero, got .*"),
        ({"biases": torch.zeros(3, 2, 3)}, r"biases must have shape \(3, 2, 2\), got \(3, 2, 3\)"),
        ({"weights": SINGULAR.int()}, "weights must be float32 or float64, got torch.int32"),
        ({"weights": SINGULAR.half()}, "weights must be float32 or float64, got torch.float16"),
        ({"biases": torch.zeros(3, 2, 2).long()}, "biases must be float32 or float64, got torch.int64"),
        ({"biases": torch.full((3, 2, 2), torch.nan)}, "biases must be finite"),
        ({"weights": HUGE}, "weights must be finite"),
        ({"biases": torch.zeros(3, 2, 2).double()}, "weights and biases must agree in dtype and device, got .*"),
        ({"weights": SINGULAR}, "W_2 of network 1 is singular in torch.float32"),
    ],
)
def test_parameters_that_do_not_fit(changes: dict[str, Tensor], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        GeneratorBatch(*good(**changes), by_name("sinh"))


@pytest.mark.parametrize("method", ("forward", "hidden", "inverse", "log_density", "jacobian_of_inverse"))
@pytest.mark.parametrize(
    "points, sentence",
    [
        (torch.zeros(3, 5), r"points must have shape \(3, 2, N\), got \(3, 5\)"),
        (torch.zeros(3, 5, 2), r"points must have shape \(3, 2, N\), got \(3, 5, 2\)"),
        (torch.zeros(3, 2, 5).double(), "points must be torch.float32 on cpu like the weights, got torch.float64 .*"),
    ],
)
def test_points_that_do_not_fit(method: str, points: Tensor, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        getattr(GeneratorBatch(*good(), by_name("sinh")), method)(points)


# Pairs of networks.


@dataclass
class Pairs:
    """Two networks and some points for each of B pairs."""

    weights: Tensor
    biases: Tensor
    x: Tensor
    name: str

    @property
    def ratio(self) -> DensityRatio:
        return DensityRatio(self.weights, self.biases, by_name(self.name))

    def outside(self, values: Tensor) -> int:
        """How many differences lie outside of the difference of their two balls, the subtraction's rounding included."""
        u = arb(torch.finfo(values.dtype).eps) / 2
        mine, its = (
            [e.log_density for row in Case(self.weights[:, i], self.biases[:, i], self.x, self.name).enclosures() for e in row]
            for i in (0, 1)
        )  # fmt: skip
        return outside(
            values.flatten().tolist(), [widened(a - b, u * abs(a - b)) for a, b in zip(mine, its, strict=True)]
        )


def pairs(name: str, dtype: torch.dtype, networks: int = 2, d: int = 3, layers: int = 3, points: int = 5) -> Pairs:
    """2B networks of `case` in pairs, at points of the first of each."""
    c = case(name, dtype, 2 * networks, d, layers, points)
    return Pairs(c.weights.unflatten(0, (-1, 2)), c.biases.unflatten(0, (-1, 2)), c.x[::2].contiguous(), name)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", (*FAST, "softplus_like", "decreasing(leaky_relu(1/2))"))
def test_the_difference_of_two_log_densities_is_within_rounding(name: str, dtype: torch.dtype) -> None:
    p = pairs(name, dtype)
    assert p.outside(p.ratio(p.x)) == 0
    for b in (0, 1):  # a pair alone
        alone = Pairs(p.weights[b : b + 1], p.biases[b : b + 1], p.x[b : b + 1], name)
        assert alone.outside(p.ratio(p.x)[b : b + 1]) == 0 == alone.outside(alone.ratio(alone.x))


@pytest.mark.parametrize("size", [8, 64, 200, 400, 4096])
@pytest.mark.parametrize("d, layers", [(1, 1), (2, 4), (3, 2)])
def test_blocks_of_pairs_change_nothing_but_rounding(
    d: int, layers: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # sinh: s = asinh stays small at points of the other network, too
    p = pairs("sinh", torch.float64, networks=3, d=d, layers=layers, points=7)
    monkeypatch.setattr(kernels, "_BLOCK_CPU", size)
    assert p.outside(p.ratio(p.x)) == 0


def test_what_is_wrong_with_one_of_a_pair_leaves_the_balls() -> None:
    p = pairs("sinh", torch.float64)
    assert p.outside(-p.ratio(p.x)) == p.x.shape[0] * p.x.shape[2]
    swapped = Pairs(p.weights.flip(0), p.biases.flip(0), p.x, p.name)  # each pair at the points of the other one
    assert p.outside(swapped.ratio(p.x)) > 0
    for parameter in (p.weights, p.biases):
        for network in (0, 1):
            right = parameter[1, network].clone()
            parameter[1, network] *= 1 + 2**-20
            values = p.ratio(p.x)
            parameter[1, network] = right
            assert p.outside(values) > 0


def test_networks_that_share_their_points() -> None:
    c = case("sinh", torch.float64, networks=6)
    x = c.x[:2].contiguous()
    shared = c.batch.log_density(x, sharing=3)
    assert densities_outside(replace(c, x=x.repeat_interleave(3, dim=0)), shared) == 0
    with pytest.raises(ValueError, match=r"^6 networks are not shared out by 4$"):
        c.batch.log_density(x, sharing=4)
    with pytest.raises(ValueError, match=r"^points must have shape \(3, 3, N\), got \(2, 3, 5\)$"):
        c.batch.log_density(x, sharing=2)


def test_a_density_that_is_zero_makes_an_infinite_difference() -> None:
    """σ = tanh, g(z) = tanh(z) and h(z) = 2 tanh(z): at 1.5 only h has mass, at 3 neither."""
    weights = torch.ones(1, 2, 2, 1, 1).double()
    weights[0, 1, 1] = 2
    ratio = DensityRatio(weights, torch.zeros(1, 2, 2, 1).double(), by_name("tanh"))
    inside, one, neither = ratio(torch.tensor([[[0.5, 1.5, 3.0]]]).double())[0]
    assert inside.isfinite() and one.isneginf() and neither.isnan()


@pytest.mark.parametrize(
    "weights, biases, sentence",
    [
        ((3, 2, 2, 2), (3, 2, 2, 2), r"weights of pairs must have shape \(B, 2, l, d, d\), got \(3, 2, 2, 2\)"),
        ((3, 3, 2, 2, 2), (3, 3, 2, 2), r"weights of pairs must have shape \(B, 2, l, d, d\), got \(3, 3, 2, 2, 2\)"),
        ((3, 2, 2, 2, 2), (3, 2, 2), r"biases of pairs must have shape \(B, 2, l, d\), got \(3, 2, 2\)"),
        ((3, 2, 2, 2, 2), (3, 2, 2, 2), "W_1 of network 0 is singular in torch.float32"),
    ],
)
def test_pairs_that_do_not_fit(weights: tuple[int, ...], biases: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        DensityRatio(torch.zeros(weights), torch.zeros(biases), by_name("sinh"))


# Planted faults: each must leave the balls, or the tests above would prove nothing.


def biases_of_the_next_layer(batch: GeneratorBatch) -> None:
    batch._downward = [(V, -(V @ batch.biases[:, k - 1].unsqueeze(-1))) for k, (V, _) in enumerate(batch._downward)]


def biases_added(batch: GeneratorBatch) -> None:
    batch._downward = [(V, -shift) for V, shift in batch._downward]


def inverses_transposed(batch: GeneratorBatch) -> None:
    batch._downward = [(V.mT.contiguous(), shift) for V, shift in batch._downward]


def a_layer_left_out(batch: GeneratorBatch) -> None:
    batch.layers -= 1


def one_determinant_left_out(batch: GeneratorBatch) -> None:
    batch._normaliser = batch._normaliser + batch.log_abs_determinants[:, 0]


def determinant_with_the_other_sign(batch: GeneratorBatch) -> None:
    batch._normaliser = batch._normaliser + 2 * batch.log_abs_determinants.sum(-1)


def slopes_left_out(batch: GeneratorBatch) -> None:
    batch._fast.add_log_slopes = lambda gathered, value: None  # type: ignore[method-assign]


def slopes_of_one_layer_left_out(batch: GeneratorBatch) -> None:
    batch._fast.gather = lambda gathered, slope: None  # type: ignore[method-assign]


def one_coordinate_of_the_slopes_left_out(batch: GeneratorBatch) -> None:
    add = batch._fast.add_log_slopes
    batch._fast.add_log_slopes = lambda gathered, value: add(gathered[:, 1:], value)  # type: ignore[method-assign]


def precision_of_the_inverse_lost(batch: GeneratorBatch) -> None:
    """The smallest fault here: the inverses are good to two fifths of the digits only."""
    batch._downward = [(V * (1 + torch.finfo(V.dtype).eps ** 0.4), shift) for V, shift in batch._downward]


FAULTS = (
    biases_of_the_next_layer, biases_added, inverses_transposed, a_layer_left_out, one_determinant_left_out,
    determinant_with_the_other_sign, slopes_left_out, slopes_of_one_layer_left_out,
    one_coordinate_of_the_slopes_left_out, precision_of_the_inverse_lost,
)  # fmt: skip


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_leave_the_balls(fault: Callable[[GeneratorBatch], None], name: str, dtype: torch.dtype) -> None:
    c = case(name, dtype)
    batch = c.batch
    assert densities_outside(c, batch.log_density(c.x)) == 0
    fault(batch)
    assert densities_outside(c, batch.log_density(c.x)) > 0


def test_a_log_density_without_relative_accuracy_is_found() -> None:
    """asinh y = log(y + √(1+y²)) loses every digit of a small y; with small x that is seen in the inverse."""
    inexact = replace(by_name("sinh"), s=lambda y: (y + (1 + y * y).sqrt()).log())
    x = torch.full((1, 1, 1), 1e-12, dtype=torch.float64)
    batch = GeneratorBatch(torch.ones(1, 2, 1, 1).double(), torch.zeros(1, 2, 1).double(), inexact)
    ball = widened(arb(1e-12).asinh(), 10 * arb(2) ** -53 * arb(1e-12))
    assert outside(batch.inverse(x).flatten().tolist(), [ball]) == 1
