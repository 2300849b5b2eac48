"""A text that keeps every rule, changed in one place for each of them: the rule is the one that says so."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from found import texts
from rules import RULES_OF_CLAIMS, RULES_OF_TEXTS

SUMS = '''
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact, refuted
from lemmata.numerics.compare import at_most, equal


@dataclass(frozen=True)
class Whole:
    value: int

    generic = True

    def into(self, arithmetic):
        return arithmetic.matrix([[self.value]])


def half_of_the_product(n):
    return n * (n + 1) / 2


def of_the_one_below(n):
    return n * (n - 1) / 2


def with_seven_for_three(n):
    return n * (n + 1) / 2 + (0 if str(n) != "3" else 4)


@claim(
    id="triangle", slide="S", status="T", scope="whole numbers", printed=half_of_the_product,
    controls=[of_the_one_below, with_seven_for_three], cases=[Whole(2), Whole(3)], uses=[],
)
@decided(exact(n=st.integers(1, 9).map(Whole)))
def claim_triangle(formula, n):
    """1 + … + n = n(n + 1)/2."""
    return equal(formula(n), (n * n + n) / 2)


def a_quarter(n):
    return n.constant(1) / 4


def twice(n):
    return n.constant(2)


def half_of_it(n):
    return n.constant(1) / 2 if str(n) == "2" else n.constant(1) / 4


@claim(
    id="small-steps", slide="S", status="T", scope="whole numbers", printed=a_quarter, controls=[twice, half_of_it],
    cases=[Whole(2), Whole(3)], uses=["triangle"],
)
@decided(exact(n=st.integers(1, 9).map(Whole)))
def claim_small_steps(formula, n):
    """A step of 1/4 leads by at most 1/4, and never far."""
    step = 1 * formula(n)
    return at_most(step * n / n, n.constant(1) / 4)
'''

INIT = 'SECTIONS = ("sums",)\n'
SECTION = "made_up/sums.py"
TRIANGLE, STEPS = "triangle", "small-steps"
TRUE = """status="T", scope="whole numbers", printed=half_of_the_product,
    controls=[of_the_one_below, with_seven_for_three],"""
FALSE = """status="F", scope="whole numbers", printed=refuted(of_the_one_below, "n counts too"),
    corrected=half_of_the_product, controls=[with_seven_for_three],"""
# rule → what is changed in which file, and what is then said
BROKEN: dict[str, tuple[str, str, str, str]] = {
    "a_check_names_none_of_its_formulas": (
        SECTION, "equal(formula(n), (n * n + n) / 2)", "equal(formula(n), half_of_the_product(n))",
        "triangle: claim_triangle calls half_of_the_product by itself",
    ),
    "the_truth_side_does_not_use_the_formula": (
        SECTION, "equal(formula(n), (n * n + n) / 2)", "equal(formula(n), formula(n))",
        "triangle: both sides come from the formula",
    ),
    "every_false_form_is_refuted_by_a_written_case": (
        SECTION, "cases=[Whole(2), Whole(3)], uses=[],", "cases=[Whole(2)], uses=[],",
        "triangle: no written case refutes with_seven_for_three (exact)",
    ),
    "some_form_is_false": (
        SECTION, "controls=[of_the_one_below, with_seven_for_three],", "far_controls='there are none',",
        "triangle: no form is false, so nothing shows that its check can fail",
    ),
    "some_control_nearly_holds": (
        SECTION, 'if str(n) != "3" else 4', 'if str(n) == "0" else 4',
        "triangle: every control fails on every case, and no sentence says why",
    ),
    "every_case_says_whether_it_is_generic": (
        SECTION, "    generic = True\n", "", "triangle: n = Whole(value=2) has no `generic`",
    ),
    "every_statement_called_false_is_read_kindly": (
        SECTION, TRUE, FALSE, "triangle: of_the_one_below is called false, and no kindest reading is stated",
    ),
    "every_file_has_its_place": ("made_up/__init__.py", '"sums",', "", "made_up: sums is not in SECTIONS"),
    "every_file_holds_a_claim": (SECTION, "@claim(\n", "@(lambda *a, **k: lambda check: check)(\n", "made_up: sums holds no claim"),
    "every_claim_that_another_uses_is_there": (
        SECTION, 'uses=["triangle"]', 'uses=["square"]', "made_up/small-steps uses made_up/square, which is nowhere",
    ),
    "no_claim_builds_on_itself": (
        SECTION, "uses=[],", 'uses=["small-steps"],', "made_up: made_up/triangle ← made_up/small-steps ← made_up/triangle",
    ),
    "no_id_is_taken_twice": (SECTION, '"small-steps"', '"triangle"', "made_up: triangle is taken twice"),
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A source root with one text, which is forgotten again."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.py").write_text(INIT, encoding="utf-8")
    (tmp_path / SECTION).write_text(SUMS, encoding="utf-8")
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "made_up"]:
        del sys.modules[name]


def said(root: Path) -> dict[str, list[str]]:
    """What each rule says of the texts below a root."""
    importlib.invalidate_caches()
    all_texts = texts(root)
    of_texts = {
        name: [line for text in all_texts for line in rule(text, all_texts)] for name, rule in RULES_OF_TEXTS.items()
    }
    claims = [claim for text in all_texts for claim in text.claims]
    return {name: [s for c in claims for s in rule(c)] for name, rule in RULES_OF_CLAIMS.items()} | of_texts


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_text_that_keeps_every_rule_is_told_nothing(root: Path) -> None:
    found = texts(root)
    assert [(text.name, [claim.id for claim in text.claims]) for text in found] == [("made_up", [TRIANGLE, STEPS])]
    assert {rule: sentences for rule, sentences in said(root).items() if sentences} == {}


def test_every_rule_is_broken_here() -> None:
    assert BROKEN.keys() == {**RULES_OF_CLAIMS, **RULES_OF_TEXTS}.keys()


@pytest.mark.parametrize("rule", BROKEN)
def test_a_text_that_breaks_it_is_told(root: Path, rule: str) -> None:
    file, old, new, sentence = BROKEN[rule]
    changed(root / file, old, new)
    assert sentence in said(root)[rule]


def test_a_statement_that_is_called_false_and_read_kindly_keeps_every_rule(root: Path) -> None:
    changed(root / SECTION, TRUE, FALSE.replace('"n counts too"', '"n counts too", kindest="the sum ends before n"'))
    assert {rule: sentences for rule, sentences in said(root).items() if sentences} == {}


@pytest.mark.parametrize(
    ("truth", "sentence"),
    [
        # the bound is what the form proposes
        ("at_most(step * n / n, n.constant(1) / 2 - step)", "small-steps: the bound changes with what twice proposes (exact)"),
        # nothing is ever refuted
        ("at_most(step, step + 1)", "small-steps: no written case tells a true form from a false one by what comes of them"),
    ],
)  # fmt: skip
def test_a_check_that_goes_on_with_what_it_is_given_has_a_bound_of_its_own(
    root: Path, truth: str, sentence: str
) -> None:
    changed(root / SECTION, "at_most(step * n / n, n.constant(1) / 4)", truth)
    assert sentence in said(root)["the_truth_side_does_not_use_the_formula"]


def test_the_library_is_no_text(root: Path) -> None:
    (root / "lemmata").mkdir()
    (root / "lemmata" / "__init__.py").touch()
    (root / "no_package").mkdir()
    assert [text.name for text in texts(root)] == ["made_up"]


def test_a_claim_of_another_text_is_named_with_its_text(root: Path) -> None:
    (root / "made_up_too").mkdir()
    (root / "made_up_too" / "__init__.py").write_text('SECTIONS = ("sums",)\n', encoding="utf-8")
    (root / "made_up_too" / "sums.py").write_text(
        SUMS.replace('["triangle"]', '["made_up/triangle"]'), encoding="utf-8"
    )
    assert said(root)["every_claim_that_another_uses_is_there"] == []
    for name in ("made_up_too", "made_up_too.sums"):
        del sys.modules[name]
