"""Show: templates turned into the desk's pages: everything escaped, every word of the interface translatable."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from dragoman._version import __version__
from dragoman.show.control import one_line
from dragoman.show.html import FILTERS
from dragoman.show.page import addresses
from dragoman.show.page.site import Site
from dragoman.show.page.words import COLUMNS, code_of, translations


@cache
def environment(language: str) -> Environment:
    """The templates with the words of a language."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("dragoman.show.page"), PackageLoader("dragoman.show")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(language)
    made.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        FILTERS,
        line=one_line,
        column=lambda name: catalogue.gettext(COLUMNS.get(name, name.replace("_", " "))),
        # gettext answers the empty string with the catalogue's own heading.
        translated=lambda word: catalogue.gettext(word.replace("_", " ")) if word else "",
    )
    made.globals.update(
        exactly=addresses.exactly,
        search_address=addresses.search_address,
        value_address=addresses.value_address,
        name_address=addresses.name_address,
        name_table_address=addresses.name_table_address,
        incident_address=addresses.incident_address,
        version=__version__,
        language=code_of(catalogue),
    )
    return made


def render(site: Site, template: str, *, status: int = 200, **values: Any) -> Response[str]:
    """A page made of a template."""
    made = environment(site.language).get_template(template)
    page = made.render(site=site, **values)
    # What no encoding can hold (half of a pair) is told by its number elsewhere; here it must not stop the page.
    page = page.encode("utf-8", "replace").decode()
    return Response(page, media_type=MediaType.HTML, status_code=status)
