"""Tags of real files in every format, and of files with wrong content."""

import struct
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.apev2 import APEv2

from tests.audio_files import write_frames, write_tags, write_tone
from tui_player.library.scan.tags import MAX_TEXT, clean_tags, named_by_path, read_tags
from tui_player.library.song import Tags

EXPECTED = Tags(
    title="Says",
    artist="Nils Frahm",
    album="Spaces",
    album_artist="Various",
    track=7,
    disc=2,
    year=2013,
    genres=("Ambient", "Modern Classical"),
    track_gain_db=-6.5,
    album_gain_db=1.25,
    track_peak=0.98,
)
VORBIS: dict[str, str | list[str]] = {
    "title": "Says",
    "artist": "Nils Frahm",
    "album": "Spaces",
    "albumartist": "Various",
    "tracknumber": "7/12",
    "discnumber": "2",
    "date": "2013-11-19",
    "genre": ["Ambient", "Modern Classical"],
}
GAINS: dict[str, str] = {
    "replaygain_track_gain": "-6.50 dB",
    "replaygain_album_gain": "+1,25 dB",
    "replaygain_track_peak": "0.980000",
}
ID3_FRAMES: list[tuple[str, dict[str, Any]]] = [
    ("TIT2", {"text": "Says"}),
    ("TPE1", {"text": "Nils Frahm"}),
    ("TALB", {"text": "Spaces"}),
    ("TPE2", {"text": "Various"}),
    ("TRCK", {"text": "7/12"}),
    ("TPOS", {"text": "2"}),
    ("TDRC", {"text": "2013-11-19"}),
    ("TCON", {"text": ["Ambient", "Modern Classical"]}),
    *(("TXXX", {"desc": name.upper(), "text": text}) for name, text in GAINS.items()),
]
ASF = {
    "Title": "Says",
    "Author": "Nils Frahm",
    "WM/AlbumTitle": "Spaces",
    "WM/AlbumArtist": "Various",
    "WM/TrackNumber": "7",
    "WM/PartOfSet": "2/2",
    "WM/Year": "2013",
    "WM/Genre": ["Ambient", "Modern Classical"],
}


def tags_of(path: Path) -> Tags:
    with path.open("rb") as file:
        return read_tags(file, str(path))


def without_length(tags: Tags) -> Tags:
    assert tags.duration_ms is not None
    assert abs(tags.duration_ms - 1000) < 100
    return tags._replace(duration_ms=None)


@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".oga", ".opus"])
def test_vorbis_comments_are_read(tmp_path: Path, suffix: str) -> None:
    path = write_tags(write_tone(tmp_path / f"a{suffix}"), **VORBIS, **GAINS)
    assert without_length(tags_of(path)) == EXPECTED


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".aiff", ".aif"])
def test_id3_frames_are_read(tmp_path: Path, suffix: str) -> None:
    path = write_frames(write_tone(tmp_path / f"a{suffix}"), *ID3_FRAMES)
    assert without_length(tags_of(path)) == EXPECTED


@pytest.mark.parametrize("suffix", [".m4a", ".mp4"])
def test_itunes_atoms_are_read(tmp_path: Path, suffix: str) -> None:
    path = write_tags(write_tone(tmp_path / f"a{suffix}"), **(VORBIS | {"discnumber": "2/2"}))
    audio: Any = mutagen.File(path)
    for name, text in GAINS.items():
        audio[f"----:com.apple.iTunes:{name}"] = [text.encode()]
    audio.save()
    assert without_length(tags_of(path)) == EXPECTED


