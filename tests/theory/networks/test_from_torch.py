"""A torch network is lifted to the generator that it computes, number by number; what is no such generator is named."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import torch
from rebuilt import rebuilt
from torch import Tensor, nn
from torch.nn.utils import parametrizations, prune

from lemmata.numerics.balls import BallMatrix, Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.rounding import ULPS, gamma
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.networks.from_torch import from_torch
from lemmata.theory.networks.generator_case import GeneratorCase, generator

DTYPES = (torch.float32, torch.float64)
# σ of torch → roundings in a row from t to fl(σ(t)): one product; a library function; 1/(1 + exp(−t))
SIGMAS: dict[str, tuple[Callable[[], nn.Module], int]] = {
    "leaky_relu": (lambda: nn.LeakyReLU(0.01), 1),
    "prelu": (lambda: nn.PReLU(init=0.3), 1),
    "tanh": (nn.Tanh, 2 * ULPS),
    "sigmoid": (nn.Sigmoid, 2 * ULPS + 2),
}


def linear(weight: Any, bias: Any = None, dtype: torch.dtype = torch.float64) -> nn.Linear:
    """A Linear layer with these numbers."""
    W = torch.tensor(weight, dtype=dtype)
    layer = nn.Linear(W.shape[1], W.shape[0], bias=bias is not None, dtype=dtype)
    with torch.no_grad():
        layer.weight.copy_(W)
        if bias is not None:
            layer.bias.copy_(torch.tensor(bias, dtype=dtype))
    return layer


def network(
    d: int, l: int, sigma: Callable[[], nn.Module], dtype: torch.dtype, seed: int
) -> tuple[nn.Sequential, Tensor]:
    """A network as torch initialises it, and a latent point."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers: list[nn.Module] = [nn.Linear(d, d)]
        for _ in range(l - 1):
            layers += [sigma(), nn.Linear(d, d)]
        return nn.Sequential(*layers).to(dtype), torch.randn(d).to(dtype)


def exact_column(values: Tensor) -> list[list[Fraction]]:
    return [[Fraction(v)] for v in values.tolist()]


# ── what is lifted ─────────────────────────────────────────────────────────────────────────────────────────────────
TWO = nn.Sequential(linear([[1, 1], [0, 1]], [1, 0]), nn.LeakyReLU(0.5), linear([[1, 2], [0, 1]], [0, 1]))
LIFTED = generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "leaky_relu(1/2)", z=[1, "-1/2"])


def test_the_numbers_of_a_network_are_those_of_the_generator() -> None:
    case = from_torch(TWO, z=[1, "-1/2"])
    assert case == LIFTED and repr(case) == repr(LIFTED)
    assert from_torch(TWO, z=torch.tensor([1.0, -0.5])) == LIFTED
    assert from_torch(TWO) == generator(LIFTED.weights, LIFTED.biases)
    assert rebuilt(case) == case


def test_floats_are_taken_as_the_dyadic_numbers_that_they_are() -> None:
    for dtype in DTYPES:
        module = nn.Sequential(linear([[0.1]], [0.7], dtype), nn.LeakyReLU(0.01), linear([[-0.3]], dtype=dtype))
        case = from_torch(module, z=torch.tensor([0.2], dtype=dtype))
        one_tenth, bias, slope, other, z = (
            Fraction(torch.tensor(v, dtype=dtype).item()) for v in (0.1, 0.7, 0.01, -0.3, 0.2)
        )
        assert case == generator([[[one_tenth]], [[other]]], [[bias], [0]], f"leaky_relu({slope})", z=[z])
        assert one_tenth != Fraction(1, 10) and slope != Fraction(1, 100)
        assert rebuilt(case) == case


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_slope_is_the_float_that_torch_multiplies_by(dtype: torch.dtype) -> None:
    identity = [[1.0, 0.0], [0.0, 1.0]]
    for slope in (0.01, 0.3, 1e-5, 2.7, 1.0):
        module = nn.Sequential(
            linear(identity, dtype=dtype), nn.LeakyReLU(slope), linear(identity, [0.0, 0.0], dtype=dtype)
        )
        x = from_torch(module, z=[-1, 1]).into(Rationals()).x
        found = module(torch.tensor([-1.0, 1.0], dtype=dtype))
        assert x.entries() == Rationals().matrix(exact_column(found)).entries(), slope


