"""The word lists that the rules of annotate stand on, read once and kept in the shape the rules ask for."""

from __future__ import annotations

from functools import cache

from dragoman.annotate.wording import Forms, make_forms
from dragoman.resources import load_lines, load_table


@cache
def country_forms() -> dict[str, str]:
    """Names and demonyms of countries as they are written -> alpha-3 code.

    >>> country_forms()["Germany"], country_forms()["German"]
    ('DEU', 'DEU')
    """
    forms: dict[str, str] = {}
    for row in load_table("countries.tsv"):
        for form in (row["name"], *row["names"].split("|"), *row["demonyms"].split("|")):
            if form:
                forms.setdefault(form, row["alpha3"])
    return forms


@cache
def demonyms() -> frozenset[str]:
    """The words for people of a country ("German", "Germans")."""
    return frozenset(
        word for row in load_table("countries.tsv") for word in row["demonyms"].split("|") if word
    )


@cache
def owner_forms() -> dict[str, str]:
    """What may stand before an office to say whose it is, in small letters -> alpha-3 code or the body's name.

    >>> owner_forms()["russian"], owner_forms()["u.n."]
    ('RUS', 'United Nations')
    """
    forms = {form.lower(): code for form, code in country_forms().items()}
    for row in load_table("bodies.tsv"):
        forms.update({form.lower(): row["name"] for form in row["forms"].split("|")})
    return forms


@cache
def titles() -> dict[str, dict[str, str]]:
    """Offices, in small letters, each with canonical name, kind, gender and whether the word is weak."""
    return {row["title"].lower(): row for row in load_table("titles.tsv")}


@cache
def title_forms() -> Forms:
    """Offices as `find_forms` wants them, the value being the entry in `titles()`."""
    return make_forms((title, title) for title in titles())


@cache
def modifiers() -> dict[str, str]:
    """Words before an office -> level, status or drop."""
    return {row["word"]: row["kind"] for row in load_table("title_modifiers.tsv")}


@cache
def pronouns() -> dict[str, dict[str, str]]:
    """Personal pronouns, each with person, number, gender and case."""
    return {row["word"]: row for row in load_table("pronouns.tsv")}


@cache
def honorifics() -> dict[str, str]:
    """Forms of address, in small letters -> gender, empty where they give none."""
    return {row["word"].lower(): row["gender"] for row in load_table("honorifics.tsv")}


@cache
def given_names() -> dict[str, str]:
    """Given names borne almost only by one gender -> m or f."""
    return {row["name"]: row["gender"] for row in load_table("given_names.tsv")}


@cache
def source_nouns() -> dict[str, dict[str, str]]:
    """Nouns given as sources, each with type, number and class."""
    return {row["noun"]: row for row in load_table("source_nouns.tsv")}


@cache
def noun_forms() -> Forms:
    """Source nouns as `find_forms` wants them."""
    return make_forms((noun, noun) for noun in source_nouns())


@cache
def strong_forms(table: str) -> Forms:
    """The names of a table that need no second sign (outlets.tsv, armed_groups.tsv)."""
    return make_forms(
        ((row["name"], row["name"]) for row in load_table(table) if not row["weak"]), keep_case=True
    )


@cache
def all_names(table: str) -> frozenset[str]:
    """All names of such a table, in small letters."""
    return frozenset(row["name"].lower() for row in load_table(table))


@cache
def word_set(name: str) -> frozenset[str]:
    """The lines of a word list, in small letters."""
    return frozenset(line.lower() for line in load_lines(name))


def is_saying(word: str) -> bool:
    """Whether a word is a form of a saying verb.

    >>> is_saying("said"), is_saying("sad")
    (True, False)
    """
    return word.lower() in word_set("speech_verbs.txt")
