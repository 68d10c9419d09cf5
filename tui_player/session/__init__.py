"""The listening session: mood in, queue out, playback, feedback."""
