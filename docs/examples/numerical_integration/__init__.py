"""Three statements of a lecture on numerical integration, decided. An example of claims in another repository."""

TITLE = "Numerical integration"

# The files in the order of the lecture.
SECTIONS = ("the_trapezoid_rule", "simpsons_rule")
