"""Checks of `tui-player doctor`, one module for each part of the machine or the program."""
