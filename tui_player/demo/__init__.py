"""Composes and renders the demo pieces: our own scores on our instruments, in numpy and SciPy."""
