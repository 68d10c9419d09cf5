"""Figures of the music network, and of simpler ones."""
