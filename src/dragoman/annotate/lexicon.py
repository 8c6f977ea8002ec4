"""The word lists that the rules of annotate stand on, read once and kept in the shape the rules ask for."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

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
def noun_genders() -> dict[str, str]:
    """Nouns that say of one person that it is a man or a woman ("mother") -> m or f."""
    return {row["noun"]: row["gender"] for row in load_table("noun_genders.tsv")}


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


@lru_cache(maxsize=4_096)
def fold(words: str) -> str:
    """What the spellings of a name have in common: small letters, no accents, articles, dots or hyphens.

    >>> fold("Al-Hasakah"), fold("The U.S."), fold("São Tomé")
    ('hasakah', 'us', 'sao tome')
    """
    plain = words if words.isascii() else unicodedata.normalize("NFKD", words)
    kept = "".join(c if c.isalnum() else " " if c.isspace() or c in "-‐‑–" else "" for c in plain.lower())
    first, _, rest = " ".join(kept.split()).partition(" ")
    return (
        rest
        if rest and first in {"the", "al", "el", "as", "ash", "ad", "an", "ar"}
        else f"{first} {rest}".rstrip()
    )


@cache
def listed_places() -> dict[str, str]:
    """Places of the built-in lists, folded -> GPE, LOC or FAC; towns of small fame are in it as well.

    >>> listed_places()["idlib"], listed_places()["red sea"], listed_places()["syria"]
    ('GPE', 'LOC', 'GPE')
    """
    found: dict[str, str] = {}
    for row in load_table("countries.tsv"):
        found.update({fold(form): "GPE" for form in (row["name"], *row["names"].split("|")) if len(form) > 2})
    for row in load_table("regions.tsv"):
        type_ = {"region": "LOC", "point": "FAC"}.get(row["precision"], "GPE")
        for form in (row["name"], *row["aliases"].split("|")):
            found.setdefault(fold(form), type_)
    for row in load_table("places.tsv"):
        for form in (row["name"], *row["aliases"].split("|")):
            found.setdefault(fold(form), "GPE")
    found.pop("", None)
    return found


@cache
def great_places() -> frozenset[str]:
    """Countries, their capitals, first-level units, larger areas: places a report may name without another word."""
    rows = (*load_table("countries.tsv"), *load_table("regions.tsv"))
    forms = (f for row in rows for f in (row["name"], *row.get("names", row.get("aliases", "")).split("|")))
    capitals = (row["capital"] for row in load_table("countries.tsv"))
    return frozenset(fold(form) for form in (*forms, *capitals)) - {""}


@cache
def area_forms() -> Forms:
    """Names of areas that have several words ("New Jersey", "Gulf of Aden"), each with itself as its value."""
    rows = load_table("regions.tsv")
    names = (form for row in rows for form in (row["name"], *row["aliases"].split("|")))
    return make_forms(((form, form) for form in names if " " in form), keep_case=False)


@cache
def area_names() -> dict[str, str]:
    """The same names, in small letters -> as they are written."""
    return {form: name for forms in area_forms().values() for form, name in forms}


@cache
def name_nouns(at: str) -> dict[str, str]:
    """Words at the end (`last`) or the beginning (`first`) of a name -> the type of what it names.

    >>> name_nouns("last")["governorate"], name_nouns("first")["ministry of"]
    ('GPE', 'ORG')
    """
    return {row["noun"]: row["type"] for row in load_table("name_nouns.tsv") if row["at"] == at}


@cache
def same_names() -> dict[str, str]:
    """Names of bodies and armed groups, folded -> the one name that all of its forms share.

    >>> same_names()[fold("U.N.")], same_names()[fold("HTS")]
    ('United Nations', "Hay'at Tahrir al-Sham")
    """
    return {
        fold(form): row["name"] for row in load_table("same_names.tsv") for form in row["forms"].split("|")
    }
