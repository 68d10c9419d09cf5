"""What an expression is: the types below both the networks and the mood."""
