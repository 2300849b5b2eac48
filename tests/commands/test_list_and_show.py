"""`lemmata list` and `lemmata show`: from files that pytest collects, and from what a run has found."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import forked
import pytest
from documents import claim, counterexample, document, form, written

import lemmata.run.judging  # noqa: F401  (loaded once here: a collection inside this process forgets what it was first to import)
from lemmata.commands.new import TEMPLATE
from lemmata.pages.one_claim import one_claim
from lemmata.record.claim_list import columns, rows, selected

ROOT = Path(__file__).parents[2]
EXECUTABLE = Path(sys.executable).with_name("lemmata")


@pytest.fixture
def squares(pytester: pytest.Pytester) -> Path:
    """A folder, the current one, with one claim: the file that `lemmata new` writes. Its modules are forgotten after."""
    (pytester.path / "squares.py").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return pytester.path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own, from the root of this repository."""
    return forked.run([EXECUTABLE, *arguments], cwd=ROOT, env={**os.environ, **environment})


def test_a_list_of_a_file_says_what_is_expected(command, squares) -> None:
    listed = command("list", "squares.py")
    assert (listed.exit_code, listed.stderr) == (0, "")
    assert listed.stdout == (
        "claim             slide     as printed (expected)   corrected (expected)   decided by         file\n"
        "square-of-a-sum   Squares   refuted                 holds                  symbolic · exact   squares.py\n"
    )


def test_a_list_names_the_files_that_look_like_claims_and_are_passed_over(command, squares) -> None:
    (squares / "theirs.py").write_text(
        "from shop import claim\n\n\n@claim(id='x')\ndef f():\n    pass\n", encoding="utf-8"
    )
    listed = command("list", ".")
    assert (listed.exit_code, listed.stderr) == (0, "lemmata: theirs.py looks like claims and was passed over\n")
    assert command("list", "squares.py").stderr == ""


def test_a_list_of_nothing_says_so(command, squares) -> None:
    listed = command("list", "squares.py", "--slide", "nowhere")
    assert (listed.exit_code, listed.stderr) == (0, "lemmata: no claim here is like that\n")


def test_the_options_of_the_folder_neither_select_nor_distribute_nor_break_the_list(command, squares) -> None:
    (squares / "pytest.ini").write_text(
        "[pytest]\naddopts = -n 2 -q -ra --lf\nfilterwarnings = error\n", encoding="utf-8"
    )
    listed = command("list", ".")
    assert (listed.exit_code, listed.stderr) == (0, "")
    assert listed.stdout.splitlines()[1].startswith("square-of-a-sum ")


def test_a_list_needs_no_workers_to_switch_off(command, squares) -> None:
    listed = command("list", "squares.py", PYTEST_ADDOPTS="-p no:xdist")
    assert (listed.exit_code, listed.stderr) == (0, "") and "square-of-a-sum" in listed.stdout


def test_one_claim_is_shown_in_full_with_the_lines_that_run_it(command, squares) -> None:
    (squares / "deep").mkdir()
    (squares / "squares.py").rename(squares / "deep" / "squares.py")
    shown = command("show", "square-of-a-sum", "deep")
    assert (shown.exit_code, shown.stderr) == (0, "")
    node = "deep/squares.py::claim_square_of_a_sum"
    assert shown.stdout.startswith(
        "square-of-a-sum · square of a sum\n\n"
        "slide        squares, Squares\n"
        "file         deep/squares.py\n"
        "status       false as printed\n"
        "printed      (a + b)² = a² + b²\n"
        "corrected    (a + b)² = a² + 2ab + b².\n"
        "erratum      the mixed term 2ab is missing\n"
        "scope        a rational; b rational\n\n"
        "form                                      grade      expected\n"
        "printed     without_the_mixed_term        symbolic   refuted\n"
    )
    assert "to run it, or one form of it\n" in shown.stdout
    assert f"\n  pytest {node}\n" in shown.stdout
    assert f"\n  pytest '{node}[printed-without_the_mixed_term-exact]'\n" in shown.stdout
    assert shown.stdout.count("  pytest ") == 1 + 4 * 2


