"""How a number is known: by symbols, rationals, balls, rounded floats or samples, under one vocabulary of formulas."""
