"""The benchmark reads what it says it reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.pages import wrap
from bench.speed import chosen, main, tell, write_reports
from eval.corpora import Gold


def gold(number: int, text: str) -> Gold:
    return Gold(f"r{number}", text, "Coast Radio", "2031-05-03", ())


def test_the_first_reports_by_id_whose_texts_differ() -> None:
    reports = [gold(3, "c"), gold(1, "a"), gold(2, "a"), gold(4, "d")]
    assert [report.id for report in chosen(reports, 2)] == ["r1", "r3"]


def test_a_page_holds_the_report_escaped_and_much_else() -> None:
    page = wrap(
        "Talks <b>\n\nresume & go on.", title='The "talks"', publisher="Coast & Radio", published="2031-05-03"
    )
    assert "<p>Talks &lt;b&gt;</p>\n<p>resume &amp; go on.</p>" in page
    assert '"publisher": {"@type": "Organization", "name": "Coast & Radio"}' in page
    assert page.count("<li>") > 20


@pytest.mark.parametrize("kind", ["text", "html"])
def test_reports_are_written_as_json_lines(tmp_path: Path, kind: str) -> None:
    path = write_reports(tmp_path, [gold(1, "Title\nBody.")], kind)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["id"] == "r1"
    assert "Body." in json.loads(line)[kind]


def test_the_median_of_the_runs_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    runs = [{"seconds": s, "first": 1.0, "failures": 0.0, "megabytes": 100.0 + s} for s in (2.0, 3.0, 9.0)]
    figures = tell("text", runs, words=3600)
    assert figures["text_reports_of_600_words_per_second"] == 2
    assert figures["text_reports_of_600_words_per_second_after_the_first"] == 3
    assert figures["text_largest_process_megabytes"] == 109
    assert "2.00" in capsys.readouterr().out


def test_no_folder_is_taken_for_granted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "--data is needed" in capsys.readouterr().err


def test_missing_data_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path)])
    assert "polnear.train.jsonl.gz" in capsys.readouterr().err
