"""10707 Deep Learning, Spring 2020, Lecture 17 (A. Risteski): every mathematical statement, decided."""

LECTURE = "Lecture 17 · Statistical questions around GANs"
