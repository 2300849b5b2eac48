"""What a run shows and writes: progress, the closing table, the evidence file.

Of the rest of `claims` this imports the pages alone: the controller of pytest-xdist, which judges nothing, stays light.
"""
