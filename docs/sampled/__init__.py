"""Two samplers of a running process: in whose machine code it is, and in whose function of Python."""
