"""Finds offices in the text, whose they are and who holds them; find_mentions makes role mentions of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from msgspec import Struct, structs

from dragoman.annotate.lexicon import (
    area_names,
    is_saying,
    modifiers,
    owner_forms,
    source_nouns,
    title_forms,
    titles,
    word_set,
)
from dragoman.annotate.wording import Layout, Wording, find_forms, words_before
from dragoman.resources import load_table
from dragoman.stages import Mention
from dragoman.types import Span

_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my", "this", "that"})
_POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my"})
_TAIL = re.compile(r" (of|for|at|to|in|with) (the )?")
_CAPITALISED = r"(?:[A-Z][\w'-]*|[a-z]{1,3}-[A-Z][\w'-]*)"
_PARTICLES = r"(?:(?:bin|ibn|al|el|van|von|der|den|de|di|da|dos|abu|la) ){0,2}"
_NAME = re.compile(
    rf"(?:(?:[A-Z]\. ?){{1,3}})?{_CAPITALISED}(?: (?:(?:[A-Z]\.)+|{_PARTICLES}{_CAPITALISED})){{0,4}}"
)
_COPULA = re.compile(r"(?:,? who)? (?:is|was|became|serves as|served as|has been|had been) (?:also )?$")
_COUNTERPART = re.compile(r"\bcounterpart\b")
_BEFORE_COUNTERPART = re.compile(r"\b(?P<whose>his|her|their|its) (?:[\w.'-]{1,30} ){0,2}$")
_LONGEST_OWNER = 4
_BASED = re.compile(
    r"\b(?:[A-Z][\w.]* ){0,2}[A-Za-z.]+-(?:based|born|area|trained|educated|appointed|elected|backed) \Z"
)
_LOOK_BACK = 60


class FoundRole(Struct, frozen=True):
    """An office in the text, and the span of its holder's name where one stands beside it."""

    span: Span
    title: str | None
    of: str | None = None
    holder: Span | None = None
    weak: bool = False


def find_roles(wording: Wording, layout: Layout, names: Sequence[Mention]) -> tuple[FoundRole, ...]:
    """The offices of a text, in order, none inside another.

    `names` are the name mentions found so far, sorted. A holder may be a name that is not among them (one or more
    capitalised words right after an office): the caller adds it.

    >>> from dragoman.annotate.wording import read_wording
    >>> from dragoman.stages import Segments
    >>> text = "Germany's foreign minister spoke."
    >>> whole = (Span(0, len(text)),)
    >>> segments = Segments(language="en", zones=(), paragraphs=whole, sentences=whole, quotations=())
    >>> [(role.span.of(text), role.title, role.of) for role in find_roles(read_wording(text), Layout(segments), ())]
    [("Germany's foreign minister", 'foreign minister', 'DEU')]
    """
    context = _Context(wording, layout, tuple(names))
    roles: list[FoundRole] = []
    for span, title, _ in find_forms(wording, title_forms()):
        if layout.sentence(span.start) < 0 or (roles and span.start < roles[-1].span.end):
            continue
        role = _read_role(context, span, title, floor=roles[-1].span.end if roles else 0)
        if role is not None:
            roles.append(role)
    return _with_counterparts(context, _with_stacked(context, roles))


class _Context:
    """What the helpers of this module look up: the text, its layout, the names by where they begin and end."""

    def __init__(self, wording: Wording, layout: Layout, names: tuple[Mention, ...]) -> None:
        self.wording = wording
        self.layout = layout
        self.by_start = {name.span.start: name for name in reversed(names)}
        self.by_end = {name.span.end: name for name in names}
        self.people = tuple(name for name in names if name.type == "PER")
        self.people_starts = [name.span.start for name in self.people]


def _read_role(context: _Context, span: Span, title: str, *, floor: int) -> FoundRole | None:
    """The office at a form, widened, with its holder; `floor` is where the office before it ends."""
    entry = titles()[title]
    if len(title) <= 3 and title.isalpha() and not context.wording.flat[span.start : span.end].isupper():
        return None
    left = _read_left(context, span.start, floor)
    right, after_of = _read_right(context, span.end)
    holder = _holder_after(context, span.end, left.start < span.start)
    if holder is None and right > span.end:
        holder = _apposed_after(context, right) or _known_after(context, right)
    whole = Span(left.start, span.end if holder is not None and holder.start < right else right)
    holder = holder or _apposed_before(context, whole) or _subject_before(context, whole)
    full_title = " ".join((*left.words, entry["canonical"]))
    role = FoundRole(whole, full_title, left.of or after_of, holder, bool(entry["weak"]))
    return role if _stands(context, role, entry, left) else None


