"""Whether points cover all of Θ within ε, decided exactly: yes, a θ that they miss, or undecided after so many boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor, lcm

import numpy as np

from lemmata.numerics.verdict import Unresolved, Verdict
from lemmata.theory.exact.points import Point
from lemmata.theory.nets.parameter_sets import Finite, ParameterSet, Shell, norm_squared, squared_distance

__all__ = ["Covering", "completed", "covering", "packing_argument"]

# Work allowed: boxes looked at.
_BOXES = 400_000
# Coordinates are integers over a common denominator, and sums of their squares have to fit into 63 bits.
_LARGEST_UNIT = 1 << 28
# Pairs of a box and a point of the net that are held in memory at once.
_PAIRS = 1 << 20


@dataclass(frozen=True)
class Covering:
    """What was found.

    Attributes:
        verdict: holds if every θ∈Θ has a point within ε.
        missed: for *refuted*, a θ∈Θ that is farther than ε from every point.
        boxes: how many boxes were looked at.
    """

    verdict: Verdict
    missed: Point | None = None
    boxes: int = 0

    def distance_squared(self, points: Sequence[Point]) -> Fraction:
        """How far the missed θ is from its nearest point, squared. Raises ValueError where nothing was missed."""
        if self.missed is None:
            raise ValueError("nothing was missed")
        return min(squared_distance(self.missed, p) for p in points)


@lru_cache(maxsize=4096)
def covering(theta: ParameterSet, points: tuple[Point, ...], eps: Fraction, *, boxes: int = _BOXES) -> Covering:
    """Whether every parameter, of the whole continuum, lies within ε of one of the points.

    Finitely many parameters are gone through, a line is swept from left to right, and otherwise boxes are halved until
    each lies in the ε-ball of one point.
    """
    if not points:
        return Covering(Verdict.REFUTED, theta.some_point())
    if isinstance(theta, Finite):
        missed = [q for q in theta.points if all(squared_distance(p, q) > eps**2 for p in points)]
        return Covering(Verdict.REFUTED, missed[0]) if missed else Covering(Verdict.HOLDS)
    assert isinstance(theta, Shell)
    if theta.m == 1:
        gap = _gap_on_the_line(theta, sorted(p[0] for p in points), eps)
        return Covering(Verdict.HOLDS) if gap is None else Covering(Verdict.REFUTED, (gap,))
    return _Boxes(theta, list(points), eps).halved(boxes)


def completed(theta: ParameterSet, points: Sequence[Point], eps: Fraction, *, boxes: int = _BOXES) -> tuple[Point, ...]:
    """The points and, as long as there is one, a θ∈Θ that is farther than ε from all of them.

    What comes out covers Θ within ε, and the points added keep the distance: a packing becomes a maximal one.
    Raises Unresolved where the boxes do not suffice.
    """
    found = list(points)
    if isinstance(theta, Shell) and theta.m > 1 and found:
        search = _Boxes(theta, found, eps)
        if search.halved(boxes, complete=True).verdict is Verdict.HOLDS:
            return tuple(search.points)
        raise Unresolved(f"{boxes:,} boxes do not decide whether {len(search.points)} points cover {theta!r}")
    while (missed := covering(theta, tuple(found), eps).missed) is not None:
        found.append(missed)
    return tuple(found)


def packing_argument(theta: Shell, k: int, separation: Fraction, eps: Fraction) -> bool:
    """Whether every maximal packing of the grid of step 1/k in Θ is an ε-net of all of Θ.

    A θ of the outer half of the shell, rounded towards 0 coordinate by coordinate, is a grid point of Θ at a distance
    below √m/k; one of the inner half is rounded away from 0. (The nearest grid point need not lie in Θ.) That grid point
    is within ``separation`` of the packing.
    """
    reach = eps - separation
    room = (1 - theta.inner) / 2 if theta.inner else Fraction(1)
    return reach > 0 and min(reach, room) ** 2 * k**2 >= theta.m


def _gap_on_the_line(theta: Shell, ordered: list[Fraction], eps: Fraction) -> Fraction | None:
    """A point of [−1, −inner] ∪ [inner, 1] farther than ε from all of them, or None."""
    pieces = (
        [(-Fraction(1), -theta.inner), (theta.inner, Fraction(1))] if theta.inner else [(-Fraction(1), Fraction(1))]
    )
    for start, end in pieces:
        reached, covered = start, False  # covered up to and with reached; the start itself is not yet
        for p in ordered:
            if p + eps < reached or (covered and p + eps == reached):
                continue
            if p - eps > reached:
                break
            reached, covered = p + eps, True
        if covered and reached >= end:
            continue
        following = [p - eps for p in ordered if p - eps > reached]
        stop = min([end, *following])
        if not covered:
            return start
        # the gap (reached, stop) is open where the next interval begins, and closed at the end of the piece
        return end if stop == end and end not in following else (reached + stop) / 2
    return None


def _covers_the_ball(p: Point, eps: Fraction) -> bool:
    """1 + ‖p‖ ≤ ε. Its farthest θ may be exactly ε away, and no box around that θ would tell."""
    return eps >= 1 and norm_squared(p) <= (eps - 1) ** 2


class _Boxes:
    """Boxes of [−1, 1]^m, halved level by level; every number is an integer in units of 1/``unit``."""

    def __init__(self, theta: Shell, points: list[Point], eps: Fraction) -> None:
        self.theta, self.points, self.eps = theta, points, eps
        common = lcm(*(v.denominator for p in points for v in p))
        if common > _LARGEST_UNIT:
            raise ValueError(f"the points of a net have the common denominator {common}: write them in smaller numbers")
        self.unit = common << (_LARGEST_UNIT // common).bit_length() - 1
        # how often 1 can be halved in whole numbers
        self.depth = (self.unit & -self.unit).bit_length() - 1
        self.net = np.array([self._integers(p) for p in points], dtype=np.int64)
        # nothing in the ball is farther than 2 from anything else in it: a larger ε would only overflow
        self.reach = floor(min(eps, Fraction(2)) ** 2 * self.unit**2)
        self.alone = any(_covers_the_ball(p, eps) for p in points)
        # ‖θ‖ ≥ inner in whole numbers: ‖θ‖² ≥ ⌈inner²⌉
        self.inner = -floor(-(theta.inner**2) * self.unit**2)

    def _integers(self, p: Point) -> list[int]:
        return [int(v * self.unit) for v in p]

    def halved(self, boxes: int, *, complete: bool = False) -> Covering:
        """Halve all boxes until each is covered or a parameter is missed; ``complete`` adds what is missed to the points."""
        if self.alone:
            return Covering(Verdict.HOLDS)
        centres, half, looked_at = np.zeros((1, self.theta.m), dtype=np.int64), self.unit, 0
        corners = np.array(np.meshgrid(*[[-1, 1]] * self.theta.m)).reshape(self.theta.m, -1).T
        for _ in range(self.depth + 1):
            near = np.maximum(abs(centres) - half, 0)
            far = abs(centres) + half
            centres = centres[((near**2).sum(1) <= self.unit**2) & ((far**2).sum(1) >= self.inner)]
            looked_at += len(centres)
            if looked_at > boxes:
                break
            open_ = []
            for part in np.array_split(centres, len(centres) * len(self.net) // _PAIRS + 1):
                missed = self._missed(part, half)
                while missed is not None:
                    if not complete:
                        return Covering(Verdict.REFUTED, self._point(missed), looked_at)
                    self._add(missed)
                    missed = self._missed(part, half)
                open_.append(part[~self._covered(part, half)])
            centres = np.concatenate(open_)
            if not len(centres):
                return Covering(Verdict.HOLDS, boxes=looked_at)
            half //= 2
            centres = (centres[:, None, :] + half * corners[None]).reshape(-1, self.theta.m)
        return Covering(Verdict.UNDECIDED, boxes=looked_at)

    def _covered(self, centres: np.ndarray, half: int) -> np.ndarray:
        """Which boxes lie, as far as they belong to Θ, in the ε-ball of one point."""
        m = self.theta.m
        squares, lengths = self._distances(centres)
        farthest_corner = squares + 2 * half * lengths + m * half**2
        # ‖θ − p‖² ≤ 1 − 2θ·p + ‖p‖², and over a box θ·p is least at a corner: sharp where the box reaches out of the ball
        beyond = self.unit**2 - (centres**2).sum(1)
        in_the_ball = squares + beyond[:, None] + 2 * half * abs(self.net).sum(1)[None]
        return (np.minimum(farthest_corner, in_the_ball) <= self.reach).any(1)

    def _missed(self, centres: np.ndarray, half: int) -> np.ndarray | None:
        """Of one parameter in each box, the one that is farthest from all points, if that is farther than ε."""
        candidates = self._parameters(centres, half)
        if not len(candidates):
            return None
        nearest = self._distances(candidates)[0].min(1)
        i = int(nearest.argmax())
        return candidates[i] if nearest[i] > self.reach else None

    def _parameters(self, centres: np.ndarray, half: int) -> np.ndarray:
        """A parameter of each box: its centre, or else its point nearest to or farthest from 0, if one is in Θ."""
        size = abs(centres)
        chosen, found = centres, self._in_theta(centres)
        for other in (np.sign(centres) * np.maximum(size - half, 0), np.where(centres < 0, -1, 1) * (size + half)):
            chosen = np.where(found[:, None], chosen, other)
            found = found | self._in_theta(other)
        return chosen[found]

    def _in_theta(self, rows: np.ndarray) -> np.ndarray:
        norms = (rows**2).sum(1)
        return (norms <= self.unit**2) & (norms >= self.inner)

    def _distances(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Σ|θ_i − p_i|² and Σ|θ_i − p_i| for every row θ and every point p."""
        squares = np.zeros((len(rows), len(self.net)), dtype=np.int64)
        lengths = np.zeros_like(squares)
        for i in range(self.theta.m):
            apart = abs(rows[:, i, None] - self.net[None, :, i])
            lengths += apart
            squares += apart * apart
        return squares, lengths

    def _point(self, row: np.ndarray) -> Point:
        return tuple(Fraction(int(v), self.unit) for v in row)

    def _add(self, row: np.ndarray) -> None:
        self.points.append(self._point(row))
        self.net = np.concatenate([self.net, row[None]])
