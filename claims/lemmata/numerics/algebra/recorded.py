"""A formula in one number, read once and written down as a straight-line program, to be run on many numbers.

The formula is given a `Recorded` number, which computes nothing but remembers what is asked of it. What does not depend on
that number is done there and then; of the rest each operation is kept once [Griewank and Walther 2008, ch. 6]. Between
numbers it becomes an operation of Python on flint's numbers, with no matrix around them; the other operations stay with
the matrices of the arithmetic that the program runs in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NoReturn

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.flint import FlintMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.operators import meet
from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["Program", "Recorded", "recorded"]

# the name of a method of a matrix, and those of its arguments that are no matrices
Operation = tuple[Any, ...]


def recorded(f: Callable[[Any], Any], at: Any) -> Program:
    """The program of f: R → R, f(x) of shape (1, 1). The choices that f makes by itself, it makes at the number ``at``.

    Raises ValueError where f(x) is no number, and whatever f raises at that number.
    """
    x = Recorded(BallMatrix.of([[at]]), moves=True)
    _, y = meet(x, f(x))
    if y.shape != (1, 1):
        raise ValueError(f"an integral in balls is that of a number, got shape {y.shape}")
    return Program(x, y)


class Recorded(Matrix):
    """A matrix that may depend on the variable of a formula: what it is at one point, and how it came about.

    Attributes:
        value: the matrix of balls at that point; it has the shape, and refuses what balls refuse.
        operation, operands: what made it; nothing for the variable and for what does not depend on it.
        moves: whether it depends on the variable.
    """

    called: ClassVar[str] = "numbers of an integrand"

    def __init__(
        self, value: BallMatrix, operation: Operation = (), operands: Sequence[Recorded] = (), moves: bool = False
    ) -> None:
        self.value, self.operation, self.operands, self.moves = value, operation, operands, moves

    @property
    def shape(self) -> tuple[int, int]:
        return self.value.shape

    def adopt(self, other: Any) -> Recorded:
        value, taken = meet(self.value, other)
        if value is not self.value:
            raise TypeError(f"{other.called} are no constants of an integrand in balls")
        return Recorded(taken)

    def _made(self, operation: Operation, *others: Any) -> Recorded:
        operands = (self, *others)
        value = _done(operation, [v.value for v in operands])
        return Recorded(value, operation, operands, moves=True) if any(v.moves for v in operands) else Recorded(value)

    def constant(self, value: Any) -> Recorded:
        return Recorded(self.value.constant(value))

    def log_two_pi(self) -> Recorded:
        return Recorded(self.value.log_two_pi())

    def pi(self) -> Recorded:
        return Recorded(self.value.pi())

    def plus(self, other: Any) -> Recorded:
        if other.operation == ("__neg__",):
            return self._made(("__sub__",), *other.operands)
        return self._made(("plus",), other)

    def times(self, other: Any) -> Recorded:
        return self._made(("times",), other)

    def over(self, other: Any) -> Recorded:
        return self._made(("over",), other)

    def product(self, other: Any) -> Recorded:
        return self._made(("product",), other)

    def __neg__(self) -> Recorded:
        return self._made(("__neg__",))

    def transpose(self) -> Recorded:
        return self._made(("transpose",))

    def inverse(self) -> Recorded:
        return self._made(("inverse",))

    def determinant(self) -> Recorded:
        return self._made(("determinant",))

    def log_abs_determinant(self) -> Recorded:
        return self._made(("log_abs_determinant",))

    def diagonal(self) -> Recorded:
        return self._made(("diagonal",))

    def entry(self, i: int, j: int = 1) -> Recorded:
        return self._made(("entry", i, j))

    def total(self) -> Recorded:
        return self._made(("total",))

    def apply(self, function: str) -> Recorded:
        return self._made(("apply", function))

    def by_sign(self, negative: Any, positive: Any) -> Recorded:
        return self._made(("by_sign",), negative, positive)

    def stack(self, columns: Sequence[Sequence[Any]]) -> Recorded:
        first, *others = (cell if isinstance(cell, Recorded) else self.adopt(cell) for row in columns for cell in row)
        return first._made(("stack", len(columns[0])), *others)

    def off_zero(self, what: str) -> Recorded:
        # whether there is a kink is asked wherever the program runs, not at the one point
        return Recorded(BallMatrix.of([[1]]), ("off_zero", what), (self,), moves=True)

    def midpoint(self) -> NoReturn:
        raise OutsideArithmetic("the variable of an integral is not solved for")

    def widened(self, radius: Matrix) -> NoReturn:
        raise OutsideArithmetic("the variable of an integral is not solved for")


def _done(operation: Operation, values: Sequence[Any]) -> Any:
    """The operation, by matrices."""
    name, *arguments = operation
    if name == "stack":
        (columns,) = arguments
        return values[0].stack([values[i : i + columns] for i in range(0, len(values), columns)])
    return getattr(values[0], name)(*values[1:], *arguments)


# ── programs ───────────────────────────────────────────────────────────────────────────────────────────────────────
# operations between numbers as Python writes them; the last four do nothing to a number
_WRITTEN = {
    "plus": "{} + {}", "__sub__": "{} - {}", "times": "{} * {}", "over": "{} / {}", "product": "{} * {}", "__neg__": "-{}",
    "transpose": "{}", "diagonal": "{}", "entry": "{}", "total": "{}",
}  # fmt: skip


class Program:
    """What leads from a variable to a result, both of shape (1, 1), operation by operation."""

    def __init__(self, variable: Recorded, result: Recorded) -> None:
        self.lines: list[str] = []
        self.constants: dict[str, BallMatrix] = {}
        # operations that Python does not write: the operation, whether its operands are numbers, and whether it is one
        self.calls: dict[str, tuple[Operation, list[bool], bool]] = {}
        names: dict[int, str] = {id(variable): "x"}
        made: dict[Any, str] = {}
        for step in _in_order(result):
            if id(step) not in names:
                operands = [names[id(v)] for v in step.operands]
                key = (step.operation, *operands) if step.moves else id(step)
                if key not in made:
                    made[key] = self._write(step, operands)
                names[id(step)] = made[key]
        self.lines.append(f"return {names[id(result)]}")

    def _write(self, step: Recorded, operands: list[str]) -> str:
        """The name of what this step makes."""
        if not step.moves:
            name = f"c{len(self.constants)}"
            self.constants[name] = step.value
            return name
        numbers = [v.shape == (1, 1) for v in step.operands]
        name, template = f"v{len(self.lines)}", _WRITTEN.get(step.operation[0])
        if template is None or not all(numbers) or step.shape != (1, 1):
            call = f"f{len(self.calls)}"
            self.calls[call] = step.operation, numbers, step.shape == (1, 1)
            template = f"{call}({', '.join('{}' for _ in operands)})"
        self.lines.append(f"{name} = {template.format(*operands)}")
        return name

    def on(self, kind: type[FlintMatrix]) -> Callable[[Any], Any]:
        """The program for numbers of this kind of flint's matrices, as a function of Python."""
        known: dict[str, Any] = {
            name: kind.of(v.raw.tolist()) if v.scalar is None else kind.number(v.scalar)
            for name, v in self.constants.items()
        }
        known |= {name: _called(kind, *call) for name, call in self.calls.items()}
        exec("\n    ".join(["def run(x):", *self.lines]), known)
        run: Callable[[Any], Any] = known["run"]
        return run


def _in_order(result: Recorded) -> list[Recorded]:
    """All that the result is made of, each after its operands."""
    order: dict[int, Recorded] = {}
    waiting = [result]
    while waiting:
        step = waiting[-1]
        if missing := [v for v in step.operands if id(v) not in order]:
            waiting += missing
        else:
            order[id(waiting.pop())] = step
    return list(order.values())


def _called(kind: type[FlintMatrix], operation: Operation, numbers: list[bool], is_number: bool) -> Callable[..., Any]:
    name, *arguments = operation
    if is_number and all(numbers) and name == "apply":
        found: Callable[..., Any] = kind.functions[arguments[0]]
        return found
    if is_number and all(numbers) and name == "by_sign":
        return kind.choose

    def by_matrices(*values: Any) -> Any:
        matrices = [kind.single(v) if number else v for v, number in zip(values, numbers, strict=True)]
        image = _done(operation, matrices)
        return image.scalar if is_number else image

    return by_matrices
