"""Files are replaced in one step, and nothing else is: devices, pipes, folders and links in a circle are one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lemmata.record.atomic import write_text


def test_a_file_is_written_and_replaced_through_links(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    for text in ("one\n", "two\n"):
        write_text(text, tmp_path / "link")
        assert (tmp_path / "file").read_text() == text and (tmp_path / "link").is_symlink()


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError) as error:
        write_text("text", tmp_path / "pipe")
    assert error.value.strerror == "it is not a file that can be replaced" and (tmp_path / "pipe").is_fifo()


def test_a_folder_stays_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError, match="Is a directory"):
        write_text("text", tmp_path / "folder")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_link_in_a_circle_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(OSError) as error:
        write_text("text", tmp_path / "loop")
    assert error.value.strerror == "Too many levels of symbolic links"


@pytest.mark.parametrize("name", ["merge", "report"])
def test_a_command_says_so_in_one_sentence(command, tmp_path: Path, name: str) -> None:
    from documents import claim, document, written

    evidence = written(tmp_path / "e.json", document(claim("one")))
    os.mkfifo(tmp_path / "out.html")
    ran = command(name, evidence, "-o", tmp_path / "out.html")
    assert (
        ran.exit_code == 2 and "it is not a file that can be replaced" in ran.stderr and "Traceback" not in ran.stderr
    )
    assert (tmp_path / "out.html").is_fifo()
