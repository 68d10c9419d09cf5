"""The songs: what they are, what was said of them, and which comes next."""
