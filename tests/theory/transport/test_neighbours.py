"""The nearest neighbour against all distances in exact arithmetic, at any offset, and the witness that it makes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
import torch
from torch import Tensor

from lemmata.numerics.rounding import gamma
from lemmata.theory.transport import neighbours
from lemmata.theory.transport.neighbours import nearest

DTYPES = (torch.float32, torch.float64)


def cloud(d: int, count: int, seed: int, dtype: torch.dtype = torch.float64, offset: float = 0.0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return (torch.randn(d, count, generator=generator, dtype=torch.float64) + offset).to(dtype)


def squared(x: Tensor, y: Tensor) -> Fraction:
    return sum(((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(x.tolist(), y.tolist(), strict=True)), Fraction(0))


@pytest.fixture(params=["tree", "products"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(neighbours, "_TREE", 0 if request.param == "tree" else 10**9)
    return str(request.param)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("offset", [0.0, 1e3, 1e6])
@pytest.mark.parametrize(("d", "N", "M"), [(1, 1, 1), (1, 7, 5), (2, 50, 11), (20, 40, 12)])
def test_no_point_is_nearer_in_exact_arithmetic(
    way: str, d: int, N: int, M: int, offset: float, dtype: torch.dtype
) -> None:
    points, queries = cloud(d, N, 1, dtype, offset), cloud(d, M, 2, dtype, offset)
    found = nearest(points, queries)
    assert found.distance.dtype == dtype and found.distance.shape == found.index.shape == (M,)
    slack = (1 + 2 * Fraction(gamma(d + 3, dtype))) ** 2
    for j in range(M):
        exact = [squared(points[:, i], queries[:, j]) for i in range(N)]
        assert exact[int(found.index[j])] <= min(exact) * slack
        value = Fraction(float(found.distance[j])) ** 2
        assert min(exact) / slack <= value <= min(exact) * slack


def test_what_the_expansion_loses_is_not_lost(way: str) -> None:
    # the default of torch.cdist expands the square, and returns 0 here
    points = torch.full((2, 30), 1e6, dtype=torch.float64)
    points[0] += torch.arange(30) / 512
    query = torch.tensor([[1e6 + 7 / 512], [1e6 + 0.0014]], dtype=torch.float64)
    found = nearest(points, query)
    assert int(found.index) == 7 and abs(float(found.distance) - 0.0014) < 1e-9
    assert float(torch.cdist(query.mT, points.mT).min()) == 0


def test_ties_and_repeated_points_have_distance_0(way: str) -> None:
    points = cloud(3, 20, 3).repeat(1, 3)
    found = nearest(points, points)
    assert not found.distance.any() and (found.index % 20 == torch.arange(60) % 20).all()


def test_points_closer_than_rounding_are_told_apart(way: str) -> None:
    # two points a few units in the last place apart, far from the origin that the products use
    points = torch.tensor([[-1e8, 1e8, 1e8 + 2**-20], [0.0, 0.0, 0.0]], dtype=torch.float64)
    queries = torch.tensor([[1e8 - 2**-20, 1e8 + 2**-19], [0.0, 0.0]], dtype=torch.float64)
    assert nearest(points, queries).index.tolist() == [1, 2]


@pytest.mark.parametrize("block", [8, 64, 1000, 1 << 16])
def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    points, queries = cloud(30, 97, 4), cloud(30, 41, 5)
    whole = nearest(points, queries)
    monkeypatch.setattr(neighbours, "_POINTS_CPU", 13)
    parts = nearest(points, queries, block_bytes=block)
    assert (parts.index == whole.index).all() and (parts.distance == whole.distance).all()


def test_huge_values_do_not_mislead(way: str) -> None:
    # squares overflow; differences of these do not
    points = torch.tensor([[1e200, 3e200, 1e200]], dtype=torch.float64)
    if way == "products":
        found = nearest(points, torch.tensor([[1e200, 3e200]], dtype=torch.float64))
        assert not found.distance.any()


def test_no_queries_have_no_neighbours(way: str) -> None:
    found = nearest(cloud(3, 5, 6), cloud(3, 0, 6))
    assert found.distance.shape == found.index.shape == (0,)


Tensors = Callable[[Tensor], tuple[Tensor, Tensor]]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda x: (x[0], x), "shapes"),
        (lambda x: (x, x[:1]), "shapes"),
        (lambda x: (x[:, :0], x), "shapes"),
        (lambda x: (x, x.float()), "must agree in dtype and device"),
        (lambda x: (x.long(), x.long()), "float32 and torch.float64 only"),
        (lambda x: (x, x / 0), "must be finite"),
        (lambda x: (x * torch.nan, x), "must be finite"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(made: Tensors, words: str) -> None:
    points, queries = made(cloud(2, 4, 7))
    with pytest.raises(ValueError, match=words):
        nearest(points, queries)


def test_a_block_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no number"):
        nearest(cloud(2, 4, 7), cloud(2, 4, 8), block_bytes=7)


def test_the_distance_to_the_nearest_point_is_1_lipschitz() -> None:
    points, x = cloud(5, 60, 9), cloud(5, 200, 10)
    y = x + cloud(5, 200, 11) / 4
    difference = (nearest(points, x).distance - nearest(points, y).distance).abs()
    # each distance is rounded by a few units in the last place
    assert (difference <= torch.linalg.vector_norm(x - y, dim=0) * (1 + 2**-40) + 2**-40).all()
    assert not nearest(points, points).distance.any()


def test_values_that_need_gradients_are_taken_as_they_are(way: str) -> None:
    points, queries = cloud(3, 9, 9).requires_grad_(), cloud(3, 4, 10).requires_grad_()
    found = nearest(points, queries)
    assert not found.distance.requires_grad
    assert (found.distance == nearest(points.detach(), queries.detach()).distance).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_two_ways_find_distances_of_one_size(monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype) -> None:
    points, queries = cloud(4, 3000, 11, dtype), cloud(4, 500, 12, dtype)
    found = []
    for tree in (0, 10**9):
        monkeypatch.setattr(neighbours, "_TREE", tree)
        found.append(nearest(points, queries).distance)
    ratio = found[0].double() / found[1].double()
    slack = (1 + 2 * gamma(7, dtype)) * (1 + gamma(4 + 8 * 3000, torch.float64)) * (1 + gamma(3, torch.float64))
    assert 1 / slack <= float(ratio.min()) and float(ratio.max()) <= slack


def test_what_is_left_in_doubt_depends_on_no_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Products tell the distances of these points apart, in any unit, and those of points that are there twice in none."""
    doubted: list[Tensor] = []
    one_by_one = neighbours._by_differences
    monkeypatch.setattr(neighbours, "_TREE", 10**9)
    monkeypatch.setattr(neighbours, "_by_differences", lambda x, y: (doubted.append(y), one_by_one(x, y))[1])
    points, queries = cloud(5, 200, 13), cloud(5, 50, 14)
    for unit in (1.0, 2.0**-40, 2.0**40):
        assert (nearest(points * unit, queries * unit).distance == nearest(points, queries).distance * unit).all()
        assert doubted == []
        nearest(torch.cat((points, points), 1) * unit, queries * unit)
        assert len(doubted) == 50
        doubted.clear()


@pytest.mark.parametrize("scale", [1e-25, 1.0, 1e25])
def test_squares_of_float32_neither_vanish_nor_overflow(scale: float) -> None:
    points = torch.tensor([[1, 0, 3], [5, 0, -1]], dtype=torch.float64) * scale
    queries = torch.tensor([[3.1], [-1.2]], dtype=torch.float64) * scale
    assert nearest(points.float(), queries.float()).index.tolist() == [2]
