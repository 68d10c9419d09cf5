"""The scripts, as far as they can be tried without a network."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ["scripts/setup", "scripts/play", "scripts/test", "scripts/check", ".ci/run"]


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
    bin_folder = checkout / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "activate").write_text(f'VIRTUAL_ENV="{checkout}/.venv"\n', encoding="utf-8")
    (checkout / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2\n", encoding="utf-8")
    make_script(bin_folder / "python", f'echo "$*" >>"{checkout}/asked"')
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


def installs(checkout: Path) -> list[str]:
    """The calls of pip that installed something, since the last look."""
    asked = checkout / "asked"
    calls = asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []
    asked.unlink(missing_ok=True)
    return [call for call in calls if "pip install" in call]


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
    assert installs(checkout)[0].endswith("[dev]")
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
