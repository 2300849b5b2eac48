"""The lecture as one text: every file has its place in it, and every step that a claim builds on is there."""

from __future__ import annotations

import importlib
import pkgutil
from graphlib import TopologicalSorter

import lecture17
from lemmata.evidence.claim import Claim

FILES = [module.name for module in pkgutil.iter_modules(lecture17.__path__) if not module.ispkg]

USES = {
    value.id: value.uses
    for file in FILES
    for value in vars(importlib.import_module(f"lecture17.{file}")).values()
    if isinstance(value, Claim)
}


def test_every_file_has_its_place_in_the_lecture() -> None:
    assert set(FILES) == set(lecture17.SECTIONS)
    assert len(set(lecture17.SECTIONS)) == len(lecture17.SECTIONS)


def test_every_claim_that_another_uses_is_there() -> None:
    missing = {id: set(uses) - USES.keys() for id, uses in USES.items() if set(uses) - USES.keys()}
    assert not missing, missing


def test_no_claim_builds_on_itself() -> None:
    TopologicalSorter(USES).prepare()  # raises CycleError, with the circle
