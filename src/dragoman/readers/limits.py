"""The stated bounds of reading: what is larger or takes longer is refused with a `LimitError`, never cut short."""

from __future__ import annotations

from typing import Final

MAX_TEXT_CHARS: Final = 1_200_000
"""Code points of one document's text; a long book has about one million."""
MAX_FILE_BYTES: Final = 20_000_000
"""Bytes of one file, one page or one JSON line; a file over it is refused before it is read."""
MAX_MAIN_CHARS: Final = 500_000
"""Code points of text on a page up to which trafilatura tells its main text apart; past it our own choice stands."""
MAX_MAIN_ELEMENTS: Final = 20_000
"""Elements of a page up to which it does: its time grows with their square (15,000 took 2.2 s of processor time)."""
PAGE_SECONDS: Final = 60.0
"""For laying out one page and reading its metadata; a page of 600 words takes a few milliseconds."""
MAIN_SECONDS: Final = 120.0
"""For telling the main text apart: some thirty times what the largest page within the two bounds above took."""
START_SECONDS: Final = 60.0
"""For the child process to come up, which happens once."""
CHILD_MEMORY_BYTES: Final = 1_500_000_000
"""Address space of the child process that parses pages (where the system can limit it: Linux and most of Unix)."""
