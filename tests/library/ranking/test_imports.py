import subprocess
import sys


def test_settings_and_targets_need_no_numpy() -> None:
    program = (
        "import sys, tui_player.config, tui_player.library.ranking.targets;"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
