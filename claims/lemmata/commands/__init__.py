"""The command `lemmata`: one file for each of its commands."""