def test_windows_media_attributes_are_read(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wma")
    audio: Any = mutagen.File(path)
    audio.update({**ASF, **GAINS})
    audio.save()
    assert without_length(tags_of(path)) == EXPECTED


@pytest.mark.parametrize(
    ("suffix", "pretended"),
    [(".flac", ".mp3"), (".ogg", ".mp3"), (".opus", ".flac"), (".m4a", ".mp3"), (".mp3", ".ogg")],
)
def test_the_content_decides_the_format(suffix: str, pretended: str, tmp_path: Path) -> None:
    path = write_tags(write_tone(tmp_path / f"song{suffix}"), title="Inside")
    path = path.rename(path.with_suffix(pretended))
    assert tags_of(path).title == "Inside"


def test_tags_are_read_despite_a_misleading_header(tmp_path: Path) -> None:
    path = write_tags(write_tone(tmp_path / "song.flac"), title="Inside")
    path.write_bytes(b"ID3\3\0\0\0\0\0\0" + path.read_bytes())
    assert tags_of(path).title == "Inside"


def test_raw_aac_has_only_name_and_duration(tmp_path: Path) -> None:
    tags = tags_of(write_tone(tmp_path / "Says.aac"))
    assert without_length(tags) == Tags(title="Says")


def test_numeric_id3_genres_are_spelt_out(tmp_path: Path) -> None:
    path = write_frames(write_tone(tmp_path / "a.mp3"), ("TCON", {"text": ["(17)", "8", "rock"]}))
    assert tags_of(path).genres == ("Rock", "Jazz")


def test_the_gain_of_an_rva2_frame_is_read(tmp_path: Path) -> None:
    frame = ("RVA2", {"desc": "track", "channel": 1, "gain": -3.0, "peak": 0.5})
    tags = tags_of(write_frames(write_tone(tmp_path / "a.mp3"), frame))
    assert tags.track_gain_db == -3.0
    assert tags.track_peak == pytest.approx(0.5)


def test_a_gain_written_by_mp3gain_beside_id3_is_read(tmp_path: Path) -> None:
    path = write_frames(write_tone(tmp_path / "a.mp3"), ("TIT2", {"text": "Says"}))
    ape: Any = APEv2()  # type: ignore[no-untyped-call]
    ape["REPLAYGAIN_TRACK_GAIN"] = "-4.2 dB"
    ape["Title"] = "Something else"
    ape.save(path)
    tags = tags_of(path)
    assert (tags.title, tags.track_gain_db) == ("Says", -4.2)


def test_opus_gain_is_converted_to_replaygain(tmp_path: Path) -> None:
    path = write_tags(write_tone(tmp_path / "a.opus"), R128_TRACK_GAIN="-512")
    assert tags_of(path).track_gain_db == 3.0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.mp3", b"this is no music\n" * 100),
        ("empty.flac", b""),
        ("cut.ogg", b"OggS\0\2"),
        ("cut.flac", b"fLaC\0\0\0\x22" + b"\xff" * 10),
        ("zeros.m4a", b"\0" * 5000),
        ("lying.m4a", struct.pack(">I4s", 0xFFFFFFFF, b"ftyp") + b"M4A " + b"\xff" * 99),
        ("lying.wav", b"RIFF" + b"\xff" * 4 + b"WAVEfmt " + b"\xff" * 40),
        ("lying.aiff", b"FORM" + b"\xff" * 4 + b"AIFFCOMM" + b"\xff" * 40),
        ("lying.mp3", b"ID3\4\0\xff\x7f\x7f\x7f\x7f" + b"TIT2" + b"\xff" * 500),
        ("lying.wma", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + b"\xff" * 99),
    ],
)
def test_broken_files_have_the_tags_of_their_name(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert tags_of(path) == Tags(title=path.stem)


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wma", ".aiff"])
def test_cut_and_flipped_files_raise_nothing(tmp_path: Path, suffix: str) -> None:
    content = write_tone(tmp_path / f"whole{suffix}").read_bytes()
    broken = tmp_path / f"broken{suffix}"
    for place in range(0, 1200, 60):
        broken.write_bytes(content[:place])
        assert tags_of(broken).title == "broken"
        broken.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        assert tags_of(broken).title


@pytest.mark.parametrize("text", ["", "A1", "0", "-3", "99999999999999999999", "/12", "nan"])
def test_invalid_track_numbers_and_years_are_ignored(text: str) -> None:
    raw = {"tracknumber": [text], "discnumber": [text], "date": [text]}
    assert clean_tags(raw) == Tags()


def test_a_gain_with_very_many_spaces_is_ignored_quickly() -> None:
    text = "5" + " " * 1_000_000 + "x"
    assert clean_tags({"replaygain_track_gain": [text]}) == Tags()


@pytest.mark.parametrize("text", ["", "loud", "nan dB", "inf", "1e9", "999 dB", "-32768", "dB"])
def test_invalid_gains_are_ignored(text: str) -> None:
    assert clean_tags({"replaygain_track_gain": [text], "r128_album_gain": [text]}) == Tags()


@pytest.mark.parametrize("text", ["0.000000", "-1", "nan", "inf", "1e5", "5000", ""])
def test_invalid_peaks_are_ignored(text: str) -> None:
    assert clean_tags({"replaygain_track_peak": [text]}) == Tags()


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1.0, 0, None, "60", 1e12])
def test_invalid_durations_are_ignored(seconds: object) -> None:
    assert clean_tags({}, seconds).duration_ms is None


