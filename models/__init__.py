"""The networks: what a face shows and what a song sounds like."""
