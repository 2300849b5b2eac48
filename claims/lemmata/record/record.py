"""What a run has found so far, as the document that becomes its evidence file.

A record learns the selected claims first (the catalogue, made where they are collected), then one entry for each form
judged. Both are plain JSON, for with pytest-xdist they come from other processes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lemmata.record.names import in_order, key_of
from lemmata.record.power import with_power
from lemmata.record.schema import SCHEMA, ClaimEntry, Evidence, FormEntry, Run
from lemmata.record.shaken import with_shaken

__all__ = ["BUDGET", "Record", "error_probability", "plain"]

BUDGET = Decimal("1e-6")
"""The error probability that a whole run may spend."""


def plain(value: Any) -> Any:
    """The value in what JSON knows: arrays and sets become lists, numpy and torch scalars numbers, what is not finite null."""
    if value is None or isinstance(value, str | bool):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):  # in one order: that of a set of texts changes from run to run
        return [plain(item) for item in sorted(value, key=repr)]
    return plain(value.tolist()) if hasattr(value, "tolist") else str(value)


def error_probability(forms: Iterable[FormEntry]) -> Decimal:
    """What the statistical forms spent, added as decimals so that ten thousand times 1e-10 is 1e-6."""
    return sum((Decimal(repr(form["error_probability"] or 0)) for form in forms), Decimal(0))


class Record:
    """Claims in the order of their texts, forms in the order declared, whatever order they were judged in.

    Attributes:
        claims: by key (`lemmata.record.names`).
        forms: the forms of these claims by node id.
        claim_of: node id ↦ the key of its claim.
        data: node id ↦ the figures that came with it.
        left: the nodes of the forms that a budget of time has left.
    """

    def __init__(self) -> None:
        self.claims: dict[str, ClaimEntry] = {}
        self.forms: dict[str, FormEntry] = {}
        self.claim_of: dict[str, str] = {}
        self.data: dict[str, dict[str, Any]] = {}
        self.left: set[str] = set()

    def learn(self, catalogue: Iterable[ClaimEntry]) -> None:
        """Take in claims that were selected. Hearing of a claim again changes nothing."""
        new = {key_of(claim): claim for claim in catalogue if key_of(claim) not in self.claims}
        for key, claim in new.items():
            self.forms.update({form["node"]: form for form in claim["forms"]})
            self.claim_of.update({form["node"]: key for form in claim["forms"]})
        self.claims = {key_of(claim): claim for claim in in_order([*self.claims.values(), *new.values()])}

    def judged(self, node: str, entry: FormEntry, data: Mapping[str, Any], error: str | None) -> None:
        """Take in what was found out about one form, and the error that its claim's figures ended in, if any."""
        self.forms[node].update(entry)
        self.data[node] = dict(data)
        if error:
            self.forms[node].update({"error": error})

    def crashed(self, node: str, error: str) -> None:
        """Take in that judging a form failed by an exception: that is no verdict."""
        self.forms[node].update({"verdict": "error", "error": error})

    def leave(self, left: Mapping[str, float | None]) -> None:
        """Take in which forms a budget of time has left, with the seconds that each took before, where that is known."""
        self.left.update(left)
        for node, cost in left.items():
            if cost is not None:
                self.forms[node]["cost"] = cost

    def awaits(self, node: str) -> bool:
        """Is this the node of a form without a verdict so far?"""
        return node in self.forms and self.forms[node]["verdict"] == "not_run"

    @property
    def judged_nodes(self) -> set[str]:
        """The nodes of the forms with a verdict, be it that judging them crashed."""
        return {node for node, form in self.forms.items() if form["verdict"] != "not_run"}

    @property
    def error_probability(self) -> Decimal:
        """What the statistical forms spent."""
        return error_probability(self.forms.values())

    @property
    def unmet(self) -> list[FormEntry]:
        """The selected forms that were not judged, but for a budget, or got another verdict than the claim expects."""
        forms = (form for node, form in self.forms.items() if form["selected"] and node not in self.left)
        return [form for form in forms if form.get("error") or form["verdict"] != form["expected"]]

    @property
    def started(self) -> bool:
        """Was any form judged?"""
        return bool(self.judged_nodes)

    @property
    def finished(self) -> bool:
        """Was every selected form judged, and were there any?"""
        return self.started and all(form["verdict"] != "not_run" for form in self.forms.values() if form["selected"])

    def document(self, run: Run) -> Evidence:
        """The evidence file as plain JSON values."""
        claims: list[ClaimEntry] = []
        for claim in self.claims.values():
            data: dict[str, Any] = {}
            for form in claim["forms"]:
                data.update(self.data.get(form["node"], {}))
            claims.append({**with_power(claim), "data": dict(sorted(data.items()))})
        return {"schema": SCHEMA, "run": run, "claims": with_shaken(claims)}
