"""The rules that hold for every record, each a generator of `Check`s; `dragoman.audit` counts them.

Nothing here trusts its input, which may have been broken by hand, cut off or made by another program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, get_args

from dragoman.types import OUTSIDE_ZONES, PUBLISHER, SCHEMA, ZoneName

RULES: Final[dict[str, str]] = {
    "shape": "the parts of the contract are there and of the right kind",
    "span-range": "a span is [start, end] with 0 <= start < end <= length of the text",
    "span-blank": "the text of a span is not only white space",
    "no-span": "no value without a span or a stated basis outside the text",
    "id-unique": "ids are unique in their list; one document id stands for one text",
    "reference": "a reference leads to something that is there",
    "word-covers": "the content of the attribution in on_word_of covers the trigger or span",
    "word-publisher": 'on_word_of is "publisher" only where no attribution\'s content covers it',
    "word-innermost": "no attribution inside the one named covers it too",
    "zone-tile": "zones lie side by side over all visible text, without overlap",
    "zone-name": "an item's zone is the zone its words stand in",
    "zone-join": "nothing in a teaser or furniture is joined to an item elsewhere, or the other way round",
    "bounds": "low <= best <= high",
    "dates": "dates can be read, and start <= end",
}
"""Every check and the rule it stands for, in the order they are told."""

ZONE_NAMES: Final = frozenset(get_args(ZoneName))
LISTS: Final = ("entities", "places", "times", "attributions", "events", "figures", "terms")
WORDED: Final = ("events", "figures", "terms")
GROUNDS: Final = {"entities": "mentions", "attributions": "content", "events": "trigger"}
"""The field that grounds an item of a list, where it is not `span`."""
PARTICIPANTS: Final = {
    "events": ("actors", "recipients"),
    "terms": ("parties", "excluded"),
    "figures": ("of",),
}
FURTHER_SPANS: Final = {"attributions": ("source", "cue"), "terms": ("conditions", "grounds")}
LINKS: Final = {
    "events": (("place", "places"), ("time", "times")),
    "terms": (("place", "places"), ("time", "times")),
    "figures": (("event", "events"),),
    "attributions": (("speaker", "entities"), ("inside", "attributions")),
}
JOINING_LINKS: Final = (
    ("place", "places"),
    ("time", "times"),
    ("event", "events"),
    ("inside", "attributions"),
    ("on_word_of", "attributions"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d(?::\d\d){0,2}).*)?)?)?")

Raw = dict[str, Any]


class Check(NamedTuple):
    """One thing looked at: the rule, whether it held, where, and what was found if it did not."""

    rule: str
    held: bool
    where: str
    what: str = ""


def record_checks(raw: Any, where: str) -> Iterator[Check]:
    """Every check made on one raw record; `where` is how the examples name it."""
    doc = raw.get("document") if isinstance(raw, dict) else None
    readable = isinstance(doc, dict) and isinstance(doc.get("text"), str)
    yield Check("shape", readable, where, "no document text")
    if not readable:
        return
    try:
        yield from _view_checks(View.of(raw, where))
    except (AttributeError, KeyError, TypeError, ValueError) as err:
        # A part of a kind that the rules cannot follow (an id that is a list, a zone without a name).
        yield Check("shape", False, where, f"cannot be followed further: {type(err).__name__}: {err}")


# ---- the record as the rules see it


@dataclass(frozen=True)
class View:
    """A raw record with its items by list and by id, and its zones in text order."""

    where: str
    raw: Raw
    doc: Raw
    text: str
    items: dict[str, list[Raw]]
    by_id: dict[str, dict[Any, Raw]]
    zones: list[tuple[list[int], str]]

    @classmethod
    def of(cls, raw: Raw, where: str) -> View:
        doc = raw["document"]
        items = {name: [item for item in raw.get(name) or [] if isinstance(item, dict)] for name in LISTS}
        by_id = {name: {item.get("id"): item for item in held} for name, held in items.items()}
        named = (
            zone for zone in doc.get("zones") or [] if isinstance(zone, dict) and _is_span(zone.get("span"))
        )
        zones = sorted((zone["span"], zone["zone"]) for zone in named)
        return cls(where, raw, doc, doc["text"], items, by_id, zones)

    def at(self, name: str, item: Raw) -> str:
        return f"{self.where} {name} {item.get('id')}"

    def zones_of(self, spans: Iterable[list[int]]) -> set[str]:
        """Names of the zones that the spans touch."""
        return {
            name for start, end in spans for (first, last), name in self.zones if start < last and first < end
        }

    def holds(self, attribution: Raw, spans: list[list[int]]) -> bool:
        """Whether the attribution's content covers every visible character of the spans."""
        content = sorted(span for span in _quiet(attribution, "content") if span[0] < span[1])
        return bool(spans) and all(_is_covered(self.text, span, content) for span in spans)


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(edge, int) and not isinstance(edge, bool) for edge in value)
    )


