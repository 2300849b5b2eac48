"""JS/J against J, with the two bounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures.style import BLACK, panels, styles


def draw(data: dict[str, Any]) -> Any:
    """A mark for each pair of laws, a line for each bound."""
    figure, axis = panels()
    rows = data["divergences"]
    J = np.geomspace(min(row["jeffreys"] for row in rows) / 2, max(row["jeffreys"] for row in rows) * 2, 400)
    axis.axhline(1 / 8, color=BLACK, lw=1, label="1/8")
    axis.plot(J, np.log(2 / (1 + np.exp(-J / 2))) / J, "--", color=BLACK, lw=1, label="ln(2/(1 + e^(−J/2))) / J")
    for law, (colour, mark) in styles(rows, "law").items():
        points = [(row["jeffreys"], row["jensen_shannon"] / row["jeffreys"]) for row in rows if row["law"] == law]
        axis.plot(*zip(*points, strict=True), mark, color=colour, ms=5, mfc="none", label=law)
    axis.set(xscale="log", yscale="log", ylim=(None, 0.4), xlabel="J = KL(P‖Q) + KL(Q‖P)", ylabel="JS / J")
    axis.legend(frameon=False, loc="lower left", fontsize=8)
    return figure
