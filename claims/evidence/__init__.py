"""What a lecture file imports: `@claim`, its forms, and the grades in which it is decided."""

from claims.evidence.claim import Claim, ClaimError, Form, blind, claim, decided, elusive, refuted
from claims.evidence.deciders import Decider, certified, exact, symbolic
from claims.evidence.rounded import rounded
from claims.evidence.statistical import statistical

__all__ = [
    "Claim", "ClaimError", "Decider", "Form", "blind", "certified", "claim", "decided", "elusive", "exact", "refuted",
    "rounded", "statistical", "symbolic",
]  # fmt: skip
