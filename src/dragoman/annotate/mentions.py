"""Finds the words that refer to somebody, something or somewhere: names, offices, pronouns, unnamed sources."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import cast

from msgspec import structs

from dragoman.annotate.governments import with_governments
from dragoman.annotate.kinds import settle_kinds
from dragoman.annotate.lexicon import (
    demonyms,
    given_names,
    honorifics,
    is_saying,
    owner_forms,
    pronouns,
    source_nouns,
    titles,
    word_set,
)
from dragoman.annotate.names import (
    RULE_SCORE,
    add_addressed,
    add_armed,
    add_countries,
    add_outlets,
    head_names,
)
from dragoman.annotate.neuter import it_acts, told_its
from dragoman.annotate.nominals import find_nominals
from dragoman.annotate.overlooked import add_overlooked
from dragoman.annotate.roles import FoundRole, find_roles
from dragoman.annotate.signed import find_signed
from dragoman.annotate.sources import ends_with, head_of, listed_in, person_type
from dragoman.annotate.transcripts import TranscriptLine, find_transcripts, is_label_role
from dragoman.annotate.wording import (
    Layout,
    Wording,
    find_forms,
    make_forms,
    read_wording,
    touched_by,
    words_before,
)
from dragoman.stages import Document, FoundAttribution, Mention, Scores, Segments
from dragoman.types import EntityType, Span, join_spans

_PERSON_SCORE = 0.8  # a name seen by rule beside an office; to be measured with the names head
_LONGEST_MENTION = 200
_REPEATED_SCORE = 0.5  # a name the head is less sure of is not looked for elsewhere
_LONGEST_SOURCE = 120
_REPEATED = re.compile(r"\w[\w'-]*\w")
_RULED_LINE = re.compile(r"[a-z]{1,4}-[A-Z]|[A-Z]")


def find_mentions(doc: Document, segments: Segments, scores: Scores | None) -> tuple[Mention, ...]:
    """Finds the mentions of a document, sorted by span; those inside another ("Russian" in an office) are kept.

    Names come from the trained head where `scores` holds it; outlets, armed groups, countries, offices with their
    holders, later bare surnames, pronouns and unnamed sources ("two senior officials") come from rules. Nothing is
    read in furniture. Spans are in code points of `doc.text`.

    >>> text = "Foreign Minister Ana Roa spoke. Roa said officials agreed."
    >>> spans = (Span(0, 31), Span(32, 58))
    >>> doc = Document(id="d", origin="-", raw_sha256="", text=text)
    >>> segments = Segments(language="en", zones=(), paragraphs=(Span(0, 58),), sentences=spans, quotations=())
    >>> [(doc.quote(mention.span), mention.kind) for mention in find_mentions(doc, segments, None)]
    [('Foreign Minister', 'role'), ('Ana Roa', 'name'), ('Roa', 'name'), ('officials', 'nominal')]
    """
    wording, layout = read_wording(doc.text), Layout(segments)
    lines = find_transcripts(doc, segments)
    names = _with_speakers(wording, head_names(wording, scores), lines)
    names = add_armed(wording, layout, add_outlets(wording, layout, names))
    names = add_addressed(wording, layout, add_countries(wording, layout, names))
    names = settle_kinds(wording, layout, add_overlooked(wording, layout, names, scores), scores)
    names = _with_repeats(wording, _with_holders(names, find_roles(wording, layout, names)))
    roles = (*find_roles(wording, layout, names), *_line_roles(wording, lines, names))
    names = _with_holders(names, roles)
    others = (*_find_pronouns(wording, layout), *find_nominals(wording, layout, names, roles))
    names = tuple(name for name in names if not _in_furniture(layout, name.span))
    others = (*others, *told_its(wording, layout, (*names, *others)))
    names = with_governments(wording, layout, names)
    return _assemble(names, tuple(role for role in roles if not _in_furniture(layout, role.span)), others)


def add_source_mentions(
    doc: Document, mentions: Sequence[Mention], attributions: Sequence[FoundAttribution]
) -> tuple[Mention, ...]:
    """The mentions with one more for each source that holds none and is plainly somebody ("a man in a mask").

    Sources that are things with words on them ("a statement") get none. Call it before find_chains.

    >>> doc = Document(id="d", origin="-", raw_sha256="", text="A gardener said so.")
    >>> found = FoundAttribution(source=(Span(0, 10),), cue=(Span(11, 15),), content=(Span(16, 18),), form="indirect")
    >>> [(doc.quote(mention.span), mention.type) for mention in add_source_mentions(doc, (), [found])]
    [('A gardener', 'PER')]
    """
    added: dict[Span, Mention] = {}
    starts = [mention.span.start for mention in mentions]
    for found in attributions:
        if found.source:
            whole = join_spans(found.source)
            low, high = bisect_left(starts, whole.start - _LONGEST_MENTION), bisect_left(starts, whole.end)
            for mention in _unseen_source(doc, mentions[low:high], found):
                added.setdefault(mention.span, mention)
    known = {mention.span for mention in mentions}
    return _reindexed((*mentions, *(mention for span, mention in added.items() if span not in known)))


def _unseen_source(doc: Document, near: Sequence[Mention], found: FoundAttribution) -> Iterator[Mention]:
    """The group that a source lists ("Roa and Sow"), or the somebody at its head whom no mention covers."""
    listed = listed_in(doc.text, found.source, near)
    if listed is not None:
        yield Mention(span=listed, type="GROUP", kind="nominal", score=found.score)
        return
    head = head_of(doc.text, found.source[0])
    touching = any(mention.span.touches(part) for mention in near for part in found.source)
    if head is None:
        return
    several = " and " in doc.quote(head) and not any(mention.span.covers(head) for mention in near)
    if several and person_type(doc.quote(head)) == "GROUP":
        yield Mention(span=head, type="GROUP", kind="nominal", score=found.score)
        return
    if any(ends_with(doc.text, mention.span, head) for mention in near):
        return
    span = head if touching else join_spans(found.source)
    type_ = person_type(doc.quote(head)) if len(span) <= _LONGEST_SOURCE else None
    if type_ is not None:
        yield Mention(span=span, type=type_, kind="nominal", score=found.score)


def _in_furniture(layout: Layout, span: Span) -> bool:
    zone = layout.zone(span.start)
    return zone is not None and zone.zone == "furniture"


def _with_speakers(
    wording: Wording, names: Sequence[Mention], lines: Sequence[TranscriptLine]
) -> tuple[Mention, ...]:
    """Names with those that the labels of a transcript give."""
    spoken = [line.name for line in lines if line.name is not None and _is_name(wording, line.name)]
    taken = touched_by(spoken)
    kept = [name for name in names if not taken(name.span)]
    added = [Mention(span=span, type="PER", kind="name", score=_PERSON_SCORE) for span in spoken]
    return tuple(sorted([*kept, *added], key=lambda name: name.span))


def _is_name(wording: Wording, span: Span) -> bool:
    words = wording.low[span.start : span.end].split()
    return (
        not is_label_role(" ".join(words))
        and len(words) <= 6
        and not any(word in source_nouns() or word in {"vox", "no", "various"} for word in words)
    )


def _line_roles(
    wording: Wording, lines: Sequence[TranscriptLine], names: Sequence[Mention]
) -> tuple[FoundRole, ...]:
    """The offices in transcript labels, which need no known title ("Farmer from Tel Rifaat"), and "Moderator"."""
    starts = {name.span.start: name for name in names if name.type != "PER"}
    roles: list[FoundRole] = []
    for line in lines:
        if line.name is not None and line.role is not None and _is_name(wording, line.name):
            title, of = _title_and_owner(wording, line.role, starts)
            roles.append(FoundRole(line.role, title, of, line.name))
        elif line.name is not None and is_label_role(line.name.of(wording.low)):
            roles.append(FoundRole(line.name, line.name.of(wording.low)))
    return tuple(roles)


def _title_and_owner(wording: Wording, role: Span, names: Mapping[int, Mention]) -> tuple[str, str | None]:
    """An office and whose it is: "French minister", "Prime Minister of Georgia"; all of it where it cannot be told."""
    words = wording.low[role.start : role.end]
    first = next((form for form in _owners_by_length() if words.startswith(form + " ")), None)
    if first is not None:
        return _canonical(words[len(first) + 1 :]), owner_forms()[first]
    title, of, _ = words.partition(" of ")
    if words in titles() or not of or title.split()[-1] not in titles():
        return _canonical(words), None
    start = role.start + len(title) + len(of)
    start += 4 if wording.low.startswith("the ", start) else 0
    form = wording.low[start : role.end]
    name = names.get(start)
    owner = owner_forms().get(form) or (
        name.span.of(wording.flat) if name is not None and name.span.end == role.end else None
    )
    return (_canonical(title), owner) if owner is not None else (words, None)


def _canonical(title: str) -> str:
    return titles()[title]["canonical"] if title in titles() else title


@cache
def _owners_by_length() -> tuple[str, ...]:
    return tuple(sorted(owner_forms(), key=lambda form: (-len(form), form)))


def _with_holders(names: Sequence[Mention], roles: Sequence[FoundRole]) -> tuple[Mention, ...]:
    known = {name.span for name in names}
    holders = dict.fromkeys(
        role.holder for role in roles if role.holder is not None and role.holder not in known
    )
    added = [Mention(span=span, type="PER", kind="name", score=_PERSON_SCORE) for span in holders]
    taken = touched_by(holders)
    clear = [name for name in names if not taken(name.span)]
    return tuple(sorted([*clear, *added], key=lambda name: name.span))


def _with_repeats(wording: Wording, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """Adds later and earlier uses of a person's surname that nobody saw ("Sow" beside "Adama Sow")."""
    forms: dict[str, Mention] = {}
    for name in names:
        words = name.span.of(wording.flat).split()
        if name.type == "PER" and words and _RULED_LINE.match(words[-1]) and len(words[-1]) > 2:
            forms.setdefault(words[-1], name)
    starts = [name.span.start for name in names]
    found = list(names)
    for match in _REPEATED.finditer(wording.flat):
        word = match.group().removesuffix("'s")
        if word not in forms or _is_word(word):
            continue
        span = Span(match.start(), match.start() + len(word))
        index = bisect_right(starts, span.start) - 1
        near = names[max(0, index) : index + 2]
        if not any(name.span.touches(span) for name in near) and not _in_longer_name(wording, span):
            found.append(
                Mention(span=span, type="PER", kind="name", score=min(RULE_SCORE, forms[word].score))
            )
    return _with_equals(wording, sorted(found, key=lambda name: name.span))


