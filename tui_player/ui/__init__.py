"""What the listener sees: Textual, and nothing else knows it."""
