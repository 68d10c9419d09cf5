"""Checks that both networks exist, load, and give valid results; what the listener taught them."""

from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tui_player.commands.checks.finding import Finding, Status, error_line
from tui_player.commands.checks.machine import INSTALL_AGAIN
from tui_player.commands.support.output import silent_libraries

GREY_FACES: Final = (2, 1, 48, 48)
LOG_MELS: Final = (2, 1, 96, 1366)
SUM_TOLERANCE: Final = 1e-3


def expression() -> Finding:
    """Check the face detector and the expression network."""
    try:
        with silent_libraries():
            from tui_player.models.emotion import ExpressionReader

            ExpressionReader()
    except Exception as error:  # noqa: BLE001  # report any reason
        return Finding("faces", Status.ERROR, f"doesn't load: {error_line(error)}", INSTALL_AGAIN)
    return _network("faces", "emotion", {"faces": GREY_FACES}, ("fer2013", "ferplus"))


def music() -> Finding:
    """Check the audio decoders and the music network."""
    try:
        with silent_libraries():
            _load_decoders()
    except Exception as error:  # noqa: BLE001  # report any reason
        return Finding("music", Status.ERROR, f"can't hear: {error_line(error)}", INSTALL_AGAIN)
    return _network("music", "music", {"log_mel": LOG_MELS}, ("quadrant",))


def corrections(session_file: Path) -> Finding:
    """Report what the listener's corrections taught the readings of the face."""
    from tui_player.mood.correction import in_words
    from tui_player.session.saved_session import load_saved_session

    if learnt := in_words(load_saved_session(session_file).correction):
        return Finding("learnt", Status.OK, learnt, "the command palette (ctrl+p) takes it back")
    return Finding("learnt", Status.OK, "nothing from corrections of the face's readings")


def _load_decoders() -> None:
    """Import the decoders and make a spectrogram. Raises their errors."""
    import av
    import numpy as np
    import soundfile
    import soxr

    from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel

    second = soxr.resample(np.zeros(SAMPLE_RATE_HZ, np.float32), SAMPLE_RATE_HZ, SAMPLE_RATE_HZ)
    log_mel(second)
    if not (av.codecs_available and soundfile.available_formats()):
        raise RuntimeError("the decoders know no format")


def _network(
    check: str, package: str, inputs: dict[str, tuple[int, ...]], outputs: tuple[str, ...]
) -> Finding:
    file = files(f"tui_player.models.{package}") / f"{package}_crnn.onnx"
    if not file.is_file():
        return Finding(check, Status.ERROR, f"missing: {file}", INSTALL_AGAIN)
    try:
        with silent_libraries():
            answers = _answers(Path(str(file)), inputs, outputs)
    except Exception as error:  # noqa: BLE001  # report any reason
        return Finding(check, Status.ERROR, f"doesn't run: {error_line(error)}", INSTALL_AGAIN)
    if not all(_are_probabilities(answer) for answer in answers):
        return Finding(check, Status.ERROR, "its answers are no probabilities", INSTALL_AGAIN)
    return Finding(check, Status.OK, f"{file.name} loads and answers")


def _answers(file: Path, inputs: dict[str, tuple[int, ...]], outputs: tuple[str, ...]) -> list[Any]:
    """Outputs of the network for inputs of zeros."""
    import numpy as np

    from tui_player.models.onnx import open_session

    session = open_session(file)
    asked = {name: np.zeros(shape, np.float32) for name, shape in inputs.items()}
    answers: list[Any] = session.run(list(outputs), asked)
    return answers


def _are_probabilities(rows: Any) -> bool:
    """Whether `rows` [N, classes] lie in 0..1 and sum to 1 (NaN fails every comparison)."""
    return bool(
        ((rows >= 0) & (rows <= 1)).all() and (abs(rows.sum(axis=1) - 1) < SUM_TOLERANCE).all()
    )
