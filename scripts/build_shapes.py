"""Build the borders that the desk's map draws, from the TopoJSON of the npm package `world-atlas` (Natural Earth).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_shapes.py package/countries-50m.json src/dragoman/resources/shapes/world.json

What is written is GeoJSON, one polygon with its holes a feature, as the map takes it from anybody else. Points are
rounded to hundredths of a degree, bends of less than `BEND_DEGREES` are straightened (Douglas and Peucker 1973; arc by
arc, so that neighbours keep one border), and islets smaller than `LEAST_DEGREES` both ways are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import dist
from pathlib import Path
from typing import Any

import msgspec

LEAST_DEGREES = 0.12
BEND_DEGREES = 0.03
DIGITS = 2
Point = tuple[float, float]


def main(source: str, target: str) -> None:
    topology = msgspec.json.decode(Path(source).read_bytes())
    arcs = [straightened(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    geometries = topology["objects"]["countries"]["geometries"]
    features = [feature for geometry in geometries for feature in features_of(geometry, arcs)]
    collection = {"type": "FeatureCollection", "features": features}
    Path(target).write_bytes(msgspec.json.encode(collection) + b"\n")
    points = sum(len(ring) for feature in features for ring in feature["geometry"]["coordinates"])
    print(f"{target}: {len(features)} polygons, {points:,} points")


def decoded(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> list[Point]:
    """An arc's points: each is written as the difference to the one before it."""
    (scale_x, scale_y), (left, low) = transform["scale"], transform["translate"]
    xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    return [(x * scale_x + left, y * scale_y + low) for x, y in zip(xs, ys, strict=True)]


def straightened(points: Sequence[Point]) -> list[Point]:
    """A line without the bends that nobody would see."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda at: off_line(points[at], points[first], points[last]), default=first)
        if off_line(points[farthest], points[first], points[last]) > BEND_DEGREES:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def off_line(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others, in degrees; from the first if they are one."""
    length = dist(start, end)
    if not length:
        return dist(point, start)
    (x, y), (x0, y0), (x1, y1) = point, start, end
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length


def features_of(geometry: dict[str, Any], arcs: Sequence[Sequence[Point]]) -> Iterator[dict[str, Any]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
    for polygon in polygons:
        rings = [ring for numbers in polygon if (ring := ring_of(numbers, arcs))]
        if rings:
            yield {
                "type": "Feature",
                "properties": {"name": geometry["properties"]["name"]},
                "geometry": {"type": "Polygon", "coordinates": rings},
            }


def ring_of(numbers: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """A ring of rounded points, empty if it is too small to be seen; a negative number is an arc backwards."""
    joined = [point for number in numbers for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
    rounded = list(dict.fromkeys((round(x, DIGITS), round(y, DIGITS)) for x, y in joined))
    xs, ys = [x for x, _ in rounded], [y for _, y in rounded]
    if len(rounded) < 3 or (max(xs) - min(xs) < LEAST_DEGREES and max(ys) - min(ys) < LEAST_DEGREES):
        return []
    return [*rounded, rounded[0]]


if __name__ == "__main__":
    main(*sys.argv[1:3])
