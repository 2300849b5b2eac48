"""Functions on an interval, in one arithmetic: what a check works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from lemmata import absolute, exp


@dataclass(frozen=True)
class OnAnInterval:
    """A function on [a, b], which is cut into n panels of width h."""

    a: Any
    b: Any
    n: int

    # what a kind of functions has besides
    __call__: ClassVar[Callable[..., Any]]
    second_derivative: ClassVar[Callable[..., Any]]
    integral: ClassVar[Any]

    @property
    def width(self):
        return self.b - self.a

    @property
    def midpoint(self):
        return (self.a + self.b) / 2

    @property
    def h(self):
        return self.width / self.n

    @property
    def error_of_the_trapezoids(self):
        """∫f less the areas of the n trapezoids."""
        values = [self(self.a + self.h * i) for i in range(self.n + 1)]
        return self.integral - sum((left + right) / 2 * self.h for left, right in pairwise(values))

    @property
    def largest_second_derivative(self):
        """max|f″|, for cubics and exponentials: f″ is monotone, so |f″| is largest at an end."""
        left, right = absolute(self.second_derivative(self.a)), absolute(self.second_derivative(self.b))
        return (left + right + absolute(left - right)) / 2


@dataclass(frozen=True)
class Powers(OnAnInterval):
    """c_0 + c_1 x + … + c_k x^k."""

    c: Sequence[Any]

    @property
    def degree(self):
        return len(self.c) - 1

    def __call__(self, x):
        return sum(c * x**k for k, c in enumerate(self.c))

    def second_derivative(self, x):
        return sum(k * (k - 1) * c * x ** (k - 2) for k, c in enumerate(self.c) if k > 1)

    @property
    def integral(self):
        """By the antiderivative."""
        return sum(c * (self.b ** (k + 1) - self.a ** (k + 1)) / (k + 1) for k, c in enumerate(self.c))


@dataclass(frozen=True)
class ExpOfKX(OnAnInterval):
    """e^(kx)."""

    k: Any

    def __call__(self, x):
        return exp(self.k * x)

    def second_derivative(self, x):
        return self.k**2 * self(x)

    @property
    def integral(self):
        """By the antiderivative."""
        return (self(self.b) - self(self.a)) / self.k
