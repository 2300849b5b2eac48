"""Rounded arithmetic: batches of torch floats, each with a proven bound of its error.

An entry is a midpoint and a radius [Rump 1999]; the radius collects what rounding lost [Higham 2002, ch. 3] and what
the operands did not know. A midpoint that is not finite, and a result for which no bound was proven, has radius ∞: that
is never an error, and it concerns one network of the batch only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Self

from lemmata.late import torch
from lemmata.numerics import rounding
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.exact_numbers import exact_number
from lemmata.numerics.matrix import Matrix, no_entry
from lemmata.numerics.rounded_comparison import RoundedComparison
from lemmata.numerics.rounded_functions import enclosed
from lemmata.numerics.rounding import gamma, require_dtype, require_ieee, tiny, unit, up, upwards
from lemmata.numerics.verdict import Grade, Verdict

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Floats", "RoundedMatrix", "exactly", "gap", "overlapping", "separated", "slack"]

_INF = float("inf")
# log 2π to 50 decimal places
_LOG_TWO_PI = Fraction("1.83787706640934548356065947281123527972279494727556")
_CONSTANT_ERROR = Fraction(1, 10**50)
# π to 50 decimal places
_PI = Fraction("3.14159265358979323846264338327950288419716939937511")


class RoundedMatrix(Matrix):
    """B matrices of one shape: the exact entries lie in [mid − rad, mid + rad].

    Attributes:
        mid: (B, rows, columns), float32 or float64. B = 1 broadcasts.
        rad: the same shape, ≥ 0 and never NaN; ∞ where nothing is known, as wherever mid is not finite.

    Every operation encloses: whatever exact matrices the operands' balls contain, the result's ball contains the exact
    result. Raises ValueError for other dtypes and for shapes that do not fit.
    """

    called: ClassVar[str] = "floats"

    def __init__(self, mid: Tensor, rad: Tensor) -> None:
        require_dtype(mid.dtype)
        if mid.ndim != 3 or rad.shape != mid.shape or rad.dtype != mid.dtype:
            raise ValueError(
                f"mid and rad must share one dtype and one shape (B, rows, columns), got {mid.dtype} {tuple(mid.shape)}"
                f" and {rad.dtype} {tuple(rad.shape)}"
            )
        # what is no radius is ∞; mid − mid is 0 or, where mid is not finite, NaN
        self.mid, self._rad = mid, torch.where(rad >= 0, rad, _INF) + (mid - mid)

    @classmethod
    def _of(cls, mid: Tensor, rad: Tensor) -> RoundedMatrix:
        """Without looking: for the results of operations, whose radii are ≥ 0, and ∞ or NaN where nothing is known."""
        made = cls.__new__(cls)
        made.mid, made._rad = mid, rad
        return made

    @cached_property
    def rad(self) -> Tensor:
        return torch.nan_to_num(self._rad, nan=_INF, posinf=_INF)

    @cached_property
    def _inexact(self) -> int:
        """How many entries have a radius above 0, or none that is known."""
        return int(torch.count_nonzero(self._rad))

    @property
    def _all_exact(self) -> bool:
        return self._inexact == 0

    @property
    def _some_exact(self) -> bool:
        return self._inexact < self._rad.numel()

    def __str__(self) -> str:
        return f"mid={self.mid}, rad={self.rad}"

    @property
    def shape(self) -> tuple[int, int]:
        return self.mid.shape[1], self.mid.shape[2]

    def constant(self, value: Any) -> RoundedMatrix:
        """The rational ``value`` (int, Fraction or float), radius |value − fl(value)| rounded up; (1, 1, 1)."""
        exact = Fraction(value) if isinstance(value, float) and isfinite(value) else exact_number(value)
        m, r = rounding.nearest(exact, self.mid.dtype)
        return RoundedMatrix(self.mid.new_full((1, 1, 1), m), self.mid.new_full((1, 1, 1), r))

    def log_two_pi(self) -> RoundedMatrix:
        return self._around(_LOG_TWO_PI)

    def pi(self) -> RoundedMatrix:
        return self._around(_PI)

    def _around(self, decimals: Fraction) -> RoundedMatrix:
        constant, error = self.constant(decimals), self.constant(_CONSTANT_ERROR)
        return RoundedMatrix._of(constant.mid, upwards(constant._rad + error._magnitude(), 1))

    def _operand(self, other: Matrix) -> RoundedMatrix:
        if not isinstance(other, RoundedMatrix) or other.mid.dtype != self.mid.dtype:
            kind = other.mid.dtype if isinstance(other, RoundedMatrix) else type(other).__name__
            raise ValueError(f"cannot mix a rounded matrix of {self.mid.dtype} with {kind}")
        return other

    def _entrywise(self, other: Matrix) -> RoundedMatrix:
        b = self._operand(other)
        if self.shape != b.shape and (1, 1) not in (self.shape, b.shape):
            raise ValueError(f"cannot combine matrices of shapes {self.shape} and {b.shape} entry by entry")
        return b

    def _square(self) -> int:
        if self.rows != self.columns:
            raise ValueError(f"only a square matrix has an inverse or a determinant, got shape {self.shape}")
        return self.rows

    def _magnitude(self) -> Tensor:
        """An upper bound of all |a*|."""
        return upwards(self.mid.abs() + self._rad, 1)

    def _zero(self) -> Tensor:
        return (self.mid == 0) & (self._rad == 0)

    def __neg__(self) -> RoundedMatrix:
        return RoundedMatrix._of(-self.mid, self._rad)

    def plus(self, other: Matrix) -> RoundedMatrix:
        """|a* + b* − c| ≤ rₐ + r_b + u|c| with c = fl(a + b); the last term is absent where a = 0 or b = 0.

        No guard against underflow: a sum of floats and its error are multiples of the smallest subnormal number, so
        fl(u|c|) ≥ error also where u|c| is subnormal, and a sum of exact zeros is an exact zero.
        """
        b = self._entrywise(other)
        c = self.mid + b.mid
        lost = c.abs().mul_(unit(c.dtype))
        if self._some_exact or b._some_exact:
            lost.masked_fill_((self.mid == 0) | (b.mid == 0), 0.0)
        return RoundedMatrix._of(c, upwards(lost.add_(self._rad).add_(b._rad), 2))

    def times(self, other: Matrix) -> RoundedMatrix:
        """|a*b* − c| ≤ |a|r_b + rₐ(|b| + r_b) + u|c| + underflow; nothing where a factor is 0, or ±1 and both exact."""
        b = self._entrywise(other)
        c = self.mid * b.mid
        rad = c.abs().mul_(unit(c.dtype))
        if not b._all_exact:
            rad += self.mid.abs() * b._rad
        if not self._all_exact:
            rad += self._rad * (b.mid.abs() + b._rad)
        rad = up(rad, 4)
        if self._some_exact or b._some_exact:
            one = ((self.mid.abs() == 1) | (b.mid.abs() == 1)) & (self._rad == 0) & (b._rad == 0)
            zero = (self._zero() & torch.isfinite(b._rad)) | (b._zero() & torch.isfinite(self._rad))
            rad = rad.masked_fill(one | zero, 0.0)
        return RoundedMatrix._of(c, rad)

    def over(self, other: Matrix) -> RoundedMatrix:
        """a*/b* − a/b = ((a* − a) − (a/b)(b* − b))/b*, so with c = fl(a/b) and |b| > r_b

            |a*/b* − c| ≤ (rₐ + |a/b| r_b)/(|b| − r_b) + u|c| + underflow;

        r = ∞ where the denominator may vanish, 0 for an exact 0/b and a/±1.
        """
        b = self._entrywise(other)
        c = self.mid / b.mid
        quotient = c.abs() + tiny(c.dtype)  # |a/b| ≤ this, up to one rounding
        least = b.mid.abs() - b._rad
        rad = up(up(self._rad + quotient * b._rad, 4) / least + unit(c.dtype) * c.abs(), 4)
        rad = torch.where(least > 0, rad, _INF)
        if self._some_exact and b._some_exact:
            exact = (self._rad == 0) & (b._rad == 0) & (((self.mid == 0) & (b.mid != 0)) | (b.mid.abs() == 1))
            rad = rad.masked_fill(exact, 0.0)
        return RoundedMatrix._of(c, rad)

    def product(self, other: Matrix) -> RoundedMatrix:
        """|A*B* − fl(AB)| ≤ γ_k|A||B| + |A|R_B + R_A(|B| + R_B) for k columns of A [Higham 2002, (3.13)].

        Holds for every order of summation, with or without fused multiply-add. The bound is the one product of
        (|A|, R_A) with (γ_k|B| + R_B ; |B| + R_B), of 2k roundings and those of the blocks. Underflow leaves a zero
        row with the radius ``tiny``.
        """
        b = self._operand(other)
        require_ieee(self.mid.dtype)
        k = self.columns
        size = b.mid.abs()
        # γ|B| may underflow and then meet a large |A|
        left, right = self.mid.abs(), up(gamma(k, self.mid.dtype) * size, 4).masked_fill_(b.mid == 0, 0.0)
        right += b._rad
        if not self._all_exact:
            left, right = torch.cat([left, self._rad], -1), torch.cat([right, size + b._rad], -2)
        mid = _product(self.mid, b.mid)
        # a sum that overflows may do so in one order of summation and not in another
        return RoundedMatrix._of(mid, up(_product(left, right), 2 * k + 1) + (mid - mid))

    def transpose(self) -> RoundedMatrix:
        return RoundedMatrix._of(self.mid.mT, self._rad.mT)

    def inverse(self) -> RoundedMatrix:
        """As `_inverted` says: many formulas ask for that of one weight."""
        return self._inverted

    @cached_property
    def _inverted(self) -> RoundedMatrix:
        """X = fl(mid⁻¹), verified afterwards by `rounding.inverse_radius` with |I − A*X| ≤ E, whatever computed it.

        Unlike the other arithmetics this one raises nothing for a matrix that is singular or too ill-conditioned to be
        shown invertible: then r = ∞, for that network alone.
        """
        d = self._square()
        X = exactly(torch.linalg.inv_ex(self.mid).inverse)
        identity = exactly(torch.eye(d, dtype=self.mid.dtype, device=self.mid.device)[None])
        residual = identity.plus(-self.product(X))
        # in the scale of A's own rows the condition does not depend on that scale
        scale = self.mid.abs().amax(-1, keepdim=True)
        return RoundedMatrix(X.mid, rounding.inverse_radius(X.mid, residual._magnitude(), scale))

    @cached_property
    def _lu(self) -> tuple[RoundedMatrix, Tensor, Tensor]:
        """Diagonal of Û as a column, sign of det P (B, 1, 1), δ (B, 1, 1): |log|det A*| − log|det Û|| ≤ δ.

        |PL̂Û − A*| ≤ D is computed from the factors, not taken from the theory of LU [Higham 2002, Theorem 9.3], so it
        holds for every algorithm. D is at least A's radius and |PL̂Û − mid|: so all segments from A* to PL̂Û stay in the
        ball of radius D around mid, whose inverse bounds δ = `rounding.determinant_error`. Not verified: δ = ∞.
        """
        d = self._square()
        factors, swaps, _ = torch.linalg.lu_factor_ex(self.mid)
        P, L, U = torch.lu_unpack(factors, swaps)
        # P L has one summand per entry, so it is exact
        D = exactly(P @ L).product(exactly(U)).plus(-self)._magnitude()
        delta = rounding.determinant_error(RoundedMatrix(self.mid, D).inverse()._magnitude(), D)
        swapped = (swaps != torch.arange(1, d + 1, dtype=swaps.dtype, device=swaps.device)).sum(-1)[:, None, None]
        return exactly(U.diagonal(dim1=-2, dim2=-1)[..., None]), (1 - 2 * (swapped % 2)).to(U.dtype), delta

    def log_abs_determinant(self) -> RoundedMatrix:
        """log|det| = Σ log|û_ii| ± δ, (B, 1, 1), with LU and δ as derived in `_lu`; r = ∞ where not verified."""
        pivots, _, delta = self._lu
        value = pivots.apply("abs").apply("log").total()
        return RoundedMatrix(value.mid, upwards(value.rad + delta, 1))

    def determinant(self) -> RoundedMatrix:
        """det = ±Π û_ii · e^ε, |ε| ≤ δ as derived in `_lu`, (B, 1, 1); r = ∞ where not verified.

        With c = fl(±Π û_ii), Π û_ii = c(1 + η), |η| ≤ γ_d as long as no partial product underflows (r = ∞ where one
        does), and so |det − c| ≤ |c|((1 + γ_d)e^δ − 1).
        """
        pivots, sign, delta = self._lu
        c, normal = sign, torch.ones_like(sign, dtype=torch.bool)
        for i in range(self.rows):
            c = c * pivots.mid[:, i : i + 1]
            normal = normal & (c.abs() >= tiny(c.dtype))
        # e^δ − 1 from above; (1 + γ)e^δ − 1 = γ + (1 + γ)(e^δ − 1)
        grown = torch.expm1(delta)
        grown = up(grown + rounding.function_error(grown), 2 * rounding.ULPS + 2)
        g = gamma(self.rows, c.dtype)
        return RoundedMatrix(c, torch.where(normal, up(c.abs() * (g + (1 + g) * grown), 8), _INF))

    def determinant_along(self, direction: Matrix) -> Matrix:
        """det A · tr A⁻¹D: here a singular matrix has no determinant that is known."""
        return self.determinant() * (self.inverse().transpose() * direction).total()

    def diagonal(self) -> RoundedMatrix:
        if self.columns != 1:
            raise ValueError(f"diagonal needs a column, got shape {self.shape}")
        return RoundedMatrix._of(self.mid[..., 0].diag_embed(), self._rad[..., 0].diag_embed())

    def entry(self, i: int, j: int = 1) -> RoundedMatrix:
        if not (1 <= i <= self.rows and 1 <= j <= self.columns):
            raise no_entry(i, j, self.shape)
        return RoundedMatrix._of(self.mid[:, i - 1 : i, j - 1 : j], self._rad[:, i - 1 : i, j - 1 : j])

    def total(self) -> RoundedMatrix:
        """|Σa* − fl(Σa)| ≤ Σr + γ_{n−1}Σ|a| for n entries, in every order of summation [Higham 2002, (4.4)]."""
        n = self.rows * self.columns
        if n == 1:
            return self
        scale = gamma(n - 1, self.mid.dtype) * self.mid.abs().sum((1, 2), keepdim=True)
        rad = up(scale + self._rad.sum((1, 2), keepdim=True), n + 5)
        exact = self._zero().all(-1, keepdim=True).all(-2, keepdim=True)
        mid = self.mid.sum((1, 2), keepdim=True)
        return RoundedMatrix._of(mid, torch.where(exact, 0.0, rad) + (mid - mid))

    def apply(self, function: str) -> RoundedMatrix:
        """f of every entry, enclosed as `rounded_functions.enclosed` derives it; abs is 1-Lipschitz."""
        if function == "abs":
            return RoundedMatrix._of(self.mid.abs(), self._rad)
        return RoundedMatrix._of(*enclosed(function, self.mid, self._rad))

    def by_sign(self, negative: Matrix, positive: Matrix) -> RoundedMatrix:
        """Entrywise ``negative`` below 0 and ``positive`` from 0 on; the hull of both where the ball contains 0 and
        numbers below it, nothing (r = ∞) where the ball is infinite."""
        n, p = self._entrywise(negative), self._entrywise(positive)
        one = self.mid >= self._rad  # m − r ≥ 0, compared without rounding
        other = -self.mid > self._rad
        if bool((one | other).all()):
            return RoundedMatrix._of(torch.where(one, p.mid, n.mid), torch.where(one, p._rad, n._rad))
        # any centre is valid; between the two midpoints the hull is smallest
        centre = n.mid + (p.mid - n.mid) / 2
        hull = torch.maximum((centre - n.mid).abs() + n._rad, (centre - p.mid).abs() + p._rad)
        mid = torch.where(one, p.mid, torch.where(other, n.mid, centre))
        rad = torch.where(one, p._rad, torch.where(other, n._rad, upwards(hull, 2)))
        return RoundedMatrix._of(mid, torch.where(torch.isfinite(self._rad), rad, _INF))

    def off_zero(self, what: str) -> RoundedMatrix:
        """1 where no number of the ball is 0, and 1 ± ∞ elsewhere: a kink concerns one network alone."""
        one = torch.ones_like(self.mid)
        return RoundedMatrix._of(one, torch.where(self.mid.abs() > self._rad, 0.0, one * _INF))

    def stack(self, columns: Sequence[Sequence[Matrix]]) -> RoundedMatrix:
        blocks = [[self._operand(block) for block in row] for row in columns]
        if len({len(row) for row in blocks}) != 1 or any(block.shape != (1, 1) for row in blocks for block in row):
            raise ValueError("stack needs rows of one length, and 1×1 matrices as entries")
        batch = max(block.mid.shape[0] for row in blocks for block in row)

        def joined(parts: list[list[Tensor]]) -> Tensor:
            return torch.cat([torch.cat([t.expand(batch, 1, 1) for t in row], -1) for row in parts], -2)

        return RoundedMatrix._of(
            *(joined([[getattr(b, part) for b in row] for row in blocks]) for part in ("mid", "_rad"))
        )

    def is_zero(self) -> bool:
        """Whether every entry of every network is known to be 0."""
        return bool(self._zero().all())

    def midpoint(self) -> RoundedMatrix:
        return exactly(self.mid)

    def widened(self, radius: Matrix) -> RoundedMatrix:
        """The ball around mid with radius |radius.mid| + radius.rad, rounded up; this matrix' own radius is dropped."""
        r = self._entrywise(radius)
        rad = torch.where(torch.isfinite(r._rad), r._magnitude(), _INF)
        return RoundedMatrix(self.mid + torch.zeros_like(rad), rad + torch.zeros_like(self.mid))

    def equals(self, other: Self, unit: Any = None) -> RoundedComparison:
        """left = right up to the rounding errors that both sides' radii bound, network by network."""
        if self.shape != other.shape:
            raise ValueError(f"the two sides have shapes {self.shape} and {other.shape}")
        apart, together = separated(self, other).tolist(), overlapping(self, other).tolist()
        verdict = Verdict.REFUTED if any(apart) else Verdict.HOLDS if all(together) else Verdict.UNDECIDED
        distance, bound = float(gap(self, other).max()), float(slack(self, other).max())
        words = f"two sides at distance {distance:.3g}", f"a rounding bound of {bound:.3g}"
        needs = "balls for the networks not told apart"
        return RoundedComparison(verdict, *words, needs=needs, apart=tuple(apart), together=tuple(together))


