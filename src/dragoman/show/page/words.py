"""Show: the words of the desk's interface, in one place so that they can be translated."""

from __future__ import annotations

import gettext
import struct
from functools import cache
from importlib.resources import as_file, files
from typing import get_args

from dragoman.collate.types import Difference, LinkKind
from dragoman.errors import ResourceError
from dragoman.resources import load_table
from dragoman.types import EventStage, Form, Precision, TermStatus, ZoneName

DOMAIN = "desk"
ENGLISH = "en"
"""The language that the words are written in."""


def N_(words: str) -> str:  # noqa: N802 - the name by which tools that collect messages know it
    """Words that are to be translated where they are shown."""
    return words


QUESTIONS: dict[str, str] = {
    "statements": N_("Statements"),
    "events": N_("Events"),
    "figures": N_("Figures"),
    "terms": N_("Terms"),
    "violations": N_("Breaches"),
    "stands": N_("For and against"),
    "entities": N_("Names"),
    "sources": N_("Sources"),
    "incidents": N_("Incidents"),
    "reports": N_("Reports"),
}
"""What can be searched, in the order of the tabs."""

TOLD: dict[str, str] = {
    "statements": N_("Who said what, about what, through whom."),
    "events": N_("Who did what to whom, where and when."),
    "figures": N_("How many, of what, on whose word."),
    "terms": N_("What was agreed, announced or broken, by whom, with whom left out."),
    "violations": N_("Breaches of terms that somebody alleges: by whom, against whom, on whose word."),
    "stands": N_("Who is for, against or conditional on which term, by what they say."),
    "entities": N_("Who and what is mentioned, and how often."),
    "sources": N_("Who relies on whom: the outlets that publishers cite, the speakers they quote."),
    "incidents": N_("Reports of one event side by side, with every claim; none is picked."),
    "reports": N_("Which reports there are, and how much each says."),
}

COLUMNS: dict[str, str] = {
    "id": N_("where"),
    "day": N_("day"),
    "start_day": N_("day"),
    "who": N_("who"),
    "content": N_("words"),
    "words": N_("words"),
    "through": N_("through"),
    "score": N_("score"),
    "type": N_("type"),
    "kind": N_("kind"),
    "status": N_("status"),
    "stage": N_("stage"),
    "to_whom": N_("to whom"),
    "place": N_("place"),
    "places": N_("places"),
    "source": N_("on whose word"),
    "what": N_("what"),
    "low": N_("low"),
    "best": N_("best"),
    "high": N_("high"),
    "parties": N_("parties"),
    "violated_by": N_("broken by"),
    "against": N_("against"),
    "clause": N_("clause"),
    "stand": N_("stands"),
    "conditions": N_("conditions"),
    "same": N_("the same clause"),
    "incidents": N_("incidents"),
    "made": N_("made"),
    "excluded": N_("left out"),
    "name": N_("name"),
    "country": N_("country"),
    "reports": N_("reports"),
    "mentions": N_("mentions"),
    "statements": N_("statements"),
    "events": N_("events"),
    "figures": N_("figures"),
    "terms": N_("terms"),
    "publisher": N_("publisher"),
    "title": N_("title"),
    "types": N_("what"),
    "actors": N_("who"),
    "documents": N_("reports"),
    "claims": N_("claims"),
    "number": N_("number"),
    "at": N_("when"),
    "action": N_("verdict"),
    "now": N_("stands at"),
    "note": N_("note"),
    "correction": N_("should be"),
    "undoes": N_("undoes"),
    "undone": N_("undone"),
    "list": N_("kind"),
    "accepted": N_("as it should be"),
    "value": N_("value"),
    "roles": N_("roles"),
    "sector": N_("sector"),
    "day_basis": N_("day known by"),
    "cue": N_("cue"),
    "form": N_("form"),
    "polarity": N_("polarity"),
    "start": N_("start"),
    "end": N_("end"),
    "end_day": N_("last day"),
    "mode": N_("mode"),
    "unit": N_("unit"),
    "counts": N_("counts"),
    "guarantors": N_("guarantors"),
    "grounds": N_("grounds"),
}
"""Headings of columns."""

