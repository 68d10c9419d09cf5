from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.audio_files import write_tone
from tui_player.models.music.genres import GENRES
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.clips.dataset import (
    FELT,
    FOLDS,
    NO_QUADRANT,
    felt_signs,
    fold_of,
    load_clips,
    mood_words,
    read_clip,
    split_by_artist,
)

FOURQ = """file,quadrant,artist,title,moods,genres
audio/one.wav,Q2,Ann,First,Tense/Anxious; Harsh,Pop/Rock; Rap
audio/two.wav,Q4,Ben,Second,,Classical
audio/three.wav,Q1,ANN ,Third,Harsh,
"""
EMOTIFY = """track,file,genre,artist,title,album,raters,amazement,solemnity,tenderness,nostalgia,\
calmness,power,joyful_activation,tension,sadness
2,audio/002.wav,rock,Cora,Fourth,Album,47,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9
"""

ELSEWHERE = """file,set,title,artist,genre,feel,valence_sign,arousal_sign,quadrant,bpm
audio/i1.wav,incompetech,Polka,Kevin MacLeod,Polka,Bouncy,1,0,,134
audio/e1.wav,emopia,abc,,Piano,,-1,1,Q2,
"""
SOUNDS = """file,kind,source
audio/n1.wav,noise,rain
audio/s1.wav,speech,voice
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, table in (("fourq", FOURQ), ("emotify", EMOTIFY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tracks.csv").write_text(table)
    return tmp_path


def test_both_tables_are_read(data: Path) -> None:
    clips = load_clips(data)
    assert [clip.name for clip in clips] == [
        "fourq/one",
        "fourq/two",
        "fourq/three",
        "emotify/002",
    ]
    assert [clip.quadrant for clip in clips] == [1, 3, 0, NO_QUADRANT]
    assert clips[0].moods == {"Tense/Anxious", "Harsh"}
    assert clips[1].moods == frozenset()
    assert np.isnan(clips[0].felt).all()
    assert clips[3].felt[-1] == 0.9


def test_one_data_set_is_enough(data: Path) -> None:
    (data / "emotify" / "tracks.csv").unlink()
    assert len(load_clips(data)) == 3
    (data / "fourq" / "tracks.csv").unlink()
    with pytest.raises(FileNotFoundError):
        load_clips(data)


def test_genres_without_a_label_are_unknown(data: Path) -> None:
    rap, classical, _, rock = (
        dict(zip(GENRES, clip.genres, strict=True)) for clip in load_clips(data)
    )
    assert rap["Hip-Hop"] == 1
    assert rap["Jazz"] == 0
    assert np.isnan(rap["Rock"])
    assert load_clips(data)[0].rock_or_pop
    assert classical["Classical"] == 1
    assert classical["Rock"] == 0
    assert rock["Rock"] == 1
    assert rock["Classical"] == 0
    assert np.isnan(rock["Jazz"])


def test_no_artist_is_on_both_sides_of_a_split(data: Path) -> None:
    clips = load_clips(data)
    for fold in range(FOLDS):
        outside, inside = split_by_artist(clips, fold)
        assert len(outside) + len(inside) == len(clips)
        names = [{clip.artist.strip().casefold() for clip in side} for side in (outside, inside)]
        assert not names[0] & names[1]


def test_folds_depend_on_the_artist_s_name_alone_and_have_similar_sizes() -> None:
    assert fold_of("Ann") == fold_of(" ANN")
    sizes = np.bincount([fold_of(f"artist {number}") for number in range(1000)])
    assert len(sizes) == FOLDS
    assert sizes.min() > 150


def test_only_frequent_mood_words_are_used(data: Path) -> None:
    clips = load_clips(data)
    assert mood_words(clips) == []
    assert mood_words(clips * 8) == ["Harsh"]


def test_a_clip_is_read_as_mono_at_16_khz(data: Path) -> None:
    clip = load_clips(data)[0]
    write_tone(clip.path, 2.0)
    assert read_clip(clip).shape == (2 * SAMPLE_RATE_HZ,)


def test_pieces_of_elsewhere_have_signs_and_a_tempo(data: Path) -> None:
    (data / "elsewhere").mkdir()
    (data / "elsewhere" / "tracks.csv").write_text(ELSEWHERE)
    polka, piano = load_clips(data)[-2:]
    assert (polka.collection, piano.collection) == ("incompetech", "emopia")
    assert np.array_equal(polka.signs, (1, np.nan), equal_nan=True)
    assert polka.quadrant == NO_QUADRANT
    assert piano.signs == (0.0, 1.0)
    assert piano.quadrant == 1
    assert polka.bpm == 134
    assert np.isnan(piano.bpm)


def test_sounds_have_a_kind_and_stay_with_their_source(data: Path) -> None:
    (data / "sounds").mkdir()
    (data / "sounds" / "tracks.csv").write_text(SOUNDS)
    rain, voice = load_clips(data)[-2:]
    assert (rain.kind, voice.kind) == ("noise", "speech")
    assert rain.fold == fold_of("rain")
    assert np.isnan(rain.signs).all()


def test_joyful_listeners_mean_positive_valence_and_arousal(data: Path) -> None:
    clips = load_clips(data)
    felt = dict.fromkeys(FELT, 0.0)
    joyful = replace(clips[3], felt=tuple((felt | {"joyful_activation": 1.0}).values()))
    sad = replace(clips[3], felt=tuple((felt | {"sadness": 1.0}).values()))
    signs = felt_signs([clips[0], joyful, sad])
    assert np.isnan(signs[0]).all()
    assert (signs[1] > 0.5).all()
    assert (signs[2] < 0.5).all()
