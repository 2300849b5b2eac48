"""Wasserstein distances of finite measures and of samples: plans, potentials, rates, and bounds in high dimensions."""
