"""The claims that a run has selected, described before the first of them is judged."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lemmata.evidence.claim import Claim
from lemmata.record.record import NOT_RUN, plain
from lemmata.run.item import ClaimItem, suffix

__all__ = ["catalogue"]


def catalogue(items: Iterable[ClaimItem]) -> list[dict[str, Any]]:
    """One description for each claim of which an item is selected; its other forms are listed as not selected."""
    selected: dict[str, list[ClaimItem]] = {}
    for item in items:
        selected.setdefault(item.key, []).append(item)
    return [_describe(key, forms[0], {item.nodeid for item in forms}) for key, forms in selected.items()]


def _describe(key: str, item: ClaimItem, selected: set[str]) -> dict[str, Any]:
    claim = item.claim
    forms = []
    for form in claim.forms:
        for decider in claim.deciders:
            node = key + suffix(form, decider)
            forms.append({
                "role": form.role, "name": form.name, "grade": decider.grade.value,
                "expected": form.expected_in(decider.grade).value, "erratum": form.erratum,
                "blindness": form.blindness, "elusive": form.elusive, "node": node, "selected": node in selected, **NOT_RUN,
            })  # fmt: skip
    described: dict[str, Any] = plain({
        "key": key, "lecture": _lecture(claim), "id": claim.id, "title": _title(claim), "slide": claim.slide,
        "file": _file(item.path, item.config.rootpath), "status": claim.status,
        "statement_printed": claim.statement_printed, "statement_corrected": claim.statement_corrected,
        "scope": claim.scope, "uses": claim.uses, "far_controls": claim.far_controls, "forms": forms,
    })  # fmt: skip
    return described


def _title(claim: Claim) -> str:
    return claim.__name__.removeprefix("claim_").replace("_", " ")


def _lecture(claim: Claim) -> str:
    """The string LECTURE of the claim's package, or else the name of its package or module."""
    package = claim.module.rpartition(".")[0] or claim.module
    return str(getattr(sys.modules.get(package), "LECTURE", package))


def _file(path: Path, root: Path) -> str:
    """The file as its importer names it, so that a clone and a wheel agree; outside packages, from the run's root."""
    top = path.parent
    while (top / "__init__.py").is_file():
        top = top.parent
    if top == path.parent and path.is_relative_to(root):
        top = root
    return path.relative_to(top).as_posix()
