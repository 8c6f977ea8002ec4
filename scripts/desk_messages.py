"""Collect the words of the desk's interface, from templates and modules, into the catalogue translators start from.

    python scripts/desk_messages.py

A translation is made of it with any editor of gettext files, and used with `dragoman serve DESK --language FILE.mo`.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dragoman.show.page.words import vocabulary

SHOW = Path(__file__).parents[1] / "src" / "dragoman" / "show"
TARGET = SHOW / "page" / "locale" / "desk.pot"
METHODS = [
    ("page/*.py", "python"),
    ("page/templates/*.html", "jinja2.ext:babel_extract"),
    ("templates/marked.html", "jinja2.ext:babel_extract"),
]
HEAD = b"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collected() -> Catalog:
    """Every message of the interface, and the words of the record's closed lists that it shows."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(SHOW, METHODS, {"**/*.html": {"silent": "false"}})
    for _, _, message, _, context in found:
        catalogue.add(message, context=context)
    for word in vocabulary():
        catalogue.add(word)
    return catalogue


def written() -> Catalog:
    """The catalogue as it is in the package."""
    with TARGET.open("rb") as file:
        return read_po(file)


def messages(catalogue: Catalog) -> set[tuple[object, str | None]]:
    """What a catalogue asks to be translated: words, or words for one and for several, with their context."""
    return {(tuple(one.id) if one.pluralizable else one.id, one.context) for one in catalogue if one.id}


def main() -> None:
    found = collected()
    with TARGET.open("wb") as file:
        file.write(HEAD)
        write_po(file, found, width=0, no_location=True, omit_header=True, sort_output=True)
    print(f"{TARGET}: {len(found)} messages")


if __name__ == "__main__":
    main()
