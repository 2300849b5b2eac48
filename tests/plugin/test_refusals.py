"""What cannot work is refused in one sentence, before the first claim runs."""

from __future__ import annotations

import fcntl

import pytest

from lemmata.evidence.profiles import PROFILES as KNOWN
from lemmata.record.journal import Journal
from lemmata.run.options import PROFILES


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--claims-profile=quick", "unknown --claims-profile 'quick'; known: smoke, default, thorough, power, search"),
        ("--claims-seed=-1", "--claims-seed takes a whole number from 0 to 2**64 - 1, not '-1'"),
        ("--claims-seed=x", "--claims-seed takes a whole number from 0 to 2**64 - 1, not 'x'"),
        ("--claims-seed=²", "--claims-seed takes a whole number from 0 to 2**64 - 1, not '²'"),
        (
            f"--claims-seed={2**64}",
            "--claims-seed takes a whole number from 0 to 2**64 - 1, not '18446744073709551616'",
        ),
        (f"--claims-seed={'9' * 5000}", f"--claims-seed takes a whole number from 0 to 2**64 - 1, not '{'9' * 40}…'"),
        ("--claims-device=meta", "--claims-device 'meta' cannot be used: *"),
        ("--claims-device=floppy", "--claims-device 'floppy' cannot be used: *"),
        ("--claims-evidence=nowhere/a.json", "--claims-evidence * cannot be written: there is no directory *nowhere"),
        ("--claims-evidence=.", "--claims-evidence * is a directory; name a file in it"),
        ("--claims-evidence=/proc/evidence.json", "--claims-evidence /proc/evidence.json cannot be written: *"),
    ],
)
def test_an_option_that_cannot_work_is_one_sentence(toys, option, sentence):
    result = toys.pytester.runpytest_inprocess(option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert not any("collected" in line for line in result.outlines)
    (line,) = (line for line in result.errlines if line.startswith("ERROR"))
    result.stderr.fnmatch_lines([f"ERROR: {sentence}"])
    assert "\n" not in line


@pytest.mark.parametrize("option", ["--claims-evidence", "--claims-report"])
def test_a_link_that_leads_nowhere_is_one_sentence(toys, option):
    for name, target in (("there", "here"), ("here", "there"), ("away", "nowhere/file")):
        (toys.path / name).symlink_to(target)
    for name, sentence in (
        ("here", "is a link that leads back to itself; name another file"),
        ("away", f"cannot be written: there is no directory {toys.path.resolve() / 'nowhere'}"),
    ):
        result = toys.run(f"{option}={name}")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert result.errlines == [f"ERROR: {option} {toys.path / name} {sentence}", ""]


def of_a_run(toys) -> list[bytes]:
    """The evidence and the report that the last run which wrote them has left."""
    return [(toys.path / name).read_bytes() for name in ("evidence.json", "report.html")]


def test_a_run_that_is_refused_leaves_the_files_of_an_earlier_one(toys):
    toys.record("--claims-report=report.html")
    before = of_a_run(toys)
    for refused in (["no_such_file.py"], [f"{toys.triangle}_"]):
        result, _ = toys.record("--claims-report=report.html", *refused)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert of_a_run(toys) == before
        assert not list(toys.path.glob("*.journal"))


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        (["sums.py", "-k", "no_claim_of_this_name"], pytest.ExitCode.NO_TESTS_COLLECTED),
        (["broken.py"], pytest.ExitCode.INTERRUPTED),
        (["test_else.py"], pytest.ExitCode.OK),
    ],
)
def test_a_run_that_judges_nothing_leaves_the_files_of_an_earlier_one(toys, slip, code):
    toys.write("broken.py", "from lemmata.evidence import claim\nimport nowhere\n\n@claim(id='x')\ndef f(): pass\n")
    toys.write("test_else.py", "def test_else():\n    pass\n")
    toys.record("sums.py", "--claims-report=report.html")
    before = of_a_run(toys)
    result, _ = toys.record("--claims-report=report.html", *slip)
    assert result.ret == code
    assert of_a_run(toys) == before
    assert not list(toys.path.glob("*.journal"))
    result.stdout.fnmatch_lines([
        "no claim was judged: --claims-evidence evidence.json is left as it was",
        "no claim was judged: --claims-report report.html is left as it was",
    ])  # fmt: skip


def test_a_report_does_not_lie_where_the_journal_does(toys):
    result = toys.run("--claims-evidence=e.json", "--claims-report=e.json.journal")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = filter(None, result.errlines)
    assert line == (
        f"ERROR: --claims-report {toys.path / 'e.json.journal'} is where the journal lies; name another file"
    )


def test_the_entry_point_knows_the_profiles_without_loading_them():
    assert tuple(KNOWN) == PROFILES


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (" corrected=halved,", "", "claim 'triangle-number' is refuted as printed and has no corrected form*"),
        ("controls=[doubled]", "controls=[doubled, doubled]", "claim 'identity' has two forms of one name*"),
        ('"identity", slide', '"Identity!", slide', "claim id 'Identity!' is not lower-case words*"),
    ],
)
def test_a_claim_that_is_not_put_together_right_is_one_sentence(toys, old, new, sentence):
    toys.change(old, new)
    result, evidence = toys.record()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"sums.py:[0-9]*: {sentence}"])
    assert "Traceback" not in result.stdout.str()
    assert evidence["run"]["complete"] is False