@pytest.mark.parametrize("seed", range(8))
def test_where_nothing_is_rounded_torch_computes_the_generator(seed: int) -> None:
    """Weights, biases and z in quarters below 4 and a slope 1/2: four layers stay within 53 bits."""
    random = torch.Generator().manual_seed(seed)

    def quarters(*shape: int) -> Tensor:
        return torch.randint(-15, 16, shape, generator=random).double() / 4

    layers: list[nn.Module] = []
    for _ in range(4):
        weight = torch.zeros(3, 3)
        while torch.linalg.matrix_rank(weight) < 3:
            weight = quarters(3, 3)
        layers += [linear(weight.tolist(), quarters(3).tolist()), nn.LeakyReLU(0.5)]
    module, z = nn.Sequential(*layers[:-1]), quarters(3)
    x = from_torch(module, z=z).into(Rationals()).x
    assert x.entries() == Rationals().matrix(exact_column(module(z))).entries()


def with_rounding(case: GeneratorCase, dtype: torch.dtype, roundings: int) -> BallMatrix:
    """Balls that hold g(z) and whatever floats may compute for it: fl(Wh + b) is within γ_{d+1}(|W||h| + |b|), in every order
    of summation [Higham 2002, (3.13)], and fl(σ(t)) within γ_n |σ(t)|."""
    g = case.into(Balls()).g
    h: Any = Balls().matrix([[v] for v in case.z])
    for k in range(1, g.depth + 1):
        lost = (absolute(g.W[k]) @ absolute(h) + absolute(g.b[k])) * Fraction(gamma(g.dimension + 1, dtype))
        t = g.W[k] @ h + g.b[k]
        t = t + (lost * 0).widened(lost)
        if k == g.depth:
            return t
        h = g.activation.sigma(t)
        error = h * Fraction(gamma(roundings, dtype))
        h = h + (error * 0).widened(error)
    raise AssertionError("unreachable: a generator has a last layer")


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", SIGMAS)
def test_torch_computes_the_generator_up_to_its_rounding(name: str, dtype: torch.dtype) -> None:
    sigma, roundings = SIGMAS[name]
    for d, l, seed in [(1, 1, 0), (1, 3, 1), (2, 2, 2), (3, 4, 3), (8, 2, 4), (20, 3, 5)]:
        module, z = network(d, l, sigma, dtype, seed)
        case = from_torch(module, z=z)
        with precision(256):
            balls = with_rounding(case, dtype, roundings).entries()
            exact = case.into(Balls()).x.entries()
            for ball, x, computed in zip(balls, exact, module(z).tolist(), strict=True):
                assert ball.contains(x) and ball.contains(Balls().matrix([[Fraction(computed)]]).entries()[0])


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_wrong_generator_is_told_from_torch(dtype: torch.dtype) -> None:
    module, z = network(3, 3, lambda: nn.LeakyReLU(0.01), dtype, 7)
    case = from_torch(module, z=z)
    wrong = generator(case.weights, case.biases, "leaky_relu(1/99)", z=case.z)
    transposed = generator([list(zip(*W, strict=True)) for W in case.weights], case.biases, case.activation, z=case.z)
    computed = Balls().matrix(exact_column(module(z))).entries()
    for other, told in ((case, False), (wrong, True), (transposed, True)):
        balls = with_rounding(other, dtype, 1).entries()
        assert any(not ball.overlaps(x) for ball, x in zip(balls, computed, strict=True)) is told


# ── what is read as the same network ───────────────────────────────────────────────────────────────────────────────
class OneOfTheirs(nn.Sequential):
    """A Sequential under another name."""


ACT = nn.LeakyReLU(0.5)
SAME: dict[str, nn.Module] = {
    "nested": nn.Sequential(nn.Sequential(TWO[0], TWO[1]), nn.Sequential(TWO[2])),
    "named": nn.Sequential(OrderedDict(first=TWO[0], act=TWO[1], last=TWO[2])),
    "a class of their own": OneOfTheirs(*TWO),
    "identity": nn.Sequential(nn.Identity(), TWO[0], nn.Identity(), TWO[1], TWO[2], nn.Identity()),
    "dropout that is off": nn.Sequential(TWO[0], TWO[1], nn.Dropout(0.5).eval(), TWO[2]),
    "dropout of nothing": nn.Sequential(TWO[0], TWO[1], nn.Dropout(0.0), TWO[2]),
    "frozen": nn.Sequential(*TWO).requires_grad_(False),
    "prelu": nn.Sequential(TWO[0], nn.PReLU(init=0.5, dtype=torch.float64), TWO[2]),
    "in place": nn.Sequential(TWO[0], nn.LeakyReLU(0.5, inplace=True), TWO[2]),
    "nested as a whole": nn.Sequential(nn.Sequential(*TWO)),
}


@pytest.mark.parametrize("name", SAME)
def test_other_ways_to_write_the_same_network(name: str) -> None:
    assert from_torch(SAME[name], z=[1, "-1/2"]) == LIFTED


def test_a_layer_that_stands_in_two_places_is_read_twice() -> None:
    first, last = linear([[2]], [1]), linear([[3]])
    case = from_torch(nn.Sequential(first, ACT, first, ACT, last))
    assert case == generator([[[2]], [[2]], [[3]]], [[1], [1], [0]])


