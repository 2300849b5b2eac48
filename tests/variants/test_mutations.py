"""The near neighbours of a function: what is changed, that nothing else is, and that what cannot be rebuilt is left alone."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest

from lemmata.numerics.vocabulary import absolute, sqrt
from lemmata.variants.mutations import changes
from lemmata.variants.neighbours import variants_of


def _made(source: str) -> set[str]:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    return {change.words for change in changes(function)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(x): return 8 * x", {"8 → 9", "8 → 7", "8 → 16", "8 → 4", "8 * x → 8 / x", "8 * x → 8", "8 * x → x"}),
        ("def f(x): return 3 * x", {"3 → Fraction(27, 8)", "3 → Fraction(21, 8)", "3 → 4", "3 → 2", "3 → Fraction(3, 2)"}),
        ("def f(x): return x ** 2", {"2 → 3", "2 → 1"}),
        ("def f(x, n): return x ** n", {"x ** n → x ** (n + 1)", "x ** n → x ** (n - 1)", "x ** n → x"}),
        ("def f(a, b): return a + b", {"a + b → a - b", "a + b → a", "a + b → b", "a → b", "b → a"}),
        ("def f(A, B): return A @ B", {"A @ B → B @ A", "A @ B → A", "A @ B → B"}),
        ("def f(A): return A.T", {"A.T → A"}),
        ("def f(x): return absolute(x)", {"absolute(x) → x"}),
        ("def f(x): return sqrt(x)", {"sqrt(x) → x"}),
        ("def f(x): return -x", {"-x → x"}),
        ("def f(a, b): return maximum(a, b)", {"maximum(a, b) → a + b", "maximum(a, b) → a", "maximum → minimum"}),
        ("def f(x): return floor(x)", {"floor → ceil"}),
        ("def f(x): return x[1]", {"1 → 2", "1 → 0"}),
        ("def f(x): return 1 if x < 2 else 0", {"x < 2 → x <= 2"}),
        ("def f(G): return G.m / G.n", {"G.m → G.n", "G.n → G.m", "G.m / G.n → G.m * G.n", "G.m / G.n → G.m"}),
        ("def f(n): return sum(k for k in range(n))", {"range(n) → range(n + 1)", "range(n) → range(n - 1)"}),
        ("def f(x, times=2): return times * x", {"2 → 3", "2 → 1", "times * x → x"}),
    ],
)  # fmt: skip
def test_every_class_of_slip_is_made(source: str, expected: set[str]) -> None:
    assert expected <= _made(source)


def test_words_and_loops_are_left_alone() -> None:
    assert not _made('def f(x):\n    """x² of 2 and 3."""\n    while x < 3:\n        pass')
    assert _made('def f(x): raise ValueError(f"{x + 1}")') == set()


def test_no_change_is_made_twice_and_none_is_the_function() -> None:
    function = ast.parse("def f(x): return 2 * x + 2").body[0]
    assert isinstance(function, ast.FunctionDef)
    trees = [ast.unparse(change.tree) for change in changes(function)]
    assert len(trees) == len(set(trees)) and ast.unparse(function) not in trees


def test_the_whole_of_what_a_formula_returns_is_moved_too() -> None:
    function = ast.parse("def f(G): return G.distance").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert not list(changes(function))
    assert [change.constant for change in changes(function, whole=True)] == [
        (1, Fraction(9, 8)), (1, Fraction(7, 8)), (1, 2), (1, Fraction(1, 2)), (1, -1),
    ]  # fmt: skip


# ── variants as functions ──────────────────────────────────────────────────────────────────────────────────────────
def twice(x: Fraction) -> Fraction:
    return 2 * x


def twice_and_one(x: Fraction) -> Fraction:
    return twice(x) + 1


def size(x: Fraction) -> Fraction:
    return absolute(sqrt(x * x))


def test_a_variant_is_the_formula_with_one_change_also_in_a_function_that_it_calls() -> None:
    values = {variant.words: variant.formula(Fraction(5)) for variant in variants_of(twice_and_one)}
    assert values["twice: 2 → 3"] == 16
    assert values["twice_and_one: 1 → 2"] == 12
    assert values["twice_and_one: twice(x) + 1 → twice(x)"] == 10
    assert twice_and_one(Fraction(5)) == 11 and twice(Fraction(5)) == 10


def test_a_variant_sees_what_an_enclosing_function_gives_it() -> None:
    offset = 7

    def shifted(x: int) -> int:
        return x + offset

    values = {variant.words: variant.formula(1) for variant in variants_of(shifted)}
    assert values["shifted: x + offset → x - offset"] == -6


def test_functions_of_the_library_are_not_changed() -> None:
    assert {variant.function for variant in variants_of(size)} == {"size"}


def test_a_formula_without_a_source_has_no_variants() -> None:
    space: dict[str, object] = {}
    exec("def typed(x): return x + 1", space)
    assert not list(variants_of(space["typed"]))  # type: ignore[arg-type]
    assert not list(variants_of(max))


def tower(n: int, m: int) -> int:
    return n**2 + m


def test_a_power_that_would_fill_the_memory_has_no_value() -> None:
    found = {variant.words: variant.formula for variant in variants_of(tower)}
    assert found["tower: 2 → 3"](10, 1) == 1001
    with pytest.raises(OverflowError):
        found["tower: 2 → 3"](1 << 400_000, 1)