def _with_equals(wording: Wording, names: Sequence[Mention]) -> tuple[Mention, ...]:
    """Adds the other uses of a name that the head saw somewhere ("Forbes"), with its type."""
    types = {name.span.of(wording.flat): name for name in reversed(names) if name.score >= _REPEATED_SCORE}
    plain = {form for form in types if len(form) > 2 and form[0].isupper() and not _is_word(form)}
    forms = make_forms(((form, form) for form in sorted(plain)), keep_case=True)
    starts = [name.span.start for name in names]
    found = list(names)
    for span, form, _ in find_forms(wording, forms, keep_case=True):
        index = bisect_right(starts, span.start) - 1
        near = names[max(0, index) : index + 2]
        if not any(name.span.touches(span) for name in near) and not _in_longer_name(wording, span):
            score = min(RULE_SCORE, types[form].score)
            found.append(structs.replace(types[form], span=span, score=score))
    return tuple(sorted(found, key=lambda name: name.span))


def _is_word(word: str) -> bool:
    low = word.lower()
    return (
        low in word_set("name_stops.txt") or low in owner_forms() or low in titles() or low in given_names()
    )


def _in_longer_name(wording: Wording, span: Span) -> bool:
    before = words_before(wording.flat, span.start, 1)
    word = (
        wording.flat[before[0] : span.start].strip() if before and wording.flat[span.start - 1] == " " else ""
    )
    led = word[:1].isupper() and word[-1:].isalnum() and word.lower() not in word_set("name_stops.txt")
    following = re.match(r" [A-Z][\w'-]*", wording.flat[span.end : span.end + 20])
    plain = word.lower() in honorifics() or word.lower() in titles() or word in demonyms()
    return (led and not plain) or (following is not None and not is_saying(following.group().strip()))


