"""The order of files that a text asks for: pytest goes by the alphabet, a text does not."""

from __future__ import annotations

import pytest

from lemmata.run.item import ClaimItem
from lemmata.run.text import file_number, text_of

__all__ = ["put_in_order"]


def put_in_order(items: list[pytest.Item]) -> None:
    """Sort the claims of each text by its files, in place.

    Claims of one text only change places among themselves, and those of one file keep their order. Whatever else is
    collected stays where it is.
    """
    places: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if isinstance(item, ClaimItem):
            places.setdefault(text_of(item.claim), []).append(index)
    for indices in places.values():
        for index, item in zip(indices, sorted((items[index] for index in indices), key=_file_number), strict=True):
            items[index] = item


def _file_number(item: pytest.Item) -> int:
    assert isinstance(item, ClaimItem)
    return file_number(item.claim)
