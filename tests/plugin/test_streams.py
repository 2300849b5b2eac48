"""Streams that lack characters, and narrow ones: the table keeps its rows, and no line grows."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import forked
import pytest

WIDTHS = (40, 140)
SLIDE = "σ–Jacobi · W⁻¹ ≤ Lévy → ½"
LIKE_IT = {"cp1252": "?–Jacobi · W?¹ ? Lévy ? ½", "ascii": "?-Jacobi . W?? ? Levy ? ?"}
RUN = ("pytest", "sums.py", "--claims-profile=smoke", "-p", "no:cacheprovider")


def written(encoding: str, width: int, *command: str) -> tuple[int, list[str]]:
    """The exit code of a command whose output goes to a file, and the lines there, without rules and seconds."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": str(width), "TERM": "dumb"}
    run = forked.run([sys.executable, "-m", *command], cwd=Path.cwd(), env=environment)
    return run.returncode, re.sub(r"\b[\d.]+ ?s\b", "s", re.sub(r"[=_]{3,}", "", run.stdout)).splitlines()


def lengths(lines: list[str]) -> list[int]:
    return [len(line) for line in lines]


@pytest.fixture(autouse=True)
def mathematics(toys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two claims, one on a slide with a title full of mathematics and with a corrected form that is wrong."""
    toys.change('slide="Sums"', f'slide="{SLIDE}"')
    toys.change("return n * (n + 1) // 2\n", "return n * (n + 1) // 2 + (n > 2)\n")
    monkeypatch.chdir(toys.path)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_table_has_its_rows_and_no_line_is_longer(width: int) -> None:
    code, expected = written("utf-8", width, *RUN)
    assert code == 1
    for encoding, slide in LIKE_IT.items():
        code, lines = written(encoding, width, *RUN)
        assert code == 1
        assert lengths(lines) == lengths(expected)
        rows = [line.split() for line in lines[lines.index(next(line for line in lines if "as printed" in line)) :]]
        assert [row[0] for row in rows[1:3]] == ["triangle-number", "identity"]
        assert slide in "\n".join(lines)
        assert "numbers   refuted: 7 ? 6" in lines, "what is not equal is never written as equal"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_commands_write_the_same_lines(toys, width: int) -> None:
    toys.record("sums.py")
    of_the_run = ("--evidence", "evidence.json")
    for command in (
        ("list", *of_the_run), ("show", "triangle-number", *of_the_run), ("diff", "evidence.json", "evidence.json"),
    ):  # fmt: skip
        code, expected = written("utf-8", width, "lemmata", *command)
        assert code == 0 and max(map(len, expected)) > 0
        for encoding, slide in LIKE_IT.items():
            found, lines = written(encoding, width, "lemmata", *command)
            assert (found, lengths(lines)) == (code, lengths(expected))
            assert (slide in "\n".join(lines)) == (SLIDE in "\n".join(expected))
