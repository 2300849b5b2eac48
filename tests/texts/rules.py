"""The rules of evidence: what every claim keeps, and every text. Each says in sentences what it finds wrong.

A rule says by itself which claims it binds, by their grades or by what their check does; none knows a claim by name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from found import Text

from lemmata.evidence import Claim, Decider, Form
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

__all__ = ["RULES_OF_CLAIMS", "RULES_OF_TEXTS"]

FEW = replace(profile_named("smoke"), cases=40, search=40)
ARITHMETIC: Mapping[Grade, Any] = {Grade.EXACT: Rationals(), Grade.CERTIFIED: Balls()}
"""The grades in which one comparison takes milliseconds, with their arithmetic."""


def quick(claim: Claim) -> list[Decider]:
    """The deciders of a claim that answer at once: most rules bind claims that have one."""
    return [decider for decider in claim.deciders if decider.grade in ARITHMETIC]


def false_forms(claim: Claim, grade: Grade) -> list[Form]:
    return [form for form in claim.forms if form.expected_in(grade) is Verdict.REFUTED]


def compared(claim: Claim, form: Form, decider: Decider) -> list[Comparison | None]:
    """What is said of a form on each written case; None where the case has no meaning in this grade."""
    question = claim.question(form, decider)
    found: list[Comparison | None] = []
    for case in claim.cases:
        with contextlib.suppress(OutsideArithmetic):
            found.append(decider.compare(question, case, 1))
            continue
        found.append(None)
    return found


# ── two roads ──────────────────────────────────────────────────────────────────────────────────────────────────────
def a_check_names_none_of_its_formulas(claim: Claim) -> Iterator[str]:
    """Binds every check, that of a claim and those of its grades."""
    names = {form.name for form in claim.forms}
    for check in dict.fromkeys((claim.check, *(decider.check for decider in claim.deciders if decider.check))):
        for name in sorted(names & set(check.__code__.co_names)):
            yield f"{claim.id}: {check.__name__} calls {name} by itself"


class Poison:
    """What a poisoned formula returns: it computes nothing, whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *_: Any) -> Any:
        return self

    def __matmul__(self, other: Any) -> Any:
        return self

    @classmethod
    def __torch_function__(cls, *_: Any) -> Any:
        # |·| of what is no matrix is torch's
        return cls()


class _Compared(Exception):
    """Raised where a check compares its two sides: by then the truth side has been computed."""


def _sides_without_formula(claim: Claim, decider: Decider) -> list[tuple[Any, Any]] | None:
    """The two sides of each comparison made once the formula computes nothing; None if the check needs what it gives."""
    sides: list[tuple[Any, Any]] = []

    def record(left: Any, right: Any = None, *_: Any, **__: Any) -> None:
        sides.append((left, right))
        if isinstance(left, Poison) or isinstance(right, Poison):
            raise _Compared

    poisoned = replace(claim.forms[0], formula=lambda *_: Poison())
    question = claim.question(poisoned, decider)
    known = question.check.__globals__  # type: ignore[attr-defined]
    comparing = {name: value for name, value in known.items() if _compares(value)}
    known.update(dict.fromkeys(comparing, record))
    reached = False
    try:
        for case in claim.cases:
            try:
                with precision(128):
                    question.ask(ARITHMETIC[decider.grade], case)
            except _Compared:
                reached = True
            except OutsideArithmetic:
                continue
            except (TypeError, ValueError, AssertionError, ArithmeticError, SystemError, LookupError):
                return None  # it went on with what the formula gave
    finally:
        known.update(comparing)
    return sides if reached else None


def _compares(value: Any) -> bool:
    """Is this a function that makes a comparison of two sides?"""
    module = getattr(value, "__module__", "")
    returned = str(getattr(value, "__annotations__", {}).get("return", ""))
    return callable(value) and module.startswith("lemmata.numerics.") and "Comparison" in returned


def the_truth_side_does_not_use_the_formula(claim: Claim) -> Iterator[str]:
    """Binds claims with a quick grade.

    Where the check reaches its comparison though the formula computes nothing, at most one side came from the formula.
    Elsewhere the formula proposes something, or is itself what is measured: a number of samples, a net, a density. Then the
    same case has to tell a false form from a true one, and of two bounds one side is the same: no form chooses its own.
    """
    for decider in quick(claim)[:1]:
        sides = _sides_without_formula(claim, decider)
        if sides is None:
            yield from _what_is_proposed_is_judged(claim)
        elif any(isinstance(left, Poison) and isinstance(right, Poison) for left, right in sides):
            yield f"{claim.id}: both sides come from the formula"


def _what_is_proposed_is_judged(claim: Claim) -> Iterator[str]:
    told_apart = False
    for decider in claim.deciders:
        if decider.grade not in (*ARITHMETIC, Grade.STATISTICAL):
            continue
        found = {form.name: compared(claim, form, decider) for form in claim.forms}
        true = [form.name for form in claim.forms if form.expected_in(decider.grade) is Verdict.HOLDS]
        for false in (form.name for form in false_forms(claim, decider.grade)):
            for good, bad in (
                (g, b)
                for name in true
                for g, b in zip(found[name], found[false], strict=True)
                if g is not None and b is not None
            ):
                if (good.verdict, bad.verdict) != (Verdict.HOLDS, Verdict.REFUTED):
                    continue
                shared = good.left == bad.left or good.right == bad.right
                if good.relation == bad.relation == "≤" and not shared:
                    yield f"{claim.id}: the bound changes with what {false} proposes ({decider.grade.value})"
                told_apart |= shared or bad.relation == "⇒"
    if not told_apart:
        yield f"{claim.id}: no written case tells a true form from a false one by what comes of them"


