"""The mood's panel."""
