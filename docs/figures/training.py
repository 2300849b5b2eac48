"""d_F against J along training, for the classes of discriminators."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures.style import BLACK, panels, styles

# less than this, 0 for one, is drawn here: the axes are logarithmic
EDGE = 1e-4


def draw(data: dict[str, Any]) -> Any:
    """A panel for each d; a line for each run, from its first step (open mark) to its last one (filled)."""
    rows = data["training"]
    dimensions = sorted({row["d"] for row in rows})
    columns = min(2, len(dimensions))
    lines = -(-len(dimensions) // columns)
    figure, axes = panels(lines, columns, size=(max(6, 4.2 * columns), 4.2 * lines), squeeze=False)
    across, up = (_ends([row[name] for row in rows]) for name in ("distance", "jeffreys"))
    for axis, d in zip(axes.flat, dimensions, strict=False):
        axis.plot(across, across, "--", color=BLACK, lw=0.8, label="J = d_F")
        for name, style in styles(rows, "class").items():
            of_class = [row for row in rows if (row["d"], row["class"]) == (d, name)]
            for run in sorted({row.get("run", 0) for row in of_class}):
                _line(axis, [row for row in of_class if row.get("run", 0) == run], style)
            axis.plot([], [], style[1], color=style[0], label=name)
        axis.set(xscale="log", yscale="log", xlim=across, ylim=up, title=f"d = {d}")
        axis.set(xlabel="d_F(P_samples, P_g), as training sees it", ylabel="J(P_real, P_g)")
    for axis in axes.flat[len(dimensions) :]:
        axis.axis("off")
    handles, names = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, names, frameon=False, fontsize=8, loc="outside upper center", ncols=len(names))
    return figure


def _ends(numbers: list[float]) -> tuple[float, float]:
    return max(min(numbers), EDGE) / 2, max(numbers) * 2


def _line(axis: Any, rows: list[dict[str, Any]], style: tuple[str, str]) -> None:
    """One run; bars are standard errors of J, where it is an estimate."""
    rows = sorted(rows, key=lambda row: row["step"])
    distance, J = (np.array([max(row[name], EDGE) for row in rows]) for name in ("distance", "jeffreys"))
    error = np.array([row["standard_error"] or 0 for row in rows])
    colour, mark = style
    axis.plot(distance, J, color=colour, lw=0.8, alpha=0.6)
    axis.vlines(distance, np.maximum(J - error, EDGE), J + error, color=colour, lw=0.6)
    axis.plot(distance[:1], J[:1], mark, color=colour, ms=5, mfc="white")
    axis.plot(distance[-1:], J[-1:], mark, color=colour, ms=5)
