"""How many samples a class needs: N needed over N of the theorem, and the cost of each step of its proof."""

from __future__ import annotations

from typing import Any

from matplotlib.patches import Rectangle

from figures.style import BLUE, GREEN, ORANGE, PURPLE, VERMILION, panels

# one colour and one mark for a class, in every panel
STYLES = {
    "bumps": (BLUE, "o", "bumps: a grid of signs in B^m"),
    "cells": (VERMILION, "s", "cells, L = √m"),
    "corners": (GREEN, "^", "linear, L = 1"),
}
STEPS = {
    "needed": "#BBBBBB",
    "factor of the union": BLUE,
    "factor of Hoeffding": ORANGE,
    "factor of the triangle": PURPLE,
}


def draw(data: dict[str, Any]) -> Any:
    """Three panels of N_needed/N_theorem, against m, ε and L, and the cost of each step of the proof."""
    figure, axes = panels(2, 2, size=(9, 6.4))
    rows = data["scaling"]
    variables = (
        (axes[0, 0], "m", "parameters m (ε = ½)", _against_m),
        (axes[0, 1], "L", "Lipschitz constant L (bumps, m = 1, ε = ½)", _against_L),
        (axes[1, 0], "epsilon", "accuracy ε (linear with m = 2, bumps with m = 3)", _against_epsilon),
    )
    for axis, variable, label, chosen in variables:
        for name, (colour, mark, words) in STYLES.items():
            # a pair of m and ε may be listed for two panels
            points = sorted({(r[variable], r["ratio"], r["how"]) for r in rows if r["class"] == name and chosen(r)})
            if points:
                axis.plot([p[0] for p in points], [p[1] for p in points], color=colour, lw=1.2, label=words)
            for how, fill in (("exact", colour), ("estimated", "white")):
                here = [p for p in points if p[2] == how]
                axis.plot([p[0] for p in here], [p[1] for p in here], mark, ms=5, color=colour, mfc=fill)
        axis.set(xscale="log", yscale="log", xlabel=label, ylabel="N needed / N of the theorem")
        axis.axhline(1, color="black", lw=0.6)
    axes[1, 0].set_xticks([1 / 8, 1 / 4, 1 / 2, 1, 3 / 2], ["⅛", "¼", "½", "1", "1½"])
    axes[1, 0].minorticks_off()
    axes[0, 0].legend(frameon=False, loc="lower left")
    _steps(axes[1, 1], data["steps"])
    return figure


def _against_m(row: dict[str, Any]) -> bool:
    return row["epsilon"] == 0.5 and (row["class"] != "bumps" or row["m"] > 1 or row["L"] == 999)


def _against_L(row: dict[str, Any]) -> bool:
    return row["class"] == "bumps" and row["m"] == 1


def _against_epsilon(row: dict[str, Any]) -> bool:
    return (row["class"], row["m"]) in (("corners", 2), ("bumps", 3))


def _steps(axis: Any, steps: list[dict[str, Any]]) -> None:
    """Bars on a logarithmic axis: N needed, and the factor by which each step multiplies it."""
    for row, at in enumerate(steps):
        start = 1.0
        for name, colour in STEPS.items():
            factor = at[name]
            axis.barh(row, start * (factor - 1), left=start, color=colour, height=0.6)
            if name != "needed":
                axis.text(start * factor**0.5, row, f"×{factor:.1f}", ha="center", va="center", fontsize=6)
            start *= factor
    axis.set(xscale="log", xlim=(15, None), xlabel="samples: needed, then ×union ×Hoeffding ×triangle")
    axis.set_yticks(range(len(steps)), [at["class"] for at in steps])
    axis.invert_yaxis()
    names = ("N needed", "union over the net, at ε/2", "Hoeffding", "triangle")
    handles = [Rectangle((0, 0), 1, 1, color=colour) for colour in STEPS.values()]
    axis.legend(
        handles,
        names,
        frameon=False,
        fontsize=7,
        loc="upper center",
        bbox_to_anchor=(0.4, 1.14),
        ncols=4,
        columnspacing=0.8,
    )
