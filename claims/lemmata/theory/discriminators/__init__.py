"""Classes F of discriminators: how steep they are, what d_F they see, what they can fit."""