def exactly(mid: Tensor) -> RoundedMatrix:
    """(B, rows, columns): these floats with radius 0, ∞ where they are not finite."""
    require_dtype(mid.dtype)
    if mid.ndim != 3:
        raise ValueError(f"expected matrices (B, rows, columns), got shape {tuple(mid.shape)}")
    return RoundedMatrix._of(mid, mid - mid)


@dataclass(frozen=True)
class Floats(Numbers):
    """The rounded arithmetic on one dtype and device. Raises ValueError for dtypes other than float32 and float64."""

    dtype: torch.dtype = field(default_factory=lambda: torch.float64)
    device: str = "cpu"
    name: ClassVar[str] = "floats"
    grade: ClassVar[Grade] = Grade.ROUNDED

    def __post_init__(self) -> None:
        require_dtype(self.dtype)
        require_ieee(self.dtype)

    def matrix(self, rows: Sequence[Sequence[Fraction | int]]) -> RoundedMatrix:
        """(1, rows, columns): the nearest floats, with radii |q − fl(q)| rounded up."""
        pairs = [[rounding.nearest(exact_number(q), self.dtype) for q in row] for row in rows]
        mid, rad = (
            torch.tensor([[[pair[part] for pair in row] for row in pairs]], dtype=self.dtype, device=self.device)
            for part in (0, 1)
        )
        return RoundedMatrix(mid, rad)

    def tensor(self, mid: Tensor) -> RoundedMatrix:
        """(B, rows, columns): these floats exactly, radius 0. Raises ValueError for another dtype than this one."""
        if mid.dtype != self.dtype:
            raise ValueError(f"expected a tensor of {self.dtype}, got {mid.dtype}")
        return exactly(mid.to(self.device))


