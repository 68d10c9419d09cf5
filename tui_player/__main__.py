"""`python -m tui_player`."""

import sys

from tui_player.cli import main

if __name__ == "__main__":
    sys.exit(main())
