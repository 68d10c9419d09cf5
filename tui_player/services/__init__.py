"""What works behind the interface, and the messages it posts."""
