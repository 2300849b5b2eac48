"""Settings of the libraries below us that a verdict or its words may depend on: the same while any form is judged.

A plugin, a conftest, a module of claims or a check may change them. So each is set before a form is judged and put back
behind it. A library that is not loaded is not loaded for that; what was judged while it came is judged again.

Three things are not among them. Settings that no program reads back (how torch prints tensors) cannot be put back.
Global random generators are used by nothing here: whatever is drawn has a seed of its own. And what can only end in an
exception (a limit of recursion, a filter of warnings) is never a verdict.
"""

from __future__ import annotations

import decimal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

__all__ = ["SETTINGS", "Setting", "as_they_came", "known_settings", "loaded"]


@dataclass(frozen=True)
class Setting:
    """One setting of one library.

    Attributes:
        module: the module that has it, by its full name.
        name: what it is called, for people.
        wanted: its value while a form is judged.
        read: module ↦ value.
        put: sets the module to a value that was read.
    """

    module: str
    name: str
    wanted: Any
    read: Callable[[Any], Any]
    put: Callable[[Any, Any], object]


def _attribute(module: str, path: str, wanted: Any) -> Setting:
    """A setting that is an attribute, with the dots on the way to it."""
    owner, _, name = path.rpartition(".")
    get = attrgetter(owner)
    return Setting(module, path, wanted, attrgetter(path), lambda loaded, value: setattr(get(loaded), name, value))


def _precision_of_products(path: str) -> Setting:
    """How far torch may round float32 products. Versions that do not have this setting are as they should be."""
    get = attrgetter(path)
    return Setting(
        "torch",
        f"{path}.fp32_precision",
        "none",
        lambda torch: getattr(get(torch), "fp32_precision", "none"),
        lambda torch, value: setattr(get(torch), "fp32_precision", value),
    )


def _autocast(device: str) -> Setting:
    return Setting(
        "torch",
        f"autocast on {device}",
        False,
        lambda torch: torch.is_autocast_enabled(device),
        lambda torch, value: torch.set_autocast_enabled(device, value),
    )


# How numpy starts: its options of printing, and what scipy's special functions do about an error (but for that of memory).
_PRINTED = {
    "edgeitems": 3, "threshold": 1000, "floatmode": "maxprec", "precision": 8, "suppress": False, "linewidth": 75,
    "nanstr": "nan", "infstr": "inf", "sign": "-", "formatter": None, "legacy": False, "override_repr": None,
}  # fmt: skip


def _other_printing(numpy: Any) -> dict[str, Any]:
    """The options of printing that are not as numpy starts."""
    found = numpy.get_printoptions()
    return {} if found == _PRINTED else {name: value for name, value in found.items() if value != _PRINTED.get(name)}


def _print(numpy: Any, other: dict[str, Any]) -> None:
    numpy.set_printoptions(**{name: {**_PRINTED, **other}.get(name) for name in numpy.get_printoptions()})


def _as_scipy_starts(error: str) -> str:
    return "raise" if error == "memory" else "ignore"


def _other_errors(special: Any) -> dict[str, str]:
    """What is done about the errors of special functions, where it is not what scipy starts with."""
    return {error: action for error, action in special.geterr().items() if action != _as_scipy_starts(error)}


def _treat_errors(special: Any, other: dict[str, str]) -> None:
    special.seterr(**{error: other.get(error, _as_scipy_starts(error)) for error in special.geterr()})


def _replace(held: Any, values: Any) -> None:
    """A dict or a set with these values in place of its own."""
    held.clear()
    held.update(values)


_SMALLEST_NORMAL, _SMALLEST = sys.float_info.min, 5e-324


def _flushes(torch: Any) -> bool:
    """Does this processor take numbers below the normal range for 0? torch sets that and cannot be asked."""
    return _SMALLEST_NORMAL / 2 == 0 or _SMALLEST == 0


_CONTEXT = {"prec": 28, "rounding": "ROUND_HALF_EVEN", "Emin": -999999, "Emax": 999999, "capitals": 1, "clamp": 0}
_context_values = attrgetter(*_CONTEXT)
_TRAPPED = (decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow)


def _context(decimal: Any) -> tuple[Any, dict[Any, bool]]:
    context = decimal.getcontext()
    return _context_values(context), context.traps.copy()


def _set_context(decimal: Any, values: tuple[Any, dict[Any, bool]]) -> None:
    context = decimal.getcontext()
    for name, value in zip(_CONTEXT, values[0], strict=True):
        setattr(context, name, value)
    context.traps.update(values[1])


