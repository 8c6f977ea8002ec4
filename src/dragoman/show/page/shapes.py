"""Show: the map's geometry: borders out of GeoJSON, a window around points, areas as circles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, radians
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dragoman.errors import ResourceError

KM_PER_DEGREE = 111.2
"""Along a meridian."""
RADIUS_KM = {
    "point": 0.0,
    "populated": 0.0,
    "admin2": 25.0,
    "admin1": 80.0,
    "country": 250.0,
    "region": 300.0,
}
"""How far around its middle a place of each precision is drawn: an order of size, not its border."""
LEAST_DEGREES = 6.0
"""The smallest window, so that the reader sees where in the world it is."""
_MARGIN = 0.35


class Ring(Struct, frozen=True):
    """A closed line, with the box it lies in."""

    points: tuple[tuple[float, float], ...]
    box: tuple[float, float, float, float]
    """West, south, east, north."""


class Window(Struct, frozen=True):
    """The part of the world that is drawn, in degrees, on a picture; north is up, and middle lengths are true."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands on the picture.

        >>> Window(-10, 0, 10, 20, 200, 100).at(0, 10)
        (100.0, 50.0)
        """
        x = (lon - self.west) / (self.east - self.west) * self.width
        y = (self.north - lat) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)

    def sees(self, box: tuple[float, float, float, float]) -> bool:
        """Whether anything in a box can be seen."""
        west, south, east, north = box
        return west < self.east and east > self.west and south < self.north and north > self.south

    def radius(self, km: float) -> float:
        """A length in kilometres on the picture."""
        return round(km / KM_PER_DEGREE / (self.north - self.south) * self.height, 1)


def window_around(points: Sequence[tuple[float, float]], width: float, height: float) -> Window:
    """A window with room around points (longitude, latitude); the whole world where there are none."""
    if not points:
        return Window(-180, -60, 180, 85, width, height)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = max(0.2, cos(radians(middle_lat)))
    tall = max(LEAST_DEGREES, (max(lats) - min(lats)) * (1 + 2 * _MARGIN))
    wide = max(tall * width / height / squeeze, (max(lons) - min(lons)) * (1 + 2 * _MARGIN))
    tall = min(170.0, wide * squeeze * height / width)
    wide = min(360.0, wide)
    south = min(max(-89.0, middle_lat - tall / 2), 89.0 - tall)
    return Window(middle_lon - wide / 2, south, middle_lon + wide / 2, south + tall, width, height)


# ---- borders


@cache
def rings_of(path: Path | None) -> tuple[Ring, ...]:
    """The rings of a GeoJSON file of polygons; the package's own borders for None.

    Raises:
        ResourceError: the file cannot be read, or holds something else.
    """
    try:
        found = _own() if path is None else path.read_bytes()
        features = msgspec.json.decode(found)["features"]
        return tuple(
            _ring(ring) for feature in features for ring in _lines(feature["geometry"]) if len(ring) > 2
        )
    except OSError as err:
        raise ResourceError(f"{path}: {err.strerror}", hint="give a GeoJSON file with --shapes") from err
    except (msgspec.DecodeError, KeyError, TypeError, ValueError) as err:
        raise ResourceError(
            f"{path}: no GeoJSON of polygons", hint="a FeatureCollection of Polygon and MultiPolygon"
        ) from err


def _own() -> bytes:
    return files("dragoman.resources").joinpath("shapes", "world.json").read_bytes()


def _lines(geometry: dict[str, Any] | None) -> Iterable[Any]:
    if geometry is None:
        return ()
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    return (ring for polygon in polygons[geometry["type"]] for ring in polygon)


def _ring(points: Sequence[Sequence[float]]) -> Ring:
    found = tuple((float(point[0]), float(point[1])) for point in points)
    lons, lats = [lon for lon, _ in found], [lat for _, lat in found]
    return Ring(found, (min(lons), min(lats), max(lons), max(lats)))


@lru_cache(maxsize=64)
def outlines(path: Path | None, window: Window) -> str:
    """The borders in a window as the data of an SVG path; what falls on the same point twice is drawn once."""
    return "".join(_outline(ring, window) for ring in rings_of(path) if window.sees(ring.box))


def _outline(ring: Ring, window: Window) -> str:
    placed = [window.at(_held(lon, window), lat) for lon, lat in ring.points]
    drawn = [placed[0]]
    for point in placed[1:]:
        if abs(point[0] - drawn[-1][0]) + abs(point[1] - drawn[-1][1]) >= 0.8:
            drawn.append(point)
    return "" if len(drawn) < 3 else "M" + "L".join(f"{x:g},{y:g}" for x, y in drawn) + "Z"


def _held(lon: float, window: Window) -> float:
    """Far outside the window a point may as well stand at its edge: the numbers stay small."""
    wide = window.east - window.west
    return min(max(lon, window.west - wide), window.east + wide)
