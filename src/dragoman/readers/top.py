"""The day and the authors that a report names at its own top, `By Ana Roa | Published: 12 May 2022`: part of reading.

Only lines that stand where such lines stand are looked at, and only a full date counts: a date of the running text
says when something happened, not when it was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from dragoman.types import Author, Published, Span

_MAX_LINES = 15
_MAX_PROSE = 2
"""A standfirst and a first paragraph: what stands under them is no top."""
_PROSE_WORDS = 20
_REST_CHARS = 30
"""Of a sentence after a dateline."""
_LINE_CHARS = 120
_HEAD_CHARS = 200
_MAX_NAMES = 6
_PIVOT = 30
"""Two figures for a year: below it of this century, from it on of the last."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m1>{_MONTH}),?[ -](?P<y1>(?:19|20)\d\d|\d\d)"
    rf"|(?P<m2>{_MONTH})[ ](?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y2>(?:19|20)\d\d|\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)[-/.](?P<n3>\d{1,2})[-/.](?P<d3>\d{1,2})"
    r"|(?P<a4>\d{1,2})[/.-](?P<b4>\d{1,2})[/.-](?P<y4>(?:19|20)\d\d))(?![\w/-])(?!:\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?P<old>(?:first |originally )?(?:published|posted|issued|released|publication date|date of publication|"
    r"date published|release date|date|dated))\b|\b(?P<new>(?:last )?(?:updated|modified|edited|revised|update))\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:\s(?:on|at|in|by [^|:]{2,30}|online))?\s*[:|,–—-]?\s*", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\d{1,2}(?:[:.h]\d{2}){1,2}|\d{4}(?= ?hrs)|"
    r"\b(?:[ap]\.?m\b\.?|hrs|at|on|local time|gmt|utc|[a-z]{2,4}t|ist|msk|z)\b|[+-]\d{1,2}(?::?\d{2})?",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"\b(?:update|report|bulletin|briefing|brief|edition|digest|press release|statement|daily|weekly|monthly|"
    r"sitrep|newsletter|round-?up|review|summary|issue|flash|news)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\W*(?:(?:more |our )?(?:top|latest|breaking|other|related|similar|recent|popular|trending|featured) "
    r"(?:stories|news|headlines|articles|posts|reports)|related|(?:most|also|recently) (?:read|viewed|popular)|"
    r"(?:read|see) (?:also|more|next)|recommended|you (?:may|might) (?:also )?like|partner news|"
    r"comments?|archives?)\W*",
    re.IGNORECASE,
)
_DATELINE_PLACE = re.compile(r"[^\W\d_][\w.'’-]*")
_DATELINE_END = re.compile(
    r"\)?[.,]?\s*(?:\([^()\n]{2,50}\)|/[^/\n]{2,40}/)?[.:]?\s*(?:--|[-–—―]|(?<=[/)][.:])|(?<=/))\s*"
)
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_SMALL = frozenset("de la al el le the of and in on near at du da do das dos di den der van von bin".split())

_PREPOSITIONS = frozenset("on in at of by since from until till after before for to as between".split())

_BY = re.compile(r"\s*(?:By|BY|by|Written by|Story by|Text by|Words by|Report by)(?:\s*:\s*|\s+)")
_PERSON = r"(?:[^\W\d_a-z][\w.'’-]*|al-\w+|bin|de|van|von|der|el|da|di|du|la|le|dos)"
_NAME = re.compile(rf"{_PERSON}(?: {_PERSON}){{1,4}}")
_AND = re.compile(r",?\s+(?:and|AND|&)\s+|,\s+")
_AFTER = re.compile(
    r"(?:\s+(?:in|for|of|at)\s+[^|\n]{2,60}?)?\s*(?:$|[|–—·•/(]|-\s|,\s*(?=[A-Z0-9])|\s(?=\d{1,2}\s))"
)
_NOBODY = frozenset(
    "our the a staff agencies agency correspondent correspondents reporter reporters desk news press wire wires editor "
    "editors editorial team bureau service services writer writers newsroom monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december post times "
    "published updated land sea air force".split()
)


class Day(Struct, frozen=True):
    """A day that the top of a text names, and what is to be said of it."""

    published: Published | None = None
    why: str | None = None


