"""False variants of a claim's formulas, made from their syntax trees: what a check rejects is what it knows."""
