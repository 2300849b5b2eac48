"""What a value's text builds, in a namespace that has the imports of a snippet and nothing else."""

from __future__ import annotations

from typing import Any

from lemmata.evidence.imports import imports


def rebuilt(value: Any) -> Any:
    """The value that its repr builds again."""
    namespace: dict[str, Any] = {}
    exec("\n".join(imports({"value": value})), namespace)
    return eval(repr(value), namespace)
