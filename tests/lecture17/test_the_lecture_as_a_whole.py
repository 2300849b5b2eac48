"""The files of the lecture as one text: every one of them has its place in it."""

from __future__ import annotations

import pkgutil

from claims import lecture17

FILES = [module.name for module in pkgutil.iter_modules(lecture17.__path__)]


def test_every_file_has_its_place_in_the_lecture() -> None:
    assert set(FILES) <= set(lecture17.SECTIONS)
    assert len(set(lecture17.SECTIONS)) == len(lecture17.SECTIONS)
