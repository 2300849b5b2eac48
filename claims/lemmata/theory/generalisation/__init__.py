"""What N samples say of a law: instances of the theorems, with their exact or sampled probabilities of failure."""
