"""Services in background threads, and the messages they post."""
