"""Training, export and evaluation of the music network (needs the `train` extra)."""
