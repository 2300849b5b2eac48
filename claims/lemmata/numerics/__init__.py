"""How a number is known: symbols, rationals, balls, rounded floats and samples, and the formulas that are written once over all of them."""
