"""Claims are found as what they are, by whatever spelling; a file that only looks like claims is named, and the run is red."""

from __future__ import annotations

import re
import textwrap

import pytest
from documents import document

from lemmata.pages.badge import message
from lemmata.pages.report import report
from lemmata.pages.summary import summary

IMPORT = "from lemmata.evidence import claim, decided, exact, refuted\n"
REST = "from lemmata.evidence import decided, exact, refuted\n"
TOOLS = '''
"""Tools of one's own."""
from lemmata.evidence import claim, decided, exact, refuted


def my_claim(id, **fields):
    return claim(id=id, **fields)


law = my_claim
'''


def by_assignment(text: str) -> str:
    """The claims made by `name = claim(...)(check)`."""
    decorated = r"@claim\((.*?)\n\)\n(@decided[^\n]*\n)def (claim_\w+)(.*?\n    return [^\n]*\n)"
    return re.sub(decorated, r"\2def _\3\4\n\n\3 = claim(\1\n)(_\3)\n", text, flags=re.DOTALL)


def by_a_plain_helper(text: str) -> str:
    """The claims made by `name = made(check)`, as a decorator without arguments would."""
    text = by_assignment(text)
    return re.sub(
        r"(claim_\w+) = claim\((.*?)\n\)\((\w+)\)", r"made = claim(\2\n)\n\1 = made(\3)", text, flags=re.DOTALL
    )


def under_an_if(text: str) -> str:
    head, first, rest = text.partition("@claim(")
    return f"{head}if 1 + 1 == 2:\n" + textwrap.indent(first + rest, "    ")


def spelled(imports: str, decorator: str = "claim"):
    """The import of `lemmata.evidence` in other words, and the decorator by another name."""

    def spell(text: str) -> str:
        assert IMPORT in text
        return text.replace(IMPORT, imports).replace("@claim(", f"@{decorator}(")

    return spell


SPELLINGS = {
    "an import in try": spelled(f"try:\n    {IMPORT}except ImportError:\n    raise\n"),
    "an import under if": spelled(f"if 1 + 1 == 2:\n    {IMPORT}"),
    "an import in with": spelled(f"from contextlib import nullcontext\nwith nullcontext():\n    {IMPORT}"),
    "an import by name": spelled(
        "import importlib\nev = importlib.import_module('lemmata.evidence')\n"
        "decided, exact, refuted = ev.decided, ev.exact, ev.refuted\n", "ev.claim"
    ),
    "a module as": spelled(f"import lemmata.evidence as ev\n{REST}", "ev.claim"),
    "a module in full": spelled(f"import lemmata.evidence\n{REST}", "lemmata.evidence.claim"),
    "a claim as": spelled("from lemmata.evidence import claim as statement, decided, exact, refuted\n", "statement"),
    "a helper in the file": spelled(f"{IMPORT}my_claim = lambda *given, **named: claim(*given, **named)\n", "my_claim"),
    "a helper beside it": spelled("from my_tools import decided, exact, my_claim, refuted\n", "my_claim"),
    "a helper beside it, in full": spelled("import my_tools\nfrom my_tools import *\n", "my_tools.my_claim"),
    "a helper of another name": spelled("from my_tools import decided, exact, law, refuted\n", "law"),
    "a helper in a package": spelled("from my_kit import *\n", "my_claim"),
    "an assignment": by_assignment,
    "an assignment of a call": by_a_plain_helper,
    "claims under if": under_an_if,
}  # fmt: skip


@pytest.fixture
def kit(toys):
    """The claims, beside them helpers of one's own that import lemmata, some of them at three removes and in a circle."""
    toys.write("my_tools.py", TOOLS)
    (toys.path / "my_kit").mkdir()
    toys.write("my_kit/__init__.py", "from .first import *\nfrom . import second\n")
    toys.write("my_kit/first.py", "from my_kit.second import *\n")
    toys.write("my_kit/second.py", "from . import first\nfrom my_tools import *\n")
    return toys


@pytest.mark.parametrize("given", [".", "sums.py"], ids=["folder", "file"])
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=list(SPELLINGS))
def test_claims_are_found_by_whatever_spelling(kit, spell, given):
    text = (kit.path / "sums.py").read_text(encoding="utf-8")
    changed = spell(text)
    assert changed != text
    kit.write("sums.py", changed)
    result, evidence = kit.record(given)
    result.assert_outcomes(passed=6)
    assert [(claim["id"], claim["file"]) for claim in evidence["claims"]] == [
        ("triangle-number", "sums.py"), ("identity", "sums.py"),
    ]  # fmt: skip
    assert (evidence["run"]["complete"], evidence["run"]["passed_over"]) == (True, [])


