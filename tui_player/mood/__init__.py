"""From readings of a face over time to a mood."""
