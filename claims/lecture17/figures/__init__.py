"""The points of the lecture's curves and tables, for the evidence file: no verdict rests on them."""
