"""Collect the words of the desk's interface, from templates and modules, into the catalogue translators start from.

python scripts/desk_messages.py
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from dragoman.show.page.render import environment

PAGE = Path(__file__).parents[1] / "src" / "dragoman" / "show" / "page"
TARGET = PAGE / "locale" / "desk.pot"
Message = tuple[str, str]
"""A message and its plural, empty for none."""


def main() -> None:
    found = sorted({*in_templates(), *in_code()})
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join([head, *map(entry, found)]), encoding="utf-8")
    print(f"{TARGET}: {len(found)} messages")


def in_templates() -> Iterator[Message]:
    """What the templates ask to be translated."""
    made = environment("en")
    for path in sorted((PAGE / "templates").iterdir()):
        for call in made.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            words = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
            if name in ("_", "gettext") and words:
                yield words[0], ""
            elif name == "ngettext" and len(words) >= 2:
                yield words[0], words[1]


def in_code() -> Iterator[Message]:
    """What the modules mark with `N_`."""
    for path in sorted(PAGE.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "N_":
                yield str(ast.literal_eval(call.args[0])), ""


def entry(message: Message) -> str:
    """A message as the catalogue has it."""
    one, several = map(quoted, message)
    if message[1]:
        return f'msgid {one}\nmsgid_plural {several}\nmsgstr[0] ""\nmsgstr[1] ""\n'
    return f'msgid {one}\nmsgstr ""\n'


def quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    main()
