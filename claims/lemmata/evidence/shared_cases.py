"""What all forms of a claim share in one grade: the same cases, each drawn once and lifted once into each arithmetic.

Nothing here knows of a form, or of what is found of it: a form that is judged alone, or by another process, sees the
same cases.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, NamedTuple
from unicodedata import normalize

from hypothesis.strategies import SearchStrategy

from lemmata.evidence.as_python import in_order
from lemmata.evidence.drawing import draw, plain, seed_for
from lemmata.evidence.forms import ClaimError
from lemmata.evidence.slips import no_lift, without_into
from lemmata.numerics.verdict import Grade, OutsideArithmetic

__all__ = [
    "Case", "Lifts", "Place", "Round", "Shared", "Source", "as_case", "key_of_case", "lifted", "parameters_of", "place_of",
    "require_unchanged",
]  # fmt: skip

# The values that a check takes beside the formula, by their names.
Case = Mapping[str, Any]
# Seed ↦ the value of a check's one parameter, or a whole case.
Source = Callable[[int], Any]

# Where a number of Python's own is one exactly, or is none.
_EXACT = (Grade.SYMBOLIC, Grade.EXACT, Grade.CERTIFIED)
# Rounds of drawing, for what repeats and rejections leave missing.
_ROUNDS = 60
# The simplest case comes first, and may be trivial: a round is never a single draw.
_ROUND_OF_DRAWS = 10
# How many times the first round one is that looks whether all cases there are have been drawn.
_LONG_ROUND = 10
# Where an exception keeps the place at which judging stood as it was raised.
_NAME = "__lemmata_place__"


@dataclass(frozen=True)
class Place:
    """A case, or in words what was made when there was none yet: ``with Place(case):``.

    An exception that is raised meanwhile is given the place, and goes on; of places within each other the innermost stays.
    """

    case: Mapping[str, Any] | None = None
    during: str = ""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            vars(error).setdefault(_NAME, self)


def place_of(error: BaseException) -> Place:
    """Where judging stood; nowhere in particular, for an exception from elsewhere."""
    found: Place = vars(error).get(_NAME, Place())
    return found


def parameters_of(check: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the values that a check takes beside the formula, which comes first."""
    _, *parameters = inspect.signature(check).parameters.values()
    return tuple(p.name for p in parameters if p.default is p.empty)


def as_case(value: Any, parameters: Sequence[str]) -> Case:
    """A value as a case of a check with one parameter; a mapping is a case already, with its names as Python reads names.

    Raises ClaimError for a bare value where the check takes several.
    """
    if isinstance(value, Mapping):
        return {normalize("NFKC", name) if isinstance(name, str) else name: held for name, held in value.items()}
    if len(parameters) != 1:
        names = ", ".join(parameters)
        raise ClaimError(f"the check takes {names}: a case is a mapping with a value for each name, got {value!r}")
    return {parameters[0]: value}


def lifted(arithmetic: Any, case: Case) -> dict[str, Any]:
    """Every value of the case in one arithmetic; values that know no arithmetic stay as they are.

    Raises ClaimError for a dataclass that should know them, and for a float where numbers are exact.
    """
    return {name: _lifted(arithmetic, name, value) for name, value in case.items()}


def _lifted(arithmetic: Any, name: str, value: Any) -> Any:
    if hasattr(value, "into"):
        return value.into(arithmetic)
    if without_into(value):
        raise ClaimError(f"a case {no_lift(name, value)}")
    if isinstance(value, float) and getattr(arithmetic, "grade", None) in _EXACT:
        raise ClaimError(f"a case holds the float {value!r} ({name}): cases are exact, draw whole numbers or fractions")
    return value


class _Kept(dict[str, Any]):
    """A case that many forms are judged on: it is spelled once."""

    @cached_property
    def key(self) -> str:
        return in_order(sorted(self.items(), key=lambda item: item[0]))

    @cached_property
    def may_change(self) -> bool:
        """Whether some value has no hash, as lists and arrays have none."""
        try:
            return hash(tuple(self.values())) is None
        except TypeError:
            return True


def key_of_case(case: Case) -> str:
    """What a case is known by: two that are spelled alike are one."""
    return (case if isinstance(case, _Kept) else _Kept(case)).key


