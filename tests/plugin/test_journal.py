"""The journal itself: what its lines say, whom it keeps away, and what becomes of the file."""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lemmata.record import journal as journals
from lemmata.record.journal import Journal, Refused
from lemmata.record.journal_lines import ENDED, difference, fingerprint, line, parse

RUN = {
    "schema": "lemmata-journal/1", "seed": 1, "profile": "smoke", "device": "cpu",
    "versions": {"numpy": "2.0", "torch": None}, "code": "abc",
}  # fmt: skip
HOLDS = {"verdict": "holds", "expected": "holds"}
SURVIVES = {"verdict": "holds", "expected": "refuted"}


def form(node: str, source: str = "s", entry: dict[str, str] = HOLDS) -> dict[str, Any]:
    return {"node": node, "source": source, "entry": entry, "data": {}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.json.journal"


def begun(path: Path, *nodes: str) -> Journal:
    journal = Journal(path, RUN, resume=path.exists())
    for node in nodes:
        journal.add(**form(node))
    return journal


def test_lines_that_are_written_are_read(path):
    lines = [RUN, form("a.py::x"), form("ä\n\u2028"), {**form("a.py::x"), "data": {"n": [0.1, None]}}]
    path.write_bytes(b"".join(map(line, lines)))
    found = parse(path.read_bytes())
    assert found.run == RUN and not found.ended and found.size == path.stat().st_size
    assert list(found.forms.values()) == [lines[3], lines[2]]
    assert parse(path.read_bytes() + line(ENDED)).ended
    assert not parse(path.read_bytes() + line(ENDED) + line(form("b"))).ended


def test_at_whatever_byte_the_end_is_cut_off_the_whole_lines_are_read(path):
    first, rest = line(RUN), [line(form("a")), line(form("b"))]
    content = b"".join([first, *rest])
    for size in range(len(first), len(content) + 1):
        found = parse(content[:size])
        whole = (size >= len(first + rest[0])) + (size >= len(content))
        assert (len(found.forms), found.size) == (whole, len(first) + sum(map(len, rest[:whole])))
    for size in range(40, len(first)):
        assert not parse(content[:size]).run


def test_at_whatever_byte_a_whole_line_is_damaged_it_is_refused():
    lines = [line(RUN), line(form("a")), line(form("b"))]
    for number, text in enumerate(lines, start=1):
        before, after = b"".join(lines[: number - 1]), b"".join(lines[number:])
        for place in range(len(text) - 1):
            damaged = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
            with pytest.raises(ValueError, match=rf"line {number} is damaged|is not a journal of lemmata"):
                parse(before + damaged + after)
    with pytest.raises(ValueError, match="line 3 is damaged"):
        parse(b"".join(lines[:2]) + b"\n" + lines[2])
    with pytest.raises(ValueError, match="line 2 is damaged"):
        parse(lines[0] + line({"node": "a"}) + lines[1])
    with pytest.raises(ValueError, match="line 2 is damaged"):
        parse(lines[0] + lines[0])
    for text in (b"hello", b"[1]", b"[" * 100_000):  # whole, and yet no form
        with pytest.raises(ValueError, match="line 2 is damaged"):
            parse(lines[0] + b"%08x %s\n" % (zlib.crc32(text), text))


@pytest.mark.parametrize(
    "content", [b"hello", b"\n", b"abc", line({"a": 1}), b"\0" * 100, b"0" * 8 + b' {"schema": "x"}']
)
def test_what_is_none_of_ours_is_refused(content):
    with pytest.raises(ValueError, match="is not a journal of lemmata"):
        parse(content)


def test_another_version_of_a_journal_is_refused():
    with pytest.raises(ValueError, match="its schema is 'lemmata-journal/2', not 'lemmata-journal/1'"):
        parse(line({**RUN, "schema": "lemmata-journal/2"}))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"seed": 2, "profile": "default"}, "seed 2, and this run has 1"),
        ({"profile": "default"}, "profile default, and this run has smoke"),
        ({"device": "cuda"}, "device cuda, and this run has cpu"),
        ({"versions": {"numpy": "1.0", "torch": None}}, "numpy 1.0, and here it is 2.0"),
        ({"versions": {"numpy": "2.0", "torch": "2.5"}}, "torch 2.5, and here it is not installed"),
        ({"versions": {}}, "numpy not installed, and here it is 2.0"),
        ({"code": "def"}, "other code of lemmata than there is now"),
    ],
)
def test_two_runs_differ_first_in(changed, sentence):
    assert difference({**RUN, **changed}, RUN) == sentence


