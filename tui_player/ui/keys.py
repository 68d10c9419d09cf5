"""Keys of the player: one table for the bindings, the help and the command palette."""

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding, BindingType

from tui_player.expression.classes import FER2013_CLASSES


@dataclass(frozen=True, slots=True)
class Key:
    """One action of the player screen and its keys."""

    keys: str
    """Textual's key names, separated by commas."""
    action: str
    label: str
    """Label in the footer."""
    help: str
    group: str
    shown: str = ""
    """Keys as the help shows them, if Textual's names are not clear."""


_MOODS: Final = tuple(
    Key(str(number), f"set_mood('{label}')", "", f"My mood is: {label}", "Mood")
    for number, label in enumerate(FER2013_CLASSES, start=1)
)

KEYS: Final = (
    Key("space", "play_pause", "Play", "Play or pause", "Playing"),
    Key("n", "next", "Next", "Next song (counts as a skip)", "Playing"),
    Key("p", "previous", "", "To the song's start, or to the previous song", "Playing"),
    Key("left", "seek(-1)", "", "A step back (5 seconds, if not set otherwise)", "Playing", "←"),
    Key("right", "seek(1)", "", "A step forward", "Playing", "→"),
    Key("plus,equals_sign", "volume(1)", "", "Louder", "Playing", "+"),
    Key("minus", "volume(-1)", "", "Softer", "Playing", "-"),
    Key("v", "mute", "Mute", "Mute or unmute", "Playing"),
    Key("r", "repeat", "Repeat", "Repeat: off, one, all", "Playing"),
    Key("z", "shuffle", "Shuffle", "Shuffle on or off", "Playing"),
    Key("l", "like", "Like", "Like this song (library: at cursor); again: undo", "Feedback"),
    Key("d", "dislike", "Dislike", "Dislike it; again: undo", "Feedback"),
    *_MOODS,
    Key("0", "release_mood", "By camera", "Back to the camera's mood", "Mood"),
    Key("w", "wrong", "Wrong", "That look is wrong; 1-7 then say which is right", "Mood"),
    Key("c", "app.camera", "Camera", "Camera on or off", "Mood"),
    Key("m", "strategy", "Strategy", "Strategy: match, uplift, calm, stay", "Mood"),
    Key("M", "app.lead", "Lead", "Lead me from this mood to another", "Mood"),
    Key("i", "more_like", "More like", "More like this song; again: within the mood", "Mood"),
    Key("I", "way_to", "", "From the song that plays to this one, step by step", "Mood"),
    Key("e", "app.weights", "Weights", "Sliders: how much each reason counts", "Mood"),
    Key("y", "why", "Why", "Why is this song here", "Mood"),
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
    ("a / A", "In the library: queue it after your songs / play it next"),
    ("o / O", "In the library: sort by the next column / reverse the order"),
    ("~ ≡", "In the library: a guessed genre; a copy of another recording"),
    ("j k g G", "Down, up, to the top, to the end"),
)
"""Keys of the lists, for the help."""


FOOTER: Final = (
    *("space", "n", "l", "d", "c", "m", "slash", "question_mark", "q"),
    *("b", "y", "s", "M", "w", "0", "z", "r", "v", "t", "e", "f"),
)
"""Keys in the footer, the most useful first; a narrow terminal shows only the first ones."""


def bindings() -> list[BindingType]:
    """Bindings for Textual, in the footer's order."""

    def place(key: Key) -> int:
        return FOOTER.index(key.keys) if key.keys in FOOTER else len(FOOTER)

    return [
        Binding(key.keys, key.action, key.label or key.help, show=key.keys in FOOTER)
        for key in sorted(KEYS, key=place)
    ]
