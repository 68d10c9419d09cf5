"""Turns readings of a face over time into a mood."""
