"""Grounds mentions of people, bodies and groups: one entity for each, with its name, offices, country and sector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec import UNSET

from dragoman.ground.context import country_before, cover
from dragoman.ground.countries import all_countries, country_of, find_countries, fold, seat_of_government
from dragoman.ground.places import Reading, read_places
from dragoman.ground.sectors import STATE_SECTORS, sector_of_body, sector_of_role
from dragoman.stages import Annotations, Document, Mention, Segments
from dragoman.types import Entity, EntityType, Role

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BODIES = frozenset({"ORG", "ARMED", "GROUP"})
_ACROSS_COUNTRIES = frozenset({"UNO", "EUR", "IGO"})

Answer = tuple[str | None, str | None]
"""A value, or None and why it isn't known."""


@dataclass(frozen=True)
class _Case:
    """One thing that the report mentions: what it was read from, and its mentions in order of the text."""

    doc: Document
    mentions: tuple[tuple[int, Mention], ...]
    readings: Mapping[int, Reading]

    @property
    def names(self) -> list[Mention]:
        return [mention for _, mention in self.mentions if mention.kind == "name"]

    def words(self, mention: Mention) -> str:
        """The words of a mention on one line, without "the" and a final possessive."""
        words = " ".join(self.doc.quote(mention.span).split())
        bare = words.removesuffix("'s").removesuffix("’s")
        return bare[4:] if bare[:4].lower() == "the " and len(bare) > 4 else bare


def ground_entities(
    doc: Document,
    segments: Segments,
    annotations: Annotations,
    *,
    readings: Mapping[int, Reading] | None = None,
) -> tuple[tuple[Entity, ...], tuple[str | None, ...]]:
    """The entities of a report in order of first mention (`e1` ...), and the id of each mention's entity.

    One coreference chain, or one mention in none, is one entity. Chains stay apart as they were found; only equal
    full names, and names of one country, are joined. An office beside a name belongs to its holder. Without a name,
    only these are entities: an office that says whose it is, the source of an attribution, a group whose members
    are known, and a chain of more than pronouns.

    Args:
        doc: the report.
        segments: its parts.
        annotations: its mentions and what links them.
        readings: what its place names stand for, if that is known already (`places.read_places`).

    >>> from dragoman.types import Span
    >>> text = "Russian Foreign Minister Adama Sow spoke."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> role = Mention(
    ...     span=Span(0, 24), type="ROLE", kind="role", title="foreign minister", of="RUS", holder=1
    ... )
    >>> name = Mention(span=Span(25, 34), type="PER", kind="name")
    >>> [entity], ids = ground_entities(doc, segments, Annotations(mentions=(role, name)))
    >>> entity.name, entity.type, entity.country, entity.sector, ids
    ('Adama Sow', 'PER', 'RUS', 'GOV', ('e1', 'e1'))
    """
    known = read_places(doc, segments, annotations) if readings is None else readings
    groups = _join_same(doc, annotations, _group(annotations), known)
    speaking = _speaking(annotations)
    kept = [group for group in groups if _is_entity(group, annotations, speaking)]
    kept.sort(key=lambda group: min((annotations.mentions[index].span, index) for index in group))
    entity_of: list[str | None] = [None] * len(annotations.mentions)
    for number, group in enumerate(kept, start=1):
        for index in group:
            entity_of[index] = f"e{number}"
    entities = tuple(
        _make_entity(
            f"e{number}", _case(doc, annotations, group, known), _members(group, annotations, entity_of)
        )
        for number, group in enumerate(kept, start=1)
    )
    return entities, tuple(entity_of)


def _case(
    doc: Document, annotations: Annotations, group: Sequence[int], readings: Mapping[int, Reading]
) -> _Case:
    pairs = [(index, annotations.mentions[index]) for index in group]
    return _Case(doc, tuple(sorted(pairs, key=lambda pair: (pair[1].span, pair[0]))), readings)


def _group(annotations: Annotations) -> list[list[int]]:
    """Chains and single mentions, each office with its holder."""
    count = len(annotations.mentions)
    parent = list(range(count))
    chained = {index for chain in annotations.chains for index in chain}
    for chain in annotations.chains:
        _link(parent, chain)
    for index, mention in enumerate(annotations.mentions):
        if mention.holder is not None and 0 <= mention.holder < count and index not in chained:
            _link(parent, (mention.holder, index))
    return _gather(parent)


def _find(parent: list[int], index: int) -> int:
    while parent[index] != index:
        index = parent[index]
    return index


