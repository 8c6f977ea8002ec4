"""Grounds mentions of people, bodies and groups: one entity for each, with its name, offices, country and sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET, structs

from dragoman.ground.actors import ActorIndex, find_actor
from dragoman.ground.cases import Case, country_itself, doubt_of, fullest_name, type_of
from dragoman.ground.context import cover
from dragoman.ground.countries import fold
from dragoman.ground.facts import Answer, country_of_thing, roles_of, sector_of
from dragoman.ground.places import Reading, read_places
from dragoman.stages import Actor, Annotations, Document, Segments
from dragoman.types import Entity, GivenActor


def ground_entities(
    doc: Document,
    segments: Segments,
    annotations: Annotations,
    *,
    readings: Mapping[int, Reading] | None = None,
    actors: ActorIndex | None = None,
) -> tuple[tuple[Entity, ...], tuple[str | None, ...]]:
    """The entities of a report in order of first mention (`e1` ...), and the id of each mention's entity.

    One coreference chain, or one mention in none, is one entity. Chains stay apart as they were found; only equal
    full names, and names of one country, are joined. An office beside a name belongs to its holder. Without a name,
    only these are entities: an office that says whose it is, the source of an attribution, a group whose members
    are known and those members, and a chain of more than pronouns. `readings` is what `places.read_places` found.

    >>> from dragoman.stages import Mention
    >>> from dragoman.types import Span
    >>> text = "Russian Foreign Minister Adama Sow spoke."
    >>> doc = Document(id="d", origin="d", raw_sha256="", text=text)
    >>> segments = Segments(language="en", zones=(), paragraphs=(), sentences=(Span(0, 41),), quotations=())
    >>> role = Mention(
    ...     span=Span(0, 24), type="ROLE", kind="role", title="foreign minister", of="RUS", holder=1
    ... )
    >>> name = Mention(span=Span(25, 34), type="PER", kind="name")
    >>> [entity], ids = ground_entities(doc, segments, Annotations(mentions=(role, name)))
    >>> entity.name, entity.type, entity.country, entity.sector, ids
    ('Adama Sow', 'PER', 'RUS', 'GOV', ('e1', 'e1'))
    """
    known = read_places(doc, segments, annotations) if readings is None else readings
    groups = _entity_groups(_join_same(doc, annotations, _group(annotations), known), annotations)
    entity_of = _entity_of(groups, len(annotations.mentions))
    cases = [_case(doc, annotations, group, known) for group in groups]
    entities = tuple(
        _make_entity(f"e{number}", case, _members(group, annotations, entity_of))
        for number, (group, case) in enumerate(zip(groups, cases, strict=True), start=1)
    )
    if actors is not None:
        pairs = zip(entities, cases, strict=True)
        entities = tuple(_with_actor(entity, case, actors) for entity, case in pairs)
    return entities, entity_of


def _entity_groups(groups: Sequence[Sequence[int]], annotations: Annotations) -> list[Sequence[int]]:
    """Those of the groups that are entities, in order of first mention."""
    speaking = _speaking(annotations)
    meant = frozenset(index for indices in annotations.members.values() for index in indices)
    kept = [group for group in groups if _is_entity(group, annotations, speaking, meant)]
    return sorted(kept, key=lambda group: min((annotations.mentions[index].span, index) for index in group))


def _entity_of(groups: Sequence[Sequence[int]], count: int) -> tuple[str | None, ...]:
    """The id of each mention's entity, None for a mention that is in none of the groups.

    >>> _entity_of([[2], [0, 3]], 4)
    ('e2', None, 'e1', 'e2')
    """
    ids = {index: f"e{number}" for number, group in enumerate(groups, start=1) for index in group}
    return tuple(ids.get(index) for index in range(count))


def _case(
    doc: Document, annotations: Annotations, group: Sequence[int], readings: Mapping[int, Reading]
) -> Case:
    pairs = [(index, annotations.mentions[index]) for index in group]
    return Case(doc, tuple(sorted(pairs, key=lambda pair: (pair[1].span, pair[0]))), readings)


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


def _identity(case: Case) -> tuple[str, str] | None:
    """What makes two groups the same: type and full name; a surname alone is nobody's full name."""
    if not case.names:
        return None
    name = fullest_name(case)
    kind = type_of(case)
    if kind == "GPE":
        code = country_itself(case)
        return (kind, code) if code else (kind, fold(name))
    if kind == "PER" and " " not in name:
        return None
    return kind, fold(name)


def _speaking(annotations: Annotations) -> frozenset[int]:
    """The mentions that are, or stand in, the source of an attribution."""
    sourced = cover(span for found in annotations.attributions for span in found.source)
    speakers = {found.speaker for found in annotations.attributions}
    return frozenset(
        index
        for index, mention in enumerate(annotations.mentions)
        if index in speakers or sourced(mention.span)
    )


def _is_entity(
    group: Sequence[int], annotations: Annotations, speaking: frozenset[int], meant: frozenset[int]
) -> bool:
    mentions = [annotations.mentions[index] for index in group]
    if any(mention.kind == "name" for mention in mentions):
        return True
    if any(annotations.members.get(index) for index in group) or not meant.isdisjoint(group):
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


def _make_entity(entity_id: str, case: Case, members: tuple[str, ...]) -> Entity:
    kind = type_of(case)
    roles = roles_of(case)
    name: Answer = (fullest_name(case), None) if case.names else (None, "the text gives no name")
    sector = sector_of(case, kind, roles)
    country = country_of_thing(case, kind, roles, sector)
    answers = (("name", name[1]), ("country", country[1]), ("type", doubt_of(case, kind)))
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


def _with_actor(entity: Entity, case: Case, actors: ActorIndex) -> Entity:
    """The entity with what the caller's actor file adds to it; what the text says stays."""
    published = case.doc.published
    day = None if published is None else published.value[:10]
    names = dict.fromkeys(case.words(mention) for mention in case.names)
    actor, reason = find_actor(names, entity.type, actors, day)
    why = dict(entity.why) if isinstance(entity.why, dict) else {}
    if actor is None:
        return structs.replace(entity, why={**why, "actor": reason}) if reason else entity
    gave = _gifts(entity, actor)
    for field in gave:
        why.pop(field, None)
    given = GivenActor(actor.id, actor.names[0], tuple(gave))
    return structs.replace(entity, actor=given, why=why or UNSET, **gave)


def _gifts(entity: Entity, actor: Actor) -> dict[str, str]:
    """The fields that an actor's entry fills: those that the text leaves open, and a body's type where it is armed."""
    fields = ("country", "sector", "wikidata")
    given = {field: getattr(actor, field) for field in fields if getattr(entity, field) is None}
    if actor.type is not None and entity.type not in {actor.type, "PER"}:
        given["type"] = actor.type
    return {field: value for field, value in given.items() if value is not None}
