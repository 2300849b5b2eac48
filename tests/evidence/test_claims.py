"""A claim that contradicts itself is refused in one sentence; any other can be looked up, asked and replayed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forked
import pytest
from hypothesis import strategies as st

from lecture17 import the_jacobian
from lemmata.evidence import Claim, ClaimError, blind, certified, claim, decided, elusive, exact, refuted
from lemmata.evidence.judge import entry_of, judge, unjudged
from lemmata.evidence.profiles import PROFILES
from lemmata.evidence.snippet import snippet
from lemmata.numerics.verdict import Comparison, Grade, Verdict

SMOKE = PROFILES["smoke"]


def squared(n: int) -> int:
    return n * n


def doubled(n: int) -> int:
    return n + n


def cubed(n: int) -> int:
    return n * n * n


def unchanged(n: int) -> int:
    return n


def compare(formula: Callable[[int], int], n: int) -> Comparison:
    """formula(n) = n²."""
    found = formula(n)
    return Comparison(Verdict.HOLDS if found == n * n else Verdict.REFUTED, str(found), str(n * n))


def build(
    check: Callable[..., Comparison] = compare,
    deciders: tuple[Any, ...] = (exact(n=st.integers(0, 1000)),),
    id: str = "square",
    **changes: Any,
) -> Claim:
    """A claim that is true as printed, with these changes."""

    def fresh(formula: Any, n: Any) -> Comparison:
        return check(formula, n)

    fresh.__doc__, fresh.__name__ = check.__doc__, "claim_square"
    arguments: dict[str, Any] = {
        "slide": "Squares", "status": "T", "scope": "whole numbers", "printed": squared, "controls": [doubled, cubed],
        "cases": [3],
    }  # fmt: skip
    arguments.update(changes)
    return claim(id=id, **arguments)(decided(*deciders)(fresh) if deciders else fresh)


FALSE = {"status": "F", "printed": refuted(doubled, "n² is meant"), "corrected": squared, "controls": [cubed]}


def no_docstring(formula: Any, n: int) -> Comparison:
    return compare(formula, n)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("claim 'square' has status 'X'; known: T, F, I, Q, typo", {"status": "X"}),
    ("claim id 'Square' is not lower-case words joined by hyphens", {"id": "Square"}),
    ("claim id 'a_b' is not lower-case words joined by hyphens", {"id": "a_b"}),
    ("claim id 'a-' is not lower-case words joined by hyphens", {"id": "a-"}),
    (
        "claim 'square' is decided in no grade: give the kind of each argument, such as n=rationals(), or put @decided(...) "
        "below @claim",
        {"deciders": ()},
    ),
    ("claim 'square' has no scope: say in one sentence what its verdicts cover", {"scope": ""}),
    (
        "claim 'square' has no formula: give printed=formula, or printed=refuted(formula, erratum) and corrected=formula",
        {"printed": None},
    ),
    ("claim 'square' names a grade twice", {"deciders": (exact(n=st.integers()), exact(n=st.integers()))}),
    ("claim 'square' has no docstring: it is the true statement", {"check": no_docstring}),
    ("claim 'square' has no written cases", {"cases": []}),
    ("claim 'square' has two forms of one name: squared, doubled, doubled", {"controls": [doubled, doubled]}),
    ("claim 'square' has two forms of one name: squared, squared", {"controls": [squared]}),
    ("claim 'square' has status T and needs no corrected form", {"corrected": cubed}),
    ("claim 'square' has status Q and needs no corrected form", {"status": "Q", "corrected": cubed}),
    (
        "claim 'square' has status T: its printed form holds, give it as printed=",
        {"printed": None, "corrected": squared},
    ),
    ("claim 'square' has status T: its printed form holds, give it as printed=", {"printed": refuted(doubled, "no")}),
    ("claim 'square' has status F: wrap its printed form in refuted(formula, erratum)", {**FALSE, "printed": doubled}),
    (
        "claim 'square' has status I: wrap its printed form in refuted(formula, erratum)",
        {**FALSE, "status": "I", "printed": None},
    ),
    (
        "claim 'square' is refuted as printed and has no corrected form: say what is true",
        {**FALSE, "corrected": None},
    ),
    ("claim 'square' is a typo row: it has no printed form", {"status": "typo"}),
]


@pytest.mark.parametrize(("sentence", "changes"), WRONG, ids=[sentence for sentence, _ in WRONG])
def test_a_claim_that_contradicts_itself_is_refused_in_one_sentence(sentence: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ClaimError) as raised:
        build(**changes)
    assert str(raised.value) == sentence


def test_a_bare_case_of_a_check_with_two_parameters_is_refused() -> None:
    def two(formula: Any, n: int, m: int) -> Comparison:
        """n = m."""
        return compare(formula, n)

    arguments: dict[str, Any] = {
        "slide": "Squares",
        "status": "T",
        "scope": "whole numbers",
        "printed": squared,
        "controls": [doubled],
    }
    numbers = exact(n=st.integers(), m=st.integers())
    with pytest.raises(ClaimError) as raised:
        claim(id="two", **arguments, cases=[3])(decided(numbers)(two))
    assert str(raised.value) == (
        "claim 'two': the check takes n, m: a case is a mapping with a value for each name, got 3"
    )
    assert claim(id="two", **arguments, cases=[{"n": 3, "m": 3}])(decided(numbers)(two)).cases == ({"n": 3, "m": 3},)


@pytest.mark.parametrize(
    "changes",
    [{}, {"status": "Q"}, FALSE, {**FALSE, "status": "I"}, {"status": "typo", "printed": None, "corrected": squared}],
)
def test_every_status_has_a_claim_that_is_put_together_right(changes: dict[str, Any]) -> None:
    built = build(**changes)
    assert built.status == changes.get("status", "T")
    assert [form.role for form in built.forms][-1] == "control"


def test_the_forms_of_a_false_claim() -> None:
    built = build(**FALSE)
    expected = [("printed", "doubled", Verdict.REFUTED), ("corrected", "squared", Verdict.HOLDS)]
    expected.append(("control", "cubed", Verdict.REFUTED))
    assert [(form.role, form.name, form.expected) for form in built.forms] == expected
    assert built.form("doubled").erratum == "n² is meant"
    assert [form.kindest for form in built.forms] == ["", "", ""]


def test_the_kindest_reading_of_a_false_form_stands_in_its_entry_and_changes_no_verdict() -> None:
    kind = build(**{**FALSE, "printed": refuted(doubled, "n² is meant", kindest="n is 2")})
    assert [form.kindest for form in kind.forms] == ["n is 2", "", ""]
    decider = kind.deciders[0]
    assert [unjudged(form, decider, "a.py", selected=True)["kindest"] for form in kind.forms] == ["n is 2", "", ""]
    assert [form.expected for form in kind.forms] == [form.expected for form in build(**FALSE).forms]


def test_forms_and_grades_are_looked_up_by_name() -> None:
    built = build()
    assert built.form("cubed").formula is cubed and built.decider("exact") is built.deciders[0]
    with pytest.raises(ClaimError) as raised:
        built.form("halved")
    assert str(raised.value) == "claim 'square' has no form 'halved'; it has squared, doubled, cubed"
    with pytest.raises(ClaimError) as raised:
        built.decider("rounded")
    assert str(raised.value) == "claim 'square' is not decided in grade 'rounded', only exact"


def test_the_statement_is_the_docstring_unless_the_slide_says_otherwise() -> None:
    true = build()
    assert (true.statement_printed, true.statement_corrected) == ("formula(n) = n².", None)
    false = build(**FALSE, says="formula(n) = 2n")
    assert (false.statement_printed, false.statement_corrected) == ("formula(n) = 2n", "formula(n) = n².")
    typo = build(status="typo", printed=None, corrected=squared, says="formla")
    assert (typo.statement_printed, typo.statement_corrected) == ("formla", "formula(n) = n².")


def test_a_written_case_may_name_its_parameters() -> None:
    assert build(cases=[3, {"n": 4}]).cases == ({"n": 3}, {"n": 4})


def test_a_claim_is_called_with_a_formula_and_a_case() -> None:
    assert build()(doubled, n=3).sentence == "refuted: 6 ≠ 9"


def test_a_question_holds_the_other_formulas_as_rivals_and_nothing_that_tells_them_apart() -> None:
    built = build(**FALSE)
    question = built.question(built.form("doubled"), built.decider("exact"))
    assert question.formula is doubled and set(question.rivals) == {squared, cubed}
    assert (
        question.written == built.cases
        and question.check is built.check
        and set(question.checks.values()) == {built.check}
    )


def test_a_grade_may_have_a_check_of_its_own() -> None:
    def other_road(formula: Any, n: int) -> Comparison:
        return compare(formula, n)

    built = build(deciders=(exact(n=st.integers(), check=other_road),))
    question = built.question(built.forms[0], built.decider("exact"))
    assert question.check is other_road and question.checks[Grade.CERTIFIED] is built.check


def test_replay_gives_the_refuting_sentence() -> None:
    built = build()
    assert built.replay("doubled", "exact", n=3) == "refuted: 6 ≠ 9"
    assert built.replay("doubled", "certified", n=3) == "refuted: 6 ≠ 9", "a grade that only confirms"
    assert built.replay("squared", "exact", n=3) == "holds: 9 = 9"
    with pytest.raises(ClaimError, match="not decided in grade 'statistical'"):
        built.replay("doubled", "statistical", n=3)


# ── what is expected ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_blind_control_is_expected_to_hold_where_the_check_is_blind() -> None:
    everywhere, somewhere = build(
        controls=[blind(doubled, "too small"), blind(cubed, "why", grades=["certified"])]
    ).forms[1:]
    assert all(everywhere.expected_in(grade) is Verdict.HOLDS for grade in Grade)
    assert somewhere.expected_in(Grade.CERTIFIED) is Verdict.HOLDS
    assert somewhere.expected_in(Grade.EXACT) is Verdict.REFUTED
    assert everywhere.blindness == "too small" and everywhere.expected is Verdict.REFUTED
    with pytest.raises(ValueError):
        blind(doubled, "why", grades=["sharp"])


def test_an_elusive_control_is_still_expected_to_be_refuted() -> None:
    form = build(controls=[elusive(doubled, "one case in a million")]).forms[1]
    assert form.elusive == "one case in a million" and form.expected_in(Grade.EXACT) is Verdict.REFUTED
    assert build(**{**FALSE, "printed": refuted(doubled, "no", elusive="rare")}).forms[0].elusive == "rare"


# ── judging ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_verdicts_do_not_depend_on_what_is_expected() -> None:
    """The same three formulas, once in their roles and once with every role turned round."""
    upright = build(controls=[doubled, cubed])
    turned = build(status="F", printed=refuted(squared, "it is not"), corrected=doubled, controls=[cubed])
    for name in ("squared", "doubled", "cubed"):
        found = [judge(built, built.form(name), built.deciders[0], SMOKE, 7)[0] for built in (upright, turned)]
        assert found[0] == found[1], name
    assert turned.form("squared").expected is Verdict.REFUTED and turned.form("doubled").expected is Verdict.HOLDS


def test_a_corrected_formula_in_the_place_of_a_control_is_not_refuted() -> None:
    def squared_again(n: int) -> int:
        return n**2

    built = build(controls=[squared_again])
    decision, _ = judge(built, built.form("squared_again"), built.deciders[0], SMOKE, 0)
    assert decision.verdict is Verdict.HOLDS is not built.form("squared_again").expected


def test_the_forms_of_a_claim_share_the_cases_of_a_grade_each_lifted_once() -> None:
    lifted: list[int] = []

    @dataclass(frozen=True)
    class Number:
        n: int

        def into(self, arithmetic: Any) -> int:
            lifted.append(self.n)
            return self.n

    def seen(grade: Callable[..., Any], *names: str) -> list[list[int]]:
        """What each of these forms of a new claim is shown."""
        shown: dict[str, list[int]] = {name: [] for name in names}

        def watched(formula: Any, n: int) -> Comparison:
            """formula(n) = n²."""
            shown[formula.__name__].append(n)
            return Comparison(Verdict.HOLDS, "1", "1")

        built = build(check=watched, deciders=(grade(n=st.integers(0, 10**6).map(Number)),), cases=[Number(3)])
        for name in names:
            judge(built, built.form(name), built.deciders[0], SMOKE, 0)
        return list(shown.values())

    first, second, third = seen(exact, "squared", "doubled", "cubed")
    assert first == second == third and len(set(first)) >= SMOKE.cases
    assert len(lifted) == len(first), "once for all forms"
    assert seen(exact, "cubed") == [first], "whatever else is judged"
    assert seen(certified, "squared") != [first], "each grade draws its own"


def test_an_entry_says_what_was_found() -> None:
    built = build(controls=[unchanged], cases=[1, 3])
    form, decider = built.form("unchanged"), built.deciders[0]
    decision, seconds = judge(built, form, decider, SMOKE, 0)
    entry = entry_of(built, form, decider, decision, seconds, "file::node")
    assert (entry["role"], entry["name"], entry["grade"], entry["expected"], entry["verdict"]) == (
        "control", "unchanged", "exact", "refuted", "refuted",
    )  # fmt: skip
    found = entry["counterexample"]
    assert (found["case"], found["sentence"], found["written"], found["node"]) == (
        "n=3", "refuted: 3 ≠ 9", True, "file::node",
    )  # fmt: skip
    held = judge(built, built.form("squared"), decider, SMOKE, 0)[0]
    assert entry_of(built, built.form("squared"), decider, held, 0.0, "file::node")["counterexample"] is None


def test_the_snippet_prints_the_refuting_sentence_as_its_last_line() -> None:
    # a claim of the lecture: a snippet imports the file that holds it
    built = next(
        value
        for value in vars(the_jacobian).values()
        if isinstance(value, Claim) and Grade.EXACT in {decider.grade for decider in value.deciders}
    )
    form, decider = built.forms[-1], built.decider("exact")
    decision, _ = judge(built, form, decider, SMOKE, 0)
    found = decision.counterexample
    assert found is not None and found.sentence.startswith("refuted: ")
    root = Path(the_jacobian.__file__).parents[2]
    text = snippet(built, form, found)
    ran = forked.run([sys.executable, "-c", text], cwd=root)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == found.sentence


def test_certified_and_exact_are_two_grades_of_one_claim() -> None:
    built = build(deciders=(exact(n=st.integers(0, 9)), certified(n=st.integers(0, 9))))
    assert [decider.grade for decider in built.deciders] == [Grade.EXACT, Grade.CERTIFIED]
