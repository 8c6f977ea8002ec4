"""Finds names for find_mentions: decodes the names head, then outlets, armed groups and countries by rule."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import cast

from msgspec import structs

from dragoman.annotate.bio import decode_bio
from dragoman.annotate.lexicon import (
    all_names,
    country_forms,
    demonyms,
    honorifics,
    is_saying,
    owner_forms,
    strong_forms,
    titles,
    word_set,
)
from dragoman.annotate.wording import (
    Forms,
    Layout,
    Wording,
    find_forms,
    make_forms,
    touched_by,
    words_before,
)
from dragoman.resources import load_lines, load_table
from dragoman.stages import Mention, Scores
from dragoman.types import EntityType, Span

RULE_SCORE = 0.9  # a name from a closed list; to be measured with the names head
_HEAD_TYPES = frozenset({"PER", "ORG", "GPE", "LOC", "FAC", "NORP"})
_RUN = r"(?:[A-Z][\w'-]*|[a-z]{2}-[A-Z][\w'-]*)"
_OPENING = "(?:Radio|Daily|TV|Television)"
"""What an outlet's name may begin with."""
_BEHIND = ("television", "television station", "TV station", "radio station")
"""Words that behind a name say that it is an outlet's, and are no part of it ("Tamsin television")."""
_REPORTED = re.compile(r"[\s,\"”']+(?:also |first |has |had )?([a-z]+)")
_CHANNEL = re.compile(r"(?<![\w-])Channel \d{1,2}(?: News| TV)?(?![\w.]\w|\w)")
_CITING = re.compile(
    r"\b(?:according to|told|citing|quoted by|reported by|interview with|by|via|source:)(?: the)? $", re.I
)


def head_names(wording: Wording, scores: Scores | None) -> tuple[Mention, ...]:
    """The names that the trained head sees, without the titles and possessive marks it takes along.

    A name never crosses a window. Without scores there are none.

    >>> head_names(Wording("", "", ""), None)
    ()
    """
    if scores is None or "mention" not in scores.tags:
        return ()
    labels = scores.labels["mention"]
    found: list[Mention] = []
    for first, last in scores.windows:
        for start, end, kind, score in decode_bio(scores.tags["mention"][first:last], labels):
            span = Span(scores.words[first + start].start, scores.words[first + end - 1].end)
            trimmed = _trim(wording, span, kind)
            if trimmed is not None and kind in _HEAD_TYPES:
                type_ = cast("EntityType", kind)
                found.append(Mention(span=trimmed, type=type_, kind="name", score=float(score)))
    return tuple(found)


def _trim(wording: Wording, span: Span, kind: str) -> Span | None:
    """Without a final possessive, marks at the ends, and the title before a person's name."""
    flat = wording.flat
    start, end = span.start, span.end
    while start < end and not (flat[start].isalnum() or flat[start] in "'("):
        start += 1
    if flat[start:end].lower().endswith("'s"):
        end -= 2
    while end > start and not (flat[end - 1].isalnum() or flat[end - 1] in ".')"):
        end -= 1
    if flat[start:end].lower().startswith("the "):
        start += 4
    if kind == "PER":
        if f"{wording.low[start:end].rstrip('.')}." in titles():
            return None  # "Gov." alone
        start = _after_titles(wording.low, start, end)
    return Span(start, end) if any(char.isalnum() for char in flat[start:end]) else None


def _after_titles(low: str, start: int, end: int) -> int:
    known = _forms_of_address()
    while True:
        heads = [m.end() for m in re.finditer(r"\S+(?= )", low[start:end])][:4]
        title = next((size for size in reversed(heads) if low[start : start + size] in known), None)
        if title is None:
            return start
        start += title + 1


@cache
def _forms_of_address() -> frozenset[str]:
    return frozenset({*titles(), *honorifics()})


