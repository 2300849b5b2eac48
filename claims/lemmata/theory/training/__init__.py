"""Generators trained against discriminators, and what is observed of them."""
