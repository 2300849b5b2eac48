"""The rounded arithmetic encloses what 300-bit arithmetic computes, is not vacuous, and notices planted faults."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import pytest
import torch
from flint import arb, arb_mat, fmpq
from torch import Tensor

from lemmata.numerics import floats, rounding
from lemmata.numerics.floats import Floats, RoundedMatrix, exactly, gap, overlapping, separated, slack
from lemmata.numerics.verdict import OutsideArithmetic

DTYPES = [torch.float32, torch.float64]
FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "log": arb.log, "log1p": arb.log1p, "sqrt": arb.sqrt, "sinh": arb.sinh, "cosh": arb.cosh,
    "asinh": arb.asinh, "tanh": arb.tanh, "atanh": arb.atanh, "abs": abs,
}  # fmt: skip
POSITIVE = ("log", "sqrt")
INSIDE_ONE = ("atanh", "log1p")


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    bits, threads = flint.ctx.prec, torch.get_num_threads()
    flint.ctx.prec = 300
    torch.set_num_threads(1)
    yield
    flint.ctx.prec = bits
    torch.set_num_threads(threads)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def drawn(*shape: int, dtype: torch.dtype, seed: int = 0, fuzz: float = 0.0) -> RoundedMatrix:
    """Standard normal midpoints with relative radii up to ``fuzz``; every third entry is exact."""
    mid = torch.randn(*shape, dtype=torch.float64, generator=generator(seed)).to(dtype)
    rad = mid.abs() * fuzz * torch.rand(*shape, dtype=torch.float64, generator=generator(seed + 1)).to(dtype)
    rad[torch.randint(0, 3, shape, generator=generator(seed + 2)) == 0] = 0
    return RoundedMatrix(mid, rad)


def member(ball: RoundedMatrix, batch: int, seed: int) -> arb_mat:
    """An exact matrix of the ball: every entry mid + t·rad, t ∈ {−1, −½, 0, ½, 1}."""
    choice = torch.randint(-2, 3, tuple(ball.mid.shape[1:]), generator=generator(seed))
    index = batch if ball.mid.shape[0] > 1 else 0
    mid, rad = ball.mid[index].tolist(), ball.rad[index].tolist()
    return arb_mat(
        [
            [arb(m) + arb(r) * arb(fmpq(int(t), 2)) for m, r, t in zip(ms, rs, ts, strict=True)]
            for ms, rs, ts in zip(mid, rad, choice.tolist(), strict=True)
        ]
    )


def encloses(ball: RoundedMatrix, batch: int, exact: arb_mat) -> bool:
    """Whether every exact entry is certainly within [mid − rad, mid + rad]."""
    return all(
        math.isinf(r) or bool(abs(exact[i, j] - arb(m)) <= arb(r))
        for i, (ms, rs) in enumerate(zip(ball.mid[batch].tolist(), ball.rad[batch].tolist(), strict=True))
        for j, (m, r) in enumerate(zip(ms, rs, strict=True))
    )


def entrywise(f: Callable[..., arb]) -> Callable[..., arb_mat]:
    def of(*matrices: arb_mat) -> arb_mat:
        rows, columns = max((M.nrows(), M.ncols()) for M in matrices)
        pick = [(lambda i, j, M=M: M[0, 0] if M.nrows() * M.ncols() == 1 else M[i, j]) for M in matrices]
        return arb_mat([[f(*(p(i, j) for p in pick)) for j in range(columns)] for i in range(rows)])

    return of


def scalar(value: arb) -> arb_mat:
    return arb_mat([[value]])


def total(M: arb_mat) -> arb_mat:
    return scalar(sum((M[i, j] for i in range(M.nrows()) for j in range(M.ncols())), arb(0)))


def diagonal(v: arb_mat) -> arb_mat:
    n = v.nrows()
    return arb_mat([[v[i, 0] if i == j else arb(0) for j in range(n)] for i in range(n)])


Operation = tuple[Callable[..., Any], Callable[..., arb_mat]]
BINARY: dict[str, Operation] = {
    "plus": (lambda a, b: a + b, entrywise(lambda x, y: x + y)),
    "minus": (lambda a, b: a - b, entrywise(lambda x, y: x - y)),
    "times": (lambda a, b: a * b, entrywise(lambda x, y: x * y)),
    "over": (lambda a, b: a / b, entrywise(lambda x, y: x / y)),
    "product": (lambda a, b: a @ b, lambda A, B: A * B),
    "by_sign": (lambda a, b: a.by_sign(b * 2, b * 3), entrywise(lambda x, y: 2 * y if x < 0 else 3 * y)),
}
UNARY: dict[str, Operation] = {
    "neg": (lambda a: -a, lambda A: A * -1),
    "transpose": (lambda a: a.transpose(), lambda A: A.transpose()),
    "inverse": (lambda a: a.inverse(), lambda A: A.inv()),
    "determinant": (lambda a: a.determinant(), lambda A: scalar(A.det())),
    "log_abs_determinant": (lambda a: a.log_abs_determinant(), lambda A: scalar(abs(A.det()).log())),
    "total": (lambda a: a.total(), total),
    "entry": (lambda a: a.entry(2, 1), lambda A: scalar(A[1, 0])),
    "stack": (lambda a: a.stack([[a.entry(1), a.entry(2)]]), lambda A: arb_mat([[A[0, 0], A[1, 0]]])),
    "third": (lambda a: a / 3 + Fraction(1, 7), entrywise(lambda x: x / 3 + arb(1) / 7)),
}


def all_enclosed(operation: Operation, *balls: RoundedMatrix, members: int = 3) -> bool:
    """Whether the result's ball contains the exact result of drawn members of the operands' balls (and is not ∞)."""
    rounded, exact = operation
    result = rounded(*balls)
    return bool(torch.isfinite(result.rad).any()) and all(
        encloses(result, batch, exact(*(member(ball, batch, 97 * k + n) for n, ball in enumerate(balls))))
        for batch in range(result.mid.shape[0])
        for k in range(members)
    )


def arguments(function: str, dtype: torch.dtype, n: int = 400) -> Tensor:
    """Tiny, ordinary and huge arguments of either sign, and those next to 1, inside the domain: (n,)."""
    info = torch.finfo(dtype)
    low, high = math.log2(info.tiny * info.eps), math.log2(info.max)
    g = generator(7)

    def powers(a: float, b: float) -> Tensor:
        return torch.exp2(a + (b - a) * torch.rand(n // 4, dtype=torch.float64, generator=g))

    near_one = 1 - powers(math.log2(info.eps) + 1, -1)
    fourth = powers(low, 0) if function in INSIDE_ONE else powers(low, high)
    x = torch.cat([powers(low, 0), near_one, powers(-20, 0 if function in INSIDE_ONE else 6), fourth])
    sign = 1 if function in POSITIVE else 1 - 2 * (torch.arange(len(x)) % 2)
    return (x * sign).to(dtype)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("fuzz", [0.0, 1e-5, 0.05])
@pytest.mark.parametrize("name", BINARY)
def test_two_operands_are_enclosed(name: str, fuzz: float, dtype: torch.dtype) -> None:
    a, b = drawn(4, 3, 3, dtype=dtype, fuzz=fuzz), drawn(4, 3, 3, dtype=dtype, seed=10, fuzz=fuzz)
    assert all_enclosed(BINARY[name], a, b)
    number = drawn(4, 1, 1, dtype=dtype, seed=20, fuzz=fuzz)
    if name != "product":
        assert all_enclosed(BINARY[name], a, number)
        assert all_enclosed(BINARY[name], number, b)
        assert all_enclosed(BINARY[name], a, RoundedMatrix(number.mid[:1], number.rad[:1]))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("fuzz", [0.0, 1e-5, 0.01])
@pytest.mark.parametrize("name", UNARY)
def test_one_operand_is_enclosed(name: str, fuzz: float, dtype: torch.dtype) -> None:
    assert all_enclosed(UNARY[name], drawn(5, 3, 3, dtype=dtype, fuzz=fuzz))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", ["inverse", "determinant", "log_abs_determinant"])
@pytest.mark.parametrize("d", [1, 2, 7, 16])
def test_ill_conditioned_and_badly_scaled_matrices_are_enclosed(name: str, d: int, dtype: torch.dtype) -> None:
    u = rounding.unit(dtype)
    smooth = 1 / (torch.arange(d)[:, None] + torch.arange(d)[None] + 1.0).to(dtype)  # Hilbert
    well = drawn(3, d, d, dtype=dtype).mid
    scale = torch.exp2(torch.linspace(-20, 20, d)).to(dtype)
    nearly = well.clone()
    nearly[:, -1] = nearly[:, 0] * (1 + 64 * u)
    exact = exactly(torch.cat([smooth[None], scale[:, None] * well, well * scale, nearly]))
    assert all_enclosed(UNARY[name], exact, members=1)
    fuzzy = RoundedMatrix(exact.mid, exact.mid.abs() * u * 8)
    assert all_enclosed(UNARY[name], fuzzy)
    verified = torch.isfinite(UNARY[name][0](exact).rad).all(-1).all(-1)
    assert verified[1:4].all(), "badly scaled rows are no obstacle"


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_enclosed_and_not_vacuous(name: str, dtype: torch.dtype) -> None:
    x = arguments(name, dtype)[None, :, None]
    exact = exactly(x)
    operation = (lambda a: a.apply(name), entrywise(FUNCTIONS[name]))
    result = exact.apply(name)
    finite = torch.isfinite(result.mid)
    assert finite.sum() >= x.numel() // 2
    # the last factor is that of `up`
    bound = 2 * rounding.ULPS * rounding.unit(dtype) * result.mid.abs() * 1.001 + rounding.tiny(dtype)
    assert (result.rad <= bound)[finite].all()
    assert all_enclosed(operation, RoundedMatrix(x[finite][None, :, None], torch.zeros_like(x[finite][None, :, None])))
    for fuzz in (rounding.unit(dtype), 1e-3):
        fuzzy = RoundedMatrix(x, x.abs() * fuzz)
        usable = torch.isfinite(fuzzy.apply(name).rad)
        kept = RoundedMatrix(fuzzy.mid[usable][None, :, None], fuzzy.rad[usable][None, :, None])
        assert all_enclosed(operation, kept)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", [*FUNCTIONS, "expm1"])
def test_torch_functions_are_as_accurate_as_assumed(name: str, dtype: torch.dtype) -> None:
    x = arguments(name, dtype, 2000)
    of = arb.expm1 if name == "expm1" else FUNCTIONS[name]
    info = torch.finfo(dtype)
    smallest = arb(info.tiny) * arb(info.eps)
    for a, y in zip(x.tolist(), getattr(torch, name)(x).tolist(), strict=True):
        if math.isinf(y):
            continue
        exact = of(arb(a))
        # 2⁻ᵏ⁻¹ ≤ |exact| < 2⁻ᵏ: the smallest ulp that it can have
        ulp = arb(2) ** (math.frexp(float(abs(exact)))[1] - 1) * arb(info.eps) if exact != 0 else smallest
        assert abs(exact - arb(y)) <= rounding.ULPS * max(ulp, smallest, key=float), (a, y)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_subnormal_and_huge_numbers_are_enclosed(dtype: torch.dtype) -> None:
    info = torch.finfo(dtype)
    single = dtype == torch.float32
    powers = (-149, -140, -126, -100, -60, -5, 0, 90, 126) if single else (-1074, -1030, -1022, -970, -9, 999)
    values = [math.ldexp(factor, k) for k in powers for factor in (1.0, -1.1, 1.7)]
    extremes = torch.tensor(values, dtype=dtype)
    n = len(extremes)
    rows = extremes[None, :, None].expand(1, n, n).contiguous()
    for name in ("plus", "minus", "times", "over"):
        for fuzz in (0.0, info.eps):
            a, b = RoundedMatrix(rows, rows.abs() * fuzz), RoundedMatrix(rows.mT, rows.mT.abs() * fuzz)
            assert all_enclosed(BINARY[name], a, b)
    # products of one column and one row: γ|B| may underflow before |A| makes it large again
    assert all_enclosed(BINARY["product"], exactly(extremes[None, :, None]), exactly(extremes[None, None] * 1.1))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_corners_of_wide_balls_are_enclosed(dtype: torch.dtype) -> None:
    for width in (0.25, 0.5, 0.8):
        for d in (1, 2):
            mid = torch.eye(d, dtype=dtype)[None]
            a = RoundedMatrix(mid, mid * width)
            for side in (-1, 0, 1):
                exact = arb_mat(mid[0].tolist()) * (1 + side * arb(a.rad.max().item()))
                ones = RoundedMatrix(torch.ones_like(mid), torch.full_like(mid, width))
                corner = arb_mat(d, d, [1 + side * arb(a.rad.max().item())] * (d * d))
                for name in ("inverse", "determinant", "log_abs_determinant"):
                    result = UNARY[name][0](a)
                    assert encloses(result, 0, UNARY[name][1](exact)) and torch.isfinite(result.rad).all()
                for name in ("plus", "times", "over", "product"):
                    result = BINARY[name][0](ones, ones)
                    assert encloses(result, 0, BINARY[name][1](corner, corner)) and torch.isfinite(result.rad).all()


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_radii_are_rounded_up(dtype: torch.dtype) -> None:
    terms = drawn(400, 9, 1, dtype=dtype).mid.abs()[..., 0]
    for n in (2, 4, 9):
        computed = terms[:, 0]
        for i in range(1, n):
            computed = computed + terms[:, i]
        exact = [sum((Fraction(v) for v in row[:n]), Fraction(0)) for row in terms.tolist()]
        assert any(Fraction(c) < e for c, e in zip(computed.tolist(), exact, strict=True))
        for bound in (rounding.upwards(computed, n - 1), rounding.up(computed, n - 1)):
            assert all(Fraction(c) >= e for c, e in zip(bound.tolist(), exact, strict=True))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_determinant_whose_partial_products_underflow(dtype: torch.dtype) -> None:
    small = rounding.tiny(dtype) ** 0.3
    a = exactly(torch.diag(torch.tensor([small] * 4 + [1 / small] * 4, dtype=dtype))[None])
    assert a.determinant().rad.item() == math.inf
    assert all_enclosed(UNARY["log_abs_determinant"], a)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_constants(dtype: torch.dtype) -> None:
    one = exactly(torch.ones(1, 1, 1, dtype=dtype))
    for q in (0, 1, -3, 2**24, 2**24 + 1, 2**53 + 1, 10**30, Fraction(1, 3), Fraction(1, 2**140), Fraction(1, 10**400)):
        c = one.constant(q)
        assert c.mid.shape == (1, 1, 1) and c.mid.dtype == dtype
        assert abs(Fraction(c.mid.item()) - q) <= Fraction(c.rad.item())
        assert (c.rad.item() == 0) == (Fraction(c.mid.item()) == q)
        matrix = Floats(dtype).matrix([[q, 1]])
        assert matrix.mid[0, 0, 0] == c.mid.item() and matrix.rad[0, 0, 0] == c.rad.item()
    assert one.constant(10**400).rad.item() == math.inf
    assert encloses(one.log_two_pi(), 0, scalar((2 * arb.pi()).log()))
    assert one.log_two_pi().rad.item() <= 2 * rounding.unit(dtype)


def test_exact_operations_keep_radius_zero() -> None:
    a = drawn(2, 3, 1, dtype=torch.float64)
    a = exactly(a.mid)
    for same in (-a, a * 1, a * -1, a / 1, a + 0, a - 0, a * 0, a * 0 / 3, (a * 0).apply("sinh")):
        assert not same.rad.any()
    assert not a.diagonal().rad.any() and a.diagonal().mid.shape == (2, 3, 3)
    assert not (a.diagonal() * 0).total().rad.any()


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_product_is_not_vacuous(dtype: torch.dtype) -> None:
    """The radius is at most 2·d·u|A||B|, the bound itself but for its rounding."""
    a, b = (exactly(drawn(3, 64, 64, dtype=dtype, seed=s).mid) for s in (0, 5))
    scale = a.mid.abs() @ b.mid.abs()
    assert ((a @ b).rad <= 2 * 64 * rounding.unit(dtype) * scale).all()
    assert all_enclosed(BINARY["product"], exactly(a.mid[:1]), exactly(b.mid[:1]), members=1)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("d", [1, 4, 24])
def test_inverse_and_determinant_are_not_vacuous(d: int, dtype: torch.dtype) -> None:
    """In terms of the condition number: radii below 8d²u·κ relative to the norm, κ = ‖|A|‖‖|A⁻¹|‖ in the ∞-norm."""
    a = exactly(drawn(6, d, d, dtype=dtype).mid)
    u = rounding.unit(dtype)
    X = a.inverse()
    norm, its = (M.abs().sum(-1).amax(-1) for M in (a.mid, X.mid))
    benign = d * d * u * norm * its < 1 / 64
    assert benign.any()
    assert (X.rad.sum(-1).amax(-1) <= 8 * d * d * u * norm * its * its)[benign].all()
    log = a.log_abs_determinant().rad[:, 0, 0]
    assert (log <= 8 * d * d * u * (norm * its + 1 + a.log_abs_determinant().mid[:, 0, 0].abs()))[benign].all()
    det = a.determinant()
    assert (det.rad <= 2 * det.mid.abs() * (log + d * u)[:, None, None])[benign].all()


def test_planted_faults_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = (drawn(4, 5, 5, dtype=torch.float64, seed=s, fuzz=0.01) for s in (0, 3))
    exact = exactly(a.mid)
    positive = exactly(a.mid.abs())
    logarithm = (lambda m: m.apply("log"), entrywise(arb.log))

    def halved(operation: Operation) -> Operation:
        def rounded(*balls: RoundedMatrix) -> RoundedMatrix:
            result = operation[0](*balls)
            return RoundedMatrix(result.mid, result.rad / 2)

        return rounded, operation[1]

    for name in ("plus", "times", "over"):
        assert all_enclosed(BINARY[name], a, b, members=8) and not all_enclosed(halved(BINARY[name]), a, b, members=8)
    assert all_enclosed(BINARY["product"], exact, exactly(b.mid)) and all_enclosed(logarithm, positive)
    assert all_enclosed(UNARY["inverse"], exact)
    with monkeypatch.context() as patch:
        patch.setattr(rounding, "ULPS", 0)
        assert not all_enclosed(logarithm, positive)
    with monkeypatch.context() as patch:
        patch.setattr(floats, "gamma", lambda n, dtype: 0.0)
        assert not all_enclosed(BINARY["product"], exact, exactly(b.mid))
        assert not all_enclosed(UNARY["total"], exact)
    with monkeypatch.context() as patch:
        patch.setattr(floats, "unit", lambda dtype: 0.0)
        for name in ("plus", "times", "over"):
            assert not all_enclosed(BINARY[name], exact, exactly(b.mid))
    with monkeypatch.context() as patch:
        patch.setattr(rounding, "inverse_radius", lambda X, E, v: torch.zeros_like(X))
        assert not all_enclosed(UNARY["inverse"], exactly(exact.mid))  # another matrix: each keeps its inverse
    with monkeypatch.context() as patch:
        patch.setattr(rounding, "determinant_error", lambda V, D: torch.zeros_like(V[:, :1, :1]))
        assert not all_enclosed(UNARY["log_abs_determinant"], a)
        assert not all_enclosed(UNARY["determinant"], a)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_one_bad_network_leaves_the_others_alone(dtype: torch.dtype) -> None:
    mid = drawn(5, 3, 3, dtype=dtype).mid
    mid[1] = 1.0  # singular
    mid[2, 0, 0] = math.nan
    mid[3, 2, 1] = math.inf
    bad = torch.tensor([False, True, True, True, False])
    a = exactly(mid)
    for name in ("inverse", "determinant", "log_abs_determinant"):
        rad = UNARY[name][0](a).rad
        assert not rad.isnan().any()
        assert torch.equal(rad.isinf().all(-1).all(-1), bad) and torch.equal(rad.isinf().any(-1).any(-1), bad)
    for result in (a @ a, a + a, a * a, a / a, a.total(), a.by_sign(a, a), a.apply("asinh")):
        assert not result.rad.isnan().any()
        assert result.rad[[0, 1, 4]].isfinite().all() and result.rad[2:4].isinf().any(-1).any(-1).all()


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_outside_the_domain_nothing_is_known(dtype: torch.dtype) -> None:
    outside: dict[str, list[float]] = {
        "log": [-1.0, 0.0], "sqrt": [-1.0, -1e-30], "atanh": [1.0, -1.0, 2.0], "log1p": [-1.0, -2.0], "exp": [1e6],
        "sinh": [-1e6], "cosh": [1e6], "tanh": [math.nan], "asinh": [math.inf],
    }  # fmt: skip
    for function, values in outside.items():
        result = exactly(torch.tensor(values, dtype=dtype)[None, :, None]).apply(function)
        assert result.rad.isinf().all() and not result.rad.isnan().any()
    across = RoundedMatrix(torch.full((1, 1, 1), 0.5, dtype=dtype), torch.full((1, 1, 1), 0.75, dtype=dtype))
    assert all(across.apply(f).rad.item() == math.inf for f in ("log", "sqrt", "atanh"))
    huge = RoundedMatrix(across.mid, across.rad * 2.0**90)
    assert all((a / b).rad.item() == math.inf for a in (0, 1) for b in (across, huge))
    hull = across.apply("cosh")
    assert hull.mid - hull.rad <= 1 and hull.mid + hull.rad >= math.cosh(1.25)


def test_by_sign_takes_the_hull_only_across_zero() -> None:
    mid, rad = torch.tensor([2.0, -2.0, 1.0, -1.0, 0.0, 1.0, -1.0]), torch.tensor([1.0, 1.0, 1.0, 1.0, 0.0, 2.0, 2.0])
    t = RoundedMatrix(mid[None, :, None], rad[None, :, None])
    result = t.by_sign(t.constant(2), t.constant(6))
    assert result.mid[0, :, 0].tolist() == [6, 2, 6, 4, 6, 4, 4]
    assert (result.rad[0, :, 0] > 0).tolist() == [False, False, False, True, False, True, True]


def test_a_batch_encloses_what_its_rows_enclose() -> None:
    a, b = drawn(6, 4, 4, dtype=torch.float64, fuzz=1e-6), drawn(6, 4, 4, dtype=torch.float64, seed=4, fuzz=1e-6)
    together = (a @ b.inverse()).log_abs_determinant()
    for i in range(6):
        x, y = (RoundedMatrix(m.mid[i : i + 1], m.rad[i : i + 1]) for m in (a, b))
        alone = (x @ y.inverse()).log_abs_determinant()
        exact = scalar(abs((member(a, i, 1) * member(b, i, 2).inv()).det()).log())
        assert encloses(together, i, exact) and encloses(alone, 0, exact)
        assert not separated(alone, RoundedMatrix(together.mid[i : i + 1], together.rad[i : i + 1])).any()
    shared = RoundedMatrix(b.mid[:1], b.rad[:1])
    assert all_enclosed(BINARY["product"], a, shared) and all_enclosed(BINARY["product"], shared, a)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_comparisons(dtype: torch.dtype) -> None:
    eps = torch.finfo(dtype).eps
    nan, inf = math.nan, math.inf

    def column(*values: float) -> Tensor:
        return torch.tensor(values, dtype=dtype)[:, None, None]

    a = RoundedMatrix(column(1, 1, 1, nan, inf, 1, 1, 0), column(0, 0.5, 0.5, 0, 0, inf, 0, 0.25))
    b = RoundedMatrix(column(1, 2, 3, 9, 9, 9, 1 + eps, 0.5), column(0, 0.5, 0.5, 0, 0, 0, 0, 0.25))
    # touching balls overlap; nothing is known about NaN, ∞ or an infinite radius
    assert separated(a, b).tolist() == [False, False, True, False, False, False, True, False]
    assert overlapping(a, b).tolist() == [True, True, False, False, False, False, False, True]
    assert gap(a, b)[2].item() == 2 and slack(a, b)[2].item() >= 1 and slack(a, b)[5].item() == inf
    assert gap(a, b).shape == slack(a, b).shape == separated(a, b).shape == (8,)
    wide = exactly(torch.zeros(8, 2, 2, dtype=dtype))
    other = exactly(torch.zeros(1, 2, 2, dtype=dtype))
    other.mid[0, 1, 1] = 1
    assert separated(wide, other).all() and not separated(wide, wide).any()
    wide.mid[3, 0, 0] = nan
    assert not separated(wide, other)[3] and not overlapping(wide, wide)[3]


def test_midpoint_and_widened() -> None:
    a = drawn(2, 2, 1, dtype=torch.float64, fuzz=0.1)
    assert not a.midpoint().rad.any() and torch.equal(a.midpoint().mid, a.mid)
    radius = RoundedMatrix(-torch.ones(1, 1, 1, dtype=torch.float64), torch.full((1, 1, 1), 0.1, dtype=torch.float64))
    wide = a.midpoint().widened(radius)
    assert wide.rad.shape == a.mid.shape
    assert all(Fraction(r) >= 1 + Fraction(0.1) for r in wide.rad.flatten().tolist()) and (wide.rad < 1.2).all()
    assert a.widened(exactly(torch.full((1, 1, 1), math.nan, dtype=torch.float64))).rad.isinf().all()


def test_misuse_is_refused_in_one_sentence() -> None:
    for dtype in (torch.float16, torch.bfloat16, torch.int64):
        with pytest.raises(ValueError, match=r"float32 and torch.float64 only"):
            Floats(dtype)
        with pytest.raises(ValueError, match=r"float32 and torch.float64 only"):
            exactly(torch.ones(1, 2, 2, dtype=dtype))
    a, b = (exactly(torch.ones(1, 2, 2, dtype=dtype)) for dtype in DTYPES)
    with pytest.raises(ValueError, match="cannot mix"):
        a + b
    with pytest.raises(ValueError, match="shape"):
        exactly(torch.ones(2, 2))
    with pytest.raises(ValueError, match="entry by entry"):
        exactly(torch.ones(1, 2, 1)) + exactly(torch.ones(1, 1, 2))
    with pytest.raises(ValueError, match="square"):
        exactly(torch.ones(1, 2, 1)).inverse()
    with pytest.raises(ValueError, match="expected a tensor"):
        Floats().tensor(torch.ones(1, 2, 2))
    with pytest.raises(OutsideArithmetic, match="no elementary function"):
        a.apply("tan")
    with pytest.raises(IndexError):
        a.entry(0, 1)


def test_settings_that_break_the_bounds_are_refused() -> None:
    a = exactly(torch.ones(1, 2, 2))
    try:
        torch.set_float32_matmul_precision("high")
        with pytest.raises(ValueError, match="computed in float32"):
            a @ a
        Floats(torch.float64)
    finally:
        torch.set_float32_matmul_precision("highest")
    try:
        if torch.set_flush_denormal(True):
            with pytest.raises(ValueError, match="gradual underflow"):
                Floats()
    finally:
        torch.set_flush_denormal(False)
    Floats(torch.float32)
