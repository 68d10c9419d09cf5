"""Every registered term is ranked, named in reasons and adjustable."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from textual.app import App

from tests.tui_player.session.session_stage import staged
from tui_player.config import Config, load_config
from tui_player.errors import UsageError
from tui_player.library.catalog import Catalog, Floats
from tui_player.library.ranking import terms
from tui_player.library.ranking.explanation import explain
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import SHUFFLED, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.ranking.terms.term import Term, TermInputs
from tui_player.library.song import Song
from tui_player.session.restoring import restore, saved_session
from tui_player.session.saved_session import SavedSession
from tui_player.ui.screens.weights import WeightsScreen
from tui_player.ui.widgets.slider import LABEL_CELLS, Slider

SongMaker = Callable[..., Song]
REQUEST = RankRequest(0.0, 0.0, Strategy.MATCH, 1_800_000_000.0)


def is_short(inputs: TermInputs) -> Floats:
    titles = [song.title for song in inputs.catalog.songs]
    return np.array([len(title) < 4 for title in titles], np.float32)


BREVITY = Term(
    name="brevity",
    label="Short titles",
    weight=0.2,
    measured="Nobody measured it.",
    compute=is_short,
    reason=lambda context: f"{context.song.title} is a short title",
)


@pytest.fixture
def brevity(monkeypatch: pytest.MonkeyPatch) -> Term:
    """An additional term during the test."""
    monkeypatch.setitem(TERMS, BREVITY.name, BREVITY)
    return BREVITY


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def sliders_of(screen: WeightsScreen) -> dict[str | None, Slider]:
    return {slider.name: slider for slider in screen.query(Slider)}


def test_every_term_of_the_folder_is_registered_once() -> None:
    names = [path.stem for path in Path(*terms.__path__).glob("*.py")]
    modules = [import_module(f"{terms.__name__}.{name}") for name in names]
    found = {
        (name, id(value))
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Term)
    }
    assert {number for _, number in found} == {id(term) for term in TERMS.values()}
    assert len(found) == len(TERMS)


@pytest.mark.parametrize("name", TERMS)
def test_a_term_has_all_fields(name: str) -> None:
    term = TERMS[name]
    assert term.name == name
    assert name.isidentifier(), "settings are named so"
    assert 0 < len(term.label) <= LABEL_CELLS
    assert term.weight >= 0
    assert term.shuffled >= 0
    assert 0 < term.reason_threshold < 1
    assert term.measured, "a weight has a reason"


def test_weights_that_are_not_given_are_the_defaults_of_the_terms() -> None:
    assert dict(Weights()) == {name: term.weight for name, term in TERMS.items()}
    assert dict(SHUFFLED) == {name: term.shuffled for name, term in TERMS.items()}
    louder = Weights().replaced(mood=0.9)
    assert (louder.mood, louder["taste"]) == (0.9, Weights().taste)
    assert sum(Weights.only(genre=1).values()) == 1
    with pytest.raises(TypeError, match="moood"):
        Weights(moood=1)
    with pytest.raises(AttributeError):
        _ = Weights().moood


class TestAdditionalTerm:
    """An additional registered term works everywhere."""

    def test_an_additional_term_moves_the_queue_and_gives_a_reason(
        self, make_song: SongMaker, brevity: Term
    ) -> None:
        long, short = make_song(title="A long title"), make_song(title="Oh")
        catalog = Catalog.of([long, short])
        first, second = rank(catalog, [], REQUEST, Weights.only(brevity=1))
        assert (first.song, second.song) == (short, long)
        assert (first.terms[brevity.name], second.terms[brevity.name]) == (1, 0)
        assert "Oh is a short title" in first.why
        assert "short title" not in second.why

    def test_why_explains_an_additional_term(self, make_song: SongMaker, brevity: Term) -> None:
        long, short = make_song(title="A long title"), make_song(title="Oh")
        standing = explain(
            Catalog.of([long, short]),
            [],
            REQUEST,
            Weights(),
            collaborative=None,
            song_id=short.id,
        ).standing
        assert standing.terms[brevity.name] == 1
        assert standing.means[brevity.name] == 0.5
        assert standing.weights[brevity.name] > 0
        assert "Oh is a short title" in standing.why

    def test_an_additional_term_is_a_setting(self, tmp_path: Path, brevity: Term) -> None:
        assert Config().weights[brevity.name] == brevity.weight
        config = load_config(written(tmp_path, "[weights]\nbrevity = 1\n"))
        assert config.weights[brevity.name] == 1.0

    def test_the_weight_of_an_additional_term_is_saved_and_restored(self, brevity: Term) -> None:
        left = staged().session
        left.weigh(Weights(brevity=0.7))
        saved = saved_session(left)
        assert saved.weights[brevity.name] == 0.7
        found = staged().session
        restore(found, saved)
        assert found.weights == left.weights

    def test_a_session_saved_without_the_term_loads(self, brevity: Term) -> None:
        session = staged().session
        restore(session, SavedSession(weights={"taste": 0.9, "gone": 1.0}))
        assert session.weights == Weights(taste=0.9)
        assert session.weights[brevity.name] == brevity.weight

    async def test_an_additional_term_has_a_slider(self, brevity: Term) -> None:
        session = staged().session
        async with App[None]().run_test() as pilot:
            screen = WeightsScreen(session)
            await pilot.app.push_screen(screen)
            sliders = sliders_of(screen)
            assert list(sliders) == list(TERMS)
            sliders[brevity.name].focus()
            await pilot.press("end")
            assert session.weights[brevity.name] == 1.0
            await pilot.press("backspace")
            assert session.weights == session.config.weights


def test_an_error_names_the_setting_of_an_unknown_term(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"weights\.brevity"):
        load_config(written(tmp_path, "[weights]\nbrevity = 1\n"))
