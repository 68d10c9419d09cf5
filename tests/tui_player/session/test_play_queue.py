"""Tests of automatic picks and of entries queued by hand."""

from dataclasses import replace

import pytest

from tests.tui_player.songs import picks, song
from tui_player.library.song import SongId
from tui_player.session.play_queue import HISTORY_LENGTH, PlayQueue


def ids(queue: PlayQueue) -> list[int]:
    return [entry.song.id for entry in queue.upcoming]


@pytest.fixture
def queue() -> PlayQueue:
    queue = PlayQueue()
    queue.rerank(picks(1, 2, 3, 4))
    return queue


def test_a_song_queued_by_hand_comes_before_the_automatic_picks(queue: PlayQueue) -> None:
    queue.add(song(9))
    assert ids(queue) == [9, 1, 2, 3, 4]


def test_songs_queued_by_hand_keep_their_order(queue: PlayQueue) -> None:
    queue.add(song(8))
    queue.add(song(9))
    assert ids(queue)[:2] == [8, 9]


def test_a_song_queued_as_the_next_one_goes_before_all_others(queue: PlayQueue) -> None:
    queue.add(song(8))
    queue.add(song(9), first=True)
    assert ids(queue)[:2] == [9, 8]


def test_queueing_an_automatic_pick_does_not_double_it(queue: PlayQueue) -> None:
    queue.add(song(3))
    assert ids(queue) == [3, 1, 2, 4]


def test_reranking_keeps_moved_entries_in_place(queue: PlayQueue) -> None:
    queue.move(3, -2)
    assert ids(queue) == [1, 4, 2, 3]
    queue.rerank(picks(5, 6, 7, 8))
    assert ids(queue) == [5, 4, 6, 7, 8]


def test_reranking_skips_the_current_song_and_songs_queued_by_hand(queue: PlayQueue) -> None:
    queue.advance()
    queue.add(song(9))
    queue.rerank(picks(1, 9, 5))
    assert queue.current is not None
    assert queue.current.song.id == 1
    assert ids(queue) == [9, 5]


def test_a_shorter_ranking_leaves_no_old_picks_in_the_queue(queue: PlayQueue) -> None:
    queue.move(3, -1)
    queue.rerank(picks(7))
    assert ids(queue) == [7, 4]


def test_moving_beyond_the_ends_stops_there(queue: PlayQueue) -> None:
    assert queue.move(0, -5) == 0
    assert queue.move(0, 50) == 3
    assert ids(queue) == [2, 3, 4, 1]


def test_going_back_puts_the_current_song_in_front(queue: PlayQueue) -> None:
    queue.advance()
    queue.advance()
    queue.back()
    assert queue.current is not None
    assert queue.current.song.id == 1
    assert ids(queue) == [2, 3, 4]


def test_going_back_to_a_song_removes_its_upcoming_pick(queue: PlayQueue) -> None:
    queue.advance()
    queue.advance()
    queue.rerank(picks(3, 1, 4))
    queue.back()
    assert queue.current is not None
    assert queue.current.song.id == 1
    assert ids(queue) == [2, 3, 4]


def test_going_back_without_a_history_changes_nothing(queue: PlayQueue) -> None:
    queue.advance()
    assert queue.back() is None
    assert queue.current is not None


def test_the_history_is_bounded() -> None:
    queue = PlayQueue()
    for number in range(HISTORY_LENGTH + 20):
        queue.add(song(number))
        queue.advance()
    assert len(queue.history) == HISTORY_LENGTH


def test_a_changed_song_is_replaced_in_every_entry(queue: PlayQueue) -> None:
    queue.advance()
    queue.update([replace(song(1), rating=1), replace(song(2), rating=-1)])
    assert queue.current is not None
    assert queue.current.song.rating == 1
    assert queue.upcoming[0].song.rating == -1


def test_a_song_without_a_file_leaves_the_queue(queue: PlayQueue) -> None:
    queue.update([replace(song(2), missing=True)])
    assert ids(queue) == [1, 3, 4]


def test_a_removed_song_stays_out_until_it_is_queued_by_hand(queue: PlayQueue) -> None:
    out = queue.remove(0).song
    assert out.id in queue.unwanted_ids()
    queue.rerank(picks(1, 2, 3, 4))
    assert out.id not in {entry.song.id for entry in queue.upcoming}
    queue.add(out)
    assert queue.upcoming[0].song.id == out.id


def test_songs_held_back_are_not_picked_until_they_are_released(queue: PlayQueue) -> None:
    queue.held_back = frozenset([SongId(5)])
    assert SongId(5) in queue.unwanted_ids()
    queue.rerank(picks(5, 6))
    assert ids(queue) == [6]
    queue.held_back = frozenset()
    queue.rerank(picks(5, 6))
    assert ids(queue) == [5, 6]


def test_a_song_held_back_can_be_queued_by_hand(queue: PlayQueue) -> None:
    queue.held_back = frozenset([SongId(9)])
    queue.add(song(9))
    assert ids(queue) == [9, 1, 2, 3, 4]
