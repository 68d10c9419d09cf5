"""Widgets. Each one shows a plain value and posts messages for the listener's input."""
