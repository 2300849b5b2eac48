"""Lemmata decides mathematics by tests: claims, the evidence that decides them, and the theory that they speak of.

Everything that a claim needs is imported from here: ``from lemmata import claim, equal, rationals, refuted``. A name is
loaded when it is first asked for, so importing this package costs nothing.

The names of this page are stable: one goes, or changes its meaning, only in a version whose changelog says so, after a
version that warns of it. Everything else in the package may change with any version.

Raises ImportError under any other name: a second copy of the library in one process would make two sorts of claims.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if __name__ != "lemmata":
    raise ImportError(f"this library is imported as `lemmata`, not as `{__name__}`: put its parent folder on the path")

if TYPE_CHECKING:
    from lemmata.evidence.claim import Claim as Claim
    from lemmata.evidence.declaration import claim as claim, decided as decided
    from lemmata.evidence.forms import ClaimError as ClaimError, blind as blind, elusive as elusive, refuted as refuted
    from lemmata.evidence.grades import certified as certified, exact as exact, symbolic as symbolic
    from lemmata.evidence.rounded import rounded as rounded
    from lemmata.evidence.statistical import statistical as statistical
    from lemmata.kinds.choices import choices as choices, functions as functions
    from lemmata.kinds.laws import laws as laws
    from lemmata.kinds.matrices import matrices as matrices, vectors as vectors
    from lemmata.kinds.networks import networks as networks
    from lemmata.kinds.numbers import integers as integers, rationals as rationals
    from lemmata.kinds.polynomials import polynomials as polynomials
    from lemmata.numerics.arithmetic import Numbers as Numbers
    from lemmata.numerics.balls import Balls as Balls
    from lemmata.numerics.calculus import (
        expectation as expectation,
        gradient as gradient,
        integral as integral,
        jacobian as jacobian,
    )
    from lemmata.numerics.compare import (
        at_most as at_most,
        at_most_count as at_most_count,
        at_most_squared as at_most_squared,
        counted as counted,
        equal as equal,
        implied as implied,
        nothing_claimed as nothing_claimed,
        probability_at_most as probability_at_most,
    )
    from lemmata.numerics.floats import Floats as Floats
    from lemmata.numerics.rationals import Rationals as Rationals
    from lemmata.numerics.symbols import Symbols as Symbols
    from lemmata.numerics.verdict import (
        Comparison as Comparison,
        OutsideArithmetic as OutsideArithmetic,
        Verdict as Verdict,
        all_of as all_of,
    )
    from lemmata.numerics.vocabulary import (
        absolute as absolute,
        asinh as asinh,
        atanh as atanh,
        by_sign as by_sign,
        cos as cos,
        cosh as cosh,
        determinant as determinant,
        diagonal as diagonal,
        dot as dot,
        erf as erf,
        exp as exp,
        eye as eye,
        inverse as inverse,
        log as log,
        log1p as log1p,
        log_abs_determinant as log_abs_determinant,
        maximum as maximum,
        minimum as minimum,
        norm as norm,
        norm_squared as norm_squared,
        pi as pi,
        sigmoid as sigmoid,
        sin as sin,
        sinh as sinh,
        sqrt as sqrt,
        stack as stack,
        tanh as tanh,
        total as total,
        trace as trace,
        transpose as transpose,
    )
    from lemmata.run.interactive import Verdicts as Verdicts, judge as judge
    from lemmata.theory.exact.case import Case as Case
    from lemmata.theory.exact.finite_laws import law as law
    from lemmata.theory.exact.spelling import makes as makes
    from lemmata.theory.networks.from_torch import from_torch as from_torch
    from lemmata.theory.networks.generator_case import generator as generator

_HOMES = {
    "evidence.claim": ["Claim"],
    "evidence.declaration": ["claim", "decided"],
    "evidence.forms": ["ClaimError", "blind", "elusive", "refuted"],
    "evidence.grades": ["certified", "exact", "symbolic"],
    "evidence.rounded": ["rounded"],
    "evidence.statistical": ["statistical"],
    "kinds.choices": ["choices", "functions"],
    "kinds.laws": ["laws"],
    "kinds.matrices": ["matrices", "vectors"],
    "kinds.networks": ["networks"],
    "kinds.numbers": ["integers", "rationals"],
    "kinds.polynomials": ["polynomials"],
    "numerics.arithmetic": ["Numbers"],
    "numerics.balls": ["Balls"],
    "numerics.calculus": ["expectation", "gradient", "integral", "jacobian"],
    "numerics.compare": [
        "at_most", "at_most_count", "at_most_squared", "counted", "equal", "implied", "nothing_claimed",
        "probability_at_most",
    ],
    "numerics.floats": ["Floats"],
    "numerics.rationals": ["Rationals"],
    "numerics.symbols": ["Symbols"],
    "numerics.verdict": ["Comparison", "OutsideArithmetic", "Verdict", "all_of"],
    "numerics.vocabulary": [
        "absolute", "asinh", "atanh", "by_sign", "cos", "cosh", "determinant", "diagonal", "dot", "erf", "exp", "eye",
        "inverse", "log", "log1p", "log_abs_determinant", "maximum", "minimum", "norm", "norm_squared", "pi",
        "sigmoid", "sin", "sinh", "sqrt", "stack", "tanh", "total", "trace", "transpose",
    ],
    "run.interactive": ["Verdicts", "judge"],
    "theory.exact.case": ["Case"],
    "theory.exact.finite_laws": ["law"],
    "theory.exact.spelling": ["makes"],
    "theory.networks.from_torch": ["from_torch"],
    "theory.networks.generator_case": ["generator"],
}  # fmt: skip
"""The module of each name, below this package; the imports above say the same to type checkers."""

__all__ = sorted(name for names in _HOMES.values() for name in names)


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            globals()[name] = value = getattr(import_module(f"{__name__}.{module}"), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
