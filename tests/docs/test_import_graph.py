"""The pages of the documentation are true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tui_player.expression.classes import COORDINATES
from tui_player.library.mood_words import MIDDLE, MOODS, NEUTRAL, mood_word

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md")


def test_the_diagram_is_that_of_the_imports() -> None:
    program = [sys.executable, "docs/import_graph.py", "--check"]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("page", PAGES)
def test_links_and_paths_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    paths = re.findall(r"`((?:tui_player|library|models|tests|scripts|docs)/[\w./-]+)`", text)
    named = [path for path in (*links, *paths) if "NAME" not in path]
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_glossary_has_every_mood_word_with_its_place_and_its_expressions() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for word, (valence, arousal) in MOODS.items():
        at = (
            f"the middle, up to a distance of {MIDDLE}"
            if word == NEUTRAL
            else f"{valence:.2f}, {arousal:.2f}"
        )
        row = re.search(rf"^\| {word} \| {at} \|(.*)\|$", text, re.MULTILINE)
        assert row is not None, word
        stand_for_it = {name for name, place in COORDINATES.items() if mood_word(*place) == word}
        assert set(re.findall(r"\w+", row[1])) == stand_for_it
