"""Processes that hear songs, here or on a cluster."""
