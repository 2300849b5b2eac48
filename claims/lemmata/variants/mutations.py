"""The near neighbours of a function: each differs from it in one place of its syntax tree.

Classes of change, as of a slip of the pen: a constant moved by an eighth or by 1, halved, doubled; an exponent raised or
lowered; a sign, a quotient for a product; an addend, a factor or a divisor left out; a root, a logarithm or an absolute
value left out; < for ≤; a maximum for a sum, a floor for a ceiling; a transpose left out, a product in the other order;
an index shifted; a value taken for its neighbour.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

from lemmata.variants.places import Place, as_number, changed, expressions, line_of

__all__ = ["Change", "changes"]

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
}
# Which operands may stand alone in the place of both.
_ALONE: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("left", "right"),
    ast.Sub: ("left", "right"),
    ast.Mult: ("left", "right"),
    ast.MatMult: ("left", "right"),
    ast.Div: ("left",),
    ast.FloorDiv: ("left",),
    ast.Pow: ("left",),
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
_FUNCTIONS = {
    "maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max", "floor": "ceil", "ceil": "floor",
    "sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh",
}  # fmt: skip
# Functions of one number that a slip leaves out: f(x) becomes x.
_LEFT_OUT = {
    "abs", "absolute", "sqrt", "log", "exp", "sin", "cos", "tanh", "erf", "sigmoid", "floor", "ceil", "ceiling", "log1p",
    "inverse", "transpose", "log_absolute", "floored_root", "root", "square", "sum", "artanh",
}  # fmt: skip
_SUMS = {"max", "maximum", "min", "minimum"}
_TURNED = {"T", "transpose"}
# A value has at most so many neighbours, the nearest by name first as they are met in the function.
_NEIGHBOURS = 2


@dataclass(frozen=True)
class Change:
    """One change of a function.

    Attributes:
        before, after: the expression that is changed, as source.
        line: its line in the function, from 1.
        tree: the changed function.
        constant: the constant that is moved, and to what; None where the change is of another class.
    """

    before: str
    after: str
    line: int
    tree: ast.FunctionDef
    constant: tuple[Fraction, Fraction] | None = None

    @property
    def words(self) -> str:
        """The change in words: ``2 → 3``."""
        return f"{self.before} → {self.after}"


def changes(function: ast.FunctionDef, *, whole: bool = False) -> Iterator[Change]:
    """Every change of this function, in the order of its source; none that leaves its source as it is, none twice.

    ``whole``: are what it returns numbers of a formula? Then these are moved by an eighth, halved, doubled and negated too.
    """
    met = {ast.unparse(function)}
    returned = {id(n.value) for n in ast.walk(function) if isinstance(n, ast.Return)} if whole else set()
    for path, node, place in expressions(function):
        scaled = _scaled(node) if id(node) in returned else ()
        for replacement, constant in (*scaled, *_neighbours(node, place, function)):
            tree = changed(function, path, replacement)
            source = ast.unparse(tree)
            if source in met:
                continue
            met.add(source)
            yield Change(ast.unparse(node), ast.unparse(replacement), line_of(node, function), tree, constant)


_Replacement = tuple[ast.expr, tuple[Fraction, Fraction] | None]


def _neighbours(node: ast.expr, place: Place, function: ast.FunctionDef) -> Iterator[_Replacement]:
    """What may stand in the place of one expression."""
    if place.called:
        if isinstance(node, ast.Name) and node.id in _FUNCTIONS:
            yield ast.Name(_FUNCTIONS[node.id], ast.Load()), None
        return
    if isinstance(node, ast.Constant):
        yield from _constants(node, place)
    elif isinstance(node, ast.BinOp):
        yield from ((each, None) for each in _operations(node))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand, None
    elif isinstance(node, ast.Call):
        yield from ((each, None) for each in _calls(node))
    elif isinstance(node, ast.Compare):
        for number, comparison in enumerate(node.ops):
            if type(comparison) in _COMPARISONS:
                turned = deepcopy(node)
                turned.ops[number] = _COMPARISONS[type(comparison)]()
                yield turned, None
    elif isinstance(node, ast.Attribute) and node.attr in _TURNED:
        yield node.value, None
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield from ((each, None) for each in _values_nearby(node, function))


def _scaled(node: ast.expr) -> Iterator[_Replacement]:
    """The whole of what is returned, times a constant; where it has a constant factor of its own, that one is moved."""
    if isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Dict | ast.Compare | ast.BoolOp):
        return
    for factor in (Fraction(9, 8), Fraction(7, 8), Fraction(2), Fraction(1, 2), Fraction(-1)):
        yield ast.BinOp(node, ast.Mult(), as_number(factor)), (Fraction(1), factor)


def _constants(node: ast.Constant, place: Place) -> Iterator[_Replacement]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int):
        return
    if place.exponent or place.index:
        moved = [Fraction(value + 1), Fraction(value - 1)]
    else:
        moved = [Fraction(9 * value, 8), Fraction(7 * value, 8), Fraction(value + 1), Fraction(value - 1)]
        moved += [Fraction(2 * value), Fraction(value, 2)]
    for other in dict.fromkeys(moved):
        if other != value:
            yield as_number(other), (Fraction(value), other)


def _operations(node: ast.BinOp) -> Iterator[ast.expr]:
    kind = type(node.op)
    for other in _OPERATORS.get(kind, ()):
        yield ast.BinOp(node.left, other(), node.right)
    for side in _ALONE.get(kind, ()):
        yield getattr(node, side)
    if kind is ast.MatMult:
        yield ast.BinOp(node.right, node.op, node.left)
    if kind is ast.Pow and not isinstance(node.right, ast.Constant):
        for sign in (ast.Add(), ast.Sub()):
            yield ast.BinOp(node.left, node.op, ast.BinOp(node.right, sign, ast.Constant(1)))


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    name = (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )
    plain = not node.keywords and not any(isinstance(argument, ast.Starred) for argument in node.args)
    if name in _LEFT_OUT and plain and len(node.args) == 1 and isinstance(node.func, ast.Name):
        yield node.args[0]
    if name in _TURNED | _LEFT_OUT and not node.args and plain and isinstance(node.func, ast.Attribute):
        yield node.func.value
    if name in _SUMS and plain and len(node.args) == 2:
        yield node.args[0]
        yield node.args[1]
        yield ast.BinOp(node.args[0], ast.Add(), node.args[1])
    if name == "range" and plain and len(node.args) in (1, 2):
        for sign in (ast.Add(), ast.Sub()):
            longer = deepcopy(node)
            longer.args[-1] = ast.BinOp(longer.args[-1], sign, ast.Constant(1))
            yield longer


def _values_nearby(node: ast.Name | ast.Attribute, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Values of the same kind that the function knows: another name of its own, or another attribute of the same value."""
    make: Callable[[str], ast.expr]
    if isinstance(node, ast.Name):
        others, make, mine = _own_names(function), lambda other: ast.Name(other, ast.Load()), node.id
    else:
        of = node.value
        others, make, mine = (
            _attributes(function, ast.unparse(of)), lambda other: ast.Attribute(of, other, ast.Load()), node.attr,
        )  # fmt: skip
    if mine not in others:
        return
    here = others.index(mine)
    nearest = sorted((abs(number - here), number) for number, other in enumerate(others) if other != mine)
    for _, number in nearest[:_NEIGHBOURS]:
        yield make(others[number])


def _own_names(function: ast.FunctionDef) -> list[str]:
    """The parameters and what is assigned in the function, as they are met; those that only hold attributes are no values."""
    assigned = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)] + assigned
    holders = {n.value.id for n in ast.walk(function) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)}
    return [name for name in dict.fromkeys(names) if name not in holders and name != "_"]


def _attributes(function: ast.FunctionDef, of: str) -> list[str]:
    """The attributes that the function reads of one value, as they are met, less those that it calls."""
    called = {id(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)}
    read = [
        n for n in ast.walk(function)
        if isinstance(n, ast.Attribute) and ast.unparse(n.value) == of and id(n) not in called and n.attr not in _TURNED
    ]  # fmt: skip
    return list(dict.fromkeys(n.attr for n in sorted(read, key=lambda n: (n.lineno, n.col_offset))))