class _Left(Struct, frozen=True):
    start: int
    of: str | None = None
    words: tuple[str, ...] = ()
    determiner: str | None = None


def _read_left(context: _Context, start: int, floor: int) -> _Left:
    """Widens an office to the left over "deputy", "former", "Russian", "Hamas", "the"."""
    flat, low = context.wording.flat, context.wording.low
    floor = max(floor, context.layout.sentence_span(start).start)
    left = _Left(start)
    while left.start > floor:
        modifier = _modifier_before(low, left.start, floor)
        owner = None if left.of or modifier else _owner_before(context, left.start, floor)
        based = _BASED.search(flat, floor, left.start)
        if based is not None and modifier is None and owner is None:
            left = structs.replace(left, start=based.start())
        elif modifier is not None:
            begin, kind, word = modifier
            kept = (word, *left.words) if kind != "drop" else left.words
            left = structs.replace(left, start=begin, words=kept)
        elif owner is not None:
            left = structs.replace(left, start=owner[0], of=owner[1])
        else:
            break
    begin = next(iter(words_before(flat, left.start, 1)), -1)
    if begin >= floor and low[begin : left.start].strip() in _DETERMINERS:
        return structs.replace(left, start=begin, determiner=low[begin : left.start].strip())
    return left


def _modifier_before(low: str, start: int, floor: int) -> tuple[int, str, str] | None:
    known = modifiers()
    if start > floor and low[start - 1] == "-":
        for word in ("ex", "vice", "then"):
            begin = start - 1 - len(word)
            if begin >= floor and low[begin : start - 1] == word and not low[begin - 1 : begin].isalnum():
                return begin, known[word], "former" if word == "ex" else word
    for begin in reversed(words_before(low, start, 2)):
        word = low[begin:start].strip().lstrip("(\"'“")
        fits = word != "under" or low.startswith("secretar", start)  # no "under President Sow"
        if begin >= floor and word in known and fits:
            return start - len(low[begin:start].lstrip("(\"'“")), known[word], _status_word(word)
    return None


def _status_word(word: str) -> str:
    return (
        "former"
        if word in {"ex", "ex-", "one-time", "onetime", "ousted", "deposed", "late", "then-"}
        else word
    )


def _owner_before(context: _Context, start: int, floor: int) -> tuple[int, str] | None:
    """The country, body or name right before an office: where it begins and what it is."""
    flat = context.wording.flat
    if start > 0 and flat[start - 1] != " ":
        return None
    end = start - 1
    bare = end - 2 if flat[max(0, end - 2) : end] == "'s" else end - 1 if flat[end - 1 : end] == "'" else end
    for begin in reversed(words_before(flat, start, _LONGEST_OWNER)):
        opened = begin + (len(flat[begin:bare]) - len(flat[begin:bare].lstrip('("“[')))
        form = flat[opened:bare]
        low = form.lower()
        owner = (area_names().get(low) or owner_forms().get(low)) if form[:1].isupper() else None
        if begin >= floor and owner is not None:
            return opened, owner
    name = context.by_end.get(bare) or context.by_end.get(end)
    possessed = bare < end or (name is not None and name.type != "PER")
    if name is not None and possessed and name.span.start >= floor:
        return name.span.start, flat[name.span.start : bare].removesuffix("'s")
    return None


def _read_right(context: _Context, end: int) -> tuple[int, str | None]:
    """Widens an office over "of Russia", "for the ministry"; the owner only where the preposition gives one."""
    tail = _TAIL.match(context.wording.low, end)
    if tail is None:
        return end, None
    flat = context.wording.flat
    start = tail.end()
    gives_owner = tail.group(1) in {"of", "for", "at", "with"}
    name = context.by_start.get(start)
    ends = [match.end() for match in re.finditer(r"[\w.'-]+", flat[start : start + _LOOK_BACK])][:5]
    for length in reversed(ends):
        form = flat[start : start + length].rstrip(".,'") if length > 4 else flat[start : start + length]
        low = form.lower().removesuffix("'s")
        owner = area_names().get(low) or owner_forms().get(low)
        longer = name is not None and name.span.end > start + len(form)
        if owner is not None and form[:1].isupper() and not longer:
            return start + len(form.removesuffix("'s")), owner if gives_owner else None
    if name is not None and name.type != "PER":
        return name.span.end, name.span.of(flat) if gives_owner else None
    body = next((noun for noun in _bodies() if context.wording.low.startswith(noun, start)), None)
    if body is not None and tail.group(2) and gives_owner:
        return start + len(body), None
    return end, None


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(
        sorted((n for n, row in source_nouns().items() if row["class"] == "org"), key=lambda n: -len(n))
    )


