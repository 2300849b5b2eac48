"""Generators g, their activations, inverses, derivatives and determinants, in any arithmetic and in batches."""
