"""Kinds of the arguments of a check: numbers, vectors, matrices, choices, functions, laws, networks."""
