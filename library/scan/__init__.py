"""From folders of files to songs in the library."""
