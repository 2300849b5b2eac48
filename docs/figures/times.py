"""Where the time of a run goes: the dearest claims, and whose code runs while they are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from figures.style import BLUE, GREEN, VERMILION, panels

LARGEST = 8
"""Packages that have a bar of their own."""


def draw(data: dict[str, Mapping[str, float]]) -> Any:
    """Three panels of bars in per cent: claims of the seconds of all forms, packages of the samples, and of CPU seconds."""
    figure, axes = panels(1, 3, size=(11, 3.6))
    titles = (
        ("claims", "the dearest claims", BLUE, 100.0),
        ("machine code", "in whose machine code", VERMILION, 0.0),
        ("functions", "in whose functions of Python", GREEN, 0.0),
    )
    for axis, (name, title, colour, factor) in zip(axes, titles, strict=True):
        found = data[name]
        scale = factor or 100 / sum(found.values())
        ranked = sorted(found.items(), key=lambda item: -item[1])
        shown = ranked if factor else ranked[:LARGEST]
        values = [scale * value for _, value in shown]
        axis.barh(range(len(shown)), values, color=colour, height=0.7)
        axis.set_yticks(range(len(shown)), [key for key, _ in shown], fontsize=7)
        axis.bar_label(axis.containers[0], fmt="%.1f", padding=2, fontsize=7)
        axis.invert_yaxis()
        axis.set(xlabel="per cent", title=title, xlim=(0, 1.15 * max(values)))
    return figure
