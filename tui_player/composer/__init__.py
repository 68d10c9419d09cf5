"""Composes and renders the demo pieces: our own scores on our own instruments, in numpy alone."""
