"""Every key of the player: one table for the bindings, the help and the command palette."""

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding, BindingType

from tui_player.expression.classes import FER2013_CLASSES


@dataclass(frozen=True, slots=True)
class Key:
    """One action of the player screen and the keys that do it."""

    keys: str
    """Textual's names, separated by commas."""
    action: str
    label: str
    """For the footer."""
    help: str
    group: str
    shown: str = ""
    """How the help shows the keys, where Textual's names would puzzle."""


_MOODS: Final = tuple(
    Key(str(number), f"set_mood('{label}')", "", f"My mood is: {label}", "Mood")
    for number, label in enumerate(FER2013_CLASSES, start=1)
)

KEYS: Final = (
    Key("space", "play_pause", "Play", "Play or pause", "Playing"),
    Key("n", "next", "Next", "Next song (counts as a skip)", "Playing"),
    Key("p", "previous", "", "To its start, or to the song before", "Playing"),
    Key("left", "seek(-1)", "", "A step back (5 seconds, if not set otherwise)", "Playing", "←"),
    Key("right", "seek(1)", "", "A step forward", "Playing", "→"),
    Key("plus,equals_sign", "volume(1)", "", "Louder", "Playing", "+"),
    Key("minus", "volume(-1)", "", "Softer", "Playing", "-"),
    Key("v", "mute", "Mute", "Mute, and back", "Playing"),
    Key("r", "repeat", "Repeat", "Repeat: off, one, all", "Playing"),
    Key("z", "shuffle", "Shuffle", "Shuffle: random picks, and back", "Playing"),
    Key("l", "like", "Like", "Like what plays (in the library: that song); again: not", "Feedback"),
    Key("d", "dislike", "Dislike", "Dislike it; again: not", "Feedback"),
    *_MOODS,
    Key("0", "release_mood", "By camera", "Back to what the camera sees", "Mood"),
    Key("w", "wrong", "Wrong", "That reading is wrong", "Mood"),
    Key("c", "app.camera", "Camera", "Camera on or off", "Mood"),
    Key("m", "strategy", "Strategy", "Strategy: match, uplift, calm, stay", "Mood"),
    Key("M", "app.lead", "Lead", "Lead me from this mood to another", "Mood"),
    Key("e", "app.weights", "Weights", "What counts in the queue: sliders", "Mood"),
    Key("slash", "search", "Find", "Search the library", "Library", "/"),
    Key("b", "browse", "Library", "Library or queue", "Library"),
    Key("s", "app.scan", "Scan", "Scan folders into the library; again: stop", "Library"),
    Key("f", "app.failures", "Failures", "Files that could not be read", "Library"),
    Key("t", "app.theme", "Theme", "Light or dark", "Screen"),
    Key("question_mark", "app.help", "Help", "This help", "Screen", "?"),
    Key("ctrl+p", "app.command_palette", "", "All commands by name", "Screen", "ctrl+p"),
    Key("q", "app.quit", "Quit", "Quit", "Screen"),
)

LIST_KEYS: Final = (
    ("enter", "Play the song under the cursor"),
    ("shift+↑ shift+↓", "Move it in the queue; it then stays there"),
    ("x", "Take it out of the queue"),
    ("a / A", "In the library: queue it behind what you queued / next"),
    ("o / O", "In the library: sort by the next column / the other way round"),
    ("~ ≡", "In the library: a genre as heard; the same recording as another"),
    ("j k g G", "Down, up, to the top, to the end"),
)
"""Keys that the lists themselves handle, for the help."""


FOOTER: Final = (
    *("space", "n", "l", "d", "c", "m", "slash", "question_mark", "q"),
    *("b", "s", "M", "w", "0", "z", "r", "v", "t", "e", "f"),
)
"""The footer's keys, the most wanted first: a narrow terminal shows what there is room for."""


def bindings() -> list[BindingType]:
    """The table as Textual wants it, in the footer's order."""

    def place(key: Key) -> int:
        return FOOTER.index(key.keys) if key.keys in FOOTER else len(FOOTER)

    return [
        Binding(key.keys, key.action, key.label or key.help, show=key.keys in FOOTER)
        for key in sorted(KEYS, key=place)
    ]