SETTINGS = (
    _attribute("flint", "ctx.threads", 1),  # with more, python-flint has crashed
    _attribute("flint", "ctx.prec", 53),
    _attribute("flint", "ctx.cap", 10),
    _attribute("flint", "ctx.pretty", True),
    _attribute("flint", "ctx.unicode", False),
    # with two threads the last bits of some kernels differ from run to run
    Setting("torch", "threads", 1, lambda torch: torch.get_num_threads(), lambda torch, n: torch.set_num_threads(n)),
    Setting(
        "torch", "default dtype", "torch.float32", lambda torch: str(torch.get_default_dtype()),
        lambda torch, value: torch.set_default_dtype(getattr(torch, value.removeprefix("torch."))),
    ),
    Setting(
        "torch", "default device", "cpu", lambda torch: str(torch.empty(0).device),
        lambda torch, value: torch.set_default_device(None if value == "cpu" else value),
    ),
    Setting(
        "torch", "gradients", True, lambda torch: torch.is_grad_enabled(),
        lambda torch, value: torch.set_grad_enabled(value),
    ),
    Setting(
        "torch", "deterministic algorithms", (False, False),
        lambda torch: (torch.are_deterministic_algorithms_enabled(), torch.is_deterministic_algorithms_warn_only_enabled()),
        lambda torch, value: torch.use_deterministic_algorithms(value[0], warn_only=value[1]),
    ),
    Setting(
        "torch", "detection of anomalies", (False, True),
        lambda torch: (torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()),
        lambda torch, value: torch.set_anomaly_enabled(*value),
    ),
    Setting("torch", "flushing", False, _flushes, lambda torch, value: torch.set_flush_denormal(value)),
    _autocast("cpu"),
    _autocast("cuda"),
    _precision_of_products("backends"),
    _precision_of_products("backends.cuda.matmul"),
    _precision_of_products("backends.mkldnn.matmul"),
    Setting(
        "numpy", "errors", {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"},
        lambda numpy: numpy.geterr(), lambda numpy, value: numpy.seterr(**value),
    ),
    Setting("numpy", "printing", {}, _other_printing, _print),
    Setting("scipy.special", "errors", {}, _other_errors, _treat_errors),
    _attribute("mpmath", "mp.prec", 53),
    _attribute("mpmath", "mp.pretty", False),
    _attribute("sympy.core.parameters", "global_parameters.evaluate", True),
    _attribute("sympy.core.parameters", "global_parameters.distribute", True),
    _attribute("sympy.core.parameters", "global_parameters.exp_is_pow", False),
    Setting(
        "sympy.assumptions.assume", "assumptions", frozenset(), lambda assume: frozenset(assume.global_assumptions),
        lambda assume, value: _replace(assume.global_assumptions, value),
    ),
    Setting(
        "sympy.printing.printer", "printing", {}, lambda printer: dict(printer.Printer._global_settings),
        lambda printer, value: _replace(printer.Printer._global_settings, value),
    ),
    Setting(
        "decimal", "context",
        (tuple(_CONTEXT.values()), {signal: signal in _TRAPPED for signal in decimal.Context().traps}),
        _context, _set_context,
    ),
    Setting(
        "sys", "digits of a whole number", sys.int_info.default_max_str_digits,
        lambda sys: sys.get_int_max_str_digits(), lambda sys, value: sys.set_int_max_str_digits(value),
    ),
)  # fmt: skip
"""All of them. What is not the default of its library is so for a reason that stands beside it."""


def loaded() -> frozenset[str]:
    """The modules of the list that are loaded."""
    return frozenset(setting.module for setting in SETTINGS if setting.module in sys.modules)


def as_they_came(before: frozenset[str]) -> bool:
    """Has a module of the list come that was not ``loaded`` before, with a value that is not wanted?"""
    came = loaded() - before
    return any(
        setting.read(sys.modules[setting.module]) != setting.wanted for setting in SETTINGS if setting.module in came
    )


_known = ContextVar("_known", default=False)


@contextmanager
def known_settings() -> Iterator[None]:
    """Every setting of the list as wanted; behind it each is put back as it was found, whoever changed it meanwhile.

    Inside of itself it does nothing: what judges a form may be called by what also writes down what was found.
    """
    if _known.get():
        yield
        return
    found = []
    for setting in SETTINGS:
        module = sys.modules.get(setting.module)
        if module is not None:
            value = setting.read(module)
            found.append((setting, module, value))
            if value != setting.wanted:
                setting.put(module, setting.wanted)
    inside = _known.set(True)
    try:
        yield
    finally:
        _known.reset(inside)
        for setting, module, value in found:
            if setting.read(module) != value:
                setting.put(module, value)
