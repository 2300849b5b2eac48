"""`@claim`: how a claim is declared, and what follows from the names and the kinds that it is given."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from hypothesis.strategies import SearchStrategy

from lemmata.evidence.assumptions import Assumption
from lemmata.evidence.claim import MADE, Claim, Figures
from lemmata.evidence.deciders import Decider
from lemmata.evidence.forms import ClaimError, FalseForm, Formula, forms_of, require, status_of
from lemmata.evidence.grades import exact, symbolic
from lemmata.evidence.kind import Drawn, Kind
from lemmata.evidence.shared_cases import Case, as_case, parameters_of
from lemmata.evidence.slips import check_cases, check_function, check_parameters
from lemmata.numerics.verdict import Comparison, Grade
from lemmata.record.names import id_of

__all__ = ["claim", "decided"]

Check = Callable[..., Comparison]

# What deciders are given beside strategies.
_TAKEN = {
    parameter.name
    for decider in (exact, symbolic)
    for parameter in inspect.signature(decider).parameters.values()
    if parameter.kind is parameter.KEYWORD_ONLY
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def decided(*deciders: Decider) -> Callable[[Check], Check]:
    """The grades in which a check is decided, strongest first, and where each draws its cases."""

    def attach(check: Check) -> Check:
        check.__dict__["deciders"] = deciders
        return check

    return attach


def claim(
    says: str = "",
    *,
    id: str = "",
    slide: str = "",
    status: str = "",
    scope: str = "",
    printed: Formula | FalseForm | None = None,
    corrected: Formula | None = None,
    controls: Sequence[Formula | FalseForm] = (),
    cases: Sequence[Any] = (),
    assumes: Sequence[tuple[str, Callable[..., bool]]] = (),
    uses: Sequence[str] = (),
    far_controls: str | None = None,
    figures: Figures | None = None,
    **kinds: Kind | SearchStrategy[Any],
) -> Callable[[Check], Claim]:
    """Declare a claim. The decorated check's docstring is the true statement; it takes a formula first, and then one case.

    Give the kind of each argument of the check, ``q=rationals(but=1), n=integers(0, 12)``: the grades follow from them.
    Or put `decided` below, with deciders of your own choice, and give no kinds.

    Args:
        says: the statement as printed, where it differs from the docstring.
        id: lower-case words joined by hyphens; by default the name of the check, without ``claim_``.
        slide: the title of the slide; by default the name of the module.
        status: T true as printed, F false, I incomplete, Q qualitative, or "typo"; by default T or F, as ``printed`` says.
        scope: one sentence: what the verdicts cover and what not; by default the kinds in words.
        printed: the printed formula, wrapped in `refuted` where it is false.
        corrected: the true formula, where the printed one is not.
        controls: false variants that the same check must refute.
        cases: written cases, smallest first: mappings from the names of the check's arguments to values, or the bare value
            where there is one argument. Each false form should fail on one of them. Kinds can do without any.
        assumes: pairs of an assumption in words, which the docstring states too, and a predicate on the arguments that it
            names: ``("a ≠ b", lambda a, b: a != b)``. Cases that break it are not judged.
        uses: ids of the claims this one builds on; of another text as ``text/id``.
        far_controls: why no control nearly holds, where none does.
        figures: profile name, seed ↦ plain values by name, for the evidence file (the points of a curve, a table). Called
            once in a run, after the first form is judged in the first grade. No verdict rests on them.
        kinds: the kind of each argument of the check; a Hypothesis strategy is one.

    Raises:
        ClaimError: for a claim that contradicts itself, in one sentence.
    """
    require(
        isinstance(says, str),
        f"claim(…) takes the statement as printed first, in words, got {says!r}: write @claim(…) with parentheses",
    )
    require(
        not _ID.fullmatch(says) or "-" not in says,
        f"claim(…) takes the statement as printed first; {says!r} is an id: write id={says!r}",
    )

    for listed, given in (("controls", controls), ("cases", cases), ("assumes", assumes), ("uses", uses)):
        require(isinstance(given, list | tuple), f"claim(…) takes a list as {listed}=[…], got a {type(given).__name__}")

    def build(check: Check) -> Claim:
        name = id or id_of(check.__name__)
        forms = tuple(forms_of(name, status, printed, corrected, controls))
        require(
            bool(_ID.fullmatch(name)),
            f"claim id {name!r} is not lower-case words joined by hyphens" + ("" if id else ": give it as id=…"),
        )
        statement = _statement(name, check)
        check_function(name, check)
        parameters = parameters_of(check)
        deciders = tuple(check.__dict__.get("deciders", ()))
        known = dict(_kinds(name, kinds, parameters, deciders))
        require(bool(cases) or bool(known), f"claim {name!r} has no written cases")
        grades = [decider.grade for decider in deciders]
        require(len(set(grades)) == len(grades), f"claim {name!r} names a grade twice")
        names = [form.name for form in forms]
        require(len(set(names)) == len(names), f"claim {name!r} has two forms of one name: {', '.join(names)}")
        covered = scope or "; ".join(kind.words(parameter) for parameter, kind in known.items())
        require(bool(covered), f"claim {name!r} has no scope: say in one sentence what its verdicts cover")
        written = tuple(_written(name, cases, parameters, known))
        for decider in deciders:
            check_parameters(name, decider.grade.value, decider.drawn, decider.check or check)
        check_cases(name, written, check, exact=any(grade is not Grade.STATISTICAL for grade in grades))
        as_it_is = status or status_of(printed)
        made = Claim(
            name, slide or _words(check.__module__), as_it_is, says or statement,
            statement if as_it_is in ("F", "I") or says else None, covered, forms, deciders,
            written, check, tuple(uses), far_controls, figures, known,
            tuple(_assumptions(name, assumes, parameters, statement)),
        )  # fmt: skip
        MADE.append((sys.modules.get(check.__module__), made))
        return made

    return build


def _statement(id: str, check: Check) -> str:
    statement = inspect.cleandoc(check.__doc__ or "")
    stripped = sys.flags.optimize >= 2
    require(
        bool(statement) or not stripped,
        f"claim {id!r}: docstrings are stripped, and the true statement is one: run Python without -OO",
    )
    require(bool(statement), f"claim {id!r} has no docstring: it is the true statement")
    return statement


def _kinds(
    id: str, given: Mapping[str, Any], parameters: Sequence[str], deciders: Sequence[Decider]
) -> Iterator[tuple[str, Kind]]:
    """The kinds that were given, in the order of the check's parameters; none where deciders were chosen."""
    takes = f"its check takes the formula and {', '.join(parameters)}"
    for name in given:
        if name not in parameters:
            near = get_close_matches(name, [*inspect.signature(claim).parameters, *parameters], n=1)
            meant = f"; did you mean {near[0]}=?" if near else ""
            raise ClaimError(f"claim {id!r}: {name}= is no argument of claim(…), and {takes}{meant}")
    if deciders:
        require(not given, f"claim {id!r} has kinds and @decided(…): give the kinds alone, or the deciders alone")
        return
    require(
        bool(given),
        f"claim {id!r} is decided in no grade: give the kind of each argument, such as {parameters[0]}=rationals(), or "
        "put @decided(...) below @claim",
    )
    for name in parameters:
        require(name in given, f"claim {id!r}: {takes}, and {name} has no kind: give one, such as {name}=rationals()")
        require(
            name not in _TAKEN, f"claim {id!r}: no argument of a check with kinds is called {name}: choose another name"
        )
        kind = given[name]
        if isinstance(kind, SearchStrategy):
            kind = Drawn(kind)
        require(
            isinstance(kind, Kind),
            f"claim {id!r}: {name}= is the kind of an argument, such as rationals(), or a Hypothesis strategy, got {kind!r}",
        )
        yield name, kind


