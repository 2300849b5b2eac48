"""What a run has found: the evidence file, its journal, and everything that is counted, compared and joined from them."""