@pytest.mark.parametrize(("text", "year"), [("2004-05-01", 2004), ("c. 1685", 1685), ("04", None)])
def test_years_are_found_in_dates(text: str, year: int | None) -> None:
    assert clean_tags({"date": [text]}).year == year


def test_text_keeps_its_escapes_but_no_nuls_and_surrogates() -> None:
    tags = clean_tags({"title": ["\0 \x1b[31m[b]red\0 \udcff "]})
    assert tags.title == "\x1b[31m[b]red  ?"


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u00a0 \u2003", "\u202e\u2066", "\x1b\u200b"])
def test_invisible_text_is_empty(text: str) -> None:
    assert clean_tags({"title": [text]}).title == ""
    assert clean_tags({"title": [f"a{text}b"]}).title.startswith("a")


def test_long_text_is_cut() -> None:
    assert len(clean_tags({"album": ["a" * 1_000_000]}).album) == MAX_TEXT


def test_several_artists_are_all_named() -> None:
    assert clean_tags({"artist": ["Simon", "Garfunkel", "Simon"]}).artist == "Simon, Garfunkel"


def test_genres_are_split_and_named_once() -> None:
    tags = clean_tags({"genre": ["Rock; Pop", "rock\0Folk, World, & Country", ""]})
    assert tags.genres == ("Rock", "Pop", "Folk, World, & Country")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/m/Spaces/01 - Nils Frahm - Says.mp3", Tags("Says", "Nils Frahm", "Spaces", track=1)),
        ("/m/Spaces/01 Says.mp3", Tags("Says", album="Spaces", track=1)),
        ("/m/Spaces/2-07. Says.mp3", Tags("Says", album="Spaces", track=7)),
        ("/m/Spaces/12 - Says.mp3", Tags("Says", album="Spaces", track=12)),
        ("/m/Nils Frahm - Says.mp3", Tags("Says", "Nils Frahm")),
        ("/m/nils_frahm_-_says.mp3", Tags("says", "nils frahm")),
        ("/m/99 Luftballons.mp3", Tags("99 Luftballons")),
        ("/m/1979.mp3", Tags("1979")),
        ("/m/A - B - C.mp3", Tags("A - B - C")),
        ("/m/07.mp3", Tags("07")),
        ("/m/caf\udce9.mp3", Tags("caf\ufffd")),
    ],
)
def test_file_names_replace_missing_tags(path: str, expected: Tags) -> None:
    assert named_by_path(Tags(), path) == expected


def test_file_names_are_ignored_if_there_is_a_title() -> None:
    tags = Tags(title="Says")
    assert named_by_path(tags, "/m/01 - Nils Frahm - Else.mp3") is tags
