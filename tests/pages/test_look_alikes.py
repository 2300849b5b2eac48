"""Characters that a stream does not have: look-alikes, one for one, and nothing that would say something else."""

from __future__ import annotations

import io

import pytest

from lemmata.record.printable import look_alikes


def written(text: str, encoding: str, errors: str = "strict") -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors=errors)
    with look_alikes(stream):
        stream.write(text)
    assert stream.errors == errors
    stream.flush()
    return raw.getvalue().decode(encoding)


def test_they_look_alike_and_are_as_many() -> None:
    assert written("── − · … “x” × Lévy ™", "ascii") == '-- - . . "x" x Levy ?'
    assert written("── Lévy · ‘x’", "cp1252") == "-- Lévy · ‘x’"
    assert written("── ≤ Lévy", "utf-8") == "── ≤ Lévy"


def test_what_would_say_something_else_is_a_question_mark() -> None:
    assert written("≠ ≤ ≮ ∉ ² ½ σ ∂ № ﬁ", "ascii") == "? ? ? ? ? ? ? ? ? ?"


def test_what_somebody_has_chosen_is_left() -> None:
    assert written("σ ≤ 1", "ascii", "backslashreplace") == r"\u03c3 \u2264 1"
    assert written("σ ≤ 1", "ascii", "namereplace").startswith(r"\N{GREEK")


def test_a_stream_of_another_kind_is_left() -> None:
    stream = io.StringIO()
    with look_alikes(stream):
        stream.write("σ")
    assert stream.getvalue() == "σ"


def test_an_error_meanwhile_leaves_the_stream_as_it_was() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with pytest.raises(KeyError), look_alikes(stream):
        raise KeyError
    assert stream.errors == "strict"
