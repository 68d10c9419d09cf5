"""The terms of the ranking, one module each."""
