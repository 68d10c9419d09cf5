"""Figures of the face network."""
