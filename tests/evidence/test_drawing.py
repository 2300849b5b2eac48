"""Draws depend on the seed and on nothing else: not on the environment, nor on what happens to be imported."""

from __future__ import annotations

import importlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from inspect import getsource
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from lemmata.evidence import drawing
from lemmata.evidence.drawing import draw, plain, seed_for, smallest
from lemmata.evidence.shared_cases import Shared

INTEGERS = {"n": st.integers()}
# numbers that no draw meets by chance
WEIRD = [7 * 10**17 + 123456789 * k for k in range(200)]


def sample() -> str:
    """Draws of every kind that Hypothesis has constants for, and a shrunk one."""
    found: list[object] = []
    draw({"n": st.integers(), "t": st.text(), "x": st.floats(), "b": st.binary()}, 3, 60, found.append)
    found.append(smallest({"n": st.integers()}, 3, 60, lambda case: case["n"] > 10**6))
    return ascii(found)


def drawn(seed: int, examples: int = 100, strategies: Any = INTEGERS) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    draw(strategies, seed, examples, found.append)
    return found


@pytest.fixture
def literals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A local module full of literals that Hypothesis would feed into 5 % of its draws."""
    (tmp_path / "a_module_full_of_literals.py").write_text(f"NUMBERS = {WEIRD}\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("a_module_full_of_literals")
    yield
    del sys.modules["a_module_full_of_literals"]


def test_one_seed_draws_the_same_cases_and_another_draws_others() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_as_many_cases_are_drawn_as_asked_for_and_fewer_where_there_are_fewer() -> None:
    assert len(drawn(1, 37)) == 37
    assert len(drawn(1, 37, {"n": st.booleans(), "m": st.booleans()})) == 4, "no case twice in an exhausted space"


# ── without the engine ─────────────────────────────────────────────────────────────────────────────────────────────
PAIRS = {"v": st.lists(st.integers(-99, 99), min_size=6, max_size=6)}


def test_plain_draws_are_the_same_for_one_seed_and_begin_with_the_simplest() -> None:
    assert plain(PAIRS, 1, 40) == plain(PAIRS, 1, 40) != plain(PAIRS, 2, 40)
    assert plain(PAIRS, 1, 40)[0] == {"v": [0] * 6}
    assert plain(PAIRS, 1, 40)[:7] == plain(PAIRS, 1, 7), "how many are asked for changes nothing"


def test_some_plain_draws_are_short_and_some_repeat_a_part() -> None:
    values = [case["v"] for case in plain(PAIRS, 3, 200)][1:]
    assert sum(v[-2:] == [0, 0] for v in values) >= 200 // 10, "cut off and ended simply"
    assert sum(len(set(v)) < 6 and 0 not in v for v in values) >= 200 // 10, "an entry copied onto another"


def test_what_a_filter_rejects_is_drawn_again_and_what_it_always_rejects_is_not_drawn_for_ever() -> None:
    odd = {"n": st.integers(0, 99).filter(lambda n: n % 2)}
    found = plain(odd, 1, 50)
    assert len(found) == 50 and all(case["n"] % 2 for case in found)
    assert plain({"n": st.integers().filter(lambda n: False)}, 1, 5) == []


def test_a_strategy_that_raises_is_heard_and_hypothesis_is_left_as_it_was() -> None:
    collect, state = providers._get_local_constants, random.getstate()
    with pytest.raises(ZeroDivisionError):
        plain({"n": st.integers().map(lambda n: 1 // 0)}, 1, 5)
    plain({"n": st.builds(random.random)}, 1, 5)
    assert providers._get_local_constants is collect and random.getstate() == state


def test_literals_of_imported_modules_stay_out_of_plain_draws(literals: None) -> None:
    many = [case["n"] for case in plain(INTEGERS, 1, 400)]
    assert not set(many) & {v + k for v in WEIRD for k in (-1, 0, 1)}


def test_rounds_bring_no_case_twice_and_the_engine_tells_that_there_are_no_others() -> None:
    rounds = list(Shared({"n": st.integers(0, 2), "b": st.booleans()}, 1, 20).rounds())
    cases = [(case["n"], case["b"]) for found in rounds for case in found.cases]
    assert sorted(cases) == [(n, b) for n in range(3) for b in (False, True)]
    assert [found.all_there_are for found in rounds] == [False] * (len(rounds) - 1) + [True]


def test_rounds_go_on_where_cases_abound() -> None:
    rounds = Shared(PAIRS, 1, 20).rounds()
    cases = [tuple(case["v"]) for _ in range(5) for case in next(rounds).cases]
    assert len(cases) == len(set(cases)) >= 40


# ── seeds ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_seeds_depend_on_every_part() -> None:
    parts = [("a", 1), ("a", 2), ("b", 1), ("a", 1, ""), ("a1",), (1, "a")]
    assert len({seed_for(*p) for p in parts}) == len(parts)
    assert seed_for("a", 1) == seed_for("a", 1) and 0 <= seed_for("a") < 2**64


def test_seeds_are_the_same_on_every_machine() -> None:
    assert seed_for(20200401, "chernoff") == 0xD9767EC884691697, "the first 8 bytes of sha256, parts joined by U+001F"


def test_literals_of_imported_modules_stay_out(literals: None) -> None:
    many = [case["n"] for case in drawn(1, 400)]
    assert not set(many) & {v + k for v in WEIRD for k in (-1, 0, 1)}


def test_the_same_cases_come_before_and_after_an_import(request: pytest.FixtureRequest) -> None:
    before = drawn(5, 400)
    request.getfixturevalue("literals")
    assert drawn(5, 400) == before


def test_without_the_shim_literals_would_come_in(literals: None) -> None:
    found: list[int] = []

    @hypothesis.seed(1)
    @hypothesis.settings(max_examples=400, database=None, deadline=None, phases=[hypothesis.Phase.generate])
    @hypothesis.given(st.integers())
    def run(n: int) -> None:
        found.append(n)

    run()
    assert set(found) & set(WEIRD), "Hypothesis no longer feeds literals into its draws: the shim can go"


def test_hypothesis_is_left_as_it_was() -> None:
    collect, cache = providers._get_local_constants, providers.CONSTANTS_CACHE
    drawn(1, 5)
    assert smallest(INTEGERS, 1, 50, lambda case: case["n"] > 100) == {"n": 101}
    with pytest.raises(KeyError):
        draw(INTEGERS, 1, 5, lambda case: {}[0])
    assert providers._get_local_constants is collect and providers.CONSTANTS_CACHE is cache


@pytest.mark.parametrize("name", ["_get_local_constants", "CONSTANTS_CACHE"])
def test_other_internals_of_hypothesis_are_refused_in_one_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(providers, name)
    with pytest.raises(RuntimeError) as raised:
        drawn(1)
    known = f"Hypothesis {hypothesis.__version__} collects constants in a way this version does not know"
    assert str(raised.value) == known


@pytest.mark.parametrize("profile", ["default", "ci"])
def test_no_profile_of_hypothesis_changes_the_cases(profile: str) -> None:
    wanted, before = sample(), hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile(profile)
    try:
        assert sample() == wanted
    finally:
        hypothesis.settings.load_profile(before)


def test_another_process_draws_the_same_cases_whatever_its_environment(tmp_path: Path) -> None:
    (tmp_path / "full_of_literals.py").write_text(f"NUMBERS = {WEIRD}\n")
    # the one file by itself: the package around it would load torch
    (tmp_path / "drawing.py").write_text(getsource(drawing))
    program = "import full_of_literals; from drawing import draw, smallest\n"
    program += "from hypothesis import strategies as st\n" + getsource(sample) + "print(sample())\n"
    clean = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    ours = {"CI": "" if "CI" in os.environ else "true", "PYTHONHASHSEED": "2", "HYPOTHESIS_NO_PLUGINS": "1"}
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**clean, **ours, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])},
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == sample()


def test_the_smallest_failing_case_is_found_or_none() -> None:
    pair = {"n": st.integers(0, 1000), "m": st.integers(0, 1000)}
    assert smallest(pair, 1, 100, lambda case: case["n"] + case["m"] >= 20) in ({"n": 0, "m": 20}, {"n": 20, "m": 0})
    assert smallest(pair, 1, 100, lambda case: False) is None
    assert smallest(pair, 1, 100, lambda case: True) == {"n": 0, "m": 0}


def test_an_error_in_a_visit_comes_through() -> None:
    def visit(case: dict[str, Any]) -> None:
        if case["n"] > 5:
            raise ArithmeticError("a defect")

    with pytest.raises(ArithmeticError, match="a defect"):
        draw(INTEGERS, 1, 100, visit)
    with pytest.raises(ArithmeticError, match="a defect"):
        smallest(INTEGERS, 1, 100, lambda case: bool(visit(case)))


@pytest.mark.parametrize(
    "empty", [st.nothing(), st.integers().filter(lambda _: False)], ids=["nothing", "all rejected"]
)
def test_a_strategy_that_draws_nothing_is_one_sentence(empty: st.SearchStrategy[int]) -> None:
    with pytest.raises(ValueError, match=r"^the strategy for n draws nothing: every example is rejected$"):
        draw({"n": empty}, 1, 10, lambda case: None)


def test_what_one_form_asks_beyond_the_rounds_is_not_lost_to_the_next() -> None:
    def some() -> Shared:
        return Shared({"n": st.integers(0, 1200)}, 5, 100)

    alone, after = some(), some()
    begun = after.rounds()
    rounds = [next(begun) for _ in range(3)]
    assert not after.the_others().all_there_are
    rounds += [next(begun) for _ in range(9)]
    assert rounds == [drawn for drawn, _ in zip(alone.rounds(), range(12), strict=False)]
