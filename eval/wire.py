"""Families of wire reports as desks make them, mixed with other stories that share quotations and background with them.

Every text is put together from the building blocks of `wire_blocks.txt`, all of them invented; with `texts`, reports at
hand are edited in the same ways, and nothing of them is written anywhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dragoman.types import Published, RecordedDocument, Span, Zone

BLOCKS = Path(__file__).with_name("wire_blocks.txt")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTHS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "ninth", "tenth")
SLOT = re.compile(r"\{(\w+)\}")
HEDGES = re.compile(r"\b(allegedly|reportedly|possibly|apparently|probably|around|about) ", re.IGNORECASE)
SPELLINGS = (("Defence", "Defense"), ("kilometres", "kilometers"), ("metres", "meters"), ("tonnes", "tons"))
STYLES = (
    ("At least", "No fewer than"),
    (" said that ", " said "),
    ("the army", "the military"),
    (" injuring", " wounding"),
    ("according to", "said"),
    (" told reporters", " told journalists"),
)
STORY_PARAGRAPHS = (7, 14)
CONFLICTS = 40


@dataclass(frozen=True)
class Report:
    """A made report: the family it is of, its headline, byline line and paragraphs."""

    family: int
    headline: str
    byline: str
    paragraphs: tuple[str, ...]


@cache
def blocks() -> dict[str, tuple[str, ...]]:
    """The sections of the file of building blocks."""
    sections: dict[str, list[str]] = {}
    name = ""
    for line in BLOCKS.read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            sections.setdefault(name, []).append(line)
    return {name: tuple(lines) for name, lines in sections.items()}


# ---- stories


class Writer:
    """Draws blocks; the same seed writes the same stories."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.conflicts = [self._conflict() for _ in range(CONFLICTS)]
        """Background paragraphs and quotations that many stories on one conflict repeat word for word."""

    def draw(self, section: str) -> str:
        return self.random.choice(blocks()[section])

    def values(self) -> dict[str, str]:
        """Values for the slots of one story."""
        drawn = {name: self.draw(name) for name in ("country", "group", "town", "agency", "outlet")}
        drawn["othercountry"], drawn["othertown"] = self.draw("country"), self.draw("town")
        drawn["day"], drawn["nth"] = self.random.choice(DAYS), self.random.choice(NTHS)
        drawn["person"], drawn["person2"] = self._person(), self._person()
        drawn["number"], drawn["number2"] = (
            str(self.random.randint(11, 240)),
            str(self.random.randint(11, 940)),
        )
        return {**drawn, "hours": str(self.random.randint(3, 30))}

    def _person(self) -> str:
        return f"{self.draw('given')} {self.draw('family')}"

    def fill(self, template: str, values: dict[str, str]) -> str:
        """A block with its slots filled; towns, numbers and people of a detail are drawn anew."""
        return SLOT.sub(lambda slot: values.get(slot[1]) or self.draw(slot[1]), template)

    def _conflict(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        values = self.values()
        picked = self.random.sample(blocks()["background"], 4)
        background = tuple(self.fill(template, values) for template in picked)
        return background, tuple(self._quotation(self.values()) for _ in range(3))

    def _quotation(self, values: dict[str, str]) -> str:
        parts = [
            f"{self.draw('quoteopen')} {self.draw('quotemiddle')} {self.draw('quoteend')}" for _ in range(2)
        ]
        return f"“{' '.join(parts)[:-1]},” {values['person']} {self.fill(self.draw('quoteverb'), values)}."

    def story(self, family: int) -> Report:
        """A story of its own; two in three carry background or a quotation that other stories carry too."""
        values = self.values()
        size = self.random.randint(*STORY_PARAGRAPHS)
        details = [self._detail(values) for _ in range(size)]
        body = [self._lead(values), *details]
        for _ in range(self.random.randint(1, 3)):
            body.insert(self.random.randint(1, len(body)), self._quotation(self.values()))
        background, quotations = self.random.choice(self.conflicts)
        if self.random.random() < 0.67:
            body += self.random.sample(background, self.random.randint(1, 3))
        if self.random.random() < 0.5:
            body.insert(2, self.random.choice(quotations))
        byline = f"By {self._person()} in {values['town']} ({values['agency']})"
        return Report(
            family, self.fill(self.draw("headline"), values), byline, _paragraphs(body, self.random)
        )

    def _detail(self, values: dict[str, str]) -> str:
        """A sentence of fragments, each drawn anew; a name ending in 2 draws from the same section once more."""
        text = self.draw("detail")
        while SLOT.search(text):
            text = SLOT.sub(lambda slot: self._value(slot[1], values), text)
        return text[0].upper() + text[1:]

    def _value(self, name: str, values: dict[str, str]) -> str:
        if name in ("number2", "hours"):
            return str(self.random.randint(3, 940 if name == "number2" else 30))
        if name == "nth":
            return self.random.choice(NTHS)
        if name in ("person2", "othertown"):
            return self._person() if name == "person2" else self.draw("town")
        return values.get(name) or self.draw(name if name in blocks() else name.removesuffix("2"))

    def _lead(self, values: dict[str, str]) -> str:
        return self.fill(self.draw("lead"), values)

    # ---- what a desk does with a wire report

    def copy(self, report: Report) -> Report:
        """A desk's version: one to five edits."""
        edits: tuple[Callable[[Report], Report], ...] = (
            self._cut,
            self._cut,
            self._rehead,
            self._rehead,
            self._merge,
            self._byline,
            self._unhedge,
            self._respell,
            self._restyle,
            self._insert,
            self._insert,
            self._drop_paragraph,
            self._local_lead,
            self._swap,
        )
        for edit in self.random.sample(edits, self.random.randint(1, 5)):
            report = edit(report)
        return report

    def _cut(self, report: Report) -> Report:
        kept = max(2, round(len(report.paragraphs) * self.random.uniform(0.35, 0.9)))
        return replace(report, paragraphs=report.paragraphs[:kept])

    def _rehead(self, report: Report) -> Report:
        return replace(report, headline=self.fill(self.draw("localhead"), self.values()))

    def _merge(self, report: Report) -> Report:
        at = self.random.randrange(len(report.paragraphs))
        joined = " ".join(report.paragraphs[at : at + 2])
        return replace(report, paragraphs=(*report.paragraphs[:at], joined, *report.paragraphs[at + 2 :]))

    def _byline(self, report: Report) -> Report:
        return replace(report, byline=f"{self.draw('outlet')} staff and agencies")

    def _unhedge(self, report: Report) -> Report:
        return self._each(report, lambda text: HEDGES.sub("", text))

    def _respell(self, report: Report) -> Report:
        return self._each(report, lambda text: _replace_all(text, SPELLINGS))

    def _restyle(self, report: Report) -> Report:
        return self._each(report, lambda text: _replace_all(text, STYLES))

    def _each(self, report: Report, edit: Callable[[str], str]) -> Report:
        return replace(report, paragraphs=tuple(edit(text) for text in report.paragraphs))

    def _insert(self, report: Report) -> Report:
        at = self.random.randint(1, len(report.paragraphs))
        section = self.random.choice(("insert", "background"))
        added = self.fill(self.draw(section), self.values())
        return replace(report, paragraphs=(*report.paragraphs[:at], added, *report.paragraphs[at:]))

    def _drop_paragraph(self, report: Report) -> Report:
        at = self.random.randrange(1, max(2, len(report.paragraphs)))
        return replace(
            report, paragraphs=report.paragraphs[:at] + report.paragraphs[at + 1 :] or report.paragraphs
        )

    def _local_lead(self, report: Report) -> Report:
        added = self.fill(self.draw("insert"), self.values())
        return replace(report, paragraphs=(added, *report.paragraphs))

    def _swap(self, report: Report) -> Report:
        if len(report.paragraphs) < 4:
            return report
        at = self.random.randrange(1, len(report.paragraphs) - 1)
        first, second = report.paragraphs[at : at + 2]
        return replace(
            report, paragraphs=(*report.paragraphs[:at], second, first, *report.paragraphs[at + 2 :])
        )


def _paragraphs(sentences: list[str], drawn: random.Random) -> tuple[str, ...]:
    """One to two sentences a paragraph."""
    paragraphs = []
    while sentences:
        size = drawn.randint(1, 2)
        paragraphs.append(" ".join(sentences[:size]))
        sentences = sentences[size:]
    return tuple(paragraphs)


def _replace_all(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


# ---- collections


def write_reports(count: int, *, seed: int, texts: tuple[str, ...] = ()) -> Iterator[Report]:
    """`count` reports: half of them in families of two to eight, half alone; families stand apart from each other.

    `texts` are stories to start from instead of made ones, until they are used up.
    """
    writer = Writer(seed)
    made, family, given = 0, 0, iter(texts)
    while made < count:
        text = next(given, None)
        story = writer.story(family) if text is None else _as_report(family, text)
        alone = writer.random.random() < 0.82
        copies = 0 if alone else writer.random.randint(1, 7)
        for report in (story, *(writer.copy(story) for _ in range(copies)))[: count - made]:
            made += 1
            yield report
        family += 1


def _as_report(family: int, text: str) -> Report:
    paragraphs = tuple(line.strip() for line in text.split("\n") if line.strip())
    return Report(family, "", "", paragraphs)


def as_document(name: str, report: Report, day: str | None = None) -> RecordedDocument:
    """The report as it would stand in a record, its zones known."""
    head = "".join(f"{line}\n\n" for line in (report.headline, report.byline) if line)
    body = "\n\n".join(report.paragraphs)
    zones = (Zone("headline", Span(0, len(head))),) if head else ()
    return RecordedDocument(
        id=name,
        origin=name,
        raw_sha256="0" * 64,
        text=head + body,
        published=Published(day, "given") if day else None,
        zones=(*zones, Zone("body", Span(len(head), len(head) + len(body)))),
    )
