"""The stated bounds of reading: what is larger or takes longer is refused with a `LimitError`, never cut short."""

from __future__ import annotations

from typing import Final

MAX_TEXT_CHARS: Final = 1_200_000
"""Code points of one document's text; a long book has about one million."""
MAX_FILE_BYTES: Final = 20_000_000
"""Bytes of one file, one page or one JSON line; a file over it is refused before it is read."""
PAGE_SECONDS: Final = 15.0
"""For laying out one page and reading its metadata; a page of 600 words takes a few milliseconds."""
MAIN_SECONDS: Final = 15.0
"""For telling the main text apart; past it the page is still read, with that reason."""
START_SECONDS: Final = 60.0
"""For the child process to come up, which happens once."""
CHILD_MEMORY_BYTES: Final = 1_500_000_000
"""Address space of the child process that parses pages (where the system can limit it: Linux and most of Unix)."""
