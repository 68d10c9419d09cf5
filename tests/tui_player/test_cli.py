import argparse
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui_player.conftest import CommandLine
from tui_player import cli
from tui_player.commands import rate
from tui_player.commands.support.context import Context
from tui_player.errors import LibraryError


@pytest.mark.parametrize("command", ["scan", "queue", "mood", "analyse", "rate", "doctor"])
def test_each_command_has_help_with_examples(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        cli.main([command, "--help"])
    assert leaving.value.code == 0
    assert f"examples:\n  tui-player {command}" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["--version"])
    assert leaving.value.code == 0
    assert capsys.readouterr().out.startswith("tui-player 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["rate"],
        ["rate", "song.ogg", "adore"],
        ["scan", "--no-such-option"],
        ["queue"],
        ["queue", "--mood", "happy", "--limit", "many"],
        ["--camera", "/no/such/video.mp4"],
        ["--camera", "~nobody/video.mp4"],
        ["--profile", "Ж" * 40, "queue", "--mood", "sad"],
        ["--profile", "\udcff", "queue", "--mood", "sad"],
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    tui_player: CommandLine, arguments: list[str]
) -> None:
    outcome = tui_player(*arguments)
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.startswith("tui-player: ")
    assert outcome.err.count("\n") == 1


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """Contexts of the calls of `rate`."""
    contexts: list[Context] = []

    def run(_: argparse.Namespace, context: Context) -> int:
        contexts.append(context)
        return 0

    monkeypatch.setattr(rate, "run", run)
    return contexts


@pytest.mark.parametrize(
    "arguments",
    [
        ["--home", "/h", "--json", "--audio-output", "pulse", "rate", "song.ogg", "like"],
        ["rate", "--home", "/h", "song.ogg", "--json", "like", "--audio-output", "pulse"],
        ["--json", "rate", "song.ogg", "like", "--audio-output=pulse", "--home=/h"],
    ],
)
def test_common_options_may_be_before_or_after_the_command(
    seen: list[Context], arguments: list[str]
) -> None:
    assert cli.main(arguments) == 0
    assert seen[0].paths.data == Path("/h/data")
    assert seen[0].json
    assert seen[0].audio_output == "pulse"
    assert seen[0].camera is None


@pytest.mark.parametrize("name", ["x" * 41, "a\x1bb", " anna"])
def test_an_invalid_profile_name_is_refused(tui_player: CommandLine, name: str) -> None:
    assert tui_player("--profile", name, "queue", "--mood", "happy").status == 2


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(*_: object) -> int:
        raise error

    monkeypatch.setattr(rate, "run", run)


def test_an_expected_error_is_one_line_and_status_1(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, LibraryError("the disk is full\x1b[2J"))
    outcome = tui_player("rate", "song.ogg", "like")
    assert (outcome.status, outcome.err) == (1, "tui-player: the disk is full␛[2J\n")


def test_an_unexpected_error_is_one_line_and_its_traceback_goes_to_the_log(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("by\nzero"))
    outcome = tui_player("rate", "song.ogg", "like")
    assert outcome.status == 1
    assert outcome.err.startswith("tui-player: unexpected error: ZeroDivisionError: by zero")
    assert outcome.err.count("\n") == 1
    log = home / "state" / "tui-player.log"
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_folder_without_write_permission_is_named(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, PermissionError(errno.EACCES, "Permission denied", "/sealed/Library"))
    outcome = tui_player("rate", "song.ogg", "like")
    assert (outcome.status, outcome.err) == (1, "tui-player: /sealed/Library: permission denied\n")


def test_ctrl_c_stops_without_a_traceback(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    outcome = tui_player("rate", "song.ogg", "like")
    assert (outcome.status, outcome.err) == (130, "tui-player: stopped\n")


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "tui_player", "--home", str(home), "doctor", "--json"]
    done = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_player_without_a_terminal_says_so(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    outcome = tui_player()
    assert outcome.status == 1
    assert "needs a terminal" in outcome.err


def test_invalid_settings_are_wrong_usage(tui_player: CommandLine, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("volume = 3\n", encoding="utf-8")
    outcome = tui_player("queue", "--mood", "happy")
    assert outcome.status == 2
    assert "volume" in outcome.err


def test_a_checkout_without_links_says_how_to_create_them(tmp_path: Path) -> None:
    package = Path(cli.__file__).parent
    here = tmp_path / "tui_player"
    shutil.copytree(package, here, ignore=shutil.ignore_patterns("library", "models"))
    (here / "library").write_text("../library", encoding="utf-8")
    program = "import sys; from tui_player.cli import main; sys.exit(main(['queue']))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "ln -s ../library ../models ." in done.stderr


@pytest.mark.parametrize(
    ("shell", "status"),
    [
        ("queue --mood sad >&-", 0),
        ("queue --mood no-such-mood 2>&-", 2),
        ("doctor --json >&-", 0),
        ("--version >/dev/full", 1),
    ],
)
def test_an_output_that_is_closed_or_full_is_no_traceback(
    home: Path, shell: str, status: int
) -> None:
    program = f'"{sys.executable}" -m tui_player --home "{home}" {shell}'
    done = subprocess.run(["sh", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_working_directory_that_is_gone_is_one_line(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = f'cd "{gone}" && rmdir "{gone}" && "{sys.executable}" -m tui_player --home x queue'
    done = subprocess.run(
        ["sh", "-c", f"{program} --mood sad"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
