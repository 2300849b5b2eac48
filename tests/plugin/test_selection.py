"""Which items there are, what they are called, and how some of them are chosen."""

from __future__ import annotations

import pytest


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_each_form_and_grade_is_one_item_named_after_its_formula(toys):
    assert collected(toys.run("--collect-only", "-q")) == [
        f"{toys.triangle}[printed-not_halved-exact]",
        f"{toys.triangle}[corrected-halved-exact]",
        f"{toys.triangle}[control-one_less-exact]",
        f"{toys.triangle}[control-with_a_seventh-exact]",
        f"{toys.identity}[printed-itself-exact]",
        f"{toys.identity}[control-doubled-exact]",
    ]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["-k", "printed and exact"], 2),
        (["-k", "triangle"], 4),
        (["-k", "halved"], 2),
        (["-k", "symbolic"], 0),
        (["-m", "control", "--strict-markers"], 3),
        (["-m", "exact and not control"], 3),
        (["sums.py::claim_a_number_is_itself"], 2),
        (["sums.py::claim_a_number_is_itself[control-doubled-exact]"], 1),
        (["sums.py"], 6),
        ([".", "sums.py"], 6),
    ],
)
def test_items_are_chosen_by_words_markers_and_node_ids(toys, arguments, count):
    assert len(collected(toys.run("--collect-only", "-q", *arguments))) == count


def test_a_test_file_holds_claims_and_tests_side_by_side(toys):
    text = (toys.path / "sums.py").read_text(encoding="utf-8")
    (toys.path / "sums.py").unlink()
    toys.write("test_sums.py", text + "\n\ndef test_halves():\n    assert halved(3) == 6\n")
    assert len(collected(toys.run("--collect-only", "-q"))) == 7
    toys.run().assert_outcomes(passed=7)


def test_tests_in_a_file_that_only_holds_claims_are_left_alone(toys):
    toys.change('"""Sums."""', '"""Sums."""\n\n\ndef test_of_nothing():\n    assert False\n')
    toys.run().assert_outcomes(passed=6)


def test_a_module_that_imports_a_claim_does_not_repeat_it(toys):
    toys.write("test_more.py", "from sums import claim_a_number_is_itself\n\ndef test_x():\n    pass\n")
    toys.run().assert_outcomes(passed=7)


def test_a_decorator_of_the_same_name_from_elsewhere_is_no_claim(toys):
    toys.write("elsewhere.py", "raise RuntimeError('not to be imported')\nfrom shop import claim\n")
    toys.write(
        "indirect.py",
        "raise RuntimeError('not to be imported')\nfrom claims.evidence import Form\n\n@claim('x')\ndef f(): pass\n",
    )
    toys.run().assert_outcomes(passed=6)


def test_the_decorator_may_have_another_name(toys):
    toys.change("from claims.evidence import claim, ", "from claims.evidence import claim as statement, ")
    text = (toys.path / "sums.py").read_text(encoding="utf-8").replace("@claim(", "@statement(")
    toys.write("sums.py", text)
    toys.run().assert_outcomes(passed=6)


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_every_import_mode_of_pytest_works(toys, mode):
    toys.run(f"--import-mode={mode}").assert_outcomes(passed=6)
