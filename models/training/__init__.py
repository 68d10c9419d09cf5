"""What the training of both networks shares (needs the `train` extra)."""
