"""What two generators g and h of one class have, whatever they are: log P_g, log P_h and their difference as networks, d_F."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import ClassVar

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.compare import at_most
from lemmata.numerics.logarithms import LogMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.densities.difference_network import difference_network
from lemmata.theory.densities.log_density_network import log_density_network
from lemmata.theory.networks.generator import Generator

__all__ = ["Function", "GeneratorPair", "largest", "without_logarithms"]

Function = Callable[[Matrix], Matrix]


class GeneratorPair(ABC):
    """What all pairs have: the networks log P_g, log P_h and their difference."""

    g: Generator
    h: Generator
    # |log(P_g/P_h)| of two of them is not constant, and has no bound that is known
    equally_unlike: ClassVar[bool] = False
    equally_unlike_where_unlike: ClassVar[bool] = False
    largest_log_ratio: ClassVar[Matrix | None] = None

    @cached_property
    def log_p(self) -> Function:
        """log P_g, a network of depth l + 1."""
        return log_density_network(self.g)

    @cached_property
    def log_q(self) -> Function:
        """log P_h, a network of depth l + 1."""
        return log_density_network(self.h)

    @cached_property
    def log_ratio(self) -> Function:
        """log P_g − log P_h, one network of depth l + 1: two copies with a common output."""
        return difference_network(log_density_network(self.g), log_density_network(self.h))

    @abstractmethod
    def mean_P(self, f: Function) -> Matrix:
        """E_{P_g} f for an f that is quadratic wherever log P_g and log P_h are."""

    @abstractmethod
    def mean_Q(self, f: Function) -> Matrix:
        """E_{P_h} f for such an f."""

    @property
    @abstractmethod
    def kl(self) -> Matrix:
        """KL(P_g‖P_h)."""

    @property
    @abstractmethod
    def kl_reversed(self) -> Matrix:
        """KL(P_h‖P_g)."""

    @property
    def jeffreys(self) -> Matrix:
        """J = KL(P_g‖P_h) + KL(P_h‖P_g). For affine generators the logarithms cancel: it is rational where W, V, b, c are."""
        return without_logarithms(self.kl + self.kl_reversed)

    def deviation(self, f: Function) -> Matrix:
        """|E_{P_g} f − E_{P_h} f|."""
        return absolute(without_logarithms(self.mean_P(f) - self.mean_Q(f)))

    def distance(self, F: Sequence[Function]) -> Matrix:
        """d_F(P_g, P_h), the largest deviation."""
        return largest([self.deviation(f) for f in F])


def largest(numbers: Sequence[Matrix]) -> Matrix:
    """The largest of these numbers, or a ball that holds it."""
    best, *others = numbers
    for value in others:
        if isinstance(best, BallMatrix) and isinstance(value, BallMatrix):
            best = BallMatrix.of([[best.entries()[0].max(value.entries()[0])]])
        elif at_most(best, value).verdict is Verdict.HOLDS:
            best = value
    return best


def without_logarithms(number: Matrix) -> Matrix:
    """The number itself where its logarithms have cancelled: then it belongs to the arithmetic below."""
    if isinstance(number, LogMatrix) and number.q_is_one() and number.c == 0:
        return number.a
    return number
