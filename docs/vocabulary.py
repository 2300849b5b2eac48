"""The table of docs/vocabulary.md: each operation in each arithmetic, tried. `python docs/vocabulary.py` writes it anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import lemmata as lm
from lemmata.numerics.arithmetic import Matrices
from lemmata.numerics.verdict import OutsideArithmetic

PAGE = Path(__file__).with_name("vocabulary.md")
BEGIN, END = "<!-- the table, made by vocabulary.py -->\n", "<!-- end of the table -->\n"

ARITHMETICS: Mapping[str, Matrices] = {
    "symbols": lm.Symbols(), "rationals": lm.Rationals(), "balls": lm.Balls(), "floats": lm.Floats(),
}  # fmt: skip
# x and y are numbers, v and w columns, A is a matrix
VALUES: Mapping[str, Any] = {
    "x": [["1/2"]], "y": [["1/3"]], "v": [["1/2"], ["2/3"]], "w": [["1/5"], [2]], "A": [[2, 1], ["1/2", 3]],
}  # fmt: skip
NAMES: Mapping[str, Any] = {
    "x": [["x"]], "y": [["y"]], "v": [["v1"], ["v2"]], "w": [["w1"], ["w2"]], "A": [["a", "b"], ["c", "d"]],
}  # fmt: skip
LAW = lm.law([0, 1, 4], weights=[1, 2, 1])

Operation = Callable[[Any, Any, Any, Any, Any], object]
OPERATIONS: Mapping[str, Operation] = {
    "`x + y`, `x - y`, `x * y`, `x / y`": lambda x, y, v, w, A: (x + y, x - y, x * y, x / y),
    "`x**3`, `x**-2`": lambda x, y, v, w, A: (x**3, x**-2),
    "`x**Fraction(1, 2)`, `sqrt(x)`": lambda x, y, v, w, A: (x ** Fraction(1, 2), lm.sqrt(x)),
    "`x**y`, `2**x`": lambda x, y, v, w, A: (x**y, 2**x),
    "`abs(x)`, `absolute(v)`": lambda x, y, v, w, A: (abs(x), lm.absolute(v)),
    "`x < y`, `x <= y`, `x > y`, `x >= y`": lambda x, y, v, w, A: (x < y, x <= y, x > y, x >= y),
    "`x == y`, `x != y`": lambda x, y, v, w, A: (x == y, x != y),
    "`maximum(x, y, 0)`, `minimum(x, y)`": lambda x, y, v, w, A: (lm.maximum(x, y, 0), lm.minimum(x, y)),
    "`by_sign(x, -x, x)`": lambda x, y, v, w, A: lm.by_sign(x, -x, x),
    "`exp(x)`": lambda x, y, v, w, A: lm.exp(x),
    "`log(x)`": lambda x, y, v, w, A: lm.log(lm.absolute(x)),
    "`log1p(x)`": lambda x, y, v, w, A: lm.log1p(x),
    "`sin(x)`, `cos(x)`": lambda x, y, v, w, A: (lm.sin(x), lm.cos(x)),
    "`tanh(x)`, `sigmoid(x)`": lambda x, y, v, w, A: (lm.tanh(x), lm.sigmoid(x)),
    "`erf(x)`": lambda x, y, v, w, A: lm.erf(x),
    "`sinh(x)`, `cosh(x)`, `asinh(x)`, `atanh(x)`": lambda x, y, v, w, A: (
        lm.sinh(x), lm.cosh(x), lm.asinh(x), lm.atanh(x)),
    "`pi(x)`": lambda x, y, v, w, A: lm.pi(x),
    "`A @ v`, `A + A`, `3 * A`": lambda x, y, v, w, A: (A @ v, A + A, 3 * A),
    "`v[1]`, `A[1, 2]`, `len(v)`, `for t in v`": lambda x, y, v, w, A: (v[1], A[1, 2], len(v), list(v)),
    "`transpose(A)`, `trace(A)`, `total(A)`, `diagonal(v)`": lambda x, y, v, w, A: (
        lm.transpose(A), lm.trace(A), lm.total(A), lm.diagonal(v)),
    "`determinant(A)`, `inverse(A)`": lambda x, y, v, w, A: (lm.determinant(A), lm.inverse(A)),
    "`log_abs_determinant(A)`": lambda x, y, v, w, A: lm.log_abs_determinant(A),
    "`dot(v, w)`, `norm_squared(v)`": lambda x, y, v, w, A: (lm.dot(v, w), lm.norm_squared(v)),
    "`norm(v)`": lambda x, y, v, w, A: lm.norm(v),
    "`A + eye(2)`, `stack([x, 1, y])`": lambda x, y, v, w, A: (A + lm.eye(2), lm.stack([x, 1, y])),
    "`jacobian(f, v)`, `gradient(f, v)`": lambda x, y, v, w, A: (
        lm.jacobian(lambda t: A @ t, v), lm.gradient(lambda t: lm.dot(t, t), v)),
    "`integral(p, x, y)` of a polynomial p": lambda x, y, v, w, A: lm.integral(lambda t: t**2 + x * t, x, y),
    "`integral(f, x, y)` of another f": lambda x, y, v, w, A: lm.integral(lambda t: 1 / (1 + t**2), x, y),
    "`expectation(f, X)`": lambda x, y, v, w, A: lm.expectation(lambda t: t * x, LAW.into(lm.Rationals())),
    "`equal(x, y)`": lambda x, y, v, w, A: lm.equal(x, y),
    "`at_most(x, y)`": lambda x, y, v, w, A: lm.at_most(x * x, x * x + y * y + 1),
}  # fmt: skip


def tried(operation: Operation, name: str) -> str:
    """What an operation says in one arithmetic: nothing where it has a value, and otherwise why it has none."""
    arithmetic = ARITHMETICS[name]
    given = NAMES if name == "symbols" else VALUES
    try:
        operation(*(arithmetic.matrix(rows) for rows in given.values()))
    except OutsideArithmetic as gap:
        return str(gap)
    return ""


def table() -> str:
    """The table in Markdown, and below it each gap in the words in which it is told."""
    rows = [f"| | {' | '.join(ARITHMETICS)} |", "|---" * (len(ARITHMETICS) + 1) + "|"]
    gaps: dict[str, int] = {}
    for label, operation in OPERATIONS.items():
        said = [tried(operation, name) for name in ARITHMETICS]
        cells = [f"({gaps.setdefault(sentence, len(gaps) + 1)})" if sentence else "yes" for sentence in said]
        rows.append(f"| {label} | {' | '.join(cells)} |")
    notes = [f"({number}) *{sentence}*  " for sentence, number in gaps.items()]
    return "\n".join([*rows, "", *notes, ""])


def page() -> str:
    """The page with the table as it is now."""
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    return head + BEGIN + "\n" + table() + "\n" + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
