"""Draws the packages of the program and their imports into ARCHITECTURE.md.

`python docs/import_graph.py` renews the diagram. With `--check` it ends with status 1 if the
diagram is out of date. An arrow implied by others is left out.
"""

import sys
from itertools import product
from pathlib import Path
from typing import Final

import grimp

PAGE: Final = Path(__file__).parents[1] / "ARCHITECTURE.md"
BEGIN: Final = "```mermaid\n"
END: Final = "```\n"
PACKAGES: Final = (
    "commands",
    "ui",
    "services",
    "session",
    "mood",
    "webcam",
    "playback",
    "demo",
    "expression",
    "models.emotion",
    "models.music",
    "library.ranking",
    "library.playlists",
    "library.scan",
    "library.workers",
    "library.store",
)
"""Packages in the diagram. The modules beside them are used by all."""


def imports() -> set[tuple[str, str]]:
    """Pairs of packages. The first imports from the second."""
    graph = grimp.build_graph("tui_player", exclude_type_checking_imports=True)
    modules = {package: _modules(graph, package) for package in PACKAGES}
    found = set()
    for importer, imported in product(PACKAGES, PACKAGES):
        targets = modules[imported]
        if importer != imported and any(
            graph.find_modules_directly_imported_by(module) & targets
            for module in modules[importer]
        ):
            found.add((importer, imported))
    return found


def _modules(graph: grimp.ImportGraph, package: str) -> set[str]:
    name = f"tui_player.{package}"
    found = {name, *graph.find_descendants(name)}
    return {module for module in found if ".training" not in module}


def reduced(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The transitive reduction of the arrows."""
    return {
        (start, end)
        for start, end in arrows
        if not _leads(arrows - {(start, end)}, start, end, frozenset({start}))
    }


def _leads(arrows: set[tuple[str, str]], start: str, end: str, seen: frozenset[str]) -> bool:
    following = {target for origin, target in arrows if origin == start} - seen
    return end in following or any(
        _leads(arrows, target, end, seen | {target}) for target in following
    )


def diagram() -> str:
    """The packages and their arrows in Mermaid's syntax."""
    lines = ["flowchart TD"]
    for start, end in sorted(
        reduced(imports()), key=lambda arrow: tuple(map(PACKAGES.index, arrow))
    ):
        lines.append(f"    {start} --> {end}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Renew the page, or check it."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    renewed = before + BEGIN + diagram() + END + after
    if "--check" in sys.argv:
        return int(renewed != text)
    PAGE.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
