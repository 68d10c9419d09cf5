"""Settings come from one file, and a mistake in it is named in one line."""

from pathlib import Path

import pytest

from tui_player.config import Config, load_config
from tui_player.errors import UsageError
from tui_player.library.ranking.settings import QueueSettings
from tui_player.library.ranking.strategy import Strategy


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_are_used(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config()


def test_settings_of_the_file_replace_the_defaults(tmp_path: Path) -> None:
    config = load_config(
        written(
            tmp_path,
            'strategy = "calm"\n[mood]\nsmoothing_s = 3\n[weights]\ntaste = 0.5\n'
            "[queue]\nnature = true\n",
        )
    )
    assert config.strategy is Strategy.CALM
    assert config.mood.smoothing_s == 3.0
    assert config.weights.taste == 0.5
    assert config.queue == QueueSettings(speech=False, nature=True)
    assert config.weights.mood == Config().weights.mood


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("strateggy = 'calm'", "strateggy"),
        ("strategy = 'loud'", "strategy"),
        ("strategy = 'lead'", "strategy"),
        ("mood = 3", "mood"),
        ("[mood]\nsmoothing_s = 'long'", "mood.smoothing_s"),
        ("queue_length = 2.5", "queue_length"),
        ("[playback]\nseek_step_s = true", "playback.seek_step_s"),
        ("theme = 'blue'", "theme"),
        ("[queue]\nspeech = 1", "queue.speech"),
        ("[queue]\nnoise = true", "queue.noise"),
        ("queue_length = -1", "queue_length"),
        ("queue_length = 0", "queue_length"),
        ("[mood]\ndwell_s = 0", "mood.dwell_s"),
        ("[weights]\nmood = nan", "weights.mood"),
        ("not toml", "config.toml"),
    ],
)
def test_a_mistake_in_the_settings_is_named_in_one_line(
    tmp_path: Path, text: str, named: str
) -> None:
    with pytest.raises(UsageError, match=named) as raised:
        load_config(written(tmp_path, text))
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_text_is_a_usage_error(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError):
        load_config(path)
