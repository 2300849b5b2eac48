"""Slips in a claim, each found where it is declared and said in one sentence that says what to write instead."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from hypothesis.strategies import SearchStrategy

from lemmata.evidence.forms import ClaimError, require

__all__ = [
    "INSTEAD", "check_cases", "check_function", "check_parameters", "check_strategies", "floats_in", "listed_shapes", "no_lift",
    "without_into",
]  # fmt: skip

INSTEAD = 'leave such cases out of what is drawn, or let the check return nothing_claimed("…") there'
"""What to do about a case in which something is divided by zero."""


def check_function(id: str, check: Callable[..., Any]) -> None:
    """Refuse a check that pytest would not find, or that does not name what it takes.

    Raises:
        ClaimError: for a function in a class, and for one that takes no formula or ``*arguments``.
    """
    outer, _, name = check.__qualname__.rpartition(".")
    require(
        not outer or outer.endswith("<locals>"),
        f"claim {id!r} stands in class {outer}, where no claim is found: write {name} outside of it",
    )
    parameters = list(inspect.signature(check).parameters.values())
    starred = [str(p) for p in parameters if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    require(not starred, f"claim {id!r}: its check takes {', '.join(starred)}: give each value of a case a name")
    require(
        len(parameters) > 1,
        f"claim {id!r}: its check takes the formula and at least one case parameter, def {name}(formula, case)",
    )


def check_parameters(id: str, grade: str, given: Collection[str] | None, check: Callable[..., Any]) -> None:
    """Refuse a grade that draws other values than its check takes. Raises ClaimError, with both lists of names.

    None is given by a grade whose cases are not named one by one.
    """
    if given is None:
        return
    wanted = _other_names(given, check)
    names = ", ".join(f"{name}=…" for name in given)
    require(not wanted, f"claim {id!r}: {grade}({names}) does not fit its check, which takes {wanted}")


def check_cases(id: str, cases: Iterable[Mapping[str, Any]], check: Callable[..., Any], *, exact: bool) -> None:
    """Refuse written cases that the check cannot take, and those that are ``exact`` and hold floats.

    Raises:
        ClaimError: naming the case and what is wrong with it.
    """
    for number, case in enumerate(cases, start=1):
        which = f"claim {id!r}: written case {number}"
        wanted = _other_names(case, check)
        names = ", ".join(map(str, case)) or "nothing"
        require(not wanted, f"{which} names {names}, and its check takes {wanted}")
        for name, value in case.items():
            require(not without_into(value), f"{which} {no_lift(name, value)}")
            for where, found in floats_in(value, name) if exact else ():
                raise ClaimError(
                    f"{which} holds the float {found!r} ({where}): cases are exact, write '{found!r}' or a Fraction"
                )


def check_strategies(grade: str, strategies: Mapping[str, Any]) -> None:
    """Refuse what cases cannot be drawn from. Raises ClaimError, saying what to write."""
    for name, strategy in strategies.items():
        if isinstance(strategy, SearchStrategy):
            continue
        found = f"{grade}({name}=…) takes a Hypothesis strategy that cases are drawn from, and got {_shown(strategy)}"
        if inspect.isroutine(strategy) or inspect.isclass(strategy):
            raise ClaimError(f"{found}: call it")
        if isinstance(strategy, list | tuple | set | frozenset | range):
            raise ClaimError(f"{found}: write st.sampled_from([…]) to draw from these values")
        raise ClaimError(f"{found}: a case that is written down belongs in cases=[…] of the claim")


def listed_shapes(grade: str, shapes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The shapes that are named for each parameter of a symbolic check. Raises ClaimError for anything but lists of them."""
    if not shapes:
        raise ClaimError(f"{grade}() names no shapes: {grade}(case=[…])")
    for name, values in shapes.items():
        if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping | SearchStrategy):
            raise ClaimError(f"{grade}({name}=…) takes a list of shapes, each of them a case, and got {_shown(values)}")
    return {name: list(values) for name, values in shapes.items()}


def without_into(value: Any) -> bool:
    """Is this an object of fields that cannot be lifted into an arithmetic, for its class has no ``into``?"""
    fields = dataclasses.is_dataclass(value) or hasattr(type(value), "__attrs_attrs__")
    return fields and not isinstance(value, type) and not hasattr(value, "into")


def floats_in(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    """The floats in a value, however deep in lists and dataclasses, each with the place where it stands: ``pair.p[0]``."""
    if isinstance(value, float | complex) or _is_a_float_of_numpy(value):
        yield where, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from floats_in(item, f"{where}[{key!r}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for index, item in enumerate(value):
            yield from floats_in(item, f"{where}[{index}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from floats_in(getattr(value, field.name, None), f"{where}.{field.name}")


def _is_a_float_of_numpy(value: Any) -> bool:
    """Is this one number of a class such as float32, which Python's own float does not know? Arrays are taken in as lifted."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return kind in ("f", "c") and getattr(value, "shape", None) == ()


def _other_names(given: Iterable[str], check: Callable[..., Any]) -> str:
    """What a check takes, where these names do not fit it; the empty string where they do."""
    _, *parameters = inspect.signature(check).parameters.values()
    required = [p.name for p in parameters if p.default is p.empty]
    names = [p.name for p in parameters]
    if set(required) <= set(given) <= set(names):
        return ""
    return ", ".join(required or names)


def no_lift(name: str, value: Any) -> str:
    """What is said of a value without `into`, and what to do."""
    kind = type(value).__name__
    return f"gives {name} a {kind}, which has no `into`: derive {kind} from Case and write lift(arithmetic)"


def _shown(value: Any) -> str:
    if inspect.isroutine(value) or inspect.isclass(value):
        return f"the {'class' if inspect.isclass(value) else 'function'} {value.__name__}"
    text = repr(value)
    return text if len(text) <= 60 else f"a {type(value).__name__}"
