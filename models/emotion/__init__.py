"""Facial expression: face detector and classifier."""

from tui_player.models.emotion.reader import ExpressionReader

__all__ = ["ExpressionReader"]