def add_outlets(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names with the outlets among them marked as such, and the outlets the head missed.

    >>> text = "Meridian News Agency reported a lull."
    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> layout = Layout(Segments(language="en", zones=(), paragraphs=(), sentences=(), quotations=()))
    >>> [(name.span.of(text), name.type) for name in add_outlets(read_wording(text), layout, ())]
    [('Meridian News Agency', 'OUTLET')]
    """
    spans = [span for span, _, _ in find_forms(wording, strong_forms("outlets.tsv"), keep_case=True)]
    spans += _patterned_outlets(wording, layout) + _led_outlets(wording, layout) + _sites(wording)
    spans += [Span(match.start(), match.end()) for match in _CHANNEL.finditer(wording.flat)]
    spans += [n.span for n in names if n.type != "PER" and _is_outlet(wording, n.span)]
    spans += [span for span in _weak_outlets(wording) if _is_cited(wording, span)]
    return _overlaid(names, spans, "OUTLET")


def _is_outlet(wording: Wording, span: Span) -> bool:
    name = wording.low[span.start : span.end].removeprefix("the ")
    if name in all_names("outlets.tsv") or f"the {name}" in all_names("outlets.tsv"):
        return True
    last = name.split()[-1]
    nouns, weak = word_set("outlet_nouns.txt"), word_set("outlet_weak_nouns.txt")
    return " " in name and last in nouns and (last not in weak or _is_cited(wording, span))


def _is_cited(wording: Wording, span: Span) -> bool:
    """Whether a reporting verb, "according to" or "told" stands beside the name."""
    after = _REPORTED.match(wording.low, span.end)
    if after is not None and is_saying(after.group(1)):
        return True
    return _CITING.search(wording.flat[max(0, span.start - 24) : span.start]) is not None


@cache
def _outlet_pattern() -> re.Pattern[str]:
    nouns = sorted((*load_lines("outlet_nouns.txt"), *_BEHIND), key=lambda noun: -len(noun))
    return re.compile(rf"(?<![\w.-])((?:{_RUN} ){{1,4}}?)({'|'.join(map(re.escape, nouns))})(?![\w-])")


def _patterned_outlets(wording: Wording, layout: Layout) -> list[Span]:
    spans: list[Span] = []
    for match in _outlet_pattern().finditer(wording.flat):
        span = _without_article(wording, Span(match.start(), match.end()))
        weak = match.group(2) in load_lines("outlet_weak_nouns.txt")
        shouted = wording.upper(layout.sentence_span(span.start))
        lower_noun = match.group(2).islower()
        fits = span.start < match.start(2) and not shouted and (not weak or _is_cited(wording, span))
        named = wording.flat[span.start : match.start(2)].strip()
        plain = named in demonyms() or named.lower() in word_set("source_adjectives.txt")
        if fits and not (lower_noun and plain):
            spans.append(Span(span.start, match.start(2) - 1) if match.group(2) in _BEHIND else span)
    return spans


@cache
def _led_pattern() -> re.Pattern[str]:
    nouns = sorted(filter(str.islower, load_lines("outlet_nouns.txt")), key=lambda noun: -len(noun))
    words = "|".join(map(re.escape, nouns))
    return re.compile(rf"(?<![\w-])(?:(?P<noun>{words})|{_OPENING}) (?P<name>{_RUN}(?: {_RUN}){{0,2}})")


def _led_outlets(wording: Wording, layout: Layout) -> list[Span]:
    """Names behind the word for what they are ("the newspaper Tamsin"), or that begin with it ("Radio Tamsin")."""
    spans = []
    for match in _led_pattern().finditer(wording.flat):
        noun, name = match["noun"], match["name"].split(" ", 1)[0].lower()
        span = Span(match.start("name") if noun else match.start(), match.end())
        sure = noun is not None and noun not in word_set("outlet_weak_nouns.txt")
        if (
            name not in word_set("date_words.txt")
            and not wording.upper(layout.sentence_span(span.start))
            and (sure or _is_cited(wording, span))
        ):
            spans.append(span)
    return spans


def _without_article(wording: Wording, span: Span) -> Span:
    first = wording.flat[span.start : span.end].split(" ", 1)
    stops = word_set("name_stops.txt")
    while len(first) == 2 and first[0].lower() in stops:
        span = Span(span.start + len(first[0]) + 1, span.end)
        first = first[1].split(" ", 1)
    return span


def _sites(wording: Wording) -> list[Span]:
    endings = "|".join(sorted(load_lines("domain_endings.txt"), key=lambda ending: (-len(ending), ending)))
    pattern = rf"(?<![\w@./-])(?:www\.)?[A-Za-z][\w-]{{2,}}\.(?:{endings})(?![\w@/.-]\w)(?!\w)"
    return [
        Span(m.start(), m.end())
        for m in re.finditer(pattern, wording.flat, re.IGNORECASE)
        if "." in m.group()
    ]


@cache
def _weak_outlet_forms() -> Forms:
    strong = {form for forms in strong_forms("outlets.tsv").values() for form, _ in forms}
    rows = load_table("outlets.tsv")
    return make_forms(
        ((row["name"], row["name"]) for row in rows if row["name"] not in strong), keep_case=True
    )


def _weak_outlets(wording: Wording) -> list[Span]:
    return [span for span, _, _ in find_forms(wording, _weak_outlet_forms(), keep_case=True)]


def add_armed(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names with the armed groups among them marked as such, and those on the list that the head missed."""
    spans = [span for span, _, _ in find_forms(wording, _armed_forms())]
    spans = [s for s in spans if any(char.isupper() for char in wording.flat[s.start : s.end])]
    spans += [n.span for n in names if n.type in {"ORG", "NORP"} and _is_armed(wording, n.span)]
    spans += _patterned_armed(wording, layout)
    return _overlaid(names, spans, "ARMED")


@cache
def _armed_forms() -> Forms:
    forms = strong_forms("armed_groups.tsv")
    return make_forms((pair for pairs in forms.values() for pair in pairs), keep_case=False)


def _is_armed(wording: Wording, span: Span) -> bool:
    name = wording.low[span.start : span.end].removeprefix("the ")
    return name in all_names("armed_groups.tsv") or name.endswith(_armed_endings())


@cache
def _armed_endings() -> tuple[str, ...]:
    return tuple(f" {noun}" for noun in word_set("armed_nouns.txt"))


@cache
def _armed_pattern() -> re.Pattern[str]:
    nouns = sorted((n for n in load_lines("armed_nouns.txt") if n[0].isupper()), key=lambda noun: -len(noun))
    return re.compile(rf"(?<![\w.-])((?:{_RUN} ){{1,4}}?)({'|'.join(map(re.escape, nouns))})(?![\w-])")


def _patterned_armed(wording: Wording, layout: Layout) -> Iterator[Span]:
    for match in _armed_pattern().finditer(wording.flat):
        span = _without_article(wording, Span(match.start(), match.end()))
        if span.start < match.start(2) and not wording.upper(layout.sentence_span(span.start)):
            yield span


def _overlaid(names: Sequence[Mention], spans: Iterable[Span], type_: EntityType) -> tuple[Mention, ...]:
    """Names that touch one of `spans` give way to it, unless they are longer; the longest of `spans` wins."""
    kept = _longest(spans)
    starts, ends = [span.start for span in kept], [span.end for span in kept]
    result: list[Mention] = []
    scores: dict[Span, float] = {}
    beaten: set[Span] = set()
    for name in names:
        over = kept[bisect_right(ends, name.span.start) : bisect_left(starts, name.span.end)]
        scores.update({span: max(name.score, scores.get(span, 0.0)) for span in over})
        if all(len(name.span) > len(span) for span in over):
            beaten.update(over)
            is_end = name.span.end in {span.end for span in over} and name.type in {"ORG", "NORP"}
            result.append(structs.replace(name, type=type_) if is_end else name)
    result += [
        Mention(span=span, type=type_, kind="name", score=scores.get(span, RULE_SCORE))
        for span in kept
        if span not in beaten
    ]
    return tuple(sorted(result, key=lambda name: name.span))


def _longest(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not touch each other, in order; a longer one goes before those it touches."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (-len(span), span.start)):
        at = bisect_left(kept, span)
        if not any(span.touches(other) for other in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, span)
    return kept


@cache
def _addressed() -> re.Pattern[str]:
    forms = sorted((form.rstrip(".") for form in honorifics() if len(form) > 1), key=lambda form: -len(form))
    words = "|".join(re.escape(form.capitalize()) for form in forms)
    return re.compile(rf"\b(?:{words})\.? (?=[A-Z])({_RUN}(?: {_RUN})?)")


def add_addressed(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names with those that a form of address shows and the head missed ("Mr. Ban")."""
    found = list(names)
    taken = touched_by(name.span for name in names)
    for match in _addressed().finditer(wording.flat):
        span = Span(match.start(1), match.end(1) - 2 * match.group(1).endswith("'s"))
        if not taken(span) and not wording.upper(layout.sentence_span(span.start)):
            found.append(Mention(span=span, type="PER", kind="name", score=RULE_SCORE))
    return tuple(sorted(found, key=lambda name: name.span))


@cache
def _lowered_countries() -> Forms:
    bodies = ("UN", "U.N.", "United Nations", "EU", "European Union", "NATO")
    return make_forms((form, form) for form in (*country_forms(), *bodies))


def add_countries(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names with the countries, their people and the great bodies that the head missed.

    A word that is part of a longer run of capitals is left alone: it may be part of another name. In text written in
    capitals abbreviations that are words too ("CAR") are left alone.
    """
    found = list(names)
    taken = touched_by(name.span for name in names)
    for span, form in _country_words(wording, layout):
        if taken(span):
            continue
        body = form not in country_forms()
        type_: EntityType = "ORG" if body else "NORP" if form in demonyms() else "GPE"
        found.append(Mention(span=span, type=type_, kind="name", score=RULE_SCORE))
    return tuple(sorted(found, key=lambda name: name.span))


def _country_words(wording: Wording, layout: Layout) -> Iterator[tuple[Span, str]]:
    for span, _, form in find_forms(wording, _lowered_countries()):
        words = span.of(wording.flat)
        shouted = words.isupper() and wording.upper(layout.sentence_span(span.start))
        plain = words == form and not _in_run(wording, span, form)
        if plain if not shouted else "." in form or not form.isupper():
            yield _bare(span, form), form


def _bare(span: Span, form: str) -> Span:
    return Span(span.start + 4, span.end) if form.startswith("The ") else span


def _in_run(wording: Wording, span: Span, form: str) -> bool:
    """Whether a name-like word stands right before or after ("Jordan Peters", "New Jordan"); demonyms may."""
    if form in demonyms() or form.isupper():
        return False
    before = words_before(wording.flat, span.start, 1)
    word = (
        wording.flat[before[0] : span.start].strip() if before and wording.flat[span.start - 1] == " " else ""
    )
    stops = word_set("name_stops.txt")
    led = word[:1].isupper() and word[-1:].isalnum() and word.lower() not in stops and word not in demonyms()
    after = re.match(r" ([A-Z][\w'-]+)", wording.flat[span.end : span.end + 30])
    following = after.group(1).lower() if after is not None else ""
    known = following in stops or following in owner_forms() or is_saying(following) or following in titles()
    return led or (bool(following) and not known)
