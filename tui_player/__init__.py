"""A music player for the terminal that follows the listener's mood."""
