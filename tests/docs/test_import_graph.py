"""The pages of the documentation are true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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
