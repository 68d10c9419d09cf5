"""Training code for both networks (needs the `train` extra)."""
