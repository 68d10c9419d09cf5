"""Renders the demo pieces from our own scores and instruments, with numpy and SciPy."""
