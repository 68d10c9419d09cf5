"""Types of facial expressions, shared by the networks and the mood."""