def test_workers_find_them_too(kit):
    text = (kit.path / "sums.py").read_text(encoding="utf-8")
    for number, spell in enumerate(SPELLINGS.values()):
        kit.write(f"sums_{number}.py", spell(text))
    result, evidence = kit.record("-n1")
    result.assert_outcomes(passed=6 * (len(SPELLINGS) + 1))
    assert len({claim["file"] for claim in evidence["claims"]}) == len(SPELLINGS) + 1
    assert (evidence["run"]["complete"], evidence["run"]["passed_over"]) == (True, [])


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_a_package_with_claims_and_helpers_is_found_in_every_import_mode(kit, mode):
    (kit.path / "lecture").mkdir()
    kit.write("lecture/__init__.py", "import lemmata\n\nTITLE = str('Sums')\n")
    kit.write("lecture/tools.py", TOOLS)
    text = (kit.path / "sums.py").read_text(encoding="utf-8")
    kit.write("lecture/sums.py", spelled("from .tools import my_claim, decided, exact, refuted\n", "my_claim")(text))
    result, evidence = kit.record(f"--import-mode={mode}", "lecture")
    result.assert_outcomes(passed=6)
    assert {claim["text_title"] for claim in evidence["claims"]} == {"Sums"} and evidence["run"]["complete"] is True


def test_helpers_of_a_package_outside_the_root_are_found(kit, tmp_path_factory):
    package = tmp_path_factory.mktemp("elsewhere") / "a_text"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "tools.py").write_text(TOOLS, encoding="utf-8")
    text = spelled("from a_text.tools import my_claim, decided, exact, refuted\n", "my_claim")(
        (kit.path / "sums.py").read_text(encoding="utf-8")
    )
    (package / "sums.py").write_text(text, encoding="utf-8")
    result, evidence = kit.record(f"--rootdir={kit.path}", str(package))
    result.assert_outcomes(passed=6)
    assert evidence["run"]["complete"] is True


