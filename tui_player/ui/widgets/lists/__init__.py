"""Lists of songs."""
