"""Results, deaths and the end of worker processes."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from tui_player.errors import AudioError, LibraryError
from tui_player.library.workers import worker_processes as workers
from tui_player.library.workers.worker import NICENESS
from tui_player.library.workers.worker_processes import WorkerDiedError, WorkerProcesses

PATIENCE_S = 60.0


class OddError(Exception):
    """An exception that can be pickled but not unpickled."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code}: {text}")


def fail_oddly() -> None:
    raise OddError(7, "odd")


def fail() -> None:
    raise AudioError("no sound")


def chatter() -> int:
    """Print to the streams that libraries use."""
    os.write(1, b"garbage")
    os.write(2, b"garbage")
    return os.getpid()


def die() -> None:
    os._exit(3)


def niceness() -> int:
    return os.nice(0)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerProcesses]:
    """One worker, shared by tests that do not end it."""
    opened = WorkerProcesses(1)
    yield opened
    opened.kill()


def test_results_come_from_another_process_even_if_it_prints(pool: WorkerProcesses) -> None:
    first, second = (pool.submit(chatter).result() for _ in range(2))
    assert first == second != os.getpid()


def test_workers_have_low_priority(pool: WorkerProcesses) -> None:
    assert pool.submit(niceness).result() == min(19, os.nice(0) + NICENESS)


def test_errors_are_returned_as_they_are_or_as_text(pool: WorkerProcesses) -> None:
    with pytest.raises(AudioError, match="no sound"):
        pool.submit(fail).result()
    with pytest.raises(RuntimeError, match="OddError: 7: odd"):
        pool.submit(fail_oddly).result()
    with pytest.raises(RuntimeError, match="SystemExit: 3"):
        pool.submit(sys.exit, 3).result()


def test_workers_start_if_standard_error_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def fileno(self) -> int:
            return -1

    monkeypatch.setattr(sys, "stderr", Screen())
    with WorkerProcesses(1) as pool:
        assert pool.submit(abs, -1).result() == 1


def test_only_the_call_that_kills_its_worker_fails() -> None:
    with WorkerProcesses(1) as pool:
        first, killing, last = pool.submit(abs, -1), pool.submit(die), pool.submit(abs, -2)
        assert (first.result(), last.result()) == (1, 2)
        with pytest.raises(WorkerDiedError, match="exit status 3"):
            killing.result()


def test_a_call_that_hangs_is_ended() -> None:
    with WorkerProcesses(1) as pool:
        assert pool.submit(abs, -1).result() == 1
        pool._call_limit_s = 0.05
        with pytest.raises(WorkerDiedError, match=r"longer than 0\.05 s"):
            pool.submit(time.sleep, 600).result()


def test_killing_ends_running_calls_and_cancels_waiting_ones() -> None:
    pool = WorkerProcesses(1)
    running, waiting = pool.submit(time.sleep, 600), pool.submit(abs, -1)
    _until_running(running)
    pool.kill()
    assert isinstance(running.exception(), WorkerDiedError)
    assert waiting.cancelled()
    with pytest.raises(RuntimeError, match="told to end"):
        pool.submit(abs, -1)


def test_shutdown_waits_for_calls_or_cancels_waiting_ones() -> None:
    pool = WorkerProcesses(1)
    calls = [pool.submit(abs, -1), pool.submit(abs, -2)]
    pool.shutdown()
    assert [call.result() for call in calls] == [1, 2]
    pool = WorkerProcesses(1)
    running, waiting = pool.submit(time.sleep, 0.1), pool.submit(abs, -1)
    _until_running(running)
    pool.shutdown(cancel_futures=True)
    assert (running.result(), waiting.cancelled()) == (None, True)


def test_workers_that_can_not_start_give_a_one_line_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_SERVER", "no_such_module")
    with WorkerProcesses(1) as pool, pytest.raises(LibraryError, match="can't be started"):
        pool.submit(abs, -1).result()


def test_a_machine_without_memory_for_workers_gives_a_one_line_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with WorkerProcesses(1) as pool, pytest.raises(LibraryError, match="temporarily unavailable"):
        pool.submit(abs, -1).result()


def test_no_worker_outlives_a_killed_owner(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = (
        "import os, pathlib, time\n"
        "from tui_player.library.workers.worker_processes import WorkerProcesses\n"
        "pool = WorkerProcesses(1)\n"
        "pid = pool.submit(os.getpid).result()\n"
        "pool.submit(time.sleep, 600)\n"
        f"pathlib.Path({str(pid_file)!r}).write_text(str(pid))\n"
        "time.sleep(600)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script])
    _until(lambda: pid_file.exists() and pid_file.read_text() != "")
    owner.kill()
    owner.wait()
    worker = int(pid_file.read_text())
    _until(lambda: not _is_alive(worker))
    assert not _is_alive(worker)


def _is_alive(pid: int) -> bool:
    """A zombie process counts as ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _until_running(future: "Future[None]") -> None:
    _until(future.running)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
