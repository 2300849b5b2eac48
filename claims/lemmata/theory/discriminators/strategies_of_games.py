"""Training games between discriminators and generators that Hypothesis may draw."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from lemmata.theory.discriminators.attainment import LineGameCase, line_game
from lemmata.theory.discriminators.minimax import GameCase, game
from lemmata.theory.discriminators.strategies import functions
from lemmata.theory.transport.strategies import laws

__all__ = ["games", "line_games"]


@cache
def _several_laws(points: int) -> st.SearchStrategy[list[list[Fraction]]]:
    return st.lists(laws(points), min_size=1, max_size=4)


@st.composite
def games(draw: st.DrawFn) -> GameCase:
    """One to four discriminators against one to four generators on two to four points."""
    points = draw(st.integers(2, 4))
    generators = draw(_several_laws(points))
    return game(draw(functions(points)), samples=draw(laws(points)), generators=generators)


_bounds = st.tuples(st.integers(-4, 4), st.sampled_from((1, 2, 3, 4, 0))).map(lambda e: [e[0], e[0] + e[1]])


@st.composite
def line_games(draw: st.DrawFn) -> LineGameCase:
    """Intervals Θ and T, most of them compact, and samples inside T or outside, or means that approach them far out in T."""

    def text(bounds: list[int]) -> str:
        low, high = map(str, bounds)
        left, right = draw(st.sampled_from(("[]",) * 5 + ("[)", "(]", "()")))
        if bounds[0] == bounds[1]:
            left, right = "[", "]"
        if draw(st.sampled_from((False,) * 4 + (True,))):
            right, high = ")", "inf"
        return f"{left}{low}, {high}{right}"

    theta, t = draw(_bounds), draw(_bounds)
    jumps = [draw(st.sampled_from((None,) * k + tuple(bounds))) for k, bounds in ((4, theta), (2, t))]
    return line_game(
        text(theta),
        text(t),
        samples=draw(st.sampled_from((5, -5, 6, 9, -6, 0, 1))),
        theta_jump=jumps[0],
        t_jump=jumps[1],
        approaching=jumps[1] is None and draw(st.sampled_from((False, False, True))),
    )
