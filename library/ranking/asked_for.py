"""Which files come into the queue by themselves: music of a usual length.

Speech, noise and long files, such as mixes, come only when the settings or the listener ask.
"""

from tui_player.library.catalog import Catalog, Mask
from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.targets import leads_to_rest
from tui_player.library.song import Song
from tui_player.library.sound_kind import SoundKind


def asked_for(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; True for files that may come by themselves."""
    admitted = request.admitted
    asked: Mask = ~(catalog.speech | catalog.noise)
    if admitted.speech:
        asked |= catalog.speech
    if admitted.nature and leads_to_rest(request):
        asked |= catalog.noise
    if admitted.longest_minutes:
        asked &= catalog.minutes < admitted.longest_minutes
    return asked


def why_not_asked_for(song: Song, request: RankRequest) -> str:
    """Why a file does not come by itself, and which setting changes that."""
    admitted = request.admitted
    if song.kind is SoundKind.SPEECH and not admitted.speech:
        return "speech stays out of the queue unless the settings have speech = true below [queue]"
    if song.kind is SoundKind.NOISE and not admitted.nature:
        return "noise stays out of the queue unless the settings have nature = true below [queue]"
    if song.kind is SoundKind.NOISE and not leads_to_rest(request):
        return "noise comes only on the way to calm"
    return (
        f"files of {admitted.longest_minutes:g} minutes or more come only when you queue them: "
        "longest_minutes below [queue] in the settings"
    )
