"""What Hypothesis may draw, and the exact cases that claims write down."""

from claims.strategies.averages import (
    averages,
    coin_tests,
    coordinate_classes,
    lattices,
    network_levels,
    seeded_averages,
)
from claims.strategies.candidates import candidates
from claims.strategies.events import cell_events, event_pairs, event_systems, sample_sizes
from claims.strategies.expectations import centred_expectations, linear_nets, telescopes, three_expectations
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
from claims.theory.averages import AverageCase, CoinTestCase, average, coin_test
from claims.theory.boxes import BoxCase
from claims.theory.candidates import Candidate, candidate
from claims.theory.cases import GeneratorCase, Shape, generator
from claims.theory.cells import CellCase, cell
from claims.theory.coordinates import CoordinateCase, coordinates
from claims.theory.events import CellDeviations, EventsCase, IndependentEvents, cell_deviations, events, independent
from claims.theory.expectations import AllExpectations, ExpectationsCase, expectations
from claims.theory.linear_net import LinearNetCase, linear_net
from claims.theory.pairs import MatrixPair, SymbolicPair, matrix_pair
from claims.theory.planes import PlaneCase, plane
from claims.theory.points import Coordinates, PointCase, point
from claims.theory.seeded import Batch, Seeded
from claims.theory.substitution import AllSizes, SizeCase, sample_size
from claims.theory.tails import Lattice, lattice

__all__ = [
    "PIECEWISE_LINEAR",
    "SMOOTH",
    "UNBOUNDED",
    "AllExpectations",
    "AllSizes",
    "AverageCase",
    "Batch",
    "BoxCase",
    "Candidate",
    "CellCase",
    "CellDeviations",
    "CoinTestCase",
    "CoordinateCase",
    "Coordinates",
    "EventsCase",
    "ExpectationsCase",
    "GeneratorCase",
    "IndependentEvents",
    "Lattice",
    "LinearNetCase",
    "MatrixPair",
    "PlaneCase",
    "PointCase",
    "Seeded",
    "Shape",
    "SizeCase",
    "SymbolicPair",
    "average",
    "averages",
    "batches",
    "candidate",
    "candidates",
    "cell",
    "cell_deviations",
    "cell_events",
    "cells",
    "centred_expectations",
    "coin_test",
    "coin_tests",
    "coordinate_classes",
    "coordinates",
    "dyadics",
    "event_pairs",
    "event_systems",
    "events",
    "expectations",
    "generator",
    "generators",
    "independent",
    "lattice",
    "lattices",
    "linear_net",
    "linear_nets",
    "lines",
    "matrix_pair",
    "matrix_pairs",
    "network_levels",
    "plane",
    "planes",
    "point",
    "points",
    "sample_size",
    "sample_sizes",
    "seeded_averages",
    "seeded_boxes",
    "seeded_networks",
    "seeded_points",
    "shapes",
    "shared_biases",
    "symbolic_pairs",
    "telescopes",
    "three_expectations",
    "weights",
]
