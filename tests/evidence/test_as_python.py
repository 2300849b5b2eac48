"""The text of a case: which names it is spelled in, and the module that each of them is imported from."""

from __future__ import annotations

import datetime
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy
import pytest

from lemmata.evidence import Claim
from lemmata.evidence.as_python import spelled
from lemmata.evidence.deciders import Counterexample
from lemmata.evidence.imports import NoPython, imports
from lemmata.evidence.snippet import snippet
from lemmata.numerics.verdict import Grade
from lemmata.theory.networks.generator_case import generator

THEIRS = '''
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction as F

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact
from lemmata.numerics.verdict import Comparison, Verdict
from made_elsewhere import Interval, interval


class Colour(Enum):
    RED = 1


@dataclass(frozen=True)
class _Half:
    of: F


@dataclass(frozen=True)
class Short:
    value: int

    def __repr__(self):
        return f"F({self.value}, 2)"


@dataclass(frozen=True)
class Slots:
    __slots__ = ("held",)
    held: object


def itself(n):
    return 1


def doubled(n):
    return 2


@claim(id="theirs", slide="S", status="T", scope="all", printed=itself, controls=[doubled], cases=[Colour.RED])
@decided(exact(n=st.just(Colour.RED)))
def claim_theirs(formula, n):
    """1 = 1."""
    return Comparison(Verdict.HOLDS if formula(n) == 1 else Verdict.REFUTED, str(formula(n)), "1")
'''

ELSEWHERE = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    low: int
    high: int

    def __repr__(self):
        return f"interval({self.low}, {self.high})"


def interval(low, high):
    return Interval(low, high)
"""


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file of claims of somebody else's, and one that it imports from."""
    for name, text in (("made_elsewhere", ELSEWHERE), ("theirs", THEIRS)):
        module = ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(text, vars(module))
    yield sys.modules["theirs"]


def test_a_case_is_spelled_as_arguments() -> None:
    assert spelled({"n": 3, "q": Fraction(1, 2)}) == "n=3, q=Fraction(1, 2)"


@dataclass(frozen=True)
class Text:
    """Anything that is spelled so."""

    text: str

    def __repr__(self) -> str:
        return self.text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (3, []),
        ([1, -2.5, "a", None, True, {1: (2,)}], []),
        (Fraction(1, 2), ["from fractions import Fraction"]),
        ({"a": [Fraction(1, 2)]}, ["from fractions import Fraction"]),
        (generator([[[1]]], z=["1/2"]), ["from lemmata.theory.networks.generator_case import generator"]),
        (math.inf, ["from math import inf"]),
        ([math.nan, -math.inf], ["from math import inf, nan"]),
        (datetime.date(2020, 4, 1), ["import datetime"]),
        (numpy.float64(0.5), ["import numpy as np"]),
        (numpy.array([1, 2]), ["from numpy import array"]),
        (Text("[k for k in range(3)]"), []),
        (Text("(lambda n: n)(3)"), []),
        (Text("Text('1')"), [f"from {__name__} import Text"]),
    ],
    ids=repr,
)
def test_every_name_is_imported_from_its_home(value: Any, lines: list[str]) -> None:
    assert imports({"value": value}) == lines


@pytest.mark.parametrize("value", [Fraction(1, 2), generator([[[1]]]), datetime.date(2020, 4, 1), numpy.float64(2)])
def test_under_its_imports_a_text_builds_the_value(value: Any) -> None:
    namespace: dict[str, Any] = {}
    exec("\n".join(imports({"value": value})), namespace)
    assert eval(repr(value), namespace) == value


def test_a_name_is_that_of_a_class_before_it_is_that_of_a_function(theirs: Any) -> None:
    # their file says F for Fraction, and has no Fraction
    assert imports({"half": theirs._Half(Fraction(1, 2))}, "theirs") == [
        "from fractions import Fraction", "from theirs import _Half",
    ]  # fmt: skip


def test_a_short_name_of_theirs_is_imported_from_their_file(theirs: Any) -> None:
    assert imports({"half": theirs.Short(1)}, "theirs") == ["from theirs import F"]


def test_a_function_that_makes_the_value_is_imported_from_where_it_is_defined(theirs: Any) -> None:
    assert imports({"i": theirs.interval(0, 1)}, "theirs") == ["from made_elsewhere import interval"]


def test_what_a_value_without_a_dictionary_holds_is_seen(theirs: Any) -> None:
    held = theirs.Slots(theirs.interval(0, 1))
    assert imports({"i": held}) == ["from made_elsewhere import interval", "from theirs import Slots"]


def test_names_asked_for_join_those_of_the_case(theirs: Any) -> None:
    assert imports({"half": theirs.Short(1)}, "theirs", "claim_theirs") == ["from theirs import F, claim_theirs"]


def test_a_name_that_is_nowhere_is_one_sentence(theirs: Any) -> None:
    with pytest.raises(NoPython) as error:
        imports({"n": Text("made_by_hand(3)")}, "theirs")
    assert str(error.value) == (
        "the text of n has 'made_by_hand' in it, and nothing of that name is found: "
        "give the case a __repr__ that builds it again"
    )


def test_a_text_that_is_no_python_is_one_sentence(theirs: Any) -> None:
    with pytest.raises(NoPython) as error:
        imports({"n": theirs.Colour.RED}, "theirs")
    assert str(error.value) == (
        "the text of n is no Python, <Colour.RED: 1>: give Colour a __repr__ that builds it again"
    )


def pasted(claim: Claim, case: Mapping[str, Any], *, written: bool) -> str:
    found = Counterexample(case, "refuted: 2 ≠ 1", Grade.EXACT, written)
    return snippet(claim, claim.form("doubled"), found)


def test_a_written_case_that_is_no_python_is_taken_from_its_claim(theirs: Any, capsys: Any) -> None:
    text = pasted(theirs.claim_theirs, {"n": theirs.Colour.RED}, written=True)
    assert text == (
        "from theirs import claim_theirs\nprint(claim_theirs.replay('doubled', 'exact', **claim_theirs.cases[0]))"
    )
    exec(text, {})
    assert capsys.readouterr().out == "refuted: 2 ≠ 1\n"


def test_a_drawn_case_that_is_no_python_ends_in_the_sentence(theirs: Any) -> None:
    with pytest.raises(SystemExit, match=r"^the text of n is no Python, <Colour.RED: 1>: give Colour a __repr__"):
        exec(pasted(theirs.claim_theirs, {"n": theirs.Colour.RED}, written=False), {})


class Local(Enum):
    """Kept where Python can import it."""

    A = 1

    def __repr__(self) -> str:
        return f"Local.{self.name}"


def test_a_part_of_a_class_is_reached_through_its_class() -> None:
    assert imports({"n": Local.A}) == [f"from {__name__} import Local"]