FILTERS: dict[str, tuple[str, str]] = {
    "by": (N_("by"), N_("who says or does it")),
    "about": (N_("about"), N_("words in it, names it speaks of")),
    "to": (N_("to"), N_("who is told, acted upon, counted, party")),
    "through": (N_("through"), N_("publisher or outlet it came through")),
    "place": (N_("place"), N_("a place, its province or country")),
    "period": (N_("period"), N_("2031, 2031-05 or 2031-05-01..2031-06-15")),
    "type": (N_("type"), N_("type, form or kind")),
    "stage": (N_("stage"), N_("how far an event got, a term's status")),
    "zone": (N_("zone"), N_("body, headline ...; any: teasers too")),
    "score": (N_("score"), N_("the least, 0 to 1")),
}
"""Names of the filters, and what each takes."""

OF_TERMS = ("terms", "violations", "stands")
"""The questions about terms, which take the same filters."""

APPLY: dict[str, tuple[str, ...]] = {
    "statements": ("by", "about", "to", "through", "place", "period", "type", "zone", "score"),
    "events": tuple(FILTERS),
    "figures": tuple(FILTERS),
    **dict.fromkeys(OF_TERMS, tuple(FILTERS)),
    "entities": ("about", "type", "place", "through", "period"),
    "sources": ("by", "through", "period", "about", "to", "place", "zone", "score", "type"),
    "incidents": ("by", "about", "place", "type", "through", "period"),
    "reports": ("about", "through", "period"),
}
"""Which filters a question takes."""


MORE = (
    *(N_("accept"), N_("reject"), N_("correct"), N_("note"), N_("undo"), N_("split"), N_("merge")),
    *(N_("inputs failed"), N_("breach"), N_("denied"), N_("not known"), N_("not resolved"), N_("text")),
    *(
        N_("up"),
        N_("down"),
        N_("narrower"),
        N_("wider"),
        N_("later than this one"),
        N_("earlier than this one"),
    ),
    *(N_("published"), N_("authors"), N_("language"), N_("address"), N_("retrieved"), N_("read from")),
    *(
        N_("guarantors"),
        N_("area"),
        N_("from"),
        N_("until"),
        N_("conditions"),
        N_("grounds"),
        N_("violations"),
    ),
    *(N_("running total"), N_("part of another"), N_("excluded"), N_("cited for the first sentence only")),
)
"""Words of values, and of `dragoman.show.view`, that templates show in the language of the interface."""


def vocabulary() -> tuple[str, ...]:
    """Every word of the record's closed lists that pages show, as it is shown; each is a message of its own.

    >>> {"in force", "indirect", "humanitarian corridor"} <= set(vocabulary())
    True
    """
    lists = (Form, ZoneName, EventStage, TermStatus, Precision, LinkKind, Difference)
    listed = [str(value) for one in lists for value in get_args(one)]
    kinds = [row["kind"] for row in load_table("term_kinds.tsv")]
    return tuple(sorted({word.replace("_", " ") for word in (*MORE, *listed, *kinds)}))


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language that comes with the package, or of a file of translations (`.mo`).

    Raises:
        ResourceError: there is none, or the file is not one.

    >>> translations("en").gettext("Reports")
    'Reports'
    """
    if language == ENGLISH:
        return gettext.NullTranslations()
    try:
        if language.endswith(".mo"):
            with open(language, "rb") as file:
                return gettext.GNUTranslations(file)
        with as_file(files("dragoman.show.page").joinpath("locale")) as folder:
            return gettext.translation(DOMAIN, folder, [language])
    except (OSError, ValueError, struct.error) as err:
        raise ResourceError(
            f"{language}: no translation of the interface: {err}",
            hint="give the .mo file of one, which docs/desk.md says how to make",
        ) from err


def code_of(catalogue: gettext.NullTranslations) -> str:
    """The code of the language that a catalogue translates to, for the pages' `lang`.

    >>> code_of(translations("en"))
    'en'
    """
    return catalogue.info().get("language", "").replace("_", "-") or ENGLISH
