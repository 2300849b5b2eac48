"""What a lecture file imports: `@claim`, its forms, and the grades in which it is decided."""

from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.declaration import claim, decided
from lemmata.evidence.forms import ClaimError, Form, blind, elusive, refuted
from lemmata.evidence.grades import certified, exact, symbolic
from lemmata.evidence.rounded import rounded
from lemmata.evidence.statistical import statistical

__all__ = [
    "Claim", "ClaimError", "Decider", "Form", "blind", "certified", "claim", "decided", "elusive", "exact", "refuted",
    "rounded", "statistical", "symbolic",
]  # fmt: skip
