"""The text of a case is the call that builds it again: numbers and rows as they are typed, and functions by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, TypeVar

__all__ = ["Spelled", "makes", "typed"]

F = TypeVar("F", bound=Callable[..., Any])


class Spelled:
    """The base of frozen dataclasses whose repr is the call that builds them again.

    That is a call of the function under ``@makes(TheClass)``, whose parameters are named like the fields, or else of the
    class itself. An optional part that is not there (None, False, nothing) is left out; a number is always shown.
    """

    made_by: ClassVar[Callable[..., Any] | None] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__repr__" not in cls.__dict__:  # lest @dataclass writes one of its own
            cls.__repr__ = Spelled.__repr__  # type: ignore[method-assign]

    def argument(self, name: str) -> Any:
        """What is typed for one parameter of the call: by default the field of that name."""
        return getattr(self, name)

    def __repr__(self) -> str:
        make: Any = type(self).made_by or type(self)
        arguments = []
        for parameter in _parameters(make):
            value = self.argument(parameter.name)
            if _is_left_out(value, parameter.default):
                continue
            # a class is built by the names of its fields, a function the way that it is called
            named = make is type(self) or parameter.kind is inspect.Parameter.KEYWORD_ONLY
            arguments.append(f"{parameter.name}={typed(value)}" if named else typed(value))
        return f"{make.__name__}({', '.join(arguments)})"


def makes(spelled: type[Spelled]) -> Callable[[F], F]:
    """The function below builds objects of this class, and is how they are spelled."""

    def attach(function: F) -> F:
        spelled.made_by = staticmethod(function)
        return function

    return attach


def typed(value: Any) -> str:
    """A value as it is typed: 2, '-1/2', [0, '1/2'], True, 'euclidean', or its repr where it builds itself."""
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"'{value}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(typed, value))}]"
    return repr(value)


@cache
def _parameters(make: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(make).parameters.values())


def _is_left_out(value: Any, default: Any) -> bool:
    """Whether a value is a default that stands for something that is not there; 0 stands for a number."""
    nothing = default is None or default is False or default in ((), "")
    return nothing and (value is default or value in ((), ""))