def _product(a: Tensor, b: Tensor) -> Tensor:
    """AB; one matrix with a batch of columns is one large product instead of many small ones."""
    if len(a) == 1 and b.shape[2] == 1:
        return (b.squeeze(2) @ a[0].mT).unsqueeze(2)
    return a @ b


def _differences(a: RoundedMatrix, b: RoundedMatrix) -> tuple[Tensor, Tensor]:
    """fl|a.mid − b.mid| and an upper bound of a.rad + b.rad, (B, rows, columns).

    If fl|x − y| > s for a float s, then |x − y| > s: rounding is monotone and keeps s. So comparing these two decides
    about the exact numbers.
    """
    b = a._entrywise(b)
    return (a.mid - b.mid).abs(), upwards(a.rad + b.rad, 1)


def _finite(a: Tensor, b: Tensor) -> Tensor:
    return torch.isfinite(a).all(-1).all(-1) & torch.isfinite(b).all(-1).all(-1)


def separated(a: RoundedMatrix, b: RoundedMatrix) -> Tensor:
    """(B,) bool: some entry has |a.mid − b.mid| > a.rad + b.rad, so the exact matrices differ.

    False for a network with a midpoint that is not finite.
    """
    difference, radius = _differences(a, b)
    return (difference > radius).any(-1).any(-1) & _finite(a.mid, b.mid)


def overlapping(a: RoundedMatrix, b: RoundedMatrix) -> Tensor:
    """(B,) bool: all balls are finite and no entry separates, so the exact matrices may be equal (see `slack`)."""
    difference, radius = _differences(a, b)
    return (difference <= radius).all(-1).all(-1) & _finite(a.mid, b.mid) & _finite(a.rad, b.rad)


def gap(a: RoundedMatrix, b: RoundedMatrix) -> Tensor:
    """(B,): max over entries of |a.mid − b.mid|, rounded to nearest; NaN where a midpoint is NaN."""
    return _differences(a, b)[0].amax((1, 2))


def slack(a: RoundedMatrix, b: RoundedMatrix) -> Tensor:
    """(B,): max over entries of a.rad + b.rad, rounded up; ∞ where a ball is infinite."""
    return _differences(a, b)[1].amax((1, 2))
