"""The order of files that a package of claims asks for: pytest goes by the alphabet, a lecture does not."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from lemmata.run.item import ClaimItem

__all__ = ["put_in_order"]


def put_in_order(items: list[pytest.Item]) -> None:
    """Sort the claims of each package that names its files in SECTIONS, in place; files it does not name come last.

    Claims of one package only change places among themselves, and those of one file keep their order. Whatever else
    is collected stays where it is.
    """
    places: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if isinstance(item, ClaimItem):
            places.setdefault(item.claim.module.rpartition(".")[0], []).append(index)
    for package, indices in places.items():
        order = _sections(package)
        claims = sorted((items[index] for index in indices), key=lambda item: order.get(_file(item), len(order)))
        for index, item in zip(indices, claims, strict=True):
            items[index] = item


def _sections(package: str) -> dict[str, int]:
    sections = getattr(sys.modules.get(package), "SECTIONS", ())
    named = isinstance(sections, Sequence) and not isinstance(sections, str)
    return {str(name): place for place, name in enumerate(sections)} if named else {}


def _file(item: pytest.Item) -> str:
    assert isinstance(item, ClaimItem)
    return item.claim.module.rpartition(".")[2]
