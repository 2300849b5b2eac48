"""The order of files that a text asks for: pytest goes by the alphabet, a text does not. A budget of time asks for another."""

from __future__ import annotations

import pytest

from lemmata.run.budget import Budget
from lemmata.run.item import ClaimItem
from lemmata.run.text import file_number, text_of

__all__ = ["dearest_last", "put_in_order"]


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


def dearest_last(items: list[pytest.Item], budget: Budget) -> None:
    """Sort the claims by the seconds that all their forms are expected to take, in place; the forms of each stay together.

    They share the cases that they are judged on. What was decided before takes no time. Other items stay where they are.
    """
    places = [index for index, item in enumerate(items) if isinstance(item, ClaimItem)]
    claims: dict[str, list[ClaimItem]] = {}
    for item in items:
        if isinstance(item, ClaimItem):
            claims.setdefault(item.key, []).append(item)

    def expected(forms: list[ClaimItem]) -> float:
        return sum(budget.expected(form.nodeid, form.decider.grade.value) for form in forms if not form.replayed)

    in_order = [form for forms in sorted(claims.values(), key=expected) for form in forms]
    for index, form in zip(places, in_order, strict=True):
        items[index] = form


def _file_number(item: pytest.Item) -> int:
    assert isinstance(item, ClaimItem)
    return file_number(item.claim)
