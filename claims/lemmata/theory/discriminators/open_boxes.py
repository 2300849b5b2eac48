"""The boxes that a branch and bound has still to cut, with those of the largest bounds within reach.

They lie in pools, one above the other: no bound in a pool is below one in the pool under it. Only the highest pool is looked
through for the largest bounds; a large one is divided first, its upper quarter becoming a pool of its own. So a box is moved
a few times in all, not once for every round, and is taken when it would be taken if all were looked through.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["OpenBoxes"]

# A pool of more than this many times what is taken at once is divided.
_LARGE = 8


class OpenBoxes:
    """Rows of float64, a box each, which begin with the bound of the box."""

    def __init__(self, rows: Tensor) -> None:
        # the lowest pool comes first; what is added lies in the highest pool whose floor it exceeds
        self._pools, self._floors = [[rows]], [float("-inf")]

    @property
    def highest(self) -> float:
        """The largest bound; −∞ where no box is open."""
        pools = (torch.cat(pool)[:, 0] for pool in reversed(self._pools))
        return next((float(bounds.max()) for bounds in pools if len(bounds)), float("-inf"))

    def add(self, rows: Tensor) -> None:
        """Open these boxes too."""
        place = torch.bucketize(rows[:, 0].contiguous(), rows.new_tensor(self._floors[1:]))
        for k in place.unique().tolist():
            self._pools[k].append(rows[place == k])

    def take(self, most: int) -> Tensor:
        """The boxes with the largest bounds, at most so many, which are open no longer."""
        rows, floor = torch.cat(self._pools.pop()), self._floors.pop()
        while len(rows) < most and self._pools:
            rows, floor = torch.cat([rows, *self._pools.pop()]), self._floors.pop()
        while len(rows) > _LARGE * most:
            rows, floor = self._divide(rows, floor, len(rows) // 4)
        return self._divide(rows, floor, min(most, len(rows)))[0]

    def _divide(self, rows: Tensor, floor: float, count: int) -> tuple[Tensor, float]:
        """The ``count`` rows with the largest bounds, and the least of these; the others are a pool again."""
        chosen = torch.zeros(len(rows), dtype=torch.bool)
        bounds, places = rows[:, 0].topk(count)
        chosen[places] = True
        self._pools.append([rows[~chosen]])
        self._floors.append(floor)
        return rows[chosen], float(bounds[-1]) if count else floor