def test_an_unknown_claim_is_refused_with_those_that_are_close(command, tmp_path) -> None:
    file = written(tmp_path / "e.json", document(*map(claim, ("chernoff", "net-size", "net-radius", "inverse"))))
    for asked, hint in {
        "chernof": "did you mean chernoff?",
        "Net-Size": "did you mean net-size?",
        "net": "did you mean net-size or net-radius?",
        "qqq": "`lemmata list` names those there are",
        "": "`lemmata list` names those there are",
    }.items():
        refused = command("show", asked, "--evidence", file)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == f"lemmata: there is no claim {asked!r} here; {hint}\n"


@pytest.mark.parametrize("asked", [("list",), ("show", "a")])
def test_what_holds_no_claims_is_refused(command, pytester: pytest.Pytester, asked) -> None:
    for name, text, sentence in (
        ("empty", "", "there are no claims in {}"),
        ("wrong", "from lemmata.evidence import claim\n\n\ndef f(x):\n    return x\n\n\n@claim(id='a b', slide='S', status='T', "
         "scope='', printed=f, controls=[f], cases=[1])\ndef claim_a(formula, x):\n    '''a.'''\n",
         "{} cannot be collected: {}:8: claim id 'a b' is not lower-case words joined by hyphens"),
        ("broken", "from lemmata.evidence import claim\n1 +\n", "{} cannot be collected: {}:2: SyntaxError: invalid syntax"),
    ):  # fmt: skip
        (pytester.path / f"{name}_file.py").write_text(text, encoding="utf-8")
        refused = command(*asked, f"{name}_file.py")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == f"lemmata: {sentence.replace('{}', f'{name}_file.py')}\n"
    refused = command(*asked, "nowhere.py::claim_x")
    assert (refused.exit_code, refused.stderr) == (2, "lemmata: there is no file or folder nowhere.py::claim_x\n")
    (pytester.path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    refused = command(*asked, "empty_file.py")
    reason = "lemmata: pytest cannot collect the claims: "
    assert (refused.exit_code, refused.stderr) == (2, f"{reason}unrecognized arguments: --no-such-option\n")
    (pytester.path / "pytest.ini").unlink()
    (pytester.path / "conftest.py").write_text("import no_such_module\n", encoding="utf-8")
    refused = command(*asked, "empty_file.py")
    missing = "ModuleNotFoundError: No module named 'no_such_module'"
    assert (refused.exit_code, refused.stderr) == (2, f"{reason}{missing}\n")


def test_paths_and_evidence_together_are_refused(command, tmp_path) -> None:
    file = written(tmp_path / "e.json", document())
    for asked in (("list",), ("show", "one")):
        refused = command(*asked, "a.py", "--evidence", file)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr == "lemmata: --evidence says already which claims there are: leave the paths out\n"
        refused = command(*asked, "--evidence", tmp_path / "none.json")
        assert refused.stderr == f"lemmata: {tmp_path / 'none.json'} cannot be read: No such file or directory\n"


FALSE = claim(
    "false", form("printed", "refuted", erratum="it is not"), form("corrected", "holds"), status="F", slide="Squares"
)
WRONG = claim("wrong", form("printed", "holds"), form("control", "holds", "refuted"))
TYPO = claim("typo", form("corrected", "holds"), status="typo")
LATER = claim("later", form("printed", "not_run", "holds"), form("control", "not_run", "refuted"))


def test_a_list_of_what_was_found(command, tmp_path) -> None:
    file = written(tmp_path / "e.json", document(FALSE, WRONG, TYPO, LATER))
    assert command("list", "--evidence", file).stdout == (
        "claim   slide     as printed (found)   corrected (found)   decided by   file\n"
        "false   Squares   refuted              holds               exact        a.py\n"
        "wrong   Sums      holds                –                   exact        a.py\n"
        "typo    Sums      –                    holds               exact        a.py\n"
        "later   Sums      not run              –                   exact        a.py\n"
    )


def test_claims_are_chosen_by_slide_and_verdict() -> None:
    every = [FALSE, WRONG, TYPO, LATER]
    chosen = {
        (None, "holds"): ["wrong"],
        (None, "refuted"): ["false"],
        (None, "undecided"): [],
        (None, "not-run"): ["later"],
        (None, "unexpected"): ["wrong"],
        ("sQuAre", None): ["false"],
        ("sum", "holds"): ["wrong"],
        ("nothing", None): [],
    }
    for (slide, verdict), ids in chosen.items():
        assert [found["id"] for found in selected(every, slide, verdict)] == ids, (slide, verdict)
    surprise = claim("surprise", form("printed", "undecided", "holds"))
    assert rows([surprise], [surprise])[0][2] == "undecided!" and selected([surprise], None, "undecided") == [surprise]


def test_an_unknown_verdict_is_refused(command, tmp_path) -> None:
    refused = command("list", "--verdict", "maybe", "--evidence", written(tmp_path / "e.json", document()))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lemmata: Invalid value for '--verdict': 'maybe' is not one of "
        "'holds', 'refuted', 'undecided', 'error', 'not-run', 'unexpected'.\n"
    )


