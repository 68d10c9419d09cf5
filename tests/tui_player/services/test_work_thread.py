"""Tests of the services' thread."""

import logging
from threading import Event

import pytest
from textual.message import Message

from tui_player.services.messages import LibraryFailed, ScanFailed
from tui_player.services.work_thread import WorkThread


def broken() -> None:
    raise ZeroDivisionError("by zero")


def test_work_runs_in_the_order_of_submission() -> None:
    done: list[int] = []
    thread = WorkThread("test", lambda _: None, LibraryFailed)
    for number in range(5):
        thread.do(done.append, number)
    thread.finish()
    assert done == [0, 1, 2, 3, 4]


def test_an_error_is_logged_and_posted_and_the_next_work_runs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    posted: list[Message] = []
    done: list[int] = []
    thread = WorkThread("test", posted.append, ScanFailed)
    with caplog.at_level(logging.ERROR):
        thread.do(broken)
        thread.do(done.append, 1)
        thread.finish()
    assert posted == [ScanFailed("something went wrong (see the log)")]
    assert "ZeroDivisionError: by zero" in caplog.text
    assert done == [1]


def test_stopping_drops_waiting_work_and_finishes_running_work() -> None:
    begun, gate = Event(), Event()
    done: list[int] = []
    thread = WorkThread("test", lambda _: None, LibraryFailed)

    def work() -> None:
        begun.set()
        gate.wait()
        done.append(1)

    thread.do(work)
    thread.do(done.append, 2)
    begun.wait()
    thread.stop()
    gate.set()
    thread.finish()
    assert done == [1]


def test_work_after_finishing_is_dropped() -> None:
    posted: list[Message] = []
    done: list[int] = []
    thread = WorkThread("test", posted.append, LibraryFailed)
    thread.finish()
    thread.do(done.append, 1)
    assert posted == []
    assert done == []
