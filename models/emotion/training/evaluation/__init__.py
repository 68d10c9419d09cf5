"""Evaluation figures of the face network."""
