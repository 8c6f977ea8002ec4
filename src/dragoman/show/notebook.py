"""Show: what a notebook displays for a record."""

from __future__ import annotations

from io import StringIO

from markupsafe import escape
from rich.console import Console

from dragoman.show.html import render_page
from dragoman.show.terminal import show_record
from dragoman.types import Record

FRAME_HEIGHT_PX = 720


def mimebundle(record: Record) -> dict[str, str]:
    """The record's page in a frame of its own (`text/html`), and as plain text (`text/plain`).

    The frame keeps the page's style and script away from the notebook, which stay inert on either side.
    """
    page = escape(render_page(record))
    frame = (
        f'<iframe sandbox="allow-scripts" srcdoc="{page}" width="100%" height="{FRAME_HEIGHT_PX}"></iframe>'
    )
    return {"text/html": frame, "text/plain": plain_text(record)}


def plain_text(record: Record, *, width: int = 100) -> str:
    """The record as `show_record` prints it, without colour, at most `width` characters wide."""
    out = StringIO()
    show_record(record, Console(file=out, width=width, color_system=None, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
