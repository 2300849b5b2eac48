"""The variants of a formula: the same function with one change, in itself or in a function of its file that it calls."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from types import CodeType, FunctionType
from typing import Any

from lemmata.evidence.assumptions import Assumption
from lemmata.variants.constants import Constant, constants, factors
from lemmata.variants.mutations import changes

__all__ = ["Movable", "Variant", "constants_of", "variants_of", "without_an_assumption"]


@dataclass(frozen=True)
class Variant:
    """A statement that differs from another one in one place: its formula, or what it assumes.

    Attributes:
        function: the name of the function that is changed; "assumes" where an assumption is dropped.
        before, after: what stands there, and what is put in its place.
        line: its line in the function, from 1; 0 of an assumption.
        formula: the formula, to be asked where that of the form is asked.
        dropped: the assumption that is dropped.
    """

    function: str
    before: str
    after: str
    line: int
    formula: Callable[..., Any]
    dropped: Assumption | None = None

    @property
    def words(self) -> str:
        """Where the change is, and what it is: ``nine_over_epsilon: 9 → 10``."""
        return f"{self.function}: {self.before} → {self.after}"


def variants_of(formula: Callable[..., Any]) -> Iterator[Variant]:
    """Its variants, in the order of the source; none where it is no function whose source is at hand."""
    functions = _functions(formula)
    for name, tree in functions.items():
        for change in changes(tree, whole=name == formula.__name__):
            rebuilt = _rebuilt(formula, {**functions, name: change.tree}, f"{name}: {change.words}")
            yield Variant(name, change.before, change.after, change.line, rebuilt)


def without_an_assumption(formula: Callable[..., Any], assumes: Sequence[Assumption]) -> Iterator[Variant]:
    """The formula under all assumptions but one, for each of them."""
    for assumption in assumes:
        yield Variant("assumes", assumption.words, "nothing", 0, formula, assumption)


@dataclass(frozen=True)
class Movable:
    """A constant of a formula, or of a function of its file that it calls.

    Attributes:
        function: the name of the function that it is written in.
        constant: the constant.
        at: the variant with another number in its place.
    """

    function: str
    constant: Constant
    at: Callable[[Fraction], Variant]

    @property
    def name(self) -> str:
        """The constant where it stands: ``2 in 1 + 2 / eps (one_and_two_over_eps, line 2)``."""
        value, within = self.constant.value, self.constant.within
        return (
            f"{value if str(value) == within else f'{value} in {within}'} ({self.function}, line {self.constant.line})"
        )


def constants_of(formula: Callable[..., Any]) -> list[Movable]:
    """Its constants, in the order of the source, or the factor of what it returns where none is written; none where it is no
    function whose source is at hand."""
    functions = _functions(formula)
    found = [(name, constant) for name, tree in functions.items() for constant in constants(tree)]
    if functions and not found:
        found = [(formula.__name__, factor) for factor in factors(functions[formula.__name__])]
    return [Movable(name, constant, _at(formula, functions, name, constant)) for name, constant in found]


def _at(
    formula: Callable[..., Any], functions: Mapping[str, ast.FunctionDef], name: str, constant: Constant
) -> Callable[[Fraction], Variant]:
    def at(value: Fraction) -> Variant:
        changed = {**functions, name: constant.moved(value)}
        rebuilt = _rebuilt(formula, changed, f"{name}: {constant.value} → {value}")
        return Variant(name, str(constant.value), str(value), constant.line, rebuilt)

    return at


def _functions(formula: Callable[..., Any]) -> dict[str, ast.FunctionDef]:
    """The formula and the functions of its module that it calls, these too, by name."""
    found: dict[str, ast.FunctionDef] = {}
    waiting: list[Any] = [formula]
    for function in waiting:  # which grows under way
        tree = _tree(function)
        if tree is None or function.__name__ in found:
            continue
        found[function.__name__] = tree
        known = _names(function)
        read = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
        called = [known[name] for name in dict.fromkeys(read) if name in known]
        waiting += [each for each in called if isinstance(each, FunctionType) and each.__module__ == formula.__module__]
    return found if formula.__name__ in found else {}


def _tree(function: Any) -> ast.FunctionDef | None:
    if not isinstance(function, FunctionType):
        return None
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):  # typed at a prompt, or in the middle of an expression
        return None
    first = tree.body[0]
    return first if isinstance(first, ast.FunctionDef) and first.name == function.__name__ else None


def _names(function: FunctionType) -> Mapping[str, Any]:
    """What the names in a function stand for, those that it has from an enclosing function among them."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {**function.__globals__, **{name: cell.cell_contents for name, cell in cells}}


def _rebuilt(formula: Callable[..., Any], functions: Mapping[str, ast.FunctionDef], words: str) -> Callable[..., Any]:
    """The formula, with these functions in the place of those of its file."""
    assert isinstance(formula, FunctionType)
    module = ast.Module([_bare(tree) for tree in functions.values()], [])
    source = ast.unparse(module)
    guarded = ast.fix_missing_locations(_Guarded().visit(ast.parse(source)))
    file = f"<{formula.__module__}, {words}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {**_names(formula), "Fraction": Fraction, _POWER: _power}
    code: CodeType = compile(guarded, file, "exec")
    exec(code, names)
    rebuilt: Callable[..., Any] = names[formula.__name__]
    return rebuilt


_POWER = "__lemmata_power__"
# A whole number of more bits has no place in a formula: N ** N for d ** d would take hours.
_BITS = 1 << 20


class _Guarded(ast.NodeTransformer):
    """The same code, in which a power of whole numbers cannot become arbitrarily long."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        return (
            ast.Call(ast.Name(_POWER, ast.Load()), [node.left, node.right], [])
            if isinstance(node.op, ast.Pow)
            else node
        )


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int | Fraction) and isinstance(exponent, int):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if bits * abs(exponent) > _BITS:
            raise OverflowError(f"a power of more than {_BITS} bits")
    return base**exponent


def _bare(tree: ast.FunctionDef) -> ast.FunctionDef:
    """The function without decorators: a formula is read as it is called, and what wraps it belongs to it unchanged."""
    bare = copy(tree)
    bare.decorator_list = []
    return bare
