"""Grounds place names: says which country, area or city each stands for, or why that isn't known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import UNSET, structs

from dragoman.ground.candidates import Atlas, Candidate, fit_kind, split_kind, usual_atlas
from dragoman.ground.choosing import SEVERAL, Reading, apart_km, choose
from dragoman.ground.context import (
    Beside,
    cover,
    hear,
    is_name_of_place,
    is_part_of_other_name,
    read_beside,
)
from dragoman.ground.countries import fold, seat_of_government
from dragoman.ground.evidence import (
    Named,
    Spoken,
    Weighed,
    countries_spoken_of,
    weigh,
    weigh_more,
)
from dragoman.ground.toponyms import find_toponyms, widen
from dragoman.stages import Annotations, Document, Segments
from dragoman.types import Place, Span

__all__ = ["Reading", "ground_places", "read_places"]

UNMARKED = 1.2  # of what the report adds; asked for a name that no mention covers
_HOLDERS = frozenset({"PER", "ORG", "OUTLET", "ARMED"})
_REACH_KM = {"admin1": 400.0, "admin2": 80.0, "region": 600.0, "populated": 50.0, "point": 50.0}  # to lie in
_COUNTRIES_RESPELT = 3  # of those a report speaks of most, in which other spellings are looked for
_NO_POINT = "a part of a larger area, with no point of its own in the list"


def ground_places(
    doc: Document,
    segments: Segments,
    annotations: Annotations,
    *,
    readings: Mapping[int, Reading] | None = None,
    atlas: Atlas | None = None,
) -> tuple[Place, ...]:
    """The places a report names, one for each name in the text, in its order; ids `p1`, `p2` ...

    A name that no list has, or that could be several places, is there with nulls and the reason.
    Left out are names inside a person's or an organisation's name, demonyms, seats of government ("the
    Kremlin"), and names that speak: in "Moscow said" a government is meant, an entity and no place.

    Args:
        doc: the report.
        segments: its parts.
        annotations: its mentions, and who speaks.
        readings: what `read_places` says of the same report, if that is known already.
        atlas: what names are looked up in; if none is given, our own lists and the gazetteer that is installed.

    >>> from dragoman.stages import Mention
    >>> text = "Talks were held in Geneva."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> mention = Mention(span=Span(19, 25), type="GPE", kind="name")
    >>> [place] = ground_places(doc, segments, Annotations(mentions=(mention,)))
    >>> place.name, place.precision, place.country
    ('Geneva', 'populated', 'CHE')
    """
    known = read_places(doc, segments, annotations, atlas=atlas) if readings is None else readings
    shown = _without_repeats(known, annotations)
    return tuple(
        _make_place(f"p{number}", span, " ".join(doc.quote(span).split()), shown[span])
        for number, span in enumerate(sorted(shown), start=1)
    )


def _without_repeats(known: Mapping[int, Reading], annotations: Annotations) -> dict[Span, Reading]:
    """What is read of each name that speaks for no government, once for words that two mentions share."""
    spoken = _speaking(annotations)
    shown: dict[Span, Reading] = {}
    whole: set[Span] = set()
    for index in sorted(known, key=lambda index: (index < 0, index)):
        reading = known[index]
        if index in spoken or reading.span in whole:
            continue
        whole.update([reading.span] if reading.span else [])
        span = annotations.mentions[index].span if index >= 0 else reading.span
        if span is not None:
            shown[span] = reading
    return shown


def read_places(
    doc: Document, segments: Segments, annotations: Annotations, *, atlas: Atlas | None = None
) -> dict[int, Reading]:
    """What each place name stands for, by its index in `annotations.mentions`; speaking names as well.

    Names that no mention covers have an index below zero, and are there only if it is known what they stand for.
    A name read by what stands beside it ("Tripoli, Lebanon") is read the same way in the rest of the report.
    """
    atlas = atlas or usual_atlas()
    spoken = hear(doc, segments, annotations)
    uses = _uses(doc, segments, annotations, atlas)
    groups = _group(doc, uses, spoken, atlas)
    weighed = weigh([group.named for group in groups.values()], spoken)
    read = {key: _read(group, weighed, spoken, atlas) for key, group in groups.items()}
    return {
        use.index: structs.replace(read[use.key, use.beside], span=use.span)
        for use in uses
        if use.index >= 0 or _is_sure(use, groups[use.key, use.beside], read[use.key, use.beside], weighed)
    }


def _is_sure(use: _Use, group: _Group, reading: Reading, weighed: Mapping[str, Sequence[Weighed]]) -> bool:
    """Whether a name that no mention covers is one: a mention elsewhere says so, or the report speaks for the place."""
    chosen = reading.candidate
    if chosen is None or chosen.respelt:
        return False
    support = next((one.support for one in weighed[group.named.key] if one.candidate == chosen), 0.0)
    return (
        any(index >= 0 for index in group.indices) or (chosen.own and " " in use.words) or support >= UNMARKED
    )


# ---- the uses of names


@dataclass(frozen=True)
class _Use:
    """One use of a name: its mention, its words, and what stands beside it or beside another use of it."""

    index: int
    """Of its mention; negative for a name that no mention covers."""
    span: Span
    words: str
    beside: Beside

    @property
    def key(self) -> str:
        """What the uses of a name share: "Idlib" of "Idlib Governorate" and of "Idlib"."""
        rest, kind = split_kind(self.words)
        return fold(rest if kind == "area" else self.words)


@dataclass(frozen=True)
class _Group:
    """The uses of a name that are read the same way: their mentions, and what the name may stand for."""

    words: str
    beside: Beside
    named: Named
    indices: tuple[int, ...]


def _uses(doc: Document, segments: Segments, annotations: Annotations, atlas: Atlas) -> list[_Use]:
    """The uses of place names, each with what the report says beside it, or beside the same name elsewhere."""
    marked = _toponyms(doc, annotations)
    unmarked = find_toponyms(doc, segments, annotations, atlas)
    spans = {**marked, **{-number: span for number, span in enumerate(unmarked, start=1)}}
    uses = [_Use(index, at, doc.quote(at), read_beside(doc.text, at, atlas)) for index, at in spans.items()]
    told: dict[str, Beside] = {}
    for use in uses:
        if use.beside.told and (
            use.beside.firm or any(_lies_in(c, use.beside) for c in atlas.find(use.words))
        ):
            told.setdefault(use.key, use.beside)
    areas = {use.key for use in uses if use.beside.kind == "area"} - {
        use.key for use in uses if use.beside.kind == "town"
    }
    return [_with_told(use, told, areas) for use in uses]


def _with_told(use: _Use, told: Mapping[str, Beside], areas: set[str]) -> _Use:
    beside = use.beside
    if not beside.told and use.key in told:
        beside = structs.replace(told[use.key], kind=beside.kind)
    if beside.kind is None and use.key in areas:
        beside = structs.replace(beside, kind="area")
    return replace(use, beside=beside)


def _toponyms(doc: Document, annotations: Annotations) -> dict[int, Span]:
    held = cover(m.span for m in annotations.mentions if m.kind == "name" and m.type in _HOLDERS)
    found: dict[int, Span] = {}
    for index, mention in enumerate(annotations.mentions):
        span = mention.span
        if not is_name_of_place(mention) or held(span):
            continue
        if seat_of_government(doc.quote(span)) is None and not is_part_of_other_name(doc.text, span):
            found[index] = widen(doc.text, span)
    return found


def _speaking(annotations: Annotations) -> frozenset[int]:
    """The mentions that are by themselves the source of an attribution."""
    sources = {span for found in annotations.attributions for span in found.source}
    speakers = {found.speaker for found in annotations.attributions}
    return frozenset(
        index
        for index, mention in enumerate(annotations.mentions)
        if index in speakers or mention.span in sources
    )


def _group(
    doc: Document, uses: Sequence[_Use], spoken: Spoken, atlas: Atlas
) -> dict[tuple[str, Beside], _Group]:
    groups: dict[tuple[str, Beside], _Group] = {}
    for use in uses:
        known = groups.get((use.key, use.beside))
        near = spoken.near(use.span.start) | (known.named.near if known else frozenset())
        indices = (*(known.indices if known else ()), use.index)
        pool = known.named.pool if known else _pool(use.words, use.beside, atlas)
        number = known.named.key if known else f"{len(groups)} {use.key}"
        named = Named(number, pool, near)
        groups[use.key, use.beside] = _Group(known.words if known else use.words, use.beside, named, indices)
    return groups


# ---- what a name may stand for, by the words beside it


def _pool(words: str, beside: Beside, atlas: Atlas) -> tuple[Candidate, ...]:
    """The candidates that what stands beside a name leaves; none where it rules out all of them."""
    pool = atlas.find(words)
    if beside.kind:
        pool = fit_kind(pool, beside.kind)
    if beside.told and not any(area in pool for area in beside.inside):
        held = tuple(c for c in pool if _lies_in(c, beside))
        pool = held if held or beside.firm else pool
    if beside.listed:
        pool = tuple(c for c in pool if c.precision == "admin1" and c.country in beside.listed) or pool
    return pool


def _lies_in(candidate: Candidate, beside: Beside) -> bool:
    """Whether a candidate lies in one of the countries or areas that a name is put in."""
    if candidate.precision == "country":
        return False
    if candidate.country is not None and candidate.country in beside.countries:
        return True
    return any(_is_part_of(candidate, area) for area in beside.inside)


def _is_part_of(candidate: Candidate, area: Candidate) -> bool:
    if candidate.gazetteer == area.gazetteer and candidate.name == area.name:
        return False
    if area.country is not None and candidate.country not in {None, area.country}:
        return False
    if area.gazetteer in candidate.within or area.name in candidate.admin:
        return True
    placed = area.precision == "admin1" and area.gazetteer and candidate.within
    return not placed and apart_km(candidate, area) <= _REACH_KM.get(area.precision, 0.0)


# ---- choosing


def _read(group: _Group, weighed: Mapping[str, Sequence[Weighed]], spoken: Spoken, atlas: Atlas) -> Reading:
    """What a name stands for: of its candidates the one far enough ahead, else a place that is spelt otherwise."""
    lone = len(weighed) == 1 and not spoken.countries
    reading = choose(weighed[group.named.key], is_told=group.beside.told, is_lone=lone)
    if reading.candidate is not None or reading.why.startswith(SEVERAL):
        return reading
    if not group.named.pool:
        reading = Reading(None, _why_none(group, atlas))
    return _read_respelt(group, weighed, spoken, atlas) or reading


def _read_respelt(
    group: _Group, weighed: Mapping[str, Sequence[Weighed]], spoken: Spoken, atlas: Atlas
) -> Reading | None:
    """A place of the countries spoken of that bears the name in another spelling, if there is one and no other."""
    told = (*group.beside.countries, *(area.country for area in group.beside.inside if area.country))
    countries = dict.fromkeys(told) or countries_spoken_of(weighed, spoken)[:_COUNTRIES_RESPELT]
    pool = tuple(c for country in countries for c in atlas.respelt(group.words, country))
    if group.beside.firm:
        pool = tuple(c for c in pool if _lies_in(c, group.beside))
    if not pool:
        return None
    found = weigh_more(replace(group.named, pool=pool), weighed, spoken)
    reading = choose(found, is_told=bool(told), is_lone=False)
    return reading if reading.candidate is not None else None


def _why_none(group: _Group, atlas: Atlas) -> str:
    where = " or ".join(dict.fromkeys((*group.beside.countries, *(c.name for c in group.beside.inside))))
    if group.beside.firm and atlas.find(group.words):
        return f"the text puts it in {where}, where the list has no such place"
    if atlas.gazetteer is None:
        return "not in the built-in list, and there is no gazetteer: dragoman setup builds it"
    return "the gazetteer has no place of this name"


# ---- writing down


def _make_place(place_id: str, span: Span, words: str, reading: Reading) -> Place:
    chosen = reading.candidate
    if chosen is None:
        return Place(id=place_id, span=span, name=words, why={"lat": reading.why, "country": reading.why})
    why = {}
    if chosen.lat is None:
        why["lat"] = _NO_POINT
    if chosen.country is None:
        why["country"] = "disputed, or part of no one country"
    if chosen.respelt:
        why["name"] = f"{words!r} is taken for another spelling of this name"
    return Place(
        id=place_id,
        span=span,
        name=chosen.name,
        precision=chosen.precision,
        lat=chosen.lat,
        lon=chosen.lon,
        country=chosen.country,
        admin=chosen.admin,
        gazetteer=chosen.gazetteer,
        why=why or UNSET,
    )