def _link(parent: list[int], indices: Sequence[int]) -> None:
    for index in indices[1:]:
        parent[_find(parent, index)] = _find(parent, indices[0])


def _gather(parent: list[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for index in range(len(parent)):
        groups.setdefault(_find(parent, index), []).append(index)
    return list(groups.values())


def _join_same(
    doc: Document, annotations: Annotations, groups: list[list[int]], readings: Mapping[int, Reading]
) -> list[list[int]]:
    """Joins what bears the same full name, or is the same country."""
    joined: dict[tuple[str, str], list[int]] = {}
    rest: list[list[int]] = []
    for group in groups:
        case = _case(doc, annotations, group, readings)
        key = _identity(case)
        if key is None:
            rest.append(group)
        else:
            joined.setdefault(key, []).extend(group)
    return [*joined.values(), *rest]


def _identity(case: _Case) -> tuple[str, str] | None:
    """What makes two groups the same: type and full name; a surname alone is nobody's full name."""
    if not case.names:
        return None
    name = _fullest(case)
    kind = _type_of(case)
    if kind == "GPE":
        code = _country_itself(case)
        return (kind, code) if code else (kind, fold(name))
    if kind == "PER" and " " not in name:
        return None
    return kind, fold(name)


def _country_itself(case: _Case) -> str | None:
    """The country that a name is a name of (not one it lies in)."""
    chosen = [case.readings[index].candidate for index, _ in case.mentions if index in case.readings]
    codes = {c.country for c in chosen if c is not None and c.precision == "country"}
    return codes.pop() if len(codes) == 1 else None


def _fullest(case: _Case) -> str:
    """The longest name; of two as long the first."""
    kind = _type_of(case)
    names = [case.words(mention) for mention in case.names if mention.type == kind]
    return max(names, key=lambda name: (len(name.split()), len(name)))


def _type_of(case: _Case) -> EntityType:
    """A person's name makes a person; otherwise the type that most names have, the first of equals."""
    if not case.names:
        stated = [mention for _, mention in case.mentions if mention.kind != "pronoun"]
        return (stated or [case.mentions[0][1]])[0].type
    types = [mention.type for mention in case.names]
    return "PER" if "PER" in types else max(types, key=lambda kind: (types.count(kind), -types.index(kind)))


def _speaking(annotations: Annotations) -> frozenset[int]:
    """The mentions that are, or stand in, the source of an attribution."""
    sourced = cover(span for found in annotations.attributions for span in found.source)
    speakers = {found.speaker for found in annotations.attributions}
    return frozenset(
        index
        for index, mention in enumerate(annotations.mentions)
        if index in speakers or sourced(mention.span)
    )


def _is_entity(group: Sequence[int], annotations: Annotations, speaking: frozenset[int]) -> bool:
    mentions = [annotations.mentions[index] for index in group]
    if any(mention.kind == "name" for mention in mentions):
        return True
    if any(annotations.members.get(index) for index in group):
        return True
    stated = [mention for mention in mentions if mention.kind != "pronoun"]
    if not stated:
        return False
    spoke = any(index in speaking and annotations.mentions[index].kind != "pronoun" for index in group)
    return spoke or len(mentions) > 1 or any(mention.kind == "role" and mention.of for mention in stated)


def _members(
    group: Sequence[int], annotations: Annotations, entity_of: Sequence[str | None]
) -> tuple[str, ...]:
    own = entity_of[group[0]]
    indices = (member for index in sorted(group) for member in annotations.members.get(index, ()))
    ids = (entity_of[index] for index in indices if 0 <= index < len(entity_of))
    return tuple(dict.fromkeys(entity for entity in ids if entity is not None and entity != own))


def _make_entity(entity_id: str, case: _Case, members: tuple[str, ...]) -> Entity:
    kind = _type_of(case)
    roles = _roles_of(case)
    name: Answer = (_fullest(case), None) if case.names else (None, "the text gives no name")
    sector = _sector_of(case, kind, roles)
    country = _country_of(case, kind, roles, sector)
    answers = (("name", name[1]), ("country", country[1]), ("type", _doubt(case, kind)))
    why = {field: reason for field, reason in answers if reason}
    return Entity(
        id=entity_id,
        type=kind,
        name=name[0],
        country=country[0],
        sector=sector,
        roles=roles,
        members=members,
        mentions=tuple(sorted({mention.span for _, mention in case.mentions})),
        why=why or UNSET,
    )


def _doubt(case: _Case, kind: EntityType) -> str | None:
    """Why the type is a guess, where it is one for every name of the thing."""
    reasons = [mention.why.get("type") for mention in case.names if mention.type == kind]
    return reasons[0] if reasons and all(reasons) else None


def _roles_of(case: _Case) -> tuple[Role, ...]:
    """Each office once, where it is first given; a bare "the minister" adds nothing to "foreign minister"."""
    roles: dict[tuple[str, str | None], Role] = {}
    for _, mention in case.mentions:
        if mention.kind == "role" and mention.title:
            roles.setdefault((mention.title, mention.of), Role(mention.title, mention.of, mention.span))
    return tuple(role for role in roles.values() if not _says_less(role, roles.values()))


def _says_less(role: Role, roles: Iterable[Role]) -> bool:
    """Whether another office says all that this one does, and more."""
    for other in roles:
        longer = f" {other.title}".endswith(f" {role.title}") and role.of in {None, other.of}
        if longer and (other.title, other.of) != (role.title, role.of):
            return True
    return False


def _sector_of(case: _Case, kind: EntityType, roles: Sequence[Role]) -> str | None:
    if kind in {"PER", "ROLE"}:
        found = (sector_of_role(role.title, role.of) for role in roles)
        return next((sector for sector in found if sector is not None), None)
    if kind == "OUTLET":
        return "JRN"
    if kind in _BODIES or (kind in _PLACES and seat_of_government(_fullest(case)) is not None):
        words = [case.words(m) for _, m in case.mentions if m.kind != "pronoun"]
        return next((sector for word in words if (sector := sector_of_body(word)) is not None), None)
    return None


def _country_of(case: _Case, kind: EntityType, roles: Sequence[Role], sector: str | None) -> Answer:
    if kind in {"PER", "ROLE"}:
        return _only(_countries_of_roles(roles), "the text gives no office of a country")
    if kind in _PLACES:
        return _country_of_place(case)
    if kind == "NORP":
        codes = [country_of(case.words(mention)) for mention in case.names]
        return _only([code for code in codes if code], "not the people of one country")
    return _country_of_body(case, kind, sector)


def _countries_of_roles(roles: Sequence[Role]) -> list[str]:
    """The countries of offices, or of the bodies they belong to ("Kremlin spokesman")."""
    found: list[str] = []
    for role in roles:
        seat = seat_of_government(role.of) if role.of else None
        if role.of in all_countries():
            found.append(str(role.of))
        elif seat is not None:
            found.append(seat.country)
        elif role.of and sector_of_body(role.of) in STATE_SECTORS:
            found += [code for _, code in find_countries(role.of)]
    return found


def _country_of_place(case: _Case) -> Answer:
    seats = [seat.country for mention in case.names if (seat := seat_of_government(case.words(mention)))]
    if seats:
        return _only(seats, "")
    found = [case.readings[index] for index, _ in case.mentions if index in case.readings]
    codes = [
        reading.candidate.country for reading in found if reading.candidate and reading.candidate.country
    ]
    reasons = [reading.why for reading in found if reading.why]
    return _only(codes, reasons[0] if reasons else "disputed, or part of no one country")


def _country_of_body(case: _Case, kind: EntityType, sector: str | None) -> Answer:
    """A body's country by its own name, or by the words right before it where the body is a state's or an outlet."""
    words = [case.words(mention) for mention in case.names]
    seats = [seat.country for word in words if (seat := seat_of_government(word))]
    if seats:
        return _only(seats, "")
    if sector in _ACROSS_COUNTRIES:
        return None, "a body of several countries"
    if kind != "OUTLET":
        inside = [[code for _, code in find_countries(word)] for word in _stated_words(case)]
        codes = next((found for found in inside if found), [])
        if codes:
            return _only(codes, "")
    if sector in STATE_SECTORS or kind == "OUTLET":
        stated = [mention for _, mention in case.mentions if mention.kind in {"name", "nominal"}]
        before = [country_before(case.doc.text, mention.span.start) for mention in stated]
        return _only([code for code in before if code], "the text does not say of which country")
    return None, "the text does not say of which country"


def _stated_words(case: _Case) -> list[str]:
    return [case.words(mention) for _, mention in case.mentions if mention.kind in {"name", "nominal"}]


def _only(codes: Sequence[str], reason: str) -> Answer:
    """The one code that all agree on; otherwise the reason, or that they differ."""
    different = list(dict.fromkeys(codes))
    if len(different) == 1:
        return different[0], None
    return None, f"the text points to {' and '.join(different)}" if different else reason
