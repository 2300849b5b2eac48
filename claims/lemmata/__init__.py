"""Lemmata decides mathematics by tests: claims, the evidence that decides them, and the theory that they speak of.

Importing this package loads nothing else: what every pytest run pays for stays light.

Raises ImportError under any other name: a second copy of the library in one process would make two sorts of claims.
"""

if __name__ != "lemmata":
    raise ImportError(f"this library is imported as `lemmata`, not as `{__name__}`: put its parent folder on the path")