def _holder_after(context: _Context, end: int, widened: bool) -> Span | None:
    """The name that follows an office with no more than a blank between ("President Adama Sow")."""
    flat = context.wording.flat
    start = end + len(flat[end : end + 4]) - len(flat[end : end + 4].lstrip(" "))
    if start == end or flat[end - 1 : end] == "," or start >= context.layout.sentence_span(end - 1).end:
        return None
    name = context.by_start.get(start)
    if name is not None:
        return name.span if name.type == "PER" else None
    sentence = context.layout.sentence_span(end - 1)
    match = _NAME.match(flat, start, sentence.end)
    if (
        match is None
        or context.wording.upper(sentence)
        or not _is_person_like(context, match.group(), sentence)
    ):
        return None
    span = Span(start, match.end()) if match.group()[-2:] != "'s" else Span(start, match.end() - 2)
    overlapped = any(context.by_start.get(position) for position in range(start, span.end))
    capital = flat[end - 1 :].strip() and (widened or flat[sentence.start : end].strip() != "")
    return span if capital and not overlapped else None


def _known_after(context: _Context, end: int) -> Span | None:
    """Reads "Prime Minister of Ostia Adama Sow", where the names are known to be two."""
    name = context.by_start.get(end + 1) if context.wording.flat[end : end + 1] == " " else None
    return name.span if name is not None and name.type == "PER" else None


def _with_stacked(context: _Context, roles: Sequence[FoundRole]) -> tuple[FoundRole, ...]:
    """Gives an office right before another's ("Ostian army chief General Sow") the same holder."""
    found = list(roles)
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        stacked = context.wording.flat[one.span.end : two.span.start] == " " and two.of is None
        if one.holder is None and two.holder is not None and two.holder.start > two.span.start and stacked:
            found[at] = structs.replace(one, holder=two.holder)
    return tuple(found)


def _is_person_like(context: _Context, run: str, sentence: Span) -> bool:
    words = run.split()
    zone = context.layout.zone(sentence.start)
    stops = word_set("name_stops.txt")
    if any(word.lower() in stops or is_saying(word) or word.lower() in owner_forms() for word in words):
        return False
    titled = any(word.lower() in titles() for word in words)
    body = source_nouns().get(words[-1].lower(), {}).get("class") == "org"  # "the General Assembly"
    return not titled and not body and (zone is None or zone.zone != "headline")


def _apposed_after(context: _Context, end: int) -> Span | None:
    """Reads "Germany's foreign minister, Lena Vogt"."""
    flat = context.wording.flat
    name = context.by_start.get(end + 2) if flat[end : end + 2] in {", ", " ("} else None
    if name is None or name.type != "PER" or _in_list(context, name):
        return None
    closed = flat[name.span.end : name.span.end + 1] in {",", ".", ")", ";", ":", "”", '"', ""}
    return name.span if closed else None


def _apposed_before(context: _Context, whole: Span) -> Span | None:
    """Reads "Lena Vogt, the German foreign minister", in commas or brackets, and the other way round."""
    flat = context.wording.flat
    before = flat[max(0, whole.start - 2) : whole.start]
    name = context.by_end.get(whole.start - 2) if before in {", ", " ("} else None
    if name is not None and name.type == "PER" and _ends_clause(flat, whole.end):
        return name.span
    return _apposed_after(context, whole.end)


def _ends_clause(flat: str, end: int) -> bool:
    following = re.match(
        r"[,.;:)\"”]|$| (?:of|for|at|to|in|and|who|said|says|told|has|had|was|is)\b| \(|, ",
        flat[end : end + 8],
    )
    return following is not None


def _in_list(context: _Context, name: Mention) -> bool:
    following = context.wording.flat[name.span.end : name.span.end + 6]
    return following.startswith(" and ") or any(
        context.by_start.get(name.span.end + gap) is not None
        for gap in (2, 6)
        if following.startswith((", ", ", and "))
    )


