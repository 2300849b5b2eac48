"""How pytest and the shell come to lemmata: `lemmata.entry` is the pytest plugin, `python -m lemmata` the command.

This is a package of its own, because `claims` is a common name. Nothing in it imports `claims` before it is known which
package that is. Importing it loads nothing else.
"""
