import re
from importlib.metadata import requires
from pathlib import Path
from zlib import crc32

import pytest

from tests.tui_player.conftest import CommandLine
from tests.tui_player.songs import song
from tui_player.commands import doctor
from tui_player.commands.checks import library, machine, models, sound
from tui_player.commands.checks.finding import Finding, Status
from tui_player.errors import PlaybackError
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.session.saved_session import SavedSession, save_session


def found(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(doctor, "_findings", lambda _, repair_faults: iter(findings))


FINE = Finding("libvlc", Status.OK, "3.0.24")
LESS = Finding("camera", Status.WARNING, "none found", "nothing needs one")
WRONG = Finding("faces", Status.ERROR, "missing", "install again")


def test_a_json_row_has_its_documented_fields_in_order(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, FINE)
    outcome = tui_player("doctor", "--json")
    assert outcome.out == (
        '{"check": "libvlc", "status": "ok", "detail": "3.0.24", "advice": ""}\n'
    )


@pytest.mark.parametrize(("findings", "status"), [([FINE, LESS], 0), ([WRONG, FINE], 1)])
def test_only_an_error_makes_the_exit_status_1(
    tui_player: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    findings: list[Finding],
    status: int,
) -> None:
    found(monkeypatch, *findings)
    assert tui_player("doctor").status == status


def test_text_output_shows_the_advice_below_the_result(
    tui_player: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, LESS)
    assert tui_player("doctor").out == ("warning  camera      none found\n    nothing needs one\n")


def test_the_networks_load_and_give_results() -> None:
    assert [models.expression().status, models.music().status] == [Status.OK, Status.OK]


def test_an_unknown_audio_output_is_an_error() -> None:
    findings = list(sound.checks("no-such-output"))
    assert [finding.check for finding in findings] == ["libvlc", "sound"]
    assert findings[1].status is Status.ERROR
    assert "--audio-output" in findings[1].advice


def test_a_missing_libvlc_is_an_error_without_a_check_of_the_sound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise PlaybackError("libVLC is missing")

    monkeypatch.setattr("tui_player.playback.libvlc.import_vlc", missing)
    findings = list(sound.checks(""))
    assert [(finding.check, finding.status) for finding in findings] == [("libvlc", Status.ERROR)]
    assert "apt-get install" in findings[0].advice


def test_the_configured_output_is_checked(tui_player: CommandLine, paths: Paths) -> None:
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text('[playback]\naudio_output = "puls"\n')
    assert "libVLC has no output puls" in tui_player("doctor").out


def test_all_required_packages_are_checked() -> None:
    wheels = {"opencv-python-headless": "cv2", "python-vlc": "vlc"}
    needed = [re.match(r"[\w-]+", line) for line in requires("tui-player") or []]
    names = {wheels.get(match[0], match[0]) for match in needed if match}
    assert set(machine.PACKAGES) <= names
    plain = [line for line in requires("tui-player") or [] if "extra ==" not in line]
    assert len(machine.PACKAGES) == len(plain)


def test_an_existing_camera_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video2").touch()
    monkeypatch.setattr(machine, "DEVICES", tmp_path)
    assert "--camera 2 tries it" in machine.camera(None).detail


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PACKAGES", ("numpy", "no_such_package"))
    finding = machine.packages()
    assert finding.status is Status.ERROR
    assert finding.detail == "missing: no_such_package"


def test_a_missing_camera_is_a_warning(tmp_path: Path) -> None:
    finding = machine.camera(str(tmp_path / "none.mp4"))
    assert finding.status is Status.WARNING
    assert finding.advice


def test_an_uncreatable_library_is_an_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.touch()
    finding = library.check(in_the_way / "library")
    assert finding.status is Status.ERROR
    assert str(in_the_way) in finding.advice


def test_the_library_check_counts_songs_and_names_the_open_player(home: Path) -> None:
    directory = Paths.under(home).library
    assert library.check(directory).status is Status.OK
    with Store.open(directory) as store:
        store.put([song(0, path="/music/1.ogg"), song(0, path="/music/2.ogg", missing=True)])
        finding = library.check(directory)
    assert finding.status is Status.OK
    assert finding.detail.startswith("2 songs, 0 heard, 0 rated, 1 missing, 0 broken")
    assert "process" in finding.detail


def test_a_library_in_use_or_too_new_is_not_called_damaged(home: Path) -> None:
    directory = Paths.under(home).library
    with Store.open(directory):
        finding = library.check(directory, repair_faults=True)
    assert finding.status is Status.ERROR
    assert finding.advice == "close it, then try again"
    for journal in directory.glob("journal-*.jsonl"):
        record = b'{"format":99}'
        journal.write_bytes(b'["%08x",%b]\n' % (crc32(record), record))
    finding = library.check(directory)
    assert "newer tui-player" in finding.detail
    assert finding.advice == "update tui-player"


def test_a_fault_in_the_library_is_named_and_repaired_only_on_request(home: Path) -> None:
    directory = Paths.under(home).library
    Store.open(directory).close()
    storage = JournalStorage(directory)
    storage.commit({"songs": {"1": {"path": "/a.mp3", "rating": 9}}})
    storage.close()
    for _ in range(2):
        finding = library.check(directory)
        assert finding.status is Status.WARNING
        assert finding.detail == "songs 1 its rating is 9"
        assert "--repair" in finding.advice
    assert library.check(directory, repair_faults=True).detail == "mended: songs 1 its rating is 9"
    assert library.check(directory).status is Status.OK


def test_what_corrections_taught_is_reported_in_words(paths: Paths) -> None:
    assert "nothing" in models.corrections(paths.session_file).detail
    save_session(paths.session_file, SavedSession(correction={"sad": -0.45}))
    finding = models.corrections(paths.session_file)
    assert (finding.status, finding.detail) == (Status.OK, "reads sad less easily (× 0.64)")
    assert "command palette" in finding.advice
