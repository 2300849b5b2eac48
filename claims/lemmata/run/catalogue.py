"""The claims that a run has selected, described before the first of them is judged."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lemmata.evidence.claim import Claim
from lemmata.evidence.judge import unjudged
from lemmata.record.record import plain
from lemmata.record.schema import ClaimEntry
from lemmata.run.item import ClaimItem, suffix
from lemmata.run.text import place_of, text_of, title_of

__all__ = ["catalogue"]


def catalogue(items: Iterable[ClaimItem]) -> list[ClaimEntry]:
    """One description for each claim of which an item is selected; its other forms are listed as not selected."""
    selected: dict[str, list[ClaimItem]] = {}
    for item in items:
        selected.setdefault(item.key, []).append(item)
    return [_describe(key, forms[0], {item.nodeid for item in forms}) for key, forms in selected.items()]


def _describe(key: str, item: ClaimItem, selected: set[str]) -> ClaimEntry:
    claim, text = item.claim, text_of(item.claim)
    nodes = [(form, decider, key + suffix(form, decider)) for form in claim.forms for decider in claim.deciders]
    described: ClaimEntry = {
        "text": text, "text_title": title_of(text), "id": claim.id, "title": _title(claim), "slide": claim.slide,
        "file": _file(item.path, item.config.rootpath), "place": place_of(claim), "source": item.source,
        "status": claim.status, "statement_printed": claim.statement_printed,
        "statement_corrected": claim.statement_corrected, "scope": claim.scope, "uses": list(claim.uses),
        "shaken_by": [], "far_controls": claim.far_controls,
        "forms": [unjudged(form, decider, node, selected=node in selected) for form, decider, node in nodes], "data": {},
    }  # fmt: skip
    described = plain(described)  # a name may be of some class of text that JSON knows nothing of
    return described


def _title(claim: Claim) -> str:
    return claim.__name__.removeprefix("claim_").replace("_", " ")


def _file(path: Path, root: Path) -> str:
    """The file as its importer names it, so that a clone and a wheel agree; outside packages, from the run's root."""
    top = path.parent
    while (top / "__init__.py").is_file():
        top = top.parent
    if top == path.parent and path.is_relative_to(root):
        top = root
    return path.relative_to(top).as_posix()
