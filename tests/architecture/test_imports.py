"""Who may import whom, from one table. Each rule is also shown a tree that breaks it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from modules import Modules, read

ROOT = Path(__file__).parents[2]

# part of the library → the parts that it may import, beside itself
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "late": (),
    "numerics": ("late",),
    "record": (),
    "theory": ("late", "numerics"),
    "evidence": ("numerics", "record"),
    "kinds": ("late", "numerics", "theory", "evidence"),
    "variants": ("late", "numerics", "record", "evidence"),
    "pages": ("record",),
    "run": ("late", "numerics", "record", "evidence", "variants", "pages"),
    "commands": ("record", "evidence", "variants", "pages", "run"),
}
# a text may import these, and figures of its own
A_TEXT_MAY_IMPORT = ("late", "numerics", "theory", "evidence", "kinds")
# the subjects of theory, floor by floor: a subject imports itself and what lies on lower floors
FLOORS = (
    ("exact",),
    ("networks", "transport", "concentration", "nets"),
    ("densities", "discriminators"),
    ("divergences", "generalisation"),
    ("training",),
)
# library → the parts that may import it
RESERVED: dict[str, tuple[str, ...]] = {
    "hypothesis": ("theory", "evidence", "kinds", "variants"),
    "pytest": ("run", "commands"),
    "_pytest": ("run", "commands"),
    "rich": ("run", "commands"),
    "click": ("commands",),
    "jinja2": ("pages",),
    "xdist": (),
    "matplotlib": (),
}
# Modules, and the libraries that they do without as they are loaded: these take seconds together.
LIGHT = {
    # what every run of pytest loads, or every call of the command, and the controller of pytest-xdist, which judges nothing
    (
        "lemmata.__main__", "lemmata.run.entry", "lemmata.run.reporting", "lemmata.record.", "lemmata.pages.",
        "lemmata.commands.",
    ): {"torch", "sympy", "hypothesis", "flint", "numpy", "scipy"},
    # what a file of claims loads that says nothing of networks
    (
        "lemmata.evidence.", "lemmata.run.", "lemmata.kinds.choices", "lemmata.kinds.laws", "lemmata.kinds.matrices",
        "lemmata.kinds.numbers", "lemmata.kinds.polynomials", "lemmata.numerics.vocabulary", "lemmata.numerics.calculus",
        "lemmata.numerics.compare",
    ): {"torch", "numpy", "scipy"},
    # what a text loads that is listed, and nothing of it is judged
    ("lemmata.kinds.", "lecture17."): {"torch", "scipy"},
}  # fmt: skip

OURS = read(ROOT / "claims")


def area(part: str) -> str:
    """The row of the table for a part: that of 'theory.nets' is 'theory'."""
    return part.partition(".")[0]


def unknown(modules: Modules) -> list[str]:
    """Parts of the library without a row in the table, and rows without a part."""
    parts = {modules.part(name) for name in modules.trees if name.startswith("lemmata.")} - {"__main__"}
    subjects = {part.partition(".")[2] for part in parts if area(part) == "theory"} - {""}
    rows = {subject for floor in FLOORS for subject in floor}
    return sorted({area(part) for part in parts} ^ MAY_IMPORT.keys()) + sorted(subjects ^ rows)


def upwards(modules: Modules) -> list[str]:
    """Imports that the table does not allow."""
    wrong = []
    for each in modules.imports:
        if each.module not in modules.trees or each.importer in ("lemmata", "lemmata.__main__"):
            continue
        here, there = modules.part(each.importer), modules.part(each.module)
        allowed = A_TEXT_MAY_IMPORT if here in modules.texts else (area(here), *MAY_IMPORT.get(area(here), ()))
        face = each.module == "lemmata"
        if here == there in modules.texts or face or area(there) in allowed:
            continue
        wrong.append(f"{each.importer} imports {each.module}")
    return wrong


def between_subjects(modules: Modules) -> list[str]:
    """Imports of one subject of theory in another that does not stand on a higher floor."""
    floor = {f"theory.{subject}": number for number, floor in enumerate(FLOORS) for subject in floor}
    return [
        f"{each.importer} imports {each.module}"
        for each in modules.imports
        for here, there in [(modules.part(each.importer), modules.part(each.module))]
        if here in floor and there in floor and here != there and floor[there] >= floor[here]
    ]


def between_sections(modules: Modules) -> list[str]:
    """Imports between the files of one text: a claim is read by itself. Its figures may be shared, and share."""
    return [
        f"{each.importer} imports {each.module}"
        for each in modules.imports
        for text in [modules.part(each.importer)]
        if text in modules.texts and modules.part(each.module) == text and each.module in modules.trees
        if not f"{each.module}.".startswith(f"{text}.figures.")
    ]


def private(modules: Modules) -> list[str]:
    """Names that begin with an underscore and are imported from another module."""
    return [
        f"{each.importer} imports {each.name} from {each.module}"
        for each in modules.imports
        if any(word.startswith("_") and not word.startswith("__") for word in (each.name, *each.module.split(".")))
        if each.module in modules.trees
    ]


def relative(modules: Modules) -> list[str]:
    """Imports that do not say the full name."""
    return [f"{each.importer} imports {each.module or each.name}" for each in modules.imports if each.module[:1] == "."]


def out_of_place(modules: Modules) -> list[str]:
    """Libraries that only some parts may use, imported elsewhere; Hypothesis in theory outside of strategies."""
    wrong = []
    for each in modules.imports:
        here = modules.part(each.importer)
        drawing = area(here) != "theory" or each.importer.rpartition(".")[2].startswith("strategies")
        reserved = each.module in RESERVED and area(here) not in RESERVED[each.module]
        if reserved or (each.module == "hypothesis" and not drawing):
            wrong.append(f"{each.importer} imports {each.module}")
    return wrong


def below_strategies(modules: Modules) -> list[str]:
    """Mathematics that imports how its cases are drawn."""

    def draws(module: str) -> bool:
        return area(modules.part(module)) == "theory" and module.rpartition(".")[2].startswith("strategies")

    return [
        f"{each.importer} imports {each.module}"
        for each in modules.imports
        if draws(each.module) and not draws(each.importer) and area(modules.part(each.importer)) == "theory"
    ]


def heavy(modules: Modules) -> list[str]:
    """What a light module loads that takes seconds, by itself or through what it imports."""
    wrong = []
    for module in modules.trees:
        libraries = {
            library
            for names, libraries in LIGHT.items()
            if any(f"{module}.".startswith(f"{name.rstrip('.')}.") for name in names)
            for library in libraries
        }
        found = modules.loaded_with(module) if libraries else {}
        wrong += [f"{module} loads {library}, in {found[library]}" for library in sorted(libraries & found.keys())]
    return wrong


def circles(modules: Modules) -> list[str]:
    """Modules that import themselves through others."""
    wanted = {
        name: {each.module for each in modules.imports if each.importer == name and each.module in modules.trees}
        - {name}
        for name in modules.trees
    }
    for_types = {
        (each.importer, each.module) for each in modules.imports if each.importer == "lemmata" and not each.at_start
    }
    found: list[str] = []
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        if module in path:
            found.append(" → ".join((*path[path.index(module) :], module)))
        if module in done or module in path:
            return
        for name in sorted(wanted[module]):
            if (module, name) not in for_types:
                visit(name, (*path, module))
        done.add(module)

    for module in modules.trees:
        visit(module, ())
    return found


RULES: dict[str, Callable[[Modules], list[str]]] = {
    rule.__name__: rule
    for rule in (
        unknown, upwards, between_subjects, between_sections, private, relative, out_of_place, below_strategies, heavy,
        circles,
    )
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_our_modules_keep(rule: str) -> None:
    assert RULES[rule](OURS) == []


def test_there_is_a_text_and_every_part_has_modules() -> None:
    assert "lecture17" in OURS.texts
    assert {area(OURS.part(module)) for module in OURS.trees} >= MAY_IMPORT.keys()


def tree(**modules: str) -> Modules:
    """A small tree: module names with __ for a dot, and their sources."""
    return Modules({name.replace("__", "."): textwrap.dedent(source) for name, source in modules.items()})


BROKEN = {
    "unknown": (
        tree(lemmata__utils__a=""),
        [*sorted([*MAY_IMPORT, "utils"]), *sorted(subject for floor in FLOORS for subject in floor)],
    ),
    "upwards": (
        tree(
            lemmata__numerics__a="from lemmata.evidence import b",
            lemmata__evidence__b="def f():\n    import lemmata.pages.c",
            lemmata__pages__c="from lemmata.record.d import x",
            lemmata__record__d="",
            lecture__s="from lemmata.pages import c\nfrom other import t",
            other__t="",
        ),
        [
            "lemmata.numerics.a imports lemmata.evidence.b",
            "lemmata.evidence.b imports lemmata.pages.c",
            "lecture.s imports lemmata.pages.c",
            "lecture.s imports other.t",
        ],
    ),
    "between_subjects": (
        tree(
            lemmata__theory__nets__a="from lemmata.theory.transport import b\nfrom lemmata.theory.exact.c import x",
            lemmata__theory__transport__b="from lemmata.theory.training.d import x",
            lemmata__theory__exact__c="",
            lemmata__theory__training__d="from lemmata.theory.nets import a",
        ),
        [
            "lemmata.theory.nets.a imports lemmata.theory.transport.b",
            "lemmata.theory.transport.b imports lemmata.theory.training.d",
        ],
    ),
    "between_sections": (
        tree(
            lecture="", lecture__a="from lecture.b import claim_b\nfrom lecture.figures.c import curve", lecture__b="",
            lecture__figures__c="from lecture.figures import d", lecture__figures__d="import lecture.a",
        ),
        ["lecture.a imports lecture.b", "lecture.figures.d imports lecture.a"],
    ),
    "private": (
        tree(lecture__a="from lemmata.run.b import _x\nfrom lemmata.run._c import y", lemmata__run__b="", lemmata__run___c=""),
        ["lecture.a imports _x from lemmata.run.b", "lecture.a imports y from lemmata.run._c"],
    ),
    "relative": (tree(lecture__a="from . import b\nfrom .c import d"), ["lecture.a imports .", "lecture.a imports .c"]),
    "out_of_place": (
        tree(
            lemmata__evidence__a="import pytest",
            lemmata__run__b="import pytest",
            lemmata__theory__nets__c="from hypothesis import strategies",
            lemmata__theory__nets__strategies_of_c="from hypothesis import strategies",
            lecture__d="import hypothesis.strategies",
        ),
        ["lemmata.evidence.a imports pytest", "lemmata.theory.nets.c imports hypothesis", "lecture.d imports hypothesis"],
    ),
    "below_strategies": (
        tree(
            lemmata__theory__nets__a="from lemmata.theory.nets.strategies import nets",
            lemmata__theory__nets__strategies="from lemmata.theory.exact.strategies import dyadics",
            lemmata__theory__exact__strategies="",
            lecture__b="from lemmata.theory.nets.strategies import nets",
        ),
        ["lemmata.theory.nets.a imports lemmata.theory.nets.strategies"],
    ),
    "heavy": (
        tree(
            lemmata__run="import sympy",
            lemmata__run__entry="from lemmata.record import a\ndef f():\n    import flint",
            lemmata__record__a="try:\n    import torch\nexcept ImportError:\n    pass",
            lemmata__pages__b="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy\nelse:\n    import scipy",
            lemmata__evidence__c="import torch",
        ),
        [
            "lemmata.run.entry loads sympy, in lemmata.run",
            "lemmata.run.entry loads torch, in lemmata.record.a",
            "lemmata.record.a loads torch, in lemmata.record.a",
            "lemmata.pages.b loads scipy, in lemmata.pages.b",
            "lemmata.evidence.c loads torch, in lemmata.evidence.c",
        ],
    ),
    "circles": (
        tree(
            lemmata="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lemmata.run.a import x",
            lemmata__run__a="from lemmata.run import b\nimport lemmata",
            lemmata__run__b="def f():\n    from lemmata.run.a import x",
        ),
        ["lemmata.run.a → lemmata.run.b → lemmata.run.a"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_tree_that_breaks_it_is_told(rule: str) -> None:
    modules, told = BROKEN[rule]
    assert RULES[rule](modules) == told
