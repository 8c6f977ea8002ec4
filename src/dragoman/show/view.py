"""Show: a record in words that people read, the same for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import UNSET, Struct, UnsetType

from dragoman.show.chain import NO_SOURCE, Chain, Lookup, chain_to, chains_of, look_up, speaker_of
from dragoman.show.control import one_line
from dragoman.show.happenings import Agreed, Counted, Happened, agreed, counted, happened
from dragoman.types import Attribution, Entity, Place, Record, Span, Time, Why

NOT_KNOWN = "not known"
NOT_RESOLVED = "not resolved"

_SPEAKER_BASIS = {
    "named": "named",
    "coreference": "from the words before",
    "carried": "carried over",
    "transcript": "transcript line",
}
_BASIS = {
    "text": "the text says so",
    "metadata": "from the page's metadata",
    "given": "as given by the caller",
}
_TIME_BASIS = {
    "stated": "stated",
    "relative": "counted from another time",
    "weekday": "from the weekday",
    "publication": "set by the publication date",
}
_QUOTATION_MARKS = ("“", '"', "„", "«", "‘", "'")
_INFERRED = frozenset({"carried", "coreference"})


class Fact(Struct, frozen=True):
    """One line of the heading; `known` is False where the value is a reason for not having one."""

    label: str
    value: str
    basis: str = ""
    known: bool = True


class Said(Struct, frozen=True, kw_only=True):
    """One attribution; `inferred` where the speaker is not named beside the words."""

    number: int
    who: str
    found: bool
    inferred: bool
    basis: str
    cue: str
    content: str
    form: str
    zone: str
    score: str
    inside: int | None
    remarks: tuple[str, ...]
    offsets: str
    citation: str


class Named(Struct, frozen=True, kw_only=True):
    """One entity."""

    number: int
    name: str
    type: str
    roles: str
    country: str
    mentions: int
    words: str


class When(Struct, frozen=True, kw_only=True):
    """One time expression."""

    number: int
    words: str
    value: str
    known: bool
    interval: str
    basis: str
    stated: bool


class Where(Struct, frozen=True, kw_only=True):
    """One place; toponyms in the same words that stand for the same place are shown once."""

    numbers: tuple[int, ...]
    words: str
    mentions: int
    name: str
    found: bool
    precision: str
    country: str
    point: str
    reason: str


class View(Struct, frozen=True, kw_only=True):
    """All of a record that people are shown beside its text."""

    title: str
    title_stated: bool
    chains: tuple[Chain, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    said: tuple[Said, ...]
    bases: str
    """How many speakers are known on what basis, and of how many attributions none is."""
    happened: tuple[Happened, ...]
    counted: tuple[Counted, ...]
    agreed: tuple[Agreed, ...]
    entities: tuple[Named, ...]
    times: tuple[When, ...]
    places: tuple[Where, ...]
    producer: str


def describe(record: Record) -> View:
    """The record in words; nothing in it that the record does not hold."""
    title, known = _title_of(record), look_up(record)
    return View(
        title=one_line(record.quote(title)) if title else one_line(record.document.origin),
        title_stated=title is not None,
        chains=chains_of(known),
        facts=tuple(_facts(record)),
        notes=tuple(_notes(record)),
        said=tuple(_said(known, number) for number in range(1, len(record.attributions) + 1)),
        bases=_bases(record),
        happened=tuple(happened(known, number) for number in range(1, len(record.events) + 1)),
        counted=tuple(counted(known, number) for number in range(1, len(record.figures) + 1)),
        agreed=tuple(agreed(known, number) for number in range(1, len(record.terms) + 1)),
        entities=tuple(_named(known, number, entity) for number, entity in enumerate(record.entities, 1)),
        times=tuple(_when(record, number, time) for number, time in enumerate(record.times, 1)),
        places=tuple(_places(record)),
        producer=_producer(record),
    )


def _title_of(record: Record) -> Span | None:
    """The title, else the first headline."""
    headlines = (zone.span for zone in record.document.zones if zone.zone == "headline")
    return record.document.title or next(headlines, None)


def shorten(text: str, width: int) -> str:
    """At most `width` characters of a text on one line, cut between words where there is a gap to cut at.

    >>> shorten("There will be no reconciliation", 16)
    'There will be …'
    """
    text = one_line(text)
    if len(text) <= width:
        return text
    head, gap, _ = text[:width].rpartition(" ")
    return f"{head} …" if gap and len(head) >= width // 2 else f"{text[: width - 1]}…"


def percent(score: float) -> str:
    """A calibrated chance as people write it.

    >>> percent(0.874)
    '87 %'
    """
    return f"{score * 100:.0f} %"


def _reason(why: Why, field: str) -> str:
    return "" if isinstance(why, UnsetType) else one_line(why.get(field, ""))


def _facts(record: Record) -> Iterator[Fact]:
    doc = record.document
    yield _fact(record, "publisher", doc.publisher, _BASIS.get(doc.publisher_basis or "", ""))
    if doc.published:
        yield _fact(record, "published", doc.published.value, _BASIS[doc.published.basis])
    else:
        yield _fact(record, "published", None, "")
    if doc.authors:
        yield Fact(
            "authors",
            ", ".join(one_line(author.name) for author in doc.authors),
            _BASIS[doc.authors[0].basis],
        )
    yield _fact(record, "language", doc.language, "")
    if doc.url:
        yield Fact("address", one_line(doc.url), _reason(doc.why, "url"))
    if doc.retrieved:
        yield Fact("retrieved", one_line(doc.retrieved))
    yield Fact("read from", one_line(doc.origin))


def _fact(record: Record, label: str, value: str | None, basis: str) -> Fact:
    reason = _reason(record.document.why, label)
    if value is None:
        return Fact(label, NOT_KNOWN, reason, known=False)
    return Fact(label, one_line(value), "; ".join(note for note in (basis, reason) if note))


def _notes(record: Record) -> Iterator[str]:
    shown = {"publisher", "published", "language", *(("url",) if record.document.url else ())}
    for why in (record.why, record.document.why):
        if not isinstance(why, UnsetType):
            yield from (
                f"{one_line(field)}: {one_line(words)}" for field, words in why.items() if field not in shown
            )


def _said(known: Lookup, number: int) -> Said:
    record, found = known.record, known.record.attributions[number - 1]
    return Said(
        number=number,
        who=speaker_of(known, found),
        found=bool(found.source) or known.name(found.speaker) is not None,
        inferred=found.speaker_basis in _INFERRED,
        basis=_speaker_basis(record, found),
        cue=one_line(record.quote(found.cue)),
        content=one_line(record.quote(found.content)),
        form=found.form,
        zone=found.zone,
        score=percent(found.score),
        inside=known.numbers.get(found.inside or ""),
        remarks=tuple(_remarks(found)),
        offsets=", ".join(f"{span.start}-{span.end}" for span in found.content),
        citation=cite(known, number),
    )


def _bases(record: Record) -> str:
    """Each basis with its count, then the sources that nobody is found for, then the words without a source."""
    counts = Counter(_basis_of(found) for found in record.attributions)
    order = (*_SPEAKER_BASIS.values(), NOT_RESOLVED, NO_SOURCE)
    return ", ".join(f"{counts[basis]} {basis}" for basis in order if counts[basis])


def _basis_of(found: Attribution) -> str:
    if found.speaker is None:
        return NOT_RESOLVED if found.source else NO_SOURCE
    return _SPEAKER_BASIS.get(found.speaker_basis or "", NOT_RESOLVED)


def _speaker_basis(record: Record, found: Attribution) -> str:
    words = one_line(record.quote(found.source))
    if found.speaker is None:
        return _reason(found.why, "speaker") or (NOT_RESOLVED if words else _reason(found.why, "source"))
    if found.speaker_basis == "coreference" and words:
        return f"from “{shorten(words, 40)}”"
    return _SPEAKER_BASIS.get(found.speaker_basis or "", "")


def _remarks(found: Attribution) -> Iterator[str]:
    if found.polarity == "denied":
        yield "denied"
    if found.translated_from:
        yield f"translated from {one_line(found.translated_from)}"


def cite(known: Lookup, number: int) -> str:
    """A citation of one attribution (from 1): the words, the chain they came by, the address and the characters."""
    record, found = known.record, known.record.attributions[number - 1]
    doc = record.document
    how = f" ({_speaker_basis(record, found)})" if found.speaker_basis in _INFERRED else ""
    parts = (
        " <- ".join(chain_to(known, number)) + how,
        f"published {one_line(doc.published.value)}" if doc.published else "publication date not known",
        one_line(doc.url or doc.origin),
        f"characters {', '.join(f'{span.start}-{span.end}' for span in found.content)} of document {doc.id[:16]}",
    )
    words = one_line(record.quote(found.content))
    marked = words if words[:1] in _QUOTATION_MARKS else f"“{words}”"
    return f"{marked} - " + "; ".join(parts) + "."


def _named(known: Lookup, number: int, entity: Entity) -> Named:
    words = list(dict.fromkeys(one_line(known.record.quote(span)) for span in entity.mentions))
    return Named(
        number=number,
        name=known.name(entity.id) or "",
        type=entity.type,
        roles="; ".join(dict.fromkeys(_role(role.title, role.of) for role in entity.roles)),
        country=one_line(entity.country or ""),
        mentions=len(entity.mentions),
        words=", ".join(words),
    )


def _role(title: str, of: str | None) -> str:
    return one_line(f"{title} ({of})" if of else title)


def _when(record: Record, number: int, time: Time) -> When:
    options = ", ".join(one_line(value) for value in time.alternatives[:3])
    more = f" … ({len(time.alternatives)} in all)" if len(time.alternatives) > 3 else ""
    either = f"{one_line(time.value or '')}, one of {options}{more}".removeprefix(", ") if options else ""
    ends = [end for end in dict.fromkeys((time.start, time.end)) if end]
    return When(
        number=number,
        words=one_line(record.quote(time.span)),
        value=either or one_line(time.value or NOT_KNOWN),
        known=bool(either or time.value),
        interval=one_line(" to ".join(ends)),
        basis=_time_basis(record, time),
        stated=time.basis == "stated",
    )


def _time_basis(record: Record, time: Time) -> str:
    """How a time is known; one that is counted gives a reason unless it is counted from the publication date."""
    basis, reasons = _TIME_BASIS[time.basis], _reasons(time.why)
    if time.basis == "relative" and reasons.startswith("counted from"):
        return reasons
    if time.basis == "relative" and not reasons and record.document.published:
        return "counted from the publication date"
    return "; ".join(note for note in (basis, reasons) if note)


def _reasons(why: Why) -> str:
    return (
        ""
        if isinstance(why, UnsetType)
        else "; ".join(dict.fromkeys(one_line(words) for words in why.values()))
    )


def _places(record: Record) -> Iterator[Where]:
    alike: dict[tuple[str, str, str | None], list[tuple[int, Place]]] = {}
    for number, place in enumerate(record.places, 1):
        words = one_line(record.quote(place.span))
        alike.setdefault((words, place.name, place.gazetteer), []).append((number, place))
    yield from (_where(words, found) for (words, *_), found in alike.items())


def _where(words: str, found: list[tuple[int, Place]]) -> Where:
    place = found[0][1]
    point = "" if place.lat is None or place.lon is None else f"{place.lat:.2f}, {place.lon:.2f}"
    return Where(
        numbers=tuple(number for number, _ in found),
        words=words,
        mentions=len(found),
        name=one_line(place.name),
        found=place.precision is not None,
        precision=place.precision or NOT_KNOWN,
        country=one_line(place.country or ""),
        point=point,
        reason=_reasons(place.why),
    )


def _producer(record: Record) -> str:
    maker = record.producer
    weights = f"weights {one_line(maker.weights)[:12]}" if maker.weights else "no weights"
    actors = f", own actors {one_line(maker.actors)[:12]}" if maker.actors else ""
    kinds = f", own kinds of terms {one_line(maker.term_kinds)[:12]}" if maker.term_kinds is not UNSET else ""
    return f"{one_line(maker.name)} {one_line(maker.version)}, {weights}{actors}{kinds}, {record.schema}"