# ── files that hold no claim ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "text",
    [
        "from lemmata.record.tally import plural\n\nfrom functools import cache\n\n\n@cache\ndef f():\n    pass\n",
        "from lemmata.record.tally import plural\n\ncount = plural(1, 'claim')\n\n\ndef test_x():\n    assert False\n",
        "from lemmata.evidence import claim\n\nmade = list(())\n",
    ],
)
def test_a_file_that_holds_no_claim_disturbs_nothing(toys, text):
    toys.write("more.py", text)
    result, evidence = toys.record()
    result.assert_outcomes(passed=6)
    assert result.ret == pytest.ExitCode.OK and evidence["run"]["complete"] is True


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("more.py", "from lemmata.evidence import claim\nraise RuntimeError\n"),
        ("more.py", "from lemmata.evidence import Form\nif __name__ == '__main__':\n    x = exit()\nf = Form\n"),
        ("setup.py", "import lemmata\n\nx = dict()\nraise RuntimeError\n"),
        ("__main__.py", "import lemmata\n\nx = dict()\nraise RuntimeError\n"),
        ("more.py", "'''import lemmata'''\nx = dict()\nraise RuntimeError\n"),
        ("more.py", "from lemmata_of_theirs import x\n\nx = dict()\nraise RuntimeError\n"),
        ("more.py", "from .lemmata import x\n\nx = dict()\nraise RuntimeError\n"),
        ("more.py", "def claim(:\n"),
    ],
)
def test_a_file_that_can_hold_none_is_not_imported(toys, name, text):
    toys.write(name, text)
    result, evidence = toys.record()
    assert result.ret == pytest.ExitCode.OK and evidence["run"]["complete"] is True


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("import no_such_module\nfrom lemmata.evidence import claim\n\nx = claim()\n",
         "more.py:1: No module named 'no_such_module'"),
        ("import pytest\nfrom lemmata.evidence import claim\npytest.LEAVE('not today', allow_module_level=True)\n\nx = claim()\n",
         "more.py:3: leaves itself out (not today)"),
        ("import lemmata\nx = exit('bye')\n", "more.py:2: ends the program where it is imported (bye)"),
        ("import lemmata\nx = exit()\n", "more.py:2: ends the program where it is imported"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_imported_is_an_error_in_one_sentence(toys, text, sentence):
    toys.write("more.py", text.replace("LEAVE", "sk" + "ip"))  # not the word that no file of ours may say
    result, evidence = toys.record("--continue-on-collection-errors")
    assert result.ret == pytest.ExitCode.TESTS_FAILED and sentence in result.outlines
    assert (evidence["run"]["complete"], evidence["run"]["uncollected"]) == (False, ["more.py"])


# ── whose claim it is ──────────────────────────────────────────────────────────────────────────────────────────────
def test_two_names_of_one_claim_are_judged_once(toys):
    toys.change("def itself(n):", "again = claim_sum_of_the_first_numbers\n\n\ndef itself(n):")
    result, evidence = toys.record()
    result.assert_outcomes(passed=6)
    assert evidence["claims"][0]["forms"][0]["node"] == f"{toys.triangle}[printed-not_halved-exact]"


def test_a_claim_that_another_file_of_claims_imports_is_judged_where_it_was_made(toys):
    toys.write(
        "more.py", "from sums import *\nfrom sums import claim_a_number_is_itself as mine\nimport lemmata\nx = dict()\n"
    )
    result, evidence = toys.record()
    result.assert_outcomes(passed=6)
    assert {claim["file"] for claim in evidence["claims"]} == {"sums.py"}


def test_a_claim_whose_check_was_written_elsewhere_is_an_error_and_not_left_out(toys):
    check = "@decided(exact(n=wholes()))\ndef check(formula, n):\n    '''n = n.'''\n    return equal(formula(n), n)\n"
    toys.write("checks.py", f"from lemmata.evidence import decided, exact\nfrom numbers_here import *\n\n\n{check}")
    fields = 'slide="S", status="T", scope="s", printed=sums.itself, controls=[sums.doubled], cases=[sums.Whole(3)]'
    toys.write(
        "more.py", f'import sums\nfrom checks import check\n\nx = sums.claim(id="x", {fields})(check)\nimport lemmata\n'
    )
    result, evidence = toys.record("--continue-on-collection-errors")
    assert evidence["run"]["uncollected"] == ["more.py"]
    result.stdout.fnmatch_lines(
        ["claim 'x' stands in more.py and its check was written in checks, where it is no claim: *"]
    )


# ── files that are passed over ─────────────────────────────────────────────────────────────────────────────────────
THEIRS = "from shop import claim\nraise RuntimeError('nobody imports this')\n\n\n@claim(id='x')\ndef f():\n    pass\n"
LOOKS_LIKE = {
    "theirs.py": THEIRS,
    "conftest.py": "def claim(check):\n    return check\n\n\n@claim\ndef f():\n    pass\n",
    "part/of_it.py": THEIRS.replace("@claim", "@shop.my_claim"),
    "cycle.py": THEIRS.replace("shop", "cycle"),
    "in_try.py": "try:\n    from shop import kit\nexcept ImportError:\n    pass\nelse:\n    @kit.claim\n    def f(): pass\n",
}


@pytest.mark.parametrize("more", [[], ["-n1"]], ids=["alone", "workers"])
@pytest.mark.parametrize("name", LOOKS_LIKE)
def test_a_file_that_looks_like_claims_and_is_passed_over_is_named(toys, name, more):
    (toys.path / "part").mkdir()
    toys.write(name, LOOKS_LIKE[name])
    result, evidence = toys.record(*more)
    result.assert_outcomes(passed=6)
    run, why = evidence["run"], f"{name} looks like claims and was passed over"
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert (run["complete"], run["passed_over"], run["why"]) == (False, [name], why)
    assert [line for line in result.outlines if "passed over" in line] == [
        f"{why}: in a folder only files are looked into that import lemmata, by modules of yours or themselves, and never "
        "conftest.py, setup.py, __main__.py; name such a file to pytest, or leave it out with --ignore"
    ]


@pytest.mark.parametrize("given", [["sums.py"], ["sums.py", "lone"], [".", "--ignore=theirs.py"]])
def test_what_the_run_was_not_given_is_not_missed(toys, given):
    (toys.path / "lone").mkdir()
    toys.write("lone/test_one.py", "def test_one():\n    pass\n")
    toys.write("theirs.py", THEIRS)
    result, evidence = toys.record(*given)
    assert result.ret == pytest.ExitCode.OK and evidence["run"]["complete"] is True


@pytest.mark.parametrize(
    "text",
    ["@app.route('/claims')\ndef claims():\n    pass\n", "@disclaimer\ndef f():\n    pass\n", "claim = dict()\n"],
)
def test_what_has_another_name_does_not_look_like_claims(toys, text):
    toys.write("theirs.py", f"from shop import *\n{text}\n")
    assert toys.run().ret == pytest.ExitCode.OK


def test_looking_says_so_and_is_no_failure(toys):
    toys.write("theirs.py", THEIRS)
    result = toys.run("--collect-only", "-q")
    assert result.ret == pytest.ExitCode.OK
    assert sum("theirs.py looks like claims and was passed over" in line for line in result.outlines) == 1


def test_the_pages_say_what_was_passed_over():
    files = ["a.py", "b.py"]
    found = document(complete=False, passed_over=files, why="a.py, b.py look like claims and were passed over")
    assert "a.py, b.py look like claims and were passed over" in report(found)
    assert "**incomplete**: a.py, b.py look like claims and were passed over" in summary(found)
    assert message(found)[0] == "incomplete"


def test_a_file_of_claims_is_read_once(toys, monkeypatch):
    read: list[str] = []
    from lemmata.run import finding

    tell = finding.tell
    monkeypatch.setattr(finding, "tell", lambda source: read.append(source.decode()) or tell(source))
    toys.write("theirs.py", THEIRS.replace("shop", "sums"))
    toys.run("--collect-only", ".", "sums.py")
    assert len(read) == len(set(read)) == 4 - 1
