"""A counterexample as plain Python that anybody can run: the imports it needs, and one line that prints the sentence."""

from __future__ import annotations

from lemmata.evidence.as_python import NoPython, imports, spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.forms import Form
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
    name = claim.__name__
    try:
        lines = imports(found.case, claim.module, name)
        arguments.append(spelled(found.case))
    except NoPython as error:
        if not found.written:
            return f"raise SystemExit({str(error)!r})"
        lines = [f"from {claim.module} import {name}"]
        arguments.append(f"**{name}.cases[{claim.cases.index(found.case)}]")
    return "\n".join([*lines, f"print({name}.replay({', '.join(arguments)}))"])
