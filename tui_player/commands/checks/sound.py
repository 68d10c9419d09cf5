"""Checks of libVLC and the sound output."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tui_player.commands.checks.finding import Finding, Status
from tui_player.commands.support.output import silent_libraries
from tui_player.errors import PlaybackError

INSTALL: Final = (
    "install it: sudo apt-get install --no-install-recommends libvlc5 vlc-plugin-base"
    " (dnf, pacman, zypper, brew: the package vlc)"
)
SERVERS: Final = {"pulse/native": "PulseAudio", "pipewire-0": "PipeWire"}
"""Sockets of sound servers in the runtime directory."""


def checks(audio_output: str) -> Iterator[Finding]:
    """Check libVLC, then the sound output if libVLC works."""
    with silent_libraries():
        found, outputs = _libvlc()
    yield found
    if found.status is Status.OK:
        yield _sound(audio_output, outputs)


def _libvlc() -> tuple[Finding, list[str]]:
    """Check that libVLC loads; also returns its audio outputs."""
    from tui_player.playback.libvlc import import_vlc

    try:
        vlc = import_vlc()
    except PlaybackError:
        return Finding("libvlc", Status.ERROR, "not found", INSTALL), []
    instance = vlc.Instance("--quiet")
    if instance is None:
        return Finding("libvlc", Status.ERROR, "found, but it doesn't start", INSTALL), []
    try:
        version = vlc.libvlc_get_version().decode(errors="replace")
        return Finding("libvlc", Status.OK, version), _outputs(instance)
    finally:
        instance.release()


def _outputs(instance: Any) -> list[str]:
    return [
        output["name"].decode(errors="replace")
        for output in instance.audio_output_enumerate_devices()
    ]


def _sound(audio_output: str, outputs: list[str]) -> Finding:
    known = ", ".join(outputs)
    if audio_output and audio_output not in outputs:
        detail = f"libVLC has no output {audio_output}; it has {known}"
        return Finding("sound", Status.ERROR, detail, "name another one with --audio-output")
    devices = _sound_devices()
    if not devices:
        return Finding(
            "sound",
            Status.WARNING,
            f"no sound card and no sound server found; libVLC could use {known}",
            "songs play without being heard until there is one",
        )
    return Finding("sound", Status.OK, f"{', '.join(devices)}; libVLC can use {known}")


def _sound_devices() -> list[str]:
    """Names of sound servers and cards; empty if there are none."""
    if sys.platform == "darwin":
        return ["Core Audio"]
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    servers = [name for socket, name in SERVERS.items() if (runtime / socket).exists()]
    cards = sorted(Path("/dev/snd").glob("pcm*p"))
    return servers + ([f"{len(cards)} sound device(s)"] if cards else [])
