"""The lock holds what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def locked(name: str) -> list[Requirement]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [Requirement(line.rstrip(" \\")) for line in text.splitlines() if "==" in line]


def versions(requirements: list[Requirement], python: str, system: str) -> dict[str, str]:
    """What is installed there, by name."""
    here = {"python_version": python, "python_full_version": f"{python}.4", "sys_platform": system}
    return {
        re.sub(r"[-_.]+", "-", one.name).lower(): str(one.specifier).removeprefix("==")
        for one in requirements
        if one.marker is None or one.marker.evaluate(here)
    }


@pytest.mark.parametrize("system", ["linux", "darwin"])
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
        ("requirements-dev.lock", PROJECT["build-system"]["requires"]),
    ],
)
def test_each_dependency_is_locked_within_its_range(
    lock: str, asked: list[str], python: str, system: str
) -> None:
    there = versions(locked(lock), python, system)
    wrong = [
        text
        for text in asked
        if not (wanted := Requirement(text)).specifier.contains(there.get(wanted.name, "0"))
    ]
    assert wrong == []


@pytest.mark.parametrize("python", PYTHONS)
def test_what_listeners_get_is_what_was_tested(python: str) -> None:
    ours = versions(locked("requirements.lock"), python, "linux")
    tested = versions(locked("requirements-dev.lock"), python, "linux")
    assert ours.items() <= tested.items()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_has_a_checksum(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z])", text.partition("\n#")[2].partition("\n")[2]):
        assert "--hash=sha256:" in block, block.splitlines()[0]
