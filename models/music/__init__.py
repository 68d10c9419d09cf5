"""Hearing a song: spectrogram, embedding, genre and mood."""
