"""The verdict on records, as values or as raw JSON lines: what `dragoman.rules` looked at and what broke.

A record that was cut off or made by another program gets a verdict, never a crash.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import msgspec

from dragoman.errors import AuditError, ReadError
from dragoman.rules import (
    LISTS,
    RULES,
    Check,
    Raw,
    View,
    origin_of,
    record_checks,
    spans_checked,
    spans_needed,
    word_checks,
)
from dragoman.types import Record

EXAMPLES_KEPT = 3
STRICT_LINKS: Final = {"figures": (("part_of", "figures"),), "terms": (("start", "times"), ("end", "times"))}
"""References that the rules of the audit do not follow: the field, the list it leads to."""
_HINT = "give a file of records: JSON, or one JSON object a line"
_BOM = b"\xef\xbb\xbf"


class Count(msgspec.Struct, frozen=True):
    """How often a rule was looked at and how often it was broken, with the first examples."""

    seen: int = 0
    broken: int = 0
    examples: tuple[str, ...] = ()


class AuditReport(msgspec.Struct, frozen=True):
    """What an audit found: records read, records with something broken, and a `Count` for each of `RULES`."""

    records: int
    broken_records: int
    checks: dict[str, Count]

    @property
    def ok(self) -> bool:
        """Whether every rule held."""
        return not any(count.broken for count in self.checks.values())


def audit(record: Record | Raw, *, strict: bool = False) -> AuditReport:
    """The verdict on one record, a value or the object its JSON stands for; `strict` as in `audit_lines`.

    >>> report = audit({"schema": "dragoman.record/1", "document": {"text": "Talks"}})
    >>> report.ok, report.checks["shape"].broken
    (False, 8)
    """
    tally = _Tally(strict)
    raw = msgspec.to_builtins(record) if isinstance(record, Record) else record
    tally.add_record(raw, origin_of(raw))
    return tally.report()


def audit_lines(path: str | Path, *, strict: bool = False) -> AuditReport:
    """The verdict on a file of records: one JSON object a line, or objects laid out over several lines.

    The file may be gzipped (`.gz`). What is no JSON breaks the rule `shape` where it stands, and the rest is read.
    With `strict` a record is also held against the types of the contract, field by field (under `shape`), and against
    the further rules that `check_record` tells of.

    Raises:
        ReadError: the file cannot be read.
    """
    tally = _Tally(strict)
    for number, raw in _read_records(Path(path)):
        tally.add_record(raw, f"{path}:{number}")
    tally.add(Check("shape", tally.records > 0, str(path), "no records in the file"))
    return tally.report()


def check_record(record: Record) -> None:
    """Pass a record that keeps every rule, the ones below included.

    On top of the audit: every field is of the type that the contract gives it; a basis of "text" comes with its span,
    and so do guarantors and alleged violations, which stand on the right word; a chain leads to outlets and stands in
    the text; members, sums that a figure is part of, and the start and end of a term are there; scores lie between 0
    and 1.

    Raises:
        AuditError: it breaks one; the message names the first.
    """
    raw = msgspec.to_builtins(record)
    broken = next((check for check in _all_checks(raw, origin_of(raw), strict=True) if not check.held), None)
    if broken is not None:
        raise AuditError(
            f"{broken.where}: breaks the rule {broken.rule!r}: {broken.what or RULES[broken.rule]}"
        )


# ---- counting


@dataclass
class _Tally:
    """Counts checks as they come; the one thing here that changes, and it never leaves this module."""

    strict: bool
    records: int = 0
    broken_records: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    texts: dict[Any, Any] = field(default_factory=dict)

    def add(self, check: Check) -> None:
        self.seen[check.rule] += 1
        if check.held:
            return
        self.broken[check.rule] += 1
        if len(self.examples[check.rule]) < EXAMPLES_KEPT:
            self.examples[check.rule].append(f"{check.where}: {check.what}" if check.what else check.where)

    def add_record(self, raw: Any, where: str) -> None:
        before = self.broken.total()
        for check in chain(_all_checks(raw, where, strict=self.strict), self._same_text(raw, where)):
            self.add(check)
        self.records += 1
        self.broken_records += self.broken.total() > before

    def _same_text(self, raw: Any, where: str) -> Iterator[Check]:
        """One document id, one text: over all records of a file."""
        doc = raw.get("document") if isinstance(raw, dict) else None
        if not isinstance(doc, dict) or not isinstance(doc.get("text"), str):
            return
        if isinstance(doc.get("id"), list | dict):  # `record_checks` told of it
            return
        first = self.texts.setdefault(doc.get("id"), hash(doc["text"]))
        yield Check("id-unique", first == hash(doc["text"]), where, "another text has the same document id")

    def report(self) -> AuditReport:
        checks = {
            rule: Count(self.seen[rule], self.broken[rule], tuple(self.examples[rule])) for rule in RULES
        }
        return AuditReport(self.records, self.broken_records, checks)


def _all_checks(raw: Any, where: str, *, strict: bool) -> Iterator[Check]:
    if isinstance(raw, NoJson):
        yield Check("shape", False, where, raw.why)
        return
    yield from record_checks(raw, where)
    if not strict:
        return
    try:
        msgspec.convert(raw, Record)
    except msgspec.ValidationError as err:
        yield Check("shape", False, where, str(err))
    else:
        yield from _strict_checks(raw, where)


# ---- rules of ours beyond the audit's


def _strict_checks(raw: Raw, where: str) -> Iterator[Check]:
    """What we ask of our own records beyond the audit, on a raw record of the right shape."""
    view = View.of(raw, where)
    yield from _strict_document(view)
    for link in raw.get("chain") or ():
        where = f"{view.where} chain"
        yield from _leads(view, "entities", link["outlet"], where)
        yield from spans_needed(view, link["span"], where)
        yield from spans_needed(view, link["scope"], where)
    for name in LISTS:
        for item in view.items[name]:
            where = view.at(name, item)
            yield Check("bounds", 0 <= item.get("score", 0) <= 1, where, f"score {item.get('score')}")
            for link, other in STRICT_LINKS.get(name, ()):
                yield from _leads(view, other, item.get(link), f"{where} {link}")
    for entity in view.items["entities"]:
        for member in entity.get("members") or ():
            yield from _leads(view, "entities", member, f"{view.at('entities', entity)} members")
    for term in view.items["terms"]:
        yield from _strict_term(view, term)


def _strict_document(view: View) -> Iterator[Check]:
    doc = view.doc
    for name, basis, span in (
        ("publisher", doc.get("publisher_basis"), doc.get("publisher_span")),
        *(("published", day["basis"], day.get("span")) for day in [doc.get("published")] if day),
        *(("author", author["basis"], author.get("span")) for author in doc.get("authors") or ()),
    ):
        where = f"{view.where} {name}"
        yield Check("no-span", basis != "text" or span is not None, where, "from the text, but no span")
        yield from spans_checked(view, span, where)
    named = doc.get("publisher") is None or doc.get("publisher_basis") is not None
    yield Check("no-span", named, f"{view.where} publisher", "no basis")


def _strict_term(view: View, term: Raw) -> Iterator[Check]:
    """A term's guarantors, and the breaches of it that somebody alleges, each on its own word."""
    where = view.at("terms", term)
    for guarantor in term.get("guarantors") or ():
        yield from _party(view, guarantor, f"{where} guarantors")
    for violation in term.get("violations") or ():
        yield from spans_needed(view, violation.get("span"), f"{where} violations")
        yield from word_checks(view, "violations", violation)
        for role in ("by", "against"):
            if violation.get(role):
                yield from _party(view, violation[role], f"{where} violations {role}")


