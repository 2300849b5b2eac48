"""Boxes in pools are taken in the order in which they would be taken if all were looked through."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lemmata.theory.discriminators.open_boxes import OpenBoxes


def rows(bounds: Tensor) -> Tensor:
    """Boxes that are told apart by what follows their bound."""
    return torch.stack([bounds, torch.arange(len(bounds), dtype=torch.float64) + 1000 * bounds], 1)


@pytest.mark.parametrize("children", [0.3, 0.9, 0.999, 2.0], ids=lambda v: f"bounds times {v}")
@pytest.mark.parametrize("most", [1, 3, 50])
def test_the_largest_bounds_come_first(most: int, children: float) -> None:
    generator = torch.Generator().manual_seed(most)
    start = rows(torch.rand(2000, generator=generator, dtype=torch.float64))
    pools, all_of_them = OpenBoxes(start), start
    for _ in range(60):
        assert pools.highest == float(all_of_them[:, 0].max())
        taken = pools.take(most)
        largest = all_of_them[:, 0].topk(most).indices
        assert {tuple(row) for row in taken.tolist()} == {tuple(row) for row in all_of_them[largest].tolist()}
        shares = children * torch.rand(2 * most, generator=generator, dtype=torch.float64)
        parts = rows(taken[:, 0].repeat(2) * shares)
        kept = torch.ones(len(all_of_them), dtype=torch.bool)
        kept[largest] = False
        pools.add(parts)
        all_of_them = torch.cat([all_of_them[kept], parts])
    rest = pools.take(10**6)
    assert torch.equal(rest[:, 0].sort().values, all_of_them[:, 0].sort().values), "a box is lost, or there twice"
    assert pools.highest == float("-inf") and not len(pools.take(most)), "boxes that were taken are open no longer"
    pools.add(start[:5])
    assert len(pools.take(10)) == 5


def test_equal_bounds_are_all_kept() -> None:
    pools = OpenBoxes(rows(torch.ones(500, dtype=torch.float64)))
    found = [pools.take(7) for _ in range(72)]
    assert [len(part) for part in found] == [7] * 71 + [3]
    assert len(torch.cat(found)[:, 1].unique()) == 500


def test_a_box_is_moved_a_few_times_not_once_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that go through a selection, per row taken: the same for many boxes as for a few."""
    moved = 0
    divide = OpenBoxes._divide

    def counted(self: OpenBoxes, boxes: Tensor, floor: float, count: int) -> tuple[Tensor, float]:
        nonlocal moved
        moved += len(boxes)
        return divide(self, boxes, floor, count)

    monkeypatch.setattr(OpenBoxes, "_divide", counted)
    per_row = []
    for rounds in (200, 2000):
        moved, pools = 0, OpenBoxes(rows(torch.ones(1, dtype=torch.float64)))
        generator = torch.Generator().manual_seed(1)
        for _ in range(rounds):
            bounds = pools.take(10)[:, 0].repeat(2)
            pools.add(rows(bounds * (1 - 0.1 * torch.rand(len(bounds), generator=generator, dtype=torch.float64))))
        per_row.append(moved / (10 * rounds))
    # a pool that is looked through has at most 8 times what is taken, dividing adds a constant: no factor of ten
    assert per_row[1] < 2 * per_row[0], per_row
