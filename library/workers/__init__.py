"""Worker processes for scans, on this machine or on a cluster."""