def _party(view: View, part: Raw, where: str) -> Iterator[Check]:
    yield from spans_needed(view, part.get("span"), where)
    yield from _leads(view, "entities", part.get("entity"), where)


def _leads(view: View, name: str, ref: Any, where: str) -> Iterator[Check]:
    """That a reference, where there is one, leads to an item of the list `name`."""
    yield Check("reference", ref is None or ref in view.by_id[name], where, f"{ref!r}")


# ---- reading


@dataclass(frozen=True)
class NoJson:
    """What stands in a file in a record's place, and why it cannot be parsed."""

    why: str


def _read_records(path: Path) -> Iterator[tuple[int, Any]]:
    """The records of a file, each with the number of the line it begins in."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as stream:
            lines = ((number, line) for number, line in enumerate(stream, 1) if line.strip())
            first = list(islice(lines, 2))
            yield from (
                _laid_out(chain(first, lines)) if _is_laid_out(first) else map(_one, chain(first, lines))
            )
    except (OSError, EOFError, zlib.error) as err:
        reason = (err.strerror if isinstance(err, OSError) else None) or err
        raise ReadError(f"{path}: cannot be read: {reason}", hint=_HINT) from err


def _is_laid_out(first: Sequence[tuple[int, bytes]]) -> bool:
    """Whether objects go over several lines: the first line opens one, the second goes on inside it."""
    if len(first) < 2 or not isinstance(_parse(first[0][1]), NoJson):
        return False
    return first[0][1].removeprefix(_BOM).startswith(b"{") and not first[1][1].startswith(b"{")


def _laid_out(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Any]]:
    """Objects one after the other, each beginning with a brace at the start of a line, as they are written."""
    held: list[tuple[int, bytes]] = []
    for number, line in lines:
        if line.startswith(b"{") and held:
            yield _one((held[0][0], b"".join(part for _, part in held)))
            held = []
        held.append((number, line))
    yield _one((held[0][0], b"".join(part for _, part in held)))


def _one(numbered: tuple[int, bytes]) -> tuple[int, Any]:
    number, raw = numbered
    return number, _parse(raw)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw.removeprefix(_BOM).decode())
    except (ValueError, RecursionError) as err:
        return NoJson(f"not JSON: {err}")
