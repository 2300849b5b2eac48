"""How the command starts, completes words, and ends: light, in one sentence, and never with a traceback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import forked
import pytest
from documents import claim, document, written

from lemmata.commands.ids import claim_ids
from lemmata.commands.main import lemmata

ROOT = Path(__file__).parents[2]
EXECUTABLE = str(Path(sys.executable).with_name("lemmata"))
COMMANDS = ("completion", "constants", "diff", "list", "merge", "new", "report", "run", "show", "time")
HEAVY = {"torch", "sympy", "hypothesis", "pytest", "_pytest", "numpy", "scipy", "flint", "rich", "jinja2"}


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, arguments)),
        cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def loaded(*arguments: str, **environment: str) -> set[str]:
    """The modules, by their first word, that the command has loaded when it ends."""
    program = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); sys.argv[0] = 'lemmata'"
    )
    program += "; from lemmata.__main__ import main; main()"
    ran = run(sys.executable, "-P", "-c", program, *arguments, **environment)
    assert ran.returncode in (0, 1), ran.stderr
    return {name.partition(".")[0] for name in ran.stderr.split()}


def test_help_diff_and_new_load_nothing_heavy(tmp_path: Path) -> None:
    file = written(tmp_path / "e.json", document())
    assert not loaded("--help") & HEAVY
    assert not loaded("run", "--help") & HEAVY
    assert not loaded("new", "mine", "--directory", str(tmp_path)) & HEAVY
    assert not loaded("report", file, "-o", str(tmp_path / "badge.svg")) & HEAVY
    assert loaded("diff", file, file) & HEAVY <= {"rich"}
    words = {"_LEMMATA_COMPLETE": "bash_complete", "COMP_WORDS": "lemmata show jac", "COMP_CWORD": "2"}
    assert not loaded(**words) & HEAVY


@pytest.mark.parametrize("start", [[EXECUTABLE], [sys.executable, "-m", "lemmata"]], ids=["lemmata", "python -m"])
def test_every_command_has_help_with_examples(start: list[str]) -> None:
    top = run(*start, "-h")
    assert (top.returncode, top.stderr) == (0, "")
    assert top.stdout.startswith("Usage: lemmata [OPTIONS] [COMMAND] [ARGS]...\n")
    assert re.findall(r"^  ([a-z]+)  ", top.stdout.partition("Commands:\n")[2], re.MULTILINE) == list(COMMANDS)
    assert run(*start).stdout == top.stdout


def test_the_list_of_commands_has_whole_sentences(command) -> None:
    listed = command("--help").stdout.partition("Commands:")[2].partition("Examples:")[0].strip().splitlines()
    assert len(listed) == len(COMMANDS) and all(line.endswith(".") and not line.endswith("...") for line in listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_keeps_the_lines_of_its_examples(command, name: str) -> None:
    helped = {command(name, flag).stdout for flag in ("-h", "--help")}
    (text,) = helped
    examples = text.partition("  Examples:\n")[2].splitlines()
    assert examples and all(f"lemmata {name}" in line for line in examples)


def test_the_version(command) -> None:
    assert re.fullmatch(r"lemmata \d+\.\d+\.\d+\n", command("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lst",), "No such command 'lst'."),
        (("--foo",), "No such option"),
        (("show",), "Missing argument 'CLAIM'."),
        (("new", "a", "b"), "Got unexpected extra argument (b)"),
        (("diff", "a", "b", "--foo"), "No such option"),
        (("completion", "csh"), "'csh' is not one of 'bash', 'zsh', 'fish'."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(command, arguments: tuple[str, ...], sentence: str) -> None:
    refused = command(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("lemmata: ") and sentence in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_another_package_called_claims_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "__init__.py").touch()
    listed = forked.run([sys.executable, "-m", "lemmata", "list", "--slide", "jacobian"], cwd=tmp_path)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "jacobian-order" in listed.stdout


def test_another_clone_is_told_from_the_one_that_is_installed(tmp_path: Path) -> None:
    (tmp_path / "claims" / "lemmata" / "evidence").mkdir(parents=True)
    (tmp_path / "claims" / "lemmata" / "evidence" / "claim.py").touch()
    refused = run(EXECUTABLE, "list", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(
        f"lemmata: {tmp_path} has its own copy of lemmata, and the one that was imported is "
    )


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    big = written(
        tmp_path / "e.json", document(*[c | {"id": f"c{i}"} for i in range(3000) for c in document()["claims"][:1]])
    )
    for arguments in (("list", "--evidence", big), ("show", "c1", "--evidence", big), ("diff", big, big), ("--help",)):
        with subprocess.Popen(
            [EXECUTABLE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None and writer.stderr is not None
            writer.stdout.close()
            assert writer.stderr.read() == ""
    first = run("bash", "-c", f"{EXECUTABLE} list --evidence {big} | head -1")
    assert (first.stdout.split()[0], first.stderr) == ("claim", "")


SLOW = """
import time
from pathlib import Path

