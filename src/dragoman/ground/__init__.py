"""Says what annotations refer to in the world: entities, places, times; the step between annotate and record."""

from __future__ import annotations

from dragoman.ground.actors import ActorIndex
from dragoman.ground.candidates import Atlas
from dragoman.ground.entities import ground_entities
from dragoman.ground.gazetteer import Gazetteer, find_gazetteer, open_gazetteer
from dragoman.ground.places import ground_places, read_places
from dragoman.ground.times import ground_times
from dragoman.stages import Annotations, Document, Groundings, Segments

__all__ = ["ActorIndex", "Atlas", "Gazetteer", "find_gazetteer", "ground", "open_gazetteer"]


def ground(
    doc: Document,
    segments: Segments,
    annotations: Annotations,
    *,
    atlas: Atlas | None = None,
    actors: ActorIndex | None = None,
) -> Groundings:
    """The entities, places and times that a report's annotations refer to; what isn't known is null, with a reason.

    `atlas` is what place names are looked up in; if none is given, our own lists and the gazetteer that is installed.

    >>> doc = Document(id="d", origin="d", raw_sha256="", text="")
    >>> segments = Segments(language=None, zones=(), paragraphs=(), sentences=(), quotations=())
    >>> ground(doc, segments, Annotations())
    Groundings(entities=(), entity_of=(), places=(), times=())
    """
    readings = read_places(doc, segments, annotations, atlas=atlas)
    entities, entity_of = ground_entities(doc, segments, annotations, readings=readings, actors=actors)
    return Groundings(
        entities=entities,
        entity_of=entity_of,
        places=ground_places(doc, segments, annotations, readings=readings),
        times=ground_times(doc, segments, annotations.timexes),
    )