def _written(id: str, cases: Sequence[Any], parameters: Sequence[str], kinds: Mapping[str, Kind]) -> Iterator[Case]:
    for number, given in enumerate(cases, start=1):
        try:
            case = as_case(given, parameters)
        except ValueError as error:
            raise ClaimError(f"claim {id!r}: {error}") from None
        if kinds:
            require(
                set(case) == set(parameters),
                f"claim {id!r}: case {number} gives {', '.join(map(str, case))}; it needs {', '.join(parameters)}",
            )
            case = {name: _value(f"claim {id!r}, case {number}", name, kinds[name], case[name]) for name in parameters}
        yield case


def _value(where: str, name: str, kind: Kind, given: Any) -> Any:
    try:
        return kind.value(given)
    except (TypeError, ValueError) as error:
        raise ClaimError(f"{where}, {name}: {error}") from None


def _assumptions(
    id: str, given: Sequence[tuple[str, Callable[..., bool]]], parameters: Sequence[str], statement: str
) -> Iterator[Assumption]:
    for pair in given:
        fine = isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) and callable(pair[1])
        require(fine, f'claim {id!r}: assumes= lists pairs such as ("a ≠ b", lambda a, b: a != b), got {pair!r}')
        assumption = Assumption(*pair)
        require(
            set(assumption.parameters) <= set(parameters),
            f"claim {id!r}: the assumption {assumption.words!r} takes {', '.join(assumption.parameters)}; "
            f"the check has {', '.join(parameters)}",
        )
        require(
            assumption.words in statement,
            f"claim {id!r} assumes {assumption.words!r}, and its docstring does not say so: a reader finds it there",
        )
        yield assumption


def _words(module: str) -> str:
    """The last part of a module's name in words: that of a notebook is "Notebook"."""
    name = module.rpartition(".")[2].strip("_").replace("_", " ").strip()
    return "Notebook" if module == "__main__" else name[:1].upper() + name[1:]