def test_a_parametrised_weight_is_the_one_that_the_layer_uses() -> None:
    layer = parametrizations.orthogonal(nn.Linear(2, 2, dtype=torch.float64)).eval()
    case = from_torch(nn.Sequential(layer))
    assert case.weights == (tuple(tuple(map(Fraction, row)) for row in layer.weight.tolist()),)


def test_one_layer_and_names_of_activations() -> None:
    assert from_torch(nn.Sequential(linear([[2]], [1]))) == generator([[[2]]], [[1]])
    for layer, name in ((nn.Tanh(), "tanh"), (nn.Sigmoid(), "logistic")):
        assert from_torch(nn.Sequential(linear([[2]]), layer, linear([[1]]))).activation.name == name


def test_a_default_device_of_torch_plays_no_part() -> None:
    with torch.device("meta"):
        assert from_torch(TWO, z=[1, "-1/2"]) == LIFTED


def test_nothing_in_the_module_is_changed() -> None:
    module, _ = network(2, 2, nn.Tanh, torch.float32, 0)
    module.train()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    from_torch(module)
    assert module.training and all(p.requires_grad and p.grad is None for p in module.parameters())
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())


# ── what is refused ────────────────────────────────────────────────────────────────────────────────────────────────
class WithAForward(nn.Sequential):
    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input) * 2


class Twice(nn.Linear):
    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input) * 2


def sequential(*layers: nn.Module) -> Callable[[], nn.Module]:
    return lambda: nn.Sequential(*layers)


def hooked() -> nn.Module:
    layer = linear([[1]])
    layer.register_forward_hook(lambda module, inputs, output: output * 2)
    return nn.Sequential(linear([[1]]), ACT, layer)


def pruned() -> nn.Module:
    layer = linear([[1, 2], [3, 5]])
    prune.l1_unstructured(layer, "weight", amount=1)
    return nn.Sequential(layer)


def with_another_forward() -> nn.Module:
    layer = linear([[1]])
    layer.forward = lambda input: input * 2
    return nn.Sequential(layer)


def empty() -> nn.Module:
    layer = linear([[1]])
    layer.weight = nn.Parameter(torch.zeros(0, 0))
    return nn.Sequential(layer)


def sparse() -> nn.Module:
    layer = linear([[1, 0], [0, 1]])
    layer.weight = nn.Parameter(layer.weight.detach().to_sparse())
    return nn.Sequential(layer)


