"""`lemmata report`: the ending says what is made; summaries and badges say what happened, whatever a text holds."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from documents import claim, document, form, written

from lemmata.pages.badge import GREEN, GREY, RED, badge, message, svg
from lemmata.pages.report import report
from lemmata.pages.summary import summary

WRONG = form("printed", "refuted", "holds")


@pytest.mark.parametrize(("ending", "page"), [("html", report), ("md", summary), ("svg", badge), ("SVG", badge)])
def test_the_ending_says_what_is_made(command, tmp_path: Path, ending: str, page) -> None:
    file, target = written(tmp_path / "evidence.json", document()), tmp_path / f"out.{ending}"
    target.write_text("what was there before", encoding="utf-8")
    made = command("report", file, "-o", target)
    assert (made.exit_code, made.stdout, made.stderr) == (0, f"wrote {target}\n", "")
    assert target.read_text(encoding="utf-8") == page(document())
    assert {path.name for path in tmp_path.iterdir()} == {"evidence.json", target.name}


def test_without_a_name_it_is_the_report(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = command("report", written(tmp_path / "evidence.json", document()))
    assert (made.exit_code, made.stdout) == (0, "wrote report.html\n")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == report(document())


@pytest.mark.parametrize("name", ["-", "report", "report.pdf", ".md"])
def test_another_ending_is_refused(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    refused = command("report", written(tmp_path / "evidence.json", document()), "-o", name)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"lemmata: the ending of {name} does not say what to make: "
        ".html for the report, .md for a summary table, .svg for a badge\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.json"]


def test_what_cannot_be_written_is_refused_and_nothing_is_left(command, tmp_path: Path) -> None:
    file = written(tmp_path / "evidence.json", document())
    nowhere = tmp_path / "nowhere" / "out.md"
    refused = command("report", file, "-o", nowhere)
    assert (refused.exit_code, refused.stderr) == (
        2,
        f"lemmata: {nowhere} cannot be written: No such file or directory\n",
    )
    folder = tmp_path / "folder.md"
    folder.mkdir()
    refused = command("report", file, "-o", folder)
    assert (refused.exit_code, refused.stderr) == (2, f"lemmata: {folder} cannot be written: Is a directory\n")
    assert {path.name for path in tmp_path.iterdir()} == {"evidence.json", "folder.md"}


def test_a_link_is_followed_and_stays(command, tmp_path: Path) -> None:
    (tmp_path / "real.md").touch()
    (tmp_path / "link.md").symlink_to("real.md")
    assert command("report", written(tmp_path / "evidence.json", document()), "-o", tmp_path / "link.md").exit_code == 0
    assert os.readlink(tmp_path / "link.md") == "real.md"
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == summary(document())


def test_what_is_no_evidence_file_is_refused_and_the_page_stays(command, tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("before", encoding="utf-8")
    refused = command("report", tmp_path / "none.json", "-o", tmp_path / "out.md")
    assert refused.exit_code == 2
    assert refused.stderr == f"lemmata: {tmp_path / 'none.json'} cannot be read: No such file or directory\n"
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (document(), ("2 claims decided", GREEN)),
        (document(claim("one")), ("1 claim decided", GREEN)),
        (document(claim("one"), claim("two", form("printed", "not_run", "holds"))), ("1 claim decided", GREEN)),
        (document(complete=False), ("incomplete", GREY)),
        (document(claim("one", WRONG)), ("1 form wrong", RED)),
        (document(claim("one", WRONG, form("control", "holds", "refuted")), complete=False), ("2 forms wrong", RED)),
    ],
)
def test_what_a_badge_says(found, said) -> None:
    assert message(found) == said
    page = badge(found)
    root = ElementTree.fromstring(page)
    assert root.findtext("{*}title") == root.get("aria-label") == f"lemmata: {said[0]}"
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["lemmata", said[0]]
    assert said[1] in page
    assert page.count("http") == 1 and "href" not in page  # the name space alone


def test_the_texts_of_a_badge_stand_in_their_fields() -> None:
    root = ElementTree.fromstring(svg("a", "bcd", GREEN))
    fields = [(float(rect.get("x") or 0), float(rect.get("width") or 0)) for rect in root.iterfind(".//{*}g/{*}rect")]
    middles = [float(text.get("x") or 0) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert middles == [left + width / 2 for left, width in fields] and fields[1][0] == fields[0][1]


def test_a_text_in_a_badge_stays_text() -> None:
    root = ElementTree.fromstring(svg("<a>", 'x & "y"', RED))
    assert root.findtext("{*}title") == '<a>: x & "y"'


def test_a_summary_of_a_run_as_expected_has_a_table_for_each_slide() -> None:
    false = claim("false", form("printed", "refuted"), form("corrected", "holds", grade="certified"), slide="A | <b>")
    assert summary(document(claim("one"), false, error_probability=1e-7)) == (
        "## Lemmata\n\n"
        "2 claims · 1 hold as printed · 1 refuted as printed, and corrected · 1 of 1 control refuted, 0 by search too  \n"
        "error probability of the whole run ≤ 1E-7 · seed 1 · profile smoke · complete\n\n"
        "<details><summary>Sums · 1 claim</summary>\n\n"
        "| claim | as printed | corrected | controls | decided by |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| one | holds | – | 1/1 | exact |\n\n"
        "</details>\n\n"
        "<details><summary>A | &lt;b&gt; · 1 claim</summary>\n\n"
        "| claim | as printed | corrected | controls | decided by |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| false | refuted | holds | – | exact · certified |\n\n"
        "</details>\n"
    )


def test_a_summary_of_a_run_with_faults_has_those_alone() -> None:
    broken = form("control", "error", "refuted", error="ValueError: `x` | <b>\n*y* $z$")
    open_form = form("corrected", "undecided", "holds", needs="more precision")
    page = summary(document(claim("one", WRONG, broken, open_form), claim("two")))
    assert "3 forms WENT WRONG" in page and "<details>" not in page and "| two" not in page
    assert page.endswith(
        "### What went wrong\n\n"
        "| claim | form | expected | got |\n"
        "| --- | --- | --- | --- |\n"
        "| one | printed printed, exact | holds | refuted: 1 ≠ 2 at n=3 |\n"
        "| one | control control, exact | refuted | error: ValueError: \\`x\\` \\| &lt;b&gt; \\*y\\* \\$z\\$ |\n"
        "| one | corrected corrected, exact | holds | undecided: more precision |\n"
    )


def test_a_summary_says_what_was_not_run() -> None:
    part = claim("two", form("printed", "holds"), form("control", "not_run", "refuted"))
    assert "· profile smoke · 1 of 4 forms not run\n" in summary(document(claim("one"), part))
    cut = summary(document(complete=False))
    assert cut.splitlines()[3].endswith("· profile smoke · **incomplete**: the run was cut short")
    assert "profile \\*\\* ·" in summary(document(profile="**"))
    cut = summary(document(claim("one"), part, complete=False))
    assert "· profile smoke · **incomplete**: the run was cut short · 1 of 4 forms not run\n" in cut