def _find_pronouns(wording: Wording, layout: Layout) -> Iterable[Mention]:
    table = pronouns()
    signed = touched_by([one.scope for one in find_signed(wording, layout)])
    for start, word in wording.words:
        row = table.get(word)
        if row is None:
            continue
        span = Span(start, start + len(word))
        if layout.sentence(span.start) < 0 or _in_furniture(layout, span):
            continue
        if _is_read(wording, layout, span, row, signed=signed(span)):
            type_: EntityType = "ORG" if row["gender"] == "n" else "GROUP" if row["number"] == "pl" else "PER"
            yield Mention(span=span, type=type_, kind="pronoun")


def _is_read(wording: Wording, layout: Layout, span: Span, row: Mapping[str, str], *, signed: bool) -> bool:
    """Whether a pronoun is read; in the first person only in words whose speaker or signer may be known."""
    word = span.of(wording.flat)
    if word == "US" or (word == "I" and wording.flat[span.end : span.end + 1] == "."):
        return False
    if word == "I" and wording.flat[max(0, span.start - 5) : span.start].split()[-1:] in (["War"], ["Part"]):
        return False
    if row["gender"] == "n":
        return it_acts(wording, span.end)
    zone = layout.zone(span.start)
    spoken = layout.quotation(span.start) is not None or (zone is not None and zone.zone == "transcript")
    return row["person"] == "3" or spoken or signed


