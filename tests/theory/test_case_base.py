"""The base of all cases: each is spelled as the call that builds it again, and says which arithmetics it serves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, ClassVar

import pytest

import lemmata.theory
from lemmata.numerics.arithmetic import Arithmetic, Numbers
from lemmata.numerics.balls import Balls
from lemmata.numerics.floats import Floats
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.sampling import Samples
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import Grade, OutsideArithmetic
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import Spelled, makes, typed

KNOWN = {Numbers, Rationals, Balls, Floats, Symbols, Samples}
MODULES = [import_module(found.name) for found in walk_packages(lemmata.theory.__path__, "lemmata.theory.")]


def derived(base: Any) -> Iterator[Any]:
    """All classes of the theory that derive from this one."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("lemmata.theory."):
            yield kind
        yield from derived(kind)


SPELLED: list[Any] = sorted(
    {kind for kind in derived(Spelled) if not inspect.isabstract(kind)},
    key=lambda kind: (kind.__module__, kind.__name__),
)
CASES = [kind for kind in SPELLED if issubclass(kind, Case)]
HOMES = {kind.__module__ for kind in SPELLED}
by_name = pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)


# ── arithmetics ────────────────────────────────────────────────────────────────────────────────────────────────────
class Elsewhere(Arithmetic):
    """An arithmetic that no case has heard of."""

    grade: ClassVar[Grade] = Grade.EXACT


class MoreNumbers(Numbers):
    """One more in which every rational has a value."""

    grade: ClassVar[Grade] = Grade.EXACT

    def matrix(self, rows: Any) -> Matrix:
        raise AssertionError("nothing is lifted here")


def test_whatever_is_lifted_derives_from_the_base() -> None:
    kinds = {kind for module in MODULES for kind in vars(module).values() if inspect.isclass(kind)}
    ours = {kind for kind in kinds if kind.__module__.startswith("lemmata.theory.")}
    strangers = {kind.__name__ for kind in ours if hasattr(kind, "into") and not issubclass(kind, Case)}
    assert not strangers, f"{', '.join(sorted(strangers))} let arithmetics in by a door of their own"
    own = {kind.__name__ for kind in ours if issubclass(kind, Case) and kind is not Case and "into" in vars(kind)}
    assert not own, f"{', '.join(sorted(own))} asks for the arithmetic by itself: that is what `arithmetics` is for"


@by_name
def test_a_case_serves_arithmetics_that_are_known(kind: Any) -> None:
    assert kind.arithmetics and set(kind.arithmetics) <= KNOWN
    assert not (Numbers in kind.arithmetics and {Rationals, Balls, Floats} & set(kind.arithmetics)), "said twice"


