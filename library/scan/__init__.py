"""Scans: audio files in folders become songs in the library."""
