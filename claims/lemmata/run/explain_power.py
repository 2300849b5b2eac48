"""A check that rejects too little, in words: what it should have rejected, with the case, or that it has rejected nothing."""

from __future__ import annotations

from lemmata.evidence.claim import Claim
from lemmata.numerics.verdict import Verdict
from lemmata.record.power import in_place, rejects_nothing
from lemmata.record.schema import Power
from lemmata.run.explain import block

__all__ = ["explain_power"]


def explain_power(claim: Claim, power: Power, reproduction: str) -> str:
    """Why the run fails over this power, or the empty string: a variant known to be false survives, or nothing is rejected.

    A claim whose check must refute some form rejects that one.
    """
    seen = any(form.expected is Verdict.REFUTED and not form.blindness for form in claim.forms)
    lines = [("claim", f"{claim.id} · {claim.slide}"), ("form", power["form"])]
    false = [survivor for survivor in power["survivors"] if survivor["kind"] == "false_surviving"]
    for survivor in false:
        lines += [
            (
                "survives",
                in_place(survivor),
            ),
            ("case", survivor["case"]),
            ("numbers", survivor["sentence"]),
        ]
    if false:
        lines.append(("needs", "cases of the claim that reach there: write this one, or draw such ones"))
    elif rejects_nothing(power) and not seen:
        lines += [
            ("rejects", f"none of {power['variants']} variants of this formula, each changed in one place"),
            ("needs", "a check that can fail: one that depends on the formula, in cases where that matters"),
        ]
    else:
        return ""
    return block([*lines, ("again", reproduction)])
