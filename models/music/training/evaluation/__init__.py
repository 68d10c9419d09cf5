"""Evaluation figures of the music network and of simpler baselines."""
