"""The law P_g of g(Z): its density, the mass of sets, and log P_g as a network."""