class _Found(Struct, frozen=True):
    rank: int
    """0 for a line that says "published", 1 for one that is a date, 2 for a dateline, 3 for "updated"."""
    value: str | None
    span: Span
    why: str | None = None


def find_published(text: str, lines: Iterable[Span]) -> Day:
    r"""The day on which a report says, at the top of `lines`, that it was put out; spans are of `text`.

    Taken are, in this order: a line that says "published"; a line that is a date, or an outlet's or issue's name with
    a date; a dateline with a year; a line that says "updated". Two that differ, and a date that can be read in two
    ways, are none, and `why` says so.

    >>> text = "Talks end\nBy Ana Roa | Published: 12 May 2022, 09:14 EAT\nThe two sides left on 11 May 2022."
    >>> find_published(text, [Span(0, 9), Span(10, 57), Span(58, len(text))]).published
    Published(value='2022-05-12', basis='text', span=Span(start=34, end=45))
    >>> text = "REVA, 25 NOV 89 (ALP) -- THE ARMY LEFT THE TOWN OF REVA TODAY."
    >>> day = find_published(text, [Span(0, len(text))])
    >>> day.published.value, day.why
    ('1989-11-25', "the year is written '89'")
    >>> find_published("They left on 11 May 2022.", [Span(0, 25)])
    Day(published=None, why='the text names none')
    """
    found = [day for at, span in enumerate(_top(text, lines)) for day in _days(text, span, first=at == 0)]
    if not found:
        return Day(why="the text names none")
    best = min(day.rank for day in found)
    alike = [day for day in found if day.rank == best]
    if any(day.value != alike[0].value for day in alike):
        words = ", ".join(dict.fromkeys(day.span.of(text) for day in alike[:3]))
        return Day(why=f"the top of the text names several: {words}")
    day = alike[0]
    return Day(Published(day.value, "text", day.span) if day.value else None, day.why)


def find_authors(text: str, lines: Iterable[Span]) -> tuple[Author, ...]:
    r"""The people whom a line "By ..." at the top of `lines` names; spans are of `text`.

    >>> text = "Talks end\nBy Ana Roa and Tom Ild in Reva | 12 May 2022\nThe two sides left."
    >>> [author.name for author in find_authors(text, [Span(0, 9), Span(10, 54)])]
    ['Ana Roa', 'Tom Ild']
    >>> find_authors("By Our Correspondent", [Span(0, 20)])
    ()
    """
    for span in _top(text, lines):
        if authors := tuple(Author(name.of(text), "text", name) for name in _names(text, span)):
            return authors
    return ()


def _top(text: str, lines: Iterable[Span]) -> Iterator[Span]:
    """The first lines, up to the second paragraph of prose or a list of other reports."""
    prose = 0
    for span in islice(lines, _MAX_LINES):
        head = text[span.start : min(span.end, span.start + 400)]
        if _LIST.fullmatch(head):
            return
        yield span
        prose += len(head.split()) >= _PROSE_WORDS
        if prose == _MAX_PROSE:
            return


def _days(text: str, span: Span, *, first: bool) -> Iterator[_Found]:
    """The days that a line of the top gives, each with what kind of line it is."""
    line = text[span.start : min(span.end, span.start + _HEAD_CHARS)]
    dates = list(_DATE.finditer(line))
    if dates and _is_dateline(text[span.start : span.start + 2 * _HEAD_CHARS], dates[0]):
        yield _found(2, dates[0], span.start)
    if len(span) > _LINE_CHARS:
        return
    labels = [_label(line, match.start()) for match in dates]
    rest = _WHEN.sub(" ", _DATE.sub(" ", line))
    rest = _LABEL.sub(" ", rest) if len(dates) > 1 else rest
    for match, label in zip(dates, labels, strict=True):
        if label is not None:
            yield _found(label, match, span.start)
        elif (
            labels.count(None) == 1
            and _is_line_of(rest, line, first=first)
            and len(match["y1"] or match["y2"] or "1900") == 4
        ):
            yield _found(1, match, span.start)


