"""Exact numbers: how they are taken in, typed and drawn, and the base of all cases."""
