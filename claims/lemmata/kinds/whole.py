"""Whole numbers of a case: Python's own, but that a quotient of two of them is exact."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

__all__ = ["Whole"]


def _kept(name: str) -> Callable[[Any, Any], Any]:
    """The operation of this name, of which a whole result is a `Whole` again."""
    of_int = getattr(int, name)

    def operation(self: Whole, other: Any) -> Any:
        result = of_int(self, other)
        return Whole(result) if type(result) is int else result

    operation.__name__ = name
    return operation


class Whole(int):
    """An int, to count and to index with; n / 3 is the fraction, where Python's own int would give a float.

    Sums, products, powers and remainders of whole numbers are such numbers again.
    """

    __add__ = __radd__ = _kept("__add__")
    __mul__ = __rmul__ = _kept("__mul__")
    __sub__, __rsub__ = _kept("__sub__"), _kept("__rsub__")
    __floordiv__, __rfloordiv__ = _kept("__floordiv__"), _kept("__rfloordiv__")
    __mod__, __rmod__ = _kept("__mod__"), _kept("__rmod__")

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        if isinstance(other, int) and other < 0:
            return Fraction(int(self)) ** int(other)
        result = int.__pow__(self, other) if modulo is None else int.__pow__(self, other, modulo)
        return Whole(result) if type(result) is int else result

    def __rpow__(self, other: Any, modulo: Any = None) -> Any:
        return Whole(other) ** self if isinstance(other, int) else NotImplemented

    def __neg__(self) -> Whole:
        return Whole(int.__neg__(self))

    def __truediv__(self, other: Any) -> Any:
        return Fraction(int(self), int(other)) if isinstance(other, int) else NotImplemented

    def __rtruediv__(self, other: Any) -> Any:
        return Fraction(int(other), int(self)) if isinstance(other, int) else NotImplemented