def _label(line: str, at: int) -> int | None:
    """What the words right before a date say it is: 0 published, 3 updated, None neither."""
    last = max(_LABEL.finditer(line, 0, at), key=lambda label: label.start(), default=None)
    if last is None or (line[: last.start()].strip() and not _is_begun(line[: last.start()])):
        return None
    between = _WHEN.sub("", line[last.end() : at])
    if not _LABELLED.fullmatch(between.strip(" ,")) and between.strip(" ,:|–—-"):
        return None
    return 3 if last["new"] else 0


def _is_begun(before: str) -> bool:
    """Whether what stands before "published" on its line is something of its own: a byline, another date."""
    return (
        before.rstrip()[-1] in "|·•–—-/,;()"
        or _DATE.search(before) is not None
        or _BY.match(before) is not None
    )


def _is_line_of(rest: str, line: str, *, first: bool) -> bool:
    """Whether a line is a date, perhaps with the name of outlet, issue or author: `rest` is what else it holds."""
    words = re.findall(r"[^\W\d_][\w.'’&-]*", rest)
    if re.search(r"\d", rest) or len(words) > _MAX_NAMES or re.search(r"[^\W\d_]{3}[.!?]\s*$|[\"“”?!]", line):
        return False
    if not words:
        return True
    if _ISSUE.search(rest) or _BY.match(line):
        return True
    names = all(word[0].isupper() or word.casefold() in _SMALL for word in words)
    return names and not first and len(words) < _MAX_NAMES


def _is_dateline(line: str, found: re.Match[str]) -> bool:
    """Whether a line begins with a place and this date, a dash, and a sentence, be it wrapped: `GENEVA, 3 JAN 90 -`."""
    end = _DATELINE_END.match(line, found.end())
    if end is None or len(_BLANK_LINE.split(line[end.end() :], maxsplit=1)[0]) < _REST_CHARS:
        return False
    begun = _DATELINE_PLACE.search(line, 0, found.start())
    if begun and begun[0].casefold() in _PREPOSITIONS:
        return False
    words = _DATELINE_PLACE.findall(_WHEN.sub(" ", line[: found.start()]))
    return len(words) <= 7 and all(word[0].isupper() or word in _SMALL for word in words)


def _found(rank: int, match: re.Match[str], start: int) -> _Found:
    """What a date stands for."""
    span = Span(start + match.start(), start + match.end())
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    if match["y4"]:
        return _numbers(rank, match, span)
    month = int(match["n3"]) if match["n3"] else _MONTHS.index((match["m1"] or match["m2"])[:3].lower()) + 1
    value = _day(_full(year), month, int(match["d1"] or match["d2"] or match["d3"]))
    short = f"the year is written {year!r}" if len(year) == 2 else None
    late = "when the text says it was updated; it names no other" if rank == 3 else None
    return _Found(rank, value, span, "; ".join(filter(None, (short, late))) or None)


def _numbers(rank: int, match: re.Match[str], span: Span) -> _Found:
    """13/12/2023 has one reading, 03/04/2018 two and so none."""
    year, one, two = (int(match[name]) for name in ("y4", "a4", "b4"))
    readings = {value for value in (_day(year, two, one), _day(year, one, two)) if value}
    if len(readings) != 1:
        return _Found(
            rank, None, span, f"{match[0]!r} in the text can be read in two ways" if readings else None
        )
    return _Found(rank, readings.pop(), span)


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < _PIVOT else 1900)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _names(text: str, span: Span) -> Sequence[Span]:
    """The names of a line "By ...": those joined by "and", the first alone where no other follows."""
    line = text[span.start : min(span.end, span.start + _HEAD_CHARS)].rstrip()
    begun = _BY.match(line)
    if begun is None or len(span) > _LINE_CHARS or (line.endswith(".") and len(line.split()) > 6):
        return ()
    names, at = [], begun.end()
    while found := _NAME.match(line, at):
        names.append(found)
        joint = _AND.match(line, found.end())
        if joint is None or (
            joint[0].strip() == "," and not re.search(r"\s(?:and|AND|&)\s", line[joint.end() :])
        ):
            break
        at = joint.end()
    if not names or not _AFTER.match(line, names[-1].end()):
        return ()
    people = [
        name for name in names if not _NOBODY & {word.casefold().strip(".") for word in name[0].split()}
    ]
    return [Span(span.start + name.start(), span.start + name.end()) for name in people]
