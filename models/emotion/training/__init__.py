"""Training, export and evaluation of the face network (needs the `train` extra)."""
