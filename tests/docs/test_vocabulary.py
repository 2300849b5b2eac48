"""docs/vocabulary.md: its table is what the arithmetics do, each gap is a sentence, and every public operation is in it."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

import lemmata
from lemmata.numerics import calculus, vocabulary

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        return importlib.import_module("vocabulary")


def test_the_table_is_as_it_would_be_made_now(maker: ModuleType) -> None:
    assert maker.PAGE.read_text(encoding="utf-8") == maker.page(), "python docs/vocabulary.py writes it anew"


def test_every_public_operation_stands_in_the_table(maker: ModuleType) -> None:
    operations = {*vocabulary.__all__, *calculus.__all__, "equal", "at_most"} & set(lemmata.__all__)
    named = {
        node.id
        for label in maker.OPERATIONS
        for piece in label.split("`")[1::2]
        if not piece.startswith("for ")
        for node in ast.walk(ast.parse(piece))
        if isinstance(node, ast.Name)
    }
    assert operations - named == set()


def test_a_gap_is_a_sentence_that_names_who_decides(maker: ModuleType) -> None:
    gaps = {maker.tried(operation, name) for operation in maker.OPERATIONS.values() for name in maker.ARITHMETICS} - {
        ""
    }
    assert len(gaps) > 10
    for sentence in gaps:
        assert "Error" not in sentence and "Matrix" not in sentence, sentence
