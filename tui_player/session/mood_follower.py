"""The listener's mood within a session: what changes it, and the queue that follows it."""

from collections.abc import Callable
from typing import TypeVar

from tui_player.expression.reading import Reading
from tui_player.mood.tracker import MoodTracker
from tui_player.session.journey import StrategyState
from tui_player.session.ports import Ports

Result = TypeVar("Result")


class MoodFollower:
    """Takes in readings and the listener's word, and ranks again when the settled mood changes."""

    def __init__(
        self,
        moods: MoodTracker,
        strategy_state: StrategyState,
        ports: Ports,
        clock: Callable[[], float],
        rerank: Callable[[], None],
    ) -> None:
        """`clock` returns Unix time in seconds; `rerank` requests a ranking."""
        self._moods = moods
        self._strategy_state = strategy_state
        self._ports = ports
        self._clock = clock
        self._rerank = rerank

    def observe(self, reading: Reading) -> None:
        """Take in a reading of the listener's face."""
        self._change(lambda: self._moods.observe(reading, self._clock()))

    def set_by_hand(self, label: str) -> None:
        """Set the mood by hand. It holds until `release`."""
        self._teach(lambda: self._moods.set_by_hand(label, self._clock()))

    def release(self) -> None:
        """Follow the readings again."""
        self._change(self._moods.release)

    def wrong(self) -> str | None:
        """Mark the mood's label as wrong. Returns the rejected label; None without one."""
        return self._teach(lambda: self._moods.wrong(self._clock()))

    def take_back_correction(self) -> bool:
        """Remove what the last correction taught. Returns whether there was one."""
        taken = self._moods.take_back_correction()
        self._ports.changed()
        return taken

    def forget_corrections(self) -> None:
        """Remove what all corrections taught."""
        self._moods.forget_corrections()
        self._ports.changed()

    def _teach(self, change: Callable[[], Result]) -> Result:
        """Change the mood by the listener's word, and say what it taught."""
        correction = self._moods.correction
        biases_before, corrections_before = correction.biases, len(correction.earlier)
        result = self._change(change)
        if len(correction.earlier) < corrections_before:
            self._ports.notify("the correction is taken back")
        elif correction.biases != biases_before and correction.last_in_words:
            self._ports.notify(f"learnt: {correction.last_in_words}; ctrl+p takes it back")
        return result

    def _change(self, change: Callable[[], Result]) -> Result:
        """Change the mood. Rank again if the settled mood changed."""
        before = self._moods.settled
        result = change()
        self._strategy_state.observe(after := self._moods.settled)
        if after.label != before.label:
            self._strategy_state.mood_changed()
        if after != before:
            self._rerank()
        self._ports.changed()
        return result