@by_name
def test_a_case_refuses_an_arithmetic_that_it_has_not_heard_of(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = object.__new__(kind)  # no field is looked at
    monkeypatch.setattr(kind, "lift", lambda self, arithmetic: "lifted")
    with pytest.raises(OutsideArithmetic) as refusal:
        case.into(Elsewhere())
    assert str(refusal.value) == kind.elsewhere and kind.elsewhere.strip() and "\n" not in kind.elsewhere
    if Numbers in kind.arithmetics:
        assert case.into(MoreNumbers()) == "lifted"
    else:
        with pytest.raises(OutsideArithmetic):
            case.into(MoreNumbers())


@by_name
def test_a_case_is_lifted_into_just_the_arithmetics_that_it_names(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "lift", lambda self, arithmetic: "lifted")
    served = set()
    for arithmetic in (Rationals(), Balls(), Floats(), Symbols(), Samples(seed=1, n=1)):
        try:
            assert object.__new__(kind).into(arithmetic) == "lifted"
        except OutsideArithmetic:
            continue
        served.add(type(arithmetic))
    assert served == {known for known in KNOWN - {Numbers} if issubclass(known, kind.arithmetics)}


# ── spelling ───────────────────────────────────────────────────────────────────────────────────────────────────────
TEXTS = [
    # concentration
    "birthdays([1, 2], s=2)",
    "lattice([1, 2], lowest='-1/2', step=1)",
    "average(lattice([1, 1], lowest=0, step=4), N=8, epsilon='1/4')",
    "coin_test([1, 2], m=1, epsilon='3/2')",
    "coordinates(None, t=1, delta='1/2', patience=1, joined=True)",
    "coordinates(1, t='1/8', delta='19/20', patience=25)",
    "samples_on_a_line(lattice([1, 1], lowest=0, step=1), N=1, C=1)",
    "corners_of_a_cube(2, N=2, C='1/2')",
    # nets
    "ball(2)",
    "shell(3, '99/100')",
    "finite([-1, 0, '1/2'])",
    "finite([[-1, 0], [0, '1/2']])",
    "to_cover(ball(1), '1/2')",
    "greedy_net(ball(1), '1/2')",
    "greedy_net(shell(2, '1/4'), 1, start=[0, '-1/4'])",
    "projected_grid(ball(2), '3/10', step='2/5')",
    "net(ball(1), '1/2', ['-1/2', '1/2'])",
    "net(ball(2), 1, [[0, 0]])",
    "any_net(10, '999/1000')",
    "ball_of_radius(2, '1/2')",
    "AllRadii(m=3)",
    # networks
    "generator([[[1, '1/2'], [0, 1]]], [[0, 1]], 'asinh', z=['-1/2', 0])",
    "generator([[[1]], [[1]]], [[0], [0]], 'leaky_relu(1/2)', z=[0], side=[-1])",
    "Shape(d=2, l=3)",
    "Seeded(d=2, l=1, activation='sinh', seed=2, entries='gaussian', dtype='float64')",
    "Batch(d=2, l=2, activation='sinh', count=3, seed=5)",
    "matrix_pair([[1, '-1/2'], [0, 3]], [[0, 0], [0, 0]])",
    "SymbolicPair(d=2)",
    "candidate([[[1]], [[1]]], [[0], [0]], 'cube', z=[0], y=['1/2'])",
    # transport
    "law([0, 1, 4], weights=[1, 2, 1])",
    "measure([0, '1/2'], ['1/3', '2/3'])",
    "measure([[0, 1], [2, '-1/2']], ['1/3', '2/3'])",
    "apart(measure([0], [1]), measure([1], [1]), norm='euclidean')",
    "shift(measure([0], [1]), t='-1/2')",
    "AnyShift(sign=-1)",
    "witness([[0, '1/2']], [[1, 0]])",
    "large_class('all', N=4)",
    "large_class('one', N=7, counts=[2, 1])",
    "gaussian_points(d=4, power=4, points='best')",
    "gaussian_points(d=90, power=1, points='random', unit=True)",
    "sphere_points(d=2, t='1/2', points=2)",
    "sphere_points(d=3, t='1/2', points=9)",
    "samples_of('cube', d=1, n=7)",
    "samples_of_atoms([1, 3], n=100)",
    "fooled(d=12, m=1, L='1/2', epsilon=1, distance='wasserstein')",
    # densities
    "point(['1/2', 0])",
    "Coordinates(d=2)",
    "cell(generator([[[2]]], [[0]], 'asinh', z=[0]), -1, '3/2')",
    "plane(generator([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], [[0, 0], [0, 0]], 'leaky_relu(3)', z=[0, 0]))",
    "pushforward(generator([[[1]]], [[0]], 'leaky_relu(1/2)', z=[0]), slope='1/2')",
    "pushforward(generator([[[1]]], [[0]], 'leaky_relu(1/2)', z=[0]), slope=0, corners=[[1, '1/2']])",
    "at_one_point(generator([[[2]]], [[0]], 'asinh', z=[1]), generator([[[1]]], [[1]], 'asinh', z=[0]))",
    "BoxCase(network=Seeded(d=2, l=2, activation='sinh', seed=2, entries='gaussian', dtype='float64'))",
    # discriminators
    "bounded_class(P=[1, 0], Q=['1/2', '1/2'], low=0, high=1)",
    "finite_class([[0, 2]], P=[1, 0], Q=[0, 1])",
    "finite_class([[0, 1]], P=[1, 0], Q=[0, 1], middle=['1/2', '1/2'], more=[[1, '1/3']], hull=True)",
    "game([[0, 1]], samples=[0, 1], generators=[[1, 0]])",
    "line_game('[0, 1)', '(-inf, 2]', samples='1/2')",
    "line_game('[0, 1)', '(-inf, 2]', samples='1/2', theta_jump=0, t_jump=2)",
    "line_game('[1, 1]', '[0, inf)', samples=0, approaching=True)",
    "network_pair([[[1]]], [[[-1]]], x=['1/2'], epsilon=1, sigma='relu')",
    "sampled([[0, 1]], P=['3/4', '1/4'], n=1)",
    "sines([1], C='9/10')",
    "powers_of(16, n=70, C=2)",
    # divergences
    "discrete([1, 1], [1, 3])",
    "two_generators(generator([[[1]]], [[0]], 'asinh', z=[0]), generator([[[1]]], [[1]], 'asinh', z=[0]))",
    "off_by(discrete([9, 1], [1, 9]), eta='1/2', steepness=1)",
    "covered(generator([[[2]]], [[0]], 'asinh', z=[0]), generator([[[1]]], [[0]], 'asinh', z=[0]), "
    "generator([[[1]]], [[1]], 'asinh', z=[0]))",
    "SeededPair(d=8, seed=7)",
    # generalisation
    "events(['1/2', '1/4', '1/4'], [[1], [2]])",
    "independent('1/2', 2)",
    "cell_deviations(['1/2', '1/2'], N=4, t='3/4')",
    "expectations(f=[3, -1], hat=[2, 0], real=[0, 1], samples=[1, 0], gen=[0, 1])",
    "AllExpectations()",
    "cube_corners(3)",
    "two_cells([1, 1])",
    "one_function(lattice([99, 1], lowest=0, step=10), m=5, L='1/1000')",
    "bumps(3, 10**60)",
    "bumps(3, 10**8, height='1/1000')",
    "two_points(BiasFreeNetworks(2, (1,), 'relu', radius_squared=1), ['-1/4', '-1/4'], [0, '-1/2'], [2, 3])",
    "on_a_line(lattice([1, 2], lowest=-1, step=1), m=2)",
    "shifts_within(2, d=300)",
    "scales('1/7', 6, d=100)",
    "coins(['1/2', '3/4'])",
    "rare_region(3, 4000, stretch=100)",
    "finite_learning(coins(['1/2', '3/4']), epsilon='1/8', delta='1/100', c=1)",
    "promise(two_cells([1, 1]), epsilon='1/8', c=10, delta='1/100', times=1)",
    "learning(shifts_within(2, d=300), epsilon='1/4', delta='1/2', c=1, power=1)",
    "linear_net(L=1, epsilon=1, net=[[0]], difference=['1/2'])",
    "sample_size(c=1, m=6, epsilon='1/2', width=1, logarithm=4)",
    "AllSizes()",
    "repeated_heavy_tail('5/4', epsilon='1/2', delta='1/10')",
    "cloud([[1], [0]], ['1/2', '1/2'], epsilon='3/2')",
    "cube_cloud(3, epsilon='1/2')",
    "mean_gap(lattice([1, 1], lowest=0, step=1), count=2, N=3, n=None)",
    "cell_class([1, 1], epsilon='1/4')",
    # training
    "observed(generator([[[1]]], [[0]], 'asinh', z=[0]), generator([[[1]]], [[1]], 'asinh', z=[0]), [[1]], epsilon=1)",
    "modes([0, 1], generator([[['1/2']]], [[0]], 'leaky_relu(1/2)', z=[0]), [0, 0, 0, 1], spread='1/8', epsilon='1/4')",
]


def built(text: str) -> Any:
    """What a text is the call of."""
    names: dict[str, Any] = {}
    for module in sorted(MODULES, key=lambda module: module.__name__ in HOMES):  # a name of theirs comes before others
        names.update((name, vars(module)[name]) for name in getattr(module, "__all__", ()))
    return eval(text, names)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_builds_what_it_is_the_text_of(text: str) -> None:
    found = built(text)
    assert repr(found) == text and built(repr(found)) == found


def test_every_class_that_is_spelled_has_a_text_here() -> None:
    shown = {type(built(text)) for text in TEXTS}
    missing = {kind.__name__ for kind in SPELLED if kind not in shown}
    assert not missing, f"write a text for {', '.join(sorted(missing))} here"


@dataclass(frozen=True)
class Recipe(Spelled):
    """Something to be spelled."""

    eggs: int
    sugar: Fraction
    steps: tuple[str, ...]
    spice: str | None
    vegan: bool
    note: str


@makes(Recipe)
def recipe(
    eggs: int,
    sugar: Fraction,
    *,
    steps: tuple[str, ...] = (),
    spice: str | None = None,
    vegan: bool = False,
    note: str = "",
) -> Recipe:
    return Recipe(eggs, sugar, steps, spice, vegan, note)


@dataclass(frozen=True)
class Bare(Spelled):
    """No function makes it."""

    size: int = 0
    name: str | None = None


@dataclass(frozen=True)
class Renamed(Spelled):
    """What is typed is not the field."""

    halves: int

    def argument(self, name: str) -> Any:
        return Fraction(self.halves, 2)


@makes(Renamed)
def of_size(size: Fraction) -> Renamed:
    return Renamed(int(size * 2))


@dataclass(frozen=True)
class Dessert(Recipe):
    """No function makes it, though one makes its base."""


def test_a_class_that_no_function_makes_is_spelled_as_dataclasses_are() -> None:
    assert repr(Bare(1)) == "Bare(size=1, name=None)"
    assert repr(Dessert(1, Fraction(1, 2), (), None, False, "")) == (
        "Dessert(eggs=1, sugar=Fraction(1, 2), steps=(), spice=None, vegan=False, note='')"
    )


def test_an_optional_part_that_is_not_there_is_left_out_and_a_number_never() -> None:
    assert repr(recipe(2, Fraction(1, 2))) == "recipe(2, '1/2')"
    assert repr(recipe(0, Fraction(0), vegan=True)) == "recipe(0, 0, vegan=True)"
    found = recipe(1, Fraction(3), steps=("beat", "bake"), spice="salt", note="hot")
    assert repr(found) == "recipe(1, 3, steps=['beat', 'bake'], spice='salt', note='hot')"
    assert repr(of_size(Fraction(3, 2))) == "of_size('3/2')", "what is typed may be another than the field"
    assert repr(recipe(1, Fraction(1), vegan=0)) == "recipe(1, 1, vegan=0)", "0 is a number, not False"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2), "2"), (Fraction(-1, 2), "'-1/2'"), (3, "3"), (True, "True"), ("euclidean", "'euclidean'"),
        ((0, Fraction(1, 2)), "[0, '1/2']"), ([[Fraction(1)], ()], "[[1], []]"), (Bare(), "Bare(size=0, name=None)"),
    ],
)  # fmt: skip
def test_values_are_typed_as_one_writes_them(value: Any, text: str) -> None:
    assert typed(value) == text


def test_a_function_that_cannot_be_a_text_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match="serves makes a Bare, which has no 'weight': name the parameter like a field"):

        @makes(Bare)
        def serves(size: int, weight: int) -> Bare:
            return Bare(size)

    with pytest.raises(TypeError, match="all_of_them makes a Bare: give each of its parameters a name"):

        @makes(Bare)
        def all_of_them(*sizes: int) -> Bare:
            return Bare(*sizes)
