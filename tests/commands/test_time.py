"""`lemmata time`: the seconds of an evidence file by grade, by claim and form by form, the dearest first."""

from __future__ import annotations

from documents import claim, document, form, written

FORMS = (
    form("printed", "holds", seconds=6.0, cases=100),
    form("control", "refuted", seconds=0.01, cases=4),
    form("control", "refuted", seconds=1.49, grade="certified", cases=0),
)
TIMED = document(
    claim("slow", *FORMS),
    claim("quick", form("printed", "holds", seconds=0.049, cases=7), form("control", "not_run", "refuted")),
    claim("slow", form("printed", "holds", seconds=2.451, cases=10), text="powers", text_title="Powers"),
)

SHOWN = """\
5 forms of 3 claims took 10.0 s of judging, 2 of them under 50 ms each; profile smoke, device cpu
1 form of these claims was not judged
over 5 % of the whole: numbers/slow 75.0 %, powers/slow 24.5 %, together 99.5 %

by grade
grade       seconds   share    cases   ms per case   forms   under 50 ms
exact       8.51      85.1 %   121     70.33         4       2
certified   1.49      14.9 %   0       –             1       0

by claim
claim          seconds   share    cases   ms per case   forms   under 50 ms
numbers/slow   7.50      75.0 %   104     72.12         3       1
powers/slow    2.45      24.5 %   10      245.10        1       0
quick          0.05      0.5 %    7       7.00          1       1
"""

DEAREST = """
the 2 dearest of 5 forms
form                                   seconds   share    cases   ms per case
numbers/slow  printed printed, exact   6.00      60.0 %   100     60.00
powers/slow  printed printed, exact    2.45      24.5 %   10      245.10
"""


def test_the_dearest_come_first(command, tmp_path) -> None:
    file = written(tmp_path / "evidence.json", TIMED)
    told = command("time", file, "--forms", 2)
    assert (told.exit_code, told.stdout) == (0, SHOWN + DEAREST)
    assert command("time", file, "--forms", 0).stdout == SHOWN
    assert "\nform by form\n" in command("time", file).stdout


def test_a_run_without_any_time_or_form_has_no_share(command, tmp_path) -> None:
    told = command("time", written(tmp_path / "evidence.json", document()))
    assert "over 5 % of the whole: no claim" in told.stdout and " 0.0 % " in told.stdout
    none = document(claim("one", form("printed", "not_run", "holds")))
    told = command("time", written(tmp_path / "evidence.json", none))
    assert told.exit_code == 0 and told.stdout.startswith("0 forms of 0 claims took 0.0 s of judging, ")


def test_what_is_no_evidence_file_is_one_sentence(command, tmp_path) -> None:
    told = command("time", tmp_path / "none.json")
    assert (told.exit_code, told.stdout) == (2, "") and told.stderr.endswith(
        "cannot be read: No such file or directory\n"
    )