def test_cells_are_one_line_and_never_cut() -> None:
    long = claim("long", slide="s" * 300 + "\nend")
    (line,) = columns(rows([long], [long]))
    assert "s" * 300 + " end" in line


def test_what_was_found_of_one_claim(command, tmp_path) -> None:
    shown = counterexample("n=3", sentence="refuted: 1 ≠ 2", snippet="from a import *\nprint(3)")
    every = claim(
        "all",
        form("printed", "refuted", erratum="it is not", kindest="it\nwas", cases=7, search_cases=1, counterexample=shown),
        form("corrected", "undecided", "holds", cases=3),
        form("control", "not_run", "refuted", name="never"),
        form("control", "refuted", name="late", error="ValueError: no"),
        form("control", "holds", name="unseen", blindness="no sign"),
        status="I", statement_printed="a =\n  b", statement_corrected="a = c", uses=["x", "y"], shaken_by=["y"],
        far_controls="none is near",
    )  # fmt: skip
    found = command("show", "all", "--evidence", written(tmp_path / "e.json", document(every)))
    assert found.stdout == (
        "all · the title of all\n\n"
        "slide        Numbers, Sums\n"
        "file         a.py\n"
        "status       incomplete as printed: an assumption is missing\n"
        "printed      a = b\n"
        "corrected    a = c\n"
        "erratum      it is not\n"
        "kindest      it was\n"
        "scope        all a\n"
        "uses         x, y\n"
        "false steps  y\n"
        "controls     none is near\n\n"
        "form                    grade   expected   found        cases   found by search\n"
        "printed     printed     exact   refuted    refuted      7       in 1 case\n"
        "corrected   corrected   exact   holds      undecided!   3\n"
        "control     never       exact   refuted    not run      0\n"
        "control     late        exact   refuted    error!       0\n"
        "control     unseen      exact   holds      holds        0\n"
        "unseen is not seen: no sign\n\n"
        "counterexample of printed, exact\n"
        "case         n=3\n"
        "numbers      1 ≠ 2\n\n"
        "the same in Python\n"
        "  from a import *\n"
        "  print(3)\n\n"
        "to run it, or one form of it, from the root directory that pytest names\n"
        "  pytest a.py::claim_a\n"
        "  pytest 'a.py::claim_a[printed-printed-exact]'\n"
        "  pytest 'a.py::claim_a[corrected-corrected-exact]'\n"
        "  pytest 'a.py::claim_a[control-never-exact]'\n"
        "  pytest 'a.py::claim_a[control-late-exact]'\n"
        "  pytest 'a.py::claim_a[control-unseen-exact]'\n"
    )


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("T", "in full      a = c"),
        ("Q", "in full      a = c"),
        ("F", "corrected    a = c"),
        ("typo", "corrected    a = c"),
    ],
)
def test_a_second_statement_corrects_the_first_or_says_it_in_full(status: str, line: str) -> None:
    made = claim("a", form("corrected", "holds"), status=status, statement_corrected="a = c")
    assert line in one_claim(made, found=False).splitlines()


