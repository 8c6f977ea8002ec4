"""The JSON Schema of a record, written from the types; `docs/record.schema.json` is its checked-in copy."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from dragoman.types import SCHEMA, Record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of one record, as JSON Schema 2020-12.

    >>> schema = json_schema()
    >>> schema["title"], sorted(schema["$defs"])[:3]
    ('dragoman.record/1', ['Attribution', 'Author', 'ChainLink'])
    """
    (top,), definitions = msgspec.json.schema_components([Record], ref_template="#/$defs/{name}")
    parts = {name: _plain(part) for name, part in sorted(definitions.items())}
    return {"$schema": _DIALECT, "title": SCHEMA, **top, "$defs": parts}


def schema_text() -> str:
    """The schema as the text that is checked in."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(part: Any) -> Any:
    """The same without line breaks inside descriptions, which come from docstrings and wrap where those do."""
    if isinstance(part, dict):
        return {
            key: " ".join(value.split("\n\n")[0].split()) if _is_text(key, value) else _plain(value)
            for key, value in part.items()
        }
    return [_plain(item) for item in part] if isinstance(part, list) else part


def _is_text(key: str, value: Any) -> bool:
    return key == "description" and isinstance(value, str)
