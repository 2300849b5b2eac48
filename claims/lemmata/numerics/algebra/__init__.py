"""Numbers built of other numbers (tangents, polynomials), and what computer algebra proves of an expression."""
