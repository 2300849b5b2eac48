"""What the text of a Python file tells of claims in it: by its syntax alone, without importing it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Told", "lost", "statement", "tell"]

_WORD = r"(?:(?<![A-Za-z])claim|Claim)(?![a-z])"
_CALLED_CLAIM = re.compile(_WORD)
# Of a file without the word lemmata a tree is made only where a decorator, a function or an assigned call may be named so.
_MAY_NAME_ONE = re.compile(
    rb"^[ \t]*(?:@|async |def )[^\n(]*[cC]laim|[cC]laim[^\n=]*=|=[ \t]*[\w.]*[cC]laim", re.MULTILINE
)
_DECORATED = re.compile(rf"^[ \t]*@[^\n(]*{_WORD}".encode(), re.MULTILINE)
_IMPORTS_US = re.compile(rb"^[ \t]*(?:from|import)[ \t]+lemmata\b", re.MULTILINE)
_IMPORT = re.compile(rb"[ \t]*((?:from|import)[ \t](?:[^\n;#(\\]|\\\r?\n)*(?:\((?:#[^\n]*|[^)#])*\))?)")


@dataclass(frozen=True)
class Told:
    """What the text of a file tells.

    Attributes:
        imports_us: does it import lemmata?
        can_hold: stands something at module level that can be a claim?
        named: is any of these, its decorator or what it is made by, named after claims?
        decorated: is a decorator?
        imports: its import statements.
    """

    imports_us: bool = False
    can_hold: bool = False
    named: bool = False
    decorated: bool = False
    imports: tuple[bytes, ...] = ()


def tell(source: bytes) -> Told:
    """What this text tells."""
    imports = tuple(_import_statements(source))
    if b"lemmata" not in source and not (b"laim" in source and _MAY_NAME_ONE.search(source)):
        return Told(imports=imports)
    tree = _parsed(source)
    if tree is None:  # importing it will say where the error is; passing over it would drop its claims without a word
        decorated = bool(_DECORATED.search(source))
        return Told(bool(_IMPORTS_US.search(source)), True, decorated, decorated, imports)
    nodes = list(ast.walk(tree)) if b"lemmata" in source else []
    renamed = _renamed(nodes)
    decorators, others = [], []
    for node in _at_module_level(tree.body):
        if isinstance(node, ast.ClassDef):  # no claim is found there, and importing the file will say so
            names = [_name(d) for inner in node.body for d in getattr(inner, "decorator_list", ())]
            decorators += [name for name in names if name in renamed or _CALLED_CLAIM.search(name)]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
            decorators += [_name(decorator) for decorator in node.decorator_list]
            others.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [_name(node.value), *map(_name, targets)]
            if isinstance(node.value.func, ast.Call | ast.Name) or any(map(_CALLED_CLAIM.search, names)):
                others += names
    decorated = any(name in renamed or _CALLED_CLAIM.search(name) for name in decorators)
    return Told(
        imports_us=any(map(_imports_us, nodes)),
        can_hold=bool(decorators or others),
        named=decorated or any(name in renamed or _CALLED_CLAIM.search(name) for name in others),
        decorated=decorated,
        imports=imports,
    )


def lost(source: bytes) -> Iterator[tuple[str, int, int, bool]]:
    """Decorated functions whose name is given to something else further down: both at module level, under no condition.

    Each with its line, that other line, and whether it is known for a claim: otherwise it is one if the other is.
    """
    tree = _parsed(source)
    renamed = _renamed(ast.walk(tree)) if tree is not None and b"lemmata" in source else set()
    bound: dict[str, tuple[int, set[str]]] = {}
    for node in tree.body if tree is not None else ():
        makers = {_name(decorator) for decorator in getattr(node, "decorator_list", ())}
        for name in _binds(node):
            if name in bound:
                line, before = bound.pop(name)
                known = any(maker in renamed or _CALLED_CLAIM.search(maker) for maker in before)
                if known or before & makers:
                    yield name, line, node.lineno, known
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            bound[node.name] = node.lineno, makers


def _binds(node: ast.stmt) -> list[str]:
    """The names that a statement gives to something else than what they stand for already."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return []
    used = {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id not in used]


def _renamed(nodes: Iterable[ast.AST]) -> set[str | None]:
    """What a file calls our `claim` where it has imported it under another name."""
    return {
        alias.asname
        for node in nodes
        if isinstance(node, ast.ImportFrom) and _is_ours(node.module or "") and node.level == 0
        for alias in node.names
        if alias.name == "claim"
    }


def _import_statements(source: bytes) -> Iterator[bytes]:
    """What looks like an import statement. A search for the word takes a tenth of the time of one for the statement."""
    at = -1
    while (at := source.find(b"import", at + 1)) >= 0:
        if match := _IMPORT.match(source, source.rfind(b"\n", 0, at) + 1):
            yield match.group(1)
            at = max(at, match.end())


def _parsed(source: bytes) -> ast.Module | None:
    """The syntax tree; None where Python cannot read the file. What it warns of is not our business."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def statement(source: bytes) -> ast.stmt | None:
    """The statement that this text is; None where it is none."""
    tree = _parsed(source)
    return tree.body[0] if tree is not None and tree.body else None


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "lemmata"


def _imports_us(node: ast.AST) -> bool:
    """Is this ``import lemmata…``, ``from lemmata… import …``, or a call like ``import_module("lemmata…")``?"""
    if isinstance(node, ast.Import):
        return any(_is_ours(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.level == 0 and _is_ours(node.module or "")
    if not isinstance(node, ast.Call) or not _name(node).startswith(("import", "__import")):
        return False
    first = node.args[0] if node.args else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and _is_ours(first.value)


def _at_module_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that importing the file may run, those under if, try, with and the like among them."""
    for node in body:
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        inner = [] if _only_as_a_program(node) else getattr(node, "body", [])
        for branch in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            inner = [*inner, *branch.body]
        yield from _at_module_level([*inner, *getattr(node, "orelse", ()), *getattr(node, "finalbody", ())])


def _only_as_a_program(node: ast.stmt) -> bool:
    """Is this ``if __name__ == "__main__":``?"""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq)):
        return False
    left, right = node.test.left, node.test.comparators[0]
    return _name(left) == "__name__" and isinstance(right, ast.Constant) and right.value == "__main__"


def _name(node: ast.expr) -> str:
    """The last name of what is called, or stands as a decorator: ``ev.claim(…)(check)`` is called ``claim``."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
