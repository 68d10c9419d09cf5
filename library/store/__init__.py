"""The library on the disk: TinyDB on a storage with a write-ahead log."""
