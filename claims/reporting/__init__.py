"""What a run shows and writes: progress, the closing table, the evidence file.

Nothing here imports the rest of `claims`: the controller of pytest-xdist, which judges nothing, stays light.
"""
