"""Show: the map: where events happened or what places reports name, with the precision of each as an area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import sqrt
from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Stream
from msgspec import Struct

from dragoman.errors import UsageError
from dragoman.show.page.addresses import Asked, asked_of, value_address
from dragoman.show.page.render import render
from dragoman.show.page.report import title_of
from dragoman.show.page.search import answer_to, choices
from dragoman.show.page.shapes import RADIUS_KM, Window, outlines, window_around
from dragoman.show.page.sheets import rows_of, sheet_of
from dragoman.show.page.site import Asks, Lent, Served
from dragoman.show.page.words import APPLY, FILTERS
from dragoman.store import Answer, Store
from dragoman.types import OUTSIDE_ZONES, Place, Record

WIDTH, HEIGHT = 980.0, 560.0
DRAWN = 200
"""Events, or reports, that a map takes, the newest: each report's record is looked into for how precise a place is."""
LAYERS = ("events", "places")
SPOT_COLUMNS = ("place", "country", "precision", "latitude", "longitude", "how_many", "examples")


class Spot(Struct, frozen=True, kw_only=True):
    """A place with what is there: its name, its precision, how many, and where that leads."""

    name: str
    precision: str
    lat: float
    lon: float
    country: str
    count: int
    examples: tuple[tuple[str, str], ...]
    """Addresses, each with its words."""


class Mark(Struct, frozen=True, kw_only=True):
    """A spot on the picture: a point, or a circle as large as its precision."""

    spot: Spot
    x: float
    y: float
    radius: float
    area: bool
    label: bool


@get("/map", include_in_schema=False, sync_to_thread=True)
def map_start(stores: Lent) -> Redirect:
    """The layer that holds something."""
    with stores.lend() as store:
        found = store.summary()["events"]
    return Redirect("/map/events" if found else "/map/places", status_code=303)


@get("/map/{layer:str}", include_in_schema=False, sync_to_thread=True)
def map_page(
    site: Served,
    stores: Lent,
    request: Asks,
    layer: FromPath[str],
) -> Response[str]:
    """A map of the events that filters let through, or of the places that reports name."""
    asked = _asked(layer, request)
    with stores.lend() as store:
        answer = answer_to(store, asked)
        found = _found(store, layer, answer)
        count, more = answer.count()
    placed = [one for one in found if one[0] is not None]
    spots = spots_of(placed)
    window = window_around([(spot.lon, spot.lat) for spot in spots], WIDTH, HEIGHT)
    return render(
        site,
        "map.html",
        current="map",
        layer=layer,
        layers=LAYERS,
        asked=asked,
        spots=spots,
        marks=tuple(_marks(spots, window)),
        land=outlines(site.shapes, window),
        width=WIDTH,
        height=HEIGHT,
        unplaced=len(found) - len(placed),
        left_out=more or count > DRAWN,
        drawn=DRAWN,
        apply=APPLY[asked.question],
        told_of=FILTERS,
        choices=choices(asked.question),
    )


@get("/map/{layer:str}/table", include_in_schema=False, sync_to_thread=True)
def map_file(
    site: Served, stores: Lent, request: Asks, layer: FromPath[str], form: FromQuery[str] = "csv"
) -> Stream:
    """The places of a map as a file."""
    asked = _asked(layer, request)
    with stores.lend() as store:
        spots = spots_of(_found(store, layer, answer_to(store, asked)))
    rows = [
        (
            *(spot.name, spot.country or None, spot.precision or None, spot.lat, spot.lon, spot.count),
            "; ".join(f"{words} ({address})" for address, words in spot.examples),
        )
        for spot in spots
    ]
    return sheet_of(rows_of(site, SPOT_COLUMNS, rows), f"map-{layer}", form)


def _asked(layer: str, request: Asks) -> Asked:
    if layer not in LAYERS:
        raise UsageError(f"{layer}: no such map", hint=f"there are: {', '.join(LAYERS)}")
    question = "events" if layer == "events" else "reports"
    return asked_of(question, request.query_params.multi_items())


Found = tuple[Place | None, str, str]
"""A place, the address of what is there, and its words."""


def _found(store: Store, layer: str, answer: Answer) -> list[Found]:
    return list(_events(store, answer) if layer == "events" else _named(store, answer))


def _events(store: Store, answer: Answer) -> Iterator[Found]:
    record_of = cache(store.record)
    for row in answer.rows(DRAWN):
        document, _, local = row["id"].partition("/")
        record = record_of(document)
        event = next(event for event in record.events if event.id == local)
        place = next((place for place in record.places if place.id == event.place), None)
        words = f"{row['day'] or ''} {row['type']} {row['who'] or ''}: {row['trigger_words']}"
        yield _if_placed(place), value_address(row["id"]), words


def _named(store: Store, answer: Answer) -> Iterator[Found]:
    """The places that reports name outside teasers and furniture, once for each report."""
    for row in answer.rows(DRAWN):
        record = store.record(row["id"])
        for place in {
            place.name: place for place in reversed(record.places) if not _outside(record, place)
        }.values():
            yield _if_placed(place), value_address(row["id"]), title_of(record)


def _outside(record: Record, place: Place) -> bool:
    zones = (zone for zone in record.document.zones if zone.zone in OUTSIDE_ZONES)
    return any(zone.span.covers(place.span) for zone in zones)


def _if_placed(place: Place | None) -> Place | None:
    return place if place is not None and place.lat is not None and place.lon is not None else None


def spots_of(found: Iterable[Found]) -> tuple[Spot, ...]:
    """What is found at each place, the places with the most first."""
    held: dict[tuple[str, float, float], list[tuple[Place, str, str]]] = {}
    for place, address, words in found:
        if place is not None and place.lat is not None and place.lon is not None:
            held.setdefault((place.name, place.lat, place.lon), []).append((place, address, words))
    spots = [
        Spot(
            name=name,
            precision=own[0][0].precision or "",
            lat=lat,
            lon=lon,
            country=own[0][0].country or "",
            count=len(own),
            examples=tuple(dict.fromkeys((address, words) for _, address, words in own[:5])),
        )
        for (name, lat, lon), own in held.items()
    ]
    return tuple(sorted(spots, key=lambda spot: (-spot.count, spot.name)))


def _marks(spots: Sequence[Spot], window: Window) -> Iterator[Mark]:
    """The spots on the picture, areas first so that points lie on top; a label where there is room for it."""
    labelled: list[tuple[float, float]] = []
    most = max((spot.count for spot in spots), default=1)
    marks = []
    for spot in spots:
        x, y = window.at(spot.lon, spot.lat)
        room = all(abs(x - other_x) > 90 or abs(y - other_y) > 14 for other_x, other_y in labelled)
        if room:
            labelled.append((x, y))
        km = RADIUS_KM.get(spot.precision, 0.0)
        radius = max(9.0, window.radius(km)) if km else round(4 + 7 * sqrt(spot.count / most), 1)
        marks.append(Mark(spot=spot, x=x, y=y, radius=radius, area=bool(km), label=room))
    yield from sorted(marks, key=lambda mark: (not mark.area, -mark.radius))


ROUTES: Sequence[Any] = (map_start, map_page, map_file)
