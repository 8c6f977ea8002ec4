"""The shape of the code: who may import whom, and how long, deep and wide a function may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dragoman"
FILES = sorted(PACKAGE.rglob("*.py"))

BASE = {"types", "stages", "errors", "resources", "names"}
STAGES = {"readers", "segment", "encode", "annotate", "ground"}
# What each part may import, itself aside. A part is a module or a folder right under the package; "" is the package's
# own __init__, the public names.
ALLOWED: dict[str, set[str]] = {
    "types": set(),
    "errors": set(),
    "databases": set(),  # desk or gazetteer: each must know the other, to leave it alone
    "_version": set(),
    "resources": {"errors"},
    "names": {"errors", "resources"},
    "stages": {"types"},
    **dict.fromkeys(STAGES, BASE),
    "ground": BASE | {"databases"},
    "rules": {"types"},
    "audit": {"types", "errors", "rules"},
    "schema": {"types"},
    "missed": BASE | {"segment"},  # a record holds no sentences: they are found again
    "record": BASE | {"audit", "rules"},
    "learning": BASE | {"encode", "segment"},
    "collate": BASE,
    "store": BASE | {"databases", "collate", "collating", "compare"},
    "pipeline": BASE | STAGES | {"record", "learning", "_version"},
    "workers": BASE | {"readers"},
    "desk": BASE | {"readers", "workers", "pipeline", "record", "audit", "collate", "store"},
    "ingest": BASE | {"readers", "desk", "pipeline", "store"},
    "fetch": BASE | {"readers", "_version"},
    "collating": BASE | {"collate", "store"},
    "compare": BASE | {"collate", "store"},
    "show": BASE | {"_version", "databases", "desk", "collate", "collating", "store", "compare", "missed"},
    "": BASE
    | {
        "_version",
        "readers",
        "pipeline",
        "record",
        "audit",
        "schema",
        "desk",
        "store",
        "collate",
        "show",
        "ingest",
        "fetch",
    },
    "cli": BASE
    | {
        "",
        "_version",
        "readers",
        "audit",
        "rules",
        "schema",
        "desk",
        "show",
        "store",
        "encode",
        "ingest",
        "fetch",
    }
    | {"collate", "collating", "compare", "missed"},
    "__main__": {"cli"},
}
# (module, what it imports): the one step against the flow. A notebook asks the value itself how to show it.
AGAINST_THE_FLOW = {("types", "show")}
# Libraries with one home each, so that one can be exchanged by opening one folder.
HOMES = {
    "onnxruntime": {"encode"},
    "tokenizers": {"encode"},
    "safetensors": {"encode"},
    "torch": set(),
    "trafilatura": {"readers"},
    "htmldate": {"readers"},
    "lxml": {"readers"},
    "py3langid": {"segment"},
    "snowballstemmer": {"collate"},
    "sqlite3": {"store", "ground"},
    "jinja2": {"show"},
    "rich": {"show", "cli"},
    "typer": {"cli"},
    "pyarrow": {"readers", "store", "show"},
    "pandas": {"store"},
    "fastwarc": {"readers"},
    "feedparser": {"readers"},
    "socket": {"fetch", "show"},
    "litestar": {"show"},
    "uvicorn": {"show"},
    "http.client": {"fetch"},
    "protego": {"fetch"},
    "urllib.request": set(),
}
MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 400
MAX_PARAMETERS = 5
MAX_NESTING = 3
PRINTS = {"cli", "show"}
CATCHES_ALL = {PACKAGE / "desk.py"}
NESTING = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports, inside functions too."""
    package = ["dragoman", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (
                [f"dragoman.{alias.name}" for alias in node.names] if module == "dragoman" else [module]
            )


def public_names() -> set[str]:
    """What the package's __init__ offers: `from dragoman import read` is an import of the package itself."""
    modules = {part_of(path) for path in FILES}
    return modules - {""}


def parts_imported(path: Path) -> set[str]:
    ours = {
        name.split(".")[1] if "." in name else ""
        for name in imported(path)
        if name.split(".")[0] == "dragoman"
    }
    return {part if part in public_names() else "" for part in ours}


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, the docstring (which may hold a long example) aside."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1)


def depth(node: ast.AST, *, in_chain: bool = False) -> int:
    """How deep blocks stand in each other; `elif` is no step deeper."""
    inside = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef | ast.Lambda):
            continue
        elif_of = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        inside = max(inside, depth(child, in_chain=elif_of and len(node.orelse) == 1))
    return inside + (isinstance(node, NESTING) and not in_chain)


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it swallows errors of any kind; one that tidies up and raises them again does not."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))
        for kind in kinds
    )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_follow_the_flow(path: Path) -> None:
    part = part_of(path)
    assert part in ALLOWED, f"{name_of(path)}: a part without a place in the flow; give it one in ALLOWED"
    against = {target for source, target in AGAINST_THE_FLOW if source == part}
    assert parts_imported(path) <= ALLOWED[part] | {part} | against


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_library_is_used_in_its_home_alone(path: Path) -> None:
    names = set(imported(path))
    used = {
        library
        for library in HOMES
        if any(name == library or name.startswith(library + ".") for name in names)
    }
    assert {library for library in used if part_of(path) not in HOMES[library]} == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split("\n")) <= MAX_FILE_LINES + 1
    long = {function.name: length(function) for function in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION_LINES} == {}
    deep = {function.name: max(map(depth, function.body)) for function in functions(path)}
    assert {name: levels for name, levels in deep.items() if levels > MAX_NESTING} == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_functions_take_few_parameters(path: Path) -> None:
    counts = {
        function.name: len(
            [
                arg
                for arg in (*function.args.posonlyargs, *function.args.args)
                if arg.arg not in ("self", "cls")
            ]
        )
        for function in functions(path)
    }
    assert {name: count for name, count in counts.items() if count > MAX_PARAMETERS} == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_rim_prints(path: Path) -> None:
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    printing = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
    assert part_of(path) in PRINTS or printing == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_errors_are_caught_by_name(path: Path) -> None:
    handlers = [
        node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler) and catches_all(node)
    ]
    assert len(handlers) <= (1 if path in CATCHES_ALL else 0)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_says_its_place_in_the_flow(path: Path) -> None:
    empty = not path.read_text(encoding="utf-8").strip()
    assert empty or ast.get_docstring(tree_of(path)), f"{name_of(path)}: no module docstring"


TRAINS_ONLY = {"torch", "onnx"}
"""Libraries of the training extra, which the checks are run without."""
CHECKED = sorted(path for folder in ("tests", "eval", "bench") for path in (ROOT / folder).rglob("*.py"))


@cache
def loaded(path: Path) -> frozenset[str]:
    """Names of the modules that a file imports outside its functions."""
    names: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return frozenset(names)


def needed(path: Path) -> set[str]:
    """Modules that loading a file loads, straight or by way of our own files outside the package."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        for name in loaded(waiting.pop()) - found:
            found.add(name)
            own = ROOT.joinpath(*name.split(".")).with_suffix(".py")
            waiting.extend([own] if own.is_file() else [])
    return found


@pytest.mark.parametrize("path", CHECKED, ids=name_of)
def test_what_is_checked_needs_nothing_that_only_training_needs(path: Path) -> None:
    assert {name.split(".")[0] for name in needed(path)} & TRAINS_ONLY == set()


def test_training_needs_torch() -> None:
    assert "torch" in needed(ROOT / "training" / "train.py")
