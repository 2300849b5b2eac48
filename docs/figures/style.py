"""What the figures share: colours that colour-blind readers can tell apart [Okabe & Ito 2008], marks, and a plain frame."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

__all__ = ["BLACK", "BLUE", "GREEN", "GREY", "ORANGE", "PURPLE", "SKY", "VERMILION", "panels", "styles"]

BLACK, GREY = "#000000", "#888888"
BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"


def panels(
    rows: int = 1, columns: int = 1, *, size: tuple[float, float] = (7.5, 4.2), **options: Any
) -> tuple[Any, Any]:
    """A figure on a white ground and its axes, the same bytes in every run; without pyplot, which would keep it."""
    mpl.rcParams.update(
        {"svg.hashsalt": "lemmata", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    )
    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def styles(rows: Iterable[dict[str, Any]], name: str) -> dict[str, tuple[str, str]]:
    """A colour and a mark for each value that the rows have under this name, in the order in which they come."""
    marks = cycle(((BLUE, "o"), (VERMILION, "s"), (GREEN, "^"), (ORANGE, "D"), (PURPLE, "v"), (SKY, "P")))
    return dict(zip(dict.fromkeys(row[name] for row in rows), marks, strict=False))
