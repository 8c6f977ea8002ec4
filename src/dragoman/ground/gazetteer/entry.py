"""One entry of a gazetteer, wherever it comes from: what `places` chooses between."""

from __future__ import annotations

from msgspec import Struct

from dragoman.types import Precision


class Candidate(Struct, frozen=True, kw_only=True):
    """One thing that a place name may stand for; no country where an area is disputed or spans several."""

    name: str
    precision: Precision
    country: str | None
    lat: float | None
    lon: float | None
    admin: tuple[str, ...] = ()
    """The units it lies in, the larger first."""
    within: tuple[str, ...] = ()
    """The gazetteer's ids of these units."""
    gazetteer: str | None = None
    population: int = 0
    capital: bool = False
    own: bool = False
    """Whether it comes from the package's own lists, whose names are those of the news."""
    other: bool = False
    """Whether the name is another one of its names, not the one it is listed under."""
    respelt: bool = False
    """Whether it bears the name only in another spelling than the text's, found by its consonants."""