from lemmata.evidence import claim

Path("begun").touch()
time.sleep(60)


@claim(id="slow")
def claim_slow(formula, x):
    pass
"""


def test_an_interrupt_ends_it_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    with subprocess.Popen(
        [EXECUTABLE, "list", "slow.py"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # A shell without job control has what it starts in the background ignore Ctrl-C, and this run may be one of those.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        while not (tmp_path / "begun").exists():
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (130, "", "")


def closed_pipe() -> int:
    """The end to write to of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def written_to(target: int, *arguments: str, cwd: Path) -> tuple[int, str]:
    """The exit code and the errors of a command whose standard output is this descriptor."""
    ran = subprocess.run(
        [EXECUTABLE, *arguments], cwd=cwd, stdout=target, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(target)
    return ran.returncode, ran.stderr


def test_where_nobody_reads_on_the_exit_code_is_what_was_found(tmp_path: Path) -> None:
    one, two = written(tmp_path / "1.json", document()), written(tmp_path / "2.json", document(claim("one")))
    for code, *arguments in (
        (0, "diff", one, one), (1, "diff", one, two), (0, "list", "--evidence", one), (0, "show", "one", "--evidence", one),
        (0, "report", one), (0, "new", "mine"),
    ):  # fmt: skip
        assert written_to(closed_pipe(), *arguments, cwd=tmp_path) == (code, ""), arguments
    assert (tmp_path / "report.html").exists() and (tmp_path / "mine.py").exists()


def test_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    one = written(tmp_path / "1.json", document())
    sentence = "lemmata: standard output cannot be written: No space left on device\n"
    for arguments in (("diff", one, one), ("list", "--evidence", one), ("completion", "bash")):
        assert written_to(os.open("/dev/full", os.O_WRONLY), *arguments, cwd=tmp_path) == (2, sentence), arguments


def test_a_console_that_has_no_such_letter_shows_another(tmp_path: Path) -> None:
    shown = run(EXECUTABLE, "list", "--evidence", written(tmp_path / "e.json", document()), PYTHONIOENCODING="latin-1")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "one     Sums    holds                -" in shown.stdout


def completed(words: str, cwd: Path = ROOT) -> list[str]:
    """What bash is offered for the last of these words."""
    count = str(len(words.split(" ")) - 1)
    asked = {"_LEMMATA_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    ran = forked.run([EXECUTABLE], cwd=cwd, env={**os.environ, **asked})
    assert ran.stderr == ""
    return ran.stdout.replace("plain,", "").splitlines()


def test_commands_options_and_ids_are_completed(tmp_path: Path) -> None:
    assert completed("lemmata di") == ["diff"]
    assert completed("lemmata list --ver") == ["--verdict"]
    assert completed("lemmata list --verdict u") == ["undecided", "unexpected"]
    assert sorted(completed("lemmata show jacobian-")) == [
        "jacobian-entry",
        "jacobian-order",
        "jacobian-product",
        "jacobian-slopes",
    ]
    mine = "from lemmata.evidence import claim\n\n\n@claim(id='my-own', slide='S')\ndef claim_a(f, x):\n    pass\n"
    (tmp_path / "mine.py").write_text(mine, encoding="utf-8")
    (tmp_path / "broken.py").write_text("@claim(\n", encoding="utf-8")
    (tmp_path / "bytes.py").write_bytes(b"@claim(\xff)")
    assert completed("lemmata show my", cwd=tmp_path) == ["my-own"]


@pytest.mark.parametrize(
    "words", ["list my", "show net-size my", "run my", "run -k net my", "report my", "diff a.json my"]
)
def test_paths_are_left_to_the_shell(words: str, tmp_path: Path) -> None:
    assert completed(f"lemmata {words}", cwd=tmp_path) == ["file,my"]


def test_the_ids_that_are_read_are_those_of_the_lecture() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "claims" / "lecture17").glob("*.py"))
    ids = [id for text, id in claim_ids([ROOT / "claims" / "lecture17"]) if text == "lecture17"]
    assert sorted(ids) == sorted(re.findall(r'^@claim\(\n    id="([a-z0-9-]+)",$', text, re.MULTILINE))
    assert len(ids) > 80


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(command, shell: str) -> None:
    made = command("completion", shell)
    assert (made.exit_code, made.stderr) == (0, "")
    assert f"_LEMMATA_COMPLETE={shell}_complete" in made.stdout


def test_bash_takes_the_script() -> None:
    taken = run("bash", "-c", f'eval "$({EXECUTABLE} completion bash)"; complete -p lemmata')
    assert (taken.returncode, taken.stderr) == (0, "")
    assert taken.stdout.startswith("complete ") and taken.stdout.endswith(" lemmata\n")


def test_inside_another_program_the_command_raises_what_it_refuses() -> None:
    with pytest.raises(click.UsageError, match="no folder nowhere"):
        lemmata.main(["new", "a", "--directory", "nowhere"], standalone_mode=False)
