"""What the screens are made of: each widget shows plain state and posts what the listener wants."""
