"""Cases of the section on mode collapse: bad input is refused in one sentence, and the text of a case builds it again."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from rebuilt import rebuilt

from lemmata.theory.concentration.coordinates import coordinates
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.means import average, coin_test
from lemmata.theory.generalisation.bad_events import cell_deviations, events, independent
from lemmata.theory.generalisation.detours import AllExpectations, expectations
from lemmata.theory.generalisation.exact_classes import bumps, cube_corners, on_a_line, one_function, two_cells
from lemmata.theory.generalisation.exact_instances import promise
from lemmata.theory.generalisation.linear_net import linear_net
from lemmata.theory.generalisation.sample_size import AllSizes, sample_size
from lemmata.theory.generalisation.sampled_instances import (
    repeated_cells,
    repeated_corners,
    repeated_features,
    repeated_heavy_tail,
    repeated_rare_bumps,
)
from lemmata.theory.generalisation.small_support import cell_class, cloud, cube_cloud
from lemmata.theory.transport.small_support_is_far import fooled

COIN = lattice([1, 1])
SHARE = {"c": 1, "m": 1, "epsilon": 1, "width": 1, "logarithm": 0}
LAWS = {"f": [0, 1], "hat": [0, 1], "real": ["1/2", "1/2"], "samples": [1, 0], "gen": [0, 1]}
LINE = {"L": 1, "epsilon": 1, "net": [[0]], "difference": [1]}
CELLS = {"N": 2, "t": "1/2"}

BAD: list[tuple[Any, str]] = [
    # laws and means
    (lambda: lattice([3]), "a lattice needs at least two levels, got 1"),
    (lambda: lattice([]), "a lattice needs at least two levels, got 0"),
    (lambda: lattice([1, -1]), "counts are whole numbers ≥ 0 that are not all 0, got [1, -1]"),
    (lambda: lattice([0, 0]), "counts are whole numbers ≥ 0 that are not all 0, got [0, 0]"),
    (lambda: lattice([1, 0.5]), "counts are whole numbers ≥ 0 that are not all 0, got [1, 0.5]"),
    (lambda: lattice([1, 1], step=0), "the step between levels is positive, got 0"),
    (lambda: lattice([1, 1], step="-1/2"), "the step between levels is positive, got -1/2"),
    (lambda: average(COIN, N=0, epsilon=1), "a mean needs at least one sample, got N = 0"),
    (lambda: average(COIN, N=1, epsilon=0), "ε is positive, got 0"),
    (lambda: average(COIN, N=1, epsilon=-1), "ε is positive, got -1"),
    (lambda: coin_test([1, 1, 1], m=1, epsilon=1), "a coin has two sides, got 3 counts"),
    (lambda: coin_test([1, 1], m=0, epsilon=1), "m ≥ 1 and ε > 0 are needed, got m = 0, ε = 1"),
    (lambda: coin_test([1, 1], m=1, epsilon=0), "m ≥ 1 and ε > 0 are needed, got m = 1, ε = 0"),
    # coordinates
    (lambda: coordinates(0, t=1, delta="1/2"), "a class has at least one function, got 0"),
    (lambda: coordinates(1, t=0, delta="1/2"), "a mean of signs deviates by t in (0, 1], got 0"),
    (lambda: coordinates(1, t="5/4", delta="1/2"), "a mean of signs deviates by t in (0, 1], got 5/4"),
    (lambda: coordinates(None, t=1, delta=1), "δ is a probability strictly between 0 and 1, got 1"),
    (lambda: coordinates(None, t=1, delta=0), "δ is a probability strictly between 0 and 1, got 0"),
    (lambda: coordinates(None, t=1, delta="1/2", patience=0), "a sample has at least one point, got patience = 0"),
    # events
    (
        lambda: events(["1/2", "1/4"], [[0]]),
        "probabilities are ≥ 0 and sum to 1, got ['1/2', '1/4'] with sum 3/4",
    ),
    (lambda: events([2, -1], [[0]]), "probabilities are ≥ 0 and sum to 1, got ['2', '-1'] with sum 1"),
    (lambda: events([], [[0]]), "probabilities are ≥ 0 and sum to 1, got [] with sum 0"),
    (lambda: events([1], []), "at least one event is needed"),
    (lambda: events(["1/2", "1/2"], [[0], [2, 1]]), "outcomes are numbered 0 to 1, got [[0], [1, 2]]"),
    (lambda: independent("1/2", 0), "K ≥ 1 events of a probability in [0, 1] are needed, got K = 0, p = 1/2"),
    (lambda: independent("3/2", 2), "K ≥ 1 events of a probability in [0, 1] are needed, got K = 2, p = 3/2"),
    (lambda: independent(-1, 2), "K ≥ 1 events of a probability in [0, 1] are needed, got K = 2, p = -1"),
    (lambda: cell_deviations([1], N=0, t=1), "N ≥ 1 points and a deviation t > 0 are needed, got N = 0, t = 1"),
    (lambda: cell_deviations([1], N=1, t=0), "N ≥ 1 points and a deviation t > 0 are needed, got N = 1, t = 0"),
    (lambda: cell_deviations(["1/2"], **CELLS), "probabilities are ≥ 0 and sum to 1, got ['1/2'] with sum 1/2"),
    # the sample size
    *(
        (lambda name=name, value=value: sample_size(**{**SHARE, name: value}), sentence)
        for name, value, sentence in (
            ("c", 0, "c, m, ε and Δ are positive, got c = 0, m = 1, ε = 1, Δ = 1"),
            ("m", 0, "c, m, ε and Δ are positive, got c = 1, m = 0, ε = 1, Δ = 1"),
            ("epsilon", -1, "c, m, ε and Δ are positive, got c = 1, m = 1, ε = -1, Δ = 1"),
            ("width", 0, "c, m, ε and Δ are positive, got c = 1, m = 1, ε = 1, Δ = 0"),
        )
    ),
    # expectations
    (
        lambda: expectations(**{**LAWS, "hat": [1]}),
        "one value and one weight for each point, got lists of lengths [2, 1, 2, 2, 2]",
    ),
    *(
        (
            lambda name=name: expectations(**{**LAWS, name: ["1/2", "1/4"]}),
            f"the weights of {name} are ≥ 0 and sum to 1, got sum 3/4",
        )
        for name in ("real", "samples", "gen")
    ),
    (lambda: expectations(**{**LAWS, "gen": [2, -1]}), "the weights of gen are ≥ 0 and sum to 1, got sum 1"),
    # a net
    (lambda: linear_net(**{**LINE, "L": 0}), "L and ε are positive, got L = 0, ε = 1"),
    (lambda: linear_net(**{**LINE, "epsilon": 0}), "L and ε are positive, got L = 1, ε = 0"),
    (lambda: linear_net(**{**LINE, "net": []}), "a net has at least one point"),
    (
        lambda: linear_net(**{**LINE, "net": [[0, 0]], "difference": [1, 0]}),
        "Θ = [−1, 1] has one parameter: name a finite Θ for more",
    ),
    (
        lambda: linear_net(**{**LINE, "net": [[0, 0]]}),
        "all θ have 1 coordinates, as the difference of the means has",
    ),
    (
        lambda: linear_net(**LINE, theta=[[0, 0]]),
        "all θ have 1 coordinates, as the difference of the means has",
    ),
    (lambda: linear_net(**{**LINE, "net": [["9/8"]]}), "Θ lies in the unit ball"),
    (
        lambda: linear_net(L=1, epsilon=1, net=[[0, 0]], difference=[1, 0], theta=[[0, 0], [1, "1/8"]]),
        "Θ lies in the unit ball",
    ),
    (
        lambda: linear_net(L=1, epsilon=1, net=[[0, 1]], difference=[1, 0], theta=[[0, 0], [1, 0]]),
        "the net lies in Θ",
    ),
    (lambda: linear_net(**{**LINE, "difference": ["17/8"]}), "two means of points of norm ≤ 1 are at most 2 apart"),
    # classes
    (lambda: one_function(COIN, m=0, L=1), "m ≥ 1 and L > 0 are needed, got m = 0, L = 1"),
    (lambda: one_function(COIN, m=1, L=0), "m ≥ 1 and L > 0 are needed, got m = 1, L = 0"),
    (lambda: on_a_line(COIN, m=0), "a class has at least one parameter, got m = 0"),
    (lambda: cube_corners(0), "a class has at least one parameter, got m = 0"),
    (lambda: two_cells([1, 1, 1]), "two cells have two counts, got 3"),
    (lambda: two_cells([0, 0]), "counts are whole numbers ≥ 0 that are not all 0, got [0, 0]"),
    (lambda: bumps(0, 2), "m ≥ 1 parameters and q ≥ 2 points an axis are needed, got m = 0, q = 2"),
    (lambda: bumps(1, 1), "m ≥ 1 parameters and q ≥ 2 points an axis are needed, got m = 1, q = 1"),
    # instances of the theorem
    (lambda: bumps(1, 2, height=0), "bumps have a height above 0, got 0"),
    (lambda: promise(bumps(1, 2), epsilon=0), "ε and c are positive, got ε = 0, c = 1"),
    (lambda: promise(bumps(1, 2), epsilon=1, c=-2), "ε and c are positive, got ε = 1, c = -2"),
    (lambda: promise(bumps(1, 2), epsilon=1, delta=1), "δ is a probability strictly between 0 and 1, got 1"),
    (lambda: promise(bumps(1, 2), epsilon=1, delta=0), "δ is a probability strictly between 0 and 1, got 0"),
    (lambda: promise(bumps(1, 2), epsilon=1, times=0), "n is at least N, got n = 0·N"),
    # experiments
    *(
        (lambda build=build, options=options: build(**options), sentence)
        for build in (
            lambda **options: repeated_cells(2, **options),
            lambda **options: repeated_corners(2, **options),
            lambda **options: repeated_features(2, **options),
            lambda **options: repeated_heavy_tail(2, **options),
            lambda **options: repeated_rare_bumps(2, 2, **options),
        )
        for options, sentence in (
            ({"epsilon": 0}, "ε > 0 and 0 < δ < 1 are needed, got ε = 0, δ = 1/10"),
            ({"epsilon": 1, "delta": 1}, "ε > 0 and 0 < δ < 1 are needed, got ε = 1, δ = 1"),
            ({"epsilon": 1, "delta": 0}, "ε > 0 and 0 < δ < 1 are needed, got ε = 1, δ = 0"),
        )
    ),
    *(
        (lambda build=build: build(0, epsilon=1), "a class has at least one parameter, got m = 0")
        for build in (repeated_cells, repeated_corners, repeated_features)
    ),
    (
        lambda: repeated_cells(2, law="pareto", epsilon=1),
        "unknown law 'pareto'; known: uniform, finite, rare, degenerate, gaussian, mixture, cauchy, pushforward",
    ),
    (
        lambda: repeated_cells(5, law="pushforward", epsilon=1),
        "the pushforward lives on the 4 quadrants of the plane, got m = 5",
    ),
    (lambda: repeated_features(2, atoms=1, epsilon=1), "a law on one point has nothing to tell apart, got 1 atoms"),
    (
        lambda: repeated_rare_bumps(1, 2, epsilon=1),
        "rare values M ≥ 2 and K ≥ 2 bumps are needed, got M = 1, K = 2",
    ),
    (
        lambda: repeated_rare_bumps(2, 1, epsilon=1),
        "rare values M ≥ 2 and K ≥ 2 bumps are needed, got M = 2, K = 1",
    ),
    (lambda: repeated_heavy_tail(1, epsilon=1), "E f exists for a tail index above 1, got 1"),
    # small supports, and Gaussians
    (lambda: cell_class([1, 1], epsilon=0), "two cells at least, whole counts ≥ 1, and ε > 0, got [1, 1] and ε = 0"),
    (lambda: cell_class([1], epsilon=1), "two cells at least, whole counts ≥ 1, and ε > 0, got [1] and ε = 1"),
    (lambda: cell_class([1, 0], epsilon=1), "two cells at least, whole counts ≥ 1, and ε > 0, got [1, 0] and ε = 1"),
    (
        lambda: cell_class([1.5, 1], epsilon=1),
        "two cells at least, whole counts ≥ 1, and ε > 0, got [1.5, 1] and ε = 1",
    ),
    (lambda: cloud([[1], [0]], [1], epsilon=1), "one weight ≥ 0 for each point, with sum 1, got sum 1"),
    (lambda: cloud([[1]], ["1/2"], epsilon=1), "one weight ≥ 0 for each point, with sum 1, got sum 1/2"),
    (lambda: cloud([[1], [0]], [2, -1], epsilon=1), "one weight ≥ 0 for each point, with sum 1, got sum 1"),
    (lambda: cloud([[1], [0, 0]], ["1/2", "1/2"], epsilon=1), "the points lie in one unit ball"),
    (lambda: cloud([[1, "1/9"]], [1], epsilon=1), "the points lie in one unit ball"),
    (lambda: cloud([[1]], [1], epsilon=0), "ε is positive, got 0"),
    (lambda: cube_cloud(0, epsilon=1), "d ≥ 1 and ε > 0 are needed, got d = 0, ε = 1"),
    (lambda: cube_cloud(2, epsilon=0), "d ≥ 1 and ε > 0 are needed, got d = 2, ε = 0"),
    *(
        (lambda options=options: fooled(**{"d": 1, "m": 1, "L": 1, "epsilon": 1, **options}), sentence)
        for options, sentence in (
            ({"d": 0}, "d, m ≥ 1 and L, ε > 0 are needed, got d = 0, m = 1, L = 1, ε = 1"),
            ({"m": 0}, "d, m ≥ 1 and L, ε > 0 are needed, got d = 1, m = 0, L = 1, ε = 1"),
            ({"L": 0}, "d, m ≥ 1 and L, ε > 0 are needed, got d = 1, m = 1, L = 0, ε = 1"),
            ({"epsilon": 0}, "d, m ≥ 1 and L, ε > 0 are needed, got d = 1, m = 1, L = 1, ε = 0"),
            (
                {"distance": "hellinger"},
                "unknown distance 'hellinger'; known: wasserstein, total_variation, jensen_shannon",
            ),
        )
    ),
]


@pytest.mark.parametrize(("build", "sentence"), BAD, ids=[f"{i}: {s}" for i, (_, s) in enumerate(BAD)])
def test_bad_input_is_refused_in_one_sentence(build: Any, sentence: str) -> None:
    with pytest.raises(ValueError) as raised:
        build()
    assert str(raised.value) == sentence


FLOATS: list[Any] = [
    lambda: lattice([1, 1], lowest=0.5),
    lambda: lattice([1, 1], step=0.5),
    lambda: average(COIN, N=1, epsilon=0.5),
    lambda: coin_test([1, 1], m=1, epsilon=0.5),
    lambda: coordinates(1, t=0.5, delta="1/2"),
    lambda: coordinates(1, t=1, delta=0.5),
    lambda: events([0.5, 0.5], [[0]]),
    lambda: independent(0.5, 2),
    lambda: cell_deviations([1], N=1, t=0.5),
    lambda: sample_size(**{**SHARE, "c": 0.5}),
    lambda: sample_size(**{**SHARE, "logarithm": 0.5}),
    lambda: expectations(**{**LAWS, "f": [0.5, 1]}),
    lambda: linear_net(**{**LINE, "L": 0.5}),
    lambda: linear_net(**{**LINE, "net": [[0.5]]}),
    lambda: linear_net(**{**LINE, "difference": [0.5]}),
    lambda: linear_net(**LINE, theta=[[0.5]]),
    lambda: one_function(COIN, m=1, L=0.5),
    lambda: bumps(1, 2, height=0.5),
    lambda: promise(bumps(1, 2), epsilon=0.5),
    lambda: promise(bumps(1, 2), epsilon=1, c=0.5),
    lambda: promise(bumps(1, 2), epsilon=1, delta=0.5),
    lambda: repeated_cells(2, epsilon=0.5),
    lambda: repeated_corners(2, epsilon=1, delta=0.5),
    lambda: repeated_heavy_tail(0.5, epsilon=1),
    lambda: cell_class([1, 1], epsilon=0.5),
    lambda: cloud([[0.5]], [1], epsilon=1),
    lambda: cloud([[1], [0]], [0.5, 0.5], epsilon=1),
    lambda: fooled(d=1, m=1, L=0.5, epsilon=1),
    lambda: fooled(d=1, m=1, L=1, epsilon=0.5),
]


@pytest.mark.parametrize("build", FLOATS, ids=range(len(FLOATS)))
def test_a_float_is_no_exact_number(build: Any) -> None:
    with pytest.raises(TypeError, match=re.escape("write 0.5 as a Fraction: a case is exact")):
        build()


# ── the text of a case ─────────────────────────────────────────────────────────────────────────────────────────────
WRITTEN = {
    "average(lattice([1, 1], lowest=0, step=1), N=16, epsilon='1/2')": average(COIN, N=16, epsilon="1/2"),
    "coin_test([1, 2], m=3, epsilon=1)": coin_test([1, 2], m=3, epsilon=1),
    "coordinates(None, t=1, delta='1/2', patience=1000, joined=True)": coordinates(None, t=1, delta="1/2", joined=True),
    "coordinates(20, t='1/2', delta='1/10', patience=7)": coordinates(20, t="1/2", delta="1/10", patience=7),
    "events(['1/2', '1/2'], [[0], []])": events(["1/2", "1/2"], [[0], []]),
    "independent('3/50', 20)": independent("3/50", 20),
    "cell_deviations(['1/3', '2/3'], N=4, t='1/4')": cell_deviations(["1/3", "2/3"], N=4, t="1/4"),
    "sample_size(c=2, m=3, epsilon='1/2', width=2, logarithm='-5/2')": sample_size(
        c=2, m=3, epsilon="1/2", width=2, logarithm="-5/2"
    ),
    "linear_net(L=3, epsilon=4, net=[['-1/3'], ['1/3']], difference=[2])": linear_net(
        L=3, epsilon=4, net=[["-1/3"], ["1/3"]], difference=[2]
    ),
    "linear_net(L=1, epsilon=1, net=[[0, 0]], difference=[1, 0], theta=[[0, 0], [0, 1]])": linear_net(
        L=1, epsilon=1, net=[[0, 0]], difference=[1, 0], theta=[[0, 0], [0, 1]]
    ),
    "promise(one_function(lattice([1, 1], lowest=-1, step=2), m=2, L='1/9'), epsilon=1, c=1, delta='1/10', times=None)": (
        promise(one_function(lattice([1, 1], lowest=-1, step=2), m=2, L="1/9"), epsilon=1, times=None)
    ),
    "promise(on_a_line(lattice([1, 1], lowest=0, step=1), m=2), epsilon=1, c=3, delta='1/10', times=1)": promise(
        on_a_line(COIN, m=2), epsilon=1, c=3
    ),
    "promise(two_cells([1, 2]), epsilon=1, c=1, delta='1/10', times=1)": promise(two_cells([1, 2]), epsilon=1),
    "promise(bumps(3, 7000), epsilon=1, c=1, delta='1/10', times=1)": promise(bumps(3, 7000), epsilon=1),
    "promise(bumps(3, 10**60), epsilon=1, c=1, delta='1/10', times=1)": promise(bumps(3, 10**60), epsilon=1),
    "promise(bumps(3, 12 * 10**5), epsilon=1, c=1, delta='1/10', times=1)": promise(bumps(3, 1_200_000), epsilon=1),
    "repeated_cells(3, law='rare', seed=4, epsilon='1/2', delta='1/10')": repeated_cells(
        3, law="rare", seed=4, epsilon="1/2"
    ),
    "repeated_corners(3, epsilon='1/2', delta='1/5')": repeated_corners(3, epsilon="1/2", delta="1/5"),
    "repeated_features(3, atoms=5, seed=6, epsilon=1, delta='1/10')": repeated_features(3, atoms=5, seed=6, epsilon=1),
    "repeated_rare_bumps(10, 3, epsilon=1, delta='1/10')": repeated_rare_bumps(10, 3, epsilon=1),
    "repeated_heavy_tail('5/4', epsilon=1, delta='1/10')": repeated_heavy_tail("5/4", epsilon=1),
    "cell_class([1, 2, 3], epsilon='1/2')": cell_class([1, 2, 3], epsilon="1/2"),
    "cloud([[1, 0], [0, '-1/2']], ['1/3', '2/3'], epsilon=1)": cloud([[1, 0], [0, "-1/2"]], ["1/3", "2/3"], epsilon=1),
    "fooled(d=12, m=1, L='1/2', epsilon='1/4', distance='total_variation')": fooled(
        d=12, m=1, L="1/2", epsilon="1/4", distance="total_variation"
    ),
    "AllSizes()": AllSizes(),
    "AllExpectations()": AllExpectations(),
}


@pytest.mark.parametrize(("text", "case"), WRITTEN.items(), ids=WRITTEN)
def test_the_text_of_a_case_is_what_one_types_and_builds_it_again(text: str, case: Any) -> None:
    assert repr(case) == text and rebuilt(case) == case


def test_what_counts_as_generic() -> None:
    assert average(lattice([1, 2]), N=2, epsilon=1).generic and coin_test([1, 2], m=1, epsilon=1).generic
    assert not average(COIN, N=2, epsilon=1).generic and not average(lattice([1, 2]), N=1, epsilon=1).generic
    assert not coin_test([2, 2], m=1, epsilon=1).generic
    assert sample_size(c=2, m=3, epsilon="1/2", width=2, logarithm=5).generic
    assert not sample_size(c=2, m=3, epsilon="1/2", width=2, logarithm=1).generic
    assert promise(cube_corners(2), epsilon=1).generic and not promise(cube_corners(1), epsilon=1).generic
    assert repeated_corners(2, epsilon=1).generic and not repeated_heavy_tail(2, epsilon=1).generic
    assert cell_class([1, 2, 1], epsilon=1).generic and not cell_class([1, 1, 1], epsilon=1).generic
    assert cloud([[1, 0], [0, 1]], ["1/3", "2/3"], epsilon=1).generic
    assert cube_cloud(2, epsilon=1).generic and not cube_cloud(1, epsilon=1).generic
    assert not cloud([[1, 0], [0, 1]], ["1/2", "1/2"], epsilon=1).generic
    assert fooled(d=1, m=2, L=1, epsilon=1).generic and not fooled(d=1, m=1, L=1, epsilon=1).generic
    assert not linear_net(**LINE).generic


def test_the_edges_of_what_is_allowed_are_allowed() -> None:
    assert lattice([0, 1]).mean == 1 and lattice([1, 1], lowest=-1).width == 1
    assert coordinates(1, t=1, delta="1/1000").t == 1 and independent(1, 1).p == 1 and independent(0, 1).p == 0
    assert linear_net(**{**LINE, "net": [[1], [-1]], "difference": [-2]}).difference == (Fraction(-2),)
    assert cloud([["3/5", "4/5"]], [1], epsilon=1).points == ((Fraction(3, 5), Fraction(4, 5)),)
