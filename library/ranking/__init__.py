"""The queue's order: named terms, a weight each, and the reason for every pick."""