def _pieces(value: Any) -> list[Any]:
    """The spans of a field that holds nothing, one span or a list of them."""
    if not isinstance(value, list | tuple) or not value:
        return []
    return [value] if isinstance(value[0], int) else list(value)


def _quiet(item: Raw, name: str) -> list[list[int]]:
    """The well-formed spans of a field; the others were told of elsewhere."""
    return [list(span) for span in _pieces(item.get(name)) if _is_span(span)]


def _own(name: str, item: Raw) -> list[list[int]]:
    return _quiet(item, GROUNDS.get(name, "span"))


def _is_covered(text: str, span: list[int], held: list[list[int]]) -> bool:
    at, end = span
    for first, last in held:
        if text[at : min(max(first, at), end)].strip():
            return False
        at = max(at, last)
    return not text[at:end].strip()


def _participants(name: str, item: Raw) -> Iterator[tuple[str, Any]]:
    for role in PARTICIPANTS.get(name, ()):
        value = item.get(role)
        parts = value if isinstance(value, list | tuple) else [value] if value else []
        yield from ((role, part) for part in parts)


def _steps_out(view: View, attribution: Any) -> Iterator[Raw]:
    """The attribution, the one it stands inside, and so on; stops where the way leads in a circle."""
    passed: set[Any] = set()
    while attribution and attribution.get("id") not in passed:
        passed.add(attribution.get("id"))
        yield attribution
        attribution = view.by_id["attributions"].get(attribution.get("inside"))


# ---- the rules


def _view_checks(view: View) -> Iterator[Check]:
    yield from _shape(view)
    yield from _document(view)
    yield from _tiling(view)
    for name, items in view.items.items():
        for item in items:
            yield from _item(view, name, item)
    for figure in view.items["figures"]:
        yield from _bounds(figure, view.at("figures", figure))
    for time in view.items["times"]:
        yield from _dates(time, view.at("times", time))


def _item(view: View, name: str, item: Raw) -> Iterator[Check]:
    yield from _grounded(view, name, item)
    yield from _references(view, name, item)
    if name in WORDED:
        yield from word_checks(view, name, item)
    if name in WORDED or name == "attributions":
        yield from _zone(view, name, item)


def _shape(view: View) -> Iterator[Check]:
    schema = view.raw.get("schema")
    yield Check("shape", schema == SCHEMA, view.where, f"schema {schema!r}")
    yield Check("shape", bool(view.doc.get("zones")), view.where, "no zones")
    hash(view.doc.get("id"))  # an id that is a list can be followed no further
    for name in LISTS:
        held, items = view.raw.get(name), view.items[name]
        yield Check("shape", isinstance(held, list | tuple), view.where, f"no list {name}")
        if isinstance(held, list | tuple):
            yield Check("shape", len(held) == len(items), view.where, f"{name}: not all are objects")
        for item_id, uses in Counter(item.get("id") for item in items).items():
            once = uses == 1 and item_id is not None
            yield Check("id-unique", once, view.where, f"{name}: id {item_id!r} used {uses} times")


