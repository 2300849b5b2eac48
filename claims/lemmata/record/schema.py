"""What an evidence file holds, each field once: the run, its claims, their forms, and the counterexamples of these.

All of it is plain JSON. It travels between processes, lies in the journal and stands in the file as it is. The checks of
a file that is read follow from the types here (`odd`).
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from lemmata.record.fields import Within
from lemmata.record.grades import GRADES

__all__ = [
    "NOT_RUN", "SCHEMA", "SCHEMAS", "BestConstant", "ClaimEntry", "Counterexample", "Evidence", "Finding", "FormEntry",
    "FormKey", "Power", "Run", "Settings", "Survivor", "form_key",
]  # fmt: skip

SCHEMAS = ("lemmata-evidence/1", "lemmata-evidence/2")
"""Of every version so far. A later one has all fields of those before it."""
SCHEMA = SCHEMAS[-1]
"""What a run writes."""

_SINCE_2 = 2  # the version of the schema that a field came with; all others are as old as the first

_ROLE = Within(("printed", "corrected", "control"))
_GRADE = Within(tuple(GRADES))
_VERDICT = Within(("holds", "refuted", "undecided", "error", "not_run"))
_EXPECTED = Within(("holds", "refuted"))
_STATUS = Within(("T", "F", "I", "Q", "typo"))
_COUNT = Within()
_SHARE = Within(high=1)


class Counterexample(TypedDict):
    """A case that refutes a form: its arguments, both sides there, and how to see them again."""

    case: str
    written: NotRequired[bool]
    sentence: str
    confirmed_by: Annotated[str, _GRADE]
    node: str
    snippet: str


class Finding(TypedDict):
    """What judging one form in one grade has found. ``exhausted``: are these all cases that can be drawn?"""

    verdict: Annotated[str, _VERDICT]
    cases: Annotated[int, _COUNT]
    at_largest: Annotated[int, _COUNT]
    generic: Annotated[int, _COUNT]
    escalated: Annotated[int, _COUNT]
    exhausted: NotRequired[bool]
    search_cases: Annotated[int | None, _COUNT]
    survives: Annotated[float | None, _SHARE]
    tightness: float | None
    error_probability: Annotated[float | None, _SHARE]
    needs: str
    counterexample: Counterexample | None
    seconds: Annotated[float, _COUNT]
    error: NotRequired[str]


NOT_RUN: Finding = {
    "verdict": "not_run", "cases": 0, "at_largest": 0, "generic": 0, "escalated": 0, "exhausted": False, "search_cases": None,
    "survives": None, "tightness": None, "error_probability": None, "needs": "", "counterexample": None, "seconds": 0.0,
}  # fmt: skip
"""Of a form that nobody has judged."""


class Survivor(TypedDict):
    """A variant that a check has not rejected: where it differs, and what is known of it.

    ``kind`` is "stronger" where symbols prove it, "false_surviving" where a case beyond those of the claim refutes it, with
    that case, and else "open". ``cases`` is how many comparisons it has survived. ``looser``: is it a
    bound, and tighter than the stated one in none of the drawn cases? Nothing is known of it then either, but little is missed.
    """

    function: str
    line: Annotated[int, _COUNT]
    before: str
    after: str
    kind: Annotated[str, Within(("stronger", "open", "false_surviving"))]
    cases: Annotated[int, _COUNT]
    looser: bool
    case: str
    sentence: str


class Power(TypedDict):
    """What a check makes of the variants of the form that holds.

    ``all``: was every variant judged, and not a few? ``bound``: is it an inequality? ``same`` counts what is proved to be
    the form in other words, or weaker. ``without_value`` are no variants: no case gives them a value.
    """

    form: str
    all: bool
    bound: bool
    variants: Annotated[int, _COUNT]
    same: Annotated[int, _COUNT]
    refuted: Annotated[int, _COUNT]
    stronger: Annotated[int, _COUNT]
    open: Annotated[int, _COUNT]
    false_surviving: Annotated[int, _COUNT]
    without_value: Annotated[int, _COUNT]
    error_probability: Annotated[float, _COUNT]
    survivors: list[Survivor]
    seconds: Annotated[float, _COUNT]


class BestConstant(TypedDict):
    """A constant of a bound: its name and place, as stated, the nearest value that is refuted, with the case, and the
    nearest that nothing has refuted. Values are fractions as text; ``refuted_at`` is empty where none was found."""

    form: str
    name: str
    stated: str
    refuted_at: str
    stands_at: str
    case: str
    sentence: str


class FormEntry(Finding):
    """One form of a claim in one grade, and what was found.

    ``kindest`` is the reading under which a false printed form is right, and empty where none is stated.
    ``cost`` is of a form that a budget of time has left: the seconds that it took when it was last judged.
    """

    role: Annotated[str, _ROLE]
    name: str
    grade: Annotated[str, _GRADE]
    expected: Annotated[str, _EXPECTED]
    erratum: str | None
    blindness: str | None
    elusive: Annotated[str | None, _SINCE_2]
    kindest: NotRequired[str]
    node: str
    selected: bool
    cost: NotRequired[Annotated[float, _COUNT]]
    power: NotRequired[Power]
    constants: NotRequired[list[BestConstant]]


class ClaimEntry(TypedDict):
    """One claim.

    ``text`` is the package of claims that it stands in, or its module where that lies in none. A claim is known by its
    text and its id. ``place`` is the number of its file in the order of the text, and its own number in that file.
    ``source`` is the fingerprint of the folder that it was read from; a file of the first version has none. Names in
    ``uses`` and ``shaken_by`` are ids of the same text, or ``text/id``.
    """

    id: str
    title: str
    slide: str
    file: str
    status: Annotated[str, _STATUS]
    statement_printed: str
    statement_corrected: str | None
    scope: str
    uses: list[str]
    far_controls: str | None
    text: Annotated[str, _SINCE_2]
    text_title: Annotated[str, _SINCE_2]
    place: Annotated[list[int], _SINCE_2]
    source: Annotated[str, _SINCE_2]
    shaken_by: Annotated[list[str], _SINCE_2]
    forms: list[FormEntry]
    data: dict[str, Any]
    power: NotRequired[Power]
    constants: NotRequired[list[BestConstant]]


class Settings(TypedDict):
    """What the verdicts of a run depend on, but for the claims: ``code`` is the fingerprint of the library.

    A file of the first version has none.
    """

    seed: Annotated[int, _COUNT]
    profile: str
    device: str
    versions: dict[str, Any]
    code: Annotated[str, _SINCE_2]


class Run(Settings):
    """The run itself.

    ``why`` says why it is not complete, and is empty where it is. ``uncollected`` are files that could not be collected,
    ``passed_over`` files that look like claims and were not read. ``known`` are the keys of all claims in the files that it
    read, selected or not: parts of one run that are joined show what none of them has judged.
    """

    complete: bool
    why: Annotated[str, _SINCE_2]
    uncollected: Annotated[list[str], _SINCE_2]
    passed_over: Annotated[list[str], _SINCE_2]
    known: Annotated[list[str], _SINCE_2]
    error_probability: Annotated[float, _COUNT]
    seconds: Annotated[float, _COUNT]


class Evidence(TypedDict):
    """The whole document."""

    schema: str
    run: Run
    claims: list[ClaimEntry]


FormKey = tuple[str, str, str]
"""The role, name and grade of a form: within one claim no two have the same."""


def form_key(form: FormEntry) -> FormKey:
    """What a form is known by within its claim."""
    return form["role"], form["name"], form["grade"]
