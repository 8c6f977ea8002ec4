"""How fast whole records are made, from text and from pages; start-up to the first record; memory of a worker.

    python -m bench.speed --data FOLDER [--workers 2] [--reports 300] [--runs 3] [--json FILE]

Each run is a process of its own, so that memory is that run's alone; what is told is the median of the runs.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.pages import wrap
from eval.corpora import Gold, read_polnear, stop

WORDS_OF_A_REPORT = 600
ROOT = Path(__file__).parents[1]
Figures = dict[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark, or one run of it in a child process."""
    options = _options(argv)
    if options.one:
        sys.stdout.write(json.dumps(read_once(options.one, options.workers)) + "\n")
        return 0
    reports = chosen(read_polnear(options.data, "train").reports, options.reports)
    words = sum(len(re.findall(r"\w+", report.text)) for report in reports)
    said = {"reports": float(len(reports)), "words": float(words), "workers": float(options.workers)}
    sys.stdout.write(
        f"{len(reports)} reports, {words} words, {options.workers} workers, median of {options.runs} runs\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("text", "html"):
            path = write_reports(Path(folder), reports, kind)
            runs = [_run(path, options.workers) for _ in range(options.runs)]
            said |= tell(kind, runs, words)
        said["start_seconds"] = tell_start(Path(folder), options.runs)
    if options.json:
        options.json.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="the folder of the corpora")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if not (options.data or options.one):
        parser.error("--data is needed: the folder of the corpora")
    return options


def chosen(reports: Sequence[Gold], count: int) -> list[Gold]:
    """The first `count` reports by id whose texts differ."""
    by_text = {report.text: report for report in sorted(reports, key=lambda report: report.id, reverse=True)}
    return sorted(by_text.values(), key=lambda report: report.id)[:count]


def write_reports(folder: Path, reports: Sequence[Gold], kind: str) -> Path:
    """The reports as JSON lines, as plain texts or wrapped into pages."""
    path = folder / f"{kind}.jsonl"
    lines = (json.dumps({"id": report.id, kind: _content(report, kind)}) + "\n" for report in reports)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _content(report: Gold, kind: str) -> str:
    if kind == "text":
        return report.text
    title, _, rest = report.text.partition("\n")
    return wrap(rest or report.text, title=title, publisher=report.publisher, published=report.published)


# ---- one run


def read_once(path: Path, workers: int) -> Figures:
    """Read all reports of a file; seconds in all, seconds to the first record, failures, memory."""
    import dragoman

    begun = time.perf_counter()
    first, failures = 0.0, 0
    for outcome in dragoman.read_many([path], workers=workers):
        first = first or time.perf_counter() - begun
        failures += isinstance(outcome, dragoman.Failure)
    seconds = time.perf_counter() - begun
    # Of the processes this one waited for, the largest: a worker, or the parser of pages a worker keeps.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if workers == 1:
        largest = max(largest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"seconds": seconds, "first": first, "failures": failures, "megabytes": largest * unit / 1e6}


def _run(path: Path, workers: int) -> Figures:
    command = [sys.executable, "-m", "bench.speed", "--one", str(path), "--workers", str(workers)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if ran.returncode:
        raise stop(f"a run ended with exit status {ran.returncode}:\n{ran.stderr}")
    figures: Figures = json.loads(ran.stdout)
    return figures


# ---- telling


def tell(kind: str, runs: Sequence[Figures], words: int) -> Figures:
    """Print the median of the runs over one kind of input; the figures by name."""
    seconds = median(run["seconds"] for run in runs)
    steady = median(run["seconds"] - run["first"] for run in runs)
    whole = words / WORDS_OF_A_REPORT
    figures = {
        f"{kind}_seconds": seconds,
        f"{kind}_reports_of_600_words_per_second": whole / seconds,
        f"{kind}_reports_of_600_words_per_second_after_the_first": whole / steady if steady else 0.0,
        f"{kind}_largest_process_megabytes": max(run["megabytes"] for run in runs),
        f"{kind}_failures": max(run["failures"] for run in runs),
    }
    for name, value in figures.items():
        sys.stdout.write(f"{name.replace('_', ' '):58s} {value:9.2f}\n")
    return figures


def tell_start(folder: Path, runs: int) -> float:
    """Print the seconds from the command line to the record of one short report."""
    report = folder / "short.txt"
    report.write_text(
        'The two ministers met on Monday. "We agreed to meet again," the host said.\n', encoding="utf-8"
    )
    command = [sys.executable, "-m", "dragoman", "read", str(report), "--format", "json"]
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
        taken.append(time.perf_counter() - begun)
    sys.stdout.write(f"{'seconds from the command to its first record':58s} {median(taken):9.2f}\n")
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
