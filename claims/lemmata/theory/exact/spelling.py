"""The text of a case is the call that builds it again: numbers and rows as they are typed, and functions by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

__all__ = ["Spelled", "makes", "typed"]

F = TypeVar("F", bound=Callable[..., Any])


class Spelled:
    """The base of frozen dataclasses whose repr is the call of a function that builds them again: see `makes`."""

    def argument(self, name: str) -> Any:
        """What is typed for one parameter of that function: by default the field of this name."""
        return getattr(self, name)


def makes(spelled: type[Spelled]) -> Callable[[F], F]:
    """The function below builds objects of this class, and their repr is its call.

    Its parameters are named like the fields. An optional part that is not there (None, False, nothing) is left out; a
    number is always shown. A class without such a function is spelled as all dataclasses are, by its own name and fields.
    """

    def attach(function: F) -> F:
        parameters = tuple(inspect.signature(function).parameters.values())
        for parameter in parameters:
            if parameter.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
                raise TypeError(f"{function.__name__} makes a {spelled.__name__}: give each of its parameters a name")
            known = parameter.name in _fields(spelled) or hasattr(spelled, parameter.name)
            if not known and spelled.argument is Spelled.argument:
                raise TypeError(
                    f"{function.__name__} makes a {spelled.__name__}, which has no {parameter.name!r}: name the parameter "
                    f"like a field, or write `argument`"
                )

        def call(self: Spelled) -> str:
            arguments = []
            for parameter in parameters:
                value = self.argument(parameter.name)
                if not _is_left_out(value, parameter.default):
                    keyword = f"{parameter.name}=" if parameter.kind is inspect.Parameter.KEYWORD_ONLY else ""
                    arguments.append(keyword + typed(value))
            return f"{function.__name__}({', '.join(arguments)})"

        spelled.__repr__ = call  # type: ignore[method-assign, assignment]
        return function

    return attach


def _fields(spelled: type) -> set[str]:
    return {name for kind in spelled.__mro__ for name in inspect.get_annotations(kind)}


def typed(value: Any) -> str:
    """A value as it is typed: 2, '-1/2', [0, '1/2'], True, 'euclidean', or its repr where it builds itself."""
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"'{value}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(typed, value))}]"
    return repr(value)


def _is_left_out(value: Any, default: Any) -> bool:
    """Whether a value is a default that stands for something that is not there; 0 stands for a number."""
    nothing = default is None or default is False or default in ((), "")
    return nothing and (value is default or value in ((), ""))
