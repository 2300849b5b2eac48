"""The vocabulary in which every formula is written, once.

A formula says ``diagonal(slopes) @ inverse(W)`` and does not know whether W holds symbols, rationals, balls, rounded
floats or plain tensors. A plain number (an int, a Fraction, text such as "1/2") is taken for a rational, and a rational
meets every arithmetic. What an arithmetic does not have raises `OutsideArithmetic`, which says who decides instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from operator import index
from typing import Any, SupportsIndex

from lemmata.numerics.arithmetic import plain_number
from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.flint import FlintMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import meet
from lemmata.numerics.rationals import RationalMatrix

__all__ = [
    "absolute", "as_matrix", "asinh", "atanh", "by_sign", "cos", "cosh", "determinant", "diagonal", "dot", "erf", "exp", "eye",
    "inverse", "inverse_of_increasing", "log", "log1p", "log_abs_determinant", "log_two_pi", "maximum", "minimum", "norm",
    "norm_squared", "pi", "sigmoid", "sin", "sinh", "sqrt", "stack", "tanh", "total", "trace", "transpose",
]  # fmt: skip


def as_matrix(value: Any) -> Matrix:
    """A matrix as it is; a plain number in the arithmetic in force, or as a rational.

    Raises TypeError for a list, and what `exact_number` raises.
    """
    if isinstance(value, Matrix):
        return value
    number = _rational(value)
    found = plain_number(exact_number(value))
    return number if found is None else found


def _rational(value: Any) -> Matrix:
    """A matrix as it is; a plain number as a rational, which takes the arithmetic of whatever it meets."""
    if isinstance(value, list | tuple):
        raise TypeError("a list is no column and no matrix: stack([…]) makes one of it")
    return value if isinstance(value, Matrix) else RationalMatrix.of([[value]])


def _is_tensor(t: Any) -> bool:
    return type(t).__module__.partition(".")[0] == "torch"


def _elementary(name: str, of_tensors: str, formula: str) -> Callable[[Any], Any]:
    def function(t: Any) -> Any:
        if isinstance(t, Matrix):
            return t.apply(name)
        if not _is_tensor(t):
            return as_matrix(t).apply(name)
        import torch

        return getattr(torch, of_tensors)(t)

    function.__name__ = {"abs": "absolute"}.get(name, name)
    function.__qualname__ = function.__name__
    function.__doc__ = f"{formula}, entrywise, in the arithmetic of t (plain tensors included)."
    return function


absolute = _elementary("abs", "abs", "|t|")
exp = _elementary("exp", "exp", "eᵗ")
log = _elementary("log", "log", "log t for t > 0; of rationals and symbols it stays exact")
log1p = _elementary("log1p", "log1p", "log(1 + t) for t > −1")
sqrt = _elementary("sqrt", "sqrt", "√t for t ≥ 0; of rationals where it is rational")
sin = _elementary("sin", "sin", "sin t")
cos = _elementary("cos", "cos", "cos t")
sinh = _elementary("sinh", "sinh", "sinh t")
cosh = _elementary("cosh", "cosh", "cosh t")
asinh = _elementary("asinh", "asinh", "asinh t")
tanh = _elementary("tanh", "tanh", "tanh t")
atanh = _elementary("atanh", "atanh", "atanh t for |t| < 1")
erf = _elementary("erf", "erf", "erf t = 2/√π ∫₀ᵗ exp(−u²) du")
sigmoid = _elementary("sigmoid", "sigmoid", "1/(1 + e⁻ᵗ)")


def by_sign(t: Any, negative: Any, positive: Any) -> Any:
    """Entrywise: ``negative`` where t < 0, ``positive`` where t ≥ 0. Numbers broadcast."""
    if not _is_tensor(t):
        t, negative, positive = _in_one_arithmetic([t, negative, positive])
        return t.by_sign(negative, positive)
    import torch

    # torch.where(mask, float, float) would be float32 whatever t is
    below, above = (
        v if isinstance(v, torch.Tensor) else torch.as_tensor(float(v), dtype=t.dtype, device=t.device)
        for v in (negative, positive)
    )
    return torch.where(t < 0, below, above)


def maximum(a: Any, b: Any, *more: Any) -> Matrix:
    """max(a, b, …), entrywise; numbers broadcast. Where balls overlap it encloses both."""
    return reduce(lambda u, v: u.largest(v), _of_one_shape([a, b, *more]))


def minimum(a: Any, b: Any, *more: Any) -> Matrix:
    """min(a, b, …) = −max(−a, −b, …), entrywise; numbers broadcast."""
    return -maximum(*(-_rational(v) for v in (a, b, *more)))


def _in_one_arithmetic(values: Iterable[Any]) -> list[Any]:
    """Matrices and plain numbers, all in the arithmetic that takes them all."""
    values = list(values)
    kind, *others = {type(v) for v in values} - {int, Fraction} or {int}
    if not others and issubclass(kind, FlintMatrix):  # the rule, which needs no meeting
        return [v if type(v) is kind else kind.single(kind.number(v)) for v in values]
    like = reduce(lambda u, v: meet(u, v)[0], map(_rational, values))
    return [meet(like, _rational(v))[1] for v in values]


def _of_one_shape(values: Iterable[Any]) -> list[Any]:
    matrices = _in_one_arithmetic(values)
    shapes = {v.shape for v in matrices} - {(1, 1)}
    if len(shapes) > 1:
        raise ValueError(f"shapes {' and '.join(map(str, sorted(shapes)))} do not match")
    zero = next((v * 0 for v in matrices if v.shape in shapes), None)
    return matrices if zero is None else [v if v.shape in shapes else zero + v for v in matrices]


def inverse_of_increasing(s: Callable[[Any], Any], ds: Callable[[Any], Any], slope_at_least: Any, t: Any) -> Any:
    """y with s(y) = t, for a convex increasing s with s′ ≥ slope_at_least > 0 everywhere.

    Newton's method proposes a midpoint m, in 40 steps or, once every entry rests or goes to and fro in its last digit,
    fewer; the mean value theorem encloses: |y − m| ≤ |s(m) − t| / inf s′. For plain tensors the midpoint alone is returned.
    Raises OutsideArithmetic in arithmetics whose numbers have no radius.
    """
    if not isinstance(t, Matrix):
        y = t
        for _ in range(40):
            y = y - (s(y) - t) / ds(y)
        return y
    centre = t.midpoint()
    y = before = centre
    for _ in range(40):
        following = (y - (s(y) - centre) / ds(y)).midpoint()
        if ((following - y) * (following - before)).is_zero():
            break
        y, before = following, y
    return y.widened((s(y) - t) / slope_at_least)


def inverse(A: Any) -> Matrix:
    """A⁻¹."""
    return as_matrix(A).inverse()


def transpose(A: Any) -> Matrix:
    """Aᵀ."""
    return as_matrix(A).transpose()


def determinant(A: Any) -> Matrix:
    """det A."""
    return as_matrix(A).determinant()


def log_abs_determinant(A: Any) -> Matrix:
    """log|det A|."""
    return as_matrix(A).log_abs_determinant()


def diagonal(v: Any) -> Matrix:
    """diag(v) for a column v."""
    return as_matrix(v).diagonal()


def log_two_pi(like: Any) -> Matrix:
    """log 2π, in the arithmetic of ``like``."""
    return as_matrix(like).log_two_pi()


def total(v: Any) -> Matrix:
    """Σ of all entries."""
    return as_matrix(v).total()


def pi(like: Any) -> Matrix:
    """π, in the arithmetic of ``like``."""
    return as_matrix(like).pi()


def trace(A: Any) -> Matrix:
    """tr A = Σ A_ii. Raises ValueError for a matrix that is not square."""
    A = as_matrix(A)
    if A.rows != A.columns:
        raise ValueError(f"the trace needs a square matrix, got shape {A.shape}")
    return total(stack([A.entry(i, i) for i in range(1, A.rows + 1)]))


def dot(x: Any, y: Any) -> Matrix:
    """⟨x, y⟩ = Σ xᵢ yᵢ, for two columns (or matrices) of one shape."""
    x, y = _in_one_arithmetic([x, y])
    if x.shape != y.shape:
        raise ValueError(f"the inner product needs two vectors of one shape, got {x.shape} and {y.shape}")
    return total(x * y)


def norm_squared(x: Any) -> Matrix:
    """‖x‖² = Σ xᵢ²; of a matrix, the square of its Frobenius norm."""
    return dot(x, x)


def norm(x: Any) -> Matrix:
    """‖x‖ = √Σ xᵢ², the Euclidean norm (of a matrix, Frobenius'); among rationals where it is rational."""
    return sqrt(norm_squared(x))


def eye(n: SupportsIndex) -> Matrix:
    """The identity matrix of n rows, in rationals: it meets every arithmetic."""
    if not isinstance(n, SupportsIndex) or (rows := index(n)) < 1:
        raise ValueError(f"an identity matrix has a whole number of rows from 1 on, got {n!r}")
    return RationalMatrix.of([[int(i == j) for j in range(rows)] for i in range(rows)])


def stack(rows: Sequence[Any]) -> Matrix:
    """The block matrix with these rows of blocks. A row is a list of blocks, or one block alone.

    Blocks are matrices or plain numbers: ``stack([1, x, y])`` is a column, ``stack([[u, v]])`` has the columns u and v,
    ``stack([[1, 0], [x, 1]])`` four entries. Raises ValueError where blocks do not fit.
    """
    table = [list(row) if isinstance(row, list | tuple) else [row] for row in rows]
    if not table or not all(table):
        raise ValueError("stack needs at least one block in every row")
    blocks = iter(_in_one_arithmetic(block for row in table for block in row))
    entries: list[list[Matrix]] = []
    for row in ([next(blocks) for _ in row] for row in table):
        heights = [block.rows for block in row]
        if len(set(heights)) != 1:
            raise ValueError(f"blocks of {', '.join(map(str, heights))} rows do not stand side by side")
        entries += [
            [
                block if block.shape == (1, 1) else block.entry(i, j)
                for block in row
                for j in range(1, block.columns + 1)
            ]
            for i in range(1, heights[0] + 1)
        ]
    widths = [len(row) for row in entries]
    if len(set(widths)) != 1:
        raise ValueError(f"rows of lengths {widths} make no matrix")
    return entries[0][0].stack(entries)
