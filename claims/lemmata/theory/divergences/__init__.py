"""Two laws beside one another: J, KL, JS and TV of finite laws and of pairs of generators."""
