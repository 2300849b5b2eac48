"""The grades in words, strongest first: for the markers of pytest, for pages and for everything that orders them."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["GRADES"]

GRADES: Mapping[str, str] = {
    "symbolic": "computer algebra, for all values at the sizes named",
    "exact": "rational arithmetic, on the cases drawn",
    "certified": "balls with rigorous radii, on the cases drawn",
    "rounded": "floating point against a derived bound, on the networks drawn",
    "statistical": "i.i.d. samples, at a stated error probability",
}
"""Name ↦ how a verdict of this grade was reached. `lemmata.numerics.verdict.Grade` has the same names, in this order."""
