"""10707 Deep Learning, Spring 2020, Lecture 17 (A. Risteski): every mathematical statement, decided."""

TITLE = "Lecture 17 · Statistical questions around GANs"

# The files in the order of the lecture.
SECTIONS = (
    "the_training_loss",
    "distances",
    "choosing_discriminators",
    "tension",
    "the_generalisation_theorem",
    "chernoff",
    "epsilon_nets",
    "the_union_bound",
    "from_the_net_to_the_ball",
    "large_discriminators",
    "natural_distributions",
    "jensen_shannon",
    "distinguishing_power",
    "the_density",
    "the_jacobian",
    "the_log_density_network",
    "the_main_theorem",
    "trained_generators",
    "which_check_sees_which_error",
)
