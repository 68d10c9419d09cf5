"""The library on disk: TinyDB over snapshots and a write-ahead log."""
