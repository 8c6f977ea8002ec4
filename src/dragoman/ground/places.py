"""Grounds place names: says which country, area or city each stands for, or why that isn't known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct, structs

from dragoman.ground.candidates import AREAS, Candidate, find_candidates, fit_kind, split_kind
from dragoman.ground.context import (
    Beside,
    Evidence,
    cover,
    gather_evidence,
    is_name_of_place,
    is_part_of_other_name,
    read_beside,
)
from dragoman.ground.countries import fold, seat_of_government
from dragoman.stages import Annotations, Document, Segments
from dragoman.types import Place, Span

LIKELIER = (
    10  # times; how much better known one of two namesakes must be to be taken without a word of context
)
UNMISTAKABLE = 20  # times; from here on the report's other names may bring doubt, but no other reading
BEYOND_DOUBT = 200  # times; from here on not even that: "Paris" in a report on the United States
WELL_KNOWN = 300_000  # people; a smaller town is taken only where the report speaks of its country
FAMOUS = 1_000_000  # people, half of it for a capital; a smaller namesake is taken only with some context

_HOLDERS = frozenset({"PER", "ORG", "OUTLET", "ARMED"})
_NOT_LISTED = "not in the built-in list; the full gazetteer is needed"
_NO_POINT = "a part of a larger area, with no point of its own in the built-in list"


class Reading(Struct, frozen=True):
    """What a place name was taken for, or why it wasn't."""

    candidate: Candidate | None
    why: str = ""


