"""Widgets of the mood panel."""
