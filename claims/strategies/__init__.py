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
from claims.strategies.discriminators import (
    discriminating_classes,
    finite_classes,
    games,
    line_games,
    nested_classes,
    samples_of_classes,
    seeded_samples,
    signed_classes,
)
from claims.strategies.events import cell_events, event_pairs, event_systems, sample_sizes
from claims.strategies.expectations import centred_expectations, linear_nets, telescopes, three_expectations
from claims.strategies.families import PIECEWISE_LINEAR_CONTRACTIONS, adversarial_pairs, network_pairs
from claims.strategies.large_discriminators import (
    large_classes,
    many_gaussian_points,
    many_sampled,
    points_and_gaussians,
    points_on_spheres,
    sampled_laws,
    witnesses,
)
from claims.strategies.laws import (
    GROWING_SLOWLY,
    SeededPair,
    affine_pairs,
    covered_laws,
    discrete_pairs,
    laws,
    line_pairs,
    nearly_members,
    pair_sites,
    sampled_pairs,
    seeded_affine_pairs,
    seeded_pair_sites,
)
from claims.strategies.main_theorem import (
    corner_samples,
    learnings,
    line_samples,
    seeded_learnings,
    sine_classes,
    symmetric_line_samples,
)
from claims.strategies.matrices import matrix_pairs, symbolic_pairs
from claims.strategies.measures import (
    bounded_classes,
    measure_pairs,
    measures,
    pushforwards,
    seeded_bounded,
    seeded_measures,
    shifts,
)
from claims.strategies.nets import (
    all_nets,
    all_radii,
    constants,
    finite_sets,
    greedy_nets,
    net_problems,
    nets,
    parameter_sets,
    radii,
    seeded_nets,
    seeded_radii,
    volumes,
)
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
from claims.strategies.promises import (
    networks_on_two_points,
    promises,
    promises_for_any_n,
    repeated,
    seeded_promises,
    uniform_classes,
)
from claims.strategies.supports import cell_classes, clouds, fooled_discriminators, many_cells
from claims.strategies.trained import (
    any_birthdays,
    observed_affine,
    observed_on_the_line,
    seeded_observed,
    several_modes,
)
from claims.theory.approximate import OffByCase, off_by
from claims.theory.attainment import LineGameCase, line_game
from claims.theory.averages import AverageCase, CoinTestCase, average, coin_test
from claims.theory.biasfree import BiasFreeNetworks
from claims.theory.birthday import BirthdaysCase, birthdays
from claims.theory.bounded_class import BoundedClassCase, bounded_class
from claims.theory.boxes import BoxCase
from claims.theory.candidates import Candidate, candidate
from claims.theory.cases import GeneratorCase, Shape, generator, normal
from claims.theory.cells import CellCase, cell
from claims.theory.coordinates import CoordinateCase, coordinates
from claims.theory.discrete_laws import DiscretePairCase, discrete
from claims.theory.events import CellDeviations, EventsCase, IndependentEvents, cell_deviations, events, independent
from claims.theory.expectations import AllExpectations, ExpectationsCase, expectations
from claims.theory.features import Features
from claims.theory.finite_classes import FiniteClassCase, finite_class
from claims.theory.fooled import FooledCase, fooled
from claims.theory.gaussian_points import GaussianPointsCase, gaussian_points
from claims.theory.generator_pairs import GeneratorPairCase, two_generators
from claims.theory.large_class import LargeClassCase, large_class
from claims.theory.learning import LearningCase, learning
from claims.theory.linear_net import LinearNetCase, linear_net
from claims.theory.mean_norms import CornersCase, LineSamplesCase, corners_of_a_cube, samples_on_a_line
from claims.theory.measures import Measure, measure
from claims.theory.modes import ModesCase, modes
from claims.theory.net_cases import (
    AnyNet,
    GivenNet,
    GreedyNet,
    ProjectedGrid,
    any_net,
    greedy_net,
    net,
    projected_grid,
)
from claims.theory.net_definition import ToCover, to_cover
from claims.theory.network_pairs import NetworkPair, network_pair
from claims.theory.observed_cases import ObservedCase, observed
from claims.theory.pair_sites import PairSiteCase, at_one_point
from claims.theory.pairs import MatrixPair, SymbolicPair, matrix_pair
from claims.theory.parameter_sets import Finite, Shell, ball, finite, shell
from claims.theory.planes import PlaneCase, plane
from claims.theory.points import Coordinates, PointCase, point
from claims.theory.promise import PromiseCase, promise
from claims.theory.pushforward import PushforwardCase, pushforward
from claims.theory.rademacher import SampledCase, sampled
from claims.theory.rates import ApproachCase, AtomsCase, samples_of, samples_of_atoms
from claims.theory.realisability import CoveredCase, covered
from claims.theory.realisable import scales, shifts_within
from claims.theory.repeated import (
    repeated_cells,
    repeated_corners,
    repeated_features,
    repeated_heavy_tail,
    repeated_rare_bumps,
)
from claims.theory.seeded import Batch, Seeded
from claims.theory.shifts import AnyShift, ShiftCase, shift
from claims.theory.sines import DigitsCase, SinesCase, powers_of, sines
from claims.theory.small_support import CellClassCase, CloudCase, cell_class, cloud
from claims.theory.sphere import SphereCase, sphere_points
from claims.theory.substitution import AllSizes, SizeCase, sample_size
from claims.theory.tails import Lattice, lattice
from claims.theory.training_game import GameCase, game
from claims.theory.two_points import TwoPoints, two_points
from claims.theory.uniform import bumps, cube_corners, on_a_line, one_function, two_cells
from claims.theory.volumes import AllRadii, RadiusCase, ball_of_radius
from claims.theory.wasserstein import FarCase, apart
from claims.theory.witness import WitnessCase, witness

