"""A counterexample as plain Python that anybody can run: the imports it needs, and one line that prints the sentence."""

from __future__ import annotations

import sys

from lemmata.evidence.as_python import readable, spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.forms import Form
from lemmata.evidence.imports import NoPython, imports
from lemmata.evidence.question import Counterexample

__all__ = ["snippet"]


def snippet(claim: Claim, form: Form, found: Counterexample) -> str:
    """Plain Python that prints the refuting sentence as its last line.

    A case that cannot be written as Python is taken from the claim where it stands there, by its place. A drawn one is
    lost: then the snippet ends with a sentence that says how to have it.
    """
    arguments = [repr(form.name), repr(found.confirmed_by.value)]
    if found.seed is not None:
        arguments.append(f"seed={found.seed}")
    try:
        name = _name(claim)
        try:
            lines = imports(found.case, claim.module, name)
            case = ", ".join(f"{parameter}={readable(value)}" for parameter, value in found.case.items())
        except NoPython:
            if not found.written:
                raise
            place = list(map(spelled, claim.cases)).index(spelled(found.case))
            lines, case = imports({}, claim.module, name), f"**{name}.cases[{place}]"
    except NoPython as error:
        return f"raise SystemExit({str(error)!r})"
    return "\n".join([*lines, f"print({name}.replay({', '.join([*arguments, case])}))"])


def _name(claim: Claim) -> str:
    """What the claim is called in its module. Raises NoPython where nothing there is this claim."""
    there = vars(sys.modules[claim.module])
    names = [claim.__name__, *there]
    for name in names:
        if there.get(name) is claim and name.isidentifier():
            return name
    raise NoPython(f"the claim {claim.id} has no name in {claim.module}: write it at the top of a module")
