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


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_every_import_mode_of_pytest_works(toys, mode):
    toys.run(f"--import-mode={mode}").assert_outcomes(passed=6)


# ── the order of files ─────────────────────────────────────────────────────────────────────────────────────────────
OTHER = '''
"""One claim in a file of its own, and a test beside it."""
from lemmata.evidence import claim, decided, exact
from numbers_here import Whole, equal, wholes


def itself(n):
    return n


def doubled(n):
    return 2 * n


def test_nothing():
    pass


@claim(id="ID", slide="S", status="T", scope="some numbers", printed=itself, controls=[doubled], cases=[Whole(3)])
@decided(exact(n=wholes()))
def claim_of_this_file(formula, n):
    """n = n."""
    return equal(formula(n), n)
'''
SECTIONED = ["claim-c", "triangle-number", "identity", "claim-a", "claim-b"]
SHUFFLED = "def pytest_collection_modifyitems(items):\n    items.reverse()\n"


@pytest.fixture
def lecture(toys):
    """A package of four files, of which b holds a test too and is not named among the sections."""
    (toys.path / "lecture").mkdir()
    toys.write("lecture/__init__.py", 'SECTIONS = ("c", "not_written_yet", "sums", "a")\n')
    (toys.path / "sums.py").rename(toys.path / "lecture" / "sums.py")
    for name in ("a", "test_b", "c"):
        toys.write(f"lecture/{name}.py", OTHER.replace('"ID"', f'"claim-{name[-1]}"'))
    toys.write("test_z.py", "def test_z():\n    pass\n")
    return toys


def ids(evidence):
    return [claim["id"] for claim in evidence["claims"]]


def test_claims_follow_the_sections_that_their_package_names(lecture):
    result, evidence = lecture.record()
    assert ids(evidence) == SECTIONED
    rows = [line.split()[0] for line in result.outlines if line.endswith(" exact")]
    assert rows == SECTIONED
    assert [form["name"] for form in evidence["claims"][1]["forms"]][:2] == ["not_halved", "halved"]


@pytest.mark.parametrize("sections", ["", "SECTIONS = 5\n", "SECTIONS = 'sums'\n", "SECTIONS = ('nowhere',)\n"])
def test_a_package_that_names_no_files_of_its_own_keeps_the_alphabet(lecture, sections):
    lecture.write("lecture/__init__.py", sections)
    assert ids(lecture.record()[1]) == ["claim-a", "claim-c", "triangle-number", "identity", "claim-b"]


def test_tests_and_the_order_inside_a_file_stay_as_they_were(lecture):
    nodes = collected(lecture.run("--collect-only", "-q"))
    assert [place for place, node in enumerate(nodes) if "::test_" in node] == [10, 13]
    assert nodes[10] == "lecture/test_b.py::test_nothing" and nodes[13] == "test_z.py::test_z"
    assert [node.partition("[")[2] for node in nodes if "sums.py" in node] == [
        "printed-not_halved-exact]", "corrected-halved-exact]", "control-one_less-exact]",
        "control-with_a_seventh-exact]", "printed-itself-exact]", "control-doubled-exact]",
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [[], ["lecture/sums.py", "lecture/a.py", "lecture/c.py"], ["--ff"]])
def test_the_order_is_that_of_the_lecture_however_files_are_named_or_shuffled(lecture, arguments):
    lecture.write("conftest.py", SHUFFLED)
    found = ids(lecture.record(*arguments)[1])
    files = ["sums" if id in ("triangle-number", "identity") else id for id in found]
    assert list(dict.fromkeys(files)) == ["claim-c", "sums", "claim-a", "claim-b"][: 3 if len(arguments) == 3 else 4]


def test_failures_run_first_and_are_told_in_their_place(lecture):
    lecture.change("return n\n", "return n + (n == 3)\n", name="lecture/a.py")
    lecture.run("lecture")
    result, evidence = lecture.record("--ff", "lecture")
    assert next(line for line in result.outlines if line.startswith(" claim-")).split() == ["claim-a", "F."]
    assert ids(evidence) == SECTIONED


def test_workers_keep_the_order_of_the_lecture(lecture):
    lecture.run("-n2", "--claims-evidence=evidence.json")
    assert ids(lecture.evidence()) == SECTIONED


def test_last_failed_runs_what_failed_and_nothing_else(toys):
    toys.change("def itself(n):\n    return n", "def itself(n):\n    return n + (n == 3)")
    toys.run().assert_outcomes(passed=5, failed=1)
    toys.run("--lf", ".").assert_outcomes(failed=1)
