"""The networks: facial expression from a frame, genre and mood from a song."""
