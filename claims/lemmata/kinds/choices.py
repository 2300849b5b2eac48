"""Finite choices: of values, and of functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.numerics.arithmetic import Matrices
from lemmata.theory.exact.case import Case

__all__ = ["Choices", "NamedFunction", "choices", "functions"]


class Choices(Kind):
    """One of finitely many values: see `choices` and `functions`."""

    stands_for_all = False

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)

    def strategy(self) -> st.SearchStrategy[Any]:
        return st.sampled_from(self.values)

    def value(self, given: Any) -> Any:
        for value in self.values:
            if value is given or value == given or (isinstance(value, NamedFunction) and value.function is given):
                return value
        raise ValueError(f"{given!r} is none of {', '.join(map(repr, self.values))}")

    def words(self, name: str) -> str:
        return f"{name} one of {', '.join(map(repr, self.values))}"

    def symbols(self, name: str) -> Sequence[Any]:
        return self.values


def choices(*values: Any) -> Choices:
    """One of these values, as it is: whole numbers, texts, or cases of one's own. The first is the simplest.

    Raises:
        ValueError: where there is nothing to choose from.
    """
    if not values:
        raise ValueError("choices(…) needs at least one value to choose from")
    return Choices(values)


@dataclass(frozen=True, repr=False)
class NamedFunction(Case):
    """A function of the vocabulary, or one written with it: the same in every arithmetic, spelled by its name."""

    function: Callable[..., Any]

    arithmetics = (Matrices,)

    def lift(self, arithmetic: Matrices) -> Callable[..., Any]:
        return self.function

    def __repr__(self) -> str:
        return self.function.__name__


def functions(*named: Callable[..., Any]) -> Choices:
    """One of these functions: ``f=functions(exp, sin, square)``. Each is written in the vocabulary, and has a name.

    Raises:
        TypeError: for what is no function with a name of its own.
        ValueError: where there is nothing to choose from.
    """
    for function in named:
        if not callable(function) or getattr(function, "__name__", "<lambda>") == "<lambda>":
            raise TypeError(f"functions(…) takes functions with a name, as a case is spelled by it, got {function!r}")
    if not named:
        raise ValueError("functions(…) needs at least one function to choose from")
    return Choices([NamedFunction(function) for function in named])
