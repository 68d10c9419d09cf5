"""What `tui-player doctor` looks at, a module for each part of the machine or the program."""
