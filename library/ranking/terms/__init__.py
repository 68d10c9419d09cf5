"""The terms of the ranking, a module each."""