def spans_checked(view: View, value: Any, where: str) -> Iterator[Check]:
    """Range and blankness of every span in a field."""
    for span in _pieces(value) if isinstance(value, list | tuple) else [value] if value else []:
        in_range = _is_span(span) and 0 <= span[0] < span[1] <= len(view.text)
        yield Check("span-range", in_range, where, f"{span}")
        if in_range:
            yield Check("span-blank", bool(view.text[span[0] : span[1]].strip()), where, f"{span}")


def spans_needed(view: View, value: Any, where: str) -> Iterator[Check]:
    """The same, and one at least must hold."""
    checks = list(spans_checked(view, value, where))
    yield from checks
    good = any(check.held for check in checks if check.rule == "span-blank")
    yield Check("no-span", good, where, "no span that holds words")


def _document(view: View) -> Iterator[Check]:
    where = f"{view.where} document"
    yield from spans_checked(view, view.doc.get("title"), f"{where} title")
    published = view.doc.get("published")
    if not published:
        return
    checks = list(spans_checked(view, published.get("span"), f"{where} published"))
    yield from checks
    good = any(check.held for check in checks if check.rule == "span-blank")
    yield Check(
        "no-span", good or published.get("basis") != "stated", where, "published: stated, but no span"
    )
    value = published.get("value")
    yield Check("dates", _day(value) is not None, where, f"published {value!r}")


def _tiling(view: View) -> Iterator[Check]:
    for zone in view.doc.get("zones") or []:
        named = isinstance(zone, dict) and zone.get("zone") in ZONE_NAMES
        yield Check("shape", named, view.where, f"zone {zone!r}")
        if named:
            yield from spans_needed(view, zone.get("span"), f"{view.where} zone")
        else:
            yield Check("no-span", False, view.where, "zone")
    at = 0
    for (start, end), name in view.zones:
        yield Check(
            "zone-tile", start >= at, view.where, f"{name} [{start}, {end}] overlaps what ends at {at}"
        )
        yield Check("zone-tile", not view.text[at:start].strip(), view.where, f"no zone for [{at}, {start}]")
        at = max(at, end)
    yield Check("zone-tile", not view.text[at:].strip(), view.where, f"no zone for [{at}, {len(view.text)}]")


def _grounded(view: View, name: str, item: Raw) -> Iterator[Check]:
    where = view.at(name, item)
    yield from spans_needed(view, item.get(GROUNDS.get(name, "span")), where)
    for role, part in _participants(name, item):
        if isinstance(part, dict):
            yield from spans_needed(view, part.get("span"), f"{where} {role}")
        else:
            yield Check("no-span", False, where, role)
    for further in FURTHER_SPANS.get(name, ()):
        yield from spans_checked(view, item.get(further), f"{where} {further}")
    if name == "attributions":
        yield from _sourced(item, where)
    for role in item.get("roles") or [] if name == "entities" else []:
        yield from spans_needed(view, role.get("span"), f"{where} role")


def _sourced(item: Raw, where: str) -> Iterator[Check]:
    quoted = item.get("form") in ("direct", "mixed")
    known = item.get("source") or item.get("cue") or item.get("speaker_basis") or quoted
    yield Check("no-span", bool(known), where, "neither source nor cue nor quotation marks")
    based = item.get("speaker") is None or item.get("speaker_basis")
    yield Check("no-span", bool(based), where, "speaker without a basis")


def _references(view: View, name: str, item: Raw) -> Iterator[Check]:
    where = view.at(name, item)
    for link, other, ref in _wanted(name, item):
        yield Check("reference", ref in view.by_id[other], where, f"{link} {ref!r}")
    if name == "attributions":
        last = [item, *_steps_out(view, item)][-1]
        ends = view.by_id["attributions"].get(last.get("inside")) is None
        yield Check("reference", ends, where, "inside goes in a circle")


def _wanted(name: str, item: Raw) -> Iterator[tuple[str, str, Any]]:
    """The references an item makes: the field, the list it leads to, the id."""
    for role, part in _participants(name, item):
        if isinstance(part, dict) and part.get("entity") is not None:
            yield role, "entities", part["entity"]
    for link, other in LINKS.get(name, ()):
        if item.get(link) is not None:
            yield link, other, item[link]
    for ref in item.get("figures") or [] if name == "events" else []:
        yield "figures", "figures", ref