def test_a_fingerprint_changes_with_names_and_content_alone(tmp_path):
    def now() -> str:
        return fingerprint(tmp_path, tmp_path.glob("*.py"))

    found = {now()}
    for name, content in [("a.py", ""), ("a.py", "x"), ("b.py", ""), ("b.py", "b.py 0\n")]:
        (tmp_path / name).write_text(content, encoding="utf-8")
        found.add(now())
    assert len(found) == 5
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".#a.py").symlink_to("nowhere")
    (tmp_path / "a.py").touch()
    assert now() in found
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    assert now() not in found


@pytest.mark.parametrize("content", ["1b.py \n2", "1b.py 1\n2"])
def test_two_files_are_not_taken_for_one(tmp_path, content):
    for folder, files in (("one", {"a.py": content}), ("two", {"a.py": "1", "b.py": "2"})):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    one, two = (fingerprint(tmp_path / name, (tmp_path / name).glob("*.py")) for name in ("one", "two"))
    assert one != two


def test_each_decided_form_is_on_disk_at_once_and_once(path):
    journal = begun(path, "a", "b")
    assert list(parse(path.read_bytes()).forms) == ["a", "b"]
    size = path.stat().st_size
    journal.add(**form("a"))
    assert path.stat().st_size == size
    journal.add(**form("a", source="t"))
    assert parse(path.read_bytes()).forms["a"]["source"] == "t"
    journal.close()
    journal.close()


def test_what_went_wrong_is_kept_and_judged_again(path):
    journal = begun(path, "a")
    journal.add(**form("b", entry=SURVIVES))
    assert (list(journal.forms), list(journal.replayable())) == (["a", "b"], ["a"])
    journal.close()


def test_a_second_run_is_refused_and_the_lock_goes_with_the_first(path):
    journal = begun(path, "a")
    before = path.read_bytes()
    for resume in (False, True):
        with pytest.raises(Refused, match="is being written by another run: wait for its end, or name anoth"):
            Journal(path, RUN, resume=resume)
    assert path.read_bytes() == before
    journal.close()
    begun(path).close()


def test_a_journal_that_is_refused_is_open_to_others(path):
    begun(path, "a").close()
    for run, resume, sentence in ((RUN, False, "of a run that did not end"), ({**RUN, "seed": 2}, True, "seed 1, and")):
        with pytest.raises(Refused, match=sentence):
            Journal(path, run, resume=resume)
        begun(path).close()


def test_a_run_that_ends_between_opening_and_locking_takes_nothing_along(path, monkeypatch):
    ending, lock = begun(path, "a"), journals._lock

    def end_before(descriptor: int) -> None:
        monkeypatch.setattr(journals, "_lock", lock)
        ending.end({"a"}, complete=True)
        lock(descriptor)

    monkeypatch.setattr(journals, "_lock", end_before)
    journal = begun(path, "b")
    assert list(parse(path.read_bytes()).forms) == ["b"]
    journal.close()


