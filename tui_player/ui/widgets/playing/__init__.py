"""Widgets of the current song."""