ONE, SINGULAR = linear([[1.0]]), linear([[1, 2], [2, 4]])
READS = "from_torch knows Linear, LeakyReLU, PReLU with one slope, Tanh, Sigmoid, Identity, and Dropout after eval()"
INVERSE = "which is not 1-to-1: a generator has an inverse"
DOUBLE = "float32 and float64 are read, and double() keeps a shorter float"
SAYS = "and may compute something else than its weights say"
SAME_ALL = "in a generator they are the same"
REFUSED: list[tuple[Callable[[], nn.Module], str]] = [
    (lambda: ONE, "from_torch reads an nn.Sequential, got Linear: put its layers into one"),
    (sequential(), "a generator has at least one Linear layer, and this Sequential has no layer"),
    (sequential(nn.Identity()), "a generator has at least one Linear layer, and this Sequential has no layer"),
    (
        lambda: WithAForward(ONE),
        "the Sequential has a forward of its own, and may compute something else than its layers say",
    ),
    (
        sequential(ONE, ACT, WithAForward(ONE)),
        "layer 2 has a forward of its own, and may compute something else than its layers say",
    ),
    (sequential(Twice(1, 1)), f"layer 0 is Twice: {READS}"),
    (sequential(ONE, ACT, nn.Conv1d(1, 1, 1)), f"layer 2 is Conv1d: {READS}"),
    (sequential(ONE, nn.Softplus(), ONE), f"layer 1 is Softplus: {READS}"),
    (sequential(ONE, nn.PReLU(2), ONE), f"layer 1 is PReLU: {READS}"),
    (sequential(ONE, nn.RReLU(), ONE), f"layer 1 is RReLU: {READS}"),
    (sequential(ONE, nn.ReLU(), ONE), f"layer 1 is ReLU, {INVERSE}"),
    (sequential(ONE, nn.GELU(), ONE), f"layer 1 is GELU, {INVERSE}"),
    (sequential(ONE, nn.LeakyReLU(0), ONE), f"layer 1 is LeakyReLU with slope 0.0, {INVERSE}"),
    (sequential(ONE, nn.LeakyReLU(-1), ONE), f"layer 1 is LeakyReLU with slope -1.0, {INVERSE}"),
    (
        sequential(linear([[1]], dtype=torch.float32), nn.LeakyReLU(1e-60), ONE),
        f"layer 1 is LeakyReLU with slope 0.0, {INVERSE}",
    ),
    (sequential(ONE, nn.LeakyReLU(float("nan")), ONE), "the slope of layer 1 is not finite"),
    (sequential(ONE, ONE), "layers 0 and 1 are both Linear: a generator has an activation between them"),
    (
        sequential(nn.Sequential(ONE, ACT, ONE), ONE),
        "layers 0.2 and 1 are both Linear: a generator has an activation between them",
    ),
    (sequential(ONE, ACT, ACT, ONE), "layers 1 and 2 are both activations: a generator has a Linear layer between them"),
    (sequential(ACT, ONE), "layer 0 is an activation: a generator begins with a Linear layer"),
    (sequential(ONE, nn.Identity(), ACT), "layer 2 is an activation: a generator ends with a Linear layer"),
    (sequential(ACT), "layer 0 is an activation: a generator begins with a Linear layer"),
    (sequential(ONE, ACT, ONE, nn.Tanh(), ONE), f"layer 1 is leaky_relu(1/2) and layer 3 is tanh: {SAME_ALL}"),
    (sequential(nn.Linear(2, 3, dtype=torch.float64)), "layer 0 maps R^2 to R^3: a generator keeps its dimension"),
    (
        sequential(ONE, ACT, linear([[1, 0], [0, 1]])),
        f"layer 0 is a map of R^1 in torch.float64 and layer 2 is a map of R^2 in torch.float64: {SAME_ALL}",
    ),
    (
        sequential(ONE, ACT, linear([[1]], dtype=torch.float32)),
        f"layer 0 is a map of R^1 in torch.float64 and layer 2 is a map of R^1 in torch.float32: {SAME_ALL}",
    ),
    (
        sequential(linear([[1, 0], [0, 1]]), ACT, SINGULAR),
        "the weight of layer 2 is singular: a generator is 1-to-1 only with invertible weights",
    ),
    (sequential(ONE, ACT, linear([[float("nan")]])), "the weight of layer 2 is not finite"),
    (sequential(linear([[1]], [float("inf")])), "the bias of layer 0 is not finite"),
    (sequential(linear([[1]], dtype=torch.float16)), f"the weight of layer 0 is in torch.float16: {DOUBLE}"),
    (sequential(linear([[1]], dtype=torch.bfloat16), ACT, ONE), f"the weight of layer 0 is in torch.bfloat16: {DOUBLE}"),
    (sequential(linear([[1]], dtype=torch.complex64)), f"the weight of layer 0 is in torch.complex64: {DOUBLE}"),
    (
        sequential(nn.Linear(2, 2, device="meta")),
        "the weight of layer 0 holds no numbers that can be read: move it to the CPU as a dense tensor",
    ),
    (sequential(ONE, ACT, nn.Dropout(), ONE), "layer 2 is Dropout in training, which draws: call eval() first"),
    (
        sequential(parametrizations.orthogonal(nn.Linear(2, 2))),
        "layer 0 is parametrised and in training, where its weights may change: call eval() first",
    ),
    (sparse, "the weight of layer 0 holds no numbers that can be read: move it to the CPU as a dense tensor"),
    (empty, "the weight of layer 0 is empty"),
    (sequential(nn.ModuleList([ONE])), f"layer 0 is ModuleList: {READS}"),
    (lambda: nn.ModuleList([ONE]), "from_torch reads an nn.Sequential, got ModuleList: put its layers into one"),
    (hooked, f"layer 2 has hooks, {SAYS}"),
    (pruned, f"layer 0 has hooks, {SAYS}"),
    (with_another_forward, f"layer 0 has a forward put in the place of its own, {SAYS}"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_is_no_generator_is_refused_with_the_number_of_the_layer(
    build: Callable[[], nn.Module], sentence: str
) -> None:
    with pytest.raises(ValueError) as refusal:
        from_torch(build())
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("z", "error", "sentence"),
    [
        (torch.zeros(1, 2), ValueError, "z is one point, a tensor of shape (d,), got shape (1, 2)"),
        (torch.zeros(3), ValueError, "z has length 3, the generator has dimension 2"),
        (torch.tensor([1.0, float("nan")]), ValueError, "z is not finite"),
        (torch.tensor([13.0, 0.0]), ValueError, "|z_i| ≤ 12 is expected, got z = [13, 0]"),
        (
            torch.tensor([1, 0]), ValueError,
            "z is in torch.int64: float32 and float64 are read, and double() keeps a shorter float",
        ),
        ([0.5, 0], TypeError, "write 0.5 as a Fraction: a case is exact"),
    ],
)  # fmt: skip
def test_a_latent_point_that_is_none_is_refused(z: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        from_torch(TWO, z=z)
    assert str(refusal.value) == sentence
