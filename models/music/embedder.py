"""Run the music network with onnxruntime on one thread."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.acoustic_fingerprint import fingerprint
from tui_player.models.music.audio import decode
from tui_player.models.music.genres import GENRES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.key import key_of
from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.tempo import tempo_bpm
from tui_player.models.music.windows import Windows
from tui_player.models.onnx import open_session

MODEL: Final = Path(__file__).with_name("music_crnn.onnx")
OUTPUTS: Final = (
    "embedding",
    "genre",
    "quadrant",
    "valence_arousal",
    "deviation",
    "speech",
    "noise",
)
VERSION_KEY: Final = "version"

Floats = NDArray[np.float32]


def hear_file(path: str, model: Path = MODEL) -> Hearing:
    """Decode up to three windows of a file and analyse them; raises `AudioError`.

    `path` may contain surrogate escapes. A process loads each network once, at its first use.
    """
    return hear(decode(path), model)


def hear(windows: Windows, model: Path = MODEL) -> Hearing:
    """Mean of the network's outputs over all windows, with the embedding normalised again."""
    log_mels = [log_mel(samples) for samples in windows.samples]
    outputs = [run(window[None, None], model) for window in log_mels]
    means: dict[str, Floats] = {
        name: np.mean([one[name][0] for one in outputs], axis=0, dtype=np.float32)
        for name in OUTPUTS
    }
    embedding = means["embedding"]
    embedding /= max(float(np.linalg.norm(embedding)), 1e-9)
    happy, tense, sad, calm = means["quadrant"].tolist()
    valence, arousal = means["valence_arousal"].tolist()
    valence_deviation, arousal_deviation = means["deviation"].tolist()
    return Hearing(
        embedding=embedding,
        genres=dict(zip(GENRES, means["genre"].tolist(), strict=True)),
        quadrants=(happy, tense, sad, calm),
        valence=valence,
        arousal=arousal,
        deviations=(valence_deviation, arousal_deviation),
        speech=float(means["speech"][0]),
        noise=float(means["noise"][0]),
        tempo_bpm=tempo_bpm(log_mels),
        key=key_of(windows.samples),
        duration_s=windows.duration_s,
        acoustic_fingerprint=fingerprint(log_mels[len(log_mels) // 2]),
        version=version(model),
    )


def run(log_mels: Floats, model: Path = MODEL) -> dict[str, Floats]:
    """[N, 1, 96, T] -> each of `OUTPUTS` by name, [N, ...]."""
    outputs = _session(model).run(OUTPUTS, {"log_mel": log_mels})
    return dict(zip(OUTPUTS, outputs, strict=True))


def version(model: Path = MODEL) -> str:
    """Version of the network from the file's metadata."""
    stated: str = _session(model).get_modelmeta().custom_metadata_map[VERSION_KEY]
    return stated


@lru_cache(maxsize=8)
def _session(model: Path) -> Any:
    return open_session(model)
