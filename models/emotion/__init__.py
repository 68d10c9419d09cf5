"""Reading an expression: face detector and classifier."""
