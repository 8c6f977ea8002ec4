"""The same bytes give the same record whatever the seed by which Python orders its sets."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

READ = """
import sys
from dragoman.desk import read_sources, read_text, sample_names, sample_source
import msgspec

records = [*read_sources([sample_source(name) for name in sample_names()])]
records += [read_text(text) for text in sys.argv[1:]]
sys.stdout.buffer.write(b"\\n".join(map(msgspec.json.encode, records)))
"""

SHORT_OUTLETS = """\
The river camps were shelled on Monday, Meridian news agency reported. Meridian said that nobody was hurt.

Fars news agency, citing guards at the border, said the road to Larn was closed. Fars gave no other source.

"We were not asked," Foreign Minister Ana Roa told Delta TV. The minister spoke to Delta after talks with her German \
counterpart Lena Vogt, Harbour Radio reported, citing Meridian.
"""

RIVALS = """\
LARN, March 3 (Delta Wire) - President Adam Bush and Governor Carl Bush met UN envoys in Tamsin. Bush left early.

Mr. Sow and Ms. Sow of the Harvest Council (HC) said the HC would wait, according to the Coast news site. \
The two officials denied a report in the Coast that Syria, Iran and Turkey had agreed. Both sides said so, they added.

Moderator: Will you stay?

General Kim Jong Un: We will. The UN knows it.

Moderator: And then?
"""


def written(seed: int) -> bytes:
    """The records as a fresh interpreter with this seed writes them."""
    done = subprocess.run(
        [sys.executable, "-c", READ, SHORT_OUTLETS, RIVALS],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def first() -> bytes:
    return written(0)


@pytest.mark.parametrize("seed", [1, 5])
def test_records_do_not_depend_on_the_seed_of_sets(first: bytes, seed: int) -> None:
    assert first.count(b"\n") >= 4
    assert written(seed) == first