def _assemble(
    names: Sequence[Mention], roles: Sequence[FoundRole], others: Iterable[Mention]
) -> tuple[Mention, ...]:
    """All mentions by span, one for a span and kind; offices point to their holders."""
    holders: dict[Span, Span] = {}
    offices: dict[Span, Mention] = {}
    for role in roles:
        score = RULE_SCORE if not role.weak or role.holder is not None else _PERSON_SCORE
        offices[role.span] = Mention(
            span=role.span, type="ROLE", kind="role", title=role.title, of=role.of, score=score
        )
        if role.holder is not None:
            holders[role.span] = role.holder
    named = {name.span: name for name in names if name.span not in offices}
    free = {m.span: m for m in others if m.span not in offices and m.span not in named}
    mentions = sorted([*offices.values(), *named.values(), *free.values()], key=_order)
    place = {mention.span: index for index, mention in enumerate(mentions) if mention.kind == "name"}
    return tuple(
        structs.replace(mention, holder=place.get(holders[mention.span]))
        if mention.span in holders
        else mention
        for mention in mentions
    )


def _order(mention: Mention) -> tuple[int, int]:
    return mention.span.start, -mention.span.end


def _reindexed(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Sorted by span, with `holder` following its mention."""
    order = sorted(range(len(mentions)), key=lambda index: _order(mentions[index]))
    place = {old: new for new, old in enumerate(order)}
    return tuple(
        structs.replace(
            mentions[old],
            holder=None if mentions[old].holder is None else place[cast("int", mentions[old].holder)],
        )
        for old in order
    )
