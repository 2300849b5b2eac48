"""What Hypothesis may draw, and the exact cases that claims write down."""

from claims.strategies.candidates import candidates
from claims.strategies.matrices import matrix_pairs, symbolic_pairs
from claims.strategies.networks import (
    PIECEWISE_LINEAR,
    SMOOTH,
    UNBOUNDED,
    batches,
    dyadics,
    generators,
    seeded_networks,
    shapes,
    shared_biases,
    weights,
)
from claims.strategies.points import cells, lines, planes, points, seeded_boxes, seeded_points
from claims.theory.boxes import BoxCase
from claims.theory.candidates import Candidate, candidate
from claims.theory.cases import GeneratorCase, Shape, generator
from claims.theory.cells import CellCase, cell
from claims.theory.pairs import MatrixPair, SymbolicPair, matrix_pair
from claims.theory.planes import PlaneCase, plane
from claims.theory.points import Coordinates, PointCase, point
from claims.theory.seeded import Batch, Seeded

__all__ = [
    "PIECEWISE_LINEAR",
    "SMOOTH",
    "UNBOUNDED",
    "Batch",
    "BoxCase",
    "Candidate",
    "CellCase",
    "Coordinates",
    "GeneratorCase",
    "MatrixPair",
    "PlaneCase",
    "PointCase",
    "Seeded",
    "Shape",
    "SymbolicPair",
    "batches",
    "candidate",
    "candidates",
    "cell",
    "cells",
    "dyadics",
    "generator",
    "generators",
    "lines",
    "matrix_pair",
    "matrix_pairs",
    "plane",
    "planes",
    "point",
    "points",
    "seeded_boxes",
    "seeded_networks",
    "seeded_points",
    "shapes",
    "shared_biases",
    "symbolic_pairs",
    "weights",
]
