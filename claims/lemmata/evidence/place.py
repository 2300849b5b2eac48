"""Where judging stood as an exception was raised: at which case, or while what was drawn. The exception itself goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

__all__ = ["Place", "place_of"]

_NAME = "__lemmata_place__"


@dataclass(frozen=True)
class Place:
    """A case, or in words what was made when there was none yet: ``with Place(case):``.

    An exception that is raised meanwhile is given the place, and goes on; of places within each other the innermost stays.
    """

    case: Mapping[str, Any] | None = None
    during: str = ""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            vars(error).setdefault(_NAME, self)


def place_of(error: BaseException) -> Place:
    """Where judging stood; nowhere in particular, for an exception from elsewhere."""
    found: Place = vars(error).get(_NAME, Place())
    return found
