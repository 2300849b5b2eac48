"""Parts of a run: joined again they are the run, and none of it depends on the order in which claims were judged."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from lemmata.commands.main import lemmata
from lemmata.record.evidence_file import read
from lemmata.record.merging import merge

PARTS = ("halved", "one_less or with_a_seventh", "identity and printed", "identity and control", "made-2 or made-1")
MADE = """
from lemmata.evidence import claim, decided, exact
from numbers_here import Whole, equal, wholes


def thrice(n):
    return 3 * n


def itself(n):
    return n


def made(id):
    def claim_of_thrice(formula, n):
        \"\"\"3n = n + n + n.\"\"\"
        return equal(formula(n), n + n + n)

    claim_of_thrice.__name__ = f"claim_{id.replace('-', '_')}"
    declare = claim(
        id=id, slide="S", status="T", scope="whole numbers", printed=thrice, controls=[itself], cases=[Whole(3)],
        figures=lambda profile, seed: {"thrice": [3, 6]},
    )
    return declare(decided(exact(n=wholes()))(claim_of_thrice))


claim_made_2, claim_made_1 = map(made, ("made-2", "made-1"))
LAST = "@claim("


@claim(id="identity", slide="S", status="T", scope="n", printed=itself, controls=[thrice], cases=[Whole(3)])
@decided(exact(n=wholes()))
def claim_identity(formula, n):
    \"\"\"n = n.\"\"\"
    return equal(formula(n), n)
"""
REVERSED = """
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session):
    session.items.reverse()


def pytest_runtestloop(session):
    session.items.sort(key=lambda item: item.name)
"""


@pytest.fixture
def texts(toys):
    """The two claims in a package, and a second text with claims from a factory and one of the ids of the first."""
    for text, files in (("first", ("sums.py",)), ("second", ())):
        (toys.path / text).mkdir()
        toys.write(f"{text}/__init__.py", f'TITLE = "The {text}"\n')
        for name in files:
            (toys.path / name).rename(toys.path / text / name)
    toys.write("second/made.py", MADE)
    return toys


def settled(document):
    """The document without what differs from run to run."""
    return json.loads(re.sub(r'"seconds": [^,}]*', '"seconds": 0', json.dumps(document)))


def test_the_parts_of_a_run_joined_are_that_run(texts):
    texts.run("--claims-evidence=whole.json")
    for number, selection in enumerate(PARTS):
        texts.run(f"--claims-evidence={number}.json", "-k", selection)
    parts = {str(number): read(texts.path / f"{number}.json") for number in range(len(PARTS))}
    whole = settled(read(texts.path / "whole.json"))
    assert [claim["id"] for claim in whole["claims"]] == ["triangle-number", "identity", "made-2", "made-1", "identity"]
    for order in itertools.permutations(parts):
        assert settled(merge({name: parts[name] for name in order}).document) == whole
    files = [str(texts.path / f"{number}.json") for number in range(len(PARTS))]
    lemmata.main(["merge", *files, "-o", str(texts.path / "all.json")], standalone_mode=False)
    assert settled(texts.evidence("all.json")) == whole
    seconds = sum(part["run"]["seconds"] for part in parts.values())
    assert texts.evidence("all.json")["run"]["seconds"] == seconds


def test_the_evidence_does_not_depend_on_the_order_in_which_claims_are_judged(texts):
    texts.run("--claims-evidence=plain.json")
    texts.write("conftest.py", REVERSED)
    result = texts.run("--claims-evidence=reversed.json", "second", "first")
    result.assert_outcomes(passed=12)
    assert settled(texts.evidence("reversed.json")) == settled(texts.evidence("plain.json"))
    rows = [line.split()[0] for line in result.outlines if line.endswith(" exact")]
    assert rows == ["triangle-number", "identity", "made-2", "made-1", "identity"]


def test_parts_of_two_versions_of_a_text_are_not_joined(texts):
    texts.run("--claims-evidence=a.json", "-k", "halved")
    texts.change('whole numbers up to a million",\n    says', 'whole numbers",\n    says', name="first/sums.py")
    texts.run("--claims-evidence=b.json", "-k", "one_less")
    with pytest.raises(ValueError, match=r"^a and b have claims of two versions of the text first$"):
        merge({name: read(texts.path / f"{name}.json") for name in ("a", "b")})