def test_a_journal_that_cannot_be_deleted_is_emptied(path, monkeypatch):
    journal = begun(path, "a")

    def in_use(path: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", in_use)  # as on systems on which an open file cannot be deleted
        assert journal.end({"a"}, complete=True) == ""
    assert path.read_bytes() == b""
    Journal(path, {**RUN, "seed": 2}, resume=False).close()


def test_a_journal_that_another_run_has_begun_is_not_removed(path):
    first = begun(path, "a")
    path.unlink()
    second = begun(path, "b")
    assert first.end({"a"}, complete=True) == ""
    assert list(parse(path.read_bytes()).forms) == ["b"]
    second.close()


@pytest.mark.parametrize(
    ("nodes", "written", "complete", "left"),
    [
        (["f::a", "f::b"], ["f::a", "f::b"], True, None),
        (["f::a", "f::b"], ["f::a", "f::b"], False, True),
        ([], [], False, None),
        (["f::a", "f::b", "g::c"], ["f::a"], True, False),
        (["f::a", "f::b", "g::c"], ["f::a"], False, False),
    ],
)
def test_at_the_end_the_journal_goes_or_is_closed_or_waits(path, nodes, written, complete, left):
    sentence = begun(path, *nodes).end(written, complete=complete)
    assert path.exists() == (left is not None)
    if left is not None:
        assert parse(path.read_bytes()).ended is left
    others = (
        f"{path} keeps 2 decided forms that this run did not select or reach: add --claims-resume to go on with them"
    )
    assert sentence == (others if left is False else "")
    begun(path).close()


def test_forms_of_a_file_that_has_changed_keep_no_journal_alive(path):
    begun(path, "f::a", "f::b").close()
    journal = begun(path)
    journal.add(**form("f::a", source="t"))
    assert journal.end({"f::a"}, complete=True) == ""
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", line(RUN)[:50], line(RUN), line({**RUN, "seed": 2})])
@pytest.mark.parametrize("resume", [False, True])
def test_a_journal_that_holds_no_form_is_begun_anew(path, content, resume):
    path.write_bytes(content)
    journal = Journal(path, RUN, resume=resume)
    assert path.read_bytes() == line(RUN) and not journal.forms
    journal.close()


def test_one_that_ended_in_order_is_replaced_or_resumed(path):
    begun(path, "a").end({"a"}, complete=False)
    journal = begun(path, "b")
    assert list(journal.forms) == ["a", "b"] and not parse(path.read_bytes()).ended
    journal.end({"a", "b"}, complete=False)
    Journal(path, {**RUN, "seed": 2}, resume=False).close()
    assert path.read_bytes() == line({**RUN, "seed": 2})


@contextmanager
def disk_that_is_full_after(size: int) -> Iterator[None]:
    write, left = os.write, [size]

    def some(descriptor: int, text: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count = write(descriptor, text[: left[0]])
        left[0] -= count
        return count

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journals.os, "write", some)
        yield


def test_a_full_disk_costs_one_form_and_leaves_no_half_line(path):
    journal = begun(path, "a")
    with disk_that_is_full_after(30):
        journal.add(**form("b"))
    assert journal.failure == (
        f"{path} can no longer be written (No space left on device): what was decided before is in it, "
        "and --claims-resume goes on from there"
    )
    journal.add(**form("c"))
    assert path.read_bytes() == line(RUN) + line(form("a"))
    journal.end({"a", "b", "c"}, complete=False)
    assert not parse(path.read_bytes()).ended
    resumed = begun(path)
    assert list(resumed.forms) == ["a"]
    resumed.close()


def test_a_line_that_may_not_have_reached_the_disk_is_not_kept(path, monkeypatch):
    journal = begun(path, "a")

    def failing(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(journals.os, "fsync", failing)
    journal.add(**form("b"))
    assert "can no longer be written (Input/output error)" in journal.failure
    assert path.read_bytes() == line(RUN) + line(form("a"))
    journal.close()


def test_a_disk_that_is_full_from_the_start_is_one_sentence_and_leaves_nothing(path):
    with (
        disk_that_is_full_after(30),
        pytest.raises(Refused, match="cannot be written: No space left on device"),
    ):
        begun(path)
    assert not path.exists()


def test_a_place_that_is_no_file_is_one_sentence(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="pipe is not a journal of lemmata; it is left as it is: move it away"):
        Journal(tmp_path / "pipe", RUN, resume=False)
    with pytest.raises(Refused, match="cannot be written: Is a directory"):
        Journal(tmp_path, RUN, resume=False)
