"""Whole numbers that a kind of several sizes goes through: one, or all from a least to a largest one."""

from __future__ import annotations

__all__ = ["span_of"]


def span_of(given: int | tuple[int, int], what: str, largest: int) -> range:
    """The sizes that are meant by 3, or by (1, 3). Raises ValueError for what is no size from 1 to ``largest``."""
    ends: tuple[object, ...] = given if isinstance(given, tuple) else (given, given)
    if len(ends) == 2 and all(isinstance(v, int) and not isinstance(v, bool) for v in ends):
        low, high = given if isinstance(given, tuple) else (given, given)
        if 1 <= low <= high <= largest:
            return range(low, high + 1)
    raise ValueError(f"{what} is a whole number from 1 to {largest}, or two for a range such as (1, 3), got {given!r}")
