"""Dragoman reads news reports on conflict and diplomacy and writes a record that anyone can check.

>>> import dragoman
>>> dragoman.Span(3, 9).of("In Geneva")
'Geneva'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dragoman._version import __version__

if TYPE_CHECKING:
    from dragoman.audit import audit_lines as audit_lines
    from dragoman.audit import check_record as check_record
    from dragoman.desk import read as read
    from dragoman.desk import read_many as read_many
    from dragoman.desk import read_text as read_text
    from dragoman.errors import AuditError as AuditError
    from dragoman.errors import DragomanError as DragomanError
    from dragoman.errors import LimitError as LimitError
    from dragoman.errors import ReadError as ReadError
    from dragoman.errors import ResourceError as ResourceError
    from dragoman.errors import StoreError as StoreError
    from dragoman.errors import UsageError as UsageError
    from dragoman.readers import Failure as Failure
    from dragoman.readers import Hints as Hints
    from dragoman.readers import Source as Source
    from dragoman.schema import json_schema as json_schema
    from dragoman.stages import Document as Document
    from dragoman.store import Store as Store
    from dragoman.types import Attribution as Attribution
    from dragoman.types import Entity as Entity
    from dragoman.types import Record as Record
    from dragoman.types import Span as Span

_HOME = {
    "Attribution": "types",
    "AuditError": "errors",
    "Document": "stages",
    "DragomanError": "errors",
    "Entity": "types",
    "Failure": "readers",
    "Hints": "readers",
    "LimitError": "errors",
    "ReadError": "errors",
    "Record": "types",
    "ResourceError": "errors",
    "Source": "readers",
    "Span": "types",
    "Store": "store",
    "StoreError": "errors",
    "UsageError": "errors",
    "audit_lines": "audit",
    "check_record": "audit",
    "json_schema": "schema",
    "read": "desk",
    "read_many": "desk",
    "read_text": "desk",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first used: `import dragoman` alone loads no model runtime."""
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