def ground_places(
    doc: Document,
    segments: Segments,
    annotations: Annotations,
    *,
    readings: Mapping[int, Reading] | None = None,
) -> tuple[Place, ...]:
    """The places a report names, one for each name in the text, in its order; ids `p1`, `p2` ...

    A name that the built-in list lacks, or that could be several places, is there with nulls and the reason.
    Left out are names inside a person's or an organisation's name, demonyms, seats of government ("the
    Kremlin"), and names that speak: in "Moscow said" a government is meant, an entity and no place.

    Args:
        doc: the report.
        segments: its parts.
        annotations: its mentions, and who speaks.
        readings: what `read_places` says of the same report, if that is known already.

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
    known = read_places(doc, segments, annotations) if readings is None else readings
    spoken = _speaking(annotations)
    shown = {
        annotations.mentions[index].span: reading for index, reading in known.items() if index not in spoken
    }
    places = []
    for number, span in enumerate(sorted(shown), start=1):
        places.append(_make_place(f"p{number}", span, " ".join(doc.quote(span).split()), shown[span]))
    return tuple(places)


def read_places(doc: Document, segments: Segments, annotations: Annotations) -> dict[int, Reading]:
    """What each place name stands for, by its index in `annotations.mentions`; speaking names as well.

    A name read by what stands beside it ("Tripoli, Lebanon") is read the same way in the rest of the report.
    """
    evidence = gather_evidence(doc, segments, annotations)
    wanted = _toponyms(doc, annotations)
    beside = {index: read_beside(doc.text, span) for index, span in wanted.items()}
    kinds = _usual_kinds(doc, wanted, beside)
    readings: dict[int, Reading] = {}
    told: dict[str, Beside] = {}
    for index in sorted(wanted, key=lambda index: (not beside[index].countries, wanted[index])):
        key = _key(doc, wanted[index])
        clue = beside[index]
        if not clue.countries and key in told:
            clue = structs.replace(told[key], kind=clue.kind)
        if clue.kind is None and key in kinds:
            clue = structs.replace(clue, kind="area")
        near = evidence.near(wanted[index].start)
        readings[index] = choose(find_candidates(doc.quote(wanted[index])), clue, evidence, near)
        chosen = readings[index].candidate
        if clue.firm or (clue.countries and chosen is not None and chosen.country in clue.countries):
            told.setdefault(key, clue)
    return readings


def _toponyms(doc: Document, annotations: Annotations) -> dict[int, Span]:
    held = cover(m.span for m in annotations.mentions if m.kind == "name" and m.type in _HOLDERS)
    found: dict[int, Span] = {}
    for index, mention in enumerate(annotations.mentions):
        span = mention.span
        if not is_name_of_place(mention) or held(span):
            continue
        if seat_of_government(doc.quote(span)) is None and not is_part_of_other_name(doc.text, span):
            found[index] = span
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


def _usual_kinds(doc: Document, wanted: Mapping[int, Span], beside: Mapping[int, Beside]) -> frozenset[str]:
    """The names that a report gives as an area ("Idlib province") and nowhere as a town."""
    areas = {_key(doc, wanted[index]) for index, clue in beside.items() if clue.kind == "area"}
    towns = {_key(doc, wanted[index]) for index, clue in beside.items() if clue.kind == "town"}
    return frozenset(areas - towns)


def _key(doc: Document, span: Span) -> str:
    """What the uses of a name share: "Idlib" of "Idlib Governorate" and of "Idlib"."""
    rest, kind = split_kind(doc.quote(span))
    return fold(rest if kind == "area" else doc.quote(span))


def choose(
    candidates: Sequence[Candidate], clue: Beside, evidence: Evidence, near: frozenset[str]
) -> Reading:
    """Picks one of the candidates for a name by its context, or says why none can be picked.

    Args:
        candidates: what the name may stand for, from any gazetteer.
        clue: what stands beside the name.
        evidence: what the report as a whole speaks of.
        near: the countries that the sentence speaks of.

    >>> reading = choose(find_candidates("Tripoli"), Beside(("LBN",)), Evidence(), frozenset())
    >>> reading.candidate.country
    'LBN'
    >>> choose(find_candidates("Hyderabad"), Beside(), Evidence(), frozenset()).why
    'may be in IND or PAK, and nothing in the report tells which'
    """
    if not candidates:
        return Reading(None, _NOT_LISTED)
    pool = fit_kind(tuple(candidates), clue.kind) if clue.kind else tuple(candidates)
    if clue.countries:
        held = [c for c in pool if _lies_in(c, clue)]
        if held:
            return _pick(held, clue, evidence)
        if clue.firm:
            where = clue.admin or " or ".join(clue.countries)
            return Reading(None, f"the text puts it in {where}, where the built-in list has no such place")
    if clue.listed:
        pool = tuple(c for c in pool if c.precision == "admin1") or pool
    if _one_country(pool):
        return _accept(pool, clue, evidence, near)
    return _choose_country(pool, clue, evidence, near)


def _lies_in(candidate: Candidate, clue: Beside) -> bool:
    if candidate.country not in clue.countries or candidate.precision == "country":
        return False
    return clue.admin is None or not candidate.admin or clue.admin.removesuffix(" State") in candidate.admin


def _weight(candidate: Candidate) -> int:
    """How well known a candidate is, in people: only ever used against its namesakes."""
    if candidate.precision == "country":
        return 10**9
    if candidate.precision in AREAS:
        return 10**8 if candidate.precision == "region" else 2 * 10**6
    return max(candidate.population, 1) * (5 if candidate.capital else 1)


def _pick(pool: Sequence[Candidate], clue: Beside, evidence: Evidence) -> Reading:
    """Of candidates in one country: the country itself, a town before an area, the better known town."""
    ranks = {"country": 0, "populated": 1, "point": 2, "admin1": 3, "region": 3, "admin2": 4}
    first = min(ranks[c.precision] for c in pool)
    same = sorted((c for c in pool if ranks[c.precision] == first), key=_weight, reverse=True)
    states = [c for c in pool if c.precision == "admin1"]
    if len(same) > 1 and _weight(same[0]) < LIKELIER * _weight(same[1]) and not same[0].capital:
        within = " or ".join(dict.fromkeys(", ".join((c.name, *c.admin)) for c in same[:3]))
        return Reading(None, f"several places of this name in {same[0].country}: {within}")
    town_is_small = first == 1 and same[0].population < WELL_KNOWN and not same[0].capital
    if (
        states
        and town_is_small
        and clue.kind is None
        and evidence.countries.get(states[0].country or "", 0) == 0
    ):
        return Reading(states[0])
    return Reading(same[0])


def _accept(pool: Sequence[Candidate], clue: Beside, evidence: Evidence, near: frozenset[str]) -> Reading:
    """A name that can lie in one country only: a small town needs a word of its country in the report."""
    country = pool[0].country
    spoken_of = country in near or evidence.countries.get(country or "", 0) > 0
    known = any(c.precision != "populated" or c.capital or c.population >= WELL_KNOWN for c in pool)
    if known or spoken_of or not evidence.countries:
        return _pick(pool, clue, evidence)
    return Reading(None, f"the built-in list has one in {country} only, of which the report says nothing")


def _choose_country(
    pool: Sequence[Candidate], clue: Beside, evidence: Evidence, near: frozenset[str]
) -> Reading:
    """Namesakes in several countries: by the sentence, then the report, then by how well known they are."""
    in_sentence = [c for c in pool if c.country in near]
    in_report = [c for c in pool if evidence.countries.get(c.country or "", 0) > 0]
    likely = _likelier(pool)
    spoken_of = in_sentence if _one_country(in_sentence) else in_report
    if not spoken_of:
        safe = likely is not None and (_is_famous(likely) or not evidence.countries)
        return _pick(_of_country(pool, likely), clue, evidence) if safe else _undecided(pool, evidence)
    if not _one_country(spoken_of):
        best = _likelier(spoken_of) or _most_spoken_of(spoken_of, evidence)
        return (
            _pick(_of_country(spoken_of, best), clue, evidence) if best else _undecided(spoken_of, evidence)
        )
    if likely is None or likely.country == spoken_of[0].country:
        return _pick(spoken_of, clue, evidence)
    return _weigh(pool, likely, spoken_of, clue, evidence)


def _weigh(
    pool: Sequence[Candidate],
    likely: Candidate,
    spoken_of: Sequence[Candidate],
    clue: Beside,
    evidence: Evidence,
) -> Reading:
    """The report speaks of one country, the name is far better known for another ("London", Canada)."""
    country = spoken_of[0].country
    if likely.precision == "country" or _weight(likely) < UNMISTAKABLE * max(map(_weight, spoken_of)):
        is_state = any(c.precision == "admin1" for c in spoken_of)
        inside = evidence.inside.get(country or "", 0) > 0
        if likely.precision != "country" or (is_state and inside):
            return _pick(spoken_of, clue, evidence)
        return Reading(likely)
    doubtful = _weight(likely) < BEYOND_DOUBT * max(map(_weight, spoken_of))
    if not _is_famous(likely) or (doubtful and evidence.inside.get(country or "", 0) > 1):
        return _undecided(_of_country(pool, likely) + list(spoken_of), evidence)
    return _pick(_of_country(pool, likely), clue, evidence)


def _is_famous(candidate: Candidate) -> bool:
    """Whether a report may name it without a word of its country."""
    if candidate.precision == "populated":
        return candidate.population >= (FAMOUS // 2 if candidate.capital else FAMOUS)
    return candidate.precision in {"country", "region"}


def _one_country(pool: Sequence[Candidate]) -> bool:
    return len({c.country for c in pool}) == 1


def _of_country(pool: Sequence[Candidate], chosen: Candidate | None) -> list[Candidate]:
    return [c for c in pool if chosen is not None and c.country == chosen.country]


def _likelier(pool: Sequence[Candidate]) -> Candidate | None:
    """The candidate that is far better known than those in other countries, if there is one."""
    best = max(pool, key=_weight)
    others = [_weight(c) for c in pool if c.country != best.country]
    return best if _weight(best) >= LIKELIER * max(others, default=0) else None


def _most_spoken_of(pool: Sequence[Candidate], evidence: Evidence) -> Candidate | None:
    counts = {c.country: evidence.countries.get(c.country or "", 0) for c in pool}
    best = max(pool, key=lambda c: counts[c.country])
    others = [count for country, count in counts.items() if country != best.country]
    return best if counts[best.country] >= 3 * max(others, default=0) else None


def _undecided(pool: Sequence[Candidate], evidence: Evidence) -> Reading:
    countries = sorted({c.country or "no one country" for c in pool})
    listed = " or ".join((", ".join(countries[:-1]), countries[-1]) if len(countries) > 1 else countries)
    several = sum(evidence.countries.get(country, 0) > 0 for country in countries) > 1
    reason = "the report speaks of more than one of them" if several else "nothing in the report tells which"
    return Reading(None, f"may be in {listed}, and {reason}")


def _make_place(place_id: str, span: Span, words: str, reading: Reading) -> Place:
    chosen = reading.candidate
    if chosen is None:
        return Place(id=place_id, span=span, name=words, why={"lat": reading.why, "country": reading.why})
    why = {}
    if chosen.lat is None:
        why["lat"] = _NO_POINT
    if chosen.country is None:
        why["country"] = "disputed, or part of no one country"
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
