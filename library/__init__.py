"""The library: songs, feedback, scans, playlists and the ranking of the next song."""