# ── cases and controls ─────────────────────────────────────────────────────────────────────────────────────────────
def every_false_form_is_refuted_by_a_written_case(claim: Claim) -> Iterator[str]:
    """Binds every quick grade: there readers find the counterexample."""
    for decider in quick(claim):
        for form in false_forms(claim, decider.grade):
            if Verdict.REFUTED not in [found.verdict for found in compared(claim, form, decider) if found is not None]:
                yield f"{claim.id}: no written case refutes {form.name} ({decider.grade.value})"


def some_form_is_false(claim: Claim) -> Iterator[str]:
    """Binds every claim: a check that nothing can fail proves nothing."""
    if not any(form.expected is Verdict.REFUTED for form in claim.forms):
        yield f"{claim.id}: no form is false, so nothing shows that its check can fail"


def some_control_nearly_holds(claim: Claim) -> Iterator[str]:
    """Binds claims with a quick grade that do not say why their controls are far: some false form survives some draws."""
    for decider in quick(claim)[:1]:
        forms = false_forms(claim, decider.grade)
        if not claim.far_controls and not any(judge(claim, form, decider, FEW, 4)[0].survives for form in forms):
            yield f"{claim.id}: every control fails on every case, and no sentence says why"


def every_case_says_whether_it_is_generic(claim: Claim) -> Iterator[str]:
    """Binds every value of a case that is lifted. One that says nothing would count as generic."""
    for case in claim.cases:
        for name, value in case.items():
            if hasattr(value, "into") and not hasattr(value, "generic"):
                yield f"{claim.id}: {name} = {value!r} has no `generic`"


# ── errata ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def every_statement_called_false_is_read_kindly(claim: Claim) -> Iterator[str]:
    """Binds printed forms that are refuted: each states the reading under which it is right, or that there is none."""
    for form in claim.forms:
        if form.role == "printed" and form.expected is Verdict.REFUTED and not form.kindest:
            yield f"{claim.id}: {form.name} is called false, and no kindest reading is stated"


# ── texts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def every_file_has_its_place(text: Text, _: Iterable[Text]) -> Iterator[str]:
    """Binds the files of a text: all are named in its `SECTIONS`, once, and nothing else is."""
    for name in sorted(text.files.keys() ^ set(text.sections)):
        yield f"{text.name}: {name} is " + ("not in SECTIONS" if name in text.files else "in SECTIONS and no file")
    for name in sorted({name for name in text.sections if text.sections.count(name) > 1}):
        yield f"{text.name}: {name} is in SECTIONS twice"


def every_file_holds_a_claim(text: Text, _: Iterable[Text]) -> Iterator[str]:
    """Binds the files of a text; what claims have in common stands in the library, or in a package of figures."""
    for name, claims in text.files.items():
        if not claims:
            yield f"{text.name}: {name} holds no claim"


def keys(text: Text) -> dict[str, tuple[str, ...]]:
    """text/id of each claim, with those of the claims that it uses: an id alone is one of the same text."""
    return {
        f"{text.name}/{claim.id}": tuple(name if "/" in name else f"{text.name}/{name}" for name in claim.uses)
        for claim in text.claims
    }


def every_claim_that_another_uses_is_there(text: Text, all_texts: Iterable[Text]) -> Iterator[str]:
    """Binds every text; a claim of another one is named text/id."""
    there = {key for each in all_texts for key in keys(each)}
    for key, uses in keys(text).items():
        for name in uses:
            if name not in there:
                yield f"{key} uses {name}, which is nowhere"


def no_claim_builds_on_itself(text: Text, all_texts: Iterable[Text]) -> Iterator[str]:
    """Binds every text, through the claims of all texts."""
    graph = {key: uses for each in all_texts for key, uses in keys(each).items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        if any(key.startswith(f"{text.name}/") for key in circle):
            yield f"{text.name}: {' ← '.join(circle)}"


def no_id_is_taken_twice(text: Text, _: Iterable[Text]) -> Iterator[str]:
    """Binds every text: within it a claim is known by its id."""
    ids = [claim.id for claim in text.claims]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"{text.name}: {id} is taken twice"


RULES_OF_CLAIMS: dict[str, Callable[[Claim], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        a_check_names_none_of_its_formulas, the_truth_side_does_not_use_the_formula, some_form_is_false,
        every_false_form_is_refuted_by_a_written_case, some_control_nearly_holds, every_case_says_whether_it_is_generic,
        every_statement_called_false_is_read_kindly,
    )
}  # fmt: skip
RULES_OF_TEXTS: dict[str, Callable[[Text, Iterable[Text]], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        every_file_has_its_place, every_file_holds_a_claim, every_claim_that_another_uses_is_there, no_claim_builds_on_itself,
        no_id_is_taken_twice,
    )
}  # fmt: skip