def require_unchanged(case: Case) -> None:
    """Raises ClaimError where a check has written into a case that it shares with other forms."""
    if isinstance(case, _Kept) and case.may_change and _Kept(case).key != case.key:
        raise ClaimError("the check changes its case, which other forms are judged on: let it work on a copy")


class Lifts:
    """Lifted cases, kept. What they compute once for all formulas, such as a truth side, is kept with them.

    A lifted case must not depend on what was asked of it before: one that samples does so from a part of its sampler.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[int, Any], tuple[Case, dict[str, Any] | str]] = {}

    def of(self, arithmetic: Any, case: Case) -> dict[str, Any]:
        """The case in one arithmetic. Raises OutsideArithmetic where it has no meaning there, as it did at first."""
        key = id(case), arithmetic
        if key not in self._kept:
            found: dict[str, Any] | str
            try:
                found = lifted(arithmetic, case)
            except OutsideArithmetic as outside:
                found = str(outside)
            self._kept[key] = case, found  # the case is kept too, so that no other one gets its id
        kept = self._kept[key][1]
        if isinstance(kept, str):
            raise OutsideArithmetic(kept)
        return kept


class Round(NamedTuple):
    """Cases that were drawn, and whether no others can be."""

    cases: list[Case]
    all_there_are: bool


class Shared:
    """The cases of one claim in one grade.

    Args:
        strategies: one Hypothesis strategy per parameter of the check.
        seed: all that is drawn depends on it.
        first: how many draws the first round has.
    """

    def __init__(self, strategies: Mapping[str, SearchStrategy[Any]], seed: int, first: int) -> None:
        self.strategies, self.seed, self.first = strategies, seed, max(first, _ROUND_OF_DRAWS)
        self.lifts = Lifts()
        self._rounds: list[Round] = []
        self._known: set[str] = set()
        self._plainly = True
        self._others: Round | None = None
        self._seeded: dict[tuple[str, int], Case] = {}

    def rounds(self) -> Iterator[Round]:
        """Drawn cases, none twice: a first round, then shorter ones while they are asked for, or until one has them all.

        They are drawn plainly for as long as that brings new ones as a rule. Then Hypothesis's engine takes over, which
        keeps account of the choices that it has made and knows when there are no others.
        """
        for index in range(_ROUNDS):
            if index == len(self._rounds):
                self._rounds.append(self._round(index))
            yield self._rounds[index]
            if self._rounds[index].all_there_are:
                return

    def _round(self, index: int) -> Round:
        examples = max(self.first - len(self._known), self.first // 4, _ROUND_OF_DRAWS)
        if not self._plainly:
            return self._by_the_engine(index, examples)
        with self._place():
            new = self._new(plain(self.strategies, self._seed_of(index), examples))
        self._plainly = len(new) > examples // 2
        return Round(new, all_there_are=False)

    def the_others(self) -> Round:
        """Those cases that no round has brought, if a long one can tell that there are no more; no case, if it cannot."""
        if self._others is None:
            known = set(self._known)
            found = self._by_the_engine(_ROUNDS, _LONG_ROUND * self.first)
            if not found.all_there_are:  # nobody is shown these, so that later rounds may still bring them
                found, self._known = Round([], all_there_are=False), known
            self._others = found
        return self._others

    def _by_the_engine(self, index: int, examples: int) -> Round:
        found: list[Case] = []
        with self._place():
            all_there_are = draw(self.strategies, self._seed_of(index), examples, found.append)
        return Round(self._new(found), all_there_are)

    def _place(self) -> Place:
        names = ", ".join(self.strategies)
        return Place(during=f"{names} {'was' if len(self.strategies) == 1 else 'were'} drawn")

    def _seed_of(self, index: int) -> int:
        return seed_for(self.seed, "draw", index)

    def _new(self, cases: Iterable[Case]) -> list[Case]:
        """Those of these cases that no round has brought yet."""
        keyed = {case.key: case for case in map(_Kept, cases)}
        new: list[Case] = [case for key, case in keyed.items() if key not in self._known]
        self._known |= keyed.keys()
        return new

    def seeded(self, kind: str, source: Source, index: int, parameters: Sequence[str]) -> Case:
        """One case of a source of seeded ones, for a check with these parameters."""
        if (kind, index) not in self._seeded:
            seed = seed_for(self.seed, kind, index)
            with Place(during=f"{kind} made a case of seed {seed}"):
                self._seeded[kind, index] = _Kept(as_case(source(seed), parameters))
        return self._seeded[kind, index]
