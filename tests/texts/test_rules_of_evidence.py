"""Every text below `claims/` keeps the rules of evidence, whichever texts there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from found import Text, texts
from rules import RULES_OF_CLAIMS, RULES_OF_TEXTS

from lemmata.evidence import Claim

TEXTS = texts(Path(__file__).parents[2] / "claims")
CLAIMS = {f"{text.name}/{claim.id}": claim for text in TEXTS for claim in text.claims}


def test_there_are_texts_with_claims() -> None:
    assert "lecture17" in [text.name for text in TEXTS] and all(text.claims for text in TEXTS)


@pytest.mark.parametrize("rule", RULES_OF_CLAIMS)
@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_every_claim_keeps(rule: str, claim: Claim) -> None:
    assert list(RULES_OF_CLAIMS[rule](claim)) == []


@pytest.mark.parametrize("rule", RULES_OF_TEXTS)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_every_text_keeps(rule: str, text: Text) -> None:
    assert list(RULES_OF_TEXTS[rule](text, TEXTS)) == []