def test_what_refutes_a_form_that_should_hold_is_shown_first(command, tmp_path) -> None:
    both = claim(
        "both",
        form("printed", "refuted", counterexample=counterexample("n=1")),
        form("corrected", "refuted", "holds", counterexample=counterexample("n=100")),
    )
    shown = command("show", "both", "--evidence", written(tmp_path / "e.json", document(both))).stdout
    assert "counterexample of corrected, exact\ncase         n=100\n" in shown and "n=1\n" not in shown


def test_the_whole_lecture_in_its_order_as_a_clone_has_it() -> None:
    listed = run("list")
    assert (listed.returncode, listed.stderr) == (0, "")
    head, *rows = listed.stdout.splitlines()
    assert head.split()[:4] == ["claim", "slide", "as", "printed"] and "expected" in head
    of_the_lecture = [line for line in rows if "lecture17/" in line and line.endswith(".py")]
    assert [line.split()[0] for line in of_the_lecture[:3]] == ["pushforward", "minmax-loss", "minmax-loss-order"]
    assert len(of_the_lecture) > 80


def test_the_claims_of_the_package_from_anywhere(tmp_path) -> None:
    shown = forked.run([EXECUTABLE, "show", "jacobian-order"], cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "file         lecture17/the_jacobian.py\n" in shown.stdout
    line = "  pytest --pyargs lecture17.the_jacobian::claim_jacobian_of_one_inverted_layer\n"
    assert line in shown.stdout
    assert not (tmp_path / ".pytest_cache").exists()


def in_a_terminal(*arguments: object, **environment: str) -> str:
    """What the command writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    with subprocess.Popen(
        [str(EXECUTABLE), *map(str, arguments)],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**plain, "TERM": "xterm", "COLUMNS": "80", **environment},
    ) as process:  # fmt: skip
        os.close(theirs)
        found = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that the other side is closed
                break
            if not part:
                break
            found += part
        assert process.wait() == 0
    os.close(ours)
    return found.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_a_table_in_colours_that_are_never_the_only_sign(tmp_path) -> None:
    file = written(tmp_path / "e.json", document(FALSE, claim("surprise", form("printed", "undecided", "holds"))))
    listed = in_a_terminal("list", "--evidence", file)
    assert "\x1b[33mrefuted\x1b[0m" in listed and "\x1b[1;31mundecided!\x1b[0m" in listed
    shown = in_a_terminal("show", "false", "--evidence", file)
    assert "\x1b[33mrefuted\x1b[0m" in shown and "\x1b[32mholds\x1b[0m" in shown
    for arguments in (("list",), ("show", "false")):
        assert "\x1b[3" not in in_a_terminal(*arguments, "--evidence", file, NO_COLOR="1")


def test_a_narrow_terminal_loses_the_files_and_no_verdict(tmp_path) -> None:
    wide = [claim(f"a-long-name-of-a-claim-{i}", slide="A long title " * 4, file="a/long/path.py") for i in range(3)]
    listed = in_a_terminal("list", "--evidence", written(tmp_path / "e.json", document(*wide)), NO_COLOR="1")
    assert max(map(len, listed.splitlines())) <= 80 + len("\x1b[1m\x1b[0m") * 20
    assert all(f"a-long-name-of-a-claim-{i}" in listed for i in range(3))
    assert listed.count("holds") == 3 and "path.py" not in listed


def test_no_text_of_a_claim_reaches_the_terminal_as_a_command(command, tmp_path) -> None:
    rude = claim("rude", slide="\x1b[2Jgone", title="\x9b1;31m", scope="a\x07\x00b\u202e\u2066")
    file = written(tmp_path / "e.json", document(rude))
    for arguments in (("list",), ("show", "rude")):
        plain = command(*arguments, "--evidence", file).stdout
        shown = in_a_terminal(*arguments, "--evidence", file)
        for text in (plain, shown):
            assert "�[2Jgone" in text and not {*"\x9b\x07\x00\u202e\u2066"} & set(text) and "\x1b[2J" not in text


def test_half_a_character_is_shown_as_such(command, tmp_path) -> None:
    file = written(tmp_path / "e.json", document(claim("half", slide="\ud800 or \udfff")))
    assert "� or �" in command("list", "--evidence", file).stdout
    assert "� or �" in command("show", "half", "--evidence", file).stdout
