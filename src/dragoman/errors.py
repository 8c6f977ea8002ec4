"""What can go wrong, each error with the input it happened to and what to do next."""

from __future__ import annotations


class DragomanError(Exception):
    """Base of all errors raised on purpose; `reason` says what went wrong, `hint` what to do next.

    >>> str(DragomanError("report.txt: empty", hint="give a file with text in it"))
    'report.txt: empty; give a file with text in it'
    """

    def __init__(self, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{reason}; {hint}" if hint else reason)
        self.reason = reason
        self.hint = hint


class ReadError(DragomanError):
    """An input could not be read as a report."""


class LimitError(ReadError):
    """An input is larger, or took longer, than the stated bounds allow."""


class ResourceError(DragomanError):
    """A file the package needs (weights, gazetteer, word list) is missing or not the one it should be."""


class AuditError(DragomanError):
    """A record breaks one of the rules that hold for every record."""


class UsageError(DragomanError):
    """The call itself is off: an unknown format, options that exclude each other."""


class StoreError(DragomanError):
    """The store cannot be opened, read or written: damaged, in use, not a desk, or no room on the disk."""
