"""Texts about a scan, for the player and the command line."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui_player.library.scan.scan import ScanProgress, ScanReport

PHASES: Final = {
    "composing": "composing",
    "finding": "looking for files",
    "tags": "reading tags",
    "analysis": "listening",
}


def progress_text(progress: "ScanProgress") -> str:
    """For example `listening 120/400, 3.1 a second, 1 min 30 s left, 2 failed`."""
    parts = [f"{PHASES.get(progress.phase, progress.phase)} {progress.done}"]
    if progress.total:
        parts[0] += f"/{progress.total}"
    if progress.per_second > 0:
        parts.append(f"{progress.per_second:.1f} a second")
    if progress.seconds_left is not None:
        parts.append(f"{duration_text(progress.seconds_left)} left")
    if progress.failures:
        parts.append(f"{progress.failures} failed")
    return ", ".join(parts)


def waiting_text(progress: "ScanProgress") -> str:
    """What a listener without a queue waits for: `listening to your music: 14 of 800 …`."""
    done, total = progress.done, progress.total
    match progress.phase:
        case "composing":
            return f"composing the demo: piece {min(done + 1, total)} of {total} …"
        case "tags":
            return f"reading tags: {done} of {total} …"
        case "analysis":
            return f"listening to your music: {done} of {total} …"
        case _:
            return f"looking for music: {done} files so far …"


def report_text(report: "ScanReport") -> str:
    """For example `12 added, 0 updated, 300 unchanged, 0 removed, 1 failed in 40.2 s`."""
    names = ("added", "updated", "unchanged", "removed", "failed")
    counts = {name: getattr(report, name) for name in names}
    if not any(counts.values()):
        return "no music found"
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"{told} in {duration_text(report.seconds)}"


def duration_text(seconds: float) -> str:
    """For example `12.3 s`, `3 min 5 s`, `2 h 10 min`."""
    minutes, remaining = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {remaining} s" if minutes else f"{seconds:.1f} s"
