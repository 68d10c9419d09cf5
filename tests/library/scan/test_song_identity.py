"""Songs that are moved, swapped, copied or deleted, and their histories."""

import os
import shutil
from pathlib import Path

from tests import fake_network
from tests.audio_files import write_tone
from tests.library.scan.scanning import at, counts, like, scanned, song_file
from tui_player.library.scan.tag_writing import write_feedback
from tui_player.library.song import Song
from tui_player.library.store.store import Store


class TestMovedFiles:
    def test_moved_files_keep_id_and_rating(self, store: Store, music: Path) -> None:
        old = song_file(music / "a.mp3")
        scanned(store, music)
        liked = like(store, old)
        new = music / "sub" / "b.mp3"
        new.parent.mkdir()
        old.rename(new)
        assert counts(scanned(store, music)) == (0, 1, 0, 0, 0)
        moved = at(store, new)
        assert (moved.id, moved.rating, moved.analysis) == (liked.id, 1, liked.analysis)
        assert store.by_path(str(old)) is None

    def test_identical_copies_are_separate_songs(self, store: Store, music: Path) -> None:
        paths = [song_file(music / name, b"the same") for name in ("a.mp3", "b.mp3", "c.mp3")]
        assert counts(scanned(store, *paths[:2])) == (2, 0, 0, 0, 0)
        ids = [at(store, path).id for path in paths[:2]]
        assert counts(scanned(store, music)) == (1, 0, 2, 0, 0)
        assert counts(scanned(store, music)) == (0, 0, 3, 0, 0)
        assert [at(store, path).id for path in paths[:2]] == ids

    def test_each_identical_copy_follows_its_name(self, store: Store, music: Path) -> None:
        for name in ("a.mp3", "b.mp3"):
            song_file(music / "old" / name, b"the same")
        scanned(store, music)
        liked = like(store, music / "old/b.mp3")
        (music / "old").rename(music / "new")
        assert counts(scanned(store, music)) == (0, 2, 0, 0, 0)
        assert at(store, music / "new/b.mp3").id == liked.id

    def test_a_link_to_a_scanned_folder_adds_no_second_song(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "real/a.mp3")
        (music / "link").symlink_to(music / "real")
        scanned(store, music / "link")
        liked = like(store, music / "link/a.mp3")
        assert counts(scanned(store, music / "real")) == (0, 1, 0, 0, 0)
        assert [song.id for song in store.songs()] == [at(store, path).id] == [liked.id]
        assert counts(scanned(store, music / "link", music / "real")) == (0, 1, 0, 0, 0)

    def test_files_that_swap_names_swap_places(self, store: Store, music: Path) -> None:
        first, second = song_file(music / "1.mp3"), song_file(music / "2.mp3")
        scanned(store, music)
        liked = like(store, first)
        first.rename(music / "t")
        second.rename(first)
        (music / "t").rename(second)
        _touch_all(music)
        assert counts(scanned(store, music)) == (0, 2, 0, 0, 0)
        assert at(store, second).id == liked.id
        assert at(store, first).rating == 0

    def test_renumbered_files_keep_their_songs(self, store: Store, music: Path) -> None:
        """02 is deleted and 03 becomes 02: the rating of 03 follows its file."""
        second, third = song_file(music / "02.mp3"), song_file(music / "03.mp3")
        scanned(store, music)
        deleted, liked = at(store, second), like(store, third)
        content = second.read_bytes()
        third.replace(second)
        _touch_all(music)
        assert counts(scanned(store, music)) == (0, 1, 0, 1, 0)
        assert at(store, second).id == liked.id
        assert store.song(deleted.id).missing
        again = song_file(music / "01.mp3", content)
        assert counts(scanned(store, music)) == (0, 1, 1, 0, 0)
        assert at(store, again).id == deleted.id

    def test_a_file_at_the_path_of_a_moved_file_is_a_new_song(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        liked = like(store, path)
        path.rename(music / "b.mp3")
        song_file(path, b"something else")
        assert counts(scanned(store, music)) == (1, 1, 0, 0, 0)
        assert at(store, music / "b.mp3").id == liked.id
        assert at(store, path).rating == 0


def _touch_all(folder: Path) -> None:
    """Change the modification time; renaming alone changes neither it nor the size."""
    for number, path in enumerate(sorted(folder.iterdir())):
        os.utime(path, (number, number))


class TestDeletedFiles:
    def test_deleted_files_are_marked_and_reported_once(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        path.unlink()
        told: list[Song] = []
        assert counts(scanned(store, music, on_songs=told.extend)) == (0, 0, 0, 1, 0)
        assert [song.missing for song in told] == [True]
        assert counts(scanned(store, music)) == (0, 0, 0, 0, 0)

    def test_returned_files_keep_their_ratings(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        like(store, path)
        away = path.rename(music / "a.away")
        scanned(store, music)
        away.rename(path)
        report = scanned(store, music, analyser=fake_network.BUGGY_NETWORK)
        assert counts(report) == (0, 1, 0, 0, 0)
        assert (at(store, path).missing, at(store, path).rating) == (False, 1)

    def test_a_deleted_file_is_recognised_in_another_folder(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "a.mp3", b"the content")
        scanned(store, music)
        like(store, path)
        path.unlink()
        scanned(store, music)
        back = song_file(music / "b.mp3", b"the content")
        assert counts(scanned(store, music)) == (0, 1, 0, 0, 0)
        assert (at(store, back).missing, at(store, back).rating) == (False, 1)

    def test_songs_of_other_folders_are_not_marked(self, store: Store, music: Path) -> None:
        song_file(music / "one/a.mp3")
        gone = song_file(music / "two/b.mp3")
        scanned(store, music)
        gone.unlink()
        assert counts(scanned(store, music / "one")) == (0, 0, 1, 0, 0)

    def test_a_missing_folder_is_not_a_deletion(self, store: Store, music: Path) -> None:
        path = song_file(music / "drive/a.mp3")
        scanned(store, music / "drive")
        shutil.move(music / "drive", music / "away")
        report = scanned(store, music / "drive")
        assert (report.removed, report.failed) == (0, 1)
        assert not at(store, path).missing


class TestRatingsOfOtherPlayers:
    def test_a_new_song_has_the_rating_and_count_of_its_tags(
        self, store: Store, music: Path
    ) -> None:
        for name, rating in (("liked", 1), ("disliked", -1), ("neither", 0)):
            write_feedback(str(write_tone(music / f"{name}.mp3", 1.0)), rating, 5)
        scanned(store, music)
        rated = {song.title: (song.rating, song.plays) for song in store.songs()}
        assert rated == {"liked": (1, 5), "disliked": (-1, 5), "neither": (0, 5)}

    def test_a_known_song_keeps_the_listeners_rating(self, store: Store, music: Path) -> None:
        path = write_tone(music / "a.mp3")
        scanned(store, music)
        like(store, path)
        write_feedback(str(path), -1, 5)
        scanned(store, music)
        assert (at(store, path).rating, at(store, path).plays) == (1, 0)
