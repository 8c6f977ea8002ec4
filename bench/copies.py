"""Finding copies: how many reports a second one core gets candidates for, how many pairs of copies they reach.

    python -m bench.copies --reports 5000
    python -m bench.copies --reports 4000 --most-holders 100      (standing text followed that stands in fewer reports)
    python -m bench.copies --reports 5000 --beside rensa gaoya    (installed beside, for comparison: MinHash with LSH)

Made reports (`eval.wire`), each looked up among all before it and put in. Seconds are processor time of one core.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.collate.fingerprints import MOST_HOLDERS, Index, find_candidates, fingerprint
from dragoman.collate.words import body_words, find_words
from dragoman.types import RecordedDocument
from eval.wire import Report, as_document, write_reports

SEED = 20310504
WORDS = re.compile(r"\w+")
SHINGLE = 5
HASHES, BANDS = 128, 32
"""For MinHash: four rows a band reach pairs from a likeness (Jaccard) of about 0.4 on."""
MEGABYTE = 1024
Look = Callable[[str, RecordedDocument], Sequence[str]]
"""Names the candidates of a document among those before it, and puts it in."""


@dataclass
class Reached:
    """What one way of finding candidates came to."""

    seconds: float
    pairs: int
    reached: int
    candidates: int


def winnowing(most_holders: int = MOST_HOLDERS) -> Look:
    """Dragoman's own way; a number that `most_holders` hold is passed over."""
    index = Index()

    def look(name: str, document: RecordedDocument) -> Sequence[str]:
        numbers = fingerprint(body_words(document))
        near = find_candidates(numbers, index, most_holders=most_holders)
        index.add(name, numbers)
        return near

    return look


def rensa() -> Look:
    """MinHash signatures and LSH of the package `rensa`."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=HASHES, num_bands=BANDS)

    def look(name: str, document: RecordedDocument) -> Sequence[str]:
        signature = RMinHash(num_perm=HASHES, seed=SEED)
        signature.update(shingle_words(document.text))
        near = [str(number) for number in index.query(signature)]
        index.insert(int(name), signature)
        return near

    return look


def gaoya() -> Look:
    """MinHash signatures and LSH of the package `gaoya`."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=0.3, num_bands=BANDS, band_size=HASHES // BANDS, analyzer="word",
        lowercase=True, ngram_range=(SHINGLE, SHINGLE),
    )  # fmt: skip

    def look(name: str, document: RecordedDocument) -> Sequence[str]:
        near = [str(number) for number in index.query(document.text)]
        index.insert_document(int(name), document.text)
        return near

    return look


WAYS: dict[str, Callable[[], Look]] = {"rensa": rensa, "gaoya": gaoya}


def shingle_words(text: str) -> list[str]:
    """Each five words in a row.

    >>> shingle_words("One two three, four five six.")
    ['one two three four five', 'two three four five six']
    """
    words = WORDS.findall(text.lower())
    return [" ".join(words[place : place + SHINGLE]) for place in range(max(1, len(words) - SHINGLE + 1))]


def measure(look: Look, made: Sequence[Report]) -> Reached:
    """Look up and put in each report in turn."""
    families: dict[int, set[str]] = {}
    found = Reached(0.0, 0, 0, 0)
    for number, report in enumerate(made):
        document = as_document(str(number), report)
        start = time.process_time()
        near = look(str(number), document)
        found.seconds += time.process_time() - start
        before = families.setdefault(report.family, set())
        found.pairs += len(before)
        found.reached += len(before & set(near))
        found.candidates += len(near)
        before.add(str(number))
    return found


def lines(made: Sequence[Report], beside: Sequence[str], most_holders: int = MOST_HOLDERS) -> Iterator[str]:
    """The table."""
    find_words("tables are made once")
    words = sum(len(find_words(" ".join(report.paragraphs))) for report in made) / len(made)
    yield f"{len(made)} reports of {words:.0f} words"
    own = winnowing(most_holders)
    for name, look in (("winnowing", own), *((name, WAYS[name]()) for name in beside)):
        found = measure(look, made)
        yield (
            f"{name:10} {len(made) / found.seconds:7.0f} reports a second; reaches"
            f" {100 * found.reached / max(1, found.pairs):.1f} % of {found.pairs} pairs of copies with"
            f" {found.candidates / len(made):.1f} candidates a report"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    yield f"peak memory {peak:.0f} MB, the reports included"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=5_000)
    parser.add_argument("--beside", nargs="*", choices=sorted(WAYS), default=[])
    parser.add_argument("--most-holders", type=int, default=MOST_HOLDERS)
    args = parser.parse_args()
    made = list(write_reports(args.reports, seed=SEED))
    random.Random(SEED).shuffle(made)
    for line in lines(made, args.beside, args.most_holders):
        print(line)


if __name__ == "__main__":
    main()
