"""The scripts, as far as they can be tried without a network."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = """\
tinydb==4.9.0 \\
    --hash=sha256:aa
uv==0.13.9 \\
    --hash=sha256:bb
    # via -r -
zipp==4.1.2 \\
    --hash=sha256:cc
"""
SCRIPTS = [
    f"scripts/{name}"
    for name in ("setup", "play", "test", "check", "lock", "package", "ranges", "fresh-machine")
] + [".ci/run"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_read_by_bash(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a `.venv` whose Python only notes what it was asked to do."""
    checkout = tmp_path / "a checkout"
    (checkout / "scripts").mkdir(parents=True)
    for script in ("setup", "play"):
        shutil.copy2(ROOT / "scripts" / script, checkout / "scripts" / script)
    (checkout / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (checkout / lock).write_text(LOCK, encoding="utf-8")
    for package in ("library", "models"):
        (checkout / "tui_player" / package).mkdir(parents=True)
        (checkout / "tui_player" / package / "__init__.py").touch()
    bin_folder = checkout / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "activate").write_text(f'VIRTUAL_ENV="{checkout}/.venv"\n', encoding="utf-8")
    (checkout / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2\n", encoding="utf-8")
    make_script(bin_folder / "python", f'echo "$*" >>"{checkout}/asked"')
    make_script(bin_folder / "uv", f'echo "uv $*" >>"{checkout}/asked"')
    make_script(bin_folder / "tui-player", 'printf "played %s\\n" "$*"')
    # Where libVLC is missing, no test may install it.
    (checkout / "stubs").mkdir()
    for name in ("apt-get", "sudo"):
        make_script(checkout / "stubs" / name, "exit 1")
    monkeypatch.setenv("PATH", f"{checkout / 'stubs'}:{os.environ['PATH']}")
    return checkout


def make_script(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def run(script: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def asked(checkout: Path) -> list[str]:
    """The calls of pip and uv that install something, since the last look."""
    notes = checkout / "asked"
    calls = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return [call for call in calls if "pip install" in call]


def installs(checkout: Path) -> list[str]:
    """The installations of the player itself, since the last look."""
    return [call for call in asked(checkout) if "--editable" in call]


def test_what_was_set_up_is_not_set_up_again(checkout: Path) -> None:
    assert run(checkout / "scripts" / "setup").returncode == 0
    assert len(installs(checkout)) == 1
    assert run(checkout / "scripts" / "setup").returncode == 0
    assert installs(checkout) == []


def test_other_needs_are_set_up(checkout: Path) -> None:
    run(checkout / "scripts" / "setup")
    installs(checkout)
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    run(checkout / "scripts" / "setup")
    assert len(installs(checkout)) == 1


def test_another_python_in_its_place_is_set_up_for(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    for name in ("3.14", "3.15"):
        make_script(checkout / "stubs" / name, f'echo "$*" >>"{checkout}/asked"')
        python.unlink()
        python.symlink_to(checkout / "stubs" / name)
        run(checkout / "scripts" / "setup")
        assert len(installs(checkout)) == 1


def test_a_set_up_for_development_serves_for_listening(checkout: Path) -> None:
    run(checkout / "scripts" / "setup", "--dev")
    assert any("requirements-dev.lock" in call for call in asked(checkout))
    run(checkout / "scripts" / "setup")
    assert installs(checkout) == []
    run(checkout / "scripts" / "setup", "--dev")
    assert installs(checkout) == []


def test_a_set_up_that_failed_is_told_in_a_line_and_tried_again(checkout: Path) -> None:
    failing = 'case "$*" in *"pip install"*) echo "Network is unreachable"; exit 1 ;; esac'
    make_script(checkout / ".venv" / "bin" / "python", failing)
    outcome = run(checkout / "scripts" / "setup")
    assert outcome.returncode == 1
    assert "no network" in outcome.stderr.splitlines()[-1]
    make_script(checkout / ".venv" / "bin" / "python", f'echo "$*" >>"{checkout}/asked"')
    assert run(checkout / "scripts" / "setup").returncode == 0
    assert len(installs(checkout)) == 1


def test_play_sets_up_and_hands_on_what_it_was_told(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(checkout / "scripts" / "play")
    outcome = run(tmp_path / "link", "scan", "my music")
    assert (outcome.returncode, outcome.stdout) == (0, "played scan my music\n")
    assert len(installs(checkout)) == 1


def test_an_option_that_there_is_not_is_wrong_usage(checkout: Path) -> None:
    assert run(checkout / "scripts" / "setup", "--fast").returncode == 2


def test_exactly_what_is_locked_is_installed_by_the_locked_uv(checkout: Path) -> None:
    run(checkout / "scripts" / "setup")
    uv, packages, player = asked(checkout)
    assert "--require-hashes --requirement" in uv
    locked_uv = (checkout / ".venv" / "uv.lock").read_text(encoding="utf-8")
    assert "uv==0.13.9" in locked_uv
    assert "sha256:bb" in locked_uv
    assert "tinydb" not in locked_uv
    assert "zipp" not in locked_uv
    assert packages.startswith("uv pip install")
    assert f"--no-deps --require-hashes --requirement {checkout}/requirements.lock" in packages
    assert "--no-deps --no-build-isolation --editable" in player


def test_where_uv_does_not_get_through_pip_does(checkout: Path) -> None:
    make_script(checkout / ".venv" / "bin" / "uv", "exit 2")
    assert run(checkout / "scripts" / "setup").returncode == 0
    _uv, packages, _player = asked(checkout)
    assert f"--require-hashes --requirement {checkout}/requirements.lock" in packages


def test_a_package_that_is_not_the_tested_one_is_told(checkout: Path) -> None:
    failing = 'case "$*" in *"pip install"*) echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"; '
    make_script(checkout / ".venv" / "bin" / "python", failing + "exit 1 ;; esac")
    assert "checksum differs" in run(checkout / "scripts" / "setup").stderr.splitlines()[-1]


def test_a_checkout_without_links_is_told_the_way_out(checkout: Path) -> None:
    link = checkout / "tui_player" / "library"
    shutil.rmtree(link)
    link.write_text("../library", encoding="utf-8")  # as git leaves it where there are no links
    (checkout / "library").mkdir()
    (checkout / "library" / "__init__.py").touch()
    (checkout / "models").mkdir()
    (checkout / "models" / "__init__.py").touch()
    outcome = run(checkout / "scripts" / "setup")
    assert outcome.returncode == 1
    [line] = outcome.stderr.splitlines()
    subprocess.run(["bash", "-c", line.rpartition("): ")[2]], check=True)
    assert run(checkout / "scripts" / "setup").returncode == 0


def test_a_set_up_that_broke_off_halfway_begins_anew(checkout: Path) -> None:
    failing = 'case "$*" in *"pip install"*) echo "No space left on device"; exit 1 ;; esac'
    make_script(checkout / ".venv" / "bin" / "python", failing)
    assert "disk is full" in run(checkout / "scripts" / "setup").stderr.splitlines()[-1]
    assert (checkout / ".venv" / "unfinished").exists()


def test_packages_that_do_not_load_are_no_set_up(checkout: Path) -> None:
    make_script(checkout / ".venv" / "bin" / "python", 'case "$*" in *"import av"*) exit 1 ;; esac')
    assert run(checkout / "scripts" / "setup").returncode == 1
    assert not (checkout / ".venv" / "stamp").exists()


def test_a_checkout_that_moved_into_a_part_of_its_path_is_set_up_anew(checkout: Path) -> None:
    activate = checkout / ".venv" / "bin" / "activate"
    activate.write_text(f'VIRTUAL_ENV="/mnt{checkout}/.venv"\n', encoding="utf-8")
    assert f"making {checkout}/.venv" in run(checkout / "scripts" / "setup").stderr


@pytest.mark.parametrize("script", ["check", "package", "lock", "ranges"])
def test_a_script_that_takes_no_such_option_says_so_at_once(script: str) -> None:
    outcome = run(ROOT / "scripts" / script, "--help")
    assert outcome.returncode == 2
    assert outcome.stderr.startswith(f"usage: scripts/{script}")
