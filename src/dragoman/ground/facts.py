"""What a report says of one thing beside its name: its offices with their day, its country, its sector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.ground.cases import Case, country_itself, fullest_name
from dragoman.ground.context import country_before
from dragoman.ground.countries import all_countries, country_of, find_countries, seat_of_government
from dragoman.ground.sectors import STATE_SECTORS, sector_of_body, sector_of_role
from dragoman.stages import Document
from dragoman.types import EntityType, Role

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BODIES = frozenset({"ORG", "ARMED", "GROUP"})
_ACROSS_COUNTRIES = frozenset({"UNO", "EUR", "IGO"})
_NOT_HELD = ("former ", "then ", "late ", "designate ", "incoming ", "elect ", "acting former ")
_NOT_YET = ("-elect", "-designate", " elect", " designate")

Answer = tuple[str | None, str | None]
"""A value, or None and why it isn't known."""


def roles_of(case: Case) -> tuple[Role, ...]:
    """Each office once, where it is first given; a bare "the minister" adds nothing to "foreign minister"."""
    roles: dict[tuple[str, str | None], Role] = {}
    for _, mention in case.mentions:
        if mention.kind == "role" and mention.title:
            day = day_held(case.doc, mention.title)
            roles.setdefault((mention.title, mention.of), Role(mention.title, mention.of, mention.span, day))
    return tuple(role for role in roles.values() if not _says_less(role, roles.values()))


def day_held(doc: Document, title: str) -> str | None:
    """The day on which a report says that an office is held: that of its publication; none for one that is over.

    >>> from dragoman.types import Published
    >>> doc = Document(id="d", origin="d", raw_sha256="", text="", published=Published("2018-09-14T10:00", "given"))
    >>> day_held(doc, "foreign minister"), day_held(doc, "former foreign minister")
    ('2018-09-14', None)
    """
    over = title.startswith(_NOT_HELD) or title.endswith(_NOT_YET)
    return None if over or doc.published is None else doc.published.value[:10]


def _says_less(role: Role, roles: Iterable[Role]) -> bool:
    """Whether another office says all that this one does, and more."""
    for other in roles:
        longer = f" {other.title}".endswith(f" {role.title}") and role.of in {None, other.of}
        if longer and (other.title, other.of) != (role.title, role.of):
            return True
    return False


def sector_of(case: Case, kind: EntityType, roles: Sequence[Role]) -> str | None:
    """The PLOVER sector that offices or the words of a body show; GOV where a capital's name means a government."""
    if kind == "GPE" and any(mention.stands_for for mention in case.names):
        return "GOV"
    if kind in {"PER", "ROLE"}:
        found = (sector_of_role(role.title, role.of) for role in roles)
        return next((sector for sector in found if sector is not None), None)
    if kind == "OUTLET":
        return "JRN"
    if kind in _BODIES or (kind in _PLACES and seat_of_government(fullest_name(case)) is not None):
        words = [case.words(m) for _, m in case.mentions if m.kind != "pronoun"]
        return next((sector for word in words if (sector := sector_of_body(word)) is not None), None)
    return None


def country_of_thing(case: Case, kind: EntityType, roles: Sequence[Role], sector: str | None) -> Answer:
    """The country of a thing as alpha-3, or why it isn't known."""
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


def _country_of_place(case: Case) -> Answer:
    itself = country_itself(case)
    if itself:
        return itself, None
    seats = [seat.country for mention in case.names if (seat := seat_of_government(case.words(mention)))]
    if seats:
        return _only(seats, "")
    found = [case.readings[index] for index, _ in case.mentions if index in case.readings]
    codes = [
        reading.candidate.country for reading in found if reading.candidate and reading.candidate.country
    ]
    reasons = [reading.why for reading in found if reading.why]
    return _only(codes, reasons[0] if reasons else "disputed, or part of no one country")


def _country_of_body(case: Case, kind: EntityType, sector: str | None) -> Answer:
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


def _stated_words(case: Case) -> list[str]:
    return [case.words(mention) for _, mention in case.mentions if mention.kind in {"name", "nominal"}]


def _only(codes: Sequence[str], reason: str) -> Answer:
    """The one code that all agree on; otherwise the reason, or that they differ."""
    different = list(dict.fromkeys(codes))
    if len(different) == 1:
        return different[0], None
    return None, f"the text points to {' and '.join(different)}" if different else reason
