"""Means of independent samples: exact tails, expected deviations, coincidences."""