__all__ = [
    "GROWING_SLOWLY",
    "PIECEWISE_LINEAR",
    "PIECEWISE_LINEAR_CONTRACTIONS",
    "SMOOTH",
    "UNBOUNDED",
    "AllExpectations",
    "AllRadii",
    "AllSizes",
    "AnyNet",
    "AnyShift",
    "ApproachCase",
    "AtomsCase",
    "AverageCase",
    "Batch",
    "BiasFreeNetworks",
    "BirthdaysCase",
    "BoundedClassCase",
    "BoxCase",
    "Candidate",
    "CellCase",
    "CellClassCase",
    "CellDeviations",
    "CloudCase",
    "CoinTestCase",
    "CoordinateCase",
    "Coordinates",
    "CornersCase",
    "CoveredCase",
    "DigitsCase",
    "DiscretePairCase",
    "EventsCase",
    "ExpectationsCase",
    "FarCase",
    "Features",
    "Finite",
    "FiniteClassCase",
    "FooledCase",
    "GameCase",
    "GaussianPointsCase",
    "GeneratorCase",
    "GeneratorPairCase",
    "GivenNet",
    "GreedyNet",
    "IndependentEvents",
    "LargeClassCase",
    "Lattice",
    "LearningCase",
    "LineGameCase",
    "LineSamplesCase",
    "LinearNetCase",
    "MatrixPair",
    "Measure",
    "ModesCase",
    "NetworkPair",
    "ObservedCase",
    "OffByCase",
    "PairSiteCase",
    "PlaneCase",
    "PointCase",
    "ProjectedGrid",
    "PromiseCase",
    "PushforwardCase",
    "RadiusCase",
    "SampledCase",
    "Seeded",
    "SeededPair",
    "Shape",
    "Shell",
    "ShiftCase",
    "SinesCase",
    "SizeCase",
    "SphereCase",
    "SymbolicPair",
    "ToCover",
    "TwoPoints",
    "WitnessCase",
    "adversarial_pairs",
    "affine_pairs",
    "all_nets",
    "all_radii",
    "any_birthdays",
    "any_net",
    "apart",
    "at_one_point",
    "average",
    "averages",
    "ball",
    "ball_of_radius",
    "batches",
    "birthdays",
    "bounded_class",
    "bounded_classes",
    "bumps",
    "candidate",
    "candidates",
    "cell",
    "cell_class",
    "cell_classes",
    "cell_deviations",
    "cell_events",
    "cells",
    "centred_expectations",
    "cloud",
    "clouds",
    "coin_test",
    "coin_tests",
    "constants",
    "coordinate_classes",
    "coordinates",
    "corner_samples",
    "corners_of_a_cube",
    "covered",
    "covered_laws",
    "cube_corners",
    "discrete",
    "discrete_pairs",
    "discriminating_classes",
    "dyadics",
    "event_pairs",
    "event_systems",
    "events",
    "expectations",
    "finite",
    "finite_class",
    "finite_classes",
    "finite_sets",
    "fooled",
    "fooled_discriminators",
    "game",
    "games",
    "gaussian_points",
    "generator",
    "generators",
    "greedy_net",
    "greedy_nets",
    "independent",
    "large_class",
    "large_classes",
    "lattice",
    "lattices",
    "laws",
    "learning",
    "learnings",
    "line_game",
    "line_games",
    "line_pairs",
    "line_samples",
    "linear_net",
    "linear_nets",
    "lines",
    "many_cells",
    "many_gaussian_points",
    "many_sampled",
    "matrix_pair",
    "matrix_pairs",
    "measure",
    "measure_pairs",
    "measures",
    "modes",
    "nearly_members",
    "nested_classes",
    "net",
    "net_problems",
    "nets",
    "network_levels",
    "network_pair",
    "network_pairs",
    "networks_on_two_points",
    "normal",
    "observed",
    "observed_affine",
    "observed_on_the_line",
    "off_by",
    "on_a_line",
    "one_function",
    "pair_sites",
    "parameter_sets",
    "plane",
    "planes",
    "point",
    "points",
    "points_and_gaussians",
    "points_on_spheres",
    "powers_of",
    "projected_grid",
    "promise",
    "promises",
    "promises_for_any_n",
    "pushforward",
    "pushforwards",
    "radii",
    "repeated",
    "repeated_cells",
    "repeated_corners",
    "repeated_features",
    "repeated_heavy_tail",
    "repeated_rare_bumps",
    "sample_size",
    "sample_sizes",
    "sampled",
    "sampled_laws",
    "sampled_pairs",
    "samples_of",
    "samples_of_atoms",
    "samples_of_classes",
    "samples_on_a_line",
    "scales",
    "seeded_affine_pairs",
    "seeded_averages",
    "seeded_bounded",
    "seeded_boxes",
    "seeded_learnings",
    "seeded_measures",
    "seeded_nets",
    "seeded_networks",
    "seeded_observed",
    "seeded_pair_sites",
    "seeded_points",
    "seeded_promises",
    "seeded_radii",
    "seeded_samples",
    "several_modes",
    "shapes",
    "shared_biases",
    "shell",
    "shift",
    "shifts",
    "shifts_within",
    "signed_classes",
    "sine_classes",
    "sines",
    "sphere_points",
    "symbolic_pairs",
    "symmetric_line_samples",
    "telescopes",
    "three_expectations",
    "to_cover",
    "two_cells",
    "two_generators",
    "two_points",
    "uniform_classes",
    "volumes",
    "weights",
    "witness",
    "witnesses",
]