def word_checks(view: View, name: str, item: Raw) -> Iterator[Check]:
    """Whether an item stands on the right word: `publisher`, or the innermost attribution that covers it."""
    where, who = view.at(name, item), item.get("on_word_of")
    spans = [span for span in _own(name, item) if 0 <= span[0] < span[1] <= len(view.text)]
    holders = [held for held in view.items["attributions"] if view.holds(held, spans)]
    if who == PUBLISHER:
        yield Check(
            "word-publisher", not holders, where, f"covered by {[held.get('id') for held in holders]}"
        )
        return
    known = who in view.by_id["attributions"]
    yield Check("reference", known, where, f"on_word_of {who!r}")
    if known:
        yield Check(
            "word-covers", any(held.get("id") == who for held in holders), where, f"on_word_of {who!r}"
        )
        within = [h.get("id") for h in holders if any(s.get("inside") == who for s in _steps_out(view, h))]
        yield Check("word-innermost", not within, where, f"named {who!r}, inside it {within}")


def _zone(view: View, name: str, item: Raw) -> Iterator[Check]:
    where, zones = view.at(name, item), view.zones_of(_own(name, item))
    says = item.get("zone")
    yield Check("zone-name", says in zones, where, f"says {says!r}, stands in {sorted(zones)}")
    outside = bool(zones & OUTSIDE_ZONES)
    if zones:
        yield Check("zone-join", not (outside and zones - OUTSIDE_ZONES), where, f"itself in {sorted(zones)}")
    for joined, spans in _joined(view, name, item):
        there = view.zones_of(spans)
        same_side = there <= OUTSIDE_ZONES if outside else not there & OUTSIDE_ZONES
        yield Check("zone-join", same_side, where, f"in {sorted(zones)}, {joined} in {sorted(there)}")


def _joined(view: View, name: str, item: Raw) -> Iterator[tuple[str, list[list[int]]]]:
    """The spans of everything an item is joined to; its entities' other mentions are no join."""
    for role, part in _participants(name, item):
        if isinstance(part, dict):
            yield role, _quiet(part, "span")
    for further in ("source", "cue", "conditions", "grounds"):
        if item.get(further):
            yield further, _quiet(item, further)
    links = [(link, lists, item.get(link)) for link, lists in JOINING_LINKS if item.get(link) is not None]
    if name == "events":
        links += [("figures", "figures", ref) for ref in item.get("figures") or []]
    for link, lists, ref in links:
        if other := view.by_id[lists].get(ref):
            yield link, _own(lists, other)


def _bounds(figure: Raw, where: str) -> Iterator[Check]:
    known = [figure[edge] for edge in ("low", "best", "high") if figure.get(edge) is not None]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)
    yield Check("bounds", numbers, where, f"not numbers: {known}")
    if numbers:
        yield Check("bounds", known == sorted(known), where, f"low, best, high: {known}")


def _dates(time: Raw, where: str) -> Iterator[Check]:
    start, end = time.get("start"), time.get("end")
    days = [_day(start)] if start is not None else []
    days += [_day(end, last=True)] if end is not None else []
    yield Check("dates", None not in days, where, f"{[edge for edge in (start, end) if edge is not None]}")
    if None not in days and len(days) == 2:
        yield Check("dates", str(days[0]) <= str(days[1]), where, f"start {start} after end {end}")


def _day(value: Any, *, last: bool = False) -> str | None:
    """A date or a part of one as a string that sorts; its last moment if `last`, None if it is none."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, clock = found.groups()
    if not ("01" <= (month or "01") <= "12" and "01" <= (day or "01") <= "31"):
        return None
    rest = (
        (month or "12", day or "31", clock or "24") if last else (month or "01", day or "01", clock or "00")
    )
    return f"{year}-{rest[0]}-{rest[1]}T{rest[2]}"


def origin_of(raw: Any) -> str:
    """How a raw record is named in a verdict: by its document's origin."""
    doc = raw.get("document") if isinstance(raw, dict) else None
    origin = doc.get("origin") if isinstance(doc, dict) else None
    return origin if isinstance(origin, str) else "record"