def _subject_before(context: _Context, whole: Span) -> Span | None:
    """Reads "Vogt is Germany's foreign minister"."""
    flat = context.wording.flat
    floor = context.layout.sentence_span(whole.start).start
    copula = _COPULA.search(flat[max(floor, whole.start - 30) : whole.start])
    if copula is None:
        return None
    name = context.by_end.get(max(floor, whole.start - 30) + copula.start())
    return name.span if name is not None and name.type == "PER" else None


def _stands(context: _Context, role: FoundRole, entry: dict[str, str], left: _Left) -> bool:
    """Whether the word is used as an office here: somebody holds it, something owns it, or an article precedes."""
    if role.holder is not None:
        return True
    following = re.match(r" ([\w'-]+)", context.wording.flat[role.span.end : role.span.end + 30])
    tight = context.wording.flat[role.span.end : role.span.end + 1] in {"-", "'"}
    if entry["kind"] == "work" or (tight and context.wording.flat[role.span.end : role.span.end + 2] != "'s"):
        return False
    if not role.weak:
        return bool(role.of or left.determiner or left.words or entry["kind"] == "office")
    word = following.group(1).lower() if following else ""
    fits = not word or word in word_set("role_followers.txt") or is_saying(word)
    return (
        fits and bool(left.determiner or role.of) and (entry["kind"] == "office" or left.determiner == "the")
    )


def _with_counterparts(context: _Context, roles: tuple[FoundRole, ...]) -> tuple[FoundRole, ...]:
    """Adds "his German counterpart Lena Vogt": the office is that of the person it is said of."""
    found = list(roles)
    for match in _COUNTERPART.finditer(context.wording.low):
        span = Span(match.start(), match.end())
        if any(role.span.touches(span) for role in found) or context.layout.sentence(span.start) < 0:
            continue
        floor = max(context.layout.sentence_span(span.start).start, span.start - _LOOK_BACK)
        whose = _BEFORE_COUNTERPART.search(context.wording.low[floor : span.start])
        owner = _owner_before(context, span.start, floor)
        starts = [span.start, *([owner[0]] if owner else []), *([floor + whose.start()] if whose else [])]
        whole = Span(min(starts), span.end)
        end, after_of = _from_country(context, match.end())
        holder = _holder_after(context, match.end(), True) or _apposed_after(context, end)
        of = owner[1] if owner else after_of
        title = _equal_office(_title_before(context, found, whole.start), of)
        found.append(FoundRole(structs.replace(whole, end=end), title, of, holder))
    return tuple(sorted(found, key=lambda role: role.span))


def _equal_office(title: str | None, of: str | None) -> str | None:
    """The office in another country that answers to one: of the US secretary of state, a foreign minister.

    >>> _equal_office("secretary of state", "DEU"), _equal_office("foreign minister", "USA")
    ('foreign minister', 'secretary of state')
    """
    rows = load_table("equal_offices.tsv")
    if of == "USA":
        return next((row["us"] for row in rows if row["elsewhere"] == title), title)
    return next((row["elsewhere"] for row in rows if row["us"] == title), title) if of else title


def _from_country(context: _Context, end: int) -> tuple[int, str | None]:
    match = re.match(r" (?:from|in) ([A-Z][\w.]*\w(?: [A-Z][\w.]*\w)?)", context.wording.flat[end : end + 40])
    owner = owner_forms().get(match.group(1).lower()) if match else None
    return (end + match.end(), owner) if match and owner else (end, None)


def _title_before(context: _Context, roles: Sequence[FoundRole], position: int) -> str | None:
    """The office of whoever stands nearest before: named in this sentence, or bare ("The minister met his ...")."""
    sentence = context.layout.sentence_span(position)
    index = bisect_left(context.people_starts, position) - 1
    person = (
        context.people[index] if index >= 0 and context.people[index].span.start >= sentence.start else None
    )
    earlier = [role for role in roles if role.span.end <= position]
    bare = [role for role in earlier if role.holder is None and role.span.start >= sentence.start]
    if bare and (person is None or bare[-1].span.start > person.span.start):
        return bare[-1].title
    if person is None:
        return earlier[-1].title if earlier and earlier[-1].span.start >= sentence.start else None
    surname = context.wording.low[person.span.start : person.span.end].split()[-1]
    holders = [role for role in roles if role.holder is not None and role.title is not None]
    flat = context.wording.low
    return next(
        (r.title for r in reversed(holders) if r.holder and r.holder.of(flat).split()[-1] == surname), None
    )