def test_a_file_that_cannot_import_says_which_line_and_why(toys):
    toys.write("more.py", "from lemmata.evidence import claim\nimport nowhere\n\n@claim(id='x')\ndef f(): pass\n")
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["more.py:2: No module named 'nowhere'"])


def test_a_file_with_a_syntax_error_is_not_passed_over(toys):
    toys.write("more.py", "from lemmata.evidence import claim\n\n@claim(id='x'\ndef f(): pass\n")
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*SyntaxError*"])


def test_two_claims_of_one_id_are_refused(toys):
    (toys.path / "again").mkdir()
    text = (toys.path / "sums.py").read_text(encoding="utf-8")
    for name in ("sums_again", "sums_once_more"):
        toys.write(f"again/{name}.py", text)
    toys.run().assert_outcomes(passed=18)  # three texts, for no file lies in a package
    toys.write("again/__init__.py", "")
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([
        "claim id 'triangle-number' is taken by again/sums_again.py::claim_* and by again/sums_once_more.py::claim_*"
    ])  # fmt: skip


def refused(toys, *options: str) -> str:
    """The sentence with which a run is refused before the first claim, and no file changes or appears."""

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in toys.path.iterdir() if path.is_file()}

    before = files()
    result = toys.run("--claims-evidence=evidence.json", *options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert not any("collected" in line for line in result.outlines)
    assert files() == before
    (line,) = filter(None, result.errlines)
    return line.removeprefix(f"ERROR: {toys.path / 'evidence.json'}")


def test_resuming_without_saying_what_is_refused(toys):
    result = toys.run("--claims-resume")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[0] == "ERROR: --claims-resume needs the --claims-evidence PATH of the run that was cut off"


def test_what_is_no_evidence_file_is_not_replaced(toys):
    path = toys.write("evidence.json", "my only copy\n")
    assert refused(toys) == (
        " is not an evidence file: line 1 is not JSON (Expecting value); "
        "it is left as it is: move it away or name another file"
    )
    _, evidence = (path.unlink(), toys.record())[1]
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert refused(toys, "--claims-resume").startswith(" is truncated or damaged: line ")
    path.write_text("", encoding="utf-8")
    _, again = toys.record()
    assert again["claims"][0]["id"] == evidence["claims"][0]["id"]
    assert toys.run("--claims-evidence=/dev/null").errlines[0] == (
        "ERROR: --claims-evidence /dev/null is not a file that can be replaced; name another"
    )


def killed(toys, *options: str) -> bytes:
    """A journal as a run leaves it that was killed after its last form."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "end", lambda self, written, complete: "")
        toys.record(*options)
    (toys.path / "evidence.json").unlink()
    return (toys.path / "evidence.json.journal").read_bytes()


@pytest.mark.parametrize(("selected", "count"), [("identity", "2 decided forms"), ("doubled", "1 decided form")])
def test_a_run_that_did_not_end_is_not_replaced(toys, selected, count):
    killed(toys, "-k", selected)
    assert refused(toys) == (
        f".journal holds {count} of a run that did not end: add --claims-resume to go on with it, or delete it"
    )


@pytest.mark.parametrize("options", [[], ["--claims-resume"]])
def test_a_journal_that_is_damaged_or_none_of_ours_is_not_replaced(toys, options):
    content = killed(toys)
    path = toys.path / "evidence.json.journal"
    remedy = "; it is left as it is: move it away or delete it"
    path.write_bytes(content.replace(b"halved", b"Halved", 1))
    assert refused(toys, *options) == f".journal cannot be read: line 2 is damaged{remedy}"
    path.write_bytes(content.replace(b"\n", b"\n\n", 2))
    assert refused(toys, *options) == f".journal cannot be read: line 2 is damaged{remedy}"
    path.write_bytes(b"my diary\n")
    assert refused(toys, *options) == f".journal is not a journal of lemmata{remedy}"


def test_a_journal_of_a_run_that_differs_is_not_resumed(toys):
    killed(toys)
    remedy = ": run it alike to go on with it, or delete it"
    assert refused(toys, "--claims-resume", "--claims-seed=7") == (
        f".journal was begun with seed 20200401, and this run has 7{remedy}"
    )
    assert refused(toys, "--claims-resume", "--claims-profile=default") == (
        f".journal was begun with profile smoke, and this run has default{remedy}"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lemmata.run.reporting.code", lambda: "another judge")
        assert refused(toys, "--claims-resume") == (
            f".journal was begun with other code of lemmata than there is now{remedy}"
        )
        patch.setattr("lemmata.run.reporting.versions", lambda: {"python": "2.7"})
        assert refused(toys, "--claims-resume").startswith(".journal was begun with hypothesis ")


@pytest.mark.parametrize("options", [[], ["--claims-resume"]])
def test_a_second_run_on_one_journal_is_refused(toys, options):
    killed(toys)
    with (toys.path / "evidence.json.journal").open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert refused(toys, *options) == (
            ".journal is being written by another run: wait for its end, or name another file"
        )
        (toys.path / "link.json").symlink_to("evidence.json")
        assert toys.run("--claims-evidence=link.json").ret == pytest.ExitCode.USAGE_ERROR  # one file, one journal
    toys.run("--claims-evidence=evidence.json", "--claims-resume").assert_outcomes(passed=6)
