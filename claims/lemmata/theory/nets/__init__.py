"""Parameter sets Θ, their ε-nets, and how many points these need."""
